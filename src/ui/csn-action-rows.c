/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-action-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-action-words.h"
#include "csn-visible-text.h"

/* What fits a label without slowing GTK; longer text scrolls. */
#define LABEL_MAX_BYTES 600
#define LABEL_MAX_LINES 8

typedef struct
{
  GPtrArray *rows;
  gboolean reveal;
} Builder;

static void
row_free (CsnActionRow *row)
{
  g_free (row->name);
  g_free (row->value);
  g_free (row);
}

static CsnActionRow *
add_row (Builder *builder, CsnActionRowKind kind, guint depth, const char *name, char *value)
{
  CsnActionRow *row = g_new0 (CsnActionRow, 1);

  row->kind = kind;
  row->depth = depth;
  row->name = g_strdup (name);
  row->value = value;
  g_ptr_array_add (builder->rows, row);
  return row;
}

static gboolean
is_long (const char *text)
{
  guint lines = 1;

  if (strlen (text) > LABEL_MAX_BYTES)
    return TRUE;
  for (const char *p = text; (p = strchr (p, '\n')) != NULL; p++)
    lines++;
  return lines > LABEL_MAX_LINES;
}

/* Text that could be taken for a number, a literal or nothing is quoted. */
static gboolean
needs_quotes (const char *text)
{
  return *text == '\0' || g_ascii_isspace (text[0]) || g_ascii_isspace (text[strlen (text) - 1]) ||
         g_str_equal (text, "true") || g_str_equal (text, "false") || g_str_equal (text, "null");
}

static void
add_string (Builder *builder, guint depth, const char *name, const char *key, const CsnJson *value)
{
  const char *text = csn_json_get_text (value);
  g_autofree char *visible = NULL;

  visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);
  if (is_long (visible))
    {
      CsnActionRow *row =
          add_row (builder, CSN_ACTION_ROW_LONG, depth, name, g_steal_pointer (&visible));

      row->size = strlen (text);
    }
  else if (csn_action_words_is_monospace (key))
    add_row (builder, CSN_ACTION_ROW_EXACT, depth, name, g_steal_pointer (&visible));
  else if (needs_quotes (visible))
    add_row (builder, CSN_ACTION_ROW_TEXT, depth, name, g_strdup_printf ("“%s”", visible));
  else
    add_row (builder, CSN_ACTION_ROW_TEXT, depth, name, g_steal_pointer (&visible));
}

static void
add_value (Builder *builder, guint depth, const char *name, const char *key, const CsnJson *value);

/* A member that already stands in its amount's row. */
static gboolean
is_shared (const char *money, const char *key)
{
  return money != NULL && g_str_equal (key, "currency");
}

static void
add_members (Builder *builder, guint depth, const CsnJson *object)
{
  g_autofree char *money = csn_action_words_money (object);

  for (guint i = 0; i < csn_json_get_size (object); i++)
    {
      const char *key = csn_json_get_key (object, i);
      g_autofree char *name = csn_action_words_name (key);

      if (builder->rows->len > CSN_ACTION_ROWS_MAX)
        return;
      if (is_shared (money, key))
        continue;
      if (money != NULL && g_str_equal (key, "amount"))
        add_row (builder, CSN_ACTION_ROW_MONEY, depth, name, g_strdup (money));
      else
        add_value (builder, depth, name, key, csn_json_get_element (object, i));
    }
}

static void
add_elements (Builder *builder, guint depth, const char *key, const CsnJson *array)
{
  for (guint i = 0; i < csn_json_get_size (array); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i + 1);

      if (builder->rows->len > CSN_ACTION_ROWS_MAX)
        return;
      add_value (builder, depth, name, key, csn_json_get_element (array, i));
    }
}

static void
add_container (Builder *builder,
               guint depth,
               const char *name,
               const char *key,
               const CsnJson *value)
{
  gboolean is_array = csn_json_get_value_type (value) == CSN_JSON_ARRAY;
  g_autofree char *money = csn_action_words_money (value);

  if (csn_json_get_size (value) == 0)
    {
      const char *empty = is_array ? _ ("empty list") : _ ("nothing inside");

      add_row (builder, CSN_ACTION_ROW_LITERAL, depth, name, g_strdup (empty));
      return;
    }
  if (money != NULL && csn_json_get_size (value) == 2)
    {
      add_row (builder, CSN_ACTION_ROW_MONEY, depth, name, g_steal_pointer (&money));
      return;
    }
  add_row (builder, CSN_ACTION_ROW_GROUP, depth, name, NULL);
  if (is_array)
    add_elements (builder, depth + 1, key, value);
  else
    add_members (builder, depth + 1, value);
}

static void
add_value (Builder *builder, guint depth, const char *name, const char *key, const CsnJson *value)
{
  if (!builder->reveal && csn_action_words_is_secret (key, value))
    {
      add_row (builder, CSN_ACTION_ROW_SECRET, depth, name, g_strdup (CSN_ACTION_WORDS_MASK));
      return;
    }
  switch (csn_json_get_value_type (value))
    {
    case CSN_JSON_NULL:
      add_row (builder, CSN_ACTION_ROW_LITERAL, depth, name, g_strdup ("null"));
      return;
    case CSN_JSON_BOOLEAN:
      add_row (builder,
               CSN_ACTION_ROW_LITERAL,
               depth,
               name,
               g_strdup (csn_json_get_boolean (value) ? "true" : "false"));
      return;
    case CSN_JSON_NUMBER:
      add_row (builder, CSN_ACTION_ROW_TEXT, depth, name, g_strdup (csn_json_get_text (value)));
      return;
    case CSN_JSON_STRING:
      add_string (builder, depth, name, key, value);
      return;
    case CSN_JSON_ARRAY:
    case CSN_JSON_OBJECT:
      add_container (builder, depth, name, key, value);
      return;
    }
}

GPtrArray *
csn_action_rows_new (const CsnJson *action, gboolean reveal)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  Builder builder = { rows, reveal };

  add_members (&builder, 0, action);
  return rows->len <= CSN_ACTION_ROWS_MAX ? g_steal_pointer (&rows) : NULL;
}
