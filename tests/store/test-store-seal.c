/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-seal.h"

#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

#include "csn-store-fixture.h"

#define NOW CSN_FIXTURE_NOW

static const CsnActor ana = { .kind = CSN_ACTOR_HUMAN, .name = "ana@example.org", .via = "window" };

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static void
append (CsnStore *store, guint n_events)
{
  for (guint i = 0; i < n_events; i++)
    {
      CsnChange *change = csn_change_new ();

      csn_change_add_event (change, csn_store_fixture_new_event (NOW + i, i));
      csn_store_fixture_commit_ok (store, change);
    }
}

static void
append_group (CsnStore *store, guint n_events)
{
  CsnChange *change = csn_change_new ();

  for (guint i = 0; i < n_events; i++)
    csn_change_add_event (change, csn_store_fixture_new_event (NOW + i, i));
  csn_store_fixture_commit_ok (store, change);
}

static gboolean
take_key (CsnStore *store, CsnSigner *signer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  csn_store_take_key_async (store, signer, &ana, NOW, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return csn_store_take_key_finish (store, result, error);
}

static CsnAnchor
read_anchor (CsnStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree CsnLogHead *head = NULL;
  CsnAnchor anchor = { 0 };

  csn_store_read_head_async (store, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  head = csn_store_read_head_finish (store, result, &error);
  g_assert_no_error (error);
  memcpy (anchor.log_id, head->log_id, sizeof anchor.log_id);
  memcpy (anchor.head, head->chain, sizeof anchor.head);
  anchor.count = head->count;
  anchor.timestamp = head->timestamp;
  return anchor;
}

static CsnVerifyReport *
verify (CsnStoreFixture *fixture, const CsnVerifyOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (fixture->path, &error);
  CsnVerifyReport *report;

  g_assert_no_error (error);
  report = csn_audit_verify_against (CSN_LOG_READER (reader), options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static void
assert_report (CsnStoreFixture *fixture,
               const CsnVerifyOptions *options,
               CsnIntegrity integrity,
               CsnFaultKind fault,
               guint64 seq)
{
  g_autoptr (CsnVerifyReport) report = verify (fixture, options);

  g_assert_cmpstr (csn_fault_kind_to_string (report->fault), ==, csn_fault_kind_to_string (fault));
  g_assert_cmpstr (csn_integrity_to_string (report->integrity),
                   ==,
                   csn_integrity_to_string (integrity));
  if (fault != CSN_FAULT_NONE)
    g_assert_cmpuint (report->first_bad_seq, ==, seq);
}

static void
assert_intact (CsnStoreFixture *fixture, guint64 n_events)
{
  g_autoptr (CsnVerifyReport) report = verify (fixture, NULL);

  g_assert_cmpstr (csn_fault_kind_to_string (report->fault), ==, "none");
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpuint (report->n_events, ==, n_events);
  g_assert_cmpuint (report->n_sealed, ==, n_events);
}

static void
run_sql (CsnStoreFixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
cut_tail (CsnStoreFixture *fixture)
{
  csn_store_fixture_close (fixture);
  run_sql (fixture,
           "DROP TRIGGER events_never_go; DROP TRIGGER checkpoints_never_go;"
           "DELETE FROM events WHERE seq >= 4; DELETE FROM checkpoints WHERE count > 4");
}

static void
test_every_group_has_its_checkpoint (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnVerifyReport) report = NULL;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 3);
  append_group (fixture.store, 200);
  g_assert_true (csn_store_is_signing (fixture.store));
  report = verify (&fixture, NULL);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  /* log_opened, three alone, and 64 + 64 + 64 + 8. */
  g_assert_cmpuint (report->n_signatures, ==, 8);
  g_assert_true (report->is_trusted);
  g_assert_cmpint (report->completeness, ==, CSN_COMPLETENESS_EXPOSED);
  g_assert_cmpuint (report->n_exposed, ==, 204);
  csn_store_fixture_clear (&fixture);
}

static void
test_log_without_a_key_is_unverifiable (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  csn_store_fixture_remove_folder (fixture.folder);
  g_assert_cmpint (g_mkdir_with_parents (fixture.folder, 0700), ==, 0);
  fixture.store = csn_store_open (fixture.path, CSN_STORE_DEFAULT, NOW, NULL);
  append (fixture.store, 3);
  g_assert_false (csn_store_is_signing (fixture.store));
  assert_report (&fixture, NULL, CSN_INTEGRITY_UNVERIFIABLE, CSN_FAULT_NONE, 0);

  /* A key that comes later vouches for all that was before it. */
  {
    const CsnAnchor anchor = read_anchor (fixture.store);
    g_autoptr (CsnSigner) signer = csn_signer_new (anchor.log_id);
    g_autoptr (GError) error = NULL;

    g_assert_false (take_key (fixture.store, fixture.signer, &error));
    g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT);
    g_clear_error (&error);
    take_key (fixture.store, signer, &error);
    g_assert_no_error (error);
    append (fixture.store, 2);
    assert_intact (&fixture, 7);
  }
  csn_store_fixture_clear (&fixture);
}

static void
test_key_that_is_missing_and_back (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 2);
  csn_store_fixture_close (&fixture);
  fixture.store = csn_store_open (fixture.path, CSN_STORE_DEFAULT, NOW, NULL);
  g_assert_false (csn_store_is_signing (fixture.store));
  append (fixture.store, 100);
  assert_report (&fixture, NULL, CSN_INTEGRITY_UNVERIFIABLE, CSN_FAULT_NONE, 0);
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  g_assert_true (csn_store_is_signing (fixture.store));
  append (fixture.store, 2);
  assert_intact (&fixture, 1 + 2 + 1 + 100 + 1 + 2);
  csn_store_fixture_clear (&fixture);
}

static void
test_another_key_is_never_taken_by_itself (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSigner) other = NULL;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  other = csn_signer_new (csn_signer_get_log_id (fixture.signer));
  fixture.store = csn_store_open_signed (fixture.path, CSN_STORE_DEFAULT, other, NOW, NULL);
  g_assert_false (csn_store_is_signing (fixture.store));
  append (fixture.store, 1);
  assert_report (&fixture, NULL, CSN_INTEGRITY_UNVERIFIABLE, CSN_FAULT_NONE, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_rotation_is_signed_by_both_keys (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSigner) second = NULL;
  CsnVerifyOptions options = { 0 };

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 2);
  second = csn_signer_new (csn_signer_get_log_id (fixture.signer));
  g_assert_true (take_key (fixture.store, second, NULL));
  append (fixture.store, 2);
  assert_intact (&fixture, 6);
  options.trusted_key = csn_signer_get_public_key (fixture.signer);
  assert_report (&fixture, &options, CSN_INTEGRITY_INTACT, CSN_FAULT_NONE, 0);
  options.trusted_key = csn_signer_get_public_key (second);
  assert_report (&fixture, &options, CSN_INTEGRITY_INTACT, CSN_FAULT_NONE, 0);
  csn_store_fixture_close (&fixture);
  fixture.store = csn_store_open_signed (fixture.path, CSN_STORE_DEFAULT, second, NOW, NULL);
  g_assert_true (csn_store_is_signing (fixture.store));
  assert_intact (&fixture, 6);
  csn_store_fixture_clear (&fixture);
}

