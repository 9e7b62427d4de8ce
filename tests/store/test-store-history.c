/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <string.h>

#include "csn-time.h"

#define N_EVENTS 600

/* What the event with each seq says, so that a filter can be computed beside the database. */
typedef struct
{
  gint64 timestamp;
  CsnEventType type;
  const char *agent_id;
  const char *action_type;
} Row;

static const CsnEventType types[] = { CSN_EVENT_SHOWN, CSN_EVENT_OUTCOME, CSN_EVENT_ALARM };
static const char *const agents[] = { NULL, "billing-agent", "mail-agent", "Ωmega \"quoted\"" };
static const char *const actions[] = { NULL, "refund", "send_mail" };

static CsnEvent *
new_event (const Row *row)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  CsnEvent *event = csn_event_new (row->type, row->timestamp, &actor);

  csn_event_set_agent (event, "demo", row->agent_id, row->action_type);
  return event;
}

/* Random events whose clock goes back now and then; row 0 is log_opened. */
static void
fill (CsnStoreFixture *fixture, Row *rows)
{
  gint64 now = CSN_FIXTURE_NOW;
  CsnChange *change = csn_change_new ();

  rows[0] = (Row){ CSN_FIXTURE_NOW, CSN_EVENT_LOG_OPENED, NULL, NULL };
  for (guint i = 1; i < N_EVENTS; i++)
    {
      now += g_test_rand_int_range (0, 40) == 0 ? -CSN_HOUR : g_test_rand_int_range (0, 60000000);
      rows[i].timestamp = now;
      rows[i].type = types[g_test_rand_int_range (0, G_N_ELEMENTS (types))];
      rows[i].agent_id = agents[g_test_rand_int_range (0, G_N_ELEMENTS (agents))];
      rows[i].action_type = actions[g_test_rand_int_range (0, G_N_ELEMENTS (actions))];
      csn_change_add_event (change, new_event (&rows[i]));
    }
  csn_store_fixture_commit_ok (fixture->store, change);
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
test_every_filter_gives_what_it_says (void)
{
  CsnStoreFixture fixture;
  g_autofree Row *rows = g_new0 (Row, N_EVENTS);

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  fill (&fixture, rows);
  for (guint i = 0; i < 150; i++)
    {
      gboolean by_type = g_test_rand_bit ();
      gint64 middle = rows[g_test_rand_int_range (1, N_EVENTS)].timestamp;
      CsnHistoryQuery query = {
        .since = g_test_rand_bit () ? middle - CSN_HOUR : 0,
        .until = g_test_rand_bit () ? middle + CSN_HOUR : 0,
        .agent_id = (char *) random_text (agents, G_N_ELEMENTS (agents)),
        .action_type = (char *) random_text (actions, G_N_ELEMENTS (actions)),
      };

      if (by_type)
        query.event_type = (char *) csn_event_type_to_string (types[i % G_N_ELEMENTS (types)]);
      check_query (fixture.store, &query, rows);
    }
  csn_store_fixture_clear (&fixture);
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
  Row row = { CSN_FIXTURE_NOW, CSN_EVENT_SHOWN, agent_id, NULL };
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
  g_test_add_func ("/store/history/filter-is-a-value-and-no-statement",
                   test_filter_is_a_value_and_no_statement);
  g_test_add_func ("/store/history/long-agent-is-found-by-its-whole-name",
                   test_long_agent_is_found_by_its_whole_name);
  g_test_add_func ("/store/history/reading-can-be-cancelled", test_reading_can_be_cancelled);
  return g_test_run ();
}
