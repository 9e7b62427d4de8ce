/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-private.h"

#include <string.h>

#include "csn-chain.h"
#include "csn-event-search.h"
#include "csn-store-error-private.h"

/* Parameters of every statement on the log have fixed numbers; 1 and 2 are the first and the last
 * seq. A "+" keeps SQLite from choosing another index. */
#define REQUEST_CLAUSE " AND request_id = ?3"
#define AGENT_CLAUSE " AND +agent_id = ?4"
#define ACTION_CLAUSE " AND +action_type = ?5"
#define TYPE_CLAUSE " AND +event_type = ?6"
#define SINCE_CLAUSE " AND +timestamp >= ?7"
#define UNTIL_CLAUSE " AND +timestamp < ?8"
#define LEVEL_CLAUSE " AND +hitl_level = ?9"

/* One walk through the matching events, newest first, and what it gathers: a page, or where the
 * pages begin. */
typedef struct
{
  CsnConnection *log;           /* (unowned) */
  CsnConnection *index;         /* (unowned) (nullable) */
  const CsnHistoryQuery *query; /* (unowned) */
  CsnEventSearch *search;       /* (owned) */
  char *words;                  /* (owned) (nullable): what the index is asked for */
  sqlite3_stmt *row;            /* (owned) (nullable): reads one event if it matches */
  sqlite3_stmt *span;           /* (owned) (nullable): reads the times of one span */
  gint64 span_first;            /* the span that was read last, or -1 */
  gboolean span_is_whole;
  gboolean index_failed;
  GPtrArray *page;            /* (owned) (nullable) */
  CsnHistoryOutline *outline; /* (owned) (nullable) */
  guint limit;
  guint stride;
} Walk;

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

static gboolean
has_times (const CsnHistoryQuery *query)
{
  return query->since != 0 || query->until != 0;
}

static void
bind_text (sqlite3_stmt *statement, const char *parameter, const char *text)
{
  int position = sqlite3_bind_parameter_index (statement, parameter);

  if (position > 0)
    sqlite3_bind_text (statement, position, csn_event_text (text), -1, g_free);
}

static void
bind_number (sqlite3_stmt *statement, const char *parameter, gint64 number)
{
  int position = sqlite3_bind_parameter_index (statement, parameter);

  if (position > 0)
    sqlite3_bind_int64 (statement, position, number);
}

/* Only constant fragments, never a value. */
static sqlite3_stmt *
prepare_rows (Walk *self, gboolean filters, gboolean times, GError **error)
{
  const CsnHistoryQuery *query = self->query;
  gboolean with_body = self->page != NULL || (filters && !csn_event_search_is_empty (self->search));
  g_autoptr (GString) text = g_string_new (with_body ? "SELECT seq, body, chain" : "SELECT seq");
  sqlite3_stmt *statement;

  g_string_append (text, " FROM events WHERE seq BETWEEN ?1 AND ?2");
  g_string_append (text, filters && query->request_id != NULL ? REQUEST_CLAUSE : "");
  g_string_append (text, filters && query->agent_id != NULL ? AGENT_CLAUSE : "");
  g_string_append (text, filters && query->action_type != NULL ? ACTION_CLAUSE : "");
  g_string_append (text, filters && query->event_type != NULL ? TYPE_CLAUSE : "");
  g_string_append (text, filters && query->level != NULL ? LEVEL_CLAUSE : "");
  g_string_append (text, times && query->since != 0 ? SINCE_CLAUSE : "");
  g_string_append (text, times && query->until != 0 ? UNTIL_CLAUSE : "");
  g_string_append (text, " ORDER BY seq DESC");
  statement = prepare (self->log, text->str, error);
  if (statement == NULL)
    return NULL;
  bind_text (statement, "?3", query->request_id);
  bind_text (statement, "?4", query->agent_id);
  bind_text (statement, "?5", query->action_type);
  bind_text (statement, "?6", query->event_type);
  bind_number (statement, "?7", query->since);
  bind_number (statement, "?8", query->until);
  bind_text (statement, "?9", query->level);
  return statement;
}

