/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-run.h"
#include "csn-json.h"

#define MANY_BRACKETS 75000

static CsnJson *
parse (const char *line)
{
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (line, strlen (line), G_MAXSIZE, NULL, &error);

  g_assert_no_error (error);
  return json;
}

static void
assert_level (const char *line, const char *level)
{
  g_autoptr (CsnJson) json = parse (line);
  const CsnJson *member = csn_json_get_member (json, level != NULL ? "level" : "error");

  g_assert_nonnull (member);
  if (level != NULL)
    g_assert_cmpstr (csn_json_get_text (member), ==, level);
}

/* Lines in, and for each the level that comes out; NULL is an error line. */
static const struct
{
  const char *in;
  const char *level;
} evaluations[] = {
  { "{\"facts\":{\"reversible\":true,\"cost\":{\"amount\":\"100.01\",\"currency\":\"USD\"}},"
    "\"confidence\":{\"score\":0.99}}",
    "HARD_APPROVAL" },
  { "{\"facts\":{\"reversible\":true,\"cost\":{\"amount\":\"100.00\",\"currency\":\"USD\"}},"
    "\"confidence\":{\"score\":0.99},\"profile_level\":\"FULL_AUTO\"}",
    "FULL_AUTO" },
  { "{\"facts\":{\"reversible\":true},\"confidence\":{\"score\":0.99}}", "SOFT_APPROVAL" },
  { "{\"facts\":{\"reversible\":true},\"confidence\":{\"score\":0.99},"
    "\"profile_level\":\"NOTIFY_ONLY\"}",
    "NOTIFY_ONLY" },
  { "{\"facts\":{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false},"
    "\"confidence\":{\"score\":0.81}}",
    "SOFT_APPROVAL" },
  { "{\"facts\":{\"reversible\":false,\"financial\":true,\"pii\":false,\"regulated\":false},"
    "\"confidence\":{\"score\":0.99}}",
    "HARD_APPROVAL" },
  { "{\"confidence\":{\"score\":0.49}}", "HUMAN_TAKEOVER" },
  { "{\"facts\":{\"reversible\":true},\"failures_24h\":3}", "HUMAN_TAKEOVER" },
  { "{\"facts\":{\"reversible\":true},\"failures_24h\":2}", "SOFT_APPROVAL" },
  { "{\"facts\":{\"reversible\":true},\"read_only\":true}", "HUMAN_TAKEOVER" },
  { "{\"facts\":{\"reversible\":true,\"read_only\":true},\"read_only\":true}", "SOFT_APPROVAL" },
  { "{\"facts\":{\"reversible\":true},\"now\":\"2026-11-22T07:00:00Z\",\"profile_level\":null}",
    "SOFT_APPROVAL" },
  { "{\"facts\":{\"reversible\":true},\"hitl_level\":\"HARD_APPROVAL\"}", "HARD_APPROVAL" },
  { "{}", "HARD_APPROVAL" },
  { "{}\r", "HARD_APPROVAL" },
  { "", NULL },
  { "nonsense", NULL },
  { "[]", NULL },
  { "\"{}\"", NULL },
  { "{\"facts\":{}} {}", NULL },
  { "{\"facts\":{},\"facts\":{}}", NULL },
  { "{\"facts\":{\"reversible\":true}", NULL },
  { "{\"description\":\"\xff\"}", NULL },
  { "{\"description\":\"\\ud800\"}", NULL },
  { "{\"task_id\":7}", NULL },
  { "{\"proposed_action\":[]}", NULL },
  { "{\"profile_level\":\"SOFTER\"}", NULL },
  { "{\"profile_level\":2}", NULL },
  { "{\"failures_24h\":-1}", NULL },
  { "{\"failures_24h\":\"3\"}", NULL },
  { "{\"failures_24h\":1.5}", NULL },
  { "{\"read_only\":\"no\"}", NULL },
  { "{\"now\":\"yesterday\"}", NULL },
};

