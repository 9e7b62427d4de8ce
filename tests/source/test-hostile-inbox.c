/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-desk.h"
#include "csn-test-wait.h"

#include <string.h>

/* Everything that a hostile agent may send wrong goes through HTTP into the inbox of a real gate:
 * each gives a flagged card or a clear source error, never a crash, a lost request or an approval.
 */

#define GOOD(id)                                                                                   \
  "{\"task_id\":\"" id "\",\"status\":\"pending_approval\",\"agent_id\":\"good\","                 \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182}}"

static CsnHostileServer *server;

/* A task with one more member, written as it is; NULL bytes can't stand in it. */
static char *
make_task (guint number, const char *more)
{
  return g_strdup_printf ("{\"task_id\":\"h-%u\",\"status\":\"pending_approval\","
                          "\"agent_id\":\"hostile-%u\",\"action_type\":\"b\","
                          "\"hitl_level\":\"FULL_AUTO\",\"proposed_action\":{\"c\":1}%s%s}",
                          number,
                          number,
                          *more != '\0' ? "," : "",
                          more);
}

static void
assert_nothing_approved (CsnDesk *desk, const char *source)
{
  GListModel *inbox = csn_gate_get_inbox (desk->gate);
  g_auto (GStrv) log = csn_hostile_server_get_log (server, source);

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      g_assert_cmpint (csn_inbox_item_get_state (item), !=, CSN_REQUEST_APPROVED);
      g_assert_cmpint (csn_inbox_item_get_state (item), !=, CSN_REQUEST_EDITED);
    }
  for (guint i = 0; log[i] != NULL; i++)
    g_assert_null (strstr (log[i], "\\\"approved\\\":true"));
}

typedef struct
{
  CsnDesk *desk;
  const char *source;
  guint count;
} Count;

static gboolean
has_count (gpointer user_data)
{
  Count *count = user_data;

  return csn_desk_count_items (count->desk, count->source) >= count->count;
}

/* Serves the tasks between two good ones and waits for all of them. */
static void
pull_tasks (CsnDesk *desk, const char *source, GPtrArray *tasks)
{
  g_autoptr (GString) page = g_string_new ("{\"tasks\":[" GOOD ("first"));
  Count count = { desk, source, tasks->len + 2 };

  for (guint i = 0; i < tasks->len; i++)
    g_string_append_printf (page, ",%s", (const char *) g_ptr_array_index (tasks, i));
  g_string_append (page, "," GOOD ("last") "],\"next_cursor\":null}");
  csn_hostile_server_add (server, source, "GET /tasks?", page->str);
  csn_desk_add_script (desk, server, source);
  csn_test_wait_for (has_count, &count, source);
  csn_desk_run_for (100);
  g_assert_cmpuint (csn_desk_count_items (desk, source), ==, tasks->len + 2);
  g_assert_cmpuint (
      csn_request_get_flags (csn_inbox_item_get_request (csn_desk_find (desk, source, "first"))),
      ==,
      0);
  g_assert_cmpuint (
      csn_request_get_flags (csn_inbox_item_get_request (csn_desk_find (desk, source, "last"))),
      ==,
      0);
}

/* A flagged card can be rejected, and a malformed one can't be approved. */
static void
assert_flagged (CsnDesk *desk, CsnInboxItem *item, CsnRequestFlags flag)
{
  CsnRequest *request = csn_inbox_item_get_request (item);

  g_assert_cmpuint (csn_request_get_flags (request) & flag, ==, flag);
  g_assert_nonnull (csn_request_get_problems (request)[0]);
  g_assert_cmpint (csn_inbox_item_get_level (item), >=, CSN_LEVEL_HARD_APPROVAL);
  if (csn_inbox_item_get_state (item) != CSN_REQUEST_PENDING)
    return;
  if (flag == CSN_REQUEST_FLAG_MALFORMED)
    {
      g_assert_false (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
      g_assert_false (csn_desk_decide (desk, item, CSN_DECISION_EDIT));
    }
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_REJECT));
}

