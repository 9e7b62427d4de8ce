/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in build-aux/virtual-session, against the real notification server there. */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/types.h>

#include "csn-desktop-channel.h"
#include "csn-fake-clock.h"
#include "csn-fake-presence.h"
#include "csn-gate.h"
#include "csn-store.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"
#include "csn-time.h"

#define NOW (1700000000 * CSN_SECOND)

typedef struct
{
  char *folder;
  CsnStore *store;
  CsnFakeClock *clock;
  CsnFakePresence *presence;
  CsnGate *gate;
  CsnDesktopChannel *channel;
  GDBusConnection *bus;
  guint n_reviews;
} Fixture;

static void
count_review (Fixture *fixture)
{
  fixture->n_reviews++;
}

static gboolean
server_is_there (gpointer user_data)
{
  return csn_desktop_channel_get_problem (user_data) == NULL;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) started = NULL;

  f->folder = g_dir_make_tmp ("csn-notify-XXXXXX", NULL);
  path = g_build_filename (f->folder, "countersign.db", NULL);
  f->store = csn_store_open (path, CSN_STORE_INLINE, NOW, &error);
  g_assert_no_error (error);
  f->clock = csn_fake_clock_new (NOW);
  f->presence = csn_fake_presence_new ();
  f->gate = csn_gate_new (f->store, policy, CSN_CLOCK (f->clock), CSN_PRESENCE (f->presence));
  csn_gate_set_reviewer (f->gate, "ana@example.org");
  csn_gate_start_async (f->gate, csn_test_keep_result, &result);
  started = csn_test_wait_result (&result);
  g_assert_true (csn_gate_start_finish (f->gate, started, &error));
  f->channel = csn_desktop_channel_new ("Countersign");
  csn_gate_add_channel (f->gate, CSN_CHANNEL (f->channel));
  g_signal_connect_swapped (f->gate, "review", G_CALLBACK (count_review), f);
  csn_test_wait_for (server_is_there, f->channel, "the notification server");
  f->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
}

static GVariant *
dunst (Fixture *f, const char *interface, const char *method, GVariant *args)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (f->bus,
                                                  "org.freedesktop.Notifications",
                                                  "/org/freedesktop/Notifications",
                                                  interface,
                                                  method,
                                                  args,
                                                  NULL,
                                                  G_DBUS_CALL_FLAGS_NONE,
                                                  5000,
                                                  NULL,
                                                  &error);

  g_assert_no_error (error);
  return answer;
}

static guint
n_displayed (Fixture *f)
{
  g_autoptr (GVariant) answer =
      dunst (f,
             "org.freedesktop.DBus.Properties",
             "Get",
             g_variant_new ("(ss)", "org.dunstproject.cmd0", "displayedLength"));
  g_autoptr (GVariant) value = NULL;

  g_variant_get (answer, "(v)", &value);
  return g_variant_get_uint32 (value);
}

static gboolean
nothing_is_displayed (gpointer user_data)
{
  return n_displayed (user_data) == 0;
}

static gboolean
one_is_displayed (gpointer user_data)
{
  return n_displayed (user_data) == 1;
}

static gboolean
is_finalized (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
wait_for_end (GObject **field, const char *what)
{
  gpointer object = *field;

  g_object_add_weak_pointer (object, &object);
  g_clear_object (field);
  csn_test_wait_for (is_finalized, &object, what);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *command = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;

  csn_gate_stop_async (f->gate, csn_test_keep_result, &result);
  stopped = csn_test_wait_result (&result);
  g_assert_true (csn_gate_stop_finish (f->gate, stopped, NULL));
  g_clear_object (&stopped);
  wait_for_end ((GObject **) &f->gate, "the gate to be freed");
  wait_for_end ((GObject **) &f->channel, "the channel to be freed");
  csn_store_close (f->store);
  g_clear_object (&f->store);
  g_clear_object (&f->clock);
  g_clear_object (&f->presence);
  csn_test_wait_for (nothing_is_displayed, f, "notices to go with the channel");
  g_clear_object (&f->bus);
  command = g_strdup_printf ("rm -r '%s'", f->folder);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_clear_pointer (&f->folder, g_free);
}

static CsnInboxItem *
submit (Fixture *f, const char *task_id, const char *members)
{
  g_autoptr (CsnRequest) request = csn_test_request_new ("source", task_id, members);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autofree char *id = NULL;

  csn_gate_submit_async (f->gate, request, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  id = csn_gate_submit_finish (f->gate, done, &error);
  g_assert_no_error (error);
  return csn_gate_lookup (f->gate, id);
}

static gboolean
is_notified (gpointer item)
{
  return csn_inbox_item_get_notified (item);
}

static gboolean
is_settled (gpointer item)
{
  return csn_inbox_item_get_state (item) != CSN_REQUEST_PENDING;
}

/* The person at the server's own menu; tests/lib/choose-action picks the line. */
static void
press (Fixture *f, const char *button)
{
  g_autofree char *choice = g_build_filename (g_getenv ("CSN_SESSION_DIR"), "choice", NULL);
  g_autoptr (GVariant) answer = NULL;

  g_assert_true (g_file_set_contents (choice, button, -1, NULL));
  answer = dunst (f, "org.dunstproject.cmd0", "ContextMenuCall", NULL);
}

static void
test_approve_from_a_notification (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", CSN_TEST_SOFT);

  csn_test_wait_for (is_notified, item, "the notification");
  press (f, "#Approve");
  csn_test_wait_for (is_settled, item, "the decision");
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_APPROVED);
  g_assert_cmpstr (csn_decision_get_reviewer (csn_inbox_item_get_decision (item)),
                   ==,
                   "ana@example.org");
  csn_test_wait_for (nothing_is_displayed, f, "the notice to be withdrawn");
}

static void
test_reject_from_a_notification (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", NULL);

  csn_test_wait_for (is_notified, item, "the notification");
  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  press (f, "#Reject");
  csn_test_wait_for (is_settled, item, "the decision");
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_REJECTED);
}