static void
test_each_line_gets_its_verdict (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (evaluations); i++)
    {
      g_autofree char *input = g_strconcat (evaluations[i].in, "\n", NULL);
      g_autoptr (CliRun) run = cli_run (input, "policy", "evaluate", NULL);
      g_auto (GStrv) lines = g_strsplit (run->out, "\n", -1);

      g_test_message ("line %u", i);
      g_assert_cmpuint (g_strv_length (lines), ==, 2);
      assert_level (lines[0], evaluations[i].level);
      g_assert_cmpint (run->status, ==, evaluations[i].level != NULL ? 0 : 2);
    }
}

static void
test_a_bad_line_stops_no_other (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (evaluations); i++)
    g_string_append_printf (input, "%s\n", evaluations[i].in);
  g_string_append (input, "{\"facts\":{\"reversible\":true}}");
  run = cli_run (input->str, "policy", "evaluate", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (evaluations) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (evaluations); i++)
    assert_level (lines[i], evaluations[i].level);
  assert_level (lines[G_N_ELEMENTS (evaluations)], "SOFT_APPROVAL");
  g_assert_cmpint (run->status, ==, 2);
}

static void
test_output_is_as_documented (void)
{
  g_autoptr (CliRun) run = cli_run (
      "{\"facts\":{\"reversible\":true,\"cost\":{\"amount\":\"120.00\",\"currency\":\"USD\"}}}\n",
      "policy",
      "evaluate",
      NULL);

  g_assert_true (
      g_str_has_prefix (run->out,
                        "{\"level\":\"HARD_APPROVAL\",\"rules\":[{\"code\":\"matrix.costly\","
                        "\"level\":\"HARD_APPROVAL\",\"decisive\":true,\"why\":\""));
  g_assert_true (g_str_has_suffix (run->out, "}]}\n"));
  g_assert_cmpstr (run->err, ==, "");
}

static void
test_the_cautious_preset_is_stricter (void)
{
  const char *line =
      "{\"facts\":{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false},"
      "\"confidence\":{\"score\":0.9}}\n";
  g_autoptr (CliRun) reference =
      cli_run (line, "policy", "evaluate", "--preset", "reference", NULL);
  g_autoptr (CliRun) cautious = cli_run (line, "policy", "evaluate", "--preset=cautious", NULL);
  g_autoptr (CliRun) unknown = cli_run (line, "policy", "evaluate", "--preset=brave", NULL);

  assert_level (reference->out, "SOFT_APPROVAL");
  assert_level (cautious->out, "HARD_APPROVAL");
  g_assert_cmpint (unknown->status, ==, 2);
  g_assert_cmpstr (unknown->out, ==, "");
}

