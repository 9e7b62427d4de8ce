/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-member.h"
#include "csn-output.h"

static void
print_line (const char *label, const char *text)
{
  g_autofree char *visible = csn_output_visible (text);

  csn_output_text ("%-14s%s\n", label, *visible != '\0' ? visible : "-");
}

static void
print_gate (const CsnJson *status)
{
  const CsnJson *gate = csn_json_get_member (status, "gate");

  if (csn_member_text (gate, "fault") != NULL)
    print_line (_ ("Gate"), csn_member_text (gate, "fault"));
  else if (csn_member_is_true (gate, "stopped"))
    print_line (_ ("Gate"), _ ("open, and everything is stopped"));
  else
    print_line (_ ("Gate"), _ ("open"));
}

static const char *
explain_presence (const CsnJson *presence)
{
  static const struct
  {
    const char *reason;
    const char *text;
  } reasons[] = {
    { "screen-locked", N_ ("away: the screen is locked; silence does not consent") },
    { "suspended", N_ ("away: the machine sleeps; silence does not consent") },
    { "session-inactive", N_ ("away: it is another session's turn; silence does not consent") },
    { "idle", N_ ("away: nobody touches the keyboard; silence does not consent") },
  };
  const char *reason = csn_member_text (presence, "reason");

  if (g_strcmp0 (csn_member_text (presence, "state"), "attentive") == 0)
    return _ ("there");
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_strcmp0 (reasons[i].reason, reason) == 0)
        return _ (reasons[i].text);
    }
  if (csn_member_is_true (presence, "unknown_accepted"))
    return _ ("unknown: nobody can say whether the screen is locked; you accept that");
  return _ ("unknown: nobody can say whether the screen is locked; silence does not consent");
}

static const char *
explain_notifications (const char *problem)
{
  if (problem == NULL)
    return _ ("arrive");
  if (g_str_equal (problem, "no-server"))
    return _ ("no notification server answers; silence does not consent");
  if (g_str_equal (problem, "no-actions"))
    return _ ("arrive, but this desktop hides their buttons");
  if (g_str_equal (problem, "do-not-disturb"))
    return _ ("held back: do not disturb is on; silence does not consent");
  return problem;
}

static void
print_audit (const CsnJson *audit)
{
  const CsnJson *anchors = csn_json_get_member (audit, "anchors");
  g_autoptr (GString) kept = g_string_new (NULL);

  if (csn_member_text (audit, "alarm") != NULL)
    print_line (_ ("Audit log"), csn_member_text (audit, "alarm"));
  if (csn_member_is_true (audit, "signed"))
    print_line (_ ("Signing"), _ ("every commit is signed"));
  else
    print_line (_ ("Signing"), csn_member_text (audit, "problem"));
  for (guint i = 0; i < csn_json_get_size (anchors); i++)
    {
      const CsnJson *anchor = csn_json_get_element (anchors, i);
      const char *problem = csn_member_text (anchor, "problem");

      if (!csn_member_is_true (anchor, "kept"))
        continue;
      g_string_append_printf (kept,
                              "%s%s%s%s",
                              kept->len > 0 ? ", " : "",
                              csn_member_text (anchor, "name"),
                              problem != NULL ? ": " : "",
                              problem != NULL ? problem : "");
    }
  print_line (_ ("Anchors"), kept->len > 0 ? kept->str : _ ("none: a cut end would not show"));
}

static void
print_status (const CsnJson *status)
{
  const CsnJson *sources = csn_json_get_member (status, "sources");
  const CsnJson *policy = csn_json_get_member (status, "policy");
  g_autofree char *connected =
      /* TRANSLATORS: how many of how many sources are connected. */
      g_strdup_printf (_ ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " connected"),
                       csn_member_integer (sources, "connected"),
                       csn_member_integer (sources, "total"));

  print_gate (status);
  print_line (_ ("Pending"), csn_member_text (status, "pending"));
  print_line (_ ("Takeovers"), csn_member_text (status, "takeovers"));
  print_line (_ ("Sources"), connected);
  print_line (_ ("Reviewer"), csn_member_text (status, "reviewer_id"));
  print_line (_ ("Presence"), explain_presence (csn_json_get_member (status, "presence")));
  print_line (_ ("Notifications"),
              explain_notifications (csn_member_text (status, "notification_problem")));
  print_line (_ ("Policy"), csn_member_text (policy, "preset"));
  print_audit (csn_json_get_member (status, "audit"));
  print_line (_ ("Database"), csn_member_text (status, "database"));
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
  g_autoptr (CsnJson) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsnExit exit_status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &exit_status);

  if (rest == NULL)
    return exit_status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    status = csn_bus_call_for_json (bus, "GetStatus", NULL, &text, &error);
  if (status == NULL)
    return csn_bus_report (error);
  if (as_json)
    csn_output_json (text);
  else
    print_status (status);
  if (!csn_member_is_true (csn_json_get_member (status, "gate"), "open"))
    return CSN_EXIT_REFUSED;
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_status = {
  .name = "status",
  .summary = N_ ("Say how the gate, the sources and the notifications are"),
  .details = N_ ("Exit status: 0 the gate is open, 1 it is closed, 2 a wrong call, 3 Countersign "
                 "can't be reached."),
  .run = run,
};
