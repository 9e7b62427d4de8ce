/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-index-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "csn-event-search.h"
#include "csn-log-private.h"
#include "csn-store-error-private.h"

#define EVENTS_PER_BATCH 2048
#define VERSION 1

/* Words and facets of an event stand in one row, which is not kept: what it says is in the log.
 * Nothing here has to survive anything, so nothing waits for the disk. */
static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "BEGIN;"
    "CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL,"
    "  log_id BLOB NOT NULL, next_seq INTEGER NOT NULL, chain BLOB) STRICT;"
    "CREATE TABLE spans (width INTEGER NOT NULL, first_seq INTEGER NOT NULL,"
    "  earliest INTEGER NOT NULL, latest INTEGER NOT NULL,"
    "  PRIMARY KEY (width, first_seq)) STRICT, WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE words USING fts5 (word, content = '', columnsize = 0, detail = none,"
    "  tokenize = 'ascii tokenchars ''=''');"
    "COMMIT;";

static const char facet_letters[] = "talevd";

G_STATIC_ASSERT (G_N_ELEMENTS (facet_letters) == CSN_INDEX_N_FACETS + 1);

/* One batch on its way from the log into the index. */
typedef struct
{
  CsnConnection *index; /* (unowned) */
  sqlite3_stmt *rows;   /* (owned) */
  sqlite3_stmt *words;  /* (owned) */
  sqlite3_stmt *spans;  /* (owned) */
  GString *text;        /* (owned) */
  gint64 last;
  guint8 chain[CSN_SHA256_BYTES];
} Batch;

void
csn_index_file_append_facet (GString *words, CsnIndexFacet facet, const char *value)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *hex = NULL;

  if (value == NULL)
    return;
  csn_digest_sha256 (value, strlen (value), digest);
  hex = csn_digest_to_hex (digest, 12);
  g_string_append_printf (words, "=%c%s ", facet_letters[facet], hex);
}

static sqlite3_stmt *
prepare (CsnConnection *connection, const char *text, GError **error)
{
  sqlite3 *database = csn_connection_get_database (connection);
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (database, text, -1, &statement, NULL);

  if (result != SQLITE_OK)
    csn_store_error_set_from_sqlite (error, result, database);
  return statement;
}

void
csn_index_file_remove (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

/* Whether the log has, at the place where the index ends, what it had when the index got there. */
static gboolean
is_of_log (CsnConnection *index, CsnConnection *log)
{
  g_autoptr (GError) error = NULL;
  CsnLog state = { 0 };
  sqlite3_stmt *about = NULL;
  sqlite3_stmt *row = NULL;
  gboolean matches = FALSE;

  if (!csn_log_read_id (&state, log, &error))
    return FALSE;
  about = prepare (index, "SELECT version, log_id, next_seq, chain FROM about", NULL);
  row = prepare (log, "SELECT chain FROM events WHERE seq = ?1", NULL);
  if (about != NULL && row != NULL && sqlite3_step (about) == SQLITE_ROW &&
      sqlite3_column_int (about, 0) == VERSION &&
      sqlite3_column_bytes (about, 1) == CSN_LOG_ID_BYTES &&
      memcmp (sqlite3_column_blob (about, 1), state.id, CSN_LOG_ID_BYTES) == 0)
    {
      sqlite3_bind_int64 (row, 1, sqlite3_column_int64 (about, 2) - 1);
      matches = sqlite3_column_type (about, 3) == SQLITE_NULL;
      if (!matches && sqlite3_step (row) == SQLITE_ROW &&
          sqlite3_column_bytes (row, 0) == sqlite3_column_bytes (about, 3))
        matches = memcmp (sqlite3_column_blob (row, 0),
                          sqlite3_column_blob (about, 3),
                          (gsize) sqlite3_column_bytes (row, 0)) == 0;
    }
  sqlite3_finalize (about);
  sqlite3_finalize (row);
  return matches;
}

static CsnConnection *
open_file (const char *path, GError **error)
{
  g_autoptr (CsnConnection) index = csn_connection_open (path, CSN_CONNECTION_WRITE, error);

  if (index == NULL || !csn_connection_run_script (index, "PRAGMA synchronous = OFF;", error))
    return NULL;
  sqlite3_wal_autocheckpoint (csn_connection_get_database (index), 1000);
  return g_steal_pointer (&index);
}

static gboolean
fill_about (CsnConnection *index, CsnConnection *log, GError **error)
{
  CsnLog state = { 0 };
  sqlite3_stmt *statement;
  gboolean has_row;
  gboolean done;

  if (!csn_log_read_id (&state, log, error))
    return FALSE;
  statement = prepare (index,
                       "INSERT INTO about (id, version, log_id, next_seq) VALUES (1, ?1, ?2, 0)",
                       error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, VERSION);
  sqlite3_bind_blob (statement, 2, state.id, CSN_LOG_ID_BYTES, SQLITE_STATIC);
  done = csn_connection_step (index, statement, &has_row, error);
  sqlite3_finalize (statement);
  return done;
}

static CsnConnection *
make (const char *path, CsnConnection *log, GError **error)
{
  g_autoptr (CsnConnection) index = NULL;
  int fd;

  csn_index_file_remove (path);
  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_set_error (error,
                   CSN_STORE_ERROR,
                   CSN_STORE_ERROR_IO,
                   "“%s” can't be made: %s",
                   path,
                   g_strerror (errno));
      return NULL;
    }
  g_close (fd, NULL);
  index = open_file (path, error);
  if (index == NULL || !csn_connection_run_script (index, schema, error) ||
      !fill_about (index, log, error))
    return NULL;
  return g_steal_pointer (&index);
}

