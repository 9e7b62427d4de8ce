/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-writer.h"
#include "csn-takeover-private.h"
#include "csn-visible-text.h"

#define MASK "••••••"

/* Visible text can still be Markdown, and an address a link of its own accord. */
static void
append_escaped (GString *markdown, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr ("\\`*_{}[]()<>#+-.!|~&", *c) != NULL || (c[0] == ':' && c[1] == '/'))
        g_string_append_c (markdown, '\\');
      g_string_append_c (markdown, *c);
    }
}

static void
write_masked (CsnJsonWriter *writer, const char *key, const CsnJson *value)
{
  CsnJsonType type = csn_json_get_value_type (value);
  const char *text = type == CSN_JSON_STRING ? csn_json_get_text (value) : NULL;

  if (type != CSN_JSON_NULL && csn_visible_is_secret (key, text))
    {
      csn_json_writer_string (writer, MASK);
      return;
    }

  if (type == CSN_JSON_OBJECT)
    {
      csn_json_writer_begin_object (writer);
      for (guint i = 0; i < csn_json_get_size (value); i++)
        {
          const char *member = csn_json_get_key (value, i);

          csn_json_writer_key (writer, member);
          write_masked (writer, member, csn_json_get_element (value, i));
        }
      csn_json_writer_end_object (writer);
    }
  else if (type == CSN_JSON_ARRAY)
    {
      csn_json_writer_begin_array (writer);
      for (guint i = 0; i < csn_json_get_size (value); i++)
        write_masked (writer, key, csn_json_get_element (value, i));
      csn_json_writer_end_array (writer);
    }
  else
    csn_json_writer_value (writer, value);
}

/* The state as lines that are indented code: no fence that the state itself could end. */
static void
append_state (GString *markdown, const CsnJson *state)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *masked = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  g_auto (GStrv) lines = NULL;

  write_masked (writer, NULL, state);
  masked = csn_json_writer_finish (writer);
  json = csn_json_parse (masked, strlen (masked), strlen (masked), NULL, NULL);
  g_return_if_fail (json != NULL);

  text = csn_json_to_text (json, 2);
  visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);
  lines = g_strsplit (visible, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (markdown, "    %s\n", lines[i]);
}

static void
append_steps_done (GString *markdown, const CsnTakeover *self)
{
  if (self->steps->len == 0)
    g_string_append (markdown, "The agent told of none.\n");

  for (guint i = 0; i < self->steps->len; i++)
    {
      const CsnTakeoverStep *step = &g_array_index (self->steps, CsnTakeoverStep, i);

      g_string_append (markdown, "- ");
      append_escaped (markdown, step->text);
      if (step->failed)
        g_string_append (markdown, " **(failed)**");
      if (step->irreversible)
        g_string_append (markdown, " **(can't be undone)**");
      g_string_append_c (markdown, '\n');
    }
}

char *
csn_takeover_to_markdown (const CsnTakeover *self)
{
  GString *markdown;

  g_return_val_if_fail (self != NULL, NULL);

  markdown = g_string_new ("# Takeover\n\n## Why the agent stopped\n\n");
  append_escaped (markdown, self->reason);
  g_string_append (markdown, "\n\n## Work completed\n\n");
  append_steps_done (markdown, self);

  if (self->state != NULL)
    {
      g_string_append (markdown, "\n## Current state\n\n");
      append_state (markdown, self->state);
    }

  g_string_append (markdown, "\n## Next steps\n\n");
  for (guint i = 0; self->next_steps[i] != NULL; i++)
    {
      g_string_append_printf (markdown, "%u. ", i + 1);
      append_escaped (markdown, self->next_steps[i]);
      g_string_append_c (markdown, '\n');
    }

  return g_string_free (markdown, FALSE);
}
