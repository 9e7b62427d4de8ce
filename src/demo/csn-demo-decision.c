/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-decision.h"

#include "csn-demo-json.h"
#include "csn-digest.h"
#include "csn-time.h"

#include <string.h>

static gboolean
invalid (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

static gboolean
read_ids (CsnDemoDecision *self, const CsnJson *body, const char *key, GError **error)
{
  self->task_id = g_strdup (csn_demo_json_member_text (body, "task_id"));
  self->decision_id = g_strdup (csn_demo_json_member_text (body, "decision_id"));
  self->revision = csn_demo_json_member_integer (body, "revision", 0);
  if (self->task_id == NULL || *self->task_id == '\0')
    return invalid (error, "\"task_id\" must be a string");
  if (self->decision_id == NULL || *self->decision_id == '\0')
    return invalid (error, "\"decision_id\" must be a string");
  if (self->revision < 1)
    return invalid (error, "\"revision\" must be a positive integer");
  if (g_strcmp0 (key, self->decision_id) != 0)
    return invalid (error, "the header Idempotency-Key must be the decision_id");
  return TRUE;
}

static gboolean
read_kind (CsnDemoDecision *self, const CsnJson *body, GError **error)
{
  const CsnJson *approved = csn_json_get_member (body, "approved");
  const char *kind = csn_demo_json_member_text (body, "decision");

  if (kind == NULL || !csn_decision_kind_from_string (kind, &self->kind))
    return invalid (error,
                    "\"decision\" must be approve, edit, reject, respond, takeover or escalate");
  if (approved == NULL || csn_json_get_value_type (approved) != CSN_JSON_BOOLEAN)
    return invalid (error, "\"approved\" must be a boolean");
  if (csn_json_get_boolean (approved) != csn_demo_decision_approves (self))
    return invalid (error, "\"approved\" must be true for approve and edit only");
  return TRUE;
}

static gboolean
read_circumstances (CsnDemoDecision *self, const CsnJson *body, GError **error)
{
  static const char *const deciders[] = { "human", "silence", "policy", NULL };
  const char *level = csn_demo_json_member_text (body, "hitl_level");
  const char *decided_at = csn_demo_json_member_text (body, "decided_at");
  gint64 time;
  CsnLevel ignored;

  self->decided_by = g_strdup (csn_demo_json_member_text (body, "decided_by"));
  self->reviewer = g_strdup (csn_demo_json_member_text (body, "reviewer_id"));
  self->notes = g_strdup (csn_demo_json_member_text (body, "notes"));
  if (self->decided_by == NULL || !g_strv_contains (deciders, self->decided_by))
    return invalid (error, "\"decided_by\" must be human, silence or policy");
  if (g_str_equal (self->decided_by, "human") && self->reviewer == NULL)
    return invalid (error, "a decision by a human needs \"reviewer_id\"");
  if (level == NULL || !csn_level_from_string (level, &ignored))
    return invalid (error, "\"hitl_level\" must be a level");
  if (decided_at == NULL || !csn_time_from_string (decided_at, &time))
    return invalid (error, "\"decided_at\" must be an RFC 3339 time");
  return TRUE;
}

static gboolean
read_action (CsnDemoDecision *self, const CsnJson *body, GError **error)
{
  const CsnJson *action = csn_json_get_member (body, "action");
  const CsnJson *digest = csn_json_get_member (body, "action_digest");

  if (action != NULL && csn_json_get_value_type (action) == CSN_JSON_OBJECT)
    self->action = csn_json_ref (action);
  else if (action != NULL && csn_json_get_value_type (action) != CSN_JSON_NULL)
    return invalid (error, "\"action\" must be an object");
  if (self->action == NULL && csn_demo_decision_approves (self))
    return invalid (error, "an approval needs \"action\"");
  if (digest != NULL && csn_json_get_value_type (digest) == CSN_JSON_STRING)
    self->action_digest = g_strdup (csn_json_get_text (digest));
  else if (digest != NULL && csn_json_get_value_type (digest) != CSN_JSON_NULL)
    return invalid (error, "\"action_digest\" must be a string");
  return TRUE;
}

CsnDemoDecision *
csn_demo_decision_parse (GBytes *body, const char *idempotency_key, GError **error)
{
  g_autoptr (CsnDemoDecision) self = g_new0 (CsnDemoDecision, 1);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (CsnJson) json =
      csn_json_parse (text != NULL ? text : "", length, CSN_JSON_MAX_REQUEST_BYTES, NULL, error);
  guint8 digest[CSN_SHA256_BYTES];

  if (json == NULL)
    return NULL;
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    {
      invalid (error, "a decision is an object");
      return NULL;
    }
  if (!read_ids (self, json, idempotency_key, error) || !read_kind (self, json, error) ||
      !read_circumstances (self, json, error) || !read_action (self, json, error))
    return NULL;
  csn_digest_sha256 (text, length, digest);
  self->body_sha256 = csn_digest_to_hex (digest, sizeof digest);
  return g_steal_pointer (&self);
}

void
csn_demo_decision_free (CsnDemoDecision *self)
{
  if (self == NULL)
    return;
  g_free (self->task_id);
  g_free (self->decision_id);
  g_free (self->decided_by);
  g_free (self->reviewer);
  g_free (self->notes);
  g_clear_pointer (&self->action, csn_json_unref);
  g_free (self->action_digest);
  g_free (self->body_sha256);
  g_free (self);
}

gboolean
csn_demo_decision_approves (const CsnDemoDecision *self)
{
  return self->kind == CSN_DECISION_APPROVE || self->kind == CSN_DECISION_EDIT;
}