static void
test_a_policy_file_is_judged_by (void)
{
  const char *line = "{\"facts\":{\"reversible\":true,\"cost\":{\"amount\":\"60\","
                     "\"currency\":\"EUR\"}},\"confidence\":{\"score\":0.9}}\n";
  g_autofree char *folder = g_dir_make_tmp ("csn-policy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "policy.json", NULL);
  g_autoptr (CliRun) reference = cli_run (line, "policy", "evaluate", NULL);
  g_autoptr (CliRun) own = NULL;
  g_autoptr (CliRun) both = NULL;
  g_autoptr (CliRun) wrong = NULL;
  g_autoptr (CliRun) missing = NULL;

  g_assert_true (
      g_file_set_contents (path, "{\"version\":1,\"cost_limits\":{\"EUR\":\"100\"}}\n", -1, NULL));
  own = cli_run (line, "policy", "evaluate", "--policy", path, NULL);
  both = cli_run (line, "policy", "evaluate", "--policy", path, "--preset=cautious", NULL);
  assert_level (reference->out, "HARD_APPROVAL");
  assert_level (own->out, "SOFT_APPROVAL");
  g_assert_cmpint (both->status, ==, 2);
  g_assert_true (g_file_set_contents (path, "{\"version\":1,\"cost\":1}", -1, NULL));
  wrong = cli_run (line, "policy", "evaluate", "--policy", path, NULL);
  g_assert_cmpint (wrong->status, ==, 2);
  g_assert_nonnull (strstr (wrong->err, "Line 1, column 14, cost:"));
  g_remove (path);
  missing = cli_run (line, "policy", "evaluate", "--policy", path, NULL);
  g_assert_cmpint (missing->status, ==, 2);
  g_rmdir (folder);
}

/* A standing rule lowers until it expires; a line without a time is judged at the present. */
static void
test_the_time_of_a_line_counts (void)
{
  static const struct
  {
    const char *now;
    const char *level;
  } cases[] = {
    { "", "NOTIFY_ONLY" },
    { ",\"now\":\"2026-11-22T07:00:00Z\"", "NOTIFY_ONLY" },
    { ",\"now\":1795330800", "NOTIFY_ONLY" },
    { ",\"now\":\"2127-11-22T07:00:00Z\"", "SOFT_APPROVAL" },
    { ",\"now\":\"soon\"", NULL },
  };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "csn-rule-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_close (g_mkstemp (path), NULL);
  g_file_set_contents (path,
                       "{\"version\":1,\"rules\":[{\"id\":\"r\",\"note\":\"n\",\"owner\":\"o\","
                       "\"agents\":\"*\",\"action_types\":\"*\",\"conditions\":[],\"effect\":"
                       "\"lower\",\"level\":\"NOTIFY_ONLY\",\"dry_run\":false,\"created_at\":"
                       "\"2026-11-01T00:00:00Z\",\"expires_at\":\"2126-12-24T00:00:00Z\"}]}",
                       -1,
                       &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line =
          g_strdup_printf ("{\"facts\":{\"reversible\":true},\"confidence\":{\"score\":0.9}%s}\n",
                           cases[i].now);
      g_autoptr (CliRun) run = cli_run (line, "policy", "evaluate", "--policy", path, NULL);

      g_test_message ("%s%s%s", line, run->out, run->err);
      assert_level (run->out, cases[i].level);
    }
  g_unlink (path);
}

static void
test_huge_lines_are_answered (void)
{
  g_autoptr (GString) input = g_string_new ("{\"description\":\"");
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 2 * CSN_JSON_MAX_REQUEST_BYTES; i++)
    g_string_append_c (input, 'x');
  g_string_append (input, "\"}\n{}\n");
  for (guint i = 0; i < MANY_BRACKETS; i++)
    g_string_append_c (input, '[');
  g_string_append (input, "\n{}\n");
  run = cli_run (input->str, "policy", "evaluate", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  assert_level (lines[0], NULL);
  assert_level (lines[1], "HARD_APPROVAL");
  assert_level (lines[2], NULL);
  assert_level (lines[3], "HARD_APPROVAL");
  g_assert_cmpint (run->status, ==, 2);
}

static void
test_an_answer_does_not_wait_for_the_end (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                        &error,
                        cli_program (),
                        "policy",
                        "evaluate",
                        NULL);
  g_autoptr (GDataInputStream) out =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  GOutputStream *in = g_subprocess_get_stdin_pipe (process);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *line = NULL;

      g_output_stream_write_all (in, "{}\n", 3, NULL, NULL, &error);
      g_output_stream_flush (in, NULL, &error);
      g_assert_no_error (error);
      line = g_data_input_stream_read_line (out, NULL, NULL, &error);
      g_assert_no_error (error);
      assert_level (line, "HARD_APPROVAL");
    }
  g_output_stream_close (in, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static void
test_nothing_moves_the_terminal (void)
{
  g_autoptr (CliRun) verdicts = cli_run (
      "{\"task_id\":\"\\u001b]0;x\\u0007\xc2\x9b\xe2\x80\xae\",\"status\":\"\\u001b[2J\"}\n",
      "policy",
      "evaluate",
      NULL);
  g_autoptr (CliRun) profiles =
      cli_run ("{\"agent_id\":\"\\u001b[2J\xc2\x9b\xe2\x80\xae\",\"action_type\":\"r\","
               "\"at\":\"2026-11-22T07:00:00Z\",\"success\":true}\n",
               "autonomy",
               "simulate",
               NULL);
  g_autoptr (CliRun) unknown = cli_run (NULL, "\033[2J\xe2\x80\xae", NULL);
  const char *const texts[] = { verdicts->out, profiles->out, unknown->err };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_null (strchr (texts[i], '\033'));
      g_assert_null (strstr (texts[i], "\xc2\x9b"));
      g_assert_null (strstr (texts[i], "\xe2\x80\xae"));
    }
  g_assert_nonnull (strstr (profiles->out, "\\u001b[2J\\u009b\\u202e"));
}

