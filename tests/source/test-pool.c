/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-desk.h"
#include "csn-test-wait.h"

#include <string.h>

#define TASK(id) TASK_WITH (id, "")
#define TASK_WITH(id, more)                                                                        \
  "{\"task_id\":\"" id "\",\"status\":\"pending_approval\",\"agent_id\":\"a\","                    \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182}" more "}"
#define LIST(tasks) "{\"tasks\":[" tasks "],\"next_cursor\":null}"
#define STATUS(id, status) "{\"task_id\":\"" id "\",\"status\":\"" status "\"}"

static CsnHostileServer *server;

static void
add (const char *script, const char *match, guint status, const char *headers, const char *body)
{
  g_autofree char *answer = csn_hostile_answer (status, headers, body);

  csn_hostile_server_add (server, script, match, answer);
}

static guint
count_in_log (const char *script, const char *text)
{
  g_auto (GStrv) log = csn_hostile_server_get_log (server, script);
  guint count = 0;

  for (guint i = 0; log[i] != NULL; i++)
    count += strstr (log[i], text) != NULL ? 1 : 0;

  return count;
}

static void
test_pool_new_and_destroy (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnSourcePool *pool = csn_source_pool_new (desk->gate);

  g_assert_null (csn_source_pool_get_status (pool, "nobody"));
  g_assert_finalize_object (pool);
}

static void
test_request_goes_in_and_decision_out (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;

  add ("life", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));
  add ("life", "POST /tasks/approve", 200, "", STATUS ("t-1", "approved"));
  add ("life", "GET /tasks/t-1/status", 200, "", STATUS ("t-1", "approved"));
  add ("life",
       "GET /tasks/t-1/status",
       200,
       "",
       "{\"task_id\":\"t-1\",\"status\":\"completed\",\"outcome\":{\"success\":true}}");
  csn_desk_add_script (desk, server, "life");
  item = csn_desk_wait_for_task (desk, "life", "t-1");
  csn_desk_wait_for_status (desk, "life", CSN_SOURCE_CONNECTED);
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
  csn_desk_wait_for_delivery (item, CSN_DELIVERY_ACKNOWLEDGED);
  csn_desk_wait_for_outcome (item, CSN_OUTCOME_SUCCESS);

  g_assert_cmpuint (count_in_log ("life", "POST"), ==, 1);
  g_assert_cmpuint (count_in_log ("life", "\"method\": \"POST\", \"path\": \"/tasks/approve\""),
                    ==,
                    1);
  g_assert_cmpuint (count_in_log ("life", "\\\"approved\\\":true"), ==, 1);
}

/* The same bytes with the same key, until an answer acknowledges them. */
static void
test_decision_is_repeated_until_acknowledged (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;
  g_auto (GStrv) log = NULL;
  g_autofree char *body = NULL;
  g_autofree char *key = NULL;
  guint n_posts = 0;

  add ("repeat", "GET /tasks?", 200, "", LIST (TASK ("t-1")));
  add ("repeat", "POST /", 500, "", "{}");
  add ("repeat", "POST /", 302, "Location: /elsewhere\r\n", "{}");
  add ("repeat", "POST /", 200, "", "{\"task_id\":\"another\",\"status\":\"approved\"}");
  add ("repeat", "POST /", 202, "", STATUS ("t-1", "approved"));
  csn_desk_add_script (desk, server, "repeat");
  item = csn_desk_wait_for_task (desk, "repeat", "t-1");
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_REJECT));
  csn_desk_wait_for_delivery (item, CSN_DELIVERY_ACKNOWLEDGED);

  log = csn_hostile_server_get_log (server, "repeat");
  for (guint i = 0; log[i] != NULL; i++)
    {
      const char *this_body = strstr (log[i], "\"body\": ");
      const char *this_key = strstr (log[i], "\"idempotency-key\": ");

      if (strstr (log[i], "\"method\": \"POST\"") == NULL)
        continue;
      n_posts++;
      g_assert_nonnull (strstr (log[i], "/tasks/approve"));
      if (body == NULL)
        {
          body = g_strndup (this_body,
                            (gsize) (strstr (this_body, ", \"time\"") != NULL
                                         ? strstr (this_body, ", \"time\"") - this_body
                                         : (gssize) strlen (this_body)));
          key = g_strndup (this_key, 60);
        }
      g_assert_true (g_str_has_prefix (this_body, body));
      g_assert_true (g_str_has_prefix (this_key, key));
    }
  g_assert_cmpuint (n_posts, ==, 4);
  g_assert_cmpuint (csn_desk_count_events (desk, "delivery_attempt"), ==, 3);
  g_assert_cmpuint (csn_desk_count_events (desk, "delivered"), ==, 1);
}

