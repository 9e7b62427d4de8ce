/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate-fixture.h"

G_BEGIN_DECLS

/**
 * CsnSimulatedRequest:
 * @id: (owned): its id in the gate
 * @task_id: (owned): its task
 * @members: (owned): how it was submitted
 * @revision: which revision it is
 * @state: as last seen; a settled one never changes
 * @submitted_boot: when it was submitted, by the boot clock
 * @decision_id: (owned) (nullable): once there is a decision
 * @digest: (owned) (nullable): what was decided on
 * @reported: whether its outcome was reported
 *
 * What a simulation knows about one request, and holds the gate to.
 */
typedef struct
{
  char *id;
  char *task_id;
  char *members;
  gint64 revision;
  CsnRequestState state;
  gint64 submitted_boot;
  char *decision_id;
  char *digest;
  gboolean reported;
} CsnSimulatedRequest;

/**
 * CsnSimulation:
 * @f: the gate
 * @rand: where luck comes from
 * @known: (element-type CsnSimulatedRequest): all that were submitted
 * @by_id: the same by their ids
 * @acknowledged: ids of deliveries that came to an end
 * @attentive_since: boot time since which nothing kept silence from counting; %G_MAXINT64 while the
 *   reviewer is away
 * @n_tasks: how many tasks there are
 * @n_silences: how many requests silence approved
 * @n_decisions: how many answers were taken
 *
 * A gate and what it promised so far.
 */
typedef struct
{
  CsnGateFixture *f;
  GRand *rand;
  GPtrArray *known;
  GHashTable *by_id;
  GHashTable *acknowledged;
  gint64 attentive_since;
  guint n_tasks;
  guint n_silences;
  guint n_decisions;
} CsnSimulation;

void csn_simulation_init (CsnSimulation *self, CsnGateFixture *f, guint32 seed);

void csn_simulation_clear (CsnSimulation *self);

gint64 csn_simulation_get_boot (CsnSimulation *self);

CsnSimulatedRequest *csn_simulation_find (CsnSimulation *self, const char *id);

/* Takes @id and @members: a request that the gate took in. */
void csn_simulation_learn (CsnSimulation *self,
                           char *id,
                           const char *task_id,
                           char *members,
                           gint64 revision);

/* What is delivered is what was decided. */
void csn_simulation_check_delivery (CsnSimulation *self, const CsnDelivery *delivery);

/* After every step: what is settled stays so, and silence approved only whom it may. */
void csn_simulation_check_inbox (CsnSimulation *self);

/* Every request that was ever taken in is on disk, settled at most once, and in the log once. */
void csn_simulation_check_store (CsnSimulation *self);

G_END_DECLS
