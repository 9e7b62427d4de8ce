/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-request.h"

#include <string.h>

#include "csn-digest.h"
#include "csn-json-writer.h"
#include "csn-request-private.h"
#include "csn-visible-text.h"

#define MALFORMED_ID_BYTES 16

G_DEFINE_QUARK (csn - model - error - quark, csn_model_error)

G_DEFINE_BOXED_TYPE (CsnRequest, csn_request, csn_request_ref, csn_request_unref)

CsnRequest *
csn_request_alloc (const char *source)
{
  CsnRequest *self = g_atomic_rc_box_new0 (CsnRequest);

  self->source = g_strdup (source);
  self->revision = 1;
  self->task_status = CSN_TASK_PENDING_APPROVAL;
  self->problems = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->problems, NULL);
  self->delegation = g_new0 (char *, 1);
  return self;
}

CsnRequest *
csn_request_ref (CsnRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
request_clear (gpointer data)
{
  CsnRequest *self = data;

  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->source);
  g_clear_pointer (&self->task, csn_json_unref);
  g_clear_pointer (&self->action, csn_json_unref);
  g_free (self->task_id);
  g_free (self->agent_id);
  g_free (self->action_type);
  g_free (self->description);
  g_clear_pointer (&self->cost, csn_money_free);
  g_free ((char *) self->confidence.score_text);
  g_free ((char *) self->confidence.rationale);
  g_strfreev ((char **) self->confidence.uncertainties);
  g_strfreev (self->delegation);
  g_ptr_array_unref (self->problems);
  g_free (self->action_digest);
}

void
csn_request_unref (CsnRequest *self)
{
  g_atomic_rc_box_release_full (self, request_clear);
}

void
csn_request_add_problem (CsnRequest *self, CsnRequestFlags flag, const char *sentence)
{
  self->flags |= flag;
  g_ptr_array_insert (self->problems,
                      self->problems->len - 1,
                      csn_visible_text (sentence, -1, CSN_VISIBLE_SINGLE_LINE, NULL));
}

static gboolean
is_usable_id (const char *id)
{
  return id != NULL && *id != '\0' && strlen (id) <= CSN_REQUEST_MAX_ID_BYTES &&
         g_utf8_validate (id, -1, NULL);
}

static char *
id_from_bytes (GBytes *raw)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *hex = NULL;

  csn_digest_sha256 (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), digest);
  hex = csn_digest_to_hex (digest, MALFORMED_ID_BYTES);
  return g_strconcat ("malformed-", hex, NULL);
}

CsnRequest *
csn_request_new_malformed (const char *source,
                           const char *task_id,
                           const char *agent_id,
                           GBytes *raw,
                           const char *problem)
{
  CsnRequest *self;

  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (raw != NULL, NULL);
  g_return_val_if_fail (problem != NULL, NULL);

  self = csn_request_alloc (source);
  self->raw = g_bytes_ref (raw);
  self->task_id = is_usable_id (task_id) ? g_strdup (task_id) : id_from_bytes (raw);
  self->agent_id = g_strdup (is_usable_id (agent_id) ? agent_id : CSN_REQUEST_UNKNOWN_AGENT);
  self->action_type = g_strdup (CSN_REQUEST_MALFORMED_ACTION_TYPE);
  self->action = csn_json_parse ("{}", 2, 2, NULL, NULL);
  csn_request_add_problem (self, CSN_REQUEST_FLAG_MALFORMED, problem);
  return self;
}

static gpointer
copy_sentence (gconstpointer sentence, gpointer unused)
{
  return g_strdup (sentence);
}

CsnRequest *
csn_request_new_flagged (const CsnRequest *request, CsnRequestFlags flag, const char *problem)
{
  CsnRequest *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (problem != NULL, NULL);

  self = g_atomic_rc_box_new0 (CsnRequest);
  *self = *request;
  self->raw = g_bytes_ref (request->raw);
  self->source = g_strdup (request->source);
  self->task = request->task == NULL ? NULL : csn_json_ref (request->task);
  self->action = csn_json_ref (request->action);
  self->task_id = g_strdup (request->task_id);
  self->agent_id = g_strdup (request->agent_id);
  self->action_type = g_strdup (request->action_type);
  self->description = g_strdup (request->description);
  self->cost = request->cost == NULL ? NULL : csn_money_copy (request->cost);
  self->facts.cost = self->cost;
  self->confidence.score_text = g_strdup (request->confidence.score_text);
  self->confidence.rationale = g_strdup (request->confidence.rationale);
  self->confidence.uncertainties =
      (const char *const *) g_strdupv ((char **) request->confidence.uncertainties);
  self->delegation = g_strdupv (request->delegation);
  self->problems = g_ptr_array_copy (request->problems, copy_sentence, NULL);
  self->action_digest = g_strdup (request->action_digest);
  csn_request_add_problem (self, flag, problem);
  return self;
}

