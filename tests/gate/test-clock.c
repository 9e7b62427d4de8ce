/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-clock.h"
#include "csn-test-wait.h"

typedef struct
{
  GString *order;
  char name;
} Ring;

static void
ring (gpointer user_data)
{
  Ring *self = user_data;

  g_string_append_c (self->order, self->name);
}

static gboolean
has_two (gpointer user_data)
{
  return ((GString *) user_data)->len >= 2;
}

static void
alarms_go_off_at_their_time (void)
{
  CsnClock *clock = csn_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Ring a = { order, 'a' };
  Ring b = { order, 'b' };
  Ring c = { order, 'c' };
  gint64 now = csn_clock_get_boot (clock);
  guint removed;

  g_assert_cmpuint (csn_clock_add_alarm (clock, now + 60 * 1000, ring, &a), >, 0);
  csn_clock_add_alarm (clock, now + 20 * 1000, ring, &b);
  removed = csn_clock_add_alarm (clock, now + 10 * 1000, ring, &c);
  csn_clock_remove_alarm (clock, removed);
  csn_test_wait_for (has_two, order, "two alarms");
  g_assert_cmpstr (order->str, ==, "ba");
  g_assert_cmpint (csn_clock_get_boot (clock), >=, now + 60 * 1000);
  g_assert_finalize_object (clock);
}

static void
past_alarms_go_off_soon (void)
{
  CsnClock *clock = csn_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Ring a = { order, 'a' };
  Ring b = { order, 'b' };

  csn_clock_add_alarm (clock, 0, ring, &a);
  g_assert_cmpuint (order->len, ==, 0);
  csn_clock_add_alarm (clock, csn_clock_get_boot (clock), ring, &b);
  csn_test_wait_for (has_two, order, "two alarms");
  g_assert_finalize_object (clock);
}

static void
alarms_die_with_their_clock (void)
{
  CsnClock *clock = csn_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Ring a = { order, 'a' };

  csn_clock_add_alarm (clock, 0, ring, &a);
  g_assert_finalize_object (clock);
  csn_test_run_ready ();
  g_assert_cmpuint (order->len, ==, 0);
}

static void
clocks_tell_the_time (void)
{
  CsnClock *clock = csn_system_clock_new ();
  gint64 before = g_get_real_time ();
  gint64 wall = csn_clock_get_wall (clock);

  g_assert_cmpint (wall, >=, before);
  g_assert_cmpint (wall, <=, g_get_real_time ());
  g_assert_cmpint (csn_clock_get_boot (clock), >=, g_get_monotonic_time () - G_USEC_PER_SEC);
  g_assert_finalize_object (clock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gate/clock/alarms-go-off-at-their-time", alarms_go_off_at_their_time);
  g_test_add_func ("/gate/clock/past-alarms-go-off-soon", past_alarms_go_off_soon);
  g_test_add_func ("/gate/clock/alarms-die-with-their-clock", alarms_die_with_their_clock);
  g_test_add_func ("/gate/clock/clocks-tell-the-time", clocks_tell_the_time);

  return g_test_run ();
}