static void
test_wrong_types_of_optional_members (void)
{
  static const char *const members[] = {
    "revision",          "description", "facts",      "confidence", "delegation",
    "allowed_decisions", "created_at",  "expires_at", "history",    "state",
  };
  static const char *const values[] = {
    "7.5",
    "-1",
    "1e400",
    "18446744073709551616",
    "true",
    "\"x\"",
    "\"\"",
    "[7]",
    "[[]]",
    "{}",
    "{\"reversible\":7,\"score\":\"0.9\",\"cost\":[],\"recommendation\":7,\"uncertainties\":{}}",
  };
  /* Where a value is fine for its member; all others must be flagged. */
  static const char *const fine[] = {
    "description: \"x\"", "description: \"\"", "facts: {}", "confidence: {}", "state: {",
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);
  guint n_flagged = 0;

  for (guint i = 0; i < G_N_ELEMENTS (members) * G_N_ELEMENTS (values); i++)
    {
      g_autofree char *more = g_strdup_printf ("\"%s\":%s",
                                               members[i / G_N_ELEMENTS (values)],
                                               values[i % G_N_ELEMENTS (values)]);

      g_ptr_array_add (tasks, make_task (i, more));
    }
  pull_tasks (desk, "types", tasks);

  for (guint i = 0; i < tasks->len; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("h-%u", i);
      g_autofree char *what = g_strdup_printf ("%s: %s",
                                               members[i / G_N_ELEMENTS (values)],
                                               values[i % G_N_ELEMENTS (values)]);
      CsnInboxItem *item = csn_desk_find (desk, "types", task_id);
      gboolean is_fine = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (fine); j++)
        is_fine = is_fine || g_str_equal (what, fine[j]) ||
                  (g_str_has_suffix (fine[j], "{") && g_str_has_prefix (what, fine[j]));
      g_test_message ("%s -> %u", what, csn_request_get_flags (csn_inbox_item_get_request (item)));
      if (!is_fine)
        g_assert_cmpuint (csn_request_get_flags (csn_inbox_item_get_request (item)), !=, 0);
      g_assert_cmpint (csn_inbox_item_get_level (item), >=, CSN_LEVEL_HARD_APPROVAL);
      n_flagged += csn_request_get_flags (csn_inbox_item_get_request (item)) != 0 ? 1 : 0;
    }
  g_assert_cmpuint (n_flagged, ==, tasks->len - G_N_ELEMENTS (fine) - 1);
  assert_nothing_approved (desk, "types");
}

/* Each is one task of a list, and none is a request. */
static const char *const broken_tasks[] = {
  "{\"task_id\":\"d\",\"proposed_action\":{\"amount\":1,\"amount\":1000}}",
  "{\"task_id\":\"e\",\"proposed_action\":{\"amount\":1,\"\\u0061mount\":1000}}",
  "{\"a\":\"\\u0000\"}",
  "{\"a\":\"\\udc00\\ud800\"}",
  "{\"a\":\"\xed\xa0\x80\"}",
  "{\"a\":\"\xf8\x88\x80\x80\x80\"}",
  "{\"a\":\"\xff\"}",
  "{\"a\":01}",
  "{\"a\":-}",
  "{\"a\":1e}",
  "{\"a\":Infinity}",
  "{\"a\":undefined}",
  "{'a':1}",
  "{\"a\":1,}",
  "{\"a\":\"line\nbreak\"}",
  "{} {}",
  "null",
  "false",
  "12",
  "\"task\"",
  "[]",
  "{}",
  "{\"task_id\":7,\"status\":\"pending_approval\"}",
  "{\"task_id\":\"\",\"status\":\"pending_approval\"}",
  "{\"task_id\":\"m1\"}",
  "{\"task_id\":\"m2\",\"status\":\"pending\"}",
  "{\"task_id\":\"m3\",\"status\":\"pending_approval\"}",
  "{\"task_id\":\"m4\",\"status\":\"pending_approval\",\"agent_id\":\"a\"}",
  "{\"task_id\":\"m5\",\"status\":\"pending_approval\",\"agent_id\":\"a\",\"action_type\":\"b\"}",
  "{\"task_id\":\"m6\",\"status\":\"pending_approval\",\"agent_id\":\"a\",\"action_type\":\"b\","
  "\"proposed_action\":[]}",
  "{\"task_id\":\"m7\",\"status\":\"pending_approval\",\"agent_id\":[],\"action_type\":\"b\","
  "\"proposed_action\":{}}",
};

