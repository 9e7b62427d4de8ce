/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-run.h"

static char *
write_file (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("csn-policy-XXXXXX.json", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

static CliRun *
check (const char *text, gssize length)
{
  g_autofree char *path = write_file (text, length);
  CliRun *run = cli_run (NULL, "policy", "check", path, NULL);

  g_unlink (path);
  return run;
}

static void
test_a_good_file_is_valid (void)
{
  g_autoptr (CliRun) plain = check ("{\"version\":1}", -1);
  g_autoptr (CliRun) custom = check ("{\"version\":1,\"confidence\":{\"hard_below\":0.7},"
                                     "\"cost_limits\":{\"USD\":\"250.00\"}}",
                                     -1);

  g_assert_cmpint (plain->status, ==, 0);
  g_assert_cmpstr (plain->err, ==, "");
  g_assert_nonnull (strstr (plain->out, "preset reference"));
  g_assert_null (strstr (plain->out, "differs"));

  g_assert_cmpint (custom->status, ==, 0);
  g_assert_nonnull (strstr (custom->out, "preset custom"));
  g_assert_nonnull (strstr (custom->out, "confidence.hard_below"));
  g_assert_nonnull (strstr (custom->out, "cost_limits.USD"));
  g_assert_nonnull (strstr (custom->out, "maybe less"));
  g_assert_nonnull (strstr (custom->out, "not less"));
}

/* Each mistake is told with its line and its member, and nothing is printed as if it were fine. */
static void
test_each_mistake_has_its_place (void)
{
  static const struct
  {
    const char *text;
    const char *line;
    const char *member; /* NULL where there is none to name */
  } mistakes[] = {
    { "", "ine 1", NULL },
    { "{\"version\":1", "ine 1", NULL },
    { "[]", "ine 1", NULL },
    { "{\n\"version\":2}", "ine 2", "version" },
    { "{\"preset\":\"reference\"}", "ine 1", "version" },
    { "{\"version\":1,\n\"preset\":\"lax\"}", "ine 2", "preset" },
    { "{\"version\":1,\n\n\"colour\":1}", "ine 3", "colour" },
    { "{\"version\":1,\n\"version\":1}", "ine 2", "version" },
    { "{\"version\":1,\n\"failures_24h\":0}", "ine 2", "failures_24h" },
    { "{\"version\":1,\n\"failures_24h\":\"3\"}", "ine 2", "failures_24h" },
    { "{\"version\":1,\n\"confidence\":{\n\"hard_below\":1.5}}", "ine 3", "confidence.hard_below" },
    { "{\"version\":1,\n\"autonomy\":{\"promote_after\":0}}", "ine 2", "autonomy.promote_after" },
    { "{\"version\":1,\n\"action_types\":{\"refund\":{\n\"failures_24h\":-1}}}",
      "ine 3",
      "action_types.refund.failures_24h" },
    { "{\"version\":1,\n\"rules\":[{}]}", "ine 2", "rules[0]" },
    { "{\"version\":1,\n\"grants\":[7]}", "ine 2", "grants[0]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (CliRun) run = check (mistakes[i].text, -1);

      g_test_message ("%s: %s", mistakes[i].text, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, mistakes[i].line));
      if (mistakes[i].member != NULL)
        g_assert_nonnull (strstr (run->err, mistakes[i].member));
    }
}

static void
test_what_is_no_policy_is_refused (void)
{
  g_autoptr (CliRun) binary = check ("{\"version\":1,\"preset\":\"\xff\xfe\"}", -1);
  g_autoptr (CliRun) nul = check ("{\"version\":1}\0", 14);
  g_autoptr (CliRun) missing = cli_run (NULL, "policy", "check", "/nonexistent/policy", NULL);
  g_autoptr (CliRun) folder = cli_run (NULL, "policy", "check", "/", NULL);
  g_autofree char *long_text = g_strnfill (2 * 1024 * 1024, ' ');
  g_autoptr (CliRun) huge = check (long_text, -1);
  const CliRun *const runs[] = { binary, nul, missing, folder, huge };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_test_message ("%s", runs[i]->err);
      g_assert_cmpint (runs[i]->status, ==, 2);
      g_assert_cmpstr (runs[i]->out, ==, "");
      g_assert_nonnull (strstr (runs[i]->err, "can't be read"));
    }
}

static void
test_nothing_of_a_file_moves_the_terminal (void)
{
  g_autoptr (CliRun) run = check ("{\"version\":1,\"\\u001b[2J\\u202e\":1}", -1);

  g_assert_cmpint (run->status, ==, 2);
  g_assert_null (strchr (run->err, '\033'));
  g_assert_null (strstr (run->err, "\xe2\x80\xae"));
}

static void
test_calls_are_read_strictly (void)
{
  static const char *const calls[][6] = {
    { "policy", "check", NULL },
    { "policy", "check", "a", "b", NULL },
    { "policy", "apply", NULL },
    { "policy", "preset", "lax", NULL },
    { "policy", "preset", NULL },
    { "policy", "show", "x", NULL },
    { "policy", "replay", NULL },
    { "policy", "replay", "--preset", "lax", NULL },
    { "policy", "replay", "--preset=cautious", "--policy=x", NULL },
    { "policy", "replay", "--preset=cautious", "--since=soon", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliRun) run = cli_runv (NULL, calls[i]);

      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/policy-check/a-good-file-is-valid", test_a_good_file_is_valid);
  g_test_add_func ("/cli/policy-check/each-mistake-has-its-place", test_each_mistake_has_its_place);
  g_test_add_func ("/cli/policy-check/what-is-no-policy-is-refused",
                   test_what_is_no_policy_is_refused);
  g_test_add_func ("/cli/policy-check/nothing-of-a-file-moves-the-terminal",
                   test_nothing_of_a_file_moves_the_terminal);
  g_test_add_func ("/cli/policy-check/calls-are-read-strictly", test_calls_are_read_strictly);

  return g_test_run ();
}
