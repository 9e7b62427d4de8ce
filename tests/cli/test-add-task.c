/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-session.h"
#include "csn-hostile-server.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define TASK(id)                                                                                   \
  "{\"task_id\":\"" id "\",\"status\":\"pending_approval\",\"agent_id\":\"billing\","              \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182}}"
#define STATUS(id, status) "{\"task_id\":\"" id "\",\"status\":\"" status "\"}"

/* An agent that knows the three endpoints of single tasks, and no list: everything else is a 404.
 */
static void
teach (CsnHostileServer *agent)
{
  csn_hostile_server_add (agent, "old", "POST /tasks/t-1/start", STATUS ("t-1", "running"));
  csn_hostile_server_add (agent, "old", "GET /tasks/t-1/status", TASK ("t-1"));
  csn_hostile_server_add (agent, "old", "GET /tasks/t-2/status", STATUS ("t-2", "completed"));
  csn_hostile_server_add (agent, "old", "POST /tasks/approve", STATUS ("t-1", "rejected"));
}

static guint
count_questions (CsnHostileServer *agent, const char *text)
{
  g_auto (GStrv) log = csn_hostile_server_get_log (agent, "old");
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += strstr (log[i], text) != NULL ? 1 : 0;
  return n;
}

static void
wait_for_source (const char *state)
{
  gint64 end_time = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (CsnJson) sources = cli_session_read_json ("source", "list", NULL);
      const CsnJson *source = csn_json_get_element (sources, 0);

      if (g_str_equal (cli_session_text (source, "state"), state))
        {
          g_test_message ("%s", cli_session_text (source, "message"));
          g_assert_nonnull (strstr (cli_session_text (source, "message"), "no list of"));
          return;
        }
      g_assert_cmpint (g_get_monotonic_time (), <, end_time);
    }
}

static char *
find_request (void)
{
  g_autoptr (CsnJson) list = cli_session_read_json ("list", NULL);

  g_assert_cmpuint (csn_json_get_size (list), ==, 1);
  return g_strdup (cli_session_text (csn_json_get_element (list, 0), "id"));
}

static void
wait_for_delivery (const char *id)
{
  gint64 end_time = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (CsnJson) shown = cli_session_read_json ("show", id, NULL);

      if (g_strcmp0 (cli_session_text (shown, "delivery"), "acknowledged") == 0)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end_time);
    }
}

static void
connect_agent (CliSession *session, CsnHostileServer *agent)
{
  g_autofree char *url = csn_hostile_server_get_url (agent, "old");
  g_autoptr (CliRun) added = NULL;

  cli_session_start_host (session);
  added = cli_run (NULL, "source", "add", "old", url, NULL);
  g_assert_cmpint (added->status, ==, 0);
}

static void
test_a_task_added_by_id_is_answered (void)
{
  g_autoptr (CsnHostileServer) agent = csn_hostile_server_new ();
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CliRun) rejected = NULL;
  g_autofree char *id = NULL;

  teach (agent);
  connect_agent (session, agent);
  wait_for_source ("unlisted");
  added = cli_run (NULL, "source", "add-task", "old", "t-1", NULL);
  g_assert_cmpstr (added->err, ==, "");
  g_assert_cmpint (added->status, ==, 0);
  wait_for_source ("connected");
  again = cli_run (NULL, "source", "add-task", "old", "t-1", NULL);
  g_assert_cmpint (again->status, ==, 0);
  id = find_request ();

  rejected = cli_run (NULL, "reject", id, "--reason", "not this one", NULL);
  g_assert_cmpint (rejected->status, ==, 0);
  wait_for_delivery (id);
  g_assert_cmpuint (count_questions (agent, "POST"), ==, 1);
  g_assert_cmpuint (count_questions (agent, "not this one"), ==, 1);
  g_assert_cmpuint (count_questions (agent, "/start"), ==, 0);
}

static void
test_wrong_ids_are_refused_in_words (void)
{
  static const struct
  {
    const char *source;
    const char *task_id;
    int status;
    const char *says;
  } cases[] = {
    { "old", "t-9", 1, "The agent does not know this task." },
    { "old", "..", 1, "The agent does not know this task." },
    { "old", "t-2", 1, "This task does not wait for a decision." },
    { "new", "t-1", 1, "There is no source \"new\"." },
    { "old", "", 2, "A task's id can't be empty." },
  };
  g_autoptr (CsnHostileServer) agent = csn_hostile_server_new ();
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CsnJson) list = NULL;

  teach (agent);
  connect_agent (session, agent);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run =
          cli_run (NULL, "source", "add-task", cases[i].source, cases[i].task_id, NULL);

      g_test_message ("%s: %s", cases[i].task_id, run->err);
      g_assert_cmpint (run->status, ==, cases[i].status);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, cases[i].says));
    }
  list = cli_session_read_json ("list", "--all", NULL);
  g_assert_cmpuint (csn_json_get_size (list), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/cli/add-task/a-task-added-by-id-is-answered",
                   test_a_task_added_by_id_is_answered);
  g_test_add_func ("/cli/add-task/wrong-ids-are-refused-in-words",
                   test_wrong_ids_are_refused_in_words);
  status = g_test_run ();
  g_test_dbus_down (bus);
  return status;
}