static void
test_the_ratchet_is_shown_after_each_outcome (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 10; i++)
    g_string_append_printf (input,
                            "{\"agent_id\":\"a\",\"action_type\":\"refund\","
                            "\"at\":\"2026-11-22T07:%02u:00Z\",\"success\":true}\n",
                            i);
  g_string_append (input,
                   "{\"agent_id\":\"a\",\"action_type\":\"mail\",\"at\":\"2026-11-22T07:00:00Z\","
                   "\"success\":false}\n"
                   "{\"agent_id\":\"a\",\"action_type\":\"mail\",\"at\":\"2026-11-23T07:00:00Z\","
                   "\"success\":false}\n");
  run = cli_run (input->str, "autonomy", "simulate", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (lines[0],
                   ==,
                   "{\"agent_id\":\"a\",\"action_type\":\"refund\",\"level\":\"SOFT_APPROVAL\","
                   "\"consecutive_successes\":1,\"failures_in_window\":0}");
  g_assert_cmpstr (lines[9],
                   ==,
                   "{\"agent_id\":\"a\",\"action_type\":\"refund\",\"level\":\"NOTIFY_ONLY\","
                   "\"consecutive_successes\":0,\"failures_in_window\":0}");
  g_assert_cmpstr (lines[10],
                   ==,
                   "{\"agent_id\":\"a\",\"action_type\":\"mail\",\"level\":\"SOFT_APPROVAL\","
                   "\"consecutive_successes\":0,\"failures_in_window\":1}");
  g_assert_cmpstr (lines[11],
                   ==,
                   "{\"agent_id\":\"a\",\"action_type\":\"mail\",\"level\":\"HARD_APPROVAL\","
                   "\"consecutive_successes\":0,\"failures_in_window\":0}");
}

