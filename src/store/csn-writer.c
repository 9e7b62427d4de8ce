/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-writer-private.h"

#include "csn-change-private.h"
#include "csn-log-keys-private.h"
#include "csn-schema-private.h"
#include "csn-store-error-private.h"

#define MAX_EVENTS_PER_GROUP 64
#define MAX_CHANGES_PER_GROUP 64
#define PAGES_PER_CHECKPOINT 1000
#define PAGES_PER_CHECKPOINT_UNDER_LOAD 2000

struct _CsnWriter
{
  CsnPlace *place;           /* (unowned) */
  CsnConnection *connection; /* (owned) (nullable): none while faulted */
  CsnLog log;
  CsnSigner *signer; /* (owned) (nullable): the key that there was at the begin */
  gint64 begun_at;
  int is_signing; /* (atomic) */
  GError *fault;  /* (owned) (nullable): why nothing is committed any more */
  int n_wal_pages;
  int n_tried_pages; /* how many there were when a checkpoint was last tried */
  CsnWriterFunc func;
  gpointer user_data;
  GAsyncQueue *queue;  /* (owned) (element-type CsnReply) */
  CsnReply *postponed; /* (owned) (nullable): came out of the queue but didn't fit into the group */
  CsnReply *end_marker; /* (owned): the last in the queue */
  GThread *thread;      /* (owned) (nullable): none if inline */
};

static int
on_wal_grown (gpointer user_data, sqlite3 *database, const char *name, int n_pages)
{
  CsnWriter *self = user_data;

  self->n_wal_pages = n_pages;
  return SQLITE_OK;
}

static gboolean
begin_keys (CsnWriter *self, CsnConnection *connection, GError **error)
{
  CsnLog before = self->log;

  if (csn_connection_run (connection, CSN_STATEMENT_BEGIN, NULL, NULL, error) &&
      csn_log_read_head (&self->log, connection, error) &&
      csn_log_keys_begin (&self->log, connection, self->signer, self->begun_at, error) &&
      csn_log_seal (&self->log, connection, error) &&
      csn_connection_run (connection, CSN_STATEMENT_COMMIT, NULL, NULL, error))
    {
      g_atomic_int_set (&self->is_signing, self->log.signer != NULL);
      return TRUE;
    }
  csn_connection_roll_back (connection);
  self->log = before;
  return FALSE;
}

static gboolean
open_connection (CsnWriter *self, GError **error)
{
  g_autoptr (CsnConnection) connection = NULL;

  connection = csn_schema_open (csn_place_get_path (self->place), error);
  if (connection == NULL || !csn_log_read_id (&self->log, connection, error) ||
      !begin_keys (self, connection, error))
    return FALSE;
  sqlite3_wal_hook (csn_connection_get_database (connection), on_wal_grown, self);
  self->n_wal_pages = 0;
  self->n_tried_pages = 0;
  self->connection = g_steal_pointer (&connection);
  return TRUE;
}

/* After a failed write nothing that the connection knows can be relied on. */
static void
close_faulted (CsnWriter *self, const GError *fault)
{
  g_clear_pointer (&self->connection, csn_connection_close);
  g_clear_error (&self->fault);
  self->fault = g_error_copy (fault);
}

static gboolean
run_step (CsnWriter *self, const CsnStep *step, GError **error)
{
  int n_changes = 0;

  if (!csn_connection_run (self->connection, step->statement, step->values, &n_changes, error))
    return FALSE;
  if (n_changes > 0 || step->conflict == NULL)
    return TRUE;
  g_set_error_literal (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT, step->conflict);
  return FALSE;
}

static gboolean
apply (CsnWriter *self, const CsnChange *change, GError **error)
{
  GPtrArray *steps = csn_change_get_steps (change);
  GPtrArray *events = csn_change_get_events (change);

  for (guint i = 0; i < steps->len; i++)
    if (!run_step (self, g_ptr_array_index (steps, i), error))
      return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      const CsnEvent *event = g_ptr_array_index (events, i);
      const guint8 *commitment = csn_change_get_commitment (change, event);

      if (!csn_log_append (&self->log, self->connection, event, commitment, error))
        return FALSE;
    }
  return TRUE;
}

