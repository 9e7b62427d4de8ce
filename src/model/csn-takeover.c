/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-takeover.h"

#include <string.h>

#include "csn-json-writer.h"
#include "csn-takeover-private.h"

static void
step_clear (gpointer data)
{
  CsnTakeoverStep *step = data;

  g_free ((char *) step->text);
}

CsnTakeover *
csn_takeover_alloc (const char *author)
{
  CsnTakeover *self = g_atomic_rc_box_new0 (CsnTakeover);

  self->author = g_strdup (author);
  self->steps = g_array_new (FALSE, TRUE, sizeof (CsnTakeoverStep));
  g_array_set_clear_func (self->steps, step_clear);
  return self;
}

/* Takes @text. */
void
csn_takeover_add_step (CsnTakeover *self, char *text, gboolean failed, gboolean irreversible)
{
  CsnTakeoverStep step = { .text = text, .failed = failed, .irreversible = irreversible };

  g_array_append_val (self->steps, step);
}

CsnTakeover *
csn_takeover_ref (CsnTakeover *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
takeover_clear (gpointer data)
{
  CsnTakeover *self = data;

  g_free (self->author);
  g_free (self->reason);
  g_array_unref (self->steps);
  g_clear_pointer (&self->state, csn_json_unref);
  g_strfreev (self->next_steps);
}

void
csn_takeover_unref (CsnTakeover *self)
{
  g_atomic_rc_box_release_full (self, takeover_clear);
}

const char *
csn_takeover_get_reason (const CsnTakeover *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}

guint
csn_takeover_get_n_steps_done (const CsnTakeover *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}

const CsnTakeoverStep *
csn_takeover_get_step_done (const CsnTakeover *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->steps->len, NULL);

  return &g_array_index (self->steps, CsnTakeoverStep, index);
}

const CsnJson *
csn_takeover_get_state (const CsnTakeover *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->state;
}

const char *const *
csn_takeover_get_next_steps (const CsnTakeover *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->next_steps;
}

const char *
csn_takeover_get_author (const CsnTakeover *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->author;
}

char *
csn_takeover_to_json (const CsnTakeover *self)
{
  CsnJsonWriter *writer;

  g_return_val_if_fail (self != NULL, NULL);

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "author", self->author);
  csn_json_writer_member_string (writer, "stopping_reason", self->reason);

  csn_json_writer_key (writer, "work_completed");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < self->steps->len; i++)
    {
      const CsnTakeoverStep *step = &g_array_index (self->steps, CsnTakeoverStep, i);

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "text", step->text);
      csn_json_writer_member_boolean (writer, "failed", step->failed);
      csn_json_writer_member_boolean (writer, "irreversible", step->irreversible);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);

  csn_json_writer_key (writer, "current_state");
  csn_json_writer_value (writer, self->state);

  csn_json_writer_key (writer, "recommended_next_steps");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; self->next_steps[i] != NULL; i++)
    csn_json_writer_string (writer, self->next_steps[i]);
  csn_json_writer_end_array (writer);

  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
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

static gboolean
boolean_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = typed_member (object, key, CSN_JSON_BOOLEAN);

  return member != NULL && csn_json_get_boolean (member);
}

static gboolean
read_steps (CsnTakeover *self, const CsnJson *array)
{
  for (guint i = 0; array != NULL && i < csn_json_get_size (array); i++)
    {
      const CsnJson *step = csn_json_get_element (array, i);
      const char *text = string_member (step, "text");

      if (text == NULL)
        return FALSE;
      csn_takeover_add_step (self,
                             g_strdup (text),
                             boolean_member (step, "failed"),
                             boolean_member (step, "irreversible"));
    }

  return array != NULL;
}

static gboolean
read_next_steps (CsnTakeover *self, const CsnJson *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < csn_json_get_size (array); i++)
    {
      const CsnJson *step = csn_json_get_element (array, i);

      if (csn_json_get_value_type (step) != CSN_JSON_STRING)
        return FALSE;
      g_strv_builder_add (builder, csn_json_get_text (step));
    }

  self->next_steps = g_strv_builder_end (builder);
  return array != NULL;
}

CsnTakeover *
csn_takeover_from_json (const CsnJson *json, GError **error)
{
  g_autoptr (CsnTakeover) self = NULL;
  const char *author, *reason;
  const CsnJson *state;

  g_return_val_if_fail (json != NULL, NULL);

  author = string_member (json, "author");
  reason = string_member (json, "stopping_reason");
  self = csn_takeover_alloc (author);
  self->reason = g_strdup (reason);
  if (author == NULL || reason == NULL ||
      !read_steps (self, typed_member (json, "work_completed", CSN_JSON_ARRAY)) ||
      !read_next_steps (self, typed_member (json, "recommended_next_steps", CSN_JSON_ARRAY)))
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "This is no takeover package");
      return NULL;
    }

  state = typed_member (json, "current_state", CSN_JSON_OBJECT);
  self->state = state == NULL ? NULL : csn_json_ref (state);
  return g_steal_pointer (&self);
}
