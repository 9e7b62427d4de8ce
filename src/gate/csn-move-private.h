/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"
#include "csn-gate.h"
#include "csn-json-writer.h"

G_BEGIN_DECLS

/**
 * CsnMove:
 * @gate: (owned): whose move it is
 * @change: (owned): what shall become true together
 * @now: the wall clock when it was begun
 * @result: (owned) (nullable): what the caller's task returns; %NULL for a plain %TRUE
 *
 * One move of the gate: a change for the store, and what follows in memory once it is durable. The
 * parts of the gate each add their rows, events and consequences to it.
 */
typedef struct
{
  CsnGate *gate;
  CsnChange *change;
  gint64 now;
  char *result;
  GPtrArray *effects;
  GTask *task;
} CsnMove;

/**
 * CsnMoveFunc:
 * @gate: the gate
 * @data: what csn_move_then() got
 *
 * Called when the move is durable.
 */
typedef void (*CsnMoveFunc) (CsnGate *gate, gpointer data);

CsnMove *csn_move_new (CsnGate *gate);

/* For a move that is not made after all. */
void csn_move_free (CsnMove *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnMove, csn_move_free)

/* Both arguments: (transfer full), @details also (nullable). */
void csn_move_event (CsnMove *self, CsnEvent *event, CsnJson *details);

CsnEvent *csn_move_new_item_event (CsnMove *self,
                                   CsnEventType type,
                                   const CsnActor *actor,
                                   CsnInboxItem *item);

void csn_move_then (CsnMove *self, CsnMoveFunc func, gpointer data, GDestroyNotify destroy);

/* Hands the move over: (transfer full), as is @task (nullable), which returns when it is durable,
 * or with a #CsnGateError. */
void csn_move_run (CsnMove *self, GTask *task);

/* Strings only: name, value (nullable: the member is left out), ..., NULL. */
CsnJson *csn_details_new (const char *name, ...) G_GNUC_NULL_TERMINATED;

/* Ends a writer (transfer full) whose document is an object. */
CsnJson *csn_details_end (CsnJsonWriter *writer);

/* Foreign text, short enough for an event, visible, and masked where it looks secret. */
char *csn_details_text (const char *text);

extern const CsnActor csn_actor_system;
extern const CsnActor csn_actor_policy;
extern const CsnActor csn_actor_silence;
extern const CsnActor csn_actor_agent;

CsnActor csn_gate_reviewer_actor (CsnGate *gate, const char *via);

G_END_DECLS
