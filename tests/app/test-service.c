/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "csn-service.h"
#include "csn-store-fixture.h"

#define OBJECT_PATH "/io/github/countersign/Countersign"
#define INTERFACE "io.github.countersign.Countersign1"

typedef struct
{
  GDBusConnection *offered; /* the service's */
  GDBusConnection *asking;  /* the command line's */
  char *folder;
  CsnService *service;
} Fixture;

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);

  g_assert_no_error (error);
  return connection;
}

static void
keep_result (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
start (CsnService *service, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  csn_service_start_async (service, keep_result, &result);
  return csn_service_start_finish (service, wait_for (&result), error);
}

static void
start_ok (CsnService *service)
{
  g_autoptr (GError) error = NULL;

  start (service, &error);
  g_assert_no_error (error);
}

static void
stop_ok (CsnService *service)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  csn_service_stop_async (service, keep_result, &result);
  csn_service_stop_finish (service, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *top = g_dir_make_tmp ("csn-service-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  self->folder = g_build_filename (top, "data", NULL);
  self->service = csn_service_new (self->folder);
  self->offered = connect_to_bus ();
  self->asking = connect_to_bus ();
  csn_service_export_dbus (self->service, self->offered, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_autofree char *top = g_path_get_dirname (self->folder);

  stop_ok (self->service);
  g_assert_finalize_object (G_OBJECT (self->service));
  g_dbus_connection_close_sync (self->offered, NULL, NULL);
  g_dbus_connection_close_sync (self->asking, NULL, NULL);
  g_object_unref (self->offered);
  g_object_unref (self->asking);
  csn_store_fixture_remove_folder (self->folder);
  g_rmdir (top);
  g_free (self->folder);
}

static GVariant *
call (Fixture *self, const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (self->asking,
                          g_dbus_connection_get_unique_name (self->offered),
                          OBJECT_PATH,
                          INTERFACE,
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          20000,
                          NULL,
                          keep_result,
                          &result);
  return g_dbus_connection_call_finish (self->asking, wait_for (&result), error);
}

static CsnJson *
call_for_json (Fixture *self, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = call (self, method, parameters, &error);
  CsnJson *json;
  const char *text;

  g_assert_no_error (error);
  g_variant_get (reply, "(&s)", &text);
  json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  return json;
}

static void
call_fails (Fixture *self, const char *method, GVariant *parameters, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = call (self, method, parameters, &error);
  g_autofree char *remote = NULL;

  g_assert_null (reply);
  remote = g_dbus_error_get_remote_error (error);
  g_assert_cmpstr (remote, ==, name);
}

static const char *
get_text (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  g_assert_nonnull (member);
  return csn_json_get_value_type (member) == CSN_JSON_STRING ? csn_json_get_text (member) : NULL;
}

static char *
submit (Fixture *self, const char *task)
{
  g_autoptr (CsnJson) json = csn_json_parse (task, strlen (task), G_MAXSIZE, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CsnGate *gate = csn_service_get_gate (self->service);
  CsnRequest *request = csn_request_new_from_task ("demo", json, &error);
  char *id;

  g_assert_no_error (error);
  csn_gate_submit_async (gate, request, NULL, keep_result, &result);
  id = csn_gate_submit_finish (gate, wait_for (&result), &error);
  g_assert_no_error (error);
  csn_request_unref (request);
  return id;
}

static const char refund[] =
    "{\"task_id\":\"t-81\",\"status\":\"pending_approval\",\"agent_id\":\"billing\","
    "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182,\"password\":\"hunter2\","
    "\"deep\":[{\"api_key\":\"x\"}]},\"facts\":{\"reversible\":false,\"financial\":true}}";

static void
test_the_data_folder_is_private (Fixture *self, gconstpointer user_data)
{
  g_autofree char *database = g_build_filename (self->folder, "countersign.db", NULL);
  GStatBuf status;

  start_ok (self->service);
  g_assert_cmpint (g_stat (self->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (database, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_it_starts_again_after_a_stop (Fixture *self, gconstpointer user_data)
{
  g_autofree char *id = NULL;

  for (guint i = 0; i < 3; i++)
    {
      start_ok (self->service);
      g_assert_null (csn_gate_get_fault (csn_service_get_gate (self->service)));
      if (i == 0)
        id = submit (self, refund);
      g_assert_nonnull (csn_gate_lookup (csn_service_get_gate (self->service), id));
      stop_ok (self->service);
      g_assert_null (csn_service_get_gate (self->service));
    }
}

static void
test_two_do_not_share_a_store (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnService) other = csn_service_new (self->folder);
  g_autoptr (GError) error = NULL;

  start_ok (self->service);
  g_assert_false (start (other, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, !=, "");
  stop_ok (self->service);
  start_ok (other);
  stop_ok (other);
}

static void
test_a_folder_that_can_not_be_made_is_said (void)
{
  g_autoptr (CsnService) service = csn_service_new ("/proc/no/such/folder");
  g_autoptr (GError) error = NULL;

  g_assert_false (start (service, &error));
  g_assert_nonnull (strstr (error->message, "/proc/no/such/folder"));
}

static void
test_calls_after_a_failed_start_say_why (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnService) other = csn_service_new (self->folder);
  g_autoptr (GError) error = NULL;

  start_ok (other);
  g_assert_false (start (self->service, &error));
  call_fails (self, "GetStatus", NULL, "io.github.countersign.Error.Failed");
  stop_ok (other);
  start_ok (self->service);
  csn_json_unref (call_for_json (self, "GetStatus", NULL));
}

static void
test_calls_before_the_start_say_so (Fixture *self, gconstpointer user_data)
{
  call_fails (self, "GetStatus", NULL, "io.github.countersign.Error.NotRunning");
  start_ok (self->service);
  csn_json_unref (call_for_json (self, "GetStatus", NULL));
  stop_ok (self->service);
  call_fails (self, "GetStatus", NULL, "io.github.countersign.Error.NotRunning");
}

static void
test_the_inbox_is_told_with_secrets_masked (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnJson) inbox = NULL;
  g_autoptr (CsnJson) shown = NULL;
  g_autofree char *id = NULL;
  g_autofree char *action = NULL;

  start_ok (self->service);
  id = submit (self, refund);
  inbox = call_for_json (self, "ListRequests", NULL);
  g_assert_cmpuint (csn_json_get_size (inbox), ==, 1);
  g_assert_cmpstr (get_text (csn_json_get_element (inbox, 0), "id"), ==, id);
  g_assert_cmpstr (get_text (csn_json_get_element (inbox, 0), "level"), ==, "HARD_APPROVAL");
  g_assert_cmpstr (get_text (csn_json_get_element (inbox, 0), "state"), ==, "pending");

  shown = call_for_json (self, "ShowRequest", g_variant_new ("(s)", id));
  action = csn_json_to_text (csn_json_get_member (shown, "action"), 0);
  g_assert_cmpstr (
      action,
      ==,
      "{\"order\":1182,\"password\":\"‹masked›\",\"deep\":[{\"api_key\":\"‹masked›\"}]}");
  call_fails (self,
              "ShowRequest",
              g_variant_new ("(s)", "nothing"),
              "io.github.countersign.Error.NotFound");
}

static void
test_a_rejection_is_delivered_and_final (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (CsnJson) shown = NULL;
  g_autofree char *id = NULL;

  start_ok (self->service);
  g_object_set (csn_service_get_settings (self->service), "reviewer-id", "ana@example.org", NULL);
  id = submit (self, refund);
  reply = call (self, "RejectRequest", g_variant_new ("(ss)", id, "not this one"), &error);
  g_assert_no_error (error);
  shown = call_for_json (self, "ShowRequest", g_variant_new ("(s)", id));
  g_assert_cmpstr (get_text (shown, "state"), ==, "rejected");
  g_assert_cmpstr (get_text (csn_json_get_member (shown, "decision"), "decided_by"), ==, "human");
  g_assert_cmpstr (get_text (csn_json_get_member (shown, "decision"), "reviewer_id"),
                   ==,
                   "ana@example.org");
  g_assert_cmpstr (get_text (csn_json_get_member (shown, "decision"), "notes"), ==, "not this one");
  call_fails (self,
              "RejectRequest",
              g_variant_new ("(ss)", id, ""),
              "io.github.countersign.Error.Refused");
  g_object_set (csn_service_get_settings (self->service), "reviewer-id", "", NULL);
}

static void
count_review (CsnService *service, const char *request_id, char **ret_id)
{
  g_free (*ret_id);
  *ret_id = g_strdup (request_id != NULL ? request_id : "inbox");
}

static void
test_the_window_is_asked_for (Fixture *self, gconstpointer user_data)
{
  g_autofree char *asked = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GVariant) one = NULL;
  g_autoptr (GVariant) all = NULL;

  start_ok (self->service);
  id = submit (self, refund);
  g_signal_connect (self->service, "review", G_CALLBACK (count_review), &asked);
  one = call (self, "OpenRequest", g_variant_new ("(s)", id), NULL);
  g_assert_cmpstr (asked, ==, id);
  all = call (self, "OpenRequest", g_variant_new ("(s)", ""), NULL);
  g_assert_cmpstr (asked, ==, "inbox");
  call_fails (self,
              "OpenRequest",
              g_variant_new ("(s)", "nothing"),
              "io.github.countersign.Error.NotFound");
}

static void
test_sources_come_and_go (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnJson) none = NULL;
  g_autoptr (CsnJson) sources = NULL;
  g_autoptr (GVariant) added = NULL;
  g_autoptr (GVariant) removed = NULL;
  g_autoptr (GError) error = NULL;

  start_ok (self->service);
  added = call (self,
                "AddSource",
                g_variant_new ("(ssssb)", "demo", "http://127.0.0.1:1", "tasks", "", FALSE),
                &error);
  g_assert_no_error (error);
  sources = call_for_json (self, "ListSources", NULL);
  g_assert_cmpuint (csn_json_get_size (sources), ==, 1);
  g_assert_cmpstr (get_text (csn_json_get_element (sources, 0), "id"), ==, "demo");
  g_assert_cmpuint (g_list_model_get_n_items (csn_service_get_sources (self->service)), ==, 1);
  call_fails (self,
              "TestSource",
              g_variant_new ("(s)", "demo"),
              "io.github.countersign.Error.Refused");
  call_fails (self,
              "AddSource",
              g_variant_new ("(ssssb)", "far", "http://example.org", "tasks", "", FALSE),
              "io.github.countersign.Error.Invalid");
  call_fails (self,
              "AddTask",
              g_variant_new ("(ss)", "demo", "t-1"),
              "io.github.countersign.Error.Refused");
  call_fails (self,
              "AddTask",
              g_variant_new ("(ss)", "demo", ""),
              "io.github.countersign.Error.Invalid");
  removed = call (self, "RemoveSource", g_variant_new ("(s)", "demo"), &error);
  g_assert_no_error (error);
  none = call_for_json (self, "ListSources", NULL);
  g_assert_cmpuint (csn_json_get_size (none), ==, 0);
  call_fails (self,
              "RemoveSource",
              g_variant_new ("(s)", "demo"),
              "io.github.countersign.Error.NotFound");
  call_fails (self,
              "AddTask",
              g_variant_new ("(ss)", "demo", "t-1"),
              "io.github.countersign.Error.NotFound");
}

static void
test_nothing_on_the_bus_approves (Fixture *self, gconstpointer user_data)
{
  const char *const allowed[] = { "GetStatus",     "ListRequests",  "ShowRequest",
                                  "OpenRequest",   "RejectRequest", "ListAgents",
                                  "ListSources",   "AddSource",     "RemoveSource",
                                  "TestSource",    "AddTask",       "RecordExport",
                                  "ErasePayload",  "GetPolicy",     "GetProposal",
                                  "ProposePolicy", "RotateKey",     NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;
  GDBusInterfaceInfo *interface;
  const char *xml;

  start_ok (self->service);
  g_dbus_connection_call (self->asking,
                          g_dbus_connection_get_unique_name (self->offered),
                          OBJECT_PATH,
                          "org.freedesktop.DBus.Introspectable",
                          "Introspect",
                          NULL,
                          G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          keep_result,
                          &result);
  reply = g_dbus_connection_call_finish (self->asking, wait_for (&result), &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(&s)", &xml);
  node = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  interface = g_dbus_node_info_lookup_interface (node, INTERFACE);
  for (guint i = 0; interface->methods[i] != NULL; i++)
    g_assert_true (g_strv_contains (allowed, interface->methods[i]->name));
  g_assert_true (interface->properties == NULL || interface->properties[0] == NULL);
}

static void
on_progress (double fraction, gpointer user_data)
{
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
}

static void
test_the_log_is_exported_and_verified (Fixture *self, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (self->folder, "log.jsonl", NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) exported = NULL;
  g_autoptr (GAsyncResult) verified = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  const char *integrity;
  const char *fault;
  guint64 n_events;
  gint64 n;

  start_ok (self->service);
  id = submit (self, refund);
  csn_service_export_async (self->service,
                            "jsonl",
                            NULL,
                            path,
                            on_progress,
                            NULL,
                            NULL,
                            keep_result,
                            &exported);
  n = csn_service_export_finish (self->service, wait_for (&exported), &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpint (n, ==, g_strv_length (lines) - 1);
  g_assert_cmpint (n, >=, 3);

  csn_service_verify_async (self->service, on_progress, NULL, NULL, keep_result, &verified);
  g_assert_true (csn_service_verify_finish (self->service,
                                            wait_for (&verified),
                                            &integrity,
                                            &n_events,
                                            NULL,
                                            &fault,
                                            &error));
  g_assert_no_error (error);
  /* There is no keyring here, and so no signature. */
  g_assert_cmpstr (integrity, ==, "UNVERIFIABLE");
  g_assert_cmpuint (n_events, >=, (guint64) n);
  g_assert_null (fault);
}

static void
test_an_export_becomes_an_event (Fixture *self, gconstpointer user_data)
{
  const CsnHistoryQuery exports = { .event_type = (char *) "exported" };
  g_autoptr (CsnHistoryModel) history = NULL;
  g_autoptr (CsnHistoryEvent) event = NULL;
  g_autoptr (GVariant) recorded = NULL;
  g_autoptr (GError) error = NULL;

  start_ok (self->service);
  history = csn_service_new_history (self->service);
  csn_history_model_set_query (history, &exports);
  recorded = call (self, "RecordExport", g_variant_new ("(s)", "{\"format\":\"csv\"}"), &error);
  g_assert_no_error (error);
  while (g_list_model_get_n_items (G_LIST_MODEL (history)) == 0)
    g_main_context_iteration (NULL, TRUE);
  event = g_list_model_get_item (G_LIST_MODEL (history), 0);
  while (!csn_history_event_is_loaded (event))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (csn_history_event_get_details (event), ==, "{\"format\":\"csv\"}");
  call_fails (self,
              "RecordExport",
              g_variant_new ("(s)", "[]"),
              "io.github.countersign.Error.Invalid");
  call_fails (self,
              "RecordExport",
              g_variant_new ("(s)", "{"),
              "io.github.countersign.Error.Invalid");
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/app/service/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  /* Kept: its end would wait for libraries that hold their connection to the last. */
  static GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* Neither of the machine's own buses has a part in this. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  add ("the-data-folder-is-private", test_the_data_folder_is_private);
  add ("it-starts-again-after-a-stop", test_it_starts_again_after_a_stop);
  add ("two-do-not-share-a-store", test_two_do_not_share_a_store);
  g_test_add_func ("/app/service/a-folder-that-can-not-be-made-is-said",
                   test_a_folder_that_can_not_be_made_is_said);
  add ("calls-before-the-start-say-so", test_calls_before_the_start_say_so);
  add ("calls-after-a-failed-start-say-why", test_calls_after_a_failed_start_say_why);
  add ("the-inbox-is-told-with-secrets-masked", test_the_inbox_is_told_with_secrets_masked);
  add ("a-rejection-is-delivered-and-final", test_a_rejection_is_delivered_and_final);
  add ("the-window-is-asked-for", test_the_window_is_asked_for);
  add ("sources-come-and-go", test_sources_come_and_go);
  add ("nothing-on-the-bus-approves", test_nothing_on_the_bus_approves);
  add ("the-log-is-exported-and-verified", test_the_log_is_exported_and_verified);
  add ("an-export-becomes-an-event", test_an_export_becomes_an_event);
  status = g_test_run ();
  g_test_dbus_stop (bus);
  return status;
}
