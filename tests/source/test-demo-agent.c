/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-desk.h"
#include "csn-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* The sample agents in a process of their own. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  char *url;            /* (owned) */
  char *folder;         /* (owned) */
} Agents;

static Agents *
agents_new (const char *scenario)
{
  Agents *self = g_new0 (Agents, 1);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  g_autofree char *acting = NULL;
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error,
                                    g_getenv ("CSN_DEMO_AGENT"),
                                    "--port",
                                    "0",
                                    "--scenario",
                                    scenario,
                                    "--speed",
                                    "10",
                                    NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  address = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  acting = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (address, "listening on "));
  g_assert_true (g_str_has_prefix (acting, "acting in "));
  self->url = g_strdup (address + strlen ("listening on "));
  self->folder = g_strdup (acting + strlen ("acting in "));

  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
agents_free (Agents *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  remove_folder (self->folder);
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self->folder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Agents, agents_free)

static void
test_approved_is_done (void)
{
  g_autoptr (Agents) agents = agents_new ("single");
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *item = NULL;
  CsnOutcome *outcome = NULL;

  csn_desk_add_source (desk, "demo", agents->url);
  item = csn_desk_wait_for_task (desk, "demo", "t-1");
  g_assert_cmpuint (csn_request_get_flags (csn_inbox_item_get_request (item)), ==, 0);
  g_assert_true (csn_desk_decide (desk, item, CSN_DECISION_APPROVE));
  csn_desk_wait_for_delivery (item, CSN_DELIVERY_ACKNOWLEDGED);
  csn_desk_wait_for_outcome (item, CSN_OUTCOME_SUCCESS);
  outcome = csn_inbox_item_get_outcome (item);
  g_assert_cmpstr (csn_outcome_get_executed_digest (outcome),
                   ==,
                   csn_request_get_action_digest (csn_inbox_item_get_request (item)));
}

static void
test_rejected_is_not_done (void)
{
  g_autoptr (Agents) agents = agents_new ("pair");
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  CsnInboxItem *refund = NULL;
  CsnInboxItem *mail = NULL;

  csn_desk_add_source (desk, "demo", agents->url);
  refund = csn_desk_wait_for_task (desk, "demo", "t-1");
  mail = csn_desk_wait_for_task (desk, "demo", "t-2");
  g_assert_true (csn_desk_decide (desk, refund, CSN_DECISION_REJECT));
  g_assert_true (csn_desk_decide (desk, mail, CSN_DECISION_APPROVE));
  csn_desk_wait_for_delivery (refund, CSN_DELIVERY_ACKNOWLEDGED);
  csn_desk_wait_for_outcome (mail, CSN_OUTCOME_SUCCESS);
  g_assert_null (csn_inbox_item_get_outcome (refund));
  g_assert_cmpuint (csn_desk_count_events (desk, "alarm"), ==, 0);
}

static void
test_every_pending_request_of_several_agents_comes_in (void)
{
  g_autoptr (Agents) agents = agents_new ("quiet");
  g_autoptr (CsnDesk) desk = csn_desk_new ();

  csn_desk_add_source (desk, "demo", agents->url);
  for (guint i = 1; i <= 8; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);

      csn_desk_wait_for_task (desk, "demo", task_id);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);

  g_test_add_func ("/source/demo-agent/approved-is-done", test_approved_is_done);
  g_test_add_func ("/source/demo-agent/rejected-is-not-done", test_rejected_is_not_done);
  g_test_add_func ("/source/demo-agent/every-pending-request-of-several-agents-comes-in",
                   test_every_pending_request_of_several_agents_comes_in);

  return g_test_run ();
}
