/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "csn-store-private.h"
#include "csn-time.h"

#define N_EVENTS 1400 /* more than one span of the index */

/* What the event with each seq says, so that a filter can be computed beside the database. */
typedef struct
{
  gint64 timestamp;
  CsnEventType type;
  const char *agent_id;
  const char *action_type;
  const char *reviewer;
  const char *decision;
  const char *note;
} Row;

static const CsnEventType types[] = { CSN_EVENT_SHOWN, CSN_EVENT_OUTCOME, CSN_EVENT_ALARM };
static const char *const agents[] = { NULL, "billing-agent", "mail-agent", "Ωmega \"quoted\"" };
static const char *const actions[] = { NULL, "refund", "send_mail" };
static const char *const reviewers[] = { NULL, "ana@example.org" };
static const char *const decisions[] = { NULL, "approved", "rejected" };
static const char *const notes[] = { NULL, "Überweisung 1182 to ACME", "wire transfer, urgent!" };
static const char *const searches[] = {
  NULL, "acme", "URG wire", "uberweisung", "refund acm", "zzz"
};

static CsnEvent *
new_event (const Row *row)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  CsnEvent *event = csn_event_new (row->type, row->timestamp, &actor);

  csn_event_set_agent (event, "demo", row->agent_id, row->action_type);
  if (row->reviewer != NULL)
    {
      g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("task", 1);
      g_autoptr (CsnDecision) decision =
          csn_store_fixture_new_decision (request, CSN_DECISION_APPROVE);

      csn_event_set_decision (event, decision, 5);
    }
  if (row->decision != NULL || row->reviewer != NULL)
    csn_event_set_reviewer_decision (event, row->decision, 5);
  if (row->note != NULL)
    {
      g_autofree char *text = g_strdup_printf ("{\"note\":\"%s\"}", row->note);
      g_autoptr (CsnJson) details = csn_json_parse (text, strlen (text), 100, NULL, NULL);

      csn_event_set_details (event, details);
    }
  return event;
}

/* Random events whose clock goes back now and then; row 0 is log_opened. */
static void
fill (CsnStoreFixture *fixture, Row *rows)
{
  gint64 now = CSN_FIXTURE_NOW;
  CsnChange *change = csn_change_new ();

  rows[0] = (Row){ CSN_FIXTURE_NOW, CSN_EVENT_LOG_OPENED };
  for (guint i = 1; i < N_EVENTS; i++)
    {
      now += g_test_rand_int_range (0, 40) == 0 ? -CSN_HOUR : g_test_rand_int_range (0, 60000000);
      rows[i].timestamp = now;
      rows[i].type = types[g_test_rand_int_range (0, G_N_ELEMENTS (types))];
      rows[i].agent_id = agents[g_test_rand_int_range (0, G_N_ELEMENTS (agents))];
      rows[i].action_type = actions[g_test_rand_int_range (0, G_N_ELEMENTS (actions))];
      rows[i].reviewer = reviewers[g_test_rand_int_range (0, G_N_ELEMENTS (reviewers))];
      rows[i].decision = decisions[g_test_rand_int_range (0, G_N_ELEMENTS (decisions))];
      rows[i].note = notes[g_test_rand_int_range (0, G_N_ELEMENTS (notes))];
      csn_change_add_event (change, new_event (&rows[i]));
    }
  csn_store_fixture_commit_ok (fixture->store, change);
}

static void
wait_for_index (CsnStoreFixture *fixture)
{
  while (!csn_store_is_indexed (fixture->store, N_EVENTS - 1))
    g_usleep (10000); /* nocheck: the index has its own thread */
}

/* What the free text finds, told another way than the program does. */
static gboolean
has_text (const char *text, const Row *row)
{
  const gboolean acme = row->note == notes[1];

  if (text == searches[1] || text == searches[3])
    return acme;
  if (text == searches[2])
    return row->note == notes[2];
  if (text == searches[4])
    return acme && row->action_type == actions[1];
  return text == NULL;
}

