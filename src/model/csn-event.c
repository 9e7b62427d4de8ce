/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-event.h"

#include <string.h>

static const char *const event_texts[] = {
  [CSN_EVENT_REQUESTED] = "requested",
  [CSN_EVENT_NOTIFIED] = "notified",
  [CSN_EVENT_SHOWN] = "shown",
  [CSN_EVENT_APPROVED] = "approved",
  [CSN_EVENT_EDITED] = "edited",
  [CSN_EVENT_REJECTED] = "rejected",
  [CSN_EVENT_RESPONDED] = "responded",
  [CSN_EVENT_TIMEOUT] = "timeout",
  [CSN_EVENT_ESCALATED] = "escalated",
  [CSN_EVENT_WITHDRAWN] = "withdrawn",
  [CSN_EVENT_REFUSED] = "refused",
  [CSN_EVENT_DELIVERY_ATTEMPT] = "delivery_attempt",
  [CSN_EVENT_DELIVERED] = "delivered",
  [CSN_EVENT_DELIVERY_FAILED] = "delivery_failed",
  [CSN_EVENT_OUTCOME] = "outcome",
  [CSN_EVENT_ALARM] = "alarm",
  [CSN_EVENT_PROMOTED] = "promoted",
  [CSN_EVENT_DEMOTED] = "demoted",
  [CSN_EVENT_PROFILE_SET] = "profile_set",
  [CSN_EVENT_READ_ONLY] = "read_only",
  [CSN_EVENT_TAKEOVER] = "takeover",
  [CSN_EVENT_HANDED_BACK] = "handed_back",
  [CSN_EVENT_STOPPED] = "stopped",
  [CSN_EVENT_RESUMED] = "resumed",
  [CSN_EVENT_ASSESSED] = "assessed",
  [CSN_EVENT_POLICY_CHANGED] = "policy_changed",
  [CSN_EVENT_RULE_CHANGED] = "rule_changed",
  [CSN_EVENT_GRANT_CHANGED] = "grant_changed",
  [CSN_EVENT_SOURCE_CHANGED] = "source_changed",
  [CSN_EVENT_REQUEST_MALFORMED] = "request_malformed",
  [CSN_EVENT_CLOCK_JUMP] = "clock_jump",
  [CSN_EVENT_PRESENCE] = "presence",
  [CSN_EVENT_STORE_FAULT] = "store_fault",
  [CSN_EVENT_LOG_OPENED] = "log_opened",
  [CSN_EVENT_EXPORTED] = "exported",
  [CSN_EVENT_PRUNED] = "pruned",
  [CSN_EVENT_PAYLOAD_ERASED] = "payload_erased",
  [CSN_EVENT_APP_STARTED] = "app_started",
  [CSN_EVENT_APP_STOPPED] = "app_stopped",
  [CSN_EVENT_FORWARDER_CHANGED] = "forwarder_changed",
  [CSN_EVENT_RESTORED] = "restored",
  [CSN_EVENT_KEY_CHANGED] = "key_changed",
  [CSN_EVENT_REJUDGED] = "rejudged",
};

struct _CsnEvent
{
  CsnEventType type;
  gint64 timestamp;
  CsnActor actor;    /* strings (owned) (nullable) */
  char *request_id;  /* (owned) (nullable) */
  char *source;      /* (owned) (nullable) */
  char *agent_id;    /* (owned) (nullable) */
  char *action_type; /* (owned) (nullable) */
  gboolean has_level;
  CsnLevel level;
  char *confidence_score;  /* (owned) (nullable) */
  char *reviewer_id;       /* (owned) (nullable) */
  char *reviewer_decision; /* (owned) (nullable) */
  gint64 latency_ms;
  char *task_id; /* (owned) (nullable) */
  gint64 revision;
  char *action_digest; /* (owned) (nullable) */
  char *policy_sha256; /* (owned) (nullable) */
  char **rules;        /* (owned) (nullable) */
  CsnJson *details;    /* (owned) (nullable) */
};

const char *
csn_event_type_to_string (CsnEventType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (event_texts), NULL);

  return event_texts[type];
}

gboolean
csn_event_type_from_string (const char *text, CsnEventType *ret_type)
{
  g_return_val_if_fail (ret_type != NULL, FALSE);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (event_texts); i++)
    {
      if (strcmp (event_texts[i], text) == 0)
        {
          *ret_type = (CsnEventType) i;
          return TRUE;
        }
    }

  return FALSE;
}

CsnEvent *
csn_event_new (CsnEventType type, gint64 timestamp, const CsnActor *actor)
{
  CsnEvent *self;

  g_return_val_if_fail (actor != NULL, NULL);

  self = g_atomic_rc_box_new0 (CsnEvent);
  self->type = type;
  self->timestamp = timestamp;
  self->actor.kind = actor->kind;
  self->actor.name = g_strdup (actor->name);
  self->actor.via = g_strdup (actor->via);
  self->latency_ms = -1;
  self->revision = -1;
  return self;
}

