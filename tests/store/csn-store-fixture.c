/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static const CsnActor system_actor = { .kind = CSN_ACTOR_SYSTEM };

static void
set_up (CsnStoreFixture *self, CsnStoreFlags flags)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("csn-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "countersign.db", NULL);
  self->store = csn_store_open_signed (self->path, flags, self->signer, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
}

void
csn_store_fixture_init (CsnStoreFixture *self, CsnStoreFlags flags)
{
  self->signer = NULL;
  set_up (self, flags);
}

void
csn_store_fixture_init_signed (CsnStoreFixture *self, CsnStoreFlags flags)
{
  self->signer = csn_signer_new_for_new_log ();
  set_up (self, flags);
}

void
csn_store_fixture_close (CsnStoreFixture *self)
{
  if (self->store == NULL)
    return;
  csn_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
csn_store_fixture_reopen (CsnStoreFixture *self, CsnStoreFlags flags)
{
  g_autoptr (GError) error = NULL;

  csn_store_fixture_close (self);
  self->store = csn_store_open_signed (self->path, flags, self->signer, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
}

void
csn_store_fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
csn_store_fixture_clear (CsnStoreFixture *self)
{
  csn_store_fixture_close (self);
  csn_store_fixture_remove_folder (self->folder);
  g_clear_pointer (&self->signer, csn_signer_unref);
  g_free (self->folder);
  g_free (self->path);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
csn_store_fixture_commit (CsnStore *store, CsnChange *change, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  csn_store_commit_async (store, change, on_ready, &result);
  g_assert_null (result);
  wait_for (&result);
  return csn_store_commit_finish (store, result, error);
}

void
csn_store_fixture_commit_ok (CsnStore *store, CsnChange *change)
{
  g_autoptr (GError) error = NULL;

  csn_store_fixture_commit (store, change, &error);
  g_assert_no_error (error);
}

void
csn_store_fixture_commit_conflict (CsnStore *store, CsnChange *change)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (csn_store_fixture_commit (store, change, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT);
}

gboolean
csn_store_fixture_recover (CsnStore *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  csn_store_recover_async (store, on_ready, &result);
  wait_for (&result);
  return csn_store_recover_finish (store, result, error);
}

CsnSnapshot *
csn_store_fixture_load (CsnStore *store, gint64 now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CsnSnapshot *snapshot;

  csn_store_load_async (store, now, NULL, on_ready, &result);
  wait_for (&result);
  snapshot = csn_store_load_finish (store, result, &error);
  g_assert_no_error (error);
  return snapshot;
}

CsnStoredRequest *
csn_store_fixture_read_request (CsnStore *store, const char *request_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  csn_store_read_request_async (store, request_id, NULL, on_ready, &result);
  wait_for (&result);
  return csn_store_read_request_finish (store, result, error);
}

GPtrArray *
csn_store_fixture_read_history (CsnStore *store,
                                const CsnHistoryQuery *query,
                                guint64 before_seq,
                                guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *page;

  csn_store_read_history_async (store, query, before_seq, limit, NULL, on_ready, &result);
  wait_for (&result);
  page = csn_store_read_history_finish (store, result, &error);
  g_assert_no_error (error);
  return page;
}

gint64
csn_store_fixture_count_history (CsnStore *store, const CsnHistoryQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count;

  csn_store_count_history_async (store, query, NULL, on_ready, &result);
  wait_for (&result);
  count = csn_store_count_history_finish (store, result, &error);
  g_assert_no_error (error);
  return count;
}

CsnRequest *
csn_store_fixture_new_request (const char *task_id, gint64 revision)
{
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  text = g_strdup_printf (
      "{\"task_id\":\"%s\",\"revision\":%" G_GINT64_FORMAT ",\"status\":\"pending_approval\","
      "\"agent_id\":\"billing-agent\",\"action_type\":\"refund\","
      "\"proposed_action\":{\"order\":1182,\"amount\":\"120.00\",\"currency\":\"USD\"},"
      "\"confidence\":{\"score\":0.720,\"rationale\":\"Seen before\",\"uncertainties\":[],"
      "\"recommendation\":\"PROCEED\"}}",
      task_id,
      revision);
  task = csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task ("demo", task, &error);
  g_assert_no_error (error);
  return request;
}

CsnVerdict *
csn_store_fixture_new_verdict (CsnLevel level)
{
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();

  csn_verdict_builder_add (builder, "matrix.costly", level, g_strdup ("It costs 120.00 USD."));
  return csn_verdict_builder_end (builder);
}

CsnDecision *
csn_store_fixture_new_decision (const CsnRequest *request, CsnDecisionKind kind)
{
  const CsnActor ana = { .kind = CSN_ACTOR_HUMAN, .name = "ana@example.org", .via = "window" };
  g_autofree char *id = g_uuid_string_random ();

  return csn_decision_new (request,
                           kind,
                           NULL,
                           &ana,
                           "Looks right",
                           CSN_LEVEL_HARD_APPROVAL,
                           id,
                           CSN_FIXTURE_NOW + 5 * G_USEC_PER_SEC);
}

CsnEvent *
csn_store_fixture_new_event (gint64 timestamp, guint number)
{
  CsnEvent *event = csn_event_new (CSN_EVENT_PRESENCE, timestamp, &system_actor);
  g_autofree char *text = g_strdup_printf ("{\"number\":%u}", number);
  g_autoptr (CsnJson) details = csn_json_parse (text, strlen (text), 100, NULL, NULL);

  csn_event_set_details (event, details);
  return event;
}

CsnChange *
csn_store_fixture_new_arrival (const char *request_id, CsnRequest *request)
{
  const CsnActor policy = { .kind = CSN_ACTOR_POLICY };
  g_autoptr (CsnVerdict) verdict = csn_store_fixture_new_verdict (CSN_LEVEL_HARD_APPROVAL);
  CsnChange *change = csn_change_new ();
  CsnEvent *event = csn_event_new (CSN_EVENT_REQUESTED, CSN_FIXTURE_NOW, &policy);

  csn_event_set_request (event, request_id, request, verdict, "abcd");
  csn_change_insert_request (change,
                             request_id,
                             request,
                             verdict,
                             "abcd",
                             NULL,
                             CSN_FIXTURE_NOW,
                             CSN_FIXTURE_NOW + 60 * G_USEC_PER_SEC);
  csn_change_add_event (change, event);
  return change;
}

CsnVerifyReport *
csn_store_fixture_verify (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (path, &error);
  CsnVerifyReport *report;

  g_assert_no_error (error);
  report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

void
csn_store_fixture_assert_intact (const char *path, guint64 n_events)
{
  g_autoptr (CsnVerifyReport) report = csn_store_fixture_verify (path);

  g_assert_cmpstr (csn_fault_kind_to_string (report->fault), ==, "none");
  g_assert_cmpint (report->integrity,
                   ==,
                   report->public_key != NULL ? CSN_INTEGRITY_INTACT : CSN_INTEGRITY_UNVERIFIABLE);
  g_assert_cmpuint (report->n_events, ==, n_events);
}
