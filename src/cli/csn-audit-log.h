/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"
#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * csn_audit_log_find:
 * @chosen: (nullable): what the user named
 *
 * Returns: (transfer full): the database to read: the chosen one, the running program's, or the one
 *   in the user's data folder
 */
char *csn_audit_log_find (const char *chosen);

/**
 * CsnAuditWatch:
 *
 * Watches a long job: shows how far it is where standard error is a terminal, and lets Ctrl+C stop
 * it.
 */
typedef struct _CsnAuditWatch CsnAuditWatch;

CsnAuditWatch *csn_audit_watch_new (void);

void csn_audit_watch_free (CsnAuditWatch *self);

GCancellable *csn_audit_watch_get_cancellable (CsnAuditWatch *self);

/**
 * csn_audit_watch_progress:
 * @done: rows so far
 * @total: rows in all
 * @user_data: a #CsnAuditWatch
 *
 * A #CsnProgressFunc for the thread that made the watch.
 */
void csn_audit_watch_progress (guint64 done, guint64 total, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnAuditWatch, csn_audit_watch_free)

G_END_DECLS
