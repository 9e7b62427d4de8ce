/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-run.h"

/* The commands as the overview lists them, each as words. */
static GPtrArray *
list_commands (void)
{
  g_autoptr (CliRun) overview = cli_run (NULL, "--help", NULL);
  g_auto (GStrv) lines = g_strsplit (overview->out, "\n", -1);
  GPtrArray *commands = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gboolean listed = FALSE;

  g_assert_cmpint (overview->status, ==, 0);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = NULL;

      listed |= g_str_equal (lines[i], "Commands:");
      if (!listed || !g_str_has_prefix (lines[i], "  "))
        continue;
      g_assert_cmpuint (strlen (lines[i]), >, 23);
      name = g_strstrip (g_strndup (lines[i] + 2, 20));
      g_ptr_array_add (commands, g_strsplit (name, " ", -1));
    }
  g_assert_cmpuint (commands->len, >=, 3);
  return commands;
}

static char **
add_word (char **words, const char *word)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) words);
  g_strv_builder_add (builder, word);
  return g_strv_builder_end (builder);
}

static void
test_each_command_explains_itself (void)
{
  g_autoptr (GPtrArray) commands = list_commands ();

  for (guint i = 0; i < commands->len; i++)
    {
      g_auto (GStrv) args = add_word (commands->pdata[i], "--help");
      g_autofree char *name = g_strjoinv (" ", commands->pdata[i]);
      g_autofree char *usage = g_strconcat ("countersignctl ", name, " ", NULL);
      g_autoptr (CliRun) run = cli_runv (NULL, (const char *const *) args);

      g_test_message ("%s", name);
      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpstr (run->err, ==, "");
      g_assert_nonnull (strstr (run->out, usage));
      g_assert_nonnull (strstr (run->out, "--help"));
      g_assert_nonnull (strstr (run->out, "Exit status: 0"));
    }
}

static void
test_each_command_refuses_what_it_does_not_know (void)
{
  g_autoptr (GPtrArray) commands = list_commands ();

  for (guint i = 0; i < commands->len; i++)
    {
      g_auto (GStrv) args = add_word (commands->pdata[i], "--no-such-option");
      g_autoptr (CliRun) run = cli_runv (NULL, (const char *const *) args);

      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, "--help"));
    }
}

static void
test_the_manual_has_each_command (void)
{
  g_autoptr (GPtrArray) commands = list_commands ();
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "data", "man", "countersignctl.1", NULL);
  g_autofree char *manual = NULL;

  g_assert_true (g_file_get_contents (path, &manual, NULL, NULL));
  for (guint i = 0; i < commands->len; i++)
    {
      g_autofree char *name = g_strjoinv (" ", commands->pdata[i]);

      g_test_message ("%s", name);
      g_assert_nonnull (strstr (manual, name));
    }
}

static void
test_no_command_approves (void)
{
  g_autoptr (GPtrArray) commands = list_commands ();
  const char *const never[] = { "approve", "edit", "respond", "hand-back", "resume", "pin", NULL };

  for (guint i = 0; i < commands->len; i++)
    {
      char **words = commands->pdata[i];

      for (guint j = 0; words[j] != NULL; j++)
        g_assert_false (g_strv_contains (never, words[j]));
    }
}

static void
test_a_wrong_call_says_where_the_help_is (void)
{
  g_autoptr (CliRun) nothing = cli_run (NULL, NULL);
  g_autoptr (CliRun) unknown = cli_run (NULL, "aprove", NULL);
  g_autoptr (CliRun) half = cli_run (NULL, "policy", NULL);
  g_autoptr (CliRun) version = cli_run (NULL, "--version", NULL);

  g_assert_cmpint (nothing->status, ==, 2);
  g_assert_nonnull (strstr (nothing->out, "policy evaluate"));
  g_assert_cmpint (unknown->status, ==, 2);
  g_assert_nonnull (strstr (unknown->err, "--help"));
  g_assert_cmpint (half->status, ==, 2);
  g_assert_nonnull (strstr (half->out, "policy evaluate"));
  g_assert_cmpint (version->status, ==, 0);
  g_assert_true (g_str_has_prefix (version->out, "countersignctl "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/help/each-command-explains-itself", test_each_command_explains_itself);
  g_test_add_func ("/cli/help/each-command-refuses-what-it-does-not-know",
                   test_each_command_refuses_what_it_does_not_know);
  g_test_add_func ("/cli/help/the-manual-has-each-command", test_the_manual_has_each_command);
  g_test_add_func ("/cli/help/no-command-approves", test_no_command_approves);
  g_test_add_func ("/cli/help/a-wrong-call-says-where-the-help-is",
                   test_a_wrong_call_says_where_the_help_is);
  return g_test_run ();
}
