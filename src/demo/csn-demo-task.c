/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-task.h"

#include "csn-demo-json.h"
#include "csn-digest.h"
#include "csn-time.h"

#include <string.h>

struct _CsnDemoTask
{
  GObject parent_instance;

  char *task_id; /* (owned) */
  gint64 number;
  gint64 revision;
  CsnTaskStatus status;
  gint64 created_at;
  CsnJson *proposal;        /* (owned) */
  GPtrArray *history;       /* (owned) (element-type CsnJson) */
  GPtrArray *decisions;     /* (owned) (element-type CsnJson) */
  CsnJson *approved_action; /* (owned) (nullable) */
  char *approved_digest;    /* (owned) (nullable) */
  CsnJson *outcome;         /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnDemoTask, csn_demo_task, G_TYPE_OBJECT)

/* What the task itself says; the same names in a proposal are not passed on. */
static const char *const own_members[] = { "task_id", "revision", "status", "created_at",
                                           "history", "outcome",  "demo",   NULL };

static void
csn_demo_task_finalize (GObject *object)
{
  CsnDemoTask *self = CSN_DEMO_TASK (object);

  g_clear_pointer (&self->task_id, g_free);
  g_clear_pointer (&self->proposal, csn_json_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->decisions, g_ptr_array_unref);
  g_clear_pointer (&self->approved_action, csn_json_unref);
  g_clear_pointer (&self->approved_digest, g_free);
  g_clear_pointer (&self->outcome, csn_json_unref);
  G_OBJECT_CLASS (csn_demo_task_parent_class)->finalize (object);
}

static void
csn_demo_task_class_init (CsnDemoTaskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_demo_task_finalize;
}

static void
csn_demo_task_init (CsnDemoTask *self)
{
  self->revision = 1;
  self->status = CSN_TASK_RUNNING;
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_json_unref);
  self->decisions = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_json_unref);
}

CsnDemoTask *
csn_demo_task_new (const char *task_id, gint64 number, const CsnJson *proposal, gint64 now)
{
  CsnDemoTask *self = g_object_new (CSN_TYPE_DEMO_TASK, NULL);

  self->task_id = g_strdup (task_id);
  self->number = number;
  self->created_at = now;
  self->proposal = csn_json_ref (proposal);
  return self;
}

static void
load_array (GPtrArray *array, const CsnJson *json)
{
  for (guint i = 0; json != NULL && i < csn_json_get_size (json); i++)
    g_ptr_array_add (array, csn_json_ref (csn_json_get_element (json, i)));
}

static CsnJson *
load_object (const CsnJson *snapshot, const char *key)
{
  const CsnJson *member = csn_json_get_member (snapshot, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_OBJECT)
    return NULL;
  return csn_json_ref (member);
}

CsnDemoTask *
csn_demo_task_load (const CsnJson *snapshot)
{
  g_autoptr (CsnDemoTask) self = g_object_new (CSN_TYPE_DEMO_TASK, NULL);
  const char *status = csn_demo_json_member_text (snapshot, "status");

  self->task_id = g_strdup (csn_demo_json_member_text (snapshot, "task_id"));
  self->number = csn_demo_json_member_integer (snapshot, "number", 0);
  self->revision = csn_demo_json_member_integer (snapshot, "revision", 0);
  self->created_at = csn_demo_json_member_integer (snapshot, "created_at", 0);
  self->proposal = load_object (snapshot, "proposal");
  if (status == NULL || !csn_task_status_from_string (status, &self->status) ||
      self->task_id == NULL || self->number < 1 || self->revision < 1 || self->proposal == NULL)
    return NULL;
  load_array (self->history, csn_json_get_member (snapshot, "history"));
  load_array (self->decisions, csn_json_get_member (snapshot, "decisions"));
  self->approved_action = load_object (snapshot, "approved_action");
  self->approved_digest = g_strdup (csn_demo_json_member_text (snapshot, "approved_digest"));
  self->outcome = load_object (snapshot, "outcome");
  return g_steal_pointer (&self);
}

static void
write_array (CsnJsonWriter *writer, GPtrArray *array)
{
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < array->len; i++)
    csn_json_writer_value (writer, g_ptr_array_index (array, i));
  csn_json_writer_end_array (writer);
}