static gboolean
was_reviewed (gpointer user_data)
{
  return ((Fixture *) user_data)->n_reviews > 0;
}

static void
test_review_opens_and_decides_nothing (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", NULL);

  csn_test_wait_for (is_notified, item, "the notification");
  press (f, "#Review");
  csn_test_wait_for (was_reviewed, f, "the wish to review");
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
}

static void
test_settled_elsewhere_withdraws (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", NULL);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_test_wait_for (is_notified, item, "the notification");
  g_assert_cmpint (n_displayed (f), ==, 1);
  csn_gate_withdraw_async (f->gate,
                           csn_inbox_item_get_id (item),
                           "cancelled",
                           csn_test_keep_result,
                           &result);
  done = csn_test_wait_result (&result);
  g_assert_true (csn_gate_withdraw_finish (f->gate, done, NULL));
  csn_test_wait_for (nothing_is_displayed, f, "the notice to be withdrawn");
}

static void
test_many_become_one (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 14; i++)
    {
      g_autofree char *task = g_strdup_printf ("t-%d", i);

      csn_test_wait_for (is_notified, submit (f, task, NULL), "the notification");
    }
  csn_test_wait_for (one_is_displayed, f, "one notice for all");
}

/* Everybody's news is in some notice that the server accepted, and all of it goes again. */
static void
test_flood_is_told_and_withdrawn (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *task = g_strdup_printf ("t-%d", i);

      g_ptr_array_add (items, submit (f, task, NULL));
    }
  for (guint i = 0; i < items->len; i++)
    csn_test_wait_for (is_notified, g_ptr_array_index (items, i), "the notification");
  csn_test_wait_for (one_is_displayed, f, "one notice for all");
  for (guint i = 0; i < items->len; i++)
    csn_gate_withdraw_async (f->gate,
                             csn_inbox_item_get_id (g_ptr_array_index (items, i)),
                             "cancelled",
                             NULL,
                             NULL);
  csn_test_wait_for (nothing_is_displayed, f, "the notice to be withdrawn");
}

/* Any process of the session may emit a signal; only the server's counts. */
static void
test_forged_press_decides_nothing (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (GDBusConnection) forger = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gint64 until = 0;

  csn_test_wait_for (is_notified, item, "the notification");
  forger =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);
  for (guint id = 1; id < 200; id++)
    for (int unicast = 0; unicast < 2; unicast++)
      g_dbus_connection_emit_signal (forger,
                                     unicast ? g_dbus_connection_get_unique_name (f->bus) : NULL,
                                     "/org/freedesktop/Notifications",
                                     "org.freedesktop.Notifications",
                                     "ActionInvoked",
                                     g_variant_new ("(us)", id, "approve"),
                                     NULL);
  g_dbus_connection_flush_sync (forger, NULL, NULL);
  until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
}

static gboolean
shows_text (Fixture *f, const char *text)
{
  g_autoptr (GVariant) answer = dunst (f, "org.dunstproject.cmd0", "NotificationListHistory", NULL);
  g_autofree char *all = g_variant_print (answer, FALSE);

  return strstr (all, text) != NULL;
}

