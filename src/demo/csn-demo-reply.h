/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "csn-demo-task.h"

G_BEGIN_DECLS

/**
 * csn_demo_reply_json:
 * @message: what is answered
 * @status: the HTTP status
 * @body: (transfer full): JSON
 */
void csn_demo_reply_json (SoupServerMessage *message, guint status, char *body);

/**
 * csn_demo_reply_error:
 * @message: what is answered
 * @status: the HTTP status
 * @error: one sentence
 */
void csn_demo_reply_error (SoupServerMessage *message, guint status, const char *error);

/**
 * csn_demo_reply_status:
 * @message: what is answered
 * @status: the HTTP status
 * @task: a task
 *
 * Answers with the task's id and status.
 */
void csn_demo_reply_status (SoupServerMessage *message, guint status, CsnDemoTask *task);

/**
 * csn_demo_reply_refusal:
 * @message: what is answered
 * @status: the HTTP status
 * @error: one sentence
 * @task: the task as it stands
 *
 * Answers with the error, the task's status, and who decided it.
 */
void csn_demo_reply_refusal (SoupServerMessage *message,
                             guint status,
                             const char *error,
                             CsnDemoTask *task);

G_END_DECLS
