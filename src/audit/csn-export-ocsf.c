/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-format-private.h"

#include <string.h>

#include "csn-export-event-private.h"
#include "csn-export-text-private.h"
#include "csn-json-writer.h"

/* OCSF 1.3.0, Identity & Access Management, Entity Management: somebody did something to a managed
 * thing, here a request, an agent or the log. It is the class whose words fit every event of the
 * log; what OCSF has no word for stands in "unmapped", the body itself in "raw_data". */
#define OCSF_VERSION "1.3.0"
#define CATEGORY_UID 3
#define CLASS_UID 3004
#define USER_TYPE_USER 1

static const struct
{
  int id;
  const char *name;
} severities[] = {
  [CSN_EXPORT_INFO] = { 1, "Informational" },
  [CSN_EXPORT_NOTICE] = { 2, "Low" },
  [CSN_EXPORT_WARNING] = { 3, "Medium" },
  [CSN_EXPORT_ERROR] = { 4, "High" },
};

static const char *const unmapped[] = {
  "hitl_level", "confidence_score", "reviewer_decision", "latency_ms",    "actor", "source",
  "task_id",    "revision",         "action_digest",     "policy_sha256", "rules", "details",
  "v",
};

static const char *
get_activity_name (const CsnExportEvent *event)
{
  switch (event->activity)
    {
    case CSN_EXPORT_CREATE:
      return "Create";
    case CSN_EXPORT_READ:
      return "Read";
    case CSN_EXPORT_UPDATE:
      return "Update";
    case CSN_EXPORT_DELETE:
      return "Delete";
    case CSN_EXPORT_OTHER:
      return event->event_type;
    }
  g_return_val_if_reached (NULL);
}

static void
write_present (CsnJsonWriter *writer, const char *key, const char *value)
{
  if (value != NULL)
    csn_json_writer_member_string (writer, key, value);
}

static void
write_class (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  int activity = (int) event->activity;

  csn_json_writer_member_integer (writer, "activity_id", activity);
  csn_json_writer_member_string (writer, "activity_name", get_activity_name (event));
  csn_json_writer_member_integer (writer, "category_uid", CATEGORY_UID);
  csn_json_writer_member_string (writer, "category_name", "Identity & Access Management");
  csn_json_writer_member_integer (writer, "class_uid", CLASS_UID);
  csn_json_writer_member_string (writer, "class_name", "Entity Management");
  csn_json_writer_member_integer (writer, "type_uid", CLASS_UID * 100 + activity);
  csn_json_writer_member_integer (writer, "severity_id", severities[event->severity].id);
  csn_json_writer_member_string (writer, "severity", severities[event->severity].name);
  csn_json_writer_member_integer (writer, "status_id", event->failed ? 2 : 1);
  csn_json_writer_member_string (writer, "status", event->failed ? "Failure" : "Success");
  csn_json_writer_member_integer (writer, "time", event->timestamp / 1000);
}

static void
write_product (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  csn_json_writer_key (writer, "product");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "name", "Countersign");
  csn_json_writer_member_string (writer, "vendor_name", "Countersign");
  write_present (writer, "version", csn_export_event_get_text (event, "app_version"));
  csn_json_writer_end_object (writer);
}

static void
write_metadata (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  const char *log_id = csn_export_event_get_text (event, "log_id");
  g_autofree char *uid =
      g_strdup_printf ("%s:%" G_GUINT64_FORMAT, log_id ? log_id : "", event->seq);

  csn_json_writer_key (writer, "metadata");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "version", OCSF_VERSION);
  write_product (writer, event);
  csn_json_writer_member_string (writer, "uid", uid);
  csn_json_writer_member_integer (writer, "sequence", (gint64) event->seq);
  csn_json_writer_member_string (writer, "event_code", event->event_type);
  csn_json_writer_member_string (writer, "log_name", "audit");
  write_present (writer, "log_provider", log_id);
  write_present (writer, "correlation_uid", csn_export_event_get_text (event, "request_id"));
  write_present (writer, "original_time", csn_export_event_get_text (event, "timestamp"));
  csn_json_writer_end_object (writer);
}

static void
write_user (CsnJsonWriter *writer, const char *name)
{
  csn_json_writer_key (writer, "user");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "name", name);
  csn_json_writer_member_integer (writer, "type_id", USER_TYPE_USER);
  csn_json_writer_member_string (writer, "type", "User");
  csn_json_writer_end_object (writer);
}

/* Only a human is a user; silence and the policy are this program's doing. */
static void
write_actor (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  const char *kind = csn_export_event_get_text (event, "actor.kind");
  const char *name = csn_export_event_get_text (event, "actor.name");
  const char *agent = csn_export_event_get_text (event, "agent_id");
  gboolean is_agent = g_strcmp0 (kind, "agent") == 0;

  csn_json_writer_key (writer, "actor");
  csn_json_writer_begin_object (writer);
  if (g_strcmp0 (kind, "human") == 0 && name != NULL)
    write_user (writer, name);
  csn_json_writer_member_string (writer,
                                 "app_name",
                                 is_agent && agent != NULL ? agent : "Countersign");
  csn_json_writer_end_object (writer);
}

static void
write_entity (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  const char *request = csn_export_event_get_text (event, "request_id");
  const char *agent = csn_export_event_get_text (event, "agent_id");
  const char *action = csn_export_event_get_text (event, "action_type");
  const char *log_id = csn_export_event_get_text (event, "log_id");
  const char *type = request != NULL ? "request" : agent != NULL ? "agent" : "log";
  const char *uid = request != NULL ? request : agent != NULL ? agent : log_id;

  csn_json_writer_key (writer, "entity");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "name", action != NULL ? action : type);
  csn_json_writer_member_string (writer, "type", type);
  write_present (writer, "uid", uid);
  csn_json_writer_end_object (writer);
}

static void
write_unmapped (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  csn_json_writer_key (writer, "unmapped");
  csn_json_writer_begin_object (writer);
  for (gsize i = 0; i < G_N_ELEMENTS (unmapped); i++)
    {
      const CsnJson *value = csn_export_event_get (event, unmapped[i]);

      if (value == NULL)
        continue;
      csn_json_writer_key (writer, unmapped[i]);
      csn_json_writer_value (writer, value);
    }
  csn_json_writer_end_object (writer);
}

gboolean
csn_export_ocsf_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  CsnJsonWriter *writer;
  g_auto (CsnExportEvent) event = { 0 };
  g_autofree char *body = NULL;
  g_autofree char *json = NULL;
  g_autofree char *line = NULL;

  if (!csn_export_event_init (&event, row, error))
    return FALSE;
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  write_class (writer, &event);
  csn_json_writer_member_string (writer, "message", event.words);
  write_metadata (writer, &event);
  write_actor (writer, &event);
  write_entity (writer, &event);
  write_unmapped (writer, &event);
  body = g_strndup (row->body, row->length);
  csn_json_writer_member_string (writer, "raw_data", body);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  line = csn_export_text_to_one_line (json);
  g_string_append (out, line);
  g_string_append_c (out, '\n');
  return TRUE;
}
