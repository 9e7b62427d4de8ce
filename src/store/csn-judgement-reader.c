/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-judgement-reader.h"

#include "csn-place-private.h"
#include "csn-schema-private.h"
#include "csn-store.h"
#include "csn-stored-private.h"
#include "csn-time.h"

/* Since when there is more than the requests. */
#define VERSION_WITH_JUDGEMENT 2

struct _CsnJudgementReader
{
  CsnConnection *connection; /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) */
  sqlite3_stmt *cases;       /* (unowned) (nullable): the connection's, until its end */
  gint64 version;
};

typedef gpointer (*CsnRowFunc) (sqlite3_stmt *statement, GError **error);

void
csn_judgement_reader_free (CsnJudgementReader *self)
{
  if (self->connection != NULL)
    csn_connection_set_cancellable (self->connection, NULL);
  g_clear_pointer (&self->connection, csn_connection_close);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
start (CsnJudgementReader *self, const char *path, GError **error)
{
  g_autofree char *resolved = csn_place_resolve (path);
  gboolean still = csn_place_is_still (resolved);

  self->connection = csn_connection_open (resolved,
                                          still ? CSN_CONNECTION_READ_STILL : CSN_CONNECTION_READ,
                                          error);
  if (self->connection == NULL)
    return FALSE;
  csn_connection_set_cancellable (self->connection, self->cancellable);
  return csn_schema_check (self->connection, error) &&
         csn_connection_get_integer (self->connection,
                                     "PRAGMA user_version",
                                     &self->version,
                                     error) &&
         csn_connection_run (self->connection, CSN_STATEMENT_BEGIN_READ, NULL, NULL, error);
}

CsnJudgementReader *
csn_judgement_reader_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsnJudgementReader) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (CsnJudgementReader, 1);
  g_set_object (&self->cancellable, cancellable);
  return start (self, path, error) ? g_steal_pointer (&self) : NULL;
}

static void
bind_filter (sqlite3_stmt *statement, const CsnCaseFilter *filter)
{
  sqlite3_bind_int64 (statement, 1, filter->since);
  sqlite3_bind_int64 (statement, 2, filter->until > 0 ? filter->until : G_MAXINT64);
  sqlite3_bind_text (statement, 3, filter->agent_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, filter->action_type, -1, SQLITE_STATIC);
}

/* Whoever cancelled knows it; SQLite only says that it was interrupted. */
static gboolean
step (CsnJudgementReader *self, sqlite3_stmt *statement, gboolean *ret_has_row, GError **error)
{
  *ret_has_row = FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (csn_connection_step (self->connection, statement, ret_has_row, error))
    return TRUE;
  if (!g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (error != NULL)
    g_clear_error (error);
  g_cancellable_set_error_if_cancelled (self->cancellable, error);
  return FALSE;
}

gint64
csn_judgement_reader_count_cases (CsnJudgementReader *self,
                                  const CsnCaseFilter *filter,
                                  GError **error)
{
  sqlite3_stmt *statement = NULL;
  gint64 count = -1;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (filter != NULL, -1);

  statement = csn_connection_prepare (self->connection, CSN_STATEMENT_COUNT_CASES, error);
  if (statement == NULL)
    return -1;
  bind_filter (statement, filter);
  if (step (self, statement, &has_row, error))
    count = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return count;
}

gboolean
csn_judgement_reader_begin_cases (CsnJudgementReader *self,
                                  const CsnCaseFilter *filter,
                                  GError **error)
{
  CsnStatement which = CSN_STATEMENT_READ_CASES;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (filter != NULL, FALSE);

  if (self->version < VERSION_WITH_JUDGEMENT)
    which = CSN_STATEMENT_READ_CASES_OF_VERSION_1;
  self->cases = csn_connection_prepare (self->connection, which, error);
  if (self->cases == NULL)
    return FALSE;
  bind_filter (self->cases, filter);
  return TRUE;
}

CsnStoredCase *
csn_judgement_reader_next_case (CsnJudgementReader *self, GError **error)
{
  CsnStoredCase *stored = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->cases == NULL)
    return NULL;
  if (step (self, self->cases, &has_row, error) && has_row)
    stored = csn_stored_case_read (self->cases, error);
  if (stored == NULL)
    {
      sqlite3_reset (self->cases);
      sqlite3_clear_bindings (self->cases);
      self->cases = NULL;
    }
  return stored;
}

