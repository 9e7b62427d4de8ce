/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-stored-private.h"

#include <string.h>

#include "csn-json-writer.h"
#include "csn-store.h"

static const char *
get_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static char *
copy_text (sqlite3_stmt *statement, int column)
{
  return g_strdup (get_text (statement, column));
}

static GBytes *
copy_blob (sqlite3_stmt *statement, int column)
{
  const void *blob = sqlite3_column_blob (statement, column);
  int length = sqlite3_column_bytes (statement, column);

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (blob, (gsize) length);
}

static gboolean
fail_as_damaged (GError **error, const char *what, const char *id)
{
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_DAMAGED,
               "The %s of “%s” in the database can't be read",
               what,
               id);
  return FALSE;
}

static CsnJson *
parse_text (sqlite3_stmt *statement, int column)
{
  const char *text = get_text (statement, column);

  if (text == NULL)
    return NULL;
  return csn_json_parse (text, strlen (text), CSN_JSON_MAX_LIST_BYTES, NULL, NULL);
}

void
csn_stored_request_free (CsnStoredRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_pointer (&self->verdict, csn_verdict_unref);
  g_free (self->policy_sha256);
  g_clear_pointer (&self->decision, csn_decision_unref);
  g_free (self->delivery_message);
  g_clear_pointer (&self->outcome, csn_outcome_unref);
  g_free (self);
}

/* What is left of a request whose payload was erased: its names. */
static CsnRequest *
new_erased (sqlite3_stmt *statement)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (CsnRequest) request = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", get_text (statement, 2));
  csn_json_writer_member_integer (writer, "revision", sqlite3_column_int64 (statement, 18));
  csn_json_writer_member_string (writer, "status", "completed");
  csn_json_writer_member_string (writer, "agent_id", get_text (statement, 3));
  csn_json_writer_member_string (writer, "action_type", get_text (statement, 19));
  csn_json_writer_key (writer, "proposed_action");
  csn_json_writer_begin_object (writer);
  csn_json_writer_end_object (writer);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  task = csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  if (task != NULL)
    request = csn_request_new_from_task (get_text (statement, 1), task, NULL);
  if (request == NULL)
    return NULL;
  return csn_request_new_flagged (request,
                                  CSN_REQUEST_FLAG_MALFORMED,
                                  "The payload of this request was erased");
}

/* The raw bytes are read as they were when they came. What can't be read any more becomes a
 * malformed request: it can be rejected, and doesn't keep the rest from being loaded. */
static CsnRequest *
read_request (sqlite3_stmt *statement)
{
  const char *source = get_text (statement, 1);
  const char *problem = get_text (statement, 4);
  g_autoptr (GBytes) raw = copy_blob (statement, 17);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (CsnJson) task = NULL;
  CsnRequest *request = NULL;
  gsize length;
  const char *text;

  if (problem == NULL && raw != NULL)
    {
      text = g_bytes_get_data (raw, &length);
      task = csn_json_parse (text, length, CSN_JSON_MAX_LIST_BYTES, NULL, NULL);
      request = task != NULL ? csn_request_new_from_task (source, task, NULL) : NULL;
    }
  if (raw == NULL)
    {
      request = new_erased (statement);
      problem = "The payload of this request was erased";
    }
  if (request != NULL)
    return request;
  if (problem == NULL)
    problem = "The stored request can't be read any more";
  return csn_request_new_malformed (source,
                                    get_text (statement, 2),
                                    get_text (statement, 3),
                                    raw != NULL ? raw : nothing,
                                    problem);
}

static CsnOutcome *
read_outcome (sqlite3_stmt *statement)
{
  CsnOutcomeKind kind;

  if (!csn_outcome_kind_from_string (get_text (statement, 14), &kind))
    return NULL;
  return csn_outcome_new (kind, get_text (statement, 15), get_text (statement, 16));
}