static void
test_replaced_key_is_trusted_only_where_it_is_known (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSigner) second = NULL;
  CsnVerifyOptions options = { 0 };

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  second = csn_signer_new (csn_signer_get_log_id (fixture.signer));
  fixture.store = csn_store_open (fixture.path, CSN_STORE_DEFAULT, NOW, NULL);
  g_assert_true (take_key (fixture.store, second, NULL));
  append (fixture.store, 2);
  assert_report (&fixture, NULL, CSN_INTEGRITY_UNVERIFIABLE, CSN_FAULT_NONE, 0);
  options.trusted_key = csn_signer_get_public_key (second);
  assert_report (&fixture, &options, CSN_INTEGRITY_INTACT, CSN_FAULT_NONE, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_log_made_anew_with_another_key_is_found (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSigner) trusted = NULL;
  CsnVerifyOptions options = { 0 };

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 2);
  trusted = csn_signer_new (csn_signer_get_log_id (fixture.signer));
  options.trusted_key = csn_signer_get_public_key (trusted);
  assert_report (&fixture, &options, CSN_INTEGRITY_TAMPERED, CSN_FAULT_BAD_SIGNATURE, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_cut_tail_is_found_with_an_anchor (void)
{
  CsnStoreFixture fixture;
  CsnAnchor anchors[2];
  const CsnVerifyOptions options = { .anchors = anchors, .n_anchors = 2 };
  g_autoptr (CsnVerifyReport) report = NULL;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 2);
  anchors[1] = read_anchor (fixture.store);
  append (fixture.store, 4);
  anchors[0] = read_anchor (fixture.store);
  report = verify (&fixture, &options);
  g_assert_cmpint (report->completeness, ==, CSN_COMPLETENESS_ANCHORED);
  g_assert_cmpuint (report->n_anchors, ==, 2);
  g_clear_pointer (&report, csn_verify_report_free);
  append (fixture.store, 3);
  report = verify (&fixture, &options);
  g_assert_cmpint (report->completeness, ==, CSN_COMPLETENESS_EXPOSED);
  g_assert_cmpuint (report->n_exposed, ==, 3);
  g_clear_pointer (&report, csn_verify_report_free);
  cut_tail (&fixture);
  report = verify (&fixture, NULL);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpuint (report->n_exposed, ==, 4);
  g_clear_pointer (&report, csn_verify_report_free);
  report = verify (&fixture, &options);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpint (report->completeness, ==, CSN_COMPLETENESS_INCOMPLETE);
  g_assert_cmpint (report->fault, ==, CSN_FAULT_ROLLED_BACK);
  g_assert_cmpuint (report->first_bad_seq, ==, 4);
  csn_store_fixture_clear (&fixture);
}

