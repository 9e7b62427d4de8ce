/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-json-diff.h"

#include "csn-visible-text.h"

static void
change_free (CsnJsonChange *change)
{
  g_free (change->path);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static char *
show (const CsnJson *value)
{
  g_autofree char *text = NULL;

  if (value == NULL)
    return NULL;
  text = csn_json_to_text (value, 0);
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

static char *
join_path (const char *path, const char *name)
{
  g_autofree char *visible = csn_visible_text (name, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  return *path == '\0' ? g_steal_pointer (&visible) : g_strdup_printf ("%s › %s", path, visible);
}

static void compare (GPtrArray *changes, const char *path, const CsnJson *a, const CsnJson *b);

static void
compare_named (GPtrArray *changes,
               const char *path,
               const char *name,
               const CsnJson *a,
               const CsnJson *b)
{
  g_autofree char *deeper = join_path (path, name);

  compare (changes, deeper, a, b);
}

static void
compare_objects (GPtrArray *changes, const char *path, const CsnJson *a, const CsnJson *b)
{
  for (guint i = 0; i < csn_json_get_size (a); i++)
    {
      const char *key = csn_json_get_key (a, i);

      compare_named (changes, path, key, csn_json_get_element (a, i), csn_json_get_member (b, key));
    }
  for (guint i = 0; i < csn_json_get_size (b); i++)
    {
      const char *key = csn_json_get_key (b, i);

      if (csn_json_get_member (a, key) == NULL)
        compare_named (changes, path, key, NULL, csn_json_get_element (b, i));
    }
}

static void
compare_arrays (GPtrArray *changes, const char *path, const CsnJson *a, const CsnJson *b)
{
  guint n_a = csn_json_get_size (a);
  guint n_b = csn_json_get_size (b);

  for (guint i = 0; i < MAX (n_a, n_b); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i + 1);

      compare_named (changes,
                     path,
                     name,
                     i < n_a ? csn_json_get_element (a, i) : NULL,
                     i < n_b ? csn_json_get_element (b, i) : NULL);
    }
}

static gboolean
both_are (const CsnJson *a, const CsnJson *b, CsnJsonType type)
{
  return a != NULL && b != NULL && csn_json_get_value_type (a) == type &&
         csn_json_get_value_type (b) == type;
}

static void
compare (GPtrArray *changes, const char *path, const CsnJson *a, const CsnJson *b)
{
  CsnJsonChange *change = NULL;

  if (both_are (a, b, CSN_JSON_OBJECT))
    {
      compare_objects (changes, path, a, b);
      return;
    }
  if (both_are (a, b, CSN_JSON_ARRAY))
    {
      compare_arrays (changes, path, a, b);
      return;
    }
  if (a != NULL && b != NULL && csn_json_equal (a, b))
    return;
  change = g_new0 (CsnJsonChange, 1);
  change->path = g_strdup (path);
  change->before = show (a);
  change->after = show (b);
  g_ptr_array_add (changes, change);
}

GPtrArray *
csn_json_diff (const CsnJson *proposed, const CsnJson *edited)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  compare (changes, "", proposed, edited);
  return changes;
}
