/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-reader-private.h"
#include "csn-time.h"

#define MAX_ACTION_TYPE_BYTES 256
#define MAX_ACTION_TYPES 500

static gboolean
read_threshold (CsnPolicyReader *self, const CsnJson *json, double *ret_value)
{
  double value;

  if (!csn_json_get_double (json, &value) || !(value >= 0 && value <= 1))
    return csn_policy_reader_fail (self, "must be a number from 0 to 1");

  *ret_value = value;
  return TRUE;
}

static gboolean
read_number (CsnPolicyReader *self,
             const CsnJson *json,
             const CsnPolicyNumberInfo *info,
             CsnPolicyNumbers *numbers)
{
  void *at = (char *) numbers + info->offset;
  gint64 value = 0;

  switch (info->kind)
    {
    case CSN_POLICY_THRESHOLD:
      return read_threshold (self, json, at);
    case CSN_POLICY_SWITCH:
      return csn_policy_reader_read_switch (self, json, at);
    case CSN_POLICY_COUNT:
      if (!csn_policy_reader_read_integer (self, json, info->min, info->max, &value))
        return FALSE;
      *(guint *) at = (guint) value;
      return TRUE;
    case CSN_POLICY_SECONDS:
      if (!csn_policy_reader_read_integer (self, json, info->min, info->max, &value))
        return FALSE;
      *(gint64 *) at = value * CSN_SECOND;
      return TRUE;
    }

  g_return_val_if_reached (FALSE);
}

/* Reads the numbers of @group, %NULL for those that are in none, from @object. */
static gboolean
read_group (CsnPolicyReader *self,
            const CsnJson *object,
            const char *group,
            CsnPolicyNumbersFor *numbers)
{
  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      const CsnPolicyNumberInfo *info = csn_policy_numbers_get_info (i);
      const CsnJson *member = csn_json_get_member (object, info->name);

      if (member == NULL || g_strcmp0 (info->group, group) != 0)
        continue;
      csn_policy_reader_enter (self, info->name, 0);
      if (!read_number (self, member, info, &numbers->numbers))
        return FALSE;
      csn_policy_reader_leave (self);
      numbers->given |= 1u << i;
    }
  return TRUE;
}

static gboolean
read_object_of_group (CsnPolicyReader *self,
                      const CsnJson *object,
                      const char *group,
                      CsnPolicyNumbersFor *numbers)
{
  const CsnJson *member = csn_json_get_member (object, group);
  const char *names[CSN_POLICY_N_NUMBERS + 1] = { NULL };
  guint n_names = 0;

  if (member == NULL)
    return TRUE;

  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      if (g_strcmp0 (csn_policy_numbers_get_info (i)->group, group) == 0)
        names[n_names++] = csn_policy_numbers_get_info (i)->name;
    }
  csn_policy_reader_enter (self, group, 0);
  if (!csn_policy_reader_check_members (self, member, names) ||
      !read_group (self, member, group, numbers))
    return FALSE;
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_limits (CsnPolicyReader *self, const CsnJson *object, GPtrArray *limits)
{
  const CsnJson *json = csn_json_get_member (object, "cost_limits");

  if (json == NULL)
    return TRUE;

  csn_policy_reader_enter (self, "cost_limits", 0);
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return csn_policy_reader_fail (self, "must be an object such as {\"USD\":\"100.00\"}");
  g_ptr_array_set_size (limits, 0);
  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      const char *currency = csn_json_get_key (json, i);
      const CsnJson *amount = csn_json_get_element (json, i);
      CsnMoney *limit = NULL;

      csn_policy_reader_enter (self, currency, 0);
      if (csn_json_get_value_type (amount) == CSN_JSON_STRING)
        limit = csn_money_new (csn_json_get_text (amount), currency);
      if (limit == NULL)
        return csn_policy_reader_fail (
            self,
            "must be a decimal in quotes under a currency of three capital letters, such as "
            "\"USD\":\"100.00\"");
      csn_policy_reader_leave (self);
      csn_policy_put_limit (limits, limit);
    }
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_numbers (CsnPolicyReader *self,
              const CsnJson *object,
              CsnPolicyNumbersFor *numbers,
              GPtrArray *limits)
{
  return read_object_of_group (self, object, "confidence", numbers) &&
         read_group (self, object, NULL, numbers) && read_limits (self, object, limits) &&
         read_object_of_group (self, object, "timeout_seconds", numbers) &&
         read_object_of_group (self, object, "autonomy", numbers);
}