static CsnStoredEvent *
read_event (sqlite3_stmt *statement)
{
  CsnStoredEvent *event = g_new0 (CsnStoredEvent, 1);
  const char *body = (const char *) sqlite3_column_text (statement, 1);
  const guint8 *chain = sqlite3_column_blob (statement, 2);
  g_autofree char *hex = NULL;

  event->seq = (guint64) sqlite3_column_int64 (statement, 0);
  event->body = g_strdup (body != NULL ? body : "");
  if (chain != NULL && sqlite3_column_bytes (statement, 2) == CSN_SHA256_BYTES)
    {
      hex = csn_digest_to_hex (chain, CSN_SHA256_BYTES);
      g_strlcpy (event->chain, hex, sizeof event->chain);
    }
  return event;
}

static gboolean
is_full (const Walk *self)
{
  return self->page != NULL && self->page->len >= self->limit;
}

static void
add_key (Walk *self, gint64 seq)
{
  guint64 key = (guint64) seq;

  if (self->outline->count++ % self->stride == 0)
    g_array_append_val (self->outline->keys, key);
}

static void
add_row (Walk *self, sqlite3_stmt *statement)
{
  if (self->page != NULL)
    g_ptr_array_add (self->page, read_event (statement));
  else
    add_key (self, sqlite3_column_int64 (statement, 0));
}

static gboolean
body_matches (Walk *self, sqlite3_stmt *statement)
{
  const char *body;

  if (csn_event_search_is_empty (self->search))
    return TRUE;
  body = sqlite3_column_blob (statement, 1);
  return body != NULL &&
         csn_event_search_matches (self->search, body, (gsize) sqlite3_column_bytes (statement, 1));
}

/* Reads the events from @first to @last one after the other. */
static gboolean
scan (Walk *self, gint64 first, gint64 last, gboolean filters, gboolean times, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;
  gboolean done = TRUE;

  if (first > last)
    return TRUE;
  statement = prepare_rows (self, filters, times, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, last);
  while (done && has_row && !is_full (self))
    {
      done = csn_connection_step (self->log, statement, &has_row, error);
      if (done && has_row && (!filters || body_matches (self, statement)))
        add_row (self, statement);
    }
  sqlite3_finalize (statement);
  return done;
}

/* Events lie at seqs without a gap, so those of whole pages need not be walked. */
static void
count_off (Walk *self, gint64 first, gint64 last)
{
  for (gint64 seq = last; seq >= first; seq--)
    add_key (self, seq);
}

static gboolean
take_range (Walk *self, gint64 first, gint64 last, gboolean times, GError **error)
{
  if (times || self->page != NULL)
    return scan (self, first, last, FALSE, times, error);
  count_off (self, first, last);
  return TRUE;
}

static void
quote_word (GString *words, const char *word, gboolean is_prefix)
{
  g_string_append_printf (words,
                          "%s\"%s\"%s",
                          words->len > 0 ? " AND " : "",
                          word,
                          is_prefix ? "*" : "");
}

/* The words of a search hold letters and digits, those of facets hexadecimal: nothing has to be
 * escaped in what is asked. */
static char *
build_words (const CsnHistoryQuery *query, const CsnEventSearch *search)
{
  const char *const values[CSN_INDEX_N_FACETS] = {
    [CSN_INDEX_FACET_TYPE] = query->event_type,    [CSN_INDEX_FACET_AGENT] = query->agent_id,
    [CSN_INDEX_FACET_ACTION] = query->action_type, [CSN_INDEX_FACET_LEVEL] = query->level,
    [CSN_INDEX_FACET_REVIEWER] = query->reviewer,  [CSN_INDEX_FACET_DECISION] = query->decision,
  };
  const char *const *texts = csn_event_search_get_words (search);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < CSN_INDEX_N_FACETS; i++)
    {
      g_autoptr (GString) facet = g_string_new (NULL);
      g_autofree char *value = csn_event_text (values[i]);

      if (value == NULL)
        continue;
      csn_index_file_append_facet (facet, i, value);
      quote_word (words, g_strchomp (facet->str), FALSE);
    }
  for (gsize i = 0; texts[i] != NULL; i++)
    quote_word (words, texts[i], strlen (texts[i]) >= CSN_EVENT_SEARCH_MIN_PREFIX);
  return words->len > 0 ? g_strdup (words->str) : NULL;
}