/* One change of a group: it succeeds or fails alone, unless the store itself is at fault. */
static gboolean
apply_alone (CsnWriter *self, CsnReply *reply, GError **error)
{
  CsnLog before = self->log;
  g_autoptr (GError) local_error = NULL;

  if (!csn_connection_run (self->connection, CSN_STATEMENT_SAVE, NULL, NULL, error))
    return FALSE;
  if (!apply (self, reply->change, &local_error))
    {
      if (!g_error_matches (local_error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      self->log = before;
      if (!csn_connection_run (self->connection, CSN_STATEMENT_RETURN, NULL, NULL, error))
        return FALSE;
      reply->error = g_steal_pointer (&local_error);
    }
  return csn_connection_run (self->connection, CSN_STATEMENT_RELEASE, NULL, NULL, error);
}

static gboolean
write_group (CsnWriter *self, GPtrArray *group, gboolean each_alone, GError **error)
{
  if (!csn_connection_run (self->connection, CSN_STATEMENT_BEGIN, NULL, NULL, error) ||
      !csn_log_read_head (&self->log, self->connection, error))
    return FALSE;
  for (guint i = 0; i < group->len; i++)
    {
      CsnReply *reply = g_ptr_array_index (group, i);

      if (!(each_alone ? apply_alone (self, reply, error) : apply (self, reply->change, error)))
        return FALSE;
    }
  return csn_log_seal (&self->log, self->connection, error) &&
         csn_connection_run (self->connection, CSN_STATEMENT_COMMIT, NULL, NULL, error);
}

/* To be able to take one change back costs copies of the pages that it touches, and hardly any is
 * taken back; so the group is first tried as if none were. */
static gboolean
commit_group (CsnWriter *self, GPtrArray *group, GError **error)
{
  CsnLog before = self->log;
  g_autoptr (GError) local_error = NULL;

  if (write_group (self, group, FALSE, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  csn_connection_roll_back (self->connection);
  self->log = before;
  return write_group (self, group, TRUE, error);
}

/* The time of the newest event that could not be written: the store has no clock. */
static gint64
get_time (GPtrArray *group)
{
  for (guint i = group->len; i > 0; i--)
    {
      const CsnReply *reply = g_ptr_array_index (group, i - 1);
      GPtrArray *events = reply->change != NULL ? csn_change_get_events (reply->change) : NULL;

      if (events != NULL && events->len > 0)
        return csn_event_get_timestamp (g_ptr_array_index (events, events->len - 1));
    }
  return 0;
}

/* With the ballast gone there is room to say why nothing comes after this. */
static void
record_full_disk (CsnWriter *self, GPtrArray *group)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_STORE_FAULT, get_time (group), &actor);
  g_autoptr (CsnJson) details = csn_json_parse ("{\"code\":\"full\"}", 15, 15, NULL, NULL);
  g_autoptr (GError) error = NULL;
  CsnLog before = self->log;

  csn_place_drop_ballast (self->place);
  csn_event_set_details (event, details);
  if (csn_connection_run (self->connection, CSN_STATEMENT_BEGIN, NULL, NULL, &error) &&
      csn_log_read_head (&self->log, self->connection, &error) &&
      csn_log_append (&self->log, self->connection, event, NULL, &error) &&
      csn_log_seal (&self->log, self->connection, &error) &&
      csn_connection_run (self->connection, CSN_STATEMENT_COMMIT, NULL, NULL, &error))
    return;
  g_debug ("The full disk could not be recorded: %s", error->message);
  csn_connection_roll_back (self->connection);
  self->log = before;
}

static void
fail_group (CsnWriter *self, GPtrArray *group, const GError *error)
{
  csn_connection_roll_back (self->connection);
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_FULL))
    record_full_disk (self, group);
  if (csn_store_error_is_fault (error))
    close_faulted (self, error);
  for (guint i = 0; i < group->len; i++)
    {
      CsnReply *reply = g_ptr_array_index (group, i);

      g_clear_error (&reply->error);
      reply->error = g_error_copy (error);
    }
}

static void
refuse_group (CsnWriter *self, GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    {
      CsnReply *reply = g_ptr_array_index (group, i);

      reply->error = g_error_new (CSN_STORE_ERROR,
                                  CSN_STORE_ERROR_CLOSED,
                                  "Nothing can be recorded since a fault: %s",
                                  self->fault->message);
    }
}

/* SQLite's own checkpoints would come in the middle of a commit and make its caller wait. While
 * more is to be committed it can wait longer: pages that change often are then copied once. */
