/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-output.h"
#include "csn-policy-changes.h"
#include "csn-policy.h"
#include "csn-table.h"
#include "csn-time.h"

static void
print_line (const char *label, const char *text)
{
  g_autofree char *visible = csn_output_visible (text);

  csn_output_text ("%-14s%s\n", label, visible);
}

/* One row for each number, named as the file and the changes name it. */
static void
add_members (CsnTable *table, const char *path, const CsnJson *object)
{
  for (guint i = 0; i < csn_json_get_size (object); i++)
    {
      const char *key = csn_json_get_key (object, i);
      const CsnJson *value = csn_json_get_element (object, i);
      g_autofree char *name = path != NULL ? g_strconcat (path, ".", key, NULL) : g_strdup (key);
      g_autofree char *text = NULL;

      switch (csn_json_get_value_type (value))
        {
        case CSN_JSON_OBJECT:
          add_members (table, name, value);
          break;
        case CSN_JSON_ARRAY:
          break;
        case CSN_JSON_STRING:
          csn_table_add_cell (table, name);
          csn_table_add_cell (table, csn_json_get_text (value));
          break;
        case CSN_JSON_NULL:
        case CSN_JSON_BOOLEAN:
        case CSN_JSON_NUMBER:
          text = csn_json_to_canonical (value, NULL);
          csn_table_add_cell (table, name);
          csn_table_add_cell (table, text);
          break;
        }
    }
}

static void
add_time (CsnTable *table, gint64 time)
{
  g_autofree char *text = time != 0 ? csn_time_to_string (time) : NULL;

  csn_table_add_cell (table, text);
}

static void
print_rules (const CsnPolicy *policy)
{
  g_autoptr (CsnTable) table = NULL;

  if (csn_policy_get_n_rules (policy) == 0)
    return;
  table = csn_table_new (_ ("STANDING RULE"),
                         _ ("AGENTS"),
                         _ ("ACTION TYPES"),
                         _ ("CONDITIONS"),
                         _ ("EFFECT"),
                         _ ("LEVEL"),
                         _ ("EXPIRES"),
                         NULL);
  for (guint i = 0; i < csn_policy_get_n_rules (policy); i++)
    {
      const CsnStandingRuleTerms *terms =
          csn_standing_rule_get_terms (csn_policy_get_rule (policy, i));
      g_autofree char *effect = g_strdup_printf ("%s%s",
                                                 csn_rule_effect_to_string (terms->effect),
                                                 terms->dry_run ? _ (" (dry run)") : "");
      g_autofree char *conditions = g_strdup_printf ("%u", terms->n_conditions);

      csn_table_add_cell (table, terms->id);
      csn_table_add_cell (table, terms->agents);
      csn_table_add_cell (table, terms->action_types);
      csn_table_add_cell (table, conditions);
      csn_table_add_cell (table, effect);
      csn_table_add_cell (table, csn_level_to_string (terms->level));
      add_time (table, terms->expires_at);
    }
  csn_output_text ("\n");
  csn_table_print (table);
}

static void
print_grants (const CsnPolicy *policy)
{
  g_autoptr (CsnTable) table = NULL;

  if (csn_policy_get_n_grants (policy) == 0)
    return;
  table = csn_table_new (_ ("GRANT"),
                         _ ("FROM"),
                         _ ("TO"),
                         _ ("ACTION TYPES"),
                         _ ("AT LEAST"),
                         _ ("EXPIRES"),
                         NULL);
  for (guint i = 0; i < csn_policy_get_n_grants (policy); i++)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (csn_policy_get_grant (policy, i));

      csn_table_add_cell (table, terms->id);
      csn_table_add_cell (table, terms->grantor);
      csn_table_add_cell (table, terms->delegate);
      csn_table_add_cell (table, terms->action_types);
      csn_table_add_cell (table, csn_level_to_string (terms->level_floor));
      add_time (table, terms->expires_at);
    }
  csn_output_text ("\n");
  csn_table_print (table);
}

static void
print_policy (const CsnPolicy *policy, const CsnJson *json)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("MEMBER"), _ ("VALUE"), NULL);

  print_line (_ ("Preset"), csn_policy_get_preset (policy));
  print_line (_ ("SHA-256"), csn_policy_get_sha256 (policy));
  csn_output_text ("\n");
  add_members (table, NULL, json);
  csn_table_print (table);
  print_rules (policy);
  print_grants (policy);
}

/* What waits is told too; that it can't be asked for is no fault of the policy in force. */
static void
print_proposal (CsnBus *bus, const CsnPolicy *policy)
{
  g_autoptr (GVariant) reply = csn_bus_call (bus, "GetProposal", NULL, NULL);
  g_autoptr (CsnPolicy) proposal = NULL;
  const char *text;

  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(s)")))
    return;
  g_variant_get (reply, "(&s)", &text);
  if (*text != '\0')
    proposal = csn_policy_parse (text, strlen (text), NULL);
  if (proposal == NULL)
    return;
  csn_output_text (_ ("\nAnother policy waits for a person in Countersign's window:\n"));
  csn_policy_changes_print (policy, proposal);
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  gboolean as_json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print the policy file"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (CsnPolicy) policy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    json = csn_bus_call_for_json (bus, "GetPolicy", NULL, &text, &error);
  if (json == NULL)
    return csn_bus_report (error);
  if (as_json)
    {
      csn_output_json (text);
      return CSN_EXIT_OK;
    }
  policy = csn_policy_new_from_json (json, &error);
  if (policy == NULL)
    return csn_bus_report (error);
  print_policy (policy, json);
  print_proposal (bus, policy);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_policy_show = {
  .name = "policy show",
  .summary = N_ ("Show the policy in force"),
  .details =
      N_ ("All its numbers by the names that a policy file has for them, its standing rules and "
          "grants,\n"
          "and what would change if a policy waits for a person in the window. With --json: the "
          "file\n"
          "itself, which \"policy apply\" reads.\n"
          "\n"
          "Exit status: 0 shown, 2 a wrong call, 3 Countersign can't be reached."),
  .run = run,
};