/* Whether all of the span that @seq lies in is of the time asked for. */
static gboolean
is_in_whole_span (Walk *self, gint64 seq)
{
  const CsnHistoryQuery *query = self->query;
  gint64 first = seq - seq % CSN_INDEX_SPAN_EVENTS;

  if (!has_times (query) || first == self->span_first)
    return !has_times (query) || self->span_is_whole;
  if (self->span == NULL)
    self->span = prepare (self->index,
                          "SELECT earliest, latest FROM spans WHERE width = ?1 AND first_seq = ?2",
                          NULL);
  self->span_first = first;
  self->span_is_whole = FALSE;
  if (self->span == NULL)
    return FALSE;
  sqlite3_bind_int64 (self->span, 1, CSN_INDEX_SPAN_EVENTS);
  sqlite3_bind_int64 (self->span, 2, first);
  if (sqlite3_step (self->span) == SQLITE_ROW)
    self->span_is_whole =
        (query->since == 0 || sqlite3_column_int64 (self->span, 0) >= query->since) &&
        (query->until == 0 || sqlite3_column_int64 (self->span, 1) < query->until);
  sqlite3_reset (self->span);
  return self->span_is_whole;
}

/* An event that the index names is looked at again before it is shown. */
static gboolean
take_candidate (Walk *self, gint64 seq, GError **error)
{
  gboolean has_row;

  if (self->page == NULL && is_in_whole_span (self, seq))
    {
      add_key (self, seq);
      return TRUE;
    }
  if (self->row == NULL)
    self->row = prepare_rows (self, TRUE, TRUE, error);
  if (self->row == NULL)
    return FALSE;
  sqlite3_bind_int64 (self->row, 1, seq);
  sqlite3_bind_int64 (self->row, 2, seq);
  if (!csn_connection_step (self->log, self->row, &has_row, error))
    return FALSE;
  if (has_row && body_matches (self, self->row))
    add_row (self, self->row);
  sqlite3_reset (self->row);
  return TRUE;
}

static gboolean
step_index (Walk *self, sqlite3_stmt *statement, gboolean *ret_has_row, GError **error)
{
  if (csn_connection_step (self->index, statement, ret_has_row, error))
    return TRUE;
  self->index_failed = TRUE;
  return FALSE;
}

static gboolean
look_up (Walk *self, gint64 first, gint64 last, GError **error)
{
  sqlite3_stmt *statement = prepare (self->index,
                                     "SELECT rowid FROM words WHERE words MATCH ?1 "
                                     "AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC",
                                     error);
  gboolean has_row = TRUE;
  gboolean done = TRUE;

  self->index_failed = statement == NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, self->words, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, first);
  sqlite3_bind_int64 (statement, 3, last);
  while (done && has_row && !is_full (self))
    {
      done = step_index (self, statement, &has_row, error);
      if (done && has_row)
        done = take_candidate (self, sqlite3_column_int64 (statement, 0), error);
    }
  sqlite3_finalize (statement);
  return done;
}