static gboolean
read_judgement (CsnStoredRequest *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (CsnJson) verdict = parse_text (statement, 5);
  g_autoptr (GBytes) decision = copy_blob (statement, 11);

  self->verdict = verdict != NULL ? csn_verdict_from_json (verdict, NULL) : NULL;
  if (self->verdict == NULL)
    return fail_as_damaged (error, "verdict", self->id);
  if (decision == NULL)
    return TRUE;
  self->decision = csn_decision_from_body (decision, NULL);
  return self->decision != NULL || fail_as_damaged (error, "decision", self->id);
}

CsnStoredRequest *
csn_stored_request_read (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (CsnStoredRequest) self = g_new0 (CsnStoredRequest, 1);

  self->id = copy_text (statement, 0);
  self->policy_sha256 = copy_text (statement, 6);
  self->received_at = sqlite3_column_int64 (statement, 7);
  self->deadline_at = sqlite3_column_int64 (statement, 8);
  self->settled_at = sqlite3_column_int64 (statement, 10);
  self->delivery_message = copy_text (statement, 13);
  if (!csn_request_state_from_string (get_text (statement, 9), &self->state) ||
      !csn_delivery_state_from_string (get_text (statement, 12), &self->delivery))
    {
      fail_as_damaged (error, "state", self->id);
      return NULL;
    }
  if (!read_judgement (self, statement, error))
    return NULL;
  self->outcome = read_outcome (statement);
  self->request = read_request (statement);
  self->erased = sqlite3_column_type (statement, 17) == SQLITE_NULL;
  return g_steal_pointer (&self);
}

void
csn_stored_case_free (CsnStoredCase *self)
{
  if (self == NULL)
    return;
  csn_stored_request_free (self->request);
  g_free (self->context);
  g_free (self);
}

CsnStoredCase *
csn_stored_case_read (sqlite3_stmt *statement, GError **error)
{
  CsnStoredRequest *request = csn_stored_request_read (statement, error);
  CsnStoredCase *self;

  if (request == NULL)
    return NULL;
  self = g_new0 (CsnStoredCase, 1);
  self->request = request;
  self->seq = -1;
  self->outcome_at = sqlite3_column_int64 (statement, 20);
  if (sqlite3_column_type (statement, 21) != SQLITE_NULL)
    self->seq = sqlite3_column_int64 (statement, 21);
  self->number = sqlite3_column_int64 (statement, 22);
  self->context = copy_text (statement, 23);
  return self;
}

void
csn_stored_delivery_free (CsnStoredDelivery *self)
{
  g_free (self->id);
  g_free (self->source);
  g_free (self->request_id);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->message);
  g_free (self);
}

CsnStoredDelivery *
csn_stored_delivery_read (sqlite3_stmt *statement, GError **error)
{
  CsnStoredDelivery *self = g_new0 (CsnStoredDelivery, 1);
  gboolean is_mode = g_strcmp0 (get_text (statement, 1), "mode") == 0;

  self->id = copy_text (statement, 0);
  self->kind = is_mode ? CSN_DELIVERY_MODE : CSN_DELIVERY_DECISION;
  self->source = copy_text (statement, 2);
  self->request_id = copy_text (statement, 3);
  self->body = copy_blob (statement, 4);
  self->queued_at = sqlite3_column_int64 (statement, 5);
  self->give_up_at = sqlite3_column_int64 (statement, 6);
  self->attempts = (guint) sqlite3_column_int64 (statement, 7);
  self->next_attempt_at = sqlite3_column_int64 (statement, 8);
  self->message = copy_text (statement, 9);
  return self;
}

