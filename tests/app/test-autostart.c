/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "csn-autostart.h"
#include "csn-config.h"
#include "csn-test-wait.h"

static gboolean
set (gboolean enabled, GError **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_autostart_set_async (enabled, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  return csn_autostart_set_finish (done, error);
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", CSN_APP_ID ".desktop", NULL);
}

static void
test_on_and_off (void)
{
  g_autofree char *path = dup_path ();
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;

  set (TRUE, &error);
  g_assert_no_error (error);
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  command = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
  g_assert_cmpstr (command, ==, "countersign --gapplication-service");
  set (FALSE, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  /* Off stays off. */
  set (FALSE, &error);
  g_assert_no_error (error);
}

static void
test_fault_is_told (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (g_get_user_config_dir (), 0700);
  g_assert_true (g_file_set_contents (folder, "not a folder", -1, NULL));
  g_assert_false (set (TRUE, &error));
  g_assert_nonnull (error);
  g_unlink (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/autostart/on-and-off", test_on_and_off);
  g_test_add_func ("/app/autostart/fault-is-told", test_fault_is_told);
  return g_test_run ();
}
