/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-json.h"

#include <string.h>

CsnJson *
csn_demo_json_finish (CsnJsonWriter *writer)
{
  g_autofree char *text = csn_json_writer_finish (writer);
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);

  if (json == NULL)
    g_critical ("What was written can't be read: %s", error->message);
  return json;
}

CsnJson *
csn_demo_json_read (const char *text)
{
  return csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
}

const char *
csn_demo_json_member_text (const CsnJson *json, const char *key)
{
  const CsnJson *member = json != NULL ? csn_json_get_member (json, key) : NULL;

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (member);
}

gint64
csn_demo_json_member_integer (const CsnJson *json, const char *key, gint64 fallback)
{
  const CsnJson *member = json != NULL ? csn_json_get_member (json, key) : NULL;
  gint64 value;

  if (member == NULL || !csn_json_get_integer (member, &value))
    return fallback;
  return value;
}

gboolean
csn_demo_json_member_is_true (const CsnJson *json, const char *key)
{
  const CsnJson *member = json != NULL ? csn_json_get_member (json, key) : NULL;

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_BOOLEAN &&
         csn_json_get_boolean (member);
}

gint64
csn_demo_now (void)
{
  return g_get_real_time ();
}
