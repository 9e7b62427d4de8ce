/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-event-private.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-time.h"

#define ACTOR_PREFIX "actor."

typedef struct
{
  const char *words;
  CsnExportSeverity severity;
  CsnExportActivity activity;
  gboolean failed;
} Kind;

static const Kind kinds[] = {
  [CSN_EVENT_REQUESTED] = { "Request received", CSN_EXPORT_INFO, CSN_EXPORT_CREATE },
  [CSN_EVENT_NOTIFIED] = { "Reviewer notified", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_SHOWN] = { "Shown to the reviewer", CSN_EXPORT_INFO, CSN_EXPORT_READ },
  [CSN_EVENT_APPROVED] = { "Approved", CSN_EXPORT_NOTICE, CSN_EXPORT_OTHER },
  [CSN_EVENT_EDITED] = { "Approved with changes", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_REJECTED] = { "Rejected", CSN_EXPORT_NOTICE, CSN_EXPORT_OTHER },
  [CSN_EVENT_RESPONDED] = { "Answered", CSN_EXPORT_NOTICE, CSN_EXPORT_OTHER },
  [CSN_EVENT_TIMEOUT] = { "Approved by silence", CSN_EXPORT_WARNING, CSN_EXPORT_OTHER },
  [CSN_EVENT_ESCALATED] = { "Escalated", CSN_EXPORT_WARNING, CSN_EXPORT_OTHER },
  [CSN_EVENT_WITHDRAWN] = { "Withdrawn by the agent", CSN_EXPORT_NOTICE, CSN_EXPORT_DELETE },
  [CSN_EVENT_REFUSED] = { "Decision refused", CSN_EXPORT_WARNING, CSN_EXPORT_OTHER, TRUE },
  [CSN_EVENT_DELIVERY_ATTEMPT] = { "Delivery tried", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_DELIVERED] = { "Decision delivered", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_DELIVERY_FAILED] = { "Delivery failed", CSN_EXPORT_ERROR, CSN_EXPORT_OTHER, TRUE },
  [CSN_EVENT_OUTCOME] = { "Outcome reported", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_ALARM] = { "Alarm", CSN_EXPORT_WARNING, CSN_EXPORT_OTHER },
  [CSN_EVENT_PROMOTED] = { "Agent promoted", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_DEMOTED] = { "Agent demoted", CSN_EXPORT_WARNING, CSN_EXPORT_UPDATE },
  [CSN_EVENT_PROFILE_SET] = { "Level set by hand", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_READ_ONLY] = { "Agent set to read-only", CSN_EXPORT_WARNING, CSN_EXPORT_UPDATE },
  [CSN_EVENT_TAKEOVER] = { "Taken over", CSN_EXPORT_WARNING, CSN_EXPORT_UPDATE },
  [CSN_EVENT_HANDED_BACK] = { "Handed back", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_STOPPED] = { "Agent stopped", CSN_EXPORT_WARNING, CSN_EXPORT_UPDATE },
  [CSN_EVENT_RESUMED] = { "Agent resumed", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_ASSESSED] = { "Confidence assessed", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_POLICY_CHANGED] = { "Policy changed", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_RULE_CHANGED] = { "Standing rule changed", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_GRANT_CHANGED] = { "Grant changed", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_SOURCE_CHANGED] = { "Source changed", CSN_EXPORT_NOTICE, CSN_EXPORT_UPDATE },
  [CSN_EVENT_REQUEST_MALFORMED] = { "Malformed request",
                                    CSN_EXPORT_WARNING,
                                    CSN_EXPORT_CREATE,
                                    TRUE },
  [CSN_EVENT_CLOCK_JUMP] = { "Clock jumped", CSN_EXPORT_WARNING, CSN_EXPORT_OTHER },
  [CSN_EVENT_PRESENCE] = { "Presence changed", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_STORE_FAULT] = { "Storage fault", CSN_EXPORT_ERROR, CSN_EXPORT_OTHER, TRUE },
  [CSN_EVENT_LOG_OPENED] = { "Log opened", CSN_EXPORT_NOTICE, CSN_EXPORT_CREATE },
  [CSN_EVENT_EXPORTED] = { "Log exported", CSN_EXPORT_NOTICE, CSN_EXPORT_READ },
  [CSN_EVENT_PRUNED] = { "Old events removed", CSN_EXPORT_WARNING, CSN_EXPORT_DELETE },
  [CSN_EVENT_PAYLOAD_ERASED] = { "Payload erased", CSN_EXPORT_WARNING, CSN_EXPORT_DELETE },
  [CSN_EVENT_APP_STARTED] = { "Program started", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
  [CSN_EVENT_APP_STOPPED] = { "Program stopped", CSN_EXPORT_INFO, CSN_EXPORT_OTHER },
};

/* A log of a newer version has types that this one doesn't know; they go out as they are. */
static const Kind unknown_kind = { NULL, CSN_EXPORT_NOTICE, CSN_EXPORT_OTHER, FALSE };

static const Kind *
find_kind (const char *event_type)
{
  CsnEventType type;

  if (!csn_event_type_from_string (event_type, &type) || type >= G_N_ELEMENTS (kinds) ||
      kinds[type].words == NULL)
    return &unknown_kind;
  return &kinds[type];
}

char *
csn_export_event_get_type_words (const char *event_type)
{
  const Kind *kind = find_kind (event_type);
  char *words = g_strdup (kind->words != NULL ? kind->words : event_type);

  return kind->words != NULL ? words : g_strdelimit (words, "_", ' ');
}

static gboolean
fail (const CsnLogRow *row, const char *reason, GError **error)
{
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_DATA,
               "Event %" G_GUINT64_FORMAT " can't be read: %s",
               row->seq,
               reason);
  return FALSE;
}

