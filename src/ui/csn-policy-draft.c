/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-draft.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "csn-policy-with.h"

CsnJson *
csn_policy_draft_read (const CsnPolicy *policy)
{
  g_autofree char *text = csn_policy_to_json (policy);

  return csn_json_parse (text, strlen (text), CSN_POLICY_MAX_BYTES, NULL, NULL);
}

const CsnJson *
csn_policy_draft_find (const CsnJson *document, const char *path)
{
  g_auto (GStrv) keys = g_strsplit (path, ".", 2);
  const CsnJson *value = document;

  for (guint i = 0; keys[i] != NULL && value != NULL; i++)
    value = csn_json_get_value_type (value) == CSN_JSON_OBJECT
                ? csn_json_get_member (value, keys[i])
                : NULL;
  return value;
}

char *
csn_policy_draft_costs (const CsnJson *document)
{
  const CsnJson *limits = csn_policy_draft_find (document, "cost_limits");
  GString *out = g_string_new (NULL);

  for (guint i = 0; limits != NULL && i < csn_json_get_size (limits); i++)
    g_string_append_printf (out,
                            "%s%s %s",
                            i > 0 ? ", " : "",
                            csn_json_get_text (csn_json_get_element (limits, i)),
                            csn_json_get_key (limits, i));
  return g_string_free (out, FALSE);
}

gboolean
csn_policy_draft_set (CsnPolicy **policy, const char *path, const char *value, GError **error)
{
  CsnPolicy *with = csn_policy_with_member (*policy, NULL, path, value, error);

  if (with == NULL)
    return FALSE;
  csn_policy_unref (*policy);
  *policy = with;
  return TRUE;
}

static gboolean
remove_costs (CsnPolicy **policy, GError **error)
{
  g_autoptr (CsnJson) document = csn_policy_draft_read (*policy);
  const CsnJson *limits = csn_policy_draft_find (document, "cost_limits");

  for (guint i = 0; limits != NULL && i < csn_json_get_size (limits); i++)
    {
      g_autofree char *path = g_strconcat ("cost_limits.", csn_json_get_key (limits, i), NULL);

      if (!csn_policy_draft_set (policy, path, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_cost (CsnPolicy **policy, const char *part, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (part, " \t", -1);
  const char *found[2] = { NULL, NULL };
  guint n = 0;
  g_autoptr (CsnMoney) money = NULL;
  g_autofree char *path = NULL;
  g_autofree char *value = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && n++ < G_N_ELEMENTS (found))
      found[n - 1] = words[i];
  if (n == G_N_ELEMENTS (found))
    money = csn_money_new (found[0], found[1]);
  if (money == NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is no cost limit. Write them as 100.00 USD, 90.00 EUR."),
                   part);
      return FALSE;
    }
  path = g_strconcat ("cost_limits.", csn_money_get_currency (money), NULL);
  value = g_strdup_printf ("\"%s\"", csn_money_get_amount (money));
  return csn_policy_draft_set (policy, path, value, error);
}

gboolean
csn_policy_draft_set_costs (CsnPolicy **policy, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (CsnPolicy) draft = csn_policy_ref (*policy);

  if (!remove_costs (&draft, error))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0' && !add_cost (&draft, parts[i], error))
        return FALSE;
    }
  csn_policy_unref (*policy);
  *policy = g_steal_pointer (&draft);
  return TRUE;
}