static void
test_persons_move_the_ratchet_too (void)
{
  static const struct
  {
    const char *members;
    const char *level; /* NULL: an error line that changes nothing */
    int successes;
  } steps[] = {
    { "\"at\":\"2026-11-22T07:00:00Z\",\"success\":true", "SOFT_APPROVAL", 1 },
    { "\"at\":\"2026-11-22T07:01:00Z\",\"event\":\"rejected\"", "SOFT_APPROVAL", 0 },
    { "\"at\":\"2026-11-22T07:02:00Z\",\"success\":true", "SOFT_APPROVAL", 1 },
    { "\"at\":\"2026-11-22T07:03:00+00:00\",\"event\":\"edited\",\"success\":true",
      "SOFT_APPROVAL",
      0 },
    { "\"at\":\"2026-11-22T07:04:00Z\",\"event\":null,\"success\":true", "SOFT_APPROVAL", 1 },
    /* Late: it frees nobody, and its place in time stays the latest one's. */
    { "\"at\":\"2026-11-22T07:03:59Z\",\"success\":true", "SOFT_APPROVAL", 1 },
    { "\"at\":\"later\",\"success\":true", NULL, 0 },
    { "\"success\":true", NULL, 0 },
    { "\"at\":\"2026-11-22T07:05:00Z\"", NULL, 0 },
    { "\"at\":\"2026-11-22T07:05:00Z\",\"success\":1", NULL, 0 },
    { "\"at\":\"2026-11-22T07:05:00Z\",\"event\":\"praised\"", NULL, 0 },
    { "\"at\":\"2026-11-22T07:05:00Z\",\"success\":true", "SOFT_APPROVAL", 2 },
  };
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_string_append_printf (input,
                            "{\"agent_id\":\"a\",\"action_type\":\"r\",%s}\n",
                            steps[i].members);
  run = cli_run (input->str, "autonomy", "simulate", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpint (run->status, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *successes =
          g_strdup_printf ("\"consecutive_successes\":%d,", steps[i].successes);

      assert_level (lines[i], steps[i].level);
      if (steps[i].level != NULL)
        g_assert_nonnull (strstr (lines[i], successes));
    }
}

static void
test_each_decision_counts_once (void)
{
  static const struct
  {
    const char *members;
    const char *level;
    int successes;
    int failures;
  } steps[] = {
    { "\"decision_id\":\"d1\",\"success\":true", "SOFT_APPROVAL", 1, 0 },
    { "\"decision_id\":\"d1\",\"success\":true", "SOFT_APPROVAL", 1, 0 },
    { "\"decision_id\":\"d1\",\"success\":false", "SOFT_APPROVAL", 1, 0 },
    { "\"decision_id\":\"d2\",\"event\":\"edited\"", "SOFT_APPROVAL", 0, 0 },
    /* What was edited still has an outcome. */
    { "\"decision_id\":\"d2\",\"success\":true", "SOFT_APPROVAL", 1, 0 },
    { "\"decision_id\":\"d2\",\"event\":\"edited\"", "SOFT_APPROVAL", 1, 0 },
    /* Success reported for something rejected is a failure. */
    { "\"decision_id\":\"d3\",\"event\":\"rejected\"", "SOFT_APPROVAL", 0, 0 },
    { "\"decision_id\":\"d3\",\"success\":true", "SOFT_APPROVAL", 0, 1 },
    { "\"decision_id\":\"d3\",\"success\":true", "SOFT_APPROVAL", 0, 1 },
    { "\"decision_id\":null,\"success\":true", "SOFT_APPROVAL", 1, 1 },
    { "\"decision_id\":null,\"success\":false", "HARD_APPROVAL", 0, 0 },
    { "\"decision_id\":7,\"success\":false", NULL, 0, 0 },
  };
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_string_append_printf (input,
                            "{\"agent_id\":\"a\",\"action_type\":\"r\","
                            "\"at\":\"2026-11-22T07:00:%02uZ\",%s}\n",
                            i,
                            steps[i].members);
  run = cli_run (input->str, "autonomy", "simulate", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpint (run->status, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *counts =
          g_strdup_printf ("\"consecutive_successes\":%d,\"failures_in_window\":%d}",
                           steps[i].successes,
                           steps[i].failures);

      assert_level (lines[i], steps[i].level);
      if (steps[i].level != NULL)
        g_assert_true (g_str_has_suffix (lines[i], counts));
    }
}

static void
test_the_numbers_come_from_a_policy (void)
{
  static const struct
  {
    const char *members;
    const char *level;
    gboolean waits;
  } steps[] = {
    { "\"success\":true", "SOFT_APPROVAL", FALSE },
    { "\"event\":\"promotion_confirmed\"", NULL, FALSE },
    { "\"success\":true", "SOFT_APPROVAL", TRUE },
    { "\"event\":\"promotion_confirmed\"", "NOTIFY_ONLY", FALSE },
    { "\"success\":true", "NOTIFY_ONLY", FALSE },
    { "\"success\":true", "NOTIFY_ONLY", TRUE },
    { "\"event\":\"promotion_declined\"", "NOTIFY_ONLY", FALSE },
    { "\"success\":false", "NOTIFY_ONLY", FALSE },
    { "\"success\":false", "NOTIFY_ONLY", FALSE },
    { "\"success\":false", "SOFT_APPROVAL", FALSE },
  };
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "csn-simulate-XXXXXX", NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_close (g_mkstemp (path), NULL);
  g_file_set_contents (path,
                       "{\"version\":1,\"action_types\":{\"r\":{\"autonomy\":{"
                       "\"promote_after\":2,\"demote_after\":3,\"confirm_promotions\":true}}}}",
                       -1,
                       &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_string_append_printf (input,
                            "{\"agent_id\":\"a\",\"action_type\":\"r\","
                            "\"at\":\"2026-11-22T07:00:%02uZ\",%s}\n",
                            i,
                            steps[i].members);
  run = cli_run (input->str, "autonomy", "simulate", "--policy", path, NULL);
  g_unlink (path);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpint (run->status, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      assert_level (lines[i], steps[i].level);
      g_assert_cmpint (strstr (lines[i], "promotion_waits") != NULL, ==, steps[i].waits);
    }
}

/* Two failures within 24 h of each other by their own times, in whatever order they come. */
static void
test_late_failures_count_by_their_own_times (void)
{
  static const char *const days[][2] = {
    { "23T07:00:00Z", "22T07:00:00Z" },
    { "22T07:00:00Z", "23T07:00:00Z" },
    { "23T07:00:00.000001Z", "22T07:00:00Z" },
    { "22T07:00:00Z", "23T07:00:00.000001Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *input =
          g_strdup_printf ("{\"agent_id\":\"a\",\"action_type\":\"r\",\"at\":\"2026-11-%s\","
                           "\"success\":false}\n"
                           "{\"agent_id\":\"a\",\"action_type\":\"r\",\"at\":\"2026-11-%s\","
                           "\"success\":false}\n",
                           days[i][0],
                           days[i][1]);
      g_autoptr (CliRun) run = cli_run (input, "autonomy", "simulate", NULL);
      g_auto (GStrv) lines = g_strsplit (run->out, "\n", -1);

      g_assert_cmpint (run->status, ==, 0);
      assert_level (lines[0], "SOFT_APPROVAL");
      assert_level (lines[1], i < 2 ? "HARD_APPROVAL" : "SOFT_APPROVAL");
    }
}

static void
test_a_models_reply_is_read (void)
{
  g_autoptr (CliRun) run = cli_run ("**Confidence_Score:** 0.72\n\nRECOMMENDATION: proceed\n"
                                    "RATIONALE: the order was found\nUNCERTAINTIES:\n- the date\n",
                                    "confidence",
                                    "parse",
                                    NULL);
  g_autoptr (CliRun) nonsense = cli_run ("I am quite sure.\n", "confidence", "parse", NULL);
  g_autoptr (CliRun) empty = cli_run ("", "confidence", "parse", NULL);

  g_assert_cmpstr (run->out,
                   ==,
                   "{\"score\":0.72,\"rationale\":\"the order was found\","
                   "\"uncertainties\":[\"the date\"],\"recommendation\":\"PROCEED\"}\n");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpint (nonsense->status, ==, 2);
  g_assert_cmpstr (nonsense->out, ==, "");
  g_assert_cmpstr (nonsense->err, !=, "");
  g_assert_cmpint (empty->status, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/policy/each-line-gets-its-verdict", test_each_line_gets_its_verdict);
  g_test_add_func ("/cli/policy/a-bad-line-stops-no-other", test_a_bad_line_stops_no_other);
  g_test_add_func ("/cli/policy/output-is-as-documented", test_output_is_as_documented);
  g_test_add_func ("/cli/policy/the-cautious-preset-is-stricter",
                   test_the_cautious_preset_is_stricter);
  g_test_add_func ("/cli/policy/a-policy-file-is-judged-by", test_a_policy_file_is_judged_by);
  g_test_add_func ("/cli/policy/the-time-of-a-line-counts", test_the_time_of_a_line_counts);
  g_test_add_func ("/cli/policy/huge-lines-are-answered", test_huge_lines_are_answered);
  g_test_add_func ("/cli/policy/an-answer-does-not-wait-for-the-end",
                   test_an_answer_does_not_wait_for_the_end);
  g_test_add_func ("/cli/policy/nothing-moves-the-terminal", test_nothing_moves_the_terminal);
  g_test_add_func ("/cli/autonomy/the-ratchet-is-shown-after-each-outcome",
                   test_the_ratchet_is_shown_after_each_outcome);
  g_test_add_func ("/cli/autonomy/persons-move-the-ratchet-too", test_persons_move_the_ratchet_too);
  g_test_add_func ("/cli/autonomy/each-decision-counts-once", test_each_decision_counts_once);
  g_test_add_func ("/cli/autonomy/the-numbers-come-from-a-policy",
                   test_the_numbers_come_from_a_policy);
  g_test_add_func ("/cli/autonomy/late-failures-count-by-their-own-times",
                   test_late_failures_count_by_their_own_times);
  g_test_add_func ("/cli/confidence/a-models-reply-is-read", test_a_models_reply_is_read);
  return g_test_run ();
}
