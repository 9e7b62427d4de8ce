/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-private.h"

#include "csn-chain.h"
#include "csn-store-error-private.h"

/* The filters in the order of how few events they usually leave. The first that is set is the one
 * whose index is read; a "+" keeps SQLite from choosing another. Parameters have fixed numbers: 1
 * is the seq, 2 the limit. */
typedef enum
{
  FILTER_REQUEST,
  FILTER_AGENT,
  FILTER_ACTION,
  FILTER_TYPE,
  N_FILTERS,
} CsnFilter;

static const char *const clauses[N_FILTERS] = {
  [FILTER_REQUEST] = "request_id = ?3",
  [FILTER_AGENT] = "agent_id = ?4",
  [FILTER_ACTION] = "action_type = ?5",
  [FILTER_TYPE] = "event_type = ?6",
};

#define SINCE_PARAMETER 7
#define UNTIL_PARAMETER 8
#define AFTER_PARAMETER 9

static const char *
get_filter (const CsnHistoryQuery *query, CsnFilter filter)
{
  switch (filter)
    {
    case FILTER_REQUEST:
      return query->request_id;
    case FILTER_AGENT:
      return query->agent_id;
    case FILTER_ACTION:
      return query->action_type;
    case FILTER_TYPE:
      return query->event_type;
    case N_FILTERS:
      break;
    }
  g_return_val_if_reached (NULL);
}

/* Only constant fragments, never a value. */
static gboolean
append_filters (GString *text, const CsnHistoryQuery *query)
{
  gboolean has_filter = FALSE;

  for (CsnFilter filter = 0; filter < N_FILTERS; filter++)
    {
      if (get_filter (query, filter) == NULL)
        continue;
      g_string_append (text, has_filter ? " AND +" : " AND ");
      g_string_append (text, clauses[filter]);
      has_filter = TRUE;
    }
  return has_filter;
}

static void
append_times (GString *text, const CsnHistoryQuery *query, const char *column)
{
  if (query->since != 0)
    g_string_append_printf (text, " AND %s >= ?%d", column, SINCE_PARAMETER);
  if (query->until != 0)
    g_string_append_printf (text, " AND %s < ?%d", column, UNTIL_PARAMETER);
}

/* Times almost follow the seq, but only almost: clocks are set back. So the index alone says
 * between which seqs the matches lie, and the rows there are read in their order. */
static void
append_span (GString *text, const CsnHistoryQuery *query)
{
  static const char *const bounds[] = { ">= (SELECT min", "<= (SELECT max" };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_string_append_printf (text, " AND seq %s (seq) FROM events", bounds[i]);
      g_string_append (text, " INDEXED BY events_by_time WHERE seq < ?1");
      append_times (text, query, "timestamp");
      g_string_append (text, ")");
    }
}

static char *
build_page (const CsnHistoryQuery *query)
{
  GString *text = g_string_new ("SELECT seq, body, chain FROM events WHERE seq < ?1");
  gboolean has_filter = append_filters (text, query);

  if (!has_filter && (query->since != 0 || query->until != 0))
    append_span (text, query);
  append_times (text, query, "+timestamp");
  g_string_append (text, " ORDER BY seq DESC LIMIT ?2");
  return g_string_free (text, FALSE);
}

static char *
build_count (const CsnHistoryQuery *query)
{
  GString *text = g_string_new ("SELECT count (*) FROM events WHERE TRUE");
  gboolean has_filter = append_filters (text, query);

  append_times (text, query, has_filter ? "+timestamp" : "timestamp");
  return g_string_free (text, FALSE);
}

static void
bind_text (sqlite3_stmt *statement, const char *parameter, char *text)
{
  int position = sqlite3_bind_parameter_index (statement, parameter);

  if (position > 0)
    sqlite3_bind_text (statement, position, text, -1, g_free);
  else
    g_free (text);
}

static void
bind_number (sqlite3_stmt *statement, const char *parameter, gint64 number)
{
  int position = sqlite3_bind_parameter_index (statement, parameter);

  if (position > 0)
    sqlite3_bind_int64 (statement, position, number);
}

static void
bind_query (sqlite3_stmt *statement, const CsnHistoryQuery *query)
{
  bind_text (statement, "?3", csn_event_text (query->request_id));
  bind_text (statement, "?4", csn_event_text (query->agent_id));
  bind_text (statement, "?5", csn_event_text (query->action_type));
  bind_text (statement, "?6", csn_event_text (query->event_type));
  bind_number (statement, "?7", query->since);
  bind_number (statement, "?8", query->until);
}

static sqlite3_stmt *
prepare (CsnConnection *connection, const char *text, const CsnHistoryQuery *query, GError **error)
{
  sqlite3 *database = csn_connection_get_database (connection);
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (database, text, -1, &statement, NULL);

  if (result != SQLITE_OK)
    {
      csn_store_error_set_from_sqlite (error, result, database);
      return NULL;
    }
  bind_query (statement, query);
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

GPtrArray *
csn_history_read_page (CsnConnection *connection,
                       const CsnHistoryQuery *query,
                       guint64 before_seq,
                       guint limit,
                       GError **error)
{
  g_autoptr (GPtrArray) page = NULL;
  g_autofree char *text = build_page (query);
  sqlite3_stmt *statement = prepare (connection, text, query, error);
  gboolean has_row;
  gboolean done;

  if (statement == NULL)
    return NULL;
  page = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_event_free);
  bind_number (statement, "?1", (gint64) MIN (before_seq, (guint64) G_MAXINT64));
  bind_number (statement, "?2", limit);
  while ((done = csn_connection_step (connection, statement, &has_row, error)) && has_row)
    g_ptr_array_add (page, read_event (statement));
  sqlite3_finalize (statement);
  return done ? g_steal_pointer (&page) : NULL;
}

