/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-reply.h"

#include "csn-json-writer.h"

#include <string.h>

void
csn_demo_reply_json (SoupServerMessage *message, guint status, char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_TAKE,
                                    body,
                                    strlen (body));
}

void
csn_demo_reply_error (SoupServerMessage *message, guint status, const char *error)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "error", error);
  csn_json_writer_end_object (writer);
  csn_demo_reply_json (message, status, csn_json_writer_finish (writer));
}

static const char *
status_text (CsnDemoTask *task)
{
  return csn_task_status_to_string (csn_demo_task_get_status (task));
}

void
csn_demo_reply_status (SoupServerMessage *message, guint status, CsnDemoTask *task)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", csn_demo_task_get_id (task));
  csn_json_writer_member_string (writer, "status", status_text (task));
  csn_json_writer_end_object (writer);
  csn_demo_reply_json (message, status, csn_json_writer_finish (writer));
}

void
csn_demo_reply_refusal (SoupServerMessage *message,
                        guint status,
                        const char *error,
                        CsnDemoTask *task)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "error", error);
  csn_json_writer_member_string (writer, "status", status_text (task));
  csn_json_writer_member_string (writer, "decided_by", csn_demo_task_get_decided_by (task));
  csn_json_writer_end_object (writer);
  csn_demo_reply_json (message, status, csn_json_writer_finish (writer));
}