static gboolean
check_order (CsnPolicyReader *self, const CsnPolicyThresholds *thresholds)
{
  if (thresholds->takeover <= thresholds->low && thresholds->low <= thresholds->moderate)
    return TRUE;

  csn_policy_reader_enter (self, "confidence", 0);
  return csn_policy_reader_fail (self,
                                 "has \"takeover_below\", \"hard_below\" and \"soft_below\" in the "
                                 "wrong order: none may be below the one before");
}

static gboolean
read_override (CsnPolicyReader *self,
               const CsnJson *json,
               const char *action_type,
               CsnPolicyParts *parts)
{
  static const char *const names[] = { "confidence",        "failures_24h",
                                       "cost_limits",       "timeout_seconds",
                                       "irreversible_hard", "silence_approves_reversible_only",
                                       "autonomy",          NULL };
  CsnPolicyNumbersFor *override;

  if (*action_type == '\0' || strlen (action_type) > MAX_ACTION_TYPE_BYTES)
    return csn_policy_reader_fail (self,
                                   "must be named for an action type of 1 to %d bytes",
                                   MAX_ACTION_TYPE_BYTES);
  override = csn_policy_parts_add_override (parts, action_type);
  if (!csn_policy_reader_check_members (self, json, names) ||
      !read_numbers (self, json, override, override->own_limits))
    return FALSE;

  if (override->given == 0 && override->own_limits->len == 0)
    g_ptr_array_remove (parts->overrides, override);
  return TRUE;
}

