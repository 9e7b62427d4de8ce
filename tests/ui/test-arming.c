/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-answer-sender.h"
#include "csn-arming.h"
#include "csn-test-wait.h"
#include "csn-time.h"

#define KEY 36

static gboolean
is_armed (gpointer user_data)
{
  return csn_arming_get_armed (user_data);
}

static void
test_arms_after_its_delay (void)
{
  g_autoptr (CsnArming) arming = csn_arming_new ();
  gint64 start = g_get_monotonic_time ();

  g_assert_false (csn_arming_get_armed (arming));
  csn_arming_restart (arming, 100);
  csn_test_wait_for (is_armed, arming, "arming");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 100 * 1000);
}

static void
test_restart_disarms (void)
{
  g_autoptr (CsnArming) arming = csn_arming_new ();

  csn_arming_restart (arming, 1);
  csn_test_wait_for (is_armed, arming, "arming");
  csn_arming_restart (arming, 60000);
  g_assert_false (csn_arming_get_armed (arming));
  csn_arming_stop (arming);
  g_assert_false (csn_arming_get_armed (arming));
}

static void
test_held_key_does_not_count (void)
{
  g_autoptr (CsnArming) arming = csn_arming_new ();

  csn_arming_restart (arming, 1);
  csn_arming_key_pressed (arming, KEY);
  csn_test_wait_for (is_armed, arming, "arming");
  /* The key still repeats. */
  csn_arming_key_pressed (arming, KEY);
  g_assert_false (csn_arming_key_counts (arming, KEY));
  csn_arming_key_released (arming, KEY);
  csn_arming_key_pressed (arming, KEY);
  g_assert_true (csn_arming_key_counts (arming, KEY));
}

static void
test_press_counts_for_one_arming (void)
{
  g_autoptr (CsnArming) arming = csn_arming_new ();

  csn_arming_restart (arming, 1);
  csn_test_wait_for (is_armed, arming, "arming");
  csn_arming_key_pressed (arming, KEY);
  g_assert_true (csn_arming_key_counts (arming, KEY));
  csn_arming_restart (arming, 1);
  csn_test_wait_for (is_armed, arming, "arming again");
  csn_arming_key_pressed (arming, KEY);
  g_assert_false (csn_arming_key_counts (arming, KEY));
}

static void
test_unpressed_key_does_not_count (void)
{
  g_autoptr (CsnArming) arming = csn_arming_new ();

  csn_arming_restart (arming, 1);
  csn_test_wait_for (is_armed, arming, "arming");
  g_assert_false (csn_arming_key_counts (arming, KEY));
}

static void
test_silence_never_overtakes (void)
{
  static const struct
  {
    gint64 undo;
    gint64 left;
    gint64 delay;
  } rows[] = {
    { 3 * CSN_SECOND, 0, 3 * CSN_SECOND },
    { 3 * CSN_SECOND, 300 * CSN_SECOND, 3 * CSN_SECOND },
    { 3 * CSN_SECOND, 4 * CSN_SECOND, 2 * CSN_SECOND },
    { 3 * CSN_SECOND, 2 * CSN_SECOND, 0 },
    { 3 * CSN_SECOND, 1, 0 },
    { 0, 300 * CSN_SECOND, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (csn_answer_sender_get_delay (rows[i].undo, rows[i].left), ==, rows[i].delay);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/arming/after-its-delay", test_arms_after_its_delay);
  g_test_add_func ("/ui/arming/restart-disarms", test_restart_disarms);
  g_test_add_func ("/ui/arming/held-key-does-not-count", test_held_key_does_not_count);
  g_test_add_func ("/ui/arming/press-counts-for-one-arming", test_press_counts_for_one_arming);
  g_test_add_func ("/ui/arming/unpressed-key-does-not-count", test_unpressed_key_does_not_count);
  g_test_add_func ("/ui/answer/silence-never-overtakes", test_silence_never_overtakes);
  return g_test_run ();
}
