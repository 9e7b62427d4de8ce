/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-erasure.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-change-private.h"
#include "csn-json-writer.h"
#include "csn-time.h"
#include "csn-visible-text.h"

/* A rejected request is still watched: an agent that reports success for it is an alarm. */
#define WATCH_REJECTED CSN_DAY

static gboolean
refuse (GError **error, GIOErrorEnum code, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
awaits_outcome (const CsnStoredRequest *stored, gint64 now)
{
  gint64 watch = CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME * CSN_DAY;

  if (stored->outcome != NULL)
    return FALSE;
  switch (stored->state)
    {
    case CSN_REQUEST_PENDING:
      return TRUE;
    case CSN_REQUEST_RESPONDED:
    case CSN_REQUEST_WITHDRAWN:
      return FALSE;
    case CSN_REQUEST_REJECTED:
      watch = WATCH_REJECTED;
      break;
    case CSN_REQUEST_APPROVED:
    case CSN_REQUEST_EDITED:
    case CSN_REQUEST_ESCALATED:
    case CSN_REQUEST_TAKEN_OVER:
      break;
    }
  return stored->settled_at > now - watch;
}

static gboolean
check (const CsnStoredRequest *stored, gint64 now, GError **error)
{
  if (stored->erased)
    return refuse (error, G_IO_ERROR_EXISTS, "The payload of this request was erased before.");
  if (stored->state == CSN_REQUEST_PENDING)
    return refuse (error,
                   G_IO_ERROR_BUSY,
                   "The request still waits for a decision. Decide it first; its payload can be "
                   "erased afterwards.");
  if (stored->delivery == CSN_DELIVERY_QUEUED)
    return refuse (error,
                   G_IO_ERROR_BUSY,
                   "The agent has not been told the decision yet. Its payload can be erased when "
                   "it has.");
  if (awaits_outcome (stored, now))
    return refuse (error,
                   G_IO_ERROR_BUSY,
                   "The agent may still report what came of this request, and that is compared "
                   "with the payload. It can be erased after the outcome, or after a week (a day "
                   "for a rejected one).");
  return TRUE;
}

/* The decision without the action, which its digest still binds. */
static GBytes *
new_body (const CsnDecision *decision)
{
  gsize length;
  const char *text = g_bytes_get_data (csn_decision_get_body (decision), &length);
  g_autoptr (CsnJson) body = csn_json_parse (text, length, length, NULL, NULL);
  CsnJsonWriter *writer = csn_json_writer_new ();
  char *result;

  csn_json_writer_begin_object (writer);
  for (guint i = 0; body != NULL && i < csn_json_get_size (body); i++)
    {
      const char *key = csn_json_get_key (body, i);

      csn_json_writer_key (writer, key);
      if (strcmp (key, "action") != 0)
        {
          csn_json_writer_value (writer, csn_json_get_element (body, i));
          continue;
        }
      csn_json_writer_begin_object (writer);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_object (writer);
  result = csn_json_writer_finish (writer);
  return g_bytes_new_take (result, strlen (result));
}

static CsnJson *
new_details (const CsnStoredRequest *stored, const char *reason)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *visible = csn_visible_text (reason, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *text = NULL;
  gsize size = g_bytes_get_size (csn_request_get_raw (stored->request));

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "reason", visible);
  csn_json_writer_member_integer (writer, "bytes", (gint64) size);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  return csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
}

gboolean
csn_erasure_fill (CsnChange *change,
                  const CsnStoredRequest *stored,
                  const char *reason,
                  const CsnActor *actor,
                  const char *policy_sha256,
                  gint64 now,
                  GError **error)
{
  g_autoptr (CsnJson) details = NULL;
  g_autoptr (GBytes) body = NULL;
  CsnEvent *event;

  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (stored != NULL, FALSE);
  g_return_val_if_fail (reason != NULL, FALSE);

  if (*reason == '\0' || strlen (reason) > CSN_ERASURE_MAX_REASON_BYTES)
    return refuse (error,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   "Say why, in 1 to 1000 characters: the log keeps the reason.");
  if (!check (stored, now, error))
    return FALSE;
  if (stored->decision != NULL)
    body = new_body (stored->decision);
  csn_change_erase_payload (change, stored->id, body, now - WATCH_REJECTED, now);
  details = new_details (stored, reason);
  event = csn_event_new (CSN_EVENT_PAYLOAD_ERASED, now, actor);
  csn_event_set_request (event, stored->id, stored->request, stored->verdict, policy_sha256);
  csn_event_set_details (event, details);
  csn_change_add_event (change, event);
  return TRUE;
}
