/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-output.h"

static void
print_usage_error (const CsnCommand *self, const char *message)
{
  csn_output_error ("%s", message);
  /* TRANSLATORS: %s is the name of a command, such as "source add". */
  csn_output_error (_ ("Try \"countersignctl %s --help\"."), self->name);
}

static void
print_help (const CsnCommand *self, GOptionContext *context)
{
  g_autofree char *program = g_strconcat ("countersignctl ", self->name, NULL);
  g_autofree char *help = NULL;

  g_set_prgname (program);
  help = g_option_context_get_help (context, TRUE, NULL);
  csn_output_text ("%s", help);
}

static gboolean
check_arguments (const CsnCommand *self, char **arguments, guint n_min, guint n_max)
{
  guint n = arguments != NULL ? g_strv_length (arguments) : 0;

  if (n < n_min)
    {
      print_usage_error (self, _ ("Something is missing."));
      return FALSE;
    }
  if (n > n_max)
    {
      print_usage_error (self, _ ("There is more than this command takes."));
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!g_utf8_validate (arguments[i], -1, NULL))
        {
          print_usage_error (self, _ ("An argument is not valid UTF-8."));
          return FALSE;
        }
    }
  return TRUE;
}

char **
csn_command_parse (const CsnCommand *self,
                   const GOptionEntry *options,
                   char **args,
                   guint n_min,
                   guint n_max,
                   CsnExit *ret_status)
{
  gboolean help = FALSE;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments, NULL, self->arguments },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rest = g_strdupv (args);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, CSN_GETTEXT_PACKAGE);
  g_option_context_set_summary (context, self->summary);
  if (self->details != NULL)
    g_option_context_set_description (context, _ (self->details));
  if (options != NULL)
    g_option_context_add_main_entries (context, options, CSN_GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, CSN_GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &rest, &error))
    {
      print_usage_error (self, error->message);
      *ret_status = CSN_EXIT_USAGE;
      return NULL;
    }
  if (help)
    {
      print_help (self, context);
      *ret_status = CSN_EXIT_OK;
      return NULL;
    }
  if (!check_arguments (self, arguments, n_min, n_max))
    {
      *ret_status = CSN_EXIT_USAGE;
      return NULL;
    }
  if (arguments == NULL)
    return g_new0 (char *, 1);
  return g_steal_pointer (&arguments);
}

static void
print_overview (const CsnCommand *const *commands)
{
  csn_output_text ("%s\n  countersignctl %s\n\n%s\n",
                   _ ("Usage:"),
                   _ ("COMMAND [OPTION…]"),
                   _ ("This program can’t approve. It lists, shows, rejects, exports and "
                      "verifies."));
  csn_output_text ("\n%s\n", _ ("Commands:"));
  for (guint i = 0; commands[i] != NULL; i++)
    csn_output_text ("  %-20s %s\n", commands[i]->name, _ (commands[i]->summary));
  csn_output_text ("\n%s\n",
                   _ ("Each command has its own --help. Exit status: 0 done, 1 refused or found "
                      "wrong,\n2 the call or its input can't be read, 3 not reachable."));
}

/* How many words of @args spell @name, or 0. */
static guint
match_name (const char *name, char **args)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    {
      if (args[i] == NULL || strcmp (args[i], words[i]) != 0)
        return 0;
    }
  return n;
}

/* "countersignctl source --help" and "countersignctl source" list what begins so. */
static gboolean
print_group (const CsnCommand *const *commands, const char *word)
{
  g_autofree char *prefix = g_strconcat (word, " ", NULL);
  gboolean found = FALSE;

  for (guint i = 0; commands[i] != NULL; i++)
    {
      if (!g_str_has_prefix (commands[i]->name, prefix))
        continue;
      csn_output_text ("  countersignctl %-20s %s\n", commands[i]->name, _ (commands[i]->summary));
      found = TRUE;
    }
  return found;
}

static gboolean
is_help (const char *word)
{
  return strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0 || strcmp (word, "help") == 0;
}

CsnExit
csn_command_main (const CsnCommand *const *commands, char **args)
{
  g_autofree char *shown = NULL;

  if (args[0] == NULL || args[1] == NULL)
    {
      print_overview (commands);
      return CSN_EXIT_USAGE;
    }
  if (is_help (args[1]))
    {
      print_overview (commands);
      return CSN_EXIT_OK;
    }
  if (strcmp (args[1], "--version") == 0)
    {
      csn_output_text ("countersignctl %s\n", CSN_VERSION);
      return CSN_EXIT_OK;
    }
  for (guint i = 0; commands[i] != NULL; i++)
    {
      guint n_words = match_name (commands[i]->name, args + 1);

      if (n_words > 0)
        return commands[i]->run (commands[i], args + n_words);
    }
  if ((args[2] == NULL || is_help (args[2])) && print_group (commands, args[1]))
    return args[2] == NULL ? CSN_EXIT_USAGE : CSN_EXIT_OK;

  shown = csn_output_visible (args[1]);
  csn_output_error (_ ("There is no command \"%s\". Try \"countersignctl --help\"."), shown);
  return CSN_EXIT_USAGE;
}