/* What was displayed can be read in the server's history once all is closed. */
static void
test_a_locked_screen_shows_no_payload_and_answers_nothing (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = NULL;
  g_autoptr (GVariant) closed = NULL;

  csn_desktop_channel_set_screen_locked (f->channel, TRUE);
  item = submit (f,
                 "t-1",
                 "'proposed_action': {'word': 'xylophone'}, 'facts': {'reversible': true}, "
                 "'confidence': {'score': 0.9}");
  csn_test_wait_for (is_notified, item, "the notification");
  press (f, "#Approve");
  press (f, "#Reject");
  csn_test_run_ready ();
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
  closed = dunst (f, "org.dunstproject.cmd0", "NotificationCloseAll", NULL);
  g_assert_true (shows_text (f, "A request waits"));
  g_assert_false (shows_text (f, "xylophone"));
}

static gboolean
server_is_gone (gpointer user_data)
{
  return g_strcmp0 (csn_desktop_channel_get_problem (user_data), "no-server") == 0;
}

static GPid
pid_of_server (Fixture *f)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (f->bus,
                                   "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   "GetConnectionUnixProcessID",
                                   g_variant_new ("(s)", "org.freedesktop.Notifications"),
                                   NULL,
                                   G_DBUS_CALL_FLAGS_NONE,
                                   5000,
                                   NULL,
                                   NULL);
  guint32 pid = 0;

  g_variant_get (answer, "(u)", &pid);
  return (GPid) pid;
}

static void
start_server (void)
{
  g_autofree char *conf = g_build_filename (g_getenv ("CSN_SESSION_DIR"), "dunstrc", NULL);
  const char *argv[] = { "dunst", "-conf", conf, NULL };
  g_auto (GStrv) env = g_environ_unsetenv (g_get_environ (), "G_DEBUG");
  g_autoptr (GError) error = NULL;

  g_spawn_async (NULL, (char **) argv, env, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_without_a_server_silence_never_consents (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", CSN_TEST_SOFT);

  csn_test_wait_for (is_notified, item, "the notification");
  g_assert_cmpint (kill (pid_of_server (f), SIGTERM), ==, 0);
  csn_test_wait_for (server_is_gone, f->channel, "the server to go");
  csn_fake_clock_advance (f->clock, 3600 * CSN_SECOND);
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_wait_reason (item), ==, CSN_WAIT_UNSEEN);

  start_server ();
  csn_test_wait_for (server_is_there, f->channel, "the server to come back");
  csn_test_wait_for (is_notified, item, "the notification again");
  csn_fake_clock_advance (f->clock, 301 * CSN_SECOND);
  csn_test_wait_for (is_settled, item, "silence to consent");
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_APPROVED);
}

static gboolean
is_held_back (gpointer user_data)
{
  return g_strcmp0 (csn_desktop_channel_get_problem (user_data), "do-not-disturb") == 0;
}

static void
set_paused (Fixture *f, gboolean paused)
{
  g_autoptr (GVariant) answer = dunst (
      f,
      "org.freedesktop.DBus.Properties",
      "Set",
      g_variant_new ("(ssv)", "org.dunstproject.cmd0", "paused", g_variant_new_boolean (paused)));
}

static void
test_do_not_disturb_stops_silent_consent (Fixture *f, gconstpointer data)
{
  CsnInboxItem *item = submit (f, "t-1", CSN_TEST_SOFT);

  csn_test_wait_for (is_notified, item, "the notification");
  set_paused (f, TRUE);
  csn_test_wait_for (is_held_back, f->channel, "do not disturb");
  csn_fake_clock_advance (f->clock, 3600 * CSN_SECOND);
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
  set_paused (f, FALSE);
  csn_test_wait_for (server_is_there, f->channel, "the end of do not disturb");
}

#define ADD(promise, func)                                                                         \
  g_test_add ("/notify/desktop/" promise, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("approve-from-a-notification", test_approve_from_a_notification);
  ADD ("reject-from-a-notification", test_reject_from_a_notification);
  ADD ("review-opens-and-decides-nothing", test_review_opens_and_decides_nothing);
  ADD ("settled-elsewhere-withdraws", test_settled_elsewhere_withdraws);
  ADD ("many-become-one", test_many_become_one);
  ADD ("flood-is-told-and-withdrawn", test_flood_is_told_and_withdrawn);
  ADD ("forged-press-decides-nothing", test_forged_press_decides_nothing);
  ADD ("a-locked-screen-shows-no-payload-and-answers-nothing",
       test_a_locked_screen_shows_no_payload_and_answers_nothing);
  ADD ("do-not-disturb-stops-silent-consent", test_do_not_disturb_stops_silent_consent);
  ADD ("without-a-server-silence-never-consents", test_without_a_server_silence_never_consents);
  return g_test_run ();
}