void
csn_demo_task_save (CsnDemoTask *self, CsnJsonWriter *writer)
{
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", self->task_id);
  csn_json_writer_member_integer (writer, "number", self->number);
  csn_json_writer_member_integer (writer, "revision", self->revision);
  csn_json_writer_member_string (writer, "status", csn_task_status_to_string (self->status));
  csn_json_writer_member_integer (writer, "created_at", self->created_at);
  csn_json_writer_key (writer, "proposal");
  csn_json_writer_value (writer, self->proposal);
  csn_json_writer_key (writer, "history");
  write_array (writer, self->history);
  csn_json_writer_key (writer, "decisions");
  write_array (writer, self->decisions);
  csn_json_writer_key (writer, "approved_action");
  csn_json_writer_value (writer, self->approved_action);
  csn_json_writer_member_string (writer, "approved_digest", self->approved_digest);
  csn_json_writer_key (writer, "outcome");
  csn_json_writer_value (writer, self->outcome);
  csn_json_writer_end_object (writer);
}

static gpointer
copy_json (gconstpointer json, gpointer user_data)
{
  return csn_json_ref (json);
}

CsnDemoTask *
csn_demo_task_copy (CsnDemoTask *self)
{
  CsnDemoTask *copy = csn_demo_task_new (self->task_id, self->number, self->proposal, 0);

  copy->created_at = self->created_at;
  copy->revision = self->revision;
  copy->status = self->status;
  g_ptr_array_extend (copy->history, self->history, copy_json, NULL);
  g_ptr_array_extend (copy->decisions, self->decisions, copy_json, NULL);
  copy->approved_action =
      self->approved_action != NULL ? csn_json_ref (self->approved_action) : NULL;
  copy->approved_digest = g_strdup (self->approved_digest);
  copy->outcome = self->outcome != NULL ? csn_json_ref (self->outcome) : NULL;
  return copy;
}

static void
write_history (CsnDemoTask *self, CsnJsonWriter *writer)
{
  const CsnJson *before = csn_json_get_member (self->proposal, "history");

  if (self->history->len == 0 && before == NULL)
    return;
  csn_json_writer_key (writer, "history");
  if (self->history->len == 0)
    {
      csn_json_writer_value (writer, before);
      return;
    }
  csn_json_writer_begin_array (writer);
  for (guint i = 0; before != NULL && i < csn_json_get_size (before); i++)
    csn_json_writer_value (writer, csn_json_get_element (before, i));
  for (guint i = 0; i < self->history->len; i++)
    csn_json_writer_value (writer, g_ptr_array_index (self->history, i));
  csn_json_writer_end_array (writer);
}

void
csn_demo_task_write (CsnDemoTask *self, CsnJsonWriter *writer)
{
  g_autofree char *created_at = csn_time_to_string (self->created_at);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", self->task_id);
  csn_json_writer_member_integer (writer, "revision", self->revision);
  csn_json_writer_member_string (writer, "status", csn_task_status_to_string (self->status));
  for (guint i = 0; i < csn_json_get_size (self->proposal); i++)
    {
      const char *key = csn_json_get_key (self->proposal, i);

      if (g_strv_contains (own_members, key))
        continue;
      csn_json_writer_key (writer, key);
      csn_json_writer_value (writer, csn_json_get_element (self->proposal, i));
    }
  csn_json_writer_member_string (writer, "created_at", created_at);
  write_history (self, writer);
  if (self->outcome != NULL)
    {
      csn_json_writer_key (writer, "outcome");
      csn_json_writer_value (writer, self->outcome);
    }
  csn_json_writer_end_object (writer);
}

const char *
csn_demo_task_get_id (CsnDemoTask *self)
{
  return self->task_id;
}

gint64
csn_demo_task_get_number (CsnDemoTask *self)
{
  return self->number;
}

gint64
csn_demo_task_get_revision (CsnDemoTask *self)
{
  return self->revision;
}

CsnTaskStatus
csn_demo_task_get_status (CsnDemoTask *self)
{
  return self->status;
}

const char *
csn_demo_task_get_agent_id (CsnDemoTask *self)
{
  return csn_demo_json_member_text (self->proposal, "agent_id");
}

const char *
csn_demo_task_get_action_type (CsnDemoTask *self)
{
  return csn_demo_json_member_text (self->proposal, "action_type");
}

const CsnJson *
csn_demo_task_get_proposal (CsnDemoTask *self)
{
  return self->proposal;
}

gint64
csn_demo_task_get_expires_at (CsnDemoTask *self)
{
  const char *text = csn_demo_json_member_text (self->proposal, "expires_at");
  gint64 expires_at;

  if (text == NULL || !csn_time_from_string (text, &expires_at))
    return 0;
  return expires_at;
}