/* The spans in which an event of the time asked for may lie, newest first. */
static sqlite3_stmt *
prepare_spans (Walk *self, gint64 first, gint64 last, GError **error)
{
  const CsnHistoryQuery *query = self->query;
  sqlite3_stmt *statement =
      prepare (self->index,
               "SELECT s.first_seq, s.earliest >= ?1 AND s.latest < ?2 FROM spans AS w "
               "CROSS JOIN spans AS s ON s.width = ?5 AND s.first_seq >= w.first_seq "
               "AND s.first_seq < w.first_seq + w.width "
               "WHERE w.width = ?6 AND w.first_seq BETWEEN ?3 - ?6 AND ?4 "
               "AND w.latest >= ?1 AND w.earliest < ?2 AND s.first_seq BETWEEN ?3 - ?5 AND ?4 "
               "AND s.latest >= ?1 AND s.earliest < ?2 "
               "ORDER BY w.first_seq DESC, s.first_seq DESC",
               error);

  self->index_failed = statement == NULL;
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, query->since != 0 ? query->since : G_MININT64);
  sqlite3_bind_int64 (statement, 2, query->until != 0 ? query->until : G_MAXINT64);
  sqlite3_bind_int64 (statement, 3, first);
  sqlite3_bind_int64 (statement, 4, last);
  sqlite3_bind_int64 (statement, 5, CSN_INDEX_SPAN_EVENTS);
  sqlite3_bind_int64 (statement, 6, CSN_INDEX_WIDE_SPAN_EVENTS);
  return statement;
}

static gboolean
take_spans (Walk *self, gint64 first, gint64 last, GError **error)
{
  sqlite3_stmt *statement = prepare_spans (self, first, last, error);
  gboolean has_row = TRUE;
  gboolean done = statement != NULL;

  while (done && has_row && !is_full (self))
    {
      gint64 begin;
      gint64 end;

      done = step_index (self, statement, &has_row, error);
      if (!done || !has_row)
        break;
      begin = MAX (sqlite3_column_int64 (statement, 0), first);
      end = MIN (sqlite3_column_int64 (statement, 0) + CSN_INDEX_SPAN_EVENTS - 1, last);
      done = take_range (self, begin, end, sqlite3_column_int (statement, 1) == 0, error);
    }
  sqlite3_finalize (statement);
  return done;
}

/* Narrows the seqs to those between which the time asked for lies. */
static gboolean
narrow (Walk *self, gint64 *first, gint64 *last, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row;
  gint64 lowest = G_MAXINT64;

  if (!has_times (self->query))
    return TRUE;
  statement = prepare_spans (self, *first, *last, error);
  if (statement == NULL)
    return FALSE;
  while (step_index (self, statement, &has_row, error) && has_row)
    {
      if (lowest == G_MAXINT64)
        *last = MIN (*last, sqlite3_column_int64 (statement, 0) + CSN_INDEX_SPAN_EVENTS - 1);
      lowest = sqlite3_column_int64 (statement, 0);
    }
  *first = MAX (*first, lowest);
  sqlite3_finalize (statement);
  return !self->index_failed;
}

static gboolean
read_ends (Walk *self, gint64 *first, gint64 *last, GError **error)
{
  gint64 lowest = 0;
  gint64 highest = 0;

  if (!csn_connection_get_integer (self->log,
                                   "SELECT coalesce (min (seq), 0) FROM events",
                                   &lowest,
                                   error) ||
      !csn_connection_get_integer (self->log,
                                   "SELECT coalesce (max (seq), -1) FROM events",
                                   &highest,
                                   error))
    return FALSE;
  *first = MAX (*first, lowest);
  *last = MIN (*last, highest);
  return TRUE;
}

static gboolean
walk_indexed (Walk *self, gint64 first, gint64 last, GError **error)
{
  if (first > last || is_full (self))
    return TRUE;
  if (self->words == NULL)
    return has_times (self->query) ? take_spans (self, first, last, error)
                                   : take_range (self, first, last, FALSE, error);
  return narrow (self, &first, &last, error) && look_up (self, first, last, error);
}

static gboolean
walk (Walk *self, gint64 first, gint64 last, GError **error)
{
  gint64 indexed = 0;

  if (self->index != NULL && !csn_index_file_get_next (self->index, &indexed, error))
    {
      self->index_failed = TRUE;
      return FALSE;
    }
  if (!read_ends (self, &first, &last, error))
    return FALSE;
  if (csn_history_query_is_empty (self->query))
    return take_range (self, first, last, FALSE, error);
  if (self->query->request_id != NULL) /* has an index in the log itself */
    return scan (self, first, last, TRUE, TRUE, error);
  return scan (self, MAX (first, indexed), last, TRUE, TRUE, error) &&
         walk_indexed (self, first, MIN (last, indexed - 1), error);
}