CsnProfile *
csn_stored_profile_read (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) failures = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CsnJson) array = parse_text (statement, 4);
  const char *agent_id = get_text (statement, 0);
  CsnProfileState state = { 0 };

  for (guint i = 0; array != NULL && i < csn_json_get_size (array); i++)
    {
      gint64 at;

      if (csn_json_get_integer (csn_json_get_element (array, i), &at))
        g_array_append_val (failures, at);
    }
  if (!csn_level_from_string (get_text (statement, 2), &state.level))
    {
      fail_as_damaged (error, "profile", agent_id);
      return NULL;
    }
  state.successes = (guint) sqlite3_column_int64 (statement, 3);
  state.failures = (const gint64 *) (gpointer) failures->data;
  state.n_failures = failures->len;
  state.pinned = sqlite3_column_int (statement, 5) != 0;
  state.promotion_waits = sqlite3_column_int (statement, 6) != 0;
  state.last_at = sqlite3_column_int64 (statement, 7);
  return csn_profile_new_full (agent_id, get_text (statement, 1), &state);
}

void
csn_stored_agent_free (CsnStoredAgent *self)
{
  g_free (self->agent_id);
  g_free (self->source);
  g_free (self);
}

CsnStoredAgent *
csn_stored_agent_read (sqlite3_stmt *statement, GError **error)
{
  CsnStoredAgent *self = g_new0 (CsnStoredAgent, 1);

  self->agent_id = copy_text (statement, 0);
  self->source = copy_text (statement, 1);
  self->read_only = sqlite3_column_int (statement, 2) != 0;
  self->mode_acknowledged = sqlite3_column_int (statement, 3) != 0;
  self->stopped = sqlite3_column_int (statement, 4) != 0;
  return self;
}

void
csn_stored_takeover_free (CsnStoredTakeover *self)
{
  g_free (self->request_id);
  g_clear_pointer (&self->package, csn_takeover_unref);
  g_free (self);
}

CsnStoredTakeover *
csn_stored_takeover_read (sqlite3_stmt *statement, GError **error)
{
  const char *request_id = get_text (statement, 0);
  g_autoptr (CsnJson) json = parse_text (statement, 1);
  g_autoptr (CsnTakeover) package = json != NULL ? csn_takeover_from_json (json, NULL) : NULL;
  CsnStoredTakeover *self;

  if (package == NULL)
    {
      fail_as_damaged (error, "takeover", request_id);
      return NULL;
    }
  self = g_new0 (CsnStoredTakeover, 1);
  self->request_id = g_strdup (request_id);
  self->package = g_steal_pointer (&package);
  self->opened_at = sqlite3_column_int64 (statement, 2);
  return self;
}

void
csn_stored_failure_free (CsnStoredFailure *self)
{
  g_free (self->agent_id);
  g_free (self);
}

CsnStoredFailure *
csn_stored_failure_read (sqlite3_stmt *statement, GError **error)
{
  CsnStoredFailure *self = g_new0 (CsnStoredFailure, 1);

  self->agent_id = copy_text (statement, 0);
  self->at = sqlite3_column_int64 (statement, 1);
  return self;
}

void
csn_stored_drawn_free (CsnStoredDrawn *self)
{
  g_free (self->grant_id);
  csn_money_free (self->money);
  g_free (self);
}

CsnStoredDrawn *
csn_stored_drawn_read (sqlite3_stmt *statement, GError **error)
{
  const char *grant_id = get_text (statement, 0);
  CsnMoney *money = csn_money_new (get_text (statement, 1), get_text (statement, 2));
  CsnStoredDrawn *self;

  if (money == NULL)
    {
      fail_as_damaged (error, "draws", grant_id);
      return NULL;
    }
  self = g_new0 (CsnStoredDrawn, 1);
  self->grant_id = g_strdup (grant_id);
  self->money = money;
  return self;
}

CsnSourceConfig *
csn_stored_source_read (sqlite3_stmt *statement, GError **error)
{
  const char *id = get_text (statement, 0);
  CsnSourceConfig *config;

  config = csn_source_config_new (id,
                                  get_text (statement, 1),
                                  get_text (statement, 2),
                                  sqlite3_column_int (statement, 3) != 0,
                                  NULL);
  if (config == NULL)
    fail_as_damaged (error, "source", id);
  return config;
}
