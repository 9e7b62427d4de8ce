/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-split-private.h"

#include <string.h>

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

static char
peek (Splitter *self)
{
  return self->position < self->length ? self->text[self->position] : '\0';
}

static void
skip_space (Splitter *self)
{
  while (self->position < self->length && strchr (" \t\r\n", self->text[self->position]) != NULL &&
         self->text[self->position] != '\0')
    self->position++;
}

static gboolean
skip_character (Splitter *self, char character)
{
  skip_space (self);
  if (self->position >= self->length || self->text[self->position] != character)
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

static gboolean
skip_value (Splitter *self)
{
  gsize begin = self->position;

  switch (peek (self))
    {
    case '"':
      return skip_string (self);
    case '{':
    case '[':
      return skip_container (self);
    default:
      while (self->position < self->length &&
             (peek (self) == '\0' || strchr (" \t\r\n,:{}[]\"", peek (self)) == NULL))
        self->position++;
      return self->position > begin;
    }
}

static void
note_task (Splitter *self, gsize begin)
{
  CsnTaskSpan span = { begin, self->position - begin };

  self->total++;
  if (self->spans->len < self->max_spans)
    g_array_append_val (self->spans, span);
  g_string_append_len (self->rest, self->text + self->copied, (gssize) (begin - self->copied));
  g_string_append_c (self->rest, '0');
  self->copied = self->position;
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

      skip_space (self);
      begin = self->position;
      if (!skip_value (self))
        return FALSE;
      note_task (self, begin);
    }
  while (skip_character (self, ','));

  return skip_character (self, ']');
}

static gboolean
split_member (Splitter *self)
{
  gsize begin;
  gboolean is_tasks;

  skip_space (self);
  begin = self->position;
  if (peek (self) != '"' || !skip_string (self))
    return FALSE;
  is_tasks = self->position - begin == strlen (TASKS_KEY) &&
             memcmp (self->text + begin, TASKS_KEY, strlen (TASKS_KEY)) == 0;
  if (!skip_character (self, ':'))
    return FALSE;
  skip_space (self);
  if (!is_tasks || self->spans != NULL || peek (self) != '[')
    return skip_value (self);

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