gboolean
csn_export_event_init (CsnExportEvent *self, const CsnLogRow *row, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CsnJson) body = NULL;
  const char *timestamp;
  const Kind *kind;

  body = csn_json_parse (row->body, row->length, CSN_EVENT_MAX_BYTES, NULL, &local_error);
  if (body == NULL)
    return fail (row, local_error->message, error);
  *self = (CsnExportEvent){ .seq = row->seq, .body = body };
  timestamp = csn_export_event_get_text (self, "timestamp");
  if (timestamp == NULL || !csn_time_from_string (timestamp, &self->timestamp))
    return fail (row, "it has no time", error);
  self->body = g_steal_pointer (&body);
  self->event_type = csn_export_event_get_text (self, "event_type");
  if (self->event_type == NULL || self->event_type[0] == '\0')
    self->event_type = "unknown";
  kind = find_kind (self->event_type);
  self->words = csn_export_event_get_type_words (self->event_type);
  self->severity = kind->severity;
  self->activity = kind->activity;
  self->failed = kind->failed;
  return TRUE;
}

void
csn_export_event_clear (CsnExportEvent *self)
{
  g_clear_pointer (&self->body, csn_json_unref);
  g_clear_pointer (&self->words, g_free);
}

const CsnJson *
csn_export_event_get (const CsnExportEvent *self, const char *member)
{
  const CsnJson *parent = self->body;
  const CsnJson *value;

  if (g_str_has_prefix (member, ACTOR_PREFIX))
    {
      parent = csn_json_get_member (parent, "actor");
      member += strlen (ACTOR_PREFIX);
    }
  value = csn_json_get_member (parent, member);
  return value != NULL && csn_json_get_value_type (value) != CSN_JSON_NULL ? value : NULL;
}

const char *
csn_export_event_get_text (const CsnExportEvent *self, const char *member)
{
  const CsnJson *value = csn_export_event_get (self, member);

  if (value == NULL || (csn_json_get_value_type (value) != CSN_JSON_STRING &&
                        csn_json_get_value_type (value) != CSN_JSON_NUMBER))
    return NULL;
  return csn_json_get_text (value);
}
