/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json.h"
#include "csn-policy-place-private.h"
#include "csn-visible-text.h"

#define KEY_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

static void
append_key (GString *out, const char *key)
{
  g_autofree char *visible = NULL;

  if (*key != '\0' && key[strspn (key, KEY_CHARACTERS)] == '\0')
    {
      g_string_append_printf (out, "%s%s", out->len > 0 ? "." : "", key);
      return;
    }
  visible = csn_visible_text (key, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_string_append_printf (out, "[\"%s\"]", visible);
}

char *
csn_policy_place_to_string (const CsnPolicyPlace *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->n_steps; i++)
    {
      if (self->steps[i].key != NULL)
        append_key (out, self->steps[i].key);
      else
        g_string_append_printf (out, "[%u]", self->steps[i].index);
    }
  return g_string_free (out, FALSE);
}

static const char *
skip_space (const char *text)
{
  return text + strspn (text, " \t\r\n");
}

/* From the opening quote to behind the closing one, or to the end. */
static const char *
skip_string (const char *text)
{
  for (text++; *text != '"' && *text != '\0'; text++)
    {
      if (*text == '\\' && text[1] != '\0')
        text++;
    }
  return *text == '"' ? text + 1 : text;
}

static const char *
skip_value (const char *text)
{
  guint depth = 0;

  do
    {
      text = skip_space (text);
      if (*text == '"')
        {
          text = skip_string (text);
          continue;
        }
      if (*text == '{' || *text == '[')
        depth++;
      else if (*text == '}' || *text == ']')
        depth--;
      else if (*text != ',' && *text != ':')
        {
          text += strcspn (text, " \t\r\n,:]}");
          continue;
        }
      text++;
    }
  while (depth > 0 && *text != '\0');
  return text;
}

static char *
read_key (const char *text, const char *end)
{
  g_autoptr (CsnJson) json = csn_json_parse (text, (gsize) (end - text), G_MAXSIZE, NULL, NULL);

  return json != NULL ? g_strdup (csn_json_get_text (json)) : NULL;
}

/* From the bracket of a container to the child that @step names, or its key. */
static const char *
find_child (const char *text, const CsnPolicyStep *step, gboolean at_key)
{
  gboolean is_object = *text == '{';
  guint index = 0;

  if ((*text != '{' && *text != '[') || is_object != (step->key != NULL))
    return NULL;
  for (text = skip_space (text + 1); *text != '}' && *text != ']'; index++)
    {
      const char *child = text;

      if (is_object)
        {
          const char *end = skip_string (text);
          g_autofree char *key = read_key (text, end);

          child = skip_space (skip_space (end) + 1);
          if (g_strcmp0 (key, step->key) == 0)
            return at_key ? text : child;
        }
      else if (index == step->index)
        {
          return child;
        }
      text = skip_space (skip_value (child));
      if (*text == ',')
        text = skip_space (text + 1);
      else if (*text == '\0')
        return NULL;
    }
  return NULL;
}

const char *
csn_policy_place_find (const CsnPolicyPlace *self, const char *text, gboolean at_key)
{
  const char *found = skip_space (text);

  for (guint i = 0; i < self->n_steps; i++)
    {
      const char *child = find_child (found, &self->steps[i], at_key && i + 1 == self->n_steps);

      if (child == NULL)
        return found;
      found = child;
    }
  return found;
}

/* One container that is open where a fault is. */
typedef struct
{
  gboolean is_object;
  gboolean in_value; /* of an object: behind a key */
  guint index;
  const char *key; /* (nullable): the opening quote of the last key */
} Frame;

static char *
describe_frames (const Frame *frames, guint n_frames)
{
  CsnPolicyPlace place = { 0 };
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_frames && place.n_steps < CSN_POLICY_MAX_STEPS; i++)
    {
      CsnPolicyStep step = { .index = frames[i].index };

      if (frames[i].is_object)
        {
          if (frames[i].key == NULL)
            break;
          step.key = read_key (frames[i].key, skip_string (frames[i].key));
          if (step.key == NULL)
            break;
          g_ptr_array_add (keys, (char *) step.key);
        }
      place.steps[place.n_steps++] = step;
    }
  return csn_policy_place_to_string (&place);
}

static void
enter_character (Frame *frame, const char *at)
{
  if (*at == ',' && frame->is_object)
    {
      frame->in_value = FALSE;
      frame->key = NULL;
    }
  else if (*at == ',')
    {
      frame->index++;
    }
  else if (*at == ':')
    {
      frame->in_value = TRUE;
    }
  else if (*at == '"' && frame->is_object && !frame->in_value)
    {
      frame->key = at;
    }
}

char *
csn_policy_place_at (const char *text, gsize length)
{
  Frame frames[CSN_JSON_MAX_DEPTH + 1] = { 0 };
  const char *end = text + length;
  const char *at = text;
  guint depth = 0;

  while (at < end || (at == end && *at == '"' && depth > 0))
    {
      if (depth > 0)
        enter_character (&frames[depth - 1], at);
      if (*at == '"')
        {
          at = skip_string (at);
          continue;
        }
      if ((*at == '{' || *at == '[') && depth < G_N_ELEMENTS (frames))
        frames[depth++] = (Frame){ .is_object = *at == '{' };
      else if ((*at == '}' || *at == ']') && depth > 0)
        depth--;
      at++;
    }
  return describe_frames (frames, depth);
}
