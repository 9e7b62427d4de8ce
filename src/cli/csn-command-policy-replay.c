/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-audit-log.h"
#include "csn-commands.h"
#include "csn-judgement.h"
#include "csn-output.h"
#include "csn-policy-input.h"
#include "csn-replay.h"
#include "csn-table.h"
#include "csn-time-option.h"
#include "csn-time.h"

#define N_LEVELS (CSN_LEVEL_HUMAN_TAKEOVER + 1)

typedef struct
{
  char *policy;      /* (owned) (nullable) */
  char *preset;      /* (owned) (nullable) */
  char *database;    /* (owned) (nullable) */
  char *since;       /* (owned) (nullable) */
  char *until;       /* (owned) (nullable) */
  char *agent;       /* (owned) (nullable) */
  char *action_type; /* (owned) (nullable) */
  gboolean json;
} Call;

static void
call_clear (Call *self)
{
  g_free (self->policy);
  g_free (self->preset);
  g_free (self->database);
  g_free (self->since);
  g_free (self->until);
  g_free (self->agent);
  g_free (self->action_type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static void
add_count (CsnTable *table, guint64 count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  csn_table_add_cell (table, text);
}

/* How many got each level, and get it by the other policy. */
static void
print_levels (const CsnReplay *replay)
{
  g_autoptr (CsnTable) table =
      csn_table_new (_ ("LEVEL"), _ ("BEFORE"), _ ("AFTER"), _ ("COME"), _ ("GO"), NULL);

  for (int i = 0; i < N_LEVELS; i++)
    {
      CsnLevel level = (CsnLevel) i;
      guint64 before = 0, after = 0;

      for (int j = 0; j < N_LEVELS; j++)
        {
          before += csn_replay_get_count (replay, level, (CsnLevel) j);
          after += csn_replay_get_count (replay, (CsnLevel) j, level);
        }
      csn_table_add_cell (table, csn_level_to_string (level));
      add_count (table, before);
      add_count (table, after);
      add_count (table, csn_replay_get_in (replay, level));
      add_count (table, csn_replay_get_out (replay, level));
    }
  csn_table_print (table);
}

static void
print_moves (const CsnReplay *replay)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("FROM"), _ ("TO"), _ ("REQUESTS"), NULL);

  for (int i = 0; i < N_LEVELS; i++)
    for (int j = 0; j < N_LEVELS; j++)
      {
        guint64 count = csn_replay_get_count (replay, (CsnLevel) i, (CsnLevel) j);

        if (i == j || count == 0)
          continue;
        csn_table_add_cell (table, csn_level_to_string ((CsnLevel) i));
        csn_table_add_cell (table, csn_level_to_string ((CsnLevel) j));
        add_count (table, count);
      }
  csn_output_text ("\n");
  csn_table_print (table);
}

static char *
describe_reasons (CsnReplayReason reasons)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if ((reasons & CSN_REPLAY_REJECTED) != 0)
    g_ptr_array_add (words, _ ("a person rejected it"));
  if ((reasons & CSN_REPLAY_EDITED) != 0)
    g_ptr_array_add (words, _ ("a person edited it"));
  if ((reasons & CSN_REPLAY_FAILED) != 0)
    g_ptr_array_add (words, _ ("it failed"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

static void
print_skips (const CsnReplay *replay)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("REQUEST"),
                                              _ ("RECEIVED"),
                                              _ ("AGENT"),
                                              _ ("ACTION TYPE"),
                                              _ ("FROM"),
                                              _ ("TO"),
                                              _ ("BUT"),
                                              NULL);
  guint64 more = csn_replay_get_n_skipped (replay) - csn_replay_get_n_kept (replay);

  for (guint i = 0; i < csn_replay_get_n_kept (replay); i++)
    {
      const CsnReplaySkip *skip = csn_replay_get_skip (replay, i);
      const CsnReplayRecord *record = csn_replay_case_get_record (skip->replay_case);
      const CsnRequest *request = csn_replay_case_get_request (skip->replay_case);
      g_autofree char *received = csn_time_to_string (record->time);
      g_autofree char *reasons = describe_reasons (skip->reasons);

      csn_table_add_cell (table, record->id);
      csn_table_add_cell (table, received);
      csn_table_add_cell (table, csn_request_get_agent_id (request));
      csn_table_add_cell (table, csn_request_get_action_type (request));
      csn_table_add_cell (table, csn_level_to_string (record->level));
      csn_table_add_cell (table, csn_level_to_string (csn_verdict_get_level (skip->verdict)));
      csn_table_add_cell (table, reasons);
    }
  csn_output_text ("\n");
  csn_table_print (table);
  if (more > 0)
    csn_output_text (ngettext ("and %" G_GUINT64_FORMAT " more\n",
                               "and %" G_GUINT64_FORMAT " more\n",
                               (gulong) more),
                     more);
}