static gboolean
read_overrides (CsnPolicyReader *self, const CsnJson *document, CsnPolicyParts *parts)
{
  const CsnJson *json = csn_json_get_member (document, "action_types");

  if (json == NULL)
    return TRUE;

  csn_policy_reader_enter (self, "action_types", 0);
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT ||
      csn_json_get_size (json) > MAX_ACTION_TYPES)
    return csn_policy_reader_fail (self,
                                   "must be an object of at most %d action types",
                                   MAX_ACTION_TYPES);
  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      const char *action_type = csn_json_get_key (json, i);

      csn_policy_reader_enter (self, action_type, 0);
      if (!read_override (self, csn_json_get_element (json, i), action_type, parts))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  csn_policy_parts_resolve (parts);
  for (guint i = 0; i < parts->overrides->len; i++)
    {
      const CsnPolicyNumbersFor *override = parts->overrides->pdata[i];

      csn_policy_reader_enter (self, override->action_type, 0);
      if (!check_order (self, &override->numbers.thresholds))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_version (CsnPolicyReader *self, const CsnJson *document)
{
  const CsnJson *json = csn_json_get_member (document, "version");
  gint64 version;

  csn_policy_reader_enter (self, "version", 0);
  if (json == NULL)
    return csn_policy_reader_fail (self, "is missing");
  if (!csn_json_get_integer (json, &version) || version < 1)
    return csn_policy_reader_fail (self, "must be %d", CSN_POLICY_VERSION);
  if (version > CSN_POLICY_VERSION)
    return csn_policy_reader_fail (self,
                                   "is %" G_GINT64_FORMAT
                                   ", and this Countersign knows version %d only; it takes a newer "
                                   "Countersign to read it",
                                   version,
                                   CSN_POLICY_VERSION);
  csn_policy_reader_leave (self);
  return TRUE;
}

/* Decides what the document's numbers start from. */
static gboolean
read_preset (CsnPolicyReader *self, const CsnJson *document, CsnPolicyParts *parts)
{
  const CsnJson *json = csn_json_get_member (document, "preset");
  const char *name = CSN_POLICY_CUSTOM;

  csn_policy_reader_enter (self, "preset", 0);
  if (json != NULL && csn_json_get_value_type (json) != CSN_JSON_STRING)
    return csn_policy_reader_fail (self, "must be a string");
  if (json != NULL)
    name = csn_json_get_text (json);
  if (strcmp (name, CSN_POLICY_CUSTOM) == 0)
    name = "reference";
  if (!csn_policy_parts_init (parts, name))
    return csn_policy_reader_fail (self, "must be one of reference, cautious and custom");
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_entries (CsnPolicyReader *self, const CsnJson *document, CsnPolicyParts *parts)
{
  const CsnJson *rules = csn_json_get_member (document, "rules");
  const CsnJson *grants = csn_json_get_member (document, "grants");

  if (rules != NULL)
    {
      csn_policy_reader_enter (self, "rules", 0);
      if (!csn_policy_reader_read_rules (self, rules, parts))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  if (grants != NULL)
    {
      csn_policy_reader_enter (self, "grants", 0);
      if (!csn_policy_reader_read_grants (self, grants, parts))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  return TRUE;
}

static gboolean
read_document (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts)
{
  static const char *const names[] = { "version",
                                       "preset",
                                       "confidence",
                                       "failures_24h",
                                       "cost_limits",
                                       "timeout_seconds",
                                       "irreversible_hard",
                                       "silence_approves_reversible_only",
                                       "autonomy",
                                       "action_types",
                                       "rules",
                                       "grants",
                                       NULL };

  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return csn_policy_reader_fail (self, "must be an object");
  /* A newer version may well have other members. */
  return read_version (self, json) && csn_policy_reader_check_members (self, json, names) &&
         read_preset (self, json, parts) &&
         read_numbers (self, json, &parts->base, parts->base.numbers.cost_limits) &&
         check_order (self, &parts->base.numbers.thresholds) &&
         read_overrides (self, json, parts) && read_entries (self, json, parts);
}

/* Columns count characters, as editors do. */
static char *
describe_position (const char *text, const char *at)
{
  const char *line = text;
  guint lines = 1;
  glong column;

  for (const char *p = text; p < at; p++)
    {
      if (*p != '\n')
        continue;
      lines++;
      line = p + 1;
    }
  column = 1 + g_utf8_strlen (line, at - line);
  return g_strdup_printf ("Line %u, column %ld, ", lines, column);
}

static void
set_error (GError **error, const char *position, const char *place, const char *fault)
{
  g_autofree char *message =
      g_strdup_printf ("%s%s: %s", position, *place != '\0' ? place : "the policy", fault);

  g_set_error_literal (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, message);
}

/* @text is %NULL where only the values are known. */
static CsnPolicy *
read_policy (const CsnJson *json, const char *text, GError **error)
{
  CsnPolicyReader reader = { 0 };
  CsnPolicyParts parts = { 0 };
  g_autofree char *place = NULL;
  g_autofree char *position = NULL;
  CsnPolicy *policy = NULL;

  if (read_document (&reader, json, &parts))
    {
      policy = csn_policy_new_with_parts (&parts);
      if (strlen (csn_policy_peek_json (policy)) <= CSN_POLICY_MAX_BYTES)
        return policy;
      g_clear_pointer (&policy, csn_policy_unref);
      reader.place.n_steps = 0;
      csn_policy_reader_fail (&reader, "is larger than 1 MiB in its canonical form");
    }

  place = csn_policy_place_to_string (&reader.place);
  if (text != NULL)
    position = describe_position (text, csn_policy_place_find (&reader.place, text, reader.at_key));
  set_error (error, position != NULL ? position : "", place, reader.fault);
  g_free (reader.fault);
  csn_policy_parts_clear (&parts);
  return NULL;
}

CsnPolicy *
csn_policy_new_from_json (const CsnJson *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  return read_policy (json, NULL, error);
}

CsnPolicy *
csn_policy_parse (const char *text, gsize length, GError **error)
{
  g_autofree char *copy = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *place = NULL;
  g_autofree char *position = NULL;
  gsize offset = 0;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > CSN_POLICY_MAX_BYTES)
    {
      set_error (error, "", "", "is larger than 1 MiB");
      return NULL;
    }
  copy = g_malloc (length + 1);
  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  json = csn_json_parse (copy, length, CSN_POLICY_MAX_BYTES, &offset, &fault);
  if (json != NULL)
    return read_policy (json, copy, error);

  offset = MIN (offset, length);
  position = describe_position (copy, copy + offset);
  place = csn_policy_place_at (copy, offset);
  set_error (error, position, place, fault->message);
  return NULL;
}
