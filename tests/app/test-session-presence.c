/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-session-presence-private.h"

#include "mock-desktop.h"

#define LOGIND "org.freedesktop.login1"
#define GNOME_SAVER "org.gnome.ScreenSaver"
#define FREEDESKTOP_SAVER "org.freedesktop.ScreenSaver"
#define IDLE_MONITOR "org.gnome.Mutter.IdleMonitor"

#define THRESHOLD_MS 300000

typedef struct
{
  GTestDBus *bus;
  MockDesktop *desktop;
  GDBusConnection *connection;
  CsnPresence *presence;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->desktop = mock_desktop_new (g_test_dbus_get_bus_address (self->bus));
  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  if (self->presence != NULL)
    g_assert_finalize_object (G_OBJECT (self->presence));
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  mock_desktop_free (self->desktop);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
}

static void
watch (Fixture *self)
{
  self->presence = csn_session_presence_new_on (self->connection, self->connection, THRESHOLD_MS);
}

static void
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
assert_becomes (Fixture *self, CsnPresenceState state, const char *reason)
{
  gboolean late = FALSE;
  guint timeout = g_timeout_add_once (5000, on_timeout, &late);

  while (!late && (csn_presence_get_state (self->presence) != state ||
                   g_strcmp0 (csn_presence_get_reason (self->presence), reason) != 0))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (csn_presence_get_reason (self->presence), ==, reason);
  g_assert_cmpint (csn_presence_get_state (self->presence), ==, state);
  if (!late)
    g_source_remove (timeout);
}