CsnConnection *
csn_index_file_open (const char *path, CsnConnection *log, GError **error)
{
  g_autoptr (CsnConnection) index = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    index = open_file (path, NULL);
  if (index != NULL && is_of_log (index, log))
    return g_steal_pointer (&index);
  return make (path, log, error);
}

gboolean
csn_index_file_get_next (CsnConnection *index, gint64 *ret_next, GError **error)
{
  return csn_connection_get_integer (index, "SELECT next_seq FROM about", ret_next, error);
}

static const char *
get_text (sqlite3_stmt *rows, int column)
{
  return (const char *) sqlite3_column_text (rows, column);
}

static void
gather_words (Batch *batch, const char *body, gsize length)
{
  g_autofree char *words = csn_event_search_list_words (body, length);
  g_autofree char *reviewer = csn_event_search_dup_member (body, length, "reviewer_id");
  g_autofree char *decision = csn_event_search_dup_member (body, length, "reviewer_decision");

  g_string_assign (batch->text, words);
  csn_index_file_append_facet (batch->text, CSN_INDEX_FACET_REVIEWER, reviewer);
  csn_index_file_append_facet (batch->text, CSN_INDEX_FACET_DECISION, decision);
  for (CsnIndexFacet facet = CSN_INDEX_FACET_TYPE; facet <= CSN_INDEX_FACET_LEVEL; facet++)
    csn_index_file_append_facet (batch->text, facet, get_text (batch->rows, 4 + (int) facet));
}

static gboolean
run_and_reset (Batch *batch, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;
  gboolean done = csn_connection_step (batch->index, statement, &has_row, error);

  sqlite3_reset (statement);
  return done;
}

static gboolean
widen_span (Batch *batch, gint64 width, gint64 timestamp, GError **error)
{
  sqlite3_bind_int64 (batch->spans, 1, width);
  sqlite3_bind_int64 (batch->spans, 2, batch->last - batch->last % width);
  sqlite3_bind_int64 (batch->spans, 3, timestamp);
  return run_and_reset (batch, batch->spans, error);
}