static void
checkpoint (CsnWriter *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_idle = self->postponed == NULL && g_async_queue_length (self->queue) <= 0;
  int limit = is_idle ? PAGES_PER_CHECKPOINT : PAGES_PER_CHECKPOINT_UNDER_LOAD;
  int result;

  if (self->n_wal_pages < self->n_tried_pages)
    self->n_tried_pages = 0;
  if (self->connection == NULL || self->n_wal_pages < self->n_tried_pages + limit)
    return;
  self->n_tried_pages = self->n_wal_pages;
  result = sqlite3_wal_checkpoint_v2 (csn_connection_get_database (self->connection),
                                      NULL,
                                      SQLITE_CHECKPOINT_PASSIVE,
                                      NULL,
                                      NULL);

  /* A full disk keeps what is in the write-ahead log; the next commit will tell. */
  if (result == SQLITE_OK || csn_store_error_from_sqlite (result) == CSN_STORE_ERROR_FULL ||
      csn_store_error_from_sqlite (result) == CSN_STORE_ERROR_BUSY)
    return;
  csn_store_error_set_from_sqlite (&error, result, csn_connection_get_database (self->connection));
  close_faulted (self, error);
}

static gboolean
erases (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    {
      const CsnReply *reply = g_ptr_array_index (group, i);

      if (reply->change != NULL && csn_change_get_erases (reply->change))
        return TRUE;
    }
  return FALSE;
}

/* What was erased must not stay in the write-ahead log. A reader that is still at it is not waited
 * for; the log is emptied after it, at the end of the program at the latest. */