const char *
csn_request_get_source (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

const char *
csn_request_get_task_id (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->task_id;
}

gint64
csn_request_get_revision (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->revision;
}

CsnTaskStatus
csn_request_get_task_status (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, CSN_TASK_RUNNING);

  return self->task_status;
}

const char *
csn_request_get_agent_id (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->agent_id;
}

const char *
csn_request_get_action_type (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_type;
}

const char *
csn_request_get_description (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->description;
}

const CsnJson *
csn_request_get_action (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action;
}

gboolean
csn_request_get_asked_level (const CsnRequest *self, CsnLevel *ret_level)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_level != NULL, FALSE);

  if (!self->has_asked_level)
    return FALSE;

  *ret_level = self->asked_level;
  return TRUE;
}

const CsnFacts *
csn_request_get_facts (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->facts;
}

const CsnConfidence *
csn_request_get_confidence (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->has_confidence ? &self->confidence : NULL;
}

const char *const *
csn_request_get_delegation (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->delegation;
}

gboolean
csn_request_allows (const CsnRequest *self, CsnDecisionKind kind)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch (kind)
    {
    case CSN_DECISION_REJECT:
    case CSN_DECISION_TAKEOVER:
    case CSN_DECISION_ESCALATE:
      return TRUE;
    case CSN_DECISION_APPROVE:
    case CSN_DECISION_EDIT:
      if (self->flags & (CSN_REQUEST_FLAG_MALFORMED | CSN_REQUEST_FLAG_CHANGED))
        return FALSE;
      break;
    case CSN_DECISION_RESPOND:
      if (self->flags & CSN_REQUEST_FLAG_MALFORMED)
        return FALSE;
      break;
    }

  return (self->allowed_decisions & CSN_DECISION_BIT (kind)) != 0;
}

gint64
csn_request_get_created_at (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->created_at;
}

gint64
csn_request_get_expires_at (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->expires_at;
}

const CsnJson *
csn_request_get_history (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->history;
}

const CsnJson *
csn_request_get_state_of_agent (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->state;
}

CsnRequestFlags
csn_request_get_flags (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, CSN_REQUEST_FLAG_MALFORMED);

  return self->flags;
}

const char *const *
csn_request_get_problems (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->problems->pdata;
}

const char *
csn_request_get_action_digest (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_digest;
}

char *
csn_request_digest_for_action (const CsnRequest *self, const CsnJson *action)
{
  CsnJsonWriter *writer;
  g_autoptr (CsnJson) envelope = NULL;
  g_autofree char *text = NULL;
  g_autofree char *canonical = NULL;
  guint8 digest[CSN_SHA256_BYTES];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "action");
  csn_json_writer_value (writer, action);
  csn_json_writer_member_string (writer, "action_type", self->action_type);
  csn_json_writer_member_string (writer, "agent_id", self->agent_id);
  csn_json_writer_member_integer (writer, "revision", self->revision);
  csn_json_writer_member_string (writer, "task_id", self->task_id);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);

  envelope = csn_json_parse (text, strlen (text), strlen (text), NULL, NULL);
  canonical = envelope == NULL ? NULL : csn_json_to_canonical (envelope, NULL);
  if (canonical == NULL)
    return NULL;

  csn_digest_sha256 (canonical, strlen (canonical), digest);
  return csn_digest_to_string (digest);
}

GBytes *
csn_request_get_raw (const CsnRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->raw;
}

static gboolean
same_member (const CsnJson *a, const CsnJson *b, const char *key)
{
  const CsnJson *a_member = csn_json_get_member (a, key);
  const CsnJson *b_member = csn_json_get_member (b, key);
  gboolean a_absent = a_member == NULL || csn_json_get_value_type (a_member) == CSN_JSON_NULL;
  gboolean b_absent = b_member == NULL || csn_json_get_value_type (b_member) == CSN_JSON_NULL;

  if (a_absent || b_absent)
    return a_absent && b_absent;

  return csn_json_equal (a_member, b_member);
}

gboolean
csn_request_same_content (const CsnRequest *a, const CsnRequest *b)
{
  /* All that the policy judged or the reviewer read; what a task does meanwhile stays out. */
  static const char *const members[] = {
    "agent_id", "action_type", "proposed_action", "description",       "hitl_level",
    "facts",    "confidence",  "delegation",      "allowed_decisions", "expires_at",
  };

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a->task == NULL || b->task == NULL)
    return a->task == b->task && g_bytes_equal (a->raw, b->raw);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (!same_member (a->task, b->task, members[i]))
        return FALSE;
    }

  return TRUE;
}
