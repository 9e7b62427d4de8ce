/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-member.h"
#include "csn-output.h"
#include "csn-visible-text.h"

static void
print_line (const char *label, const char *text)
{
  g_autofree char *visible = csn_output_visible (text);

  if (*visible != '\0')
    csn_output_text ("%-14s%s\n", label, visible);
}

static void
print_time (const char *label, const CsnJson *object, const char *key)
{
  g_autofree char *text = csn_member_time (object, key);

  print_line (label, text);
}

/* JSON keeps its lines; everything that hides in them is made visible. */
static void
print_value (const char *heading, const CsnJson *value)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;

  if (value == NULL || csn_json_get_value_type (value) == CSN_JSON_NULL)
    return;
  text = csn_json_to_text (value, 2);
  visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);
  csn_output_text ("\n%s\n%s\n", heading, visible);
}

static void
print_list (const char *heading, const CsnJson *list)
{
  if (list == NULL || csn_json_get_size (list) == 0)
    return;
  csn_output_text ("\n%s\n", heading);
  for (guint i = 0; i < csn_json_get_size (list); i++)
    {
      const CsnJson *element = csn_json_get_element (list, i);
      g_autofree char *visible = NULL;

      if (csn_json_get_value_type (element) != CSN_JSON_STRING)
        continue;
      visible = csn_output_visible (csn_json_get_text (element));
      csn_output_text ("  %s\n", visible);
    }
}

/* Each on a line with the label. */
static void
print_items (const char *label, const CsnJson *list)
{
  for (guint i = 0; list != NULL && i < csn_json_get_size (list); i++)
    {
      const CsnJson *element = csn_json_get_element (list, i);

      if (csn_json_get_value_type (element) == CSN_JSON_STRING)
        print_line (label, csn_json_get_text (element));
    }
}

static void
print_verdict (const CsnJson *verdict)
{
  const CsnJson *rules = csn_json_get_member (verdict, "rules");

  if (rules == NULL || csn_json_get_size (rules) == 0)
    return;
  csn_output_text ("\n%s\n", _ ("Why this level"));
  for (guint i = 0; i < csn_json_get_size (rules); i++)
    {
      const CsnJson *rule = csn_json_get_element (rules, i);
      g_autofree char *level = csn_output_visible (csn_member_text (rule, "level"));
      g_autofree char *why = csn_output_visible (csn_member_text (rule, "why"));

      csn_output_text ("  %s %-14s %s\n",
                       csn_member_is_true (rule, "decisive") ? "*" : " ",
                       level,
                       why);
    }
}

static void
print_agent_says (const CsnJson *request)
{
  const CsnJson *confidence = csn_json_get_member (request, "confidence");

  csn_output_text ("\n%s\n", _ ("The agent says"));
  print_line (_ ("  Description"), csn_member_text (request, "description"));
  print_line (_ ("  Confidence"), csn_member_text (confidence, "score"));
  print_line (_ ("  Rationale"), csn_member_text (confidence, "rationale"));
  print_line (_ ("  Recommends"), csn_member_text (confidence, "recommendation"));
  if (confidence != NULL)
    print_items (_ ("  Uncertain"), csn_json_get_member (confidence, "uncertainties"));
}

static void
print_end (const CsnJson *request)
{
  const CsnJson *decision = csn_json_get_member (request, "decision");
  const CsnJson *outcome = csn_json_get_member (request, "outcome");

  csn_output_text ("\n");
  print_line (_ ("Decision"), csn_member_text (decision, "decision"));
  print_line (_ ("Decided by"), csn_member_text (decision, "decided_by"));
  print_line (_ ("Reviewer"), csn_member_text (decision, "reviewer_id"));
  print_line (_ ("Notes"), csn_member_text (decision, "notes"));
  print_time (_ ("Decided at"), decision, "decided_at");
  print_line (_ ("Delivery"), csn_member_text (request, "delivery"));
  print_line (_ ("Last answer"), csn_member_text (request, "delivery_message"));
  print_line (_ ("Outcome"), csn_member_text (outcome, "kind"));
  print_line (_ ("Detail"), csn_member_text (outcome, "detail"));
}

static void
print_request (const CsnJson *request)
{
  print_line (_ ("ID"), csn_member_text (request, "id"));
  print_line (_ ("Level"), csn_member_text (request, "level"));
  print_line (_ ("State"), csn_member_text (request, "state"));
  print_line (_ ("Agent"), csn_member_text (request, "agent_id"));
  print_line (_ ("Action type"), csn_member_text (request, "action_type"));
  print_line (_ ("Source"), csn_member_text (request, "source"));
  print_line (_ ("Task"), csn_member_text (request, "task_id"));
  print_line (_ ("Revision"), csn_member_text (request, "revision"));
  print_time (_ ("Received"), request, "received_at");
  print_time (_ ("Deadline"), request, "deadline_at");
  print_line (_ ("Digest"), csn_member_text (request, "action_digest"));
  print_list (_ ("Beware"), csn_json_get_member (request, "problems"));
  print_value (_ ("What will happen"), csn_json_get_member (request, "action"));
  print_value (_ ("Facts"), csn_json_get_member (request, "facts"));
  print_verdict (csn_json_get_member (request, "verdict"));
  print_agent_says (request);
  print_list (_ ("On behalf of"), csn_json_get_member (request, "delegation"));
  print_value (_ ("What it did before"), csn_json_get_member (request, "history"));
  print_value (_ ("Its state"), csn_json_get_member (request, "agent_state"));
  print_end (request);
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  gboolean as_json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (CsnJson) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    request =
        csn_bus_call_for_json (bus, "ShowRequest", g_variant_new ("(s)", rest[0]), &text, &error);
  if (request == NULL)
    return csn_bus_report (error);
  if (as_json)
    csn_output_json (text);
  else
    print_request (request);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_show = {
  .name = "show",
  .arguments = N_ ("ID"),
  .summary = N_ ("Show all about one request"),
  .details = N_ ("What looks like a secret is masked. Characters that hide or reorder text are "
                 "shown by their code point.\n"
                 "\n"
                 "Exit status: 0 shown, 1 there is no such request, 2 a wrong call, 3 Countersign "
                 "can't be reached."),
  .run = run,
};