static void
test_refusals_are_shown (void)
{
  static const struct
  {
    guint status;
    const char *says;
  } cases[] = {
    { 409, "decided already" }, { 410, "gone" },          { 412, "not what was decided" },
    { 422, "valid decision" },  { 404, "does not know" }, { 400, "no acknowledgement" },
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script = g_strdup_printf ("refusal-%u", cases[i].status);
      CsnInboxItem *item = NULL;

      add (script, "GET /tasks?", 200, "", LIST (TASK ("t-1")));
      add (script, "POST /", cases[i].status, "", "{}");
      csn_desk_add_script (desk, server, script);
      item = csn_desk_wait_for_task (desk, script, "t-1");
      g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
      csn_desk_wait_for_delivery (item, CSN_DELIVERY_REFUSED);
      g_assert_nonnull (strstr (csn_inbox_item_get_delivery_message (item), cases[i].says));
      g_assert_cmpuint (count_in_log (script, "POST"), ==, 1);
    }
}

static void
test_decision_survives_a_restart (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;

  add ("restart", "GET /tasks?", 200, "", LIST (TASK ("t-1")));
  add ("restart", "POST /", 503, "", "{}");
  csn_desk_add_script (desk, server, "restart");
  item = csn_desk_wait_for_task (desk, "restart", "t-1");
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
  while (count_in_log ("restart", "\"method\": \"POST\"") == 0)
    csn_desk_run_for (50);
  csn_desk_restart (desk);

  item = csn_desk_wait_for_task (desk, "restart", "t-1");
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_APPROVED);
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_QUEUED);
  add ("restart", "POST /tasks/approve", 200, "", STATUS ("t-1", "approved"));
  csn_desk_wait_for_delivery (item, CSN_DELIVERY_ACKNOWLEDGED);
  g_assert_cmpuint (csn_desk_count_events (desk, "delivered"), ==, 1);
}

static void
test_vanished_requests_are_withdrawn (void)
{
  static const struct
  {
    const char *script;
    guint status;
    const char *body;
    CsnRequestState state;
  } cases[] = {
    { "gone-404", 404, "{}", CSN_REQUEST_WITHDRAWN },
    { "gone-410", 410, "{}", CSN_REQUEST_WITHDRAWN },
    { "gone-cancelled", 200, STATUS ("t-1", "cancelled"), CSN_REQUEST_WITHDRAWN },
    { "gone-running", 200, STATUS ("t-1", "running"), CSN_REQUEST_WITHDRAWN },
    { "gone-approved", 200, STATUS ("t-1", "approved"), CSN_REQUEST_WITHDRAWN },
    { "gone-completed", 200, STATUS ("t-1", "completed"), CSN_REQUEST_WITHDRAWN },
    { "still-there", 200, TASK ("t-1"), CSN_REQUEST_PENDING },
    { "not-sure-500", 500, "{}", CSN_REQUEST_PENDING },
    { "not-sure-401", 401, "{}", CSN_REQUEST_PENDING },
    { "not-sure-other", 200, STATUS ("t-2", "cancelled"), CSN_REQUEST_PENDING },
    { "not-sure-broken", 200, "{\"task_id\":\"t-1\"", CSN_REQUEST_PENDING },
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add (cases[i].script, "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));
      add (cases[i].script, "GET /tasks?", 200, "ETag: \"2\"\r\n", LIST (""));
      add (cases[i].script, "GET /tasks/t-1/status", cases[i].status, "", cases[i].body);
      csn_desk_add_script (desk, server, cases[i].script);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      while (count_in_log (cases[i].script, "/tasks/t-1/status") == 0)
        csn_desk_run_for (20);
    }
  csn_desk_run_for (200);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnInboxItem *item = csn_desk_find (desk, cases[i].script, "t-1");

      g_test_message ("%s", cases[i].script);
      if (cases[i].state == CSN_REQUEST_PENDING)
        g_assert_nonnull (item);
      if (item != NULL)
        g_assert_cmpint (csn_inbox_item_get_state (item), ==, cases[i].state);
    }
}

