/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-effects.h"
#include "csn-demo-folder.h"
#include "csn-demo-json.h"

#include <string.h>

/* No shell runs here: the few commands below are played on files of the folder, every other one is
 * only written down. */

static char *
place (const CsnDemoDeed *deed, const char *name)
{
  return csn_demo_folder_path (deed->folder, "shell", name, "");
}

static gboolean
play_touch (const CsnDemoDeed *deed, char **words, GError **error)
{
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_autofree char *path = place (deed, words[i]);

      if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_set_contents (path, "", 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
play_mkdir (const CsnDemoDeed *deed, char **words, GError **error)
{
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_autofree char *path = NULL;

      if (*words[i] == '-')
        continue;
      path = place (deed, words[i]);
      if (g_mkdir_with_parents (path, 0700) != 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "can't make %s", words[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
play_rm (const CsnDemoDeed *deed, char **words, GError **error)
{
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_autofree char *path = NULL;
      gsize length = strlen (words[i]);

      if (*words[i] == '-')
        continue;
      if (length > 1 && words[i][length - 1] == '/')
        words[i][length - 1] = '\0';
      path = place (deed, words[i]);
      if (!csn_demo_folder_remove_tree (path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
play_echo (const CsnDemoDeed *deed, char **words, GError **error)
{
  guint n_words = g_strv_length (words);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (n_words < 4 || !g_str_equal (words[n_words - 2], ">"))
    return TRUE;
  path = place (deed, words[n_words - 1]);
  g_clear_pointer (&words[n_words - 2], g_free);
  text = g_strjoinv (" ", words + 1);
  g_free (words[n_words - 1]);
  words[n_words - 1] = NULL;
  return g_file_set_contents (path, text, -1, error);
}

static gboolean
play (const CsnDemoDeed *deed, char **words, GError **error)
{
  if (g_str_equal (words[0], "touch"))
    return play_touch (deed, words, error);
  if (g_str_equal (words[0], "mkdir"))
    return play_mkdir (deed, words, error);
  if (g_str_equal (words[0], "rm"))
    return play_rm (deed, words, error);
  if (g_str_equal (words[0], "echo"))
    return play_echo (deed, words, error);
  return TRUE;
}

/* All of it is read before any of it is done. */
static GPtrArray *
read_commands (const char *text, GError **error)
{
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) parts = g_strsplit (text, "&&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char **words;

      if (!g_shell_parse_argv (parts[i], NULL, &words, error))
        return NULL;
      g_ptr_array_add (commands, words);
    }
  return g_steal_pointer (&commands);
}

static gboolean
write_down (const CsnDemoDeed *deed, const CsnJson *command, GError **error)
{
  g_autofree char *path = csn_demo_folder_path (deed->folder, "shell", "commands", ".log");
  g_autofree char *key =
      g_strdup_printf ("%s,%" G_GINT64_FORMAT ",", deed->task_id, deed->revision);
  g_autofree char *text = csn_json_to_text (command, 0);
  g_autofree char *line = g_strconcat (key, text, NULL);

  return csn_demo_folder_append_once (path, key, line, NULL, error);
}

char *
csn_demo_effect_shell (const CsnDemoDeed *deed, GError **error)
{
  const CsnJson *command = csn_json_get_member (deed->action, "command");
  const char *text = csn_demo_json_member_text (deed->action, "command");
  g_autoptr (GPtrArray) commands = NULL;

  if (text == NULL || *text == '\0')
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_INVALID_ARGUMENT,
                           "a shell command needs \"command\" as text");
      return NULL;
    }
  commands = read_commands (text, error);
  if (commands == NULL)
    return NULL;
  for (guint i = 0; i < commands->len; i++)
    if (!play (deed, g_ptr_array_index (commands, i), error))
      return NULL;
  if (!write_down (deed, command, error))
    return NULL;
  return g_strdup_printf ("%u commands ended with status 0", commands->len);
}
