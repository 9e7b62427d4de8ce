/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-hostile-server.h"
#include "csn-source-pool.h"

G_BEGIN_DECLS

/* A store in a folder of its own, a gate and a pool, all real; only the reviewer is the test. */
typedef struct
{
  char *folder;
  CsnStore *store;
  CsnGate *gate;
  CsnSourcePool *pool;
} CsnDesk;

CsnDesk *csn_desk_new (void);

void csn_desk_free (CsnDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnDesk, csn_desk_free)

/* Quits and starts again in the same folder. */
void csn_desk_restart (CsnDesk *self);

void csn_desk_add_source (CsnDesk *self, const char *id, const char *url);

/* Configures a script of the server as a source of the same name. */
void csn_desk_add_script (CsnDesk *self, CsnHostileServer *server, const char *script);

CsnInboxItem *csn_desk_find (CsnDesk *self, const char *source, const char *task_id);

/* Runs the main loop until the task is in the inbox. */
CsnInboxItem *csn_desk_wait_for_task (CsnDesk *self, const char *source, const char *task_id);

void csn_desk_wait_for_state (CsnInboxItem *item, CsnRequestState state);

void csn_desk_wait_for_delivery (CsnInboxItem *item, CsnDeliveryState state);

void csn_desk_wait_for_outcome (CsnInboxItem *item, CsnOutcomeKind kind);

void csn_desk_wait_for_status (CsnDesk *self, const char *source, CsnSourceState state);

void csn_desk_run_for (guint milliseconds);

/* Decides what is shown; gives FALSE where the gate refuses. */
gboolean csn_desk_decide (CsnDesk *self, CsnInboxItem *item, CsnDecisionKind kind);

guint csn_desk_count_items (CsnDesk *self, const char *source);

guint csn_desk_count_events (CsnDesk *self, const char *type);

G_END_DECLS