/* All rows of a statement that is bound. */
static GPtrArray *
read_rows (CsnJudgementReader *self,
           sqlite3_stmt *statement,
           CsnRowFunc read,
           GDestroyNotify free_row,
           GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  gboolean has_row = TRUE;
  gboolean done = FALSE;

  while (!done && step (self, statement, &has_row, error))
    {
      gpointer row = has_row ? read (statement, error) : NULL;

      if (has_row && row == NULL)
        break;
      if (row != NULL)
        g_ptr_array_add (rows, row);
      done = !has_row;
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return done ? g_steal_pointer (&rows) : NULL;
}

/* By agent and action type, the newest few. */
static GPtrArray *
read_of_profile (CsnJudgementReader *self,
                 CsnStatement which,
                 const char *agent_id,
                 const char *action_type,
                 guint limit,
                 CsnRowFunc read,
                 GDestroyNotify free_row,
                 GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (self->connection, which, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, agent_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, action_type, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, limit);
  return read_rows (self, statement, read, free_row, error);
}

GPtrArray *
csn_judgement_reader_list_track (CsnJudgementReader *self,
                                 const char *agent_id,
                                 const char *action_type,
                                 guint limit,
                                 GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return read_of_profile (self,
                          CSN_STATEMENT_READ_TRACK,
                          agent_id,
                          action_type,
                          limit,
                          (CsnRowFunc) csn_stored_case_read,
                          (GDestroyNotify) csn_stored_case_free,
                          error);
}

static char *
copy_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static void
calibration_free (gpointer data)
{
  CsnStoredCalibration *row = data;

  g_free (row->agent_id);
  g_free (row->action_type);
  g_free (row);
}

static gpointer
read_calibration (sqlite3_stmt *statement, GError **error)
{
  CsnStoredCalibration *row = g_new0 (CsnStoredCalibration, 1);

  row->agent_id = copy_text (statement, 0);
  row->action_type = copy_text (statement, 1);
  row->scores.bin = (guint) sqlite3_column_int64 (statement, 2);
  row->scores.n = sqlite3_column_int64 (statement, 3);
  row->scores.n_right = sqlite3_column_int64 (statement, 4);
  row->scores.n_rejected = sqlite3_column_int64 (statement, 5);
  row->scores.n_edited = sqlite3_column_int64 (statement, 6);
  row->scores.score_sum = sqlite3_column_int64 (statement, 7);
  row->scores.error_sum = sqlite3_column_int64 (statement, 8);
  return row;
}

GPtrArray *
csn_judgement_reader_list_calibration (CsnJudgementReader *self,
                                       const char *agent_id,
                                       const char *action_type,
                                       gint64 since,
                                       gint64 until,
                                       GError **error)
{
  sqlite3_stmt *statement;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->version < VERSION_WITH_JUDGEMENT)
    return g_ptr_array_new_with_free_func (calibration_free);
  statement = csn_connection_prepare (self->connection, CSN_STATEMENT_READ_CALIBRATION, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, agent_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, action_type, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, since / CSN_DAY);
  sqlite3_bind_int64 (statement, 4, until > 0 ? until / CSN_DAY : G_MAXINT64);
  return read_rows (self, statement, read_calibration, calibration_free, error);
}

static void
level_free (gpointer data)
{
  CsnStoredLevel *row = data;

  g_free (row->before);
  g_free (row->cause);
  g_free (row->actor);
  g_free (row);
}

static gpointer
read_level (sqlite3_stmt *statement, GError **error)
{
  CsnStoredLevel *row = g_new0 (CsnStoredLevel, 1);

  row->at = sqlite3_column_int64 (statement, 2);
  row->before = copy_text (statement, 3);
  row->cause = copy_text (statement, 5);
  row->actor = copy_text (statement, 6);
  if (csn_level_from_string ((const char *) sqlite3_column_text (statement, 4), &row->level))
    return row;
  level_free (row);
  g_set_error_literal (error,
                       CSN_STORE_ERROR,
                       CSN_STORE_ERROR_DAMAGED,
                       "A level in the database can't be read");
  return NULL;
}

GPtrArray *
csn_judgement_reader_list_levels (CsnJudgementReader *self,
                                  const char *agent_id,
                                  const char *action_type,
                                  guint limit,
                                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->version < VERSION_WITH_JUDGEMENT)
    return g_ptr_array_new_with_free_func (level_free);
  return read_of_profile (self,
                          CSN_STATEMENT_READ_LEVELS,
                          agent_id,
                          action_type,
                          limit,
                          read_level,
                          level_free,
                          error);
}
