/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <sqlite3.h>

/* What someone with the sqlite3 program can do to a closed database. */
typedef struct
{
  const char *name;
  const char *sql;
  CsnFaultKind fault;
  guint64 seq;
} Edit;

static const Edit edits[] = {
  { "agent", "UPDATE events SET agent_id = 'x' WHERE seq = 3", CSN_FAULT_INDEX_MISMATCH, 3 },
  { "agent-to-nothing",
    "UPDATE events SET agent_id = NULL WHERE seq = 3",
    CSN_FAULT_INDEX_MISMATCH,
    3 },
  { "agent-with-a-nul",
    "UPDATE events SET agent_id = agent_id || char (0) || 'x' WHERE seq = 3",
    CSN_FAULT_INDEX_MISMATCH,
    3 },
  { "time",
    "UPDATE events SET timestamp = timestamp - 1 WHERE seq = 2",
    CSN_FAULT_INDEX_MISMATCH,
    2 },
  { "level",
    "UPDATE events SET hitl_level = 'FULL_AUTO' WHERE seq = 4",
    CSN_FAULT_INDEX_MISMATCH,
    4 },
  { "body",
    "UPDATE events SET body = replace (body, 'HARD', 'SOFT') WHERE seq = 4",
    CSN_FAULT_ALTERED,
    4 },
  { "body-with-a-nul",
    "UPDATE events SET body = body || char (0) WHERE seq = 4",
    CSN_FAULT_ALTERED,
    4 },
  { "delete", "DELETE FROM events WHERE seq = 4", CSN_FAULT_MISSING, 4 },
  { "delete-and-renumber",
    "DELETE FROM events WHERE seq = 4; UPDATE events SET seq = seq - 1 WHERE seq > 4",
    CSN_FAULT_MISSING,
    4 },
  { "delete-all", "DELETE FROM events", CSN_FAULT_MISSING, 0 },
  { "swap",
    "UPDATE events SET seq = -3 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 5;"
    "UPDATE events SET seq = 5 WHERE seq = -3",
    CSN_FAULT_REORDERED,
    3 },
  { "negative-seq", "UPDATE events SET seq = -3 WHERE seq = 3", CSN_FAULT_MISSING, 0 },
  { "insert",
    "INSERT INTO events SELECT max (seq) + 1, body, leaf, chain, timestamp, event_type, request_id,"
    " agent_id, action_type, hitl_level FROM events",
    CSN_FAULT_INSERTED,
    8 },
  { "checkpoint", "DELETE FROM checkpoints WHERE count = 4", CSN_FAULT_UNSEALED, 3 },
  { "last-checkpoint", "DELETE FROM checkpoints WHERE count = 8", CSN_FAULT_UNSEALED, 7 },
  { "all-checkpoints", "DELETE FROM checkpoints", CSN_FAULT_UNSEALED, 0 },
  { "count-of-a-checkpoint",
    "UPDATE checkpoints SET count = 100 WHERE count = 4",
    CSN_FAULT_INDEX_MISMATCH,
    3 },
  { "note",
    "UPDATE checkpoints SET note = replace (note, 'ts 2026', 'ts 2027') WHERE count = 4",
    CSN_FAULT_BAD_SIGNATURE,
    3 },
  { "note-of-another-place",
    "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE count = 3) WHERE count = 4",
    CSN_FAULT_INDEX_MISMATCH,
    3 },
  { "key", "UPDATE log_keys SET public_key = zeroblob (32)", CSN_FAULT_INDEX_MISMATCH, 0 },
  { "no-key", "DELETE FROM log_keys", CSN_FAULT_INDEX_MISMATCH, 0 },
  { "another-key", "INSERT INTO log_keys VALUES (5, zeroblob (32))", CSN_FAULT_INDEX_MISMATCH, 5 },
  { "begin",
    "INSERT INTO meta VALUES ('base_seq', 3), ('base_chain', (SELECT chain FROM events WHERE seq ="
    " 2)); DELETE FROM events WHERE seq < 3; DELETE FROM checkpoints WHERE count < 4",
    CSN_FAULT_MISSING,
    0 },
  { "payload",
    "UPDATE payloads SET raw = CAST (raw || ' ' AS BLOB) WHERE request_id = 'r-5'",
    CSN_FAULT_ALTERED,
    5 },
  { "salt",
    "UPDATE payloads SET salt = zeroblob (16) WHERE request_id = 'r-5'",
    CSN_FAULT_ALTERED,
    5 },
  { "no-payload", "DELETE FROM payloads WHERE request_id = 'r-5'", CSN_FAULT_MISSING, 5 },
  { "tail-but-not-its-checkpoints", "DELETE FROM events WHERE seq >= 6", CSN_FAULT_MISSING, 6 },
  { "log-id", "UPDATE meta SET value = zeroblob (16) WHERE key = 'log_id'", CSN_FAULT_INSERTED, 0 },
};

static void
edit (const char *path, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database,
                    "DROP TRIGGER events_never_change; DROP TRIGGER events_never_go;"
                    "DROP TRIGGER checkpoints_never_change;"
                    "DROP TRIGGER checkpoints_never_go;"
                    "DROP TRIGGER log_keys_never_change; DROP TRIGGER log_keys_never_go",
                    NULL,
                    NULL,
                    NULL),
      ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_edit_is_found (gconstpointer data)
{
  const Edit *tampering = data;
  CsnStoreFixture fixture;
  g_autoptr (CsnVerifyReport) report = NULL;

  csn_store_fixture_init_signed (&fixture, CSN_STORE_DEFAULT);
  for (guint i = 1; i < 8; i++)
    {
      g_autofree char *id = g_strdup_printf ("r-%u", i);
      g_autoptr (CsnRequest) request = csn_store_fixture_new_request (id, 1);

      csn_store_fixture_commit_ok (fixture.store, csn_store_fixture_new_arrival (id, request));
    }
  csn_store_fixture_close (&fixture);
  csn_store_fixture_assert_intact (fixture.path, 8);
  edit (fixture.path, tampering->sql);
  report = csn_store_fixture_verify (fixture.path);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_TAMPERED);
  g_assert_cmpstr (csn_fault_kind_to_string (report->fault),
                   ==,
                   csn_fault_kind_to_string (tampering->fault));
  g_assert_cmpuint (report->first_bad_seq, ==, tampering->seq);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *path = g_strconcat ("/store/tamper/finds/", edits[i].name, NULL);

      g_test_add_data_func (path, &edits[i], test_edit_is_found);
    }
  return g_test_run ();
}