gboolean
csn_demo_task_is_read_only (CsnDemoTask *self)
{
  const CsnJson *facts = csn_json_get_member (self->proposal, "facts");

  return csn_demo_json_member_is_true (facts, "read_only");
}

const CsnJson *
csn_demo_task_get_approved_action (CsnDemoTask *self, const char **ret_digest)
{
  if (ret_digest != NULL)
    *ret_digest = self->approved_digest;
  return self->approved_action;
}

static const CsnJson *
last_decision (CsnDemoTask *self)
{
  if (self->decisions->len == 0)
    return NULL;
  return g_ptr_array_index (self->decisions, self->decisions->len - 1);
}

const char *
csn_demo_task_get_decided_by (CsnDemoTask *self)
{
  return csn_demo_json_member_text (last_decision (self), "decided_by");
}

char *
csn_demo_task_digest (CsnDemoTask *self, const CsnJson *action)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autoptr (CsnJson) bound = NULL;
  g_autofree char *canonical = NULL;
  guint8 digest[CSN_SHA256_BYTES];

  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "action");
  csn_json_writer_value (writer, action);
  csn_json_writer_member_string (writer, "action_type", csn_demo_task_get_action_type (self));
  csn_json_writer_member_string (writer, "agent_id", csn_demo_task_get_agent_id (self));
  csn_json_writer_member_integer (writer, "revision", self->revision);
  csn_json_writer_member_string (writer, "task_id", self->task_id);
  csn_json_writer_end_object (writer);
  bound = csn_demo_json_finish (writer);
  if (bound == NULL || !csn_json_is_bindable (bound))
    return NULL;
  canonical = csn_json_to_canonical (bound, NULL);
  if (canonical == NULL)
    return NULL;
  csn_digest_sha256 (canonical, strlen (canonical), digest);
  return csn_digest_to_string (digest);
}

static gboolean
allows (CsnDemoTask *self, CsnDecisionKind kind)
{
  const CsnJson *allowed = csn_json_get_member (self->proposal, "allowed_decisions");
  const char *name = csn_decision_kind_to_string (kind);

  if (kind == CSN_DECISION_REJECT || kind == CSN_DECISION_TAKEOVER ||
      kind == CSN_DECISION_ESCALATE || allowed == NULL)
    return TRUE;
  for (guint i = 0; i < csn_json_get_size (allowed); i++)
    {
      const CsnJson *element = csn_json_get_element (allowed, i);

      if (csn_json_get_value_type (element) == CSN_JSON_STRING &&
          g_str_equal (csn_json_get_text (element), name))
        return TRUE;
    }
  return FALSE;
}

/* An edit is bound to the edited action, everything else to the proposed one. */
static gboolean
matches (CsnDemoTask *self, const CsnDemoDecision *decision)
{
  const CsnJson *proposed = csn_json_get_member (self->proposal, "proposed_action");
  const CsnJson *action = decision->action != NULL ? decision->action : proposed;
  g_autofree char *digest = csn_demo_task_digest (self, action);
  g_autofree char *proposed_digest = csn_demo_task_digest (self, proposed);

  if (decision->revision != self->revision)
    return FALSE;
  if (g_strcmp0 (digest, decision->action_digest) != 0)
    return FALSE;
  if (decision->kind == CSN_DECISION_EDIT)
    return TRUE;
  return digest != NULL ? g_strcmp0 (digest, proposed_digest) == 0
                        : csn_json_equal (action, proposed);
}

CsnDemoAnswer
csn_demo_task_judge (CsnDemoTask *self, const CsnDemoDecision *decision)
{
  for (guint i = 0; i < self->decisions->len; i++)
    {
      const CsnJson *earlier = g_ptr_array_index (self->decisions, i);

      if (g_strcmp0 (csn_demo_json_member_text (earlier, "decision_id"), decision->decision_id) !=
          0)
        continue;
      if (g_strcmp0 (csn_demo_json_member_text (earlier, "sha256"), decision->body_sha256) == 0)
        return CSN_DEMO_ANSWER_REPEATED;
      return CSN_DEMO_ANSWER_DECIDED;
    }
  if (self->status == CSN_TASK_CANCELLED)
    return CSN_DEMO_ANSWER_GONE;
  if (self->status != CSN_TASK_PENDING_APPROVAL)
    return CSN_DEMO_ANSWER_DECIDED;
  if (!matches (self, decision))
    return CSN_DEMO_ANSWER_MISMATCH;
  if (!allows (self, decision->kind))
    return CSN_DEMO_ANSWER_INVALID;
  return CSN_DEMO_ANSWER_ACCEPTED;
}

