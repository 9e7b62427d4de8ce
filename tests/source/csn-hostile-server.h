/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server in a process of its own that answers with exactly the given bytes; see
 * hostile_server.py. It ends with the test. */
typedef struct _CsnHostileServer CsnHostileServer;

CsnHostileServer *csn_hostile_server_new (void);

void csn_hostile_server_free (CsnHostileServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnHostileServer, csn_hostile_server_free)

/* The address below which the script plays. */
char *csn_hostile_server_get_url (CsnHostileServer *self, const char *script);

/* An address that nobody should ever call. */
char *csn_hostile_server_get_stranger (CsnHostileServer *self);

guint csn_hostile_server_count_strangers (CsnHostileServer *self);

/* Adds an answer: @match is "GET /tasks", @then "close", "hang", "drip", "endless" or "gzip-bomb";
 * @answer begins with "HTTP/" or is the body of a 200. */
void csn_hostile_server_add_bytes (CsnHostileServer *self,
                                   const char *script,
                                   const char *match,
                                   const char *then,
                                   guint delay_ms,
                                   const char *answer,
                                   gsize length);

void csn_hostile_server_add (CsnHostileServer *self,
                             const char *script,
                             const char *match,
                             const char *answer);

/* Every question so far, one JSON object each. */
char **csn_hostile_server_get_log (CsnHostileServer *self, const char *script);

/* An answer with a status and a body of its own. */
char *csn_hostile_answer (guint status, const char *headers, const char *body);

G_END_DECLS
