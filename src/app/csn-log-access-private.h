/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-access.h"
#include "csn-store.h"

G_BEGIN_DECLS

/* Takes @from, an error of the store, and sets what the command line knows. */
void csn_log_access_translate (GError *from, GError **error);

/* Opens a database that no process has; for one change. */
CsnStore *csn_log_access_open_store (const char *path, gint64 now, GError **error);

/* Commits and waits. Takes @change. */
gboolean csn_log_access_commit (CsnStore *store, CsnChange *change, GError **error);

/* A new event of the person at the command line, under the policy in force; @details: (nullable):
 * an object as JSON text. */
CsnEvent *csn_log_access_new_event (CsnStore *store,
                                    CsnEventType type,
                                    const char *details,
                                    gint64 now,
                                    GError **error);

/* Appends such an event, waits, and closes the store. */
gboolean csn_log_access_record (CsnStore *store,
                                CsnEventType type,
                                const char *details,
                                gint64 now,
                                GError **error);

G_END_DECLS
