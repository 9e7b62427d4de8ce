/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-actions.h"

#include "csn-demo-effects.h"
#include "csn-demo-folder.h"
#include "csn-json-writer.h"

typedef struct
{
  const char *action_type;
  CsnDemoEffect effect;
} Entry;

static const Entry entries[] = {
  { "refund", csn_demo_effect_refund },       { "store_credit", csn_demo_effect_refund },
  { "send_email", csn_demo_effect_email },    { "update_record", csn_demo_effect_record },
  { "tag_ticket", csn_demo_effect_record },   { "restart_service", csn_demo_effect_record },
  { "merge_records", csn_demo_effect_merge }, { "export_records", csn_demo_effect_export },
  { "shell_command", csn_demo_effect_shell },
};

static gboolean
enter_in_ledger (const CsnDemoDeed *deed, GError **error)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *path = csn_demo_folder_path (deed->folder, NULL, "ledger", ".jsonl");
  g_autofree char *key = g_strdup_printf ("{\"task_id\":\"%s\",\"revision\":%" G_GINT64_FORMAT ",",
                                          deed->task_id,
                                          deed->revision);
  g_autofree char *line = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", deed->task_id);
  csn_json_writer_member_integer (writer, "revision", deed->revision);
  csn_json_writer_member_string (writer, "agent_id", deed->agent_id);
  csn_json_writer_member_string (writer, "action_type", deed->action_type);
  csn_json_writer_key (writer, "action");
  csn_json_writer_value (writer, deed->action);
  csn_json_writer_member_string (writer, "executed_digest", deed->digest);
  csn_json_writer_end_object (writer);
  line = csn_json_writer_finish (writer);
  return csn_demo_folder_append_once (path, key, line, NULL, error);
}

gboolean
csn_demo_actions_perform (const CsnDemoDeed *deed, char **ret_detail, GError **error)
{
  g_autofree char *detail = NULL;
  CsnDemoEffect effect = csn_demo_effect_lookup;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_equal (entries[i].action_type, deed->action_type))
      effect = entries[i].effect;
  detail = effect (deed, error);
  if (detail == NULL || !enter_in_ledger (deed, error))
    return FALSE;
  *ret_detail = g_steal_pointer (&detail);
  return TRUE;
}