/* Scripts whose one hostile task is malformed; its card says so and can only be rejected. */
static void
test_broken_tasks_become_flagged_cards (void)
{
  g_autofree char *deep_open = g_strnfill (64, '[');
  g_autofree char *deep_close = g_strnfill (64, ']');
  g_autofree char *deep = g_strdup_printf ("{\"a\":%s%s}", deep_open, deep_close);
  g_autofree char *abyss_open = g_strnfill (200000, '[');
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *abyss = g_strdup_printf ("{\"a\":%s", abyss_open);
  g_autofree char *huge = g_strdup_printf ("{\"a\":\"%s\"}", filler);
  g_autofree char *long_id = g_strnfill (257, 'i');
  g_autofree char *too_long = g_strdup_printf ("{\"task_id\":\"%s\"}", long_id);
  const char *const built[] = { too_long, deep, huge };
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);
  GListModel *inbox = csn_gate_get_inbox (desk->gate);
  guint n_malformed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (broken_tasks); i++)
    g_ptr_array_add (tasks, g_strdup (broken_tasks[i]));
  for (guint i = 0; i < G_N_ELEMENTS (built); i++)
    g_ptr_array_add (tasks, g_strdup (built[i]));
  pull_tasks (desk, "broken-tasks", tasks);

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);
      CsnRequest *request = csn_inbox_item_get_request (item);

      if (!(csn_request_get_flags (request) & CSN_REQUEST_FLAG_MALFORMED))
        continue;
      n_malformed++;
      g_assert_cmpuint (g_bytes_get_size (csn_request_get_raw (request)), >, 0);
      assert_flagged (desk, item, CSN_REQUEST_FLAG_MALFORMED);
    }
  g_assert_cmpuint (n_malformed, ==, tasks->len);
  assert_nothing_approved (desk, "broken-tasks");

  /* Brackets that are never closed take the rest of the page with them: then it is the page. */
  csn_hostile_server_add (server, "abyss", "GET /tasks?", abyss);
  csn_desk_add_script (desk, server, "abyss");
  csn_desk_wait_for_status (desk, "abyss", CSN_SOURCE_FAILING);
}

static void
test_readable_but_suspicious_tasks_are_flagged (void)
{
  static const struct
  {
    const char *more;
    CsnRequestFlags flag;
  } cases[] = {
    { "\"confidence\":{\"score\":2}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":-0.1}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":1.00000000000000000001}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":1e400}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":18446744073709551616}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":\"0.99\"}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"confidence\":{\"score\":true}", CSN_REQUEST_FLAG_BAD_SCORE },
    { "\"description\":\"pay \\u202eanna\"", CSN_REQUEST_FLAG_DECEPTIVE },
    { "\"description\":\"a\\u200bb\"", CSN_REQUEST_FLAG_DECEPTIVE },
    { "\"description\":\"\\u001b[2Japproved\"", CSN_REQUEST_FLAG_DECEPTIVE },
    { "\"facts\":{\"cost\":{\"amount\":120.0,\"currency\":\"USD\"}}", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"facts\":{\"cost\":{\"amount\":\"-1\",\"currency\":\"USD\"}}",
      CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"facts\":{\"cost\":{\"amount\":\"1e9\",\"currency\":\"USD\"}}",
      CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"facts\":{\"reversible\":\"true\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"facts\":{\"read_only\":1}", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"revision\":9007199254740993", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"revision\":1.0", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"expires_at\":\"tomorrow\"", CSN_REQUEST_FLAG_BAD_MEMBER },
    { "\"allowed_decisions\":\"approve\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (tasks, make_task (i, cases[i].more));
  pull_tasks (desk, "suspicious", tasks);
  for (guint i = 0; i < tasks->len; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("h-%u", i);

      g_test_message ("%s", cases[i].more);
      assert_flagged (desk, csn_desk_find (desk, "suspicious", task_id), cases[i].flag);
    }
  assert_nothing_approved (desk, "suspicious");
}

/* Numbers that have no canonical form are shown as they were written and bind nothing. */
static void
test_numbers_that_bind_nothing (void)
{
  static const char *const numbers[] = {
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1e400",
    "0.1000000000000000055511151231257827",
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_ptr_array_add (tasks,
                     g_strdup_printf ("{\"task_id\":\"n-%u\",\"status\":\"pending_approval\","
                                      "\"agent_id\":\"n\",\"action_type\":\"b\","
                                      "\"proposed_action\":{\"amount\":%s}}",
                                      i,
                                      numbers[i]));
  pull_tasks (desk, "numbers", tasks);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("n-%u", i);
      CsnInboxItem *item = csn_desk_find (desk, "numbers", task_id);
      const CsnJson *action = csn_request_get_action (csn_inbox_item_get_request (item));

      g_assert_cmpstr (csn_json_get_text (csn_json_get_member (action, "amount")), ==, numbers[i]);
      assert_flagged (desk, item, CSN_REQUEST_FLAG_UNBINDABLE);
    }
  assert_nothing_approved (desk, "numbers");
}

