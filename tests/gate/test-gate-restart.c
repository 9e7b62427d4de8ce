/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

/* One step of a life. */
typedef struct
{
  const char *name;
  void (*run) (CsnGateFixture *f);
} Step;

/* The id does not depend on the run: it follows from source, task and revision. */
static char *
id_of (CsnGateFixture *f, const char *task_id, const char *members)
{
  return csn_gate_fixture_submit (f, task_id, members);
}

static void
submit_hard (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_submit (f, "t-1", NULL));
}

static void
submit_soft (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT));
}

static void
submit_takeover (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_submit (f, "t-3", "'agent_id': 'agent-3'," CSN_TEST_TAKEOVER));
}

static void
submit_again (CsnGateFixture *f)
{
  submit_hard (f);
  submit_soft (f);
  submit_takeover (f);
}

static void
approve_hard (CsnGateFixture *f)
{
  g_autofree char *id = id_of (f, "t-1", NULL);

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
}

static void
retry_one (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_RETRY));
}

static void
acknowledge_one (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED));
}

static void
let_silence_consent (CsnGateFixture *f)
{
  csn_gate_fixture_pass (f, 300);
}

static void
succeed_hard (CsnGateFixture *f)
{
  g_autofree char *id = id_of (f, "t-1", NULL);

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
}

static void
fail_soft (CsnGateFixture *f)
{
  g_autofree char *id = id_of (f, "t-2", CSN_TEST_SOFT);

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_FAILURE, NULL), ==, -1);
}

static void
hand_back_takeover (CsnGateFixture *f)
{
  g_autofree char *id = id_of (f, "t-3", "'agent_id': 'agent-3'," CSN_TEST_TAKEOVER);

  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Done by hand"), ==, -1);
}

static void
stop_all (CsnGateFixture *f)
{
  csn_gate_fixture_set_stopped (f, NULL, TRUE);
}

static void
submit_stopped (CsnGateFixture *f)
{
  g_free (csn_gate_fixture_submit (f, "t-4", NULL));
}

static void
resume_all (CsnGateFixture *f)
{
  csn_gate_fixture_set_stopped (f, NULL, FALSE);
}

static void
acknowledge_rest (CsnGateFixture *f)
{
  csn_gate_fixture_acknowledge_all (f);
}

static const Step steps[] = {
  { "submit-hard", submit_hard },
  { "submit-soft", submit_soft },
  { "submit-takeover", submit_takeover },
  { "submit-again", submit_again },
  { "acknowledge-read-only", acknowledge_one },
  { "retry", retry_one },
  { "acknowledge-takeover", acknowledge_one },
  { "approve-hard", approve_hard },
  { "retry-approval", retry_one },
  { "acknowledge-approval", acknowledge_one },
  { "let-silence-consent", let_silence_consent },
  { "acknowledge-silence", acknowledge_one },
  { "succeed-hard", succeed_hard },
  { "fail-soft", fail_soft },
  { "hand-back", hand_back_takeover },
  { "acknowledge-normal", acknowledge_one },
  { "stop", stop_all },
  { "submit-stopped", submit_stopped },
  { "resume", resume_all },
  { "acknowledge-rest", acknowledge_rest },
};

/* Not in it: after a restart people are told anew, and the program's own start and end. */
static const char *const event_types[] = {
  "requested", "approved", "timeout",  "takeover", "read_only",   "delivery_attempt",
  "delivered", "outcome",  "rejected", "stopped",  "handed_back", "resumed",
  "refused",   "alarm",    "demoted",  "promoted", "profile_set", "withdrawn",
};

static char *
summarise (CsnGateFixture *f)
{
  GString *summary = g_string_new (NULL);
  GPtrArray *profiles = csn_agent_item_get_profiles (csn_gate_fixture_agent (f, "agent-1"));

  for (guint i = 0; i < G_N_ELEMENTS (event_types); i++)
    {
      g_string_append_printf (summary,
                              "%s %u, ",
                              event_types[i],
                              csn_gate_fixture_count (f, NULL, event_types[i]));
    }
  for (guint i = 0; i < profiles->len; i++)
    g_string_append_printf (
        summary,
        "%s %u, ",
        csn_level_to_string (csn_profile_get_level (g_ptr_array_index (profiles, i))),
        csn_profile_get_successes (g_ptr_array_index (profiles, i)));
  g_string_append_printf (summary,
                          "failures %u, queued %u",
                          csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")),
                          csn_gate_fixture_acknowledge_all (f));
  return g_string_free (summary, FALSE);
}

/* Lives once; after step @where (none for G_MAXUINT) the program ends and starts again. */
static char *
live (guint where, gboolean everywhere, void (*restart) (CsnGateFixture *f))
{
  CsnGateFixture *f = csn_gate_fixture_new ();
  char *summary;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      steps[i].run (f);
      if (everywhere || i == where)
        restart (f);
    }
  summary = summarise (f);
  csn_gate_fixture_free (f);
  return summary;
}

static void
nothing_lost_nothing_twice (gconstpointer data)
{
  void (*const *restart) (CsnGateFixture *) = data;
  g_autofree char *expected = live (G_MAXUINT, FALSE, *restart);
  g_autofree char *everywhere = NULL;

  g_test_message ("%s", expected);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *summary = live (i, FALSE, *restart);

      g_test_message ("after %s", steps[i].name);
      g_assert_cmpstr (summary, ==, expected);
    }
  everywhere = live (0, TRUE, *restart);
  g_assert_cmpstr (everywhere, ==, expected);
}

int
main (int argc, char *argv[])
{
  static void (*const by_the_door) (CsnGateFixture *) = csn_gate_fixture_restart;
  static void (*const by_a_crash) (CsnGateFixture *) = csn_gate_fixture_crash;

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/gate/restart/nothing-lost-nothing-twice",
                        &by_the_door,
                        nothing_lost_nothing_twice);
  g_test_add_data_func ("/gate/restart/after-a-crash-nothing-lost-nothing-twice",
                        &by_a_crash,
                        nothing_lost_nothing_twice);

  return g_test_run ();
}
