/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-fake-channel.h"
#include "csn-fake-clock.h"
#include "csn-fake-presence.h"
#include "csn-gate.h"
#include "csn-store.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"
#include "csn-time.h"

G_BEGIN_DECLS

#define CSN_FIXTURE_SOURCE "shop"
#define CSN_FIXTURE_NOW G_GINT64_CONSTANT (1795331011120431) /* 2026-11-22T07:03:31.120431Z */

/**
 * CsnGateFixture:
 * @folder: (owned): a temporary folder with the database
 * @path: (owned): the database
 * @flags: how the store works: by default everything happens inline
 * @store: (owned): the store
 * @gate: (owned): an open gate of the reviewer "ana@example.org"
 *
 * A gate with a real store, and fakes for the rest of the world.
 */
typedef struct
{
  char *folder;
  char *path;
  CsnStoreFlags flags;
  CsnPolicy *policy;
  CsnFakeClock *clock;
  CsnFakePresence *presence;
  CsnFakeChannel *channel;
  CsnFakeChannel *backup;
  CsnStore *store;
  CsnGate *gate;
} CsnGateFixture;

/* Adds a test under "/gate/..." with a fixture of its own; at its end the log must be INTACT. */
void csn_gate_fixture_add (const char *path, void (*func) (CsnGateFixture *self));

CsnGateFixture *csn_gate_fixture_new (void);

/* With the store's writer in a thread of its own, as in the program. */
CsnGateFixture *csn_gate_fixture_new_threaded (void);

/* Verifies the log and throws all away. */
void csn_gate_fixture_free (CsnGateFixture *self);

/* Ends the program and starts it again, by its front door or without a word. */
void csn_gate_fixture_restart (CsnGateFixture *self);

void csn_gate_fixture_crash (CsnGateFixture *self);

void csn_gate_fixture_assert_intact (CsnGateFixture *self);

/* Submits; @members as for csn_test_request_new(). Gives the request's id. */
char *csn_gate_fixture_submit (CsnGateFixture *self, const char *task_id, const char *members);

/* Submits what must be refused; gives the code. */
int csn_gate_fixture_submit_error (CsnGateFixture *self, const char *task_id, const char *members);

CsnInboxItem *csn_gate_fixture_item (CsnGateFixture *self, const char *id);

/* Asserts that the request is in the inbox and where it stands. */
void csn_gate_fixture_assert_state (CsnGateFixture *self, const char *id, CsnRequestState state);

/* An answer to what is shown: right revision and digest. */
CsnAnswer csn_gate_fixture_answer (CsnGateFixture *self, const char *id, CsnDecisionKind kind);

/* Gives the answer; gives -1 if it was taken, otherwise the CsnGateError. @ret_message:
 * (nullable) (transfer full) */
int csn_gate_fixture_try (CsnGateFixture *self, const CsnAnswer *answer, char **ret_message);

/* Decides from the window; it must be taken. */
void csn_gate_fixture_decide (CsnGateFixture *self, const char *id, CsnDecisionKind kind);

/* Reports an attempt at the oldest delivery; gives its id. */
char *csn_gate_fixture_attempt (CsnGateFixture *self, CsnAttemptResult result);

/* Acknowledges whatever is queued; gives how many. */
guint csn_gate_fixture_acknowledge_all (CsnGateFixture *self);

/* Reports an outcome; gives -1 or the CsnGateError. */
int csn_gate_fixture_report (CsnGateFixture *self,
                             const char *id,
                             CsnOutcomeKind kind,
                             const char *executed_digest);

/* Dismisses; gives -1 or the CsnGateError. */
int csn_gate_fixture_dismiss (CsnGateFixture *self, const char *id);

/* Submits, approves, delivers and reports: one whole life. Gives the request's id. */
char *csn_gate_fixture_live (CsnGateFixture *self,
                             const char *task_id,
                             const char *members,
                             CsnOutcomeKind outcome);

void csn_gate_fixture_set_stopped (CsnGateFixture *self, const char *agent_id, gboolean stopped);

int csn_gate_fixture_hand_back (CsnGateFixture *self, const char *id, const char *note);

/* A policy of these members beside the version, with `'` for `"`: (transfer full). */
CsnPolicy *csn_gate_fixture_new_policy (const char *members);

/* Sets a policy of these members; gives -1 or the CsnGateError. */
int csn_gate_fixture_set_policy (CsnGateFixture *self, const char *members, const char *via);

/* Answers a promotion of "agent-1" for "refund"; gives -1 or the CsnGateError. */
int csn_gate_fixture_answer_promotion (CsnGateFixture *self, gboolean accept);

/* Sets a profile; gives -1 or the CsnGateError. */
int csn_gate_fixture_set_profile (CsnGateFixture *self, CsnProfile *profile);

/* The profile of "agent-1" for "refund", which must be there: (transfer none). */
CsnProfile *csn_gate_fixture_profile (CsnGateFixture *self);

/* Whether a rule of this code spoke about the item. */
gboolean csn_gate_fixture_has_rule (CsnGateFixture *self, const char *id, const char *code);

CsnAgentItem *csn_gate_fixture_agent (CsnGateFixture *self, const char *agent_id);

/* The earned level of "agent-1" for "refund". */
CsnLevel csn_gate_fixture_level (CsnGateFixture *self);

/* How many events of a type there are about a request, or in all for NULL. */
guint csn_gate_fixture_count (CsnGateFixture *self, const char *id, const char *event_type);

/* The types of all events about a request: (transfer full) */
char **csn_gate_fixture_event_types (CsnGateFixture *self, const char *id);

/* The newest such event's body: (transfer full). */
CsnJson *csn_gate_fixture_event (CsnGateFixture *self, const char *id, const char *event_type);

/* The text of a member, or of a member of a member: "details", "reason". */
const char *csn_gate_fixture_text (const CsnJson *json, const char *name, const char *member);

static inline void
csn_gate_fixture_pass (CsnGateFixture *self, gint64 seconds)
{
  csn_fake_clock_advance (self->clock, seconds * CSN_SECOND);
}

G_END_DECLS
