/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-private.h"
#include "csn-time.h"

/* The seed note's own numbers. */
#define REFERENCE                                                                                  \
  .thresholds = { .takeover = 0.5,                                                                 \
                  .low = 0.65,                                                                     \
                  .irreversible = 0.75,                                                            \
                  .moderate = 0.80,                                                                \
                  .reversible = 0.85 },                                                            \
  .failures_24h = 3, .soft_timeout = 300 * CSN_SECOND, .hard_timeout = 86400 * CSN_SECOND,         \
  .autonomy = { .promote_after = 10, .demote_after = 2, .window = CSN_DAY }

static const struct
{
  const char *name;
  CsnPolicyNumbers numbers;
} presets[] = {
  { "reference", { REFERENCE } },
  { "cautious", { REFERENCE, .irreversible_hard = TRUE, .silence_reversible = TRUE } },
};

static void
numbers_for_free (gpointer data)
{
  CsnPolicyNumbersFor *self = data;

  g_free (self->action_type);
  g_clear_pointer (&self->own_limits, g_ptr_array_unref);
  csn_policy_numbers_clear (&self->numbers);
  g_free (self);
}

static void
unref_rule (gpointer data)
{
  csn_standing_rule_unref (data);
}

static void
unref_grant (gpointer data)
{
  csn_grant_unref (data);
}

gboolean
csn_policy_parts_init (CsnPolicyParts *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (g_strcmp0 (presets[i].name, name) != 0)
        continue;

      *self = (CsnPolicyParts){ 0 };
      csn_policy_numbers_copy (&self->base.numbers, &presets[i].numbers);
      csn_policy_put_limit (self->base.numbers.cost_limits, csn_money_new ("100.00", "USD"));
      self->overrides = g_ptr_array_new_with_free_func (numbers_for_free);
      self->rules = g_ptr_array_new_with_free_func (unref_rule);
      self->grants = g_ptr_array_new_with_free_func (unref_grant);
      return TRUE;
    }
  return FALSE;
}

void
csn_policy_parts_clear (CsnPolicyParts *self)
{
  csn_policy_numbers_clear (&self->base.numbers);
  g_clear_pointer (&self->overrides, g_ptr_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->grants, g_ptr_array_unref);
}

CsnPolicyNumbersFor *
csn_policy_parts_add_override (CsnPolicyParts *self, const char *action_type)
{
  CsnPolicyNumbersFor *override = g_new0 (CsnPolicyNumbersFor, 1);
  guint at = 0;

  override->action_type = g_strdup (action_type);
  override->own_limits = csn_policy_copy_limits (NULL);
  override->numbers.cost_limits = csn_policy_copy_limits (NULL);
  while (at < self->overrides->len &&
         strcmp (((CsnPolicyNumbersFor *) self->overrides->pdata[at])->action_type, action_type) <
             0)
    at++;
  g_ptr_array_insert (self->overrides, (gint) at, override);
  return override;
}

static void
resolve (CsnPolicyNumbersFor *self, const CsnPolicyNumbers *base)
{
  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      if ((self->given & (1u << i)) == 0)
        csn_policy_numbers_take (&self->numbers, base, i);
    }
  g_ptr_array_unref (self->numbers.cost_limits);
  self->numbers.cost_limits = csn_policy_copy_limits (base->cost_limits);
  for (guint i = 0; i < self->own_limits->len; i++)
    csn_policy_put_limit (self->numbers.cost_limits, csn_money_copy (self->own_limits->pdata[i]));
}

