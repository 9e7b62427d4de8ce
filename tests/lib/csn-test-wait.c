/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-test-wait.h"

void
csn_test_run_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
time_out (gpointer user_data)
{
  gboolean *timed_out = user_data;

  *timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/* What another process does wakes no main loop. */
static gboolean
look_again (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
csn_test_wait_for (CsnTestCondition condition, gpointer user_data, const char *what)
{
  gboolean timed_out = FALSE;
  guint timeout = g_timeout_add_seconds (CSN_TEST_TIMEOUT_SECONDS, time_out, &timed_out);
  guint look = g_timeout_add (50, look_again, NULL);

  while (!condition (user_data) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  if (timed_out)
    {
      g_test_message ("Waited %d s in vain for %s", CSN_TEST_TIMEOUT_SECONDS, what);
      g_test_fail ();
      g_assert_not_reached ();
    }
  g_source_remove (timeout);
  g_source_remove (look);
}

void
csn_test_keep_result (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

GAsyncResult *
csn_test_wait_result (GAsyncResult **result)
{
  csn_test_wait_for (has_result, result, "a result");
  return g_steal_pointer (result);
}