static void
empty_write_ahead_log (CsnWriter *self)
{
  sqlite3 *database;

  if (self->connection == NULL)
    return;
  database = csn_connection_get_database (self->connection);
  sqlite3_busy_timeout (database, 0);
  sqlite3_wal_checkpoint_v2 (database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (database, CSN_CONNECTION_BUSY_TIMEOUT_MS);
}

static gboolean
write_alone (CsnWriter *self, const CsnReply *reply, GError **error)
{
  return csn_connection_run (self->connection, CSN_STATEMENT_BEGIN, NULL, NULL, error) &&
         csn_log_read_head (&self->log, self->connection, error) &&
         reply->write (&self->log, self->connection, reply->input, error) &&
         csn_log_seal (&self->log, self->connection, error) &&
         csn_connection_run (self->connection, CSN_STATEMENT_COMMIT, NULL, NULL, error);
}

static gboolean
commit (CsnWriter *self, GPtrArray *group, GError **error)
{
  const CsnReply *first = g_ptr_array_index (group, 0);

  return first->write != NULL ? write_alone (self, first, error)
                              : commit_group (self, group, error);
}

/* A key that was taken belongs to whoever asked for it until it is in the log. */
static void
adopt_signer (CsnWriter *self)
{
  if (self->log.signer != NULL && self->log.signer != self->signer)
    {
      g_clear_pointer (&self->signer, csn_signer_unref);
      self->signer = csn_signer_ref (self->log.signer);
    }
  g_atomic_int_set (&self->is_signing, self->log.signer != NULL);
}

static void
process_group (CsnWriter *self, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;
  CsnLog before = self->log;
  gboolean empty = erases (group);
  gint64 head_seq = -1;

  for (guint i = 0; i < group->len; i++)
    ((CsnReply *) g_ptr_array_index (group, i))->value = GINT_TO_POINTER (TRUE);
  if (self->fault != NULL)
    refuse_group (self, group);
  else if (!commit (self, group, &error))
    {
      self->log = before;
      fail_group (self, group, error);
    }
  adopt_signer (self);
  if (self->log.next_seq > before.next_seq)
    head_seq = (gint64) self->log.next_seq - 1;
  if (empty)
    empty_write_ahead_log (self);
  self->func (group, head_seq, self->user_data);
  checkpoint (self);
}

static gboolean
recover (CsnWriter *self, GError **error)
{
  gboolean was_full = g_error_matches (self->fault, CSN_STORE_ERROR, CSN_STORE_ERROR_FULL);

  if (self->fault == NULL)
    return TRUE;
  if (!csn_place_fill_ballast (self->place) && was_full)
    {
      g_propagate_error (error, g_error_copy (self->fault));
      return FALSE;
    }
  if (!open_connection (self, error))
    return FALSE;
  g_clear_error (&self->fault);
  return TRUE;
}

static void
process_recovery (CsnWriter *self, CsnReply *reply)
{
  GPtrArray *replies = g_ptr_array_new ();

  g_ptr_array_add (replies, reply);
  if (recover (self, &reply->error))
    reply->value = GINT_TO_POINTER (TRUE);
  self->func (replies, -1, self->user_data);
}

static CsnReply *
take_next (CsnWriter *self, gboolean wait)
{
  if (self->postponed != NULL)
    return g_steal_pointer (&self->postponed);
  return wait ? g_async_queue_pop (self->queue) : g_async_queue_try_pop (self->queue);
}

static guint
count_events (const CsnReply *reply)
{
  return csn_change_get_events (reply->change)->len;
}

static GPtrArray *
new_group (CsnReply *first)
{
  GPtrArray *group = g_ptr_array_new ();

  g_ptr_array_add (group, first);
  return group;
}

/* Takes what is there without waiting for more: under load groups grow by themselves. */
static GPtrArray *
gather_group (CsnWriter *self, CsnReply *first)
{
  GPtrArray *group = new_group (first);
  guint n_events = count_events (first);
  CsnReply *reply;

  while (group->len < MAX_CHANGES_PER_GROUP && (reply = take_next (self, FALSE)) != NULL)
    {
      if (reply->change == NULL || n_events + count_events (reply) > MAX_EVENTS_PER_GROUP)
        {
          self->postponed = reply;
          break;
        }
      n_events += count_events (reply);
      g_ptr_array_add (group, reply);
    }
  return group;
}

static void
process (CsnWriter *self, CsnReply *reply)
{
  if (reply->change != NULL)
    process_group (self, gather_group (self, reply));
  else if (reply->write != NULL)
    process_group (self, new_group (reply));
  else
    process_recovery (self, reply);
}

static gpointer
run (gpointer user_data)
{
  CsnWriter *self = user_data;
  CsnReply *reply;

  while ((reply = take_next (self, TRUE)) != self->end_marker)
    process (self, reply);
  return NULL;
}

CsnWriter *
csn_writer_new (CsnPlace *place,
                CsnStoreFlags flags,
                CsnSigner *signer,
                gint64 now,
                CsnWriterFunc func,
                gpointer user_data,
                GError **error)
{
  CsnWriter *self = g_new0 (CsnWriter, 1);

  self->place = place;
  self->signer = signer != NULL ? csn_signer_ref (signer) : NULL;
  self->begun_at = now;
  self->func = func;
  self->user_data = user_data;
  self->queue = g_async_queue_new ();
  self->end_marker = csn_reply_new (NULL);
  if (!open_connection (self, error))
    {
      csn_writer_free (self);
      return NULL;
    }
  if ((flags & CSN_STORE_INLINE) == 0)
    self->thread = g_thread_new ("csn-store", run, self);
  return self;
}

void
csn_writer_free (CsnWriter *self)
{
  if (self->thread != NULL)
    {
      g_async_queue_push (self->queue, self->end_marker);
      g_thread_join (self->thread);
    }
  if (self->connection != NULL)
    csn_schema_mark_closed (self->connection);
  g_clear_pointer (&self->connection, csn_connection_close);
  g_clear_error (&self->fault);
  g_clear_pointer (&self->signer, csn_signer_unref);
  g_async_queue_unref (self->queue);
  g_free (self->end_marker);
  g_free (self);
}

static void
push (CsnWriter *self, CsnReply *reply)
{
  if (self->thread != NULL)
    g_async_queue_push (self->queue, reply);
  else
    process (self, reply);
}

void
csn_writer_commit (CsnWriter *self, CsnReply *reply)
{
  push (self, reply);
}

void
csn_writer_run (CsnWriter *self, CsnReply *reply)
{
  push (self, reply);
}

gboolean
csn_writer_is_signing (CsnWriter *self)
{
  return g_atomic_int_get (&self->is_signing);
}

void
csn_writer_recover (CsnWriter *self, CsnReply *reply)
{
  push (self, reply);
}

void
csn_writer_forbid_growth (CsnWriter *self)
{
  g_return_if_fail (self->thread == NULL && self->connection != NULL);

  /* SQLite takes the present size where that is more. */
  csn_connection_run_script (self->connection, "PRAGMA max_page_count = 1;", NULL);
}
