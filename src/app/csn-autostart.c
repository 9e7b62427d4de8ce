/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-autostart.h"

static const char entry[] = "[Desktop Entry]\n"
                            "Type=Application\n"
                            "Name=Countersign\n"
                            "Exec=countersign --gapplication-service\n"
                            "Icon=" CSN_APP_ID "\n"
                            "NoDisplay=true\n"
                            "X-GNOME-UsesNotifications=true\n";

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *path = data;
  g_autofree char *folder = g_path_get_dirname (path);
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_FAILED,
                               "The folder %s can't be made",
                               folder);
      return;
    }
  if (g_file_set_contents (path, entry, -1, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (data);
  GError *error = NULL;

  if (g_file_delete (file, cancellable, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_error (task, error);
}

void
csn_autostart_set_async (gboolean enabled, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, csn_autostart_set_async);
  g_task_set_task_data (
      task,
      g_build_filename (g_get_user_config_dir (), "autostart", CSN_APP_ID ".desktop", NULL),
      g_free);
  g_task_run_in_thread (task, enabled ? write_in_thread : remove_in_thread);
}

gboolean
csn_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
