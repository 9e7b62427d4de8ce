/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-reader-private.h"
#include "csn-time.h"

gboolean
csn_policy_reader_fail (CsnPolicyReader *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_free (self->fault);
  self->fault = g_strdup_vprintf (format, args);
  va_end (args);
  return FALSE;
}

void
csn_policy_reader_enter (CsnPolicyReader *self, const char *key, guint index)
{
  g_return_if_fail (self->place.n_steps < CSN_POLICY_MAX_STEPS);

  self->place.steps[self->place.n_steps++] = (CsnPolicyStep){ key, index };
}

void
csn_policy_reader_leave (CsnPolicyReader *self)
{
  self->place.n_steps--;
}

gboolean
csn_policy_reader_check_members (CsnPolicyReader *self,
                                 const CsnJson *json,
                                 const char *const *names)
{
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return csn_policy_reader_fail (self, "must be an object");

  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      const char *key = csn_json_get_key (json, i);

      /* A misspelt member must not pass for one that was left out. */
      if (g_strv_contains (names, key))
        continue;
      csn_policy_reader_enter (self, key, 0);
      self->at_key = TRUE;
      return csn_policy_reader_fail (self, "is not a member that belongs here");
    }
  return TRUE;
}

gboolean
csn_policy_reader_read_text (CsnPolicyReader *self,
                             const CsnJson *object,
                             const char *key,
                             gsize max_bytes,
                             const char *fallback,
                             const char **ret_text)
{
  const CsnJson *member = csn_json_get_member (object, key);
  gsize length;

  *ret_text = fallback;
  if (member == NULL && fallback != NULL)
    return TRUE;

  csn_policy_reader_enter (self, key, 0);
  if (member == NULL)
    return csn_policy_reader_fail (self, "is missing");
  if (csn_json_get_value_type (member) != CSN_JSON_STRING)
    return csn_policy_reader_fail (self, "must be a string");
  length = strlen (csn_json_get_text (member));
  if (length == 0 || length > max_bytes)
    return csn_policy_reader_fail (self,
                                   "must be a string of 1 to %" G_GSIZE_FORMAT " bytes",
                                   max_bytes);

  csn_policy_reader_leave (self);
  *ret_text = csn_json_get_text (member);
  return TRUE;
}

gboolean
csn_policy_reader_read_integer (CsnPolicyReader *self,
                                const CsnJson *json,
                                gint64 min,
                                gint64 max,
                                gint64 *ret_value)
{
  gint64 value;

  if (!csn_json_get_integer (json, &value) || value < min || value > max)
    return csn_policy_reader_fail (self,
                                   "must be a whole number from %" G_GINT64_FORMAT
                                   " to %" G_GINT64_FORMAT,
                                   min,
                                   max);

  *ret_value = value;
  return TRUE;
}

gboolean
csn_policy_reader_read_switch (CsnPolicyReader *self, const CsnJson *json, gboolean *ret_value)
{
  if (csn_json_get_value_type (json) != CSN_JSON_BOOLEAN)
    return csn_policy_reader_fail (self, "must be true or false");

  *ret_value = csn_json_get_boolean (json);
  return TRUE;
}

gboolean
csn_policy_reader_read_time (CsnPolicyReader *self,
                             const CsnJson *object,
                             const char *key,
                             gboolean optional,
                             gint64 *ret_time)
{
  const CsnJson *member = csn_json_get_member (object, key);

  *ret_time = 0;
  if (member == NULL && optional)
    return TRUE;

  csn_policy_reader_enter (self, key, 0);
  if (member == NULL)
    return csn_policy_reader_fail (self, "is missing");
  /* The epoch itself stands for "unknown". */
  if (csn_json_get_value_type (member) != CSN_JSON_STRING ||
      !csn_time_from_string (csn_json_get_text (member), ret_time) || *ret_time <= 0)
    return csn_policy_reader_fail (
        self,
        "must be a time after 1970 as RFC 3339 has it, such as \"2027-01-31T18:00:00Z\"");

  csn_policy_reader_leave (self);
  return TRUE;
}

gboolean
csn_policy_reader_read_level (CsnPolicyReader *self,
                              const CsnJson *object,
                              const char *key,
                              gboolean optional,
                              CsnLevel *ret_level)
{
  const CsnJson *member = csn_json_get_member (object, key);

  *ret_level = CSN_LEVEL_FULL_AUTO;
  if (member == NULL && optional)
    return TRUE;

  csn_policy_reader_enter (self, key, 0);
  if (member == NULL)
    return csn_policy_reader_fail (self, "is missing");
  if (csn_json_get_value_type (member) != CSN_JSON_STRING ||
      !csn_level_from_string (csn_json_get_text (member), ret_level))
    return csn_policy_reader_fail (self,
                                   "must be one of FULL_AUTO, NOTIFY_ONLY, SOFT_APPROVAL, "
                                   "HARD_APPROVAL and HUMAN_TAKEOVER");

  csn_policy_reader_leave (self);
  return TRUE;
}
