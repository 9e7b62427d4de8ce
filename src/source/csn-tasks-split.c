/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-split-private.h"

#include <string.h>

#define SPACE " \t\r\n"
#define TASKS_KEY "\"tasks\""

typedef struct
{
  const char *text;
  gsize length;
  gsize position;
  gsize copied; /* up to here the text is in the rest */
  gsize max_spans;
  gsize total;
  GArray *spans; /* (owned) (nullable) */
  GString *rest; /* (owned) */
} Splitter;

static gboolean
is_one_of (Splitter *self, const char *characters)
{
  return self->position < self->length && self->text[self->position] != '\0' &&
         strchr (characters, self->text[self->position]) != NULL;
}

static void
skip_space (Splitter *self)
{
  while (is_one_of (self, SPACE))
    self->position++;
}

static gboolean
skip_character (Splitter *self, char character)
{
  const char characters[] = { character, '\0' };

  skip_space (self);
  if (!is_one_of (self, characters))
    return FALSE;
  self->position++;

  return TRUE;
}

static gboolean
skip_string (Splitter *self)
{
  for (self->position++; self->position < self->length; self->position++)
    {
      char character = self->text[self->position];

      if (character == '\\')
        {
          self->position++;
        }
      else if (character == '"')
        {
          self->position++;
          return TRUE;
        }
    }

  return FALSE;
}

/* Counts brackets of both kinds alike: a text that mixes them up is no JSON, and whoever reads it
 * strictly finds that. No recursion, so any depth is fine. */
static gboolean
skip_container (Splitter *self)
{
  gsize depth = 0;

  while (self->position < self->length)
    {
      char character = self->text[self->position];

      if (character == '"')
        {
          if (!skip_string (self))
            return FALSE;
          continue;
        }
      self->position++;
      if (character == '{' || character == '[')
        depth++;
      else if ((character == '}' || character == ']') && --depth == 0)
        return TRUE;
    }

  return FALSE;
}

/* Everything up to the comma or bracket that ends it, odd bytes too; without the space at its end.
 */
static gboolean
skip_value (Splitter *self, gsize *ret_end)
{
  gsize begin = self->position;

  *ret_end = begin;
  while (self->position < self->length && !is_one_of (self, ",]}"))
    {
      gboolean space = is_one_of (self, SPACE);

      if (is_one_of (self, "\""))
        {
          if (!skip_string (self))
            return FALSE;
        }
      else if (is_one_of (self, "{["))
        {
          if (!skip_container (self))
            return FALSE;
        }
      else
        {
          self->position++;
        }
      if (!space)
        *ret_end = self->position;
    }

  return *ret_end > begin;
}

static void
note_task (Splitter *self, gsize begin, gsize end)
{
  CsnTaskSpan span = { begin, end - begin };

  self->total++;
  if (self->spans->len < self->max_spans)
    g_array_append_val (self->spans, span);
  g_string_append_len (self->rest, self->text + self->copied, (gssize) (begin - self->copied));
  g_string_append_c (self->rest, '0');
  self->copied = end;
}

static gboolean
split_array (Splitter *self)
{
  self->position++;
  if (skip_character (self, ']'))
    return TRUE;
  do
    {
      gsize begin;
      gsize end;

      skip_space (self);
      begin = self->position;
      if (!skip_value (self, &end))
        return FALSE;
      note_task (self, begin, end);
    }
  while (skip_character (self, ','));

  return skip_character (self, ']');
}

static gboolean
split_member (Splitter *self)
{
  gsize begin;
  gsize end;
  gboolean is_tasks;

  skip_space (self);
  begin = self->position;
  if (!is_one_of (self, "\"") || !skip_string (self))
    return FALSE;
  is_tasks = self->position - begin == strlen (TASKS_KEY) &&
             memcmp (self->text + begin, TASKS_KEY, strlen (TASKS_KEY)) == 0;
  if (!skip_character (self, ':'))
    return FALSE;
  skip_space (self);
  if (!is_tasks || self->spans != NULL || !is_one_of (self, "["))
    return skip_value (self, &end);

  self->spans = g_array_new (FALSE, FALSE, sizeof (CsnTaskSpan));
  return split_array (self);
}

static gboolean
split_document (Splitter *self)
{
  if (!skip_character (self, '{'))
    return FALSE;
  do
    {
      if (!split_member (self))
        return FALSE;
    }
  while (skip_character (self, ','));
  if (!skip_character (self, '}') || self->spans == NULL)
    return FALSE;
  g_string_append_len (self->rest,
                       self->text + self->copied,
                       (gssize) (self->length - self->copied));

  return TRUE;
}

gboolean
csn_tasks_split (const char *text,
                 gsize length,
                 gsize max_spans,
                 GArray **ret_spans,
                 GString **ret_rest,
                 gsize *ret_total)
{
  Splitter self = { text, length, 0, 0, max_spans, 0, NULL, g_string_new (NULL) };

  if (!split_document (&self))
    {
      g_clear_pointer (&self.spans, g_array_unref);
      g_string_free (self.rest, TRUE);
      return FALSE;
    }

  *ret_spans = self.spans;
  *ret_rest = self.rest;
  *ret_total = self.total;

  return TRUE;
}