/* Ids that mean something in a path, a shell or a terminal are only ids. */
static void
test_odd_ids_are_only_ids (void)
{
  static const char *const ids[] = {
    "..",
    ".",
    "a/../../mode",
    "%2e%2e",
    "?x=y",
    "#f",
    "a b",
    "a\\u000ab",
    "\\u202e",
    "\\ud83d\\ude00",
    "'; drop table request; --",
    "$(reboot)",
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) log = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (tasks,
                     g_strdup_printf ("{\"task_id\":\"%s\",\"status\":\"pending_approval\","
                                      "\"agent_id\":\"%s\",\"action_type\":\"%s\","
                                      "\"proposed_action\":{}}",
                                      ids[i],
                                      ids[i],
                                      ids[i]));
  pull_tasks (desk, "odd-ids", tasks);
  csn_hostile_server_add (server, "odd-ids", "GET /tasks?", "{\"tasks\":[]}");
  csn_source_pool_refresh (desk->pool, "odd-ids");
  while (csn_desk_count_events (desk, "withdrawn") < tasks->len + 2)
    csn_desk_run_for (100);
  log = csn_hostile_server_get_log (server, "odd-ids");
  g_assert_cmpuint (g_strv_length (log), >=, tasks->len);
  for (guint i = 0; log[i] != NULL; i++)
    g_assert_true (strstr (log[i], "\"path\": \"/tasks?") != NULL ||
                   strstr (log[i], "\"path\": \"/tasks/") != NULL);
}

/* What is wrong with the whole answer is the source's fault, said in its status; the source beside
 * it does not notice. */
static void
test_broken_answers_are_source_errors (void)
{
  g_autofree char *padding = g_strnfill (1024 * 1024, 'h');
  g_autofree char *huge_head = g_strdup_printf ("HTTP/1.1 200 OK\r\nX: %s\r\n\r\n{}", padding);
  const struct
  {
    const char *script;
    const char *then;
    const char *answer;
    const char *says;
  } cases[] = {
    { "a-redirect", "close", "HTTP/1.1 302 Oh\r\nLocation: /x\r\n\r\n", "never followed" },
    { "a-bomb", "gzip-bomb", "", "compressed" },
    { "an-endless", "endless", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n ", "larger than" },
    { "a-huge-head", "close", huge_head, "" },
    { "a-short", "close", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}", "broke" },
    { "no-json", "close", "<html>", "byte 0" },
    { "empty", "close", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "byte 0" },
    { "truncated", "close", "{\"tasks\":[{\"task_id\":\"t\"", "byte" },
    { "two-roots", "close", "{\"tasks\":[]}{\"tasks\":[]}", "byte 12" },
    { "two-lists", "close", "{\"tasks\":[],\"tasks\":[]}", "tasks" },
    { "a-number", "close", "{\"tasks\":7}", "not a list" },
    { "odd-cursor", "close", "{\"tasks\":[],\"next_cursor\":7}", "next_cursor" },
  };
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      csn_hostile_server_add_bytes (server,
                                    cases[i].script,
                                    "GET /tasks?",
                                    cases[i].then,
                                    0,
                                    cases[i].answer,
                                    strlen (cases[i].answer));
      csn_desk_add_script (desk, server, cases[i].script);
    }
  csn_hostile_server_add (server, "beside", "GET /tasks?", "{\"tasks\":[" GOOD ("t") "]}");
  csn_desk_add_script (desk, server, "beside");
  csn_desk_wait_for_task (desk, "beside", "t");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CsnSourceStatus *status = NULL;

      csn_desk_wait_for_status (desk, cases[i].script, CSN_SOURCE_FAILING);
      status = csn_source_pool_get_status (desk->pool, cases[i].script);
      g_test_message ("%s: %s", cases[i].script, status->message);
      g_assert_nonnull (strstr (status->message, cases[i].says));
      g_assert_cmpuint (csn_desk_count_items (desk, cases[i].script), ==, 0);
    }
  csn_desk_wait_for_status (desk, "beside", CSN_SOURCE_CONNECTED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  server = csn_hostile_server_new ();

  g_test_add_func ("/source/hostile-inbox/wrong-types-of-optional-members",
                   test_wrong_types_of_optional_members);
  g_test_add_func ("/source/hostile-inbox/broken-tasks-become-flagged-cards",
                   test_broken_tasks_become_flagged_cards);
  g_test_add_func ("/source/hostile-inbox/readable-but-suspicious-tasks-are-flagged",
                   test_readable_but_suspicious_tasks_are_flagged);
  g_test_add_func ("/source/hostile-inbox/numbers-that-bind-nothing",
                   test_numbers_that_bind_nothing);
  g_test_add_func ("/source/hostile-inbox/odd-ids-are-only-ids", test_odd_ids_are_only_ids);
  g_test_add_func ("/source/hostile-inbox/broken-answers-are-source-errors",
                   test_broken_answers_are_source_errors);

  status = g_test_run ();
  csn_hostile_server_free (server);

  return status;
}