/* With two decimals at least, as people write them, and never rounded. */
static void
write_threshold (double threshold, char *ret_text)
{
  char exact[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (ret_text, CSN_POLICY_TEXT_BYTES, "%.2f", threshold);
  if (g_ascii_strtod (ret_text, NULL) == threshold)
    return;

  g_ascii_formatd (exact, sizeof exact, "%.15g", threshold);
  if (g_ascii_strtod (exact, NULL) != threshold)
    g_ascii_dtostr (exact, sizeof exact, threshold);
  g_strlcpy (ret_text, exact, CSN_POLICY_TEXT_BYTES);
}

static void
write_words (CsnPolicyNumbersFor *self)
{
  const CsnPolicyThresholds *thresholds = &self->numbers.thresholds;

  write_threshold (thresholds->takeover, self->words.takeover);
  write_threshold (thresholds->low, self->words.low);
  write_threshold (thresholds->irreversible, self->words.irreversible);
  write_threshold (thresholds->moderate, self->words.moderate);
  write_threshold (thresholds->reversible, self->words.reversible);
}

void
csn_policy_parts_resolve (CsnPolicyParts *self)
{
  write_words (&self->base);
  for (guint i = 0; i < self->overrides->len; i++)
    {
      resolve (self->overrides->pdata[i], &self->base.numbers);
      write_words (self->overrides->pdata[i]);
    }
}

const char *
csn_policy_parts_get_preset (const CsnPolicyParts *self)
{
  const char *found = CSN_POLICY_CUSTOM;

  if (self->overrides->len > 0 || self->rules->len > 0 || self->grants->len > 0)
    return found;

  for (guint i = 0; i < G_N_ELEMENTS (presets) && g_str_equal (found, CSN_POLICY_CUSTOM); i++)
    {
      CsnPolicyParts preset;

      csn_policy_parts_init (&preset, presets[i].name);
      if (csn_policy_numbers_equal (&preset.base.numbers, &self->base.numbers))
        found = presets[i].name;
      csn_policy_parts_clear (&preset);
    }
  return found;
}

/* What stands between two members of a group begins or ends the group's object. */
static void
write_numbers (CsnJsonWriter *writer, const CsnPolicyNumbersFor *self)
{
  const char *group = NULL;

  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      const CsnPolicyNumberInfo *info = csn_policy_numbers_get_info (i);
      g_autofree char *text = NULL;

      if (self->action_type != NULL && (self->given & (1u << i)) == 0)
        continue;
      /* Younger than the digests of the presets, which must not move for it. */
      if (self->action_type == NULL && g_str_equal (info->name, "confirm_promotions") &&
          !self->numbers.autonomy.confirm_promotions)
        continue;
      if (group != NULL && g_strcmp0 (group, info->group) != 0)
        csn_json_writer_end_object (writer);
      if (info->group != NULL && g_strcmp0 (group, info->group) != 0)
        {
          csn_json_writer_key (writer, info->group);
          csn_json_writer_begin_object (writer);
        }
      group = info->group;
      text = csn_policy_numbers_format (&self->numbers, i);
      csn_json_writer_key (writer, info->name);
      if (info->kind == CSN_POLICY_SWITCH)
        csn_json_writer_boolean (writer, g_str_equal (text, "true"));
      else
        csn_json_writer_number (writer, text);
    }
  if (group != NULL)
    csn_json_writer_end_object (writer);
}

static void
write_limits (CsnJsonWriter *writer, const GPtrArray *limits)
{
  csn_json_writer_key (writer, "cost_limits");
  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < limits->len; i++)
    csn_json_writer_member_string (writer,
                                   csn_money_get_currency (limits->pdata[i]),
                                   csn_money_get_amount (limits->pdata[i]));
  csn_json_writer_end_object (writer);
}

static void
write_overrides (CsnJsonWriter *writer, const GPtrArray *overrides)
{
  if (overrides->len == 0)
    return;

  csn_json_writer_key (writer, "action_types");
  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < overrides->len; i++)
    {
      const CsnPolicyNumbersFor *override = overrides->pdata[i];

      csn_json_writer_key (writer, override->action_type);
      csn_json_writer_begin_object (writer);
      write_numbers (writer, override);
      if (override->own_limits->len > 0)
        write_limits (writer, override->own_limits);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_object (writer);
}

/* Writes what is JSON already. */
static void
write_text (CsnJsonWriter *writer, char *text)
{
  g_autofree char *owned = text;
  g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);

  csn_json_writer_value (writer, json);
}

static void
write_rules_and_grants (CsnJsonWriter *writer, const CsnPolicyParts *self)
{
  if (self->rules->len > 0)
    {
      csn_json_writer_key (writer, "rules");
      csn_json_writer_begin_array (writer);
      for (guint i = 0; i < self->rules->len; i++)
        write_text (writer, csn_standing_rule_to_json (self->rules->pdata[i]));
      csn_json_writer_end_array (writer);
    }
  if (self->grants->len > 0)
    {
      csn_json_writer_key (writer, "grants");
      csn_json_writer_begin_array (writer);
      for (guint i = 0; i < self->grants->len; i++)
        write_text (writer, csn_grant_to_json (self->grants->pdata[i]));
      csn_json_writer_end_array (writer);
    }
}

char *
csn_policy_parts_to_json (const CsnPolicyParts *self)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "version", CSN_POLICY_VERSION);
  csn_json_writer_member_string (writer, "preset", csn_policy_parts_get_preset (self));
  write_numbers (writer, &self->base);
  write_limits (writer, self->base.numbers.cost_limits);
  write_overrides (writer, self->overrides);
  write_rules_and_grants (writer, self);
  csn_json_writer_end_object (writer);

  text = csn_json_writer_finish (writer);
  json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  return csn_json_to_canonical (json, NULL);
}
