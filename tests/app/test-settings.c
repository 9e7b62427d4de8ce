/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-settings.h"

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n = user_data;

  *n += 1;
}

static void
test_presets_are_the_schemas_own (void)
{
  g_autoptr (CsnSettings) settings = csn_settings_new ();
  g_autoptr (GSettings) schema = g_settings_new ("io.github.countersign.Countersign");
  g_autofree GParamSpec **pspecs = NULL;
  guint n = 0;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (settings), &n);
  g_assert_cmpuint (n, ==, 14);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GVariant) preset = g_settings_get_default_value (schema, pspecs[i]->name);
      const GValue *expected = g_param_spec_get_default_value (pspecs[i]);

      if (pspecs[i]->value_type == G_TYPE_BOOLEAN)
        g_assert_cmpint (g_variant_get_boolean (preset), ==, g_value_get_boolean (expected));
      else if (pspecs[i]->value_type == G_TYPE_INT)
        g_assert_cmpint (g_variant_get_int32 (preset), ==, g_value_get_int (expected));
      else
        g_assert_cmpstr (g_variant_get_string (preset, NULL), ==, g_value_get_string (expected));
    }
}

static void
test_unknown_presence_is_not_accepted_by_itself (void)
{
  g_autoptr (CsnSettings) settings = csn_settings_new ();

  g_assert_false (csn_settings_get_accept_unknown_presence (settings));
  g_assert_cmpint (csn_settings_get_arming_ms (settings), ==, 1000);
  g_assert_cmpint (csn_settings_get_undo_seconds (settings), ==, 3);
  g_assert_true (csn_settings_get_notification_approval (settings));
  g_assert_true (csn_settings_get_single_key_shortcuts (settings));
}

static void
test_a_change_is_seen_everywhere (void)
{
  g_autoptr (CsnSettings) one = csn_settings_new ();
  g_autoptr (CsnSettings) other = csn_settings_new ();
  guint n = 0;
  int width;

  g_signal_connect (other, "notify::accept-unknown-presence", G_CALLBACK (count_notify), &n);
  g_object_set (one, "accept-unknown-presence", TRUE, "window-width", 900, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (csn_settings_get_accept_unknown_presence (other));
  g_assert_cmpuint (n, ==, 1);
  g_object_get (other, "window-width", &width, NULL);
  g_assert_cmpint (width, ==, 900);
  g_object_set (one, "accept-unknown-presence", FALSE, NULL);
}

static void
test_arming_is_never_shorter_than_a_second (void)
{
  g_autoptr (CsnSettings) settings = csn_settings_new ();

  GParamSpec *arming = g_object_class_find_property (G_OBJECT_GET_CLASS (settings), "arming-ms");

  /* GObject refuses what lies outside; how loudly depends on its version. */
  g_assert_cmpint (G_PARAM_SPEC_INT (arming)->minimum, ==, 1000);
  g_assert_cmpint (csn_settings_get_arming_ms (settings), ==, 1000);
}

static void
test_an_empty_reviewer_is_user_at_host (void)
{
  g_autoptr (CsnSettings) settings = csn_settings_new ();
  g_autofree char *expected = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
  g_autofree char *by_itself = csn_settings_dup_reviewer_id (settings);
  g_autofree char *chosen = NULL;
  g_autofree char *blank = NULL;

  g_assert_cmpstr (by_itself, ==, expected);
  g_object_set (settings, "reviewer-id", "ana@example.org", NULL);
  chosen = csn_settings_dup_reviewer_id (settings);
  g_assert_cmpstr (chosen, ==, "ana@example.org");
  g_object_set (settings, "reviewer-id", "   ", NULL);
  blank = csn_settings_dup_reviewer_id (settings);
  g_assert_cmpstr (blank, ==, expected);
  g_object_set (settings, "reviewer-id", "", NULL);
}

static void
test_without_a_schema_there_are_presets (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (CsnSettings) settings = csn_settings_new ();
      guint n = 0;

      g_assert_cmpint (csn_settings_get_arming_ms (settings), ==, 1000);
      g_signal_connect (settings, "notify::undo-seconds", G_CALLBACK (count_notify), &n);
      g_object_set (settings, "undo-seconds", 5, NULL);
      g_object_set (settings, "undo-seconds", 5, NULL);
      g_assert_cmpint (csn_settings_get_undo_seconds (settings), ==, 5);
      g_assert_cmpuint (n, ==, 1);
      return;
    }
  g_setenv ("GSETTINGS_SCHEMA_DIR", "/nonexistent", TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_new_and_destroy (void)
{
  g_assert_finalize_object (G_OBJECT (csn_settings_new ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/settings/presets-are-the-schemas-own", test_presets_are_the_schemas_own);
  g_test_add_func ("/app/settings/unknown-presence-is-not-accepted-by-itself",
                   test_unknown_presence_is_not_accepted_by_itself);
  g_test_add_func ("/app/settings/a-change-is-seen-everywhere", test_a_change_is_seen_everywhere);
  g_test_add_func ("/app/settings/arming-is-never-shorter-than-a-second",
                   test_arming_is_never_shorter_than_a_second);
  g_test_add_func ("/app/settings/an-empty-reviewer-is-user-at-host",
                   test_an_empty_reviewer_is_user_at_host);
  g_test_add_func ("/app/settings/without-a-schema-there-are-presets",
                   test_without_a_schema_there_are_presets);
  g_test_add_func ("/app/settings/new-and-destroy", test_new_and_destroy);
  return g_test_run ();
}
