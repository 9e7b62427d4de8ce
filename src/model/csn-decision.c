/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-decision.h"

#include <string.h>

#include "csn-json-writer.h"
#include "csn-time.h"

struct _CsnDecision
{
  char *id; /* (owned) */
  CsnDecisionKind kind;
  CsnActorKind actor_kind;
  char *reviewer; /* (owned) (nullable) */
  char *notes;    /* (owned) (nullable) */
  gint64 decided_at;
  CsnJson *action;     /* (owned) */
  char *action_digest; /* (owned) (nullable) */
  GBytes *body;        /* (owned) */
};

/* The protocol knows three; whatever Countersign does by itself it does by its policy. */
static CsnActorKind
decided_by (CsnActorKind kind)
{
  switch (kind)
    {
    case CSN_ACTOR_HUMAN:
    case CSN_ACTOR_SILENCE:
    case CSN_ACTOR_POLICY:
      return kind;
    case CSN_ACTOR_SYSTEM:
    case CSN_ACTOR_AGENT:
      return CSN_ACTOR_POLICY;
    }

  g_return_val_if_reached (CSN_ACTOR_POLICY);
}

static GBytes *
write_body (const CsnDecision *self, const CsnRequest *request, CsnLevel level)
{
  gboolean approved = self->kind == CSN_DECISION_APPROVE || self->kind == CSN_DECISION_EDIT;
  g_autofree char *decided_at = csn_time_to_string (self->decided_at);
  CsnJsonWriter *writer = csn_json_writer_new ();
  char *text;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", csn_request_get_task_id (request));
  csn_json_writer_member_integer (writer, "revision", csn_request_get_revision (request));
  csn_json_writer_member_boolean (writer, "approved", approved);
  csn_json_writer_member_string (writer, "decision", csn_decision_kind_to_string (self->kind));
  csn_json_writer_member_string (writer, "reviewer_id", self->reviewer);
  csn_json_writer_member_string (writer, "notes", self->notes);
  csn_json_writer_key (writer, "action");
  csn_json_writer_value (writer, self->action);
  csn_json_writer_member_string (writer, "action_digest", self->action_digest);
  csn_json_writer_member_string (writer, "hitl_level", csn_level_to_string (level));
  csn_json_writer_member_string (writer, "decision_id", self->id);
  csn_json_writer_member_string (writer, "decided_at", decided_at);
  csn_json_writer_member_string (writer, "decided_by", csn_actor_kind_to_string (self->actor_kind));
  csn_json_writer_end_object (writer);

  text = csn_json_writer_finish (writer);
  return g_bytes_new_take (text, strlen (text));
}

CsnDecision *
csn_decision_new (const CsnRequest *request,
                  CsnDecisionKind kind,
                  const CsnJson *action,
                  const CsnActor *actor,
                  const char *notes,
                  CsnLevel level,
                  const char *decision_id,
                  gint64 decided_at)
{
  CsnDecision *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (decision_id != NULL, NULL);
  g_return_val_if_fail ((kind == CSN_DECISION_EDIT) == (action != NULL), NULL);

  self = g_atomic_rc_box_new0 (CsnDecision);
  self->id = g_strdup (decision_id);
  self->kind = kind;
  self->actor_kind = decided_by (actor->kind);
  if (self->actor_kind == CSN_ACTOR_HUMAN && actor->name != NULL)
    self->reviewer = g_utf8_make_valid (actor->name, -1);
  if (notes != NULL)
    self->notes = g_utf8_make_valid (notes, -1);
  self->decided_at = decided_at;

  self->action = csn_json_ref (action != NULL ? action : csn_request_get_action (request));
  self->action_digest = action != NULL ? csn_request_digest_for_action (request, action)
                                       : g_strdup (csn_request_get_action_digest (request));
  self->body = write_body (self, request, level);
  return self;
}

static const CsnJson *
typed_member (const CsnJson *object, const char *key, CsnJsonType type)
{
  const CsnJson *member = csn_json_get_member (object, key);

  return member != NULL && csn_json_get_value_type (member) == type ? member : NULL;
}

static const char *
string_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = typed_member (object, key, CSN_JSON_STRING);

  return member == NULL ? NULL : csn_json_get_text (member);
}

CsnDecision *
csn_decision_from_body (GBytes *body, GError **error)
{
  g_autoptr (CsnJson) json = NULL;
  const CsnJson *action;
  const char *id;
  CsnDecisionKind kind;
  CsnActorKind actor_kind;
  gint64 decided_at;
  gsize length;
  const char *text;
  CsnDecision *self;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  json = csn_json_parse (text, length, CSN_JSON_MAX_LIST_BYTES, NULL, error);
  if (json == NULL)
    return NULL;

  id = string_member (json, "decision_id");
  action = typed_member (json, "action", CSN_JSON_OBJECT);
  if (id == NULL || action == NULL ||
      !csn_decision_kind_from_string (string_member (json, "decision"), &kind) ||
      !csn_actor_kind_from_string (string_member (json, "decided_by"), &actor_kind) ||
      !csn_time_from_string (string_member (json, "decided_at"), &decided_at))
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "This is not the body of a decision");
      return NULL;
    }

  self = g_atomic_rc_box_new0 (CsnDecision);
  self->id = g_strdup (id);
  self->kind = kind;
  self->actor_kind = actor_kind;
  self->reviewer = g_strdup (string_member (json, "reviewer_id"));
  self->notes = g_strdup (string_member (json, "notes"));
  self->decided_at = decided_at;
  self->action = csn_json_ref (action);
  self->action_digest = g_strdup (string_member (json, "action_digest"));
  self->body = g_bytes_ref (body);
  return self;
}

CsnDecision *
csn_decision_ref (CsnDecision *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
decision_clear (gpointer data)
{
  CsnDecision *self = data;

  g_free (self->id);
  g_free (self->reviewer);
  g_free (self->notes);
  csn_json_unref (self->action);
  g_free (self->action_digest);
  g_bytes_unref (self->body);
}

void
csn_decision_unref (CsnDecision *self)
{
  g_atomic_rc_box_release_full (self, decision_clear);
}

const char *
csn_decision_get_id (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

CsnDecisionKind
csn_decision_get_kind (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, CSN_DECISION_REJECT);

  return self->kind;
}

CsnActorKind
csn_decision_get_actor_kind (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, CSN_ACTOR_POLICY);

  return self->actor_kind;
}

const char *
csn_decision_get_reviewer (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reviewer;
}

const char *
csn_decision_get_notes (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->notes;
}

gint64
csn_decision_get_decided_at (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->decided_at;
}

const char *
csn_decision_get_action_digest (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_digest;
}

const CsnJson *
csn_decision_get_action (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action;
}

GBytes *
csn_decision_get_body (const CsnDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

CsnRequestState
csn_decision_kind_to_state (CsnDecisionKind kind)
{
  switch (kind)
    {
    case CSN_DECISION_APPROVE:
      return CSN_REQUEST_APPROVED;
    case CSN_DECISION_EDIT:
      return CSN_REQUEST_EDITED;
    case CSN_DECISION_REJECT:
      return CSN_REQUEST_REJECTED;
    case CSN_DECISION_RESPOND:
      return CSN_REQUEST_RESPONDED;
    case CSN_DECISION_TAKEOVER:
      return CSN_REQUEST_TAKEN_OVER;
    case CSN_DECISION_ESCALATE:
      return CSN_REQUEST_ESCALATED;
    }

  g_return_val_if_reached (CSN_REQUEST_REJECTED);
}
