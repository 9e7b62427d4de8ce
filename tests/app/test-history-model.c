/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-history-model-private.h"
#include "csn-store-fixture.h"
#include "csn-time.h"

#define N_EVENTS 3000

/* log_opened comes before the events of a test. */
#define N_ALL (N_EVENTS + 1)

typedef struct
{
  CsnStoreFixture store;
  CsnHistoryModel *model;
  guint next;
} Fixture;

/* Every third event is of agent "rare-0", "rare-1" of every hundredth. */
static CsnEvent *
new_event (guint number)
{
  const CsnActor actor = { CSN_ACTOR_AGENT, NULL, NULL };
  CsnEvent *event = csn_event_new (number % 2 == 0 ? CSN_EVENT_REQUESTED : CSN_EVENT_OUTCOME,
                                   CSN_FIXTURE_NOW + number * CSN_SECOND,
                                   &actor);

  csn_event_set_agent (event, "demo", number % 100 == 0 ? "rare" : "common", "refund");
  return event;
}

static void
append (Fixture *self, guint n)
{
  while (n > 0)
    {
      CsnChange *change = csn_change_new ();

      for (guint i = 0; i < 50 && n > 0; i++, n--)
        csn_change_add_event (change, new_event (self->next++));
      csn_store_fixture_commit_ok (self->store.store, change);
    }
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  csn_store_fixture_init (&self->store, CSN_STORE_DEFAULT);
  append (self, N_EVENTS);
  self->model = csn_history_model_new (self->store.store);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_assert_finalize_object (G_OBJECT (self->model));
  csn_store_fixture_clear (&self->store);
}

static void
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_for_items (Fixture *self, guint n)
{
  gboolean late = FALSE;
  guint timeout = g_timeout_add_once (10000, on_timeout, &late);

  while (!late && g_list_model_get_n_items (G_LIST_MODEL (self->model)) != n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->model)), ==, n);
  if (!late)
    g_source_remove (timeout);
}

static void
wait_for_new (Fixture *self, guint n)
{
  gboolean late = FALSE;
  guint timeout = g_timeout_add_once (10000, on_timeout, &late);

  while (!late && csn_history_model_get_n_new (self->model) != n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (csn_history_model_get_n_new (self->model), ==, n);
  if (!late)
    g_source_remove (timeout);
}

static CsnHistoryEvent *
get_loaded (Fixture *self, guint position)
{
  CsnHistoryEvent *event = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  g_assert_nonnull (event);
  while (!csn_history_event_is_loaded (event))
    g_main_context_iteration (NULL, TRUE);
  return event;
}

static void
assert_seq (Fixture *self, guint position, guint64 seq)
{
  g_autoptr (CsnHistoryEvent) event = get_loaded (self, position);

  g_assert_cmpuint (csn_history_event_get_seq (event), ==, seq);
}

static void
test_all_events_are_there_newest_first (Fixture *self, gconstpointer user_data)
{
  const guint positions[] = { 0, 1, 99, 100, 101, 1234, N_ALL - 101, N_ALL - 1 };

  wait_for_items (self, N_ALL);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    assert_seq (self, positions[i], N_ALL - 1 - positions[i]);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->model), N_ALL));
}

static void
test_the_first_page_does_not_wait_for_the_count (Fixture *self, gconstpointer user_data)
{
  wait_for_items (self, 100);
  assert_seq (self, 0, N_ALL - 1);
  wait_for_items (self, N_ALL);
}

static void
test_rows_are_read_when_they_are_asked_for (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnHistoryEvent) far = NULL;
  g_autoptr (CsnHistoryEvent) same = NULL;
  g_autoptr (CsnHistoryEvent) neighbour = NULL;

  wait_for_items (self, N_ALL);
  far = g_list_model_get_item (G_LIST_MODEL (self->model), 2000);
  g_assert_false (csn_history_event_is_loaded (far));
  same = g_list_model_get_item (G_LIST_MODEL (self->model), 2000);
  g_assert_true (same == far);
  neighbour = get_loaded (self, 2001);
  g_assert_true (csn_history_event_is_loaded (far));
}