static gboolean
add_row (Batch *batch, GError **error)
{
  const char *body = sqlite3_column_blob (batch->rows, 1);
  gsize length = (gsize) sqlite3_column_bytes (batch->rows, 1);
  gint64 timestamp = sqlite3_column_int64 (batch->rows, 2);

  batch->last = sqlite3_column_int64 (batch->rows, 0);
  if (sqlite3_column_bytes (batch->rows, 3) == CSN_SHA256_BYTES)
    memcpy (batch->chain, sqlite3_column_blob (batch->rows, 3), CSN_SHA256_BYTES);
  gather_words (batch, body != NULL ? body : "", length);
  sqlite3_bind_int64 (batch->words, 1, batch->last);
  sqlite3_bind_text64 (batch->words,
                       2,
                       batch->text->str,
                       batch->text->len,
                       SQLITE_STATIC,
                       SQLITE_UTF8);
  return run_and_reset (batch, batch->words, error) &&
         widen_span (batch, CSN_INDEX_SPAN_EVENTS, timestamp, error) &&
         widen_span (batch, CSN_INDEX_WIDE_SPAN_EVENTS, timestamp, error);
}

static gboolean
add_rows (Batch *batch, CsnConnection *log, gint64 next, guint *ret_n_added, GError **error)
{
  gboolean has_row;

  sqlite3_bind_int64 (batch->rows, 1, next);
  sqlite3_bind_int (batch->rows, 2, EVENTS_PER_BATCH);
  while (csn_connection_step (log, batch->rows, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (!add_row (batch, error))
        return FALSE;
      ++*ret_n_added;
    }
  return FALSE;
}

static gboolean
move_end (Batch *batch, GError **error)
{
  sqlite3_stmt *statement =
      prepare (batch->index, "UPDATE about SET next_seq = ?1, chain = ?2", error);
  gboolean moved;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, batch->last + 1);
  sqlite3_bind_blob (statement, 2, batch->chain, CSN_SHA256_BYTES, SQLITE_STATIC);
  moved = run_and_reset (batch, statement, error);
  sqlite3_finalize (statement);
  return moved;
}

static gboolean
prepare_batch (Batch *batch, CsnConnection *log, GError **error)
{
  batch->rows = prepare (log,
                         "SELECT seq, body, timestamp, chain, event_type, agent_id, action_type, "
                         "hitl_level FROM events WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
                         error);
  if (batch->rows != NULL)
    batch->words = prepare (batch->index, "INSERT INTO words (rowid, word) VALUES (?1, ?2)", error);
  if (batch->words != NULL)
    batch->spans = prepare (batch->index,
                            "INSERT INTO spans (width, first_seq, earliest, latest) "
                            "VALUES (?1, ?2, ?3, ?3) ON CONFLICT (width, first_seq) DO UPDATE SET "
                            "earliest = min (earliest, excluded.earliest), "
                            "latest = max (latest, excluded.latest)",
                            error);
  return batch->spans != NULL;
}

static gboolean
write_batch (Batch *batch, CsnConnection *log, guint *ret_n_added, GError **error)
{
  gint64 next = 0;

  return csn_index_file_get_next (batch->index, &next, error) &&
         prepare_batch (batch, log, error) && add_rows (batch, log, next, ret_n_added, error) &&
         (*ret_n_added == 0 || move_end (batch, error)) &&
         csn_connection_run (batch->index, CSN_STATEMENT_COMMIT, NULL, NULL, error);
}

gboolean
csn_index_file_extend (CsnConnection *index, CsnConnection *log, guint *ret_n_added, GError **error)
{
  Batch batch = { .index = index };
  gboolean done;

  *ret_n_added = 0;
  if (!csn_connection_run (index, CSN_STATEMENT_BEGIN, NULL, NULL, error))
    return FALSE;
  batch.text = g_string_new (NULL);
  done = write_batch (&batch, log, ret_n_added, error);
  if (!done)
    csn_connection_roll_back (index);
  sqlite3_finalize (batch.rows);
  sqlite3_finalize (batch.words);
  sqlite3_finalize (batch.spans);
  g_string_free (batch.text, TRUE);
  return done;
}
