/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-forwarder.h"
#include "csn-store-fixture.h"

G_BEGIN_DECLS

/**
 * CsnForwardFixture:
 * @store: a store of its own
 * @clock: the machine's clock
 * @forwarder: (owned) (nullable): the one forwarder
 * @received: (owned): the file that the receiver appends to
 * @receiver: (owned) (nullable): a real one, another process
 *
 * A log, a forwarder, and who takes it.
 */
typedef struct
{
  CsnStoreFixture store;
  CsnClock *clock;
  CsnForwarder *forwarder;
  char *received;
  GSubprocess *receiver;
} CsnForwardFixture;

void csn_forward_fixture_init (CsnForwardFixture *self);

void csn_forward_fixture_clear (CsnForwardFixture *self);

/* Appends events with @text in their details. */
void csn_forward_fixture_append (CsnForwardFixture *self, guint n_events, const char *text);

/* Starts a receiver and gives the port that it prints. @environment: (nullable): "NAME=value". */
guint csn_forward_fixture_start_receiver (CsnForwardFixture *self,
                                          const char *environment,
                                          const char *const *args);

void csn_forward_fixture_kill_receiver (CsnForwardFixture *self);

/* Configures the forwarder, as a person would, from the log's begin. */
void csn_forward_fixture_put (CsnForwardFixture *self, const char *kind, const char *address);

/* Loads the forwarder out of the store and starts it. */
void csn_forward_fixture_start (CsnForwardFixture *self);

void csn_forward_fixture_stop (CsnForwardFixture *self);

/* Waits until nothing waits to be sent, hurrying the retries. */
void csn_forward_fixture_wait_sent (CsnForwardFixture *self);

/* Waits until the last try failed; gives the sentence. */
const char *csn_forward_fixture_wait_error (CsnForwardFixture *self);

/* Waits until the receiver has written @n_events different ones. Asserts that it has each event
 * of the log in its order, with nothing left out, and repetitions only of whole runs. Gives how
 * many lines it has. */
guint csn_forward_fixture_assert_received (CsnForwardFixture *self, guint n_events);

G_END_DECLS