/* Whatever was going to be asked has been answered: a question asked now comes back after it. */
static void
settle (Fixture *self)
{
  for (guint i = 0; i < 4; i++)
    {
      gboolean done = FALSE;

      g_timeout_add_once (30, on_timeout, &done);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_nobody_to_ask_is_unknown (Fixture *self, gconstpointer user_data)
{
  watch (self);
  settle (self);
  assert_becomes (self, CSN_PRESENCE_UNKNOWN, "unknown");
}

static void
test_an_unset_lock_hint_is_no_proof (Fixture *self, gconstpointer user_data)
{
  mock_desktop_own (self->desktop, LOGIND);
  watch (self);
  settle (self);
  assert_becomes (self, CSN_PRESENCE_UNKNOWN, "unknown");

  mock_desktop_set_session (self->desktop, TRUE, TRUE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "screen-locked");
  mock_desktop_set_session (self->desktop, TRUE, FALSE);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
}

static void
test_a_screen_saver_that_answers_knows (Fixture *self, gconstpointer user_data)
{
  const char *name = user_data;

  mock_desktop_own (self->desktop, name);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  mock_desktop_set_saver (self->desktop, name, TRUE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "screen-locked");
  mock_desktop_set_saver (self->desktop, name, FALSE);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  mock_desktop_disown (self->desktop, name);
  assert_becomes (self, CSN_PRESENCE_UNKNOWN, "unknown");
  mock_desktop_own (self->desktop, name);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
}

static void
test_locked_at_the_start_is_away (Fixture *self, gconstpointer user_data)
{
  self->desktop->saver_active = TRUE;
  mock_desktop_own (self->desktop, GNOME_SAVER);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_AWAY, "screen-locked");
}

static void
test_a_screen_saver_for_inhibiting_only_knows_nothing (Fixture *self, gconstpointer user_data)
{
  self->desktop->saver_refuses = TRUE;
  mock_desktop_own (self->desktop, FREEDESKTOP_SAVER);
  watch (self);
  settle (self);
  assert_becomes (self, CSN_PRESENCE_UNKNOWN, "unknown");
}

static void
test_another_users_turn_is_away (Fixture *self, gconstpointer user_data)
{
  mock_desktop_own (self->desktop, LOGIND);
  mock_desktop_own (self->desktop, GNOME_SAVER);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  settle (self);
  mock_desktop_set_session (self->desktop, FALSE, FALSE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "session-inactive");
  mock_desktop_set_session (self->desktop, TRUE, FALSE);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
}

static void
test_sleep_is_away_until_the_resume (Fixture *self, gconstpointer user_data)
{
  mock_desktop_own (self->desktop, LOGIND);
  mock_desktop_own (self->desktop, GNOME_SAVER);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  settle (self);
  mock_desktop_prepare_for_sleep (self->desktop, TRUE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "suspended");
  mock_desktop_set_saver (self->desktop, GNOME_SAVER, TRUE);
  mock_desktop_prepare_for_sleep (self->desktop, FALSE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "screen-locked");
  mock_desktop_set_saver (self->desktop, GNOME_SAVER, FALSE);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
}

static void
test_long_idle_is_away_until_a_touch (Fixture *self, gconstpointer user_data)
{
  mock_desktop_own (self->desktop, GNOME_SAVER);
  mock_desktop_own (self->desktop, IDLE_MONITOR);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  for (guint i = 0; i < 2; i++)
    {
      settle (self);
      g_assert_cmpuint (self->desktop->idle_watch, !=, 0);
      mock_desktop_fire (self->desktop, self->desktop->idle_watch);
      assert_becomes (self, CSN_PRESENCE_AWAY, "idle");
      settle (self);
      mock_desktop_fire (self->desktop, self->desktop->active_watch);
      assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
    }
}

static void
test_idle_at_the_start_is_away (Fixture *self, gconstpointer user_data)
{
  self->desktop->idle_ms = THRESHOLD_MS + 1;
  mock_desktop_own (self->desktop, GNOME_SAVER);
  mock_desktop_own (self->desktop, IDLE_MONITOR);
  watch (self);
  assert_becomes (self, CSN_PRESENCE_AWAY, "idle");
}

static void
count (CsnPresence *presence, guint *n)
{
  *n += 1;
}

static void
test_a_change_is_announced_once (Fixture *self, gconstpointer user_data)
{
  guint n = 0;

  mock_desktop_own (self->desktop, GNOME_SAVER);
  mock_desktop_own (self->desktop, LOGIND);
  watch (self);
  g_signal_connect (self->presence, "changed", G_CALLBACK (count), &n);
  assert_becomes (self, CSN_PRESENCE_ATTENTIVE, NULL);
  settle (self);
  g_assert_cmpuint (n, ==, 1);
  mock_desktop_set_saver (self->desktop, GNOME_SAVER, TRUE);
  assert_becomes (self, CSN_PRESENCE_AWAY, "screen-locked");
  mock_desktop_set_session (self->desktop, TRUE, TRUE);
  settle (self);
  g_assert_cmpuint (n, ==, 2);
}

static void
add (const char *name, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/app/session-presence/nobody-to-ask-is-unknown", NULL, test_nobody_to_ask_is_unknown);
  add ("/app/session-presence/an-unset-lock-hint-is-no-proof",
       NULL,
       test_an_unset_lock_hint_is_no_proof);
  add ("/app/session-presence/gnome-screen-saver-knows",
       GNOME_SAVER,
       test_a_screen_saver_that_answers_knows);
  add ("/app/session-presence/freedesktop-screen-saver-knows",
       FREEDESKTOP_SAVER,
       test_a_screen_saver_that_answers_knows);
  add ("/app/session-presence/locked-at-the-start-is-away", NULL, test_locked_at_the_start_is_away);
  add ("/app/session-presence/a-screen-saver-for-inhibiting-only-knows-nothing",
       NULL,
       test_a_screen_saver_for_inhibiting_only_knows_nothing);
  add ("/app/session-presence/another-users-turn-is-away", NULL, test_another_users_turn_is_away);
  add ("/app/session-presence/sleep-is-away-until-the-resume",
       NULL,
       test_sleep_is_away_until_the_resume);
  add ("/app/session-presence/long-idle-is-away-until-a-touch",
       NULL,
       test_long_idle_is_away_until_a_touch);
  add ("/app/session-presence/idle-at-the-start-is-away", NULL, test_idle_at_the_start_is_away);
  add ("/app/session-presence/a-change-is-announced-once", NULL, test_a_change_is_announced_once);
  return g_test_run ();
}