gboolean
csn_history_count (CsnConnection *connection,
                   const CsnHistoryQuery *query,
                   gint64 *ret_count,
                   GError **error)
{
  g_autofree char *text = build_count (query);
  sqlite3_stmt *statement = prepare (connection, text, query, error);
  gboolean has_row = FALSE;
  gboolean done;

  if (statement == NULL)
    return FALSE;
  done = csn_connection_step (connection, statement, &has_row, error);
  if (has_row)
    *ret_count = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return done;
}

void
csn_history_outline_free (CsnHistoryOutline *self)
{
  g_array_unref (self->keys);
  g_free (self);
}

static CsnHistoryOutline *
outline_new (void)
{
  CsnHistoryOutline *self = g_new0 (CsnHistoryOutline, 1);

  self->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

static char *
build_walk (const CsnHistoryQuery *query, gboolean *ret_sorted)
{
  GString *text = g_string_new (NULL);
  gboolean has_filter;

  g_string_printf (text, "SELECT seq FROM events WHERE seq < ?1 AND seq > ?%d", AFTER_PARAMETER);
  has_filter = append_filters (text, query);
  append_times (text, query, has_filter ? "+timestamp" : "timestamp");
  *ret_sorted = has_filter || (query->since == 0 && query->until == 0);
  if (*ret_sorted)
    g_string_append (text, " ORDER BY seq DESC");
  return g_string_free (text, FALSE);
}

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return one < other ? 1 : one > other ? -1 : 0;
}

/* Keeps every @stride-th key. */
static void
thin_out (GArray *keys, guint stride)
{
  guint kept = 0;

  for (guint i = 0; i < keys->len; i += stride)
    {
      g_array_index (keys, guint64, kept++) = g_array_index (keys, guint64, i);
      if (keys->len - i <= stride)
        break;
    }
  g_array_set_size (keys, kept);
}

static CsnHistoryOutline *
walk (CsnConnection *connection,
      const CsnHistoryQuery *query,
      gint64 after_seq,
      guint64 before_seq,
      guint stride,
      GError **error)
{
  gboolean sorted;
  g_autofree char *text = build_walk (query, &sorted);
  sqlite3_stmt *statement = prepare (connection, text, query, error);
  CsnHistoryOutline *outline;
  gboolean has_row;
  gboolean done;

  if (statement == NULL)
    return NULL;
  outline = outline_new ();
  bind_number (statement, "?1", (gint64) MIN (before_seq, (guint64) G_MAXINT64));
  bind_number (statement, "?9", after_seq);
  while ((done = csn_connection_step (connection, statement, &has_row, error)) && has_row)
    {
      guint64 seq = (guint64) sqlite3_column_int64 (statement, 0);

      if (!sorted || outline->count % stride == 0)
        g_array_append_val (outline->keys, seq);
      outline->count++;
    }
  sqlite3_finalize (statement);
  if (!done)
    {
      csn_history_outline_free (outline);
      return NULL;
    }
  if (!sorted)
    {
      /* Many times faster here than in the database's temporary tree. */
      g_array_sort (outline->keys, compare_descending);
      thin_out (outline->keys, stride);
    }
  return outline;
}

/* Without a filter the events lie at seqs without a gap, unless somebody has made one. Then nothing
 * needs to be walked: a walk would read the bodies' pages too, a gigabyte for a million events. */
static gboolean
read_span (CsnConnection *connection,
           const CsnHistoryQuery *query,
           gint64 *ret_first,
           gint64 *ret_last)
{
  const char *text = "SELECT (SELECT count (*) FROM events), (SELECT min (seq) FROM events), "
                     "(SELECT max (seq) FROM events)";
  sqlite3_stmt *statement = prepare (connection, text, query, NULL);
  gboolean whole = FALSE;
  gboolean has_row = FALSE;

  if (statement == NULL)
    return FALSE;
  if (csn_connection_step (connection, statement, &has_row, NULL) && has_row)
    {
      *ret_first = sqlite3_column_int64 (statement, 1);
      *ret_last = sqlite3_column_int64 (statement, 2);
      whole = sqlite3_column_int64 (statement, 0) == *ret_last - *ret_first + 1;
    }
  sqlite3_finalize (statement);
  return whole;
}

static gboolean
selects_all (const CsnHistoryQuery *query)
{
  for (CsnFilter filter = 0; filter < N_FILTERS; filter++)
    {
      if (get_filter (query, filter) != NULL)
        return FALSE;
    }
  return query->since == 0 && query->until == 0;
}

CsnHistoryOutline *
csn_history_outline (CsnConnection *connection,
                     const CsnHistoryQuery *query,
                     gint64 after_seq,
                     guint64 before_seq,
                     guint stride,
                     GError **error)
{
  CsnHistoryOutline *outline;
  gint64 first;
  gint64 last;

  if (after_seq >= 0 || !selects_all (query) || !read_span (connection, query, &first, &last))
    return walk (connection, query, after_seq, before_seq, stride, error);
  outline = outline_new ();
  if (before_seq <= (guint64) last)
    last = (gint64) before_seq - 1;
  for (gint64 seq = last; seq >= first; seq -= stride)
    {
      guint64 key = (guint64) seq;

      g_array_append_val (outline->keys, key);
    }
  outline->count = last >= first ? (guint64) (last - first + 1) : 0;
  return outline;
}
