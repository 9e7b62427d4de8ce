/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-test-request.h"

#include "csn-json-writer.h"

CsnJson *
csn_test_json (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  CsnJson *json;

  json = csn_json_parse (quoted, strlen (quoted), CSN_JSON_MAX_LIST_BYTES, NULL, &error);
  g_assert_no_error (error);
  return json;
}

static void
add_members (CsnJsonWriter *writer, const CsnJson *members, const CsnJson *instead)
{
  for (guint i = 0; i < csn_json_get_size (members); i++)
    {
      const char *key = csn_json_get_key (members, i);

      if (instead != NULL && csn_json_get_member (instead, key) != NULL)
        continue;
      csn_json_writer_key (writer, key);
      csn_json_writer_value (writer, csn_json_get_element (members, i));
    }
}

CsnRequest *
csn_test_request_new (const char *source, const char *task_id, const char *members)
{
  g_autofree char *text = g_strdup_printf ("{%s}", members != NULL ? members : "");
  g_autoptr (CsnJson) own = csn_test_json (text);
  g_autoptr (CsnJson) usual = csn_test_json ("{'status': 'pending_approval',"
                                             " 'agent_id': 'agent-1', 'action_type': 'refund',"
                                             " 'proposed_action': {'order': 1182}}");
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *task_text = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", task_id);
  add_members (writer, usual, own);
  add_members (writer, own, NULL);
  csn_json_writer_end_object (writer);
  task_text = csn_json_writer_finish (writer);
  task = csn_json_parse (task_text, strlen (task_text), CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task (source, task, &error);
  g_assert_no_error (error);
  return request;
}
