/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"
#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnBus:
 *
 * The way to the running program, by D-Bus.
 */
typedef struct _CsnBus CsnBus;

/**
 * csn_bus_new:
 * @error: return location for a sentence that says what to do
 *
 * Returns: (transfer full) (nullable): the session bus
 */
CsnBus *csn_bus_new (GError **error);

void csn_bus_free (CsnBus *self);

/**
 * csn_bus_is_running:
 * @self: the bus
 *
 * Returns: %TRUE if the program runs; it is not started for this
 */
gboolean csn_bus_is_running (CsnBus *self);

/**
 * csn_bus_call:
 * @self: the bus
 * @method: a method of io.github.countersign.Countersign1
 * @parameters: (nullable): a tuple; a floating one is consumed
 * @error: return location for a sentence
 *
 * Calls the program, starting its service where it does not run, and waits for it while it starts.
 *
 * Returns: (transfer full) (nullable): the reply, a tuple
 */
GVariant *csn_bus_call (CsnBus *self, const char *method, GVariant *parameters, GError **error);

/**
 * csn_bus_call_for_json:
 * @self: the bus
 * @method: a method that gives one JSON text
 * @parameters: (nullable): a tuple; a floating one is consumed
 * @ret_text: (out) (optional): the text
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable): what it gave
 */
CsnJson *csn_bus_call_for_json (CsnBus *self,
                                const char *method,
                                GVariant *parameters,
                                char **ret_text,
                                GError **error);

/**
 * csn_bus_watch:
 * @self: the bus
 * @signal: a signal of io.github.countersign.Countersign1
 *
 * Notices it from now on, for csn_bus_wait().
 */
void csn_bus_watch (CsnBus *self, const char *signal);

/**
 * csn_bus_wait:
 * @self: the bus, with a signal that is watched
 * @error: return location for a sentence
 *
 * Waits for the signal, however long it takes; one that came since the last time counts.
 *
 * Returns: %FALSE if the program has ended meanwhile
 */
gboolean csn_bus_wait (CsnBus *self, GError **error);

/**
 * csn_bus_report:
 * @error: what a call gave
 *
 * Prints it.
 *
 * Returns: the exit status that it means
 */
CsnExit csn_bus_report (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnBus, csn_bus_free)

G_END_DECLS