static void
test_few_pages_are_kept (Fixture *self, gconstpointer user_data)
{
  CsnHistoryEvent *first;
  gpointer watched;

  wait_for_items (self, N_ALL);
  first = get_loaded (self, 0);
  watched = first;
  g_object_add_weak_pointer (G_OBJECT (first), &watched);
  g_object_unref (first);
  g_assert_nonnull (watched);
  for (guint i = 1; i < 30; i++)
    {
      g_autoptr (CsnHistoryEvent) event = get_loaded (self, i * 100);

      g_assert_nonnull (event);
    }
  g_assert_null (watched);
  assert_seq (self, 0, N_ALL - 1);
}

static void
test_skipped_pages_do_no_harm (Fixture *self, gconstpointer user_data)
{
  wait_for_items (self, N_ALL);
  for (guint i = 0; i < N_ALL; i += 100)
    {
      g_autoptr (CsnHistoryEvent) event = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      g_assert_nonnull (event);
    }
  assert_seq (self, 50, N_ALL - 51);
}

static void
test_a_filter_leaves_what_matches (Fixture *self, gconstpointer user_data)
{
  const CsnHistoryQuery rare = { .agent_id = (char *) "rare" };
  const CsnHistoryQuery both = { .agent_id = (char *) "common", .event_type = (char *) "outcome" };
  const CsnHistoryQuery none = { .agent_id = (char *) "nobody" };
  const CsnHistoryQuery times = { .since = CSN_FIXTURE_NOW + 100 * CSN_SECOND,
                                  .until = CSN_FIXTURE_NOW + 400 * CSN_SECOND };

  csn_history_model_set_query (self->model, &rare);
  wait_for_items (self, N_EVENTS / 100);
  assert_seq (self, 0, N_EVENTS - 100 + 1);
  assert_seq (self, N_EVENTS / 100 - 1, 1);
  csn_history_model_set_query (self->model, &both);
  wait_for_items (self, N_EVENTS / 2);
  for (guint i = 0; i < N_EVENTS / 2; i += 77)
    {
      g_autoptr (CsnHistoryEvent) event = get_loaded (self, i);

      g_assert_cmpuint (csn_history_event_get_seq (event), ==, N_EVENTS - 2 * i);
      g_assert_cmpstr (csn_history_event_get_text (event, "event_type"), ==, "outcome");
      g_assert_cmpstr (csn_history_event_get_text (event, "agent_id"), ==, "common");
    }
  csn_history_model_set_query (self->model, &times);
  wait_for_items (self, 300);
  assert_seq (self, 0, 400);
  assert_seq (self, 299, 101);
  csn_history_model_set_query (self->model, &none);
  wait_for_items (self, 0);
}

static void
count_changes (GListModel *model, guint position, guint removed, guint added, guint *n)
{
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (removed, ==, 0);
  *n += 1;
}

static void
test_new_events_wait_to_be_shown (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnHistoryEvent) read = NULL;
  g_autoptr (CsnHistoryEvent) moved = NULL;
  guint n = 0;

  wait_for_items (self, N_ALL);
  read = get_loaded (self, 10);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (count_changes), &n);
  append (self, 250);
  wait_for_new (self, 250);
  g_assert_cmpuint (n, ==, 0);
  assert_seq (self, 0, N_ALL - 1);

  csn_history_model_show_new (self->model);
  wait_for_items (self, N_ALL + 250);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (csn_history_model_get_n_new (self->model), ==, 0);
  assert_seq (self, 0, N_ALL + 249);
  assert_seq (self, 249, N_ALL);
  assert_seq (self, 250, N_ALL - 1);
  assert_seq (self, N_ALL + 249, 0);
  moved = get_loaded (self, 260);
  g_assert_true (moved == read);

  append (self, 1);
  wait_for_new (self, 1);
  csn_history_model_show_new (self->model);
  wait_for_items (self, N_ALL + 251);
  assert_seq (self, 0, N_ALL + 250);
  assert_seq (self, 1, N_ALL + 249);
}

