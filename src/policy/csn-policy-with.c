/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy-with.h"

#include <string.h>

#include "csn-policy-private.h"
#include "csn-time.h"

#define MAX_PATH 8

/* Writes @object with the value at @path replaced, added or, where @value is %NULL, left out. */
static void
write_edited (CsnJsonWriter *writer,
              const CsnJson *object,
              const char *const *path,
              const CsnJson *value)
{
  guint size = object != NULL ? csn_json_get_size (object) : 0;
  const CsnJson *child = object != NULL ? csn_json_get_member (object, path[0]) : NULL;

  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < size; i++)
    {
      if (strcmp (csn_json_get_key (object, i), path[0]) == 0)
        continue;
      csn_json_writer_key (writer, csn_json_get_key (object, i));
      csn_json_writer_value (writer, csn_json_get_element (object, i));
    }
  if (path[1] != NULL)
    {
      csn_json_writer_key (writer, path[0]);
      write_edited (writer, child, path + 1, value);
    }
  else if (value != NULL)
    {
      csn_json_writer_key (writer, path[0]);
      csn_json_writer_value (writer, value);
    }
  csn_json_writer_end_object (writer);
}

/* Through the one reader, so that nothing gets in that a file could not say. */
static CsnPolicy *
edit (const CsnPolicy *self, const char *const *path, const CsnJson *value, GError **error)
{
  static const char *const preset_path[] = { "preset", NULL };
  const char *before = csn_policy_peek_json (self);
  g_autoptr (CsnJson) document = csn_json_parse (before, strlen (before), G_MAXSIZE, NULL, NULL);
  g_autoptr (CsnJson) without_preset = NULL;
  g_autoptr (CsnJson) after = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *text = NULL;
  CsnJsonWriter *writer = csn_json_writer_new ();

  /* What is left out must not come from the preset that this policy no longer is. */
  write_edited (writer, document, preset_path, NULL);
  plain = csn_json_writer_finish (writer);
  without_preset = csn_json_parse (plain, strlen (plain), G_MAXSIZE, NULL, NULL);
  writer = csn_json_writer_new ();
  write_edited (writer, without_preset, path, value);
  text = csn_json_writer_finish (writer);
  after = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, error);
  return after != NULL ? csn_policy_new_from_json (after, error) : NULL;
}

static CsnPolicy *
edit_text (const CsnPolicy *self, const char *const *path, const char *value, GError **error)
{
  g_autoptr (CsnJson) json = NULL;

  if (value == NULL)
    return edit (self, path, NULL, error);
  json = csn_json_parse (value, strlen (value), CSN_POLICY_MAX_BYTES, NULL, error);
  return json != NULL ? edit (self, path, json, error) : NULL;
}

CsnPolicy *
csn_policy_with_member (const CsnPolicy *self,
                        const char *action_type,
                        const char *path,
                        const char *value,
                        GError **error)
{
  g_auto (GStrv) names = NULL;
  const char *steps[MAX_PATH + 1] = { NULL };
  guint n_steps = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL && *path != '\0', NULL);

  names = g_strsplit (path, ".", MAX_PATH - 2);
  if (action_type != NULL)
    {
      steps[n_steps++] = "action_types";
      steps[n_steps++] = action_type;
    }
  for (guint i = 0; names[i] != NULL; i++)
    steps[n_steps++] = names[i];
  return edit_text (self, steps, value, error);
}

/* An object of the numbers of @group in @numbers. */
static char *
write_group (const CsnPolicyNumbers *numbers, const char *group)
{
  GString *out = g_string_new ("{");

  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      const CsnPolicyNumberInfo *info = csn_policy_numbers_get_info (i);
      g_autofree char *value = NULL;

      if (g_strcmp0 (info->group, group) != 0)
        continue;
      value = csn_policy_numbers_format (numbers, i);
      g_string_append_printf (out, "%s\"%s\":%s", out->len > 1 ? "," : "", info->name, value);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

CsnPolicy *
csn_policy_with_thresholds (const CsnPolicy *self,
                            const char *action_type,
                            const CsnPolicyThresholds *thresholds,
                            GError **error)
{
  CsnPolicyNumbers numbers = { 0 };
  g_autofree char *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (thresholds != NULL, NULL);

  numbers.thresholds = *thresholds;
  value = write_group (&numbers, "confidence");
  return csn_policy_with_member (self, action_type, "confidence", value, error);
}

CsnPolicy *
csn_policy_with_autonomy (const CsnPolicy *self,
                          const char *action_type,
                          const CsnPolicyAutonomy *autonomy,
                          GError **error)
{
  CsnPolicyNumbers numbers = { 0 };
  g_autofree char *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (autonomy != NULL, NULL);

  numbers.autonomy = *autonomy;
  value = write_group (&numbers, "autonomy");
  return csn_policy_with_member (self, action_type, "autonomy", value, error);
}

/* The array @name with @entry in the place of the one with @id, or without that one if @entry is
 * %NULL. */
static CsnPolicy *
edit_entry (const CsnPolicy *self,
            const char *name,
            const char *id,
            const char *entry,
            GError **error)
{
  const char *const path[] = { name, NULL };
  const char *before = csn_policy_peek_json (self);
  g_autoptr (CsnJson) document = csn_json_parse (before, strlen (before), G_MAXSIZE, NULL, NULL);
  const CsnJson *entries = csn_json_get_member (document, name);
  GString *out = g_string_new ("[");
  g_autofree char *text = NULL;
  gboolean placed = entry == NULL;

  for (guint i = 0; entries != NULL && i < csn_json_get_size (entries); i++)
    {
      const CsnJson *element = csn_json_get_element (entries, i);
      const char *its_id = csn_json_get_text (csn_json_get_member (element, "id"));
      g_autofree char *its_text = NULL;

      if (g_strcmp0 (its_id, id) != 0)
        its_text = csn_json_to_text (element, 0);
      else if (!placed)
        its_text = g_strdup (entry);
      placed = placed || g_strcmp0 (its_id, id) == 0;
      if (its_text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", its_text);
    }
  if (!placed)
    g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", entry);
  g_string_append_c (out, ']');
  text = g_string_free (out, FALSE);
  return edit_text (self, path, text, error);
}

CsnPolicy *
csn_policy_with_rule (const CsnPolicy *self, const CsnStandingRule *rule, GError **error)
{
  g_autofree char *entry = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (rule != NULL, NULL);

  entry = csn_standing_rule_to_json (rule);
  return edit_entry (self, "rules", csn_standing_rule_get_terms (rule)->id, entry, error);
}

CsnPolicy *
csn_policy_without_rule (const CsnPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return edit_entry (self, "rules", id, NULL, NULL);
}

CsnPolicy *
csn_policy_with_grant (const CsnPolicy *self, const CsnGrant *grant, GError **error)
{
  g_autofree char *entry = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (grant != NULL, NULL);

  entry = csn_grant_to_json (grant);
  return edit_entry (self, "grants", csn_grant_get_terms (grant)->id, entry, error);
}

CsnPolicy *
csn_policy_without_grant (const CsnPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return edit_entry (self, "grants", id, NULL, NULL);
}

CsnPolicy *
csn_policy_without_action_type (const CsnPolicy *self, const char *action_type)
{
  const char *const path[] = { "action_types", action_type, NULL };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (action_type != NULL, NULL);

  return edit (self, path, NULL, NULL);
}