static void
test_changed_content_is_flagged (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;

  add ("changed", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));
  add ("changed",
       "GET /tasks?",
       200,
       "ETag: \"2\"\r\n",
       LIST ("{\"task_id\":\"t-1\",\"status\":\"pending_approval\",\"agent_id\":\"a\","
             "\"action_type\":\"refund\",\"proposed_action\":{\"order\":9999}}"));
  csn_desk_add_script (desk, server, "changed");
  item = csn_desk_wait_for_task (desk, "changed", "t-1");
  while (!(csn_request_get_flags (csn_inbox_item_get_request (item)) & CSN_REQUEST_FLAG_CHANGED))
    csn_desk_run_for (20);
  g_assert_false (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_REJECT));
}

static void
test_pages_that_never_end_are_a_fault (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  const CsnSourceStatus *status = NULL;

  add ("circle", "GET /tasks?", 200, "", "{\"tasks\":[" TASK ("t-1") "],\"next_cursor\":\"c\"}");
  csn_desk_add_script (desk, server, "circle");
  csn_desk_wait_for_task (desk, "circle", "t-1");
  csn_desk_wait_for_status (desk, "circle", CSN_SOURCE_FAILING);
  status = csn_source_pool_get_status (desk->pool, "circle");
  g_assert_nonnull (strstr (status->message, "never end"));
}

static void
test_pages_are_read_to_the_end (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  add ("pages", "GET /tasks?", 200, "", "{\"tasks\":[" TASK ("t-1") "],\"next_cursor\":\"a/b&c\"}");
  add ("pages", "GET /tasks?", 200, "", "{\"tasks\":[" TASK ("t-2") "],\"next_cursor\":\"d\"}");
  add ("pages", "GET /tasks?", 200, "", LIST (TASK ("t-3")));
  csn_desk_add_script (desk, server, "pages");
  csn_desk_wait_for_task (desk, "pages", "t-3");
  g_assert_cmpuint (csn_desk_count_items (desk, "pages"), ==, 3);
  g_assert_cmpuint (count_in_log ("pages", "cursor=a%2Fb%26c"), ==, 1);
}

static void
test_token_that_is_not_accepted (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  const CsnSourceStatus *status = NULL;

  add ("denied", "GET /", 401, "", "{}");
  csn_desk_add_script (desk, server, "denied");
  csn_desk_wait_for_status (desk, "denied", CSN_SOURCE_UNAUTHORIZED);
  status = csn_source_pool_get_status (desk->pool, "denied");
  g_assert_true (g_str_has_prefix (status->message,
                                   "The agent did not accept the token. Check it in the agent's "
                                   "settings."));
  g_assert_false (status->authenticated);
  g_assert_false (status->encrypted);
}

static void
test_unreadable_list_is_recorded_once (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  const CsnSourceStatus *status = NULL;

  add ("broken", "GET /", 200, "", "{\"tasks\":[");
  csn_desk_add_script (desk, server, "broken");
  while (count_in_log ("broken", "GET") < 3)
    csn_desk_run_for (50);
  status = csn_source_pool_get_status (desk->pool, "broken");
  g_assert_cmpint (status->state, ==, CSN_SOURCE_FAILING);
  g_assert_nonnull (strstr (status->message, "byte 10"));
  g_assert_cmpuint (csn_desk_count_events (desk, "request_malformed"), ==, 1);
}

static void
test_flood_is_slow_for_its_source_alone (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GString) page = g_string_new ("{\"tasks\":[");
  gint64 begin;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (page,
                            "%s{\"task_id\":\"f-%u\",\"status\":\"pending_approval\","
                            "\"agent_id\":\"flood\",\"action_type\":\"b\",\"proposed_action\":{}}",
                            i > 0 ? "," : "",
                            i);
  g_string_append (page, "]}");
  csn_hostile_server_add (server, "flood", "GET /", page->str);
  add ("calm", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));

  begin = g_get_monotonic_time ();
  csn_desk_add_script (desk, server, "flood");
  csn_desk_wait_for_status (desk, "flood", CSN_SOURCE_THROTTLED);
  csn_desk_add_script (desk, server, "calm");
  csn_desk_wait_for_task (desk, "calm", "t-1");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);

  csn_desk_run_for (2000);
  g_assert_cmpuint (csn_desk_count_items (desk, "flood"), >=, 200);
  g_assert_cmpuint (csn_desk_count_items (desk, "flood"),
                    <=,
                    201 + 20 * (guint) ((g_get_monotonic_time () - begin) / G_USEC_PER_SEC + 1));
  g_assert_cmpint (csn_source_pool_get_status (desk->pool, "calm")->state,
                   ==,
                   CSN_SOURCE_CONNECTED);
}