static void
test_only_matching_new_events_count (Fixture *self, gconstpointer user_data)
{
  const CsnHistoryQuery rare = { .agent_id = (char *) "rare" };

  csn_history_model_set_query (self->model, &rare);
  wait_for_items (self, N_EVENTS / 100);
  append (self, 150);
  wait_for_new (self, 2);
  append (self, 150);
  wait_for_new (self, 3);
  csn_history_model_show_new (self->model);
  wait_for_items (self, N_EVENTS / 100 + 3);
  assert_seq (self, 0, N_EVENTS + 200 + 1);
}

static void
test_an_empty_list_shows_what_comes (Fixture *self, gconstpointer user_data)
{
  const CsnHistoryQuery late = { .since = CSN_FIXTURE_NOW + N_EVENTS * CSN_SECOND };

  wait_for_items (self, N_ALL);
  csn_history_model_set_query (self->model, &late);
  wait_for_items (self, 0);
  append (self, 3);
  wait_for_items (self, 3);
}

static void
test_a_body_is_shown_exactly_and_safely (Fixture *self, gconstpointer user_data)
{
  const CsnActor actor = { CSN_ACTOR_HUMAN, "ana@example.org", "window" };
  const char *details = "{\"note\":\"\\u001b[2J\xe2\x80\xae\"}";
  g_autoptr (CsnJson) json = csn_json_parse (details, strlen (details), 1000, NULL, NULL);
  g_autoptr (CsnHistoryEvent) event = NULL;
  CsnEvent *hostile = csn_event_new (CSN_EVENT_ALARM, CSN_FIXTURE_NOW, &actor);
  CsnChange *change = csn_change_new ();

  wait_for_items (self, N_ALL);
  csn_event_set_agent (hostile, "demo", "evil\xe2\x80\xae", NULL);
  csn_event_set_details (hostile, json);
  csn_change_add_event (change, hostile);
  csn_store_fixture_commit_ok (self->store.store, change);
  wait_for_new (self, 1);
  csn_history_model_show_new (self->model);
  wait_for_items (self, N_ALL + 1);
  event = get_loaded (self, 0);
  g_assert_nonnull (strstr (csn_history_event_get_body (event), "\"event_type\":\"alarm\""));
  g_assert_cmpuint (strlen (csn_history_event_get_chain (event)), ==, 64);
  g_assert_cmpstr (csn_history_event_get_text (event, "agent_id"), ==, "evil‹U+202E›");
  g_assert_null (csn_history_event_get_text (event, "action_type"));
  g_assert_null (csn_history_event_get_text (event, "no_such_member"));
  g_assert_cmpstr (csn_history_event_get_actor_kind (event), ==, "human");
  g_assert_cmpint (csn_history_event_get_latency_ms (event), ==, -1);
  g_assert_cmpint (csn_history_event_get_timestamp (event), ==, CSN_FIXTURE_NOW);
  g_assert_null (strstr (csn_history_event_get_details (event), "\xe2\x80\xae"));
  g_assert_null (strchr (csn_history_event_get_details (event), '\033'));
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/app/history-model/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("all-events-are-there-newest-first", test_all_events_are_there_newest_first);
  add ("the-first-page-does-not-wait-for-the-count",
       test_the_first_page_does_not_wait_for_the_count);
  add ("rows-are-read-when-they-are-asked-for", test_rows_are_read_when_they_are_asked_for);
  add ("few-pages-are-kept", test_few_pages_are_kept);
  add ("skipped-pages-do-no-harm", test_skipped_pages_do_no_harm);
  add ("a-filter-leaves-what-matches", test_a_filter_leaves_what_matches);
  add ("new-events-wait-to-be-shown", test_new_events_wait_to_be_shown);
  add ("only-matching-new-events-count", test_only_matching_new_events_count);
  add ("an-empty-list-shows-what-comes", test_an_empty_list_shows_what_comes);
  add ("a-body-is-shown-exactly-and-safely", test_a_body_is_shown_exactly_and_safely);
  return g_test_run ();
}
