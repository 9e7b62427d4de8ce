/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-member.h"

#include "csn-time.h"

const char *
csn_member_text (const CsnJson *object, const char *key)
{
  const CsnJson *member = object != NULL ? csn_json_get_member (object, key) : NULL;

  if (member == NULL || (csn_json_get_value_type (member) != CSN_JSON_STRING &&
                         csn_json_get_value_type (member) != CSN_JSON_NUMBER))
    return NULL;
  return csn_json_get_text (member);
}

gboolean
csn_member_is_true (const CsnJson *object, const char *key)
{
  const CsnJson *member = object != NULL ? csn_json_get_member (object, key) : NULL;

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_BOOLEAN &&
         csn_json_get_boolean (member);
}

gint64
csn_member_integer (const CsnJson *object, const char *key)
{
  const CsnJson *member = object != NULL ? csn_json_get_member (object, key) : NULL;
  gint64 value = 0;

  if (member != NULL)
    csn_json_get_integer (member, &value);
  return value;
}

char *
csn_member_time (const CsnJson *object, const char *key)
{
  const char *text = csn_member_text (object, key);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  gint64 time;

  if (text == NULL || !csn_time_from_string (text, &time))
    return NULL;
  utc = g_date_time_new_from_unix_utc (time / CSN_SECOND);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : NULL;
}