static void
test_held_questions_follow_at_once (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autofree char *unchanged = csn_hostile_answer (304, "ETag: \"1\"\r\n", "");
  g_autofree char *changed = csn_hostile_answer (200, "ETag: \"2\"\r\n", LIST (TASK ("t-1")));

  add ("held", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (""));
  csn_hostile_server_add_bytes (server,
                                "held",
                                "GET /tasks?",
                                "close",
                                1200,
                                unchanged,
                                strlen (unchanged));
  csn_hostile_server_add_bytes (server,
                                "held",
                                "GET /tasks?",
                                "close",
                                300,
                                changed,
                                strlen (changed));
  csn_hostile_server_add_bytes (server, "held", "GET /tasks?", "hang", 0, "HTTP/", 5);
  csn_desk_add_script (desk, server, "held");
  csn_desk_wait_for_task (desk, "held", "t-1");
  while (count_in_log ("held", "GET") < 4)
    csn_desk_run_for (10);
  g_assert_true (csn_source_pool_get_status (desk->pool, "held")->long_poll);
  /* The answer that was held for 1,200 ms doesn't count. */
  g_assert_cmpint (csn_source_pool_get_status (desk->pool, "held")->latency_us, <, 1200 * 1000);
  g_assert_cmpuint (count_in_log ("held", "wait=55"), ==, 3);
  g_assert_cmpuint (count_in_log ("held", "\"if-none-match\": \"\\\"1\\\"\""), ==, 2);
  g_assert_cmpuint (count_in_log ("held", "\"if-none-match\": \"\\\"2\\\"\""), ==, 1);
}

static void
test_agents_that_do_not_hold_are_polled (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  add ("polled", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));
  add ("polled", "GET /tasks?", 304, "ETag: \"1\"\r\n", "");
  csn_desk_add_script (desk, server, "polled");
  csn_desk_wait_for_task (desk, "polled", "t-1");
  csn_desk_run_for (3000);
  g_assert_false (csn_source_pool_get_status (desk->pool, "polled")->long_poll);
  g_assert_cmpuint (count_in_log ("polled", "GET"), ==, 3);
}

/* Changes without end are no reason to ask without end. */
static void
test_restless_lists_are_not_asked_without_end (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *etag = g_strdup_printf ("ETag: \"%u\"\r\n", i);

      add ("restless", "GET /tasks?", 200, etag, LIST (""));
    }
  csn_desk_add_script (desk, server, "restless");
  csn_desk_run_for (3000);
  g_assert_cmpuint (count_in_log ("restless", "GET"), >=, 5);
  g_assert_cmpuint (count_in_log ("restless", "GET"), <=, 20);
}

static void
test_agents_may_ask_for_patience (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  add ("patience", "GET /tasks?", 429, "Retry-After: 3\r\n", "{}");
  csn_desk_add_script (desk, server, "patience");
  csn_desk_wait_for_status (desk, "patience", CSN_SOURCE_FAILING);
  csn_desk_run_for (2500);
  g_assert_cmpuint (count_in_log ("patience", "GET"), ==, 1);
}

/* Rejected, and done all the same: nothing that the agent says in between ends the watch. */
static void
test_doing_what_was_rejected_is_an_alarm (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;

  add ("defiant", "GET /tasks?", 200, "ETag: \"1\"\r\n", LIST (TASK ("t-1")));
  add ("defiant", "POST /", 200, "", STATUS ("t-1", "rejected"));
  add ("defiant", "GET /tasks/t-1/status", 200, "", STATUS ("t-1", "cancelled"));
  add ("defiant", "GET /tasks/t-1/status", 404, "", "{}");
  add ("defiant", "GET /tasks/t-1/status", 200, "", STATUS ("t-1", "completed"));
  csn_desk_add_script (desk, server, "defiant");
  item = csn_desk_wait_for_task (desk, "defiant", "t-1");
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_REJECT));
  while (csn_desk_count_events (desk, "alarm") == 0)
    csn_desk_run_for (50);
  g_assert_cmpuint (csn_desk_count_events (desk, "alarm"), ==, 1);
}