static void
walk_clear (Walk *self)
{
  csn_event_search_free (self->search);
  g_free (self->words);
  sqlite3_finalize (self->row);
  sqlite3_finalize (self->span);
}

/* Both in one transaction each, the index's first: then the log has whatever the index knows. */
static gboolean
begin (Walk *self, GError **error)
{
  if (self->index != NULL &&
      !csn_connection_run (self->index, CSN_STATEMENT_BEGIN_READ, NULL, NULL, NULL))
    self->index_failed = TRUE;
  return csn_connection_run (self->log, CSN_STATEMENT_BEGIN_READ, NULL, NULL, error);
}

static gboolean
try_walk (Walk *self, gint64 first, gint64 last, GError **error)
{
  gboolean done;

  self->search = csn_event_search_new (self->query);
  self->words = build_words (self->query, self->search);
  self->span_first = -1;
  done = begin (self, error) && !self->index_failed && walk (self, first, last, error);
  walk_clear (self);
  csn_connection_roll_back (self->log);
  if (self->index != NULL)
    csn_connection_roll_back (self->index);
  return done;
}

static CsnHistoryOutline *
outline_new (void)
{
  CsnHistoryOutline *self = g_new0 (CsnHistoryOutline, 1);

  self->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
csn_history_outline_free (CsnHistoryOutline *self)
{
  g_array_unref (self->keys);
  g_free (self);
}

static void
empty (Walk *self)
{
  if (self->page != NULL)
    g_ptr_array_set_size (self->page, 0);
  if (self->outline != NULL)
    g_array_set_size (self->outline->keys, 0);
  if (self->outline != NULL)
    self->outline->count = 0;
}

/* An index that can't be read only makes it slower. */
static gboolean
run (Walk *self, CsnIndex *index, gint64 first, guint64 before_seq, GError **error)
{
  gint64 last = (gint64) MIN (before_seq, (guint64) G_MAXINT64) - 1;
  g_autoptr (GError) local_error = NULL;
  GCancellable *cancellable = csn_connection_get_cancellable (self->log);
  gboolean was_cancelled;
  gboolean done;

  self->index = csn_index_take (index);
  if (self->index != NULL)
    csn_connection_set_cancellable (self->index, cancellable);
  done = try_walk (self, first, last, &local_error);
  was_cancelled = g_cancellable_is_cancelled (cancellable);
  if (self->index != NULL)
    {
      csn_connection_set_cancellable (self->index, NULL);
      csn_index_give_back (index, self->index, self->index_failed && !was_cancelled);
    }
  if (!done && self->index_failed && !was_cancelled)
    {
      g_debug ("The search index can't be read: %s",
               local_error != NULL ? local_error->message : "");
      g_clear_error (&local_error);
      self->index = NULL;
      self->index_failed = FALSE;
      empty (self);
      done = try_walk (self, first, last, &local_error);
    }
  if (!done)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done;
}

GPtrArray *
csn_history_read_page (CsnConnection *log,
                       CsnIndex *index,
                       const CsnHistoryQuery *query,
                       guint64 before_seq,
                       guint limit,
                       GError **error)
{
  Walk self = { .log = log, .query = query, .limit = limit };

  self.page = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_event_free);
  if (run (&self, index, 0, before_seq, error))
    return self.page;
  g_ptr_array_unref (self.page);
  return NULL;
}

CsnHistoryOutline *
csn_history_outline (CsnConnection *log,
                     CsnIndex *index,
                     const CsnHistoryQuery *query,
                     gint64 after_seq,
                     guint64 before_seq,
                     guint stride,
                     GError **error)
{
  Walk self = { .log = log, .query = query, .stride = stride };

  self.outline = outline_new ();
  if (run (&self, index, after_seq + 1, before_seq, error))
    return self.outline;
  csn_history_outline_free (self.outline);
  return NULL;
}