static CsnTaskStatus
status_after (CsnDecisionKind kind)
{
  switch (kind)
    {
    case CSN_DECISION_APPROVE:
    case CSN_DECISION_EDIT:
      return CSN_TASK_APPROVED;
    case CSN_DECISION_REJECT:
      return CSN_TASK_REJECTED;
    case CSN_DECISION_RESPOND:
      return CSN_TASK_RUNNING;
    case CSN_DECISION_TAKEOVER:
      return CSN_TASK_TAKEN_OVER;
    case CSN_DECISION_ESCALATE:
      return CSN_TASK_ESCALATED;
    }
  g_return_val_if_reached (CSN_TASK_REJECTED);
}

static void
remember (CsnDemoTask *self, const CsnDemoDecision *decision)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "decision_id", decision->decision_id);
  csn_json_writer_member_string (writer, "decision", csn_decision_kind_to_string (decision->kind));
  csn_json_writer_member_string (writer, "decided_by", decision->decided_by);
  csn_json_writer_member_string (writer, "sha256", decision->body_sha256);
  csn_json_writer_end_object (writer);
  g_ptr_array_add (self->decisions, csn_demo_json_finish (writer));
}

void
csn_demo_task_decide (CsnDemoTask *self, const CsnDemoDecision *decision, gint64 now)
{
  g_return_if_fail (csn_demo_task_judge (self, decision) == CSN_DEMO_ANSWER_ACCEPTED);

  remember (self, decision);
  self->status = status_after (decision->kind);
  csn_demo_task_add_history (self,
                             csn_decision_kind_to_string (decision->kind),
                             decision->notes,
                             now);
  if (!csn_demo_decision_approves (decision))
    return;
  self->approved_action = csn_json_ref (decision->action);
  self->approved_digest = g_strdup (decision->action_digest);
}

/* Members of the answered version stand in for those of the first one. */
static CsnJson *
merge_answered (const CsnJson *proposal)
{
  const CsnJson *demo = csn_json_get_member (proposal, "demo");
  const CsnJson *answered = demo != NULL ? csn_json_get_member (demo, "answered") : NULL;
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < csn_json_get_size (proposal); i++)
    {
      const char *key = csn_json_get_key (proposal, i);
      const CsnJson *other = answered != NULL ? csn_json_get_member (answered, key) : NULL;

      csn_json_writer_key (writer, key);
      csn_json_writer_value (writer, other != NULL ? other : csn_json_get_element (proposal, i));
    }
  csn_json_writer_end_object (writer);
  return csn_demo_json_finish (writer);
}

void
csn_demo_task_propose (CsnDemoTask *self, gint64 now)
{
  g_return_if_fail (self->status == CSN_TASK_RUNNING);

  if (last_decision (self) != NULL)
    {
      g_autoptr (CsnJson) proposal = merge_answered (self->proposal);

      csn_json_unref (self->proposal);
      self->proposal = g_steal_pointer (&proposal);
      self->revision++;
      self->created_at = now;
    }
  self->status = CSN_TASK_PENDING_APPROVAL;
}

static void
set_outcome (CsnDemoTask *self, gboolean success, const char *detail, const char *digest)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_boolean (writer, "success", success);
  csn_json_writer_member_string (writer, "detail", detail);
  if (digest != NULL)
    csn_json_writer_member_string (writer, "executed_digest", digest);
  csn_json_writer_end_object (writer);
  g_clear_pointer (&self->outcome, csn_json_unref);
  self->outcome = csn_demo_json_finish (writer);
}

void
csn_demo_task_finish (CsnDemoTask *self,
                      gboolean success,
                      const char *detail,
                      const char *executed_digest)
{
  g_return_if_fail (self->status == CSN_TASK_APPROVED || self->status == CSN_TASK_REJECTED);

  self->status = success ? CSN_TASK_COMPLETED : CSN_TASK_FAILED;
  set_outcome (self, success, detail, executed_digest);
}

void
csn_demo_task_cancel (CsnDemoTask *self, const char *why, gint64 now)
{
  self->status = CSN_TASK_CANCELLED;
  csn_demo_task_add_history (self, "cancelled", why, now);
}

void
csn_demo_task_add_history (CsnDemoTask *self, const char *action, const char *result, gint64 now)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *at = csn_time_to_string (now);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "at", at);
  csn_json_writer_member_string (writer, "action", action);
  csn_json_writer_member_string (writer, "result", result);
  csn_json_writer_end_object (writer);
  g_ptr_array_add (self->history, csn_demo_json_finish (writer));
}