static void
test_trying_an_endpoint_says_what_is_wrong (void)
{
  static const struct
  {
    const char *script;
    guint status;
    const char *body;
    const char *says;
  } cases[] = {
    { "try-good", 200, LIST (TASK ("t-1") "," TASK ("t-2")), NULL },
    { "try-401", 401, "{}", "The agent did not accept the token." },
    { "try-404", 404, "{}", "has no list of requests" },
    { "try-302", 302, "{}", "redirects to another address (302), which is never followed" },
    { "try-500", 500, "{}", "could not answer now" },
    { "try-html", 200, "<html></html>", "can't be read" },
    { "try-other", 200, "{\"hello\":1}", "is not a list of requests" },
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = csn_hostile_server_get_url (server, cases[i].script);
      g_autoptr (CsnSourceConfig) config = csn_source_config_new ("x", url, "tasks", FALSE, NULL);
      g_autoptr (GAsyncResult) result = NULL;
      GAsyncResult *kept = NULL;
      g_autoptr (GError) error = NULL;
      guint n_pending = 0;

      add (cases[i].script, "GET /", cases[i].status, "", cases[i].body);
      csn_source_pool_test_async (desk->pool, config, "tok", NULL, csn_test_keep_result, &kept);
      result = csn_test_wait_result (&kept);
      csn_source_pool_test_finish (desk->pool, result, &n_pending, &error);
      if (cases[i].says == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (n_pending, ==, 2);
          continue;
        }
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpuint (count_in_log (cases[i].script, "Bearer tok"), ==, 1);
    }
  g_assert_cmpuint (csn_desk_count_events (desk, "requested"), ==, 0);
}

static void
test_removed_sources_are_left_alone (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  guint before;

  add ("removed", "GET /tasks?", 200, "", LIST (""));
  csn_desk_add_script (desk, server, "removed");
  csn_desk_wait_for_status (desk, "removed", CSN_SOURCE_CONNECTED);
  csn_gate_remove_source_async (desk->gate, "removed", csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  g_assert_true (csn_gate_remove_source_finish (desk->gate, result, NULL));
  g_assert_null (csn_source_pool_get_status (desk->pool, "removed"));
  before = count_in_log ("removed", "GET");
  csn_desk_run_for (2500);
  g_assert_cmpuint (count_in_log ("removed", "GET"), ==, before);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* No keyring: these agents have no token, and no test may ask the user's own. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  server = csn_hostile_server_new ();

  g_test_add_func ("/source/pool/new-and-destroy", test_pool_new_and_destroy);
  g_test_add_func ("/source/pool/request-goes-in-and-decision-out",
                   test_request_goes_in_and_decision_out);
  g_test_add_func ("/source/pool/decision-is-repeated-until-acknowledged",
                   test_decision_is_repeated_until_acknowledged);
  g_test_add_func ("/source/pool/refusals-are-shown", test_refusals_are_shown);
  g_test_add_func ("/source/pool/decision-survives-a-restart", test_decision_survives_a_restart);
  g_test_add_func ("/source/pool/vanished-requests-are-withdrawn",
                   test_vanished_requests_are_withdrawn);
  g_test_add_func ("/source/pool/changed-content-is-flagged", test_changed_content_is_flagged);
  g_test_add_func ("/source/pool/pages-that-never-end-are-a-fault",
                   test_pages_that_never_end_are_a_fault);
  g_test_add_func ("/source/pool/pages-are-read-to-the-end", test_pages_are_read_to_the_end);
  g_test_add_func ("/source/pool/token-that-is-not-accepted", test_token_that_is_not_accepted);
  g_test_add_func ("/source/pool/unreadable-list-is-recorded-once",
                   test_unreadable_list_is_recorded_once);
  g_test_add_func ("/source/pool/flood-is-slow-for-its-source-alone",
                   test_flood_is_slow_for_its_source_alone);
  g_test_add_func ("/source/pool/held-questions-follow-at-once",
                   test_held_questions_follow_at_once);
  g_test_add_func ("/source/pool/agents-that-do-not-hold-are-polled",
                   test_agents_that_do_not_hold_are_polled);
  g_test_add_func ("/source/pool/restless-lists-are-not-asked-without-end",
                   test_restless_lists_are_not_asked_without_end);
  g_test_add_func ("/source/pool/agents-may-ask-for-patience", test_agents_may_ask_for_patience);
  g_test_add_func ("/source/pool/doing-what-was-rejected-is-an-alarm",
                   test_doing_what_was_rejected_is_an_alarm);
  g_test_add_func ("/source/pool/trying-an-endpoint-says-what-is-wrong",
                   test_trying_an_endpoint_says_what_is_wrong);
  g_test_add_func ("/source/pool/removed-sources-are-left-alone",
                   test_removed_sources_are_left_alone);

  status = g_test_run ();
  csn_hostile_server_free (server);

  return status;
}
