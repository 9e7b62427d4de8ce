/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-move-private.h"

#include "csn-gate-private.h"
#include "csn-store.h"
#include "csn-visible-text.h"

/* Foreign text in an event, in characters: far below the event's 64 KiB. */
#define MAX_TEXT 1000

#define MAX_DETAILS (64 * 1024)

const CsnActor csn_actor_system = { CSN_ACTOR_SYSTEM, NULL, NULL };
const CsnActor csn_actor_policy = { CSN_ACTOR_POLICY, NULL, NULL };
const CsnActor csn_actor_silence = { CSN_ACTOR_SILENCE, NULL, NULL };
const CsnActor csn_actor_agent = { CSN_ACTOR_AGENT, NULL, NULL };

typedef struct
{
  CsnMoveFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Effect;

static void
effect_free (gpointer data)
{
  Effect *effect = data;

  if (effect->destroy != NULL)
    effect->destroy (effect->data);
  g_free (effect);
}

CsnMove *
csn_move_new (CsnGate *gate)
{
  CsnMove *self = g_new0 (CsnMove, 1);

  self->gate = g_object_ref (gate);
  self->change = csn_change_new ();
  self->now = csn_clock_get_wall (gate->clock);
  self->effects = g_ptr_array_new_with_free_func (effect_free);
  return self;
}

void
csn_move_free (CsnMove *self)
{
  g_clear_pointer (&self->change, csn_change_free);
  g_ptr_array_unref (self->effects);
  g_clear_object (&self->task);
  g_free (self->result);
  g_object_unref (self->gate);
  g_free (self);
}

void
csn_move_event (CsnMove *self, CsnEvent *event, CsnJson *details)
{
  if (details != NULL)
    {
      csn_event_set_details (event, details);
      csn_json_unref (details);
    }
  if (csn_event_get_policy_sha256 (event) == NULL)
    csn_event_set_policy (event, csn_policy_get_sha256 (self->gate->policy));
  csn_change_add_event (self->change, event);
}

CsnEvent *
csn_move_new_item_event (CsnMove *self,
                         CsnEventType type,
                         const CsnActor *actor,
                         CsnInboxItem *item)
{
  CsnEvent *event = csn_event_new (type, self->now, actor);

  csn_event_set_request (event, item->id, item->request, item->verdict, item->policy_sha256);
  return event;
}

void
csn_move_then (CsnMove *self, CsnMoveFunc func, gpointer data, GDestroyNotify destroy)
{
  Effect *effect = g_new (Effect, 1);

  effect->func = func;
  effect->data = data;
  effect->destroy = destroy;
  g_ptr_array_add (self->effects, effect);
}

static void
return_failure (CsnMove *self, const GError *error)
{
  if (self->task == NULL)
    return;
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT))
    g_task_return_new_error (self->task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_DECIDED,
                             "Something else was recorded first.");
  else
    g_task_return_error (self->task, csn_gate_new_closed_error (self->gate));
}

static void
return_success (CsnMove *self)
{
  if (self->task == NULL)
    return;
  if (self->result != NULL)
    g_task_return_pointer (self->task, g_steal_pointer (&self->result), g_free);
  else
    g_task_return_boolean (self->task, TRUE);
}

static void
commit_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnMove) self = user_data;
  g_autoptr (GError) error = NULL;
  CsnGate *gate = self->gate;

  if (csn_store_commit_finish (CSN_STORE (object), result, &error))
    {
      for (guint i = 0; i < self->effects->len; i++)
        {
          Effect *effect = g_ptr_array_index (self->effects, i);

          effect->func (gate, effect->data);
        }
      return_success (self);
    }
  else
    {
      csn_gate_fail (gate, error);
      return_failure (self, error);
    }
  csn_gate_end_work (gate);
}

void
csn_move_run (CsnMove *self, GTask *task)
{
  self->task = task;
  self->gate->n_moves++;
  csn_store_commit_async (self->gate->store, g_steal_pointer (&self->change), commit_cb, self);
}

CsnJson *
csn_details_end (CsnJsonWriter *writer)
{
  g_autofree char *text = csn_json_writer_finish (writer);

  return csn_json_parse (text, strlen (text), MAX_DETAILS, NULL, NULL);
}

CsnJson *
csn_details_new (const char *name, ...)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  va_list args;

  csn_json_writer_begin_object (writer);
  va_start (args, name);
  while (name != NULL)
    {
      const char *value = va_arg (args, const char *);

      if (value != NULL)
        csn_json_writer_member_string (writer, name, value);
      name = va_arg (args, const char *);
    }
  va_end (args);
  csn_json_writer_end_object (writer);
  return csn_details_end (writer);
}

char *
csn_details_text (const char *text)
{
  g_autofree char *visible = NULL;
  g_autofree char *start = NULL;
  glong length;

  if (text == NULL)
    return NULL;
  if (csn_visible_is_secret (NULL, text))
    return g_strdup ("‹masked›");

  visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);
  length = g_utf8_strlen (visible, -1);
  if (length <= MAX_TEXT)
    return g_steal_pointer (&visible);
  start = g_utf8_substring (visible, 0, MAX_TEXT);
  return g_strdup_printf ("%s‹%ld more characters›", start, length - MAX_TEXT);
}

CsnActor
csn_gate_reviewer_actor (CsnGate *gate, const char *via)
{
  return (CsnActor){ CSN_ACTOR_HUMAN, gate->reviewer, via };
}
