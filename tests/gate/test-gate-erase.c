/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* nocheck: memmem() */
#include "csn-gate-fixture.h"

#include <string.h>

/* Stands in the action only, so whatever finds it found the payload. */
#define SECRET "4711-a-name-to-forget"
#define MEMBERS "'proposed_action': {'to': '" SECRET "'}"

static int
erase (CsnGateFixture *f, const char *id, const char *reason, char **ret_message)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) ready = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_erase_payload_async (f->gate, id, reason, "window", csn_test_keep_result, &result);
  ready = csn_test_wait_result (&result);
  if (csn_gate_erase_payload_finish (f->gate, ready, &error))
    return -1;
  g_assert_cmpint (error->domain, ==, CSN_GATE_ERROR);
  if (ret_message != NULL)
    *ret_message = g_strdup (error->message);
  return error->code;
}

static CsnStoredRequest *
read_stored (CsnGateFixture *f, const char *id)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) ready = NULL;
  g_autoptr (GError) error = NULL;
  CsnStoredRequest *stored;

  csn_store_read_request_async (f->store, id, NULL, csn_test_keep_result, &result);
  ready = csn_test_wait_result (&result);
  stored = csn_store_read_request_finish (f->store, ready, &error);
  g_assert_no_error (error);
  return stored;
}

/* In the database, its write-ahead log, anywhere in the folder. */
static guint
count_in_files (CsnGateFixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      for (const char *at = bytes; at != NULL;)
        {
          at = memmem (at, length - (gsize) (at - bytes), SECRET, strlen (SECRET));
          if (at != NULL)
            {
              n++;
              at++;
            }
        }
    }
  return n;
}

static void
erased_payload_is_in_no_file (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_live (f, "t-1", MEMBERS, CSN_OUTCOME_SUCCESS);
  g_autoptr (CsnJson) event = NULL;
  g_autoptr (CsnStoredRequest) stored = NULL;

  csn_gate_fixture_pass (f, 60);
  g_assert_cmpuint (count_in_files (f), >, 0);
  g_assert_cmpint (erase (f, id, "They asked for it", NULL), ==, -1);
  g_assert_cmpuint (count_in_files (f), ==, 0);
  csn_gate_fixture_assert_intact (f);

  event = csn_gate_fixture_event (f, id, "payload_erased");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "They asked for it");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
  g_assert_cmpstr (csn_gate_fixture_text (event, "agent_id", NULL), ==, "agent-1");

  stored = read_stored (f, id);
  g_assert_true (stored->erased);
  g_assert_cmpstr (csn_request_get_agent_id (stored->request), ==, "agent-1");
  g_assert_cmpstr (csn_request_get_action_type (stored->request), ==, "refund");
  g_assert_cmpstr (csn_request_get_task_id (stored->request), ==, "t-1");
  g_assert_cmpuint (csn_json_get_size (csn_decision_get_action (stored->decision)), ==, 0);
  g_assert_nonnull (csn_decision_get_action_digest (stored->decision));
}

static void
what_is_still_needed_stays (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", MEMBERS);
  g_autofree char *message = NULL;
  g_autofree char *attempt = NULL;

  g_assert_cmpint (erase (f, id, "why", &message), ==, CSN_GATE_ERROR_INVALID);
  g_assert_nonnull (strstr (message, "expected"));
  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  g_assert_cmpint (erase (f, id, "why", NULL), ==, CSN_GATE_ERROR_INVALID);
  attempt = csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED);
  g_assert_cmpint (erase (f, id, "why", NULL), ==, CSN_GATE_ERROR_INVALID);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  csn_gate_fixture_pass (f, 60);
  g_assert_cmpint (erase (f, id, "", NULL), ==, CSN_GATE_ERROR_INVALID);
  g_assert_cmpint (erase (f, id, "why", NULL), ==, -1);
  g_clear_pointer (&message, g_free);
  g_assert_cmpint (erase (f, id, "why", &message), ==, CSN_GATE_ERROR_INVALID);
  g_assert_nonnull (strstr (message, "erased before"));
  g_assert_cmpint (erase (f, "no-such-request", "why", NULL), ==, CSN_GATE_ERROR_NOT_FOUND);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "payload_erased"), ==, 1);
}

static void
gate_starts_again_with_erased_payloads (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", MEMBERS);
  g_autofree char *second = csn_gate_fixture_live (f, "t-2", MEMBERS, CSN_OUTCOME_SUCCESS);
  g_autoptr (CsnStoredRequest) stored = NULL;

  csn_gate_fixture_decide (f, first, CSN_DECISION_REJECT);
  csn_gate_fixture_acknowledge_all (f);
  csn_gate_fixture_pass (f, 2 * 86400);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (erase (f, first, "why", NULL), ==, -1);
  g_assert_cmpint (erase (f, second, "why", NULL), ==, -1);
  csn_gate_fixture_crash (f);
  stored = read_stored (f, first);
  g_assert_true (stored->erased);
  g_assert_cmpstr (csn_request_get_action_type (stored->request), ==, "refund");
  g_assert_cmpuint (count_in_files (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  csn_gate_fixture_add ("/erase/in-no-file", erased_payload_is_in_no_file);
  csn_gate_fixture_add ("/erase/needed", what_is_still_needed_stays);
  csn_gate_fixture_add ("/erase/restart", gate_starts_again_with_erased_payloads);
  return g_test_run ();
}
