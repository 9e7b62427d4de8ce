/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "csn-step-chart.h"
#include "csn-test-wait.h"
#include "csn-threshold-handle.h"
#include "csn-threshold-scale.h"
#include "csn-ui-resources.h"

static const CsnLevel levels[] = { CSN_LEVEL_HUMAN_TAKEOVER,
                                   CSN_LEVEL_HARD_APPROVAL,
                                   CSN_LEVEL_SOFT_APPROVAL,
                                   CSN_LEVEL_FULL_AUTO };
static const char *const names[] = { "Takeover below", "Hard below", "Soft below" };
static const double today[] = { 0.5, 0.65, 0.8 };

static GtkWidget *
new_scale (void)
{
  GtkWidget *scale = csn_threshold_scale_new ();

  csn_threshold_scale_set_levels (CSN_THRESHOLD_SCALE (scale), levels, names, G_N_ELEMENTS (names));
  csn_threshold_scale_set_values (CSN_THRESHOLD_SCALE (scale), today, today);
  return scale;
}

static void
press (GtkWidget *handle, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (handle);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static void
count (guint *moves)
{
  (*moves)++;
}

static void
test_keys_move_a_handle (void)
{
  static const struct
  {
    guint keyval;
    double value;
  } rows[] = {
    { GDK_KEY_Right, 0.81 }, { GDK_KEY_Page_Up, 0.86 }, { GDK_KEY_Left, 0.85 },
    { GDK_KEY_minus, 0.84 }, { GDK_KEY_plus, 0.85 },    { GDK_KEY_Page_Down, 0.80 },
    { GDK_KEY_End, 1.0 },    { GDK_KEY_Home, 0.65 },
  };
  GtkWidget *scale = g_object_ref_sink (new_scale ());
  GtkWidget *handle = csn_threshold_scale_get_handle (CSN_THRESHOLD_SCALE (scale), 2);
  guint moves = 0;

  g_signal_connect_swapped (scale, "moved", G_CALLBACK (count), &moves);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      press (handle, rows[i].keyval);
      g_assert_cmpfloat_with_epsilon (
          csn_threshold_scale_get_value (CSN_THRESHOLD_SCALE (scale), 2),
          rows[i].value,
          1e-9);
      g_assert_cmpuint (moves, ==, i + 1);
    }
  g_assert_finalize_object (scale);
}

/* Right to left, the arrow to the right leads to lower scores. */
static void
test_keys_follow_the_direction (void)
{
  GtkWidget *scale = g_object_ref_sink (new_scale ());
  GtkWidget *handle = csn_threshold_scale_get_handle (CSN_THRESHOLD_SCALE (scale), 2);

  gtk_widget_set_direction (handle, GTK_TEXT_DIR_RTL);
  press (handle, GDK_KEY_Right);
  g_assert_cmpfloat_with_epsilon (csn_threshold_scale_get_value (CSN_THRESHOLD_SCALE (scale), 2),
                                  0.79,
                                  1e-9);
  g_object_unref (scale);
}

static void
test_no_handle_passes_another (void)
{
  GtkWidget *scale = g_object_ref_sink (new_scale ());
  GtkWidget *middle = csn_threshold_scale_get_handle (CSN_THRESHOLD_SCALE (scale), 1);

  press (middle, GDK_KEY_Home);
  g_assert_cmpfloat_with_epsilon (csn_threshold_scale_get_value (CSN_THRESHOLD_SCALE (scale), 1),
                                  0.5,
                                  1e-9);
  press (middle, GDK_KEY_End);
  g_assert_cmpfloat_with_epsilon (csn_threshold_scale_get_value (CSN_THRESHOLD_SCALE (scale), 1),
                                  0.8,
                                  1e-9);
  g_object_unref (scale);
}

static void
test_handles_speak (void)
{
  GtkWidget *scale = g_object_ref_sink (new_scale ());
  GtkWidget *handle = csn_threshold_scale_get_handle (CSN_THRESHOLD_SCALE (scale), 0);

  gtk_test_accessible_assert_role (handle, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (handle, GTK_ACCESSIBLE_PROPERTY_LABEL, "Takeover below");
  gtk_test_accessible_assert_property (handle, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.5);
  gtk_test_accessible_assert_property (handle, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0);
  gtk_test_accessible_assert_property (handle, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 0.65);
  gtk_test_accessible_assert_property (handle, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0.50");
  g_assert_true (gtk_widget_get_focusable (handle));
  g_object_unref (scale);
}

static void
test_scale_is_narrow_enough (void)
{
  GtkWidget *scale = g_object_ref_sink (new_scale ());
  GtkWidget *chart = g_object_ref_sink (csn_step_chart_new ());
  int minimum = 0;

  gtk_widget_measure (scale, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 280);
  gtk_widget_measure (chart, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 280);
  g_object_unref (scale);
  g_object_unref (chart);
}

static void
test_levels_over_time_are_told (void)
{
  const CsnStep steps[] = { { 0, CSN_LEVEL_SOFT_APPROVAL }, { 7200000000, CSN_LEVEL_NOTIFY_ONLY } };
  GtkWidget *chart = g_object_ref_sink (csn_step_chart_new ());

  csn_step_chart_set_steps (CSN_STEP_CHART (chart), steps, G_N_ELEMENTS (steps), 14400000000);
  gtk_test_accessible_assert_property (
      chart,
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Levels over time: Soft approval (4 h ago), Notify only (2 h ago)");
  g_assert_finalize_object (chart);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  csn_ui_register_resource ();
  adw_init ();
  g_test_add_func ("/ui/thresholds/keys-move-a-handle", test_keys_move_a_handle);
  g_test_add_func ("/ui/thresholds/keys-follow-the-direction", test_keys_follow_the_direction);
  g_test_add_func ("/ui/thresholds/no-handle-passes-another", test_no_handle_passes_another);
  g_test_add_func ("/ui/thresholds/handles-speak", test_handles_speak);
  g_test_add_func ("/ui/thresholds/scale-is-narrow-enough", test_scale_is_narrow_enough);
  g_test_add_func ("/ui/thresholds/levels-over-time-are-told", test_levels_over_time_are_told);
  return g_test_run ();
}