CsnEvent *
csn_event_ref (CsnEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
event_clear (gpointer data)
{
  CsnEvent *self = data;

  g_free ((char *) self->actor.name);
  g_free ((char *) self->actor.via);
  g_free (self->request_id);
  g_free (self->source);
  g_free (self->agent_id);
  g_free (self->action_type);
  g_free (self->confidence_score);
  g_free (self->reviewer_id);
  g_free (self->reviewer_decision);
  g_free (self->task_id);
  g_free (self->action_digest);
  g_free (self->policy_sha256);
  g_strfreev (self->rules);
  g_clear_pointer (&self->details, csn_json_unref);
}

void
csn_event_unref (CsnEvent *self)
{
  g_atomic_rc_box_release_full (self, event_clear);
}

/* @value may be what stands in @field already. */
static void
set_text (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static void
set_verdict (CsnEvent *self, const CsnVerdict *verdict)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  csn_event_set_level (self, csn_verdict_get_level (verdict));
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    g_strv_builder_add (codes, csn_verdict_get_rule (verdict, i)->code);

  g_strfreev (self->rules);
  self->rules = g_strv_builder_end (codes);
}

void
csn_event_set_request (CsnEvent *self,
                       const char *request_id,
                       const CsnRequest *request,
                       const CsnVerdict *verdict,
                       const char *policy_sha256)
{
  const CsnConfidence *confidence;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (request != NULL);

  confidence = csn_request_get_confidence (request);
  csn_event_set_agent (self,
                       csn_request_get_source (request),
                       csn_request_get_agent_id (request),
                       csn_request_get_action_type (request));
  set_text (&self->request_id, request_id);
  set_text (&self->confidence_score, confidence == NULL ? NULL : confidence->score_text);
  set_text (&self->task_id, csn_request_get_task_id (request));
  self->revision = csn_request_get_revision (request);
  set_text (&self->action_digest, csn_request_get_action_digest (request));
  if (verdict != NULL)
    set_verdict (self, verdict);
  if (policy_sha256 != NULL)
    csn_event_set_policy (self, policy_sha256);
}

void
csn_event_set_agent (CsnEvent *self,
                     const char *source,
                     const char *agent_id,
                     const char *action_type)
{
  g_return_if_fail (self != NULL);

  set_text (&self->source, source);
  set_text (&self->agent_id, agent_id);
  set_text (&self->action_type, action_type);
}

void
csn_event_set_level (CsnEvent *self, CsnLevel level)
{
  g_return_if_fail (self != NULL);

  self->has_level = TRUE;
  self->level = level;
}

void
csn_event_set_decision (CsnEvent *self, const CsnDecision *decision, gint64 latency_ms)
{
  CsnRequestState state;

  g_return_if_fail (self != NULL);
  g_return_if_fail (decision != NULL);

  state = csn_decision_kind_to_state (csn_decision_get_kind (decision));
  csn_event_set_reviewer_decision (self, csn_request_state_to_string (state), latency_ms);
  set_text (&self->reviewer_id, csn_decision_get_reviewer (decision));
  set_text (&self->action_digest, csn_decision_get_action_digest (decision));
}

void
csn_event_set_reviewer_decision (CsnEvent *self, const char *text, gint64 latency_ms)
{
  g_return_if_fail (self != NULL);

  set_text (&self->reviewer_decision, text);
  self->latency_ms = latency_ms;
}

void
csn_event_set_policy (CsnEvent *self, const char *policy_sha256)
{
  g_return_if_fail (self != NULL);

  set_text (&self->policy_sha256, policy_sha256);
}

void
csn_event_set_details (CsnEvent *self, const CsnJson *details)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (details == NULL || csn_json_get_value_type (details) == CSN_JSON_OBJECT);

  g_clear_pointer (&self->details, csn_json_unref);
  if (details != NULL)
    self->details = csn_json_ref (details);
}

CsnEventType
csn_event_get_event_type (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, CSN_EVENT_STORE_FAULT);

  return self->type;
}

gint64
csn_event_get_timestamp (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->timestamp;
}

const CsnActor *
csn_event_get_actor (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->actor;
}

const char *
csn_event_get_request_id (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request_id;
}

const char *
csn_event_get_source (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

const char *
csn_event_get_agent_id (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->agent_id;
}

const char *
csn_event_get_action_type (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_type;
}

gboolean
csn_event_get_level (const CsnEvent *self, CsnLevel *ret_level)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_level != NULL, FALSE);

  if (!self->has_level)
    return FALSE;

  *ret_level = self->level;
  return TRUE;
}

const char *
csn_event_get_confidence_score (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->confidence_score;
}

const char *
csn_event_get_reviewer_id (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reviewer_id;
}

const char *
csn_event_get_reviewer_decision (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reviewer_decision;
}

gint64
csn_event_get_latency_ms (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->latency_ms;
}

const char *
csn_event_get_task_id (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->task_id;
}

gint64
csn_event_get_revision (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->revision;
}

const char *
csn_event_get_action_digest (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_digest;
}

const char *
csn_event_get_policy_sha256 (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->policy_sha256;
}

const char *const *
csn_event_get_rules (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->rules;
}

const CsnJson *
csn_event_get_details (const CsnEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->details;
}