static void
test_old_file_that_went_on_is_forked (void)
{
  CsnStoreFixture fixture;
  CsnAnchor anchors[2];
  const CsnVerifyOptions options = { .anchors = anchors, .n_anchors = 2 };

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append (fixture.store, 2);
  anchors[0] = read_anchor (fixture.store);
  append (fixture.store, 4);
  anchors[1] = read_anchor (fixture.store);
  cut_tail (&fixture);
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  append_group (fixture.store, 7);
  assert_report (&fixture, &options, CSN_INTEGRITY_TAMPERED, CSN_FAULT_FORKED, 3);
  csn_store_fixture_clear (&fixture);
}

static void
test_tail_alone_is_checked (void)
{
  CsnStoreFixture fixture;
  const CsnVerifyOptions options = { .tail = 100 };
  g_autoptr (CsnVerifyReport) report = NULL;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  append_group (fixture.store, 300);
  append (fixture.store, 3);
  report = verify (&fixture, &options);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpuint (report->n_events, ==, 100);
  csn_store_fixture_close (&fixture);
  run_sql (
      &fixture,
      "DROP TRIGGER events_never_change; UPDATE events SET body = body || ' ' WHERE seq = 290");
  assert_report (&fixture, &options, CSN_INTEGRITY_TAMPERED, CSN_FAULT_ALTERED, 290);
  run_sql (&fixture,
           "UPDATE events SET body = rtrim (body) WHERE seq = 290;"
           "UPDATE events SET chain = zeroblob (32) WHERE seq = 203");
  assert_report (&fixture, &options, CSN_INTEGRITY_TAMPERED, CSN_FAULT_ALTERED, 204);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/seal/every-group-has-its-checkpoint",
                   test_every_group_has_its_checkpoint);
  g_test_add_func ("/store/seal/log-without-a-key-is-unverifiable",
                   test_log_without_a_key_is_unverifiable);
  g_test_add_func ("/store/seal/key-that-is-missing-and-back", test_key_that_is_missing_and_back);
  g_test_add_func ("/store/seal/another-key-is-never-taken-by-itself",
                   test_another_key_is_never_taken_by_itself);
  g_test_add_func ("/store/seal/rotation-is-signed-by-both-keys",
                   test_rotation_is_signed_by_both_keys);
  g_test_add_func ("/store/seal/replaced-key-is-trusted-only-where-it-is-known",
                   test_replaced_key_is_trusted_only_where_it_is_known);
  g_test_add_func ("/store/seal/log-made-anew-with-another-key-is-found",
                   test_log_made_anew_with_another_key_is_found);
  g_test_add_func ("/store/seal/cut-tail-is-found-with-an-anchor",
                   test_cut_tail_is_found_with_an_anchor);
  g_test_add_func ("/store/seal/old-file-that-went-on-is-forked",
                   test_old_file_that_went_on_is_forked);
  g_test_add_func ("/store/seal/tail-alone-is-checked", test_tail_alone_is_checked);
  return g_test_run ();
}