static gboolean
matches (const CsnHistoryQuery *query, const Row *row)
{
  if (query->since != 0 && row->timestamp < query->since)
    return FALSE;
  if (query->until != 0 && row->timestamp >= query->until)
    return FALSE;
  if (query->agent_id != NULL && g_strcmp0 (query->agent_id, row->agent_id) != 0)
    return FALSE;
  if (query->action_type != NULL && g_strcmp0 (query->action_type, row->action_type) != 0)
    return FALSE;
  if (query->reviewer != NULL && g_strcmp0 (query->reviewer, row->reviewer) != 0)
    return FALSE;
  if (query->decision != NULL && g_strcmp0 (query->decision, row->decision) != 0)
    return FALSE;
  if (!has_text (query->text, row))
    return FALSE;
  return query->event_type == NULL ||
         g_str_equal (query->event_type, csn_event_type_to_string (row->type));
}

/* Reads all pages and compares them, row for row, with what was put in. */
static void
check_query (CsnStore *store, const CsnHistoryQuery *query, const Row *rows)
{
  guint limit = (guint) g_test_rand_int_range (1, 100);
  guint64 before_seq = G_MAXUINT64;
  gint next = N_EVENTS - 1;
  gint64 count = 0;
  g_autoptr (GPtrArray) page = NULL;

  do
    {
      g_clear_pointer (&page, g_ptr_array_unref);
      page = csn_store_fixture_read_history (store, query, before_seq, limit);
      for (guint i = 0; i < page->len; i++, next--, count++)
        {
          const CsnStoredEvent *event = g_ptr_array_index (page, i);

          while (next >= 0 && !matches (query, &rows[next]))
            next--;
          g_assert_cmpint (next, >=, 0);
          g_assert_cmpuint (event->seq, ==, (guint) next);
          g_assert_cmpuint (strlen (event->chain), ==, 64);
          before_seq = event->seq;
        }
    }
  while (page->len == limit);
  while (next >= 0 && !matches (query, &rows[next]))
    next--;
  g_assert_cmpint (next, ==, -1);
  g_assert_cmpint (csn_store_fixture_count_history (store, query), ==, count);
}

static const char *
random_text (const char *const *texts, gsize n_texts)
{
  return texts[g_test_rand_int_range (0, (gint32) n_texts)];
}

static void
check_queries (CsnStore *store, const Row *rows, guint n_queries)
{
  for (guint i = 0; i < n_queries; i++)
    {
      gint64 middle = rows[g_test_rand_int_range (1, N_EVENTS)].timestamp;
      CsnHistoryQuery query = {
        .since = g_test_rand_bit () ? middle - CSN_HOUR : 0,
        .until = g_test_rand_bit () ? middle + CSN_HOUR : 0,
        .agent_id = (char *) random_text (agents, G_N_ELEMENTS (agents)),
        .action_type = (char *) random_text (actions, G_N_ELEMENTS (actions)),
        .text = (char *) random_text (searches, G_N_ELEMENTS (searches)),
      };

      if (g_test_rand_bit ())
        query.event_type = (char *) csn_event_type_to_string (types[i % G_N_ELEMENTS (types)]);
      if (g_test_rand_bit ())
        query.reviewer = (char *) random_text (reviewers, G_N_ELEMENTS (reviewers));
      if (g_test_rand_bit ())
        query.decision = (char *) random_text (decisions, G_N_ELEMENTS (decisions));
      check_query (store, &query, rows);
    }
}

/* Without the search index, with all of it, and with a part of it. */
static void
test_every_filter_gives_what_it_says (void)
{
  CsnStoreFixture fixture;
  g_autofree Row *rows = g_new0 (Row, N_EVENTS);

  csn_store_fixture_init (&fixture, CSN_STORE_INLINE);
  fill (&fixture, rows);
  check_queries (fixture.store, rows, 40);
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  check_queries (fixture.store, rows, 10);
  wait_for_index (&fixture);
  check_queries (fixture.store, rows, 100);
  csn_store_fixture_clear (&fixture);
}

static char *
get_index_path (CsnStoreFixture *fixture)
{
  return g_strconcat (fixture->path, ".index", NULL);
}

/* Whatever happens to the search index, the log is as readable as before, and finds itself again.
 */
