/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-desk.h"
#include "csn-test-wait.h"

#include <string.h>

#define TASK(id)                                                                                   \
  "{\"task_id\":\"" id "\",\"status\":\"pending_approval\",\"agent_id\":\"a\","                    \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182}}"
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
add_task (CsnDesk *desk, const char *source, const char *task_id, gboolean expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  csn_source_pool_add_task_async (desk->pool, source, task_id, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  g_assert_true (csn_source_pool_add_task_finish (desk->pool, result, &error) == expected);
  g_assert_true ((error == NULL) == expected);
}

static void
test_agents_without_a_list_work_by_id (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  const CsnSourceStatus *status = NULL;
  CsnInboxItem *item = NULL;

  add ("by-id", "GET /tasks?", 404, "", "{}");
  add ("by-id", "GET /tasks/t-1/status", 200, "", TASK ("t-1"));
  add ("by-id", "GET /tasks/t-1/status", 200, "", TASK ("t-1"));
  add ("by-id", "GET /tasks/t-1/status", 200, "", STATUS ("t-1", "cancelled"));
  add ("by-id", "GET /tasks/t-2/status", 200, "", STATUS ("t-2", "completed"));
  csn_desk_add_script (desk, server, "by-id");
  csn_desk_wait_for_status (desk, "by-id", CSN_SOURCE_UNLISTED);
  add_task (desk, "by-id", "t-1", TRUE);
  status = csn_source_pool_get_status (desk->pool, "by-id");
  g_assert_cmpint (status->state, ==, CSN_SOURCE_CONNECTED);
  g_assert_nonnull (strstr (status->message, "each is added by its id"));
  add_task (desk, "by-id", "t-2", FALSE);
  add_task (desk, "by-id", "t-3", FALSE);
  add_task (desk, "by-id", "", FALSE);
  add_task (desk, "nobody", "t-1", FALSE);
  item = csn_desk_wait_for_task (desk, "by-id", "t-1");
  csn_desk_wait_for_state (item, CSN_REQUEST_WITHDRAWN);
}

static void
test_single_tasks_have_their_outcome (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;

  add ("single", "GET /tasks?", 404, "", "{}");
  add ("single", "GET /tasks/t-1/status", 200, "", TASK ("t-1"));
  add ("single", "POST /tasks/approve", 200, "", STATUS ("t-1", "approved"));
  csn_desk_add_script (desk, server, "single");
  csn_desk_wait_for_status (desk, "single", CSN_SOURCE_UNLISTED);
  add_task (desk, "single", "t-1", TRUE);
  item = csn_desk_wait_for_task (desk, "single", "t-1");
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
  add ("single",
       "GET /tasks/t-1/status",
       200,
       "",
       "{\"task_id\":\"t-1\",\"status\":\"completed\",\"outcome\":{\"success\":true}}");
  while (csn_desk_count_events (desk, "outcome") == 0)
    csn_desk_run_for (50);
  g_assert_cmpuint (count_in_log ("single", "POST"), ==, 1);
}

static void
test_a_list_that_goes_is_a_fault (void)
{
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  add ("went", "GET /tasks?", 200, "", LIST (""));
  add ("went", "GET /tasks?", 404, "", "{}");
  csn_desk_add_script (desk, server, "went");
  csn_desk_wait_for_status (desk, "went", CSN_SOURCE_CONNECTED);
  csn_desk_wait_for_status (desk, "went", CSN_SOURCE_FAILING);
}

int
main (int argc, char **argv)
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  /* No keyring: these agents have no token, and no test may ask the user's own. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  server = csn_hostile_server_new ();
  g_test_add_func ("/source/single-tasks/agents-without-a-list-work-by-id",
                   test_agents_without_a_list_work_by_id);
  g_test_add_func ("/source/single-tasks/they-have-their-outcome",
                   test_single_tasks_have_their_outcome);
  g_test_add_func ("/source/single-tasks/a-list-that-goes-is-a-fault",
                   test_a_list_that_goes_is_a_fault);
  status = g_test_run ();
  csn_hostile_server_free (server);
  return status;
}
