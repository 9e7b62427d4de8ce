/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-protocol-private.h"

G_BEGIN_DECLS

/* Reads the answers of the tasks protocol (protocol.md). Pure: may run in any thread. */

/**
 * csn_tasks_read_list:
 * @source: the id of the source that it came from
 * @body: what came in
 *
 * Reads one page strictly. Every task is read for itself: a broken one becomes a malformed request,
 * and the others are read all the same. Tasks that aren't pending are left out. Where the page as
 * a whole can't be read, #CsnListing.fault says why.
 *
 * Returns: (transfer full): the page
 */
CsnListing *csn_tasks_read_list (const char *source, GBytes *body);

/**
 * csn_tasks_read_task:
 * @source: the id of the source that it came from
 * @task_id: the task that was asked for
 * @body: what came in
 * @error: return location for %CSN_PROTOCOL_ERROR_BAD_ANSWER
 *
 * Reads the state of one task. A pending task that can't be read otherwise gives a malformed
 * request.
 *
 * Returns: (transfer full) (nullable): where the task stands
 */
CsnTaskReport *
csn_tasks_read_task (const char *source, const char *task_id, GBytes *body, GError **error);

/**
 * csn_tasks_read_reply:
 * @body: the answer to a decision or a mode
 * @key: the name of a member that is a string
 *
 * Returns: (transfer full) (nullable): its value; %NULL if the answer is no such object
 */
char *csn_tasks_read_reply (GBytes *body, const char *key);

G_END_DECLS