static void
test_a_damaged_index_is_made_anew (void)
{
  CsnStoreFixture fixture;
  g_autofree Row *rows = g_new0 (Row, N_EVENTS);
  g_autofree char *path = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  path = get_index_path (&fixture);
  fill (&fixture, rows);
  wait_for_index (&fixture);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *contents = NULL;
      gsize length = 0;
      gsize begin;

      csn_store_fixture_close (&fixture);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_cmpuint (length, >, 8192);
      begin = i == 0 ? 0 : 4096 * (gsize) g_test_rand_int_range (1, (gint32) length / 4096);
      g_test_message ("4096 bytes at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, begin, length);
      memset (contents + begin, 0xa5, 4096);
      g_assert_true (g_file_set_contents (path, contents, i == 5 ? 5000 : (gssize) length, NULL));
      csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
      check_queries (fixture.store, rows, 15);
      wait_for_index (&fixture);
      check_queries (fixture.store, rows, 5);
      csn_store_fixture_assert_intact (fixture.path, N_EVENTS);
    }
  csn_store_fixture_clear (&fixture);
}

/* One that belongs to another log, as after a restore, would find what is not there. */
static void
test_the_index_of_another_log_is_not_used (void)
{
  CsnStoreFixture one;
  CsnStoreFixture other;
  g_autofree Row *rows = g_new0 (Row, N_EVENTS);
  g_autofree Row *other_rows = g_new0 (Row, N_EVENTS);
  g_autofree char *path = NULL;
  g_autofree char *other_path = NULL;

  csn_store_fixture_init (&one, CSN_STORE_DEFAULT);
  csn_store_fixture_init (&other, CSN_STORE_DEFAULT);
  path = get_index_path (&one);
  other_path = get_index_path (&other);
  fill (&one, rows);
  fill (&other, other_rows);
  wait_for_index (&one);
  wait_for_index (&other);
  csn_store_fixture_close (&one);
  csn_store_fixture_close (&other);
  g_assert_cmpint (g_rename (path, other_path), ==, 0);
  csn_store_fixture_reopen (&other, CSN_STORE_DEFAULT);
  check_queries (other.store, other_rows, 10);
  wait_for_index (&other);
  check_queries (other.store, other_rows, 10);
  csn_store_fixture_clear (&one);
  csn_store_fixture_clear (&other);
}

static void
test_filter_is_a_value_and_no_statement (void)
{
  CsnStoreFixture fixture;
  CsnHistoryQuery query = { .agent_id = (char *) "' OR 1=1 --" };

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  g_assert_cmpint (csn_store_fixture_count_history (fixture.store, &query), ==, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_long_agent_is_found_by_its_whole_name (void)
{
  CsnStoreFixture fixture;
  g_autofree char *agent_id = g_strnfill (600, 'a');
  CsnHistoryQuery query = { .agent_id = agent_id };
  Row row = { .timestamp = CSN_FIXTURE_NOW, .type = CSN_EVENT_SHOWN, .agent_id = agent_id };
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_change_add_event (change, new_event (&row));
  csn_store_fixture_commit_ok (fixture.store, change);
  g_assert_cmpint (csn_store_fixture_count_history (fixture.store, &query), ==, 1);
  csn_store_fixture_assert_intact (fixture.path, 2);
  csn_store_fixture_clear (&fixture);
}

static void
on_count (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;

  g_assert_cmpint (csn_store_count_history_finish (CSN_STORE (source), result, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

static void
test_reading_can_be_cancelled (void)
{
  CsnStoreFixture fixture;
  CsnHistoryQuery all = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_count_history_async (fixture.store, &all, cancellable, on_count, &done);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (csn_store_fixture_count_history (fixture.store, &all), ==, 1);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/history/every-filter-gives-what-it-says",
                   test_every_filter_gives_what_it_says);
  g_test_add_func ("/store/history/a-damaged-index-is-made-anew",
                   test_a_damaged_index_is_made_anew);
  g_test_add_func ("/store/history/the-index-of-another-log-is-not-used",
                   test_the_index_of_another_log_is_not_used);
  g_test_add_func ("/store/history/filter-is-a-value-and-no-statement",
                   test_filter_is_a_value_and_no_statement);
  g_test_add_func ("/store/history/long-agent-is-found-by-its-whole-name",
                   test_long_agent_is_found_by_its_whole_name);
  g_test_add_func ("/store/history/reading-can-be-cancelled", test_reading_can_be_cancelled);
  return g_test_run ();
}