static void
print_text (const CsnReplay *replay)
{
  guint64 total = csn_replay_get_total (replay);
  guint64 skipped = csn_replay_get_n_skipped (replay);

  if (total == 0)
    {
      csn_output_text (_ ("No recorded request is there to judge again.\n"));
      return;
    }
  csn_output_text (_ ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                      " recorded requests would get another level.\n\n"),
                   csn_replay_get_moved (replay),
                   total);
  print_levels (replay);
  if (csn_replay_get_moved (replay) > 0)
    print_moves (replay);
  csn_output_text ("\n");
  if (skipped == 0)
    {
      csn_output_text (_ ("None would have passed a person by that a person rejected or edited, or "
                          "that failed.\n"));
      return;
    }
  csn_output_text (ngettext ("%" G_GUINT64_FORMAT " would have passed a person by, and should not "
                             "have:\n",
                             "%" G_GUINT64_FORMAT " would have passed a person by, and should not "
                             "have:\n",
                             (gulong) skipped),
                   skipped);
  print_skips (replay);
}

static CsnReplay *
replay_cases (const Call *call, CsnPolicy *policy, const CsnCaseQuery *query, GError **error)
{
  g_autofree char *path = csn_audit_log_find (call->database);
  g_autoptr (CsnAuditWatch) watch = csn_audit_watch_new ();

  return csn_judgement_replay_file (path,
                                    policy,
                                    query,
                                    csn_audit_watch_progress,
                                    watch,
                                    csn_audit_watch_get_cancellable (watch),
                                    error);
}

static CsnExit
run_call (const Call *call)
{
  CsnCaseQuery query = { .agent_id = call->agent, .action_type = call->action_type };
  g_autoptr (CsnPolicy) policy = csn_policy_input_choose (call->policy, call->preset, NULL);
  g_autoptr (CsnReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (policy == NULL || !csn_time_option_read (call->since, &query.since) ||
      !csn_time_option_read (call->until, &query.until))
    return CSN_EXIT_USAGE;
  replay = replay_cases (call, policy, &query, &error);
  if (replay == NULL)
    {
      g_autofree char *message = csn_output_visible (error->message);

      csn_output_error ("%s", message);
      return CSN_EXIT_UNREACHABLE;
    }
  if (call->json)
    {
      text = csn_replay_to_json (replay);
      csn_output_json (text);
    }
  else
    {
      print_text (replay);
    }
  return CSN_EXIT_OK;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_auto (Call) call = { NULL };
  const GOptionEntry options[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &call.policy, N_ ("Judge by this file"), N_ ("FILE") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &call.preset, N_ ("Judge by this preset"), N_ ("NAME") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &call.since, N_ ("Only received since"), N_ ("TIME") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &call.until, N_ ("Only received before"), N_ ("TIME") },
    { "agent", 0, 0, G_OPTION_ARG_STRING, &call.agent, N_ ("Only this agent's"), N_ ("A") },
    { "action-type", 0, 0, G_OPTION_ARG_STRING, &call.action_type, N_ ("Only these"), N_ ("T") },
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &call.database, N_ ("Read this"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &call.json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  return rest != NULL ? run_call (&call) : status;
}

const CsnCommand csn_command_policy_replay = {
  .name = "policy replay",
  .summary = N_ ("Judge recorded requests by another policy"),
  .details = N_ (
      "Says how many requests would have got another level, and lists those that would have passed "
      "a\n"
      "person by although a person rejected or edited them, or that failed. Reads the database of "
      "the\n"
      "running program, or the one in your data folder, or FILE; changes nothing. A TIME is RFC "
      "3339,\n"
      "or a day in UTC.\n"
      "\n"
      "Exit status: 0 judged, whatever came out, 2 a wrong call or policy, 3 the database can't "
      "be\n"
      "read."),
  .run = run,
};
