/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/resource.h>

#include "csn-simulation.h"

#define N_STEPS 5000
#define N_AGENTS 12

/* On behalf of agent-0, who has granted everybody something in some of the policies below. */
#define DELEGATED(amount)                                                                          \
  "'facts': {'reversible': true, 'cost': {'amount': '" amount "', 'currency': 'USD'}},"            \
  "'confidence': {'score': 0.9}, 'delegation': ['agent-0']"

#define GRANT(number, budget)                                                                      \
  "{'id': 'g-" number "', 'grantor': 'agent-0', 'delegate': 'agent-" number "',"                   \
  " 'action_types': 'type-*', 'cost_budget': {'amount': '" budget "', 'currency': 'USD'},"         \
  " 'expires_at': '2027-06-01T00:00:00Z'}"

/* None of them changes how long silence takes. */
static const char *const policies[] = {
  "'preset': 'reference'",
  "'preset': 'cautious'",
  "'failures_24h': 5",
  "'grants': [" GRANT ("1", "20.00") ", " GRANT ("2", "1.00") ", " GRANT ("3", "500.00") "]",
  "'grants': [" GRANT ("1", "90.00") ", " GRANT (
      "4",
      "0.05") "],"
              "'autonomy': {'promote_after': 4, 'confirm_promotions': true}",
  "'rules': [{'id': 'r-1', 'note': 'Look at these', 'owner': 'ana', 'agents': 'agent-1*',"
  " 'effect': 'raise', 'level': 'HARD_APPROVAL', 'dry_run': false,"
  " 'expires_at': '2027-06-01T00:00:00Z'}]",
  "'rules': [{'id': 'r-2', 'note': 'Harmless', 'owner': 'ana', 'agents': 'agent-2',"
  " 'action_types': 'type-0', 'effect': 'lower', 'level': 'NOTIFY_ONLY', 'dry_run': false,"
  " 'expires_at': '2027-06-01T00:00:00Z'}]",
};

static CsnSimulatedRequest *
pick (CsnSimulation *s)
{
  guint from;

  if (s->known->len == 0)
    return NULL;
  /* The younger ones are where something happens. */
  from = s->known->len > 40 && g_rand_int_range (s->rand, 0, 4) > 0 ? s->known->len - 40 : 0;
  return g_ptr_array_index (s->known,
                            g_rand_int_range (s->rand, (gint32) from, (gint32) s->known->len));
}

static char *
make_members (CsnSimulation *s, gint64 revision)
{
  static const char *const kinds[] = {
    CSN_TEST_SOFT,
    CSN_TEST_SOFT,
    CSN_TEST_SOFT,
    "'facts': {'reversible': false}",
    "'facts': {'reversible': true, 'cost': {'amount': '500.00', 'currency': 'USD'}}",
    CSN_TEST_TAKEOVER,
    "'facts': {'reversible': true, 'read_only': true}, 'confidence': {'score': 0.99}",
    CSN_TEST_SOFT ", 'expires_at': '2026-11-23T07:00:00Z'",
    CSN_TEST_SOFT ", 'proposed_action': {'to': 'a\\u202eb'}",
    CSN_TEST_SOFT ", 'allowed_decisions': ['reject', 'respond']",
    DELEGATED ("12.34"),
    DELEGATED ("0.1"),
  };
  guint kind = (guint) g_rand_int_range (s->rand, 0, G_N_ELEMENTS (kinds));

  /* Takeovers hold an agent up for long. */
  if (kind == 5 && g_rand_int_range (s->rand, 0, 4) > 0)
    kind = 0;
  return g_strdup_printf ("'agent_id': 'agent-%d', 'action_type': 'type-%d',"
                          "'revision': %" G_GINT64_FORMAT ", %s",
                          g_rand_int_range (s->rand, 0, N_AGENTS),
                          g_rand_int_range (s->rand, 0, 2),
                          revision,
                          kinds[kind]);
}

static void
submit_new (CsnSimulation *s)
{
  g_autofree char *task_id = g_strdup_printf ("task-%u", s->n_tasks++);
  char *members = make_members (s, 1);

  csn_simulation_learn (s, csn_gate_fixture_submit (s->f, task_id, members), task_id, members, 1);
}

static void
submit_again (CsnSimulation *s)
{
  CsnSimulatedRequest *known = pick (s);
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;
  int code;

  if (known == NULL)
    return;
  other = g_strconcat (known->members, ", 'proposed_action': {'order': 666}", NULL);
  if (g_rand_int_range (s->rand, 0, 5) == 0 && strstr (known->members, "proposed_action") == NULL)
    {
      code = csn_gate_fixture_submit_error (s->f, known->task_id, other);
      g_assert_true (code == CSN_GATE_ERROR_CONFLICT || code == CSN_GATE_ERROR_STALE);
      return;
    }
  if (g_hash_table_contains (s->by_id, known->id) && known->state == CSN_REQUEST_PENDING)
    {
      g_autofree char *id = csn_gate_fixture_submit (s->f, known->task_id, known->members);

      g_assert_cmpstr (id, ==, known->id);
    }
}

static void
submit_revision (CsnSimulation *s)
{
  CsnSimulatedRequest *known = pick (s);
  gint64 newest = 0;
  char *members;

  if (known == NULL)
    return;
  for (guint i = 0; i < s->known->len; i++)
    {
      const CsnSimulatedRequest *other = g_ptr_array_index (s->known, i);

      if (g_str_equal (other->task_id, known->task_id))
        newest = MAX (newest, other->revision);
    }
  members = make_members (s, newest + 1);
  csn_simulation_learn (s,
                        csn_gate_fixture_submit (s->f, known->task_id, members),
                        known->task_id,
                        members,
                        newest + 1);
}

/* One that waits, if there is any and luck will have it. */
static CsnSimulatedRequest *
pick_pending (CsnSimulation *s)
{
  GListModel *inbox = csn_gate_get_inbox (s->f->gate);
  guint n = g_list_model_get_n_items (inbox);
  guint start = n > 0 ? (guint) g_rand_int_range (s->rand, 0, (gint32) n) : 0;

  for (guint i = 0; i < n && g_rand_int_range (s->rand, 0, 200) > 0; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, (start + i) % n);

      if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
        return csn_simulation_find (s, csn_inbox_item_get_id (item));
    }
  return pick (s);
}

static void
answer (CsnSimulation *s)
{
  static const char *const vias[] = { "window", "window", "notification", "command-line" };
  CsnSimulatedRequest *known = pick_pending (s);
  g_autoptr (CsnJson) action = csn_test_json ("{'order': 7}");
  CsnAnswer given;
  CsnInboxItem *item;
  gboolean was_pending;
  int code;

  if (known == NULL || csn_gate_lookup (s->f->gate, known->id) == NULL)
    return;
  item = csn_gate_fixture_item (s->f, known->id);
  was_pending = csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING;
  given =
      csn_gate_fixture_answer (s->f, known->id, (CsnDecisionKind) g_rand_int_range (s->rand, 0, 5));
  given.via = vias[g_rand_int_range (s->rand, 0, G_N_ELEMENTS (vias))];
  given.notes = "Because.";
  if (given.kind == CSN_DECISION_EDIT)
    given.action = action;
  if (g_rand_int_range (s->rand, 0, 20) == 0)
    given.digest = "sha-256=stale";
  code = csn_gate_fixture_try (s->f, &given, NULL);
  if (!was_pending)
    g_assert_cmpint (code, ==, CSN_GATE_ERROR_DECIDED);
  else
    g_assert_true (code == -1 || code == CSN_GATE_ERROR_NOT_ALLOWED ||
                   code == CSN_GATE_ERROR_STALE);
  if (code == -1)
    s->n_decisions++;
}

static void
note_break (CsnSimulation *s)
{
  if (s->attentive_since < G_MAXINT64)
    s->attentive_since = csn_simulation_get_boot (s);
}

static void
pass_time (CsnSimulation *s)
{
  static const gint64 lengths[] = { 1, 4, 30, 100, 200, 320, 320, 1000 };

  csn_gate_fixture_pass (s->f, lengths[g_rand_int_range (s->rand, 0, G_N_ELEMENTS (lengths))]);
}

static void
pass_long_time (CsnSimulation *s)
{
  csn_gate_fixture_pass (s->f, g_rand_int_range (s->rand, 3600, 30000));
}

static void
lock_or_unlock (CsnSimulation *s)
{
  if (s->attentive_since < G_MAXINT64)
    {
      s->attentive_since = G_MAXINT64;
      csn_fake_presence_set (s->f->presence, CSN_PRESENCE_AWAY, "screen-locked");
    }
  else
    {
      s->attentive_since = csn_simulation_get_boot (s);
      csn_fake_presence_set (s->f->presence, CSN_PRESENCE_ATTENTIVE, NULL);
    }
  csn_test_run_ready ();
}

static void
disturb_clock (CsnSimulation *s)
{
  gint64 by = g_rand_int_range (s->rand, 20, 4000) * CSN_SECOND;

  if (g_rand_boolean (s->rand))
    csn_fake_clock_sleep (s->f->clock, by);
  else
    csn_fake_clock_step (s->f->clock, g_rand_boolean (s->rand) ? by : -by);
  note_break (s);
  csn_gate_fixture_pass (s->f, 60);
}

static void
change_channel (CsnSimulation *s)
{
  CsnFakeChannelMode mode =
      g_rand_int_range (s->rand, 0, 3) == 0 ? CSN_FAKE_CHANNEL_FAILS : CSN_FAKE_CHANNEL_ACCEPTS;

  csn_fake_channel_set_mode (s->f->channel, mode);
  if (g_rand_int_range (s->rand, 0, 4) == 0)
    csn_gate_set_on_screen (s->f->gate, s->known->len > 0 ? pick (s)->id : NULL);
  csn_test_run_ready ();
}

static void
restart (CsnSimulation *s)
{
  if (g_rand_boolean (s->rand))
    csn_gate_fixture_restart (s->f);
  else
    csn_gate_fixture_crash (s->f);
  note_break (s);
}

static void
set_file_limit (gboolean broken)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = broken ? 0 : limit.rlim_max;
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
break_disk (CsnSimulation *s)
{
  set_file_limit (TRUE);
  csn_gate_fixture_pass (s->f, g_rand_int_range (s->rand, 1, 100));
  csn_gate_record_event (s->f->gate, "exported", NULL);
  csn_test_run_ready ();
  g_assert_nonnull (csn_gate_get_fault (s->f->gate));
  csn_gate_fixture_pass (s->f, g_rand_int_range (s->rand, 1, 100));
  set_file_limit (FALSE);
  csn_gate_fixture_pass (s->f, 31);
  g_assert_null (csn_gate_get_fault (s->f->gate));
  note_break (s);
}

static void
deliver (CsnSimulation *s)
{
  g_autoptr (GPtrArray) queue = csn_gate_get_deliveries (s->f->gate, CSN_FIXTURE_SOURCE);
  guint n = MIN (queue->len, 6);

  for (guint i = 0; i < n; i++)
    {
      guint luck = (guint) g_rand_int_range (s->rand, 0, 10);
      g_autofree char *id = NULL;

      csn_simulation_check_delivery (s, g_ptr_array_index (queue, i));
      id = csn_gate_fixture_attempt (s->f,
                                     luck < 8   ? CSN_ATTEMPT_ACKNOWLEDGED
                                     : luck < 9 ? CSN_ATTEMPT_RETRY
                                                : CSN_ATTEMPT_REFUSED);
      if (luck == 8)
        break;
      g_assert_true (g_hash_table_add (s->acknowledged, g_steal_pointer (&id)));
    }
}

static void
report (CsnSimulation *s)
{
  g_autoptr (GPtrArray) open = csn_gate_get_open_items (s->f->gate, CSN_FIXTURE_SOURCE);

  for (guint i = 0; i < open->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (open, i);
      CsnSimulatedRequest *known = csn_simulation_find (s, csn_inbox_item_get_id (item));
      CsnOutcomeKind kind =
          g_rand_int_range (s->rand, 0, 40) == 0 ? CSN_OUTCOME_FAILURE : CSN_OUTCOME_SUCCESS;

      if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING ||
          g_rand_int_range (s->rand, 0, 3) == 0)
        continue;
      if (csn_inbox_item_get_state (item) == CSN_REQUEST_REJECTED)
        kind = g_rand_int_range (s->rand, 0, 30) == 0 ? CSN_OUTCOME_SUCCESS : CSN_OUTCOME_UNKNOWN;
      g_assert_false (known->reported);
      g_assert_cmpint (csn_gate_fixture_report (s->f, known->id, kind, NULL), ==, -1);
      known->reported = TRUE;
    }
}

static void
hand_back (CsnSimulation *s)
{
  GListModel *takeovers = csn_gate_get_takeovers (s->f->gate);
  guint n = g_list_model_get_n_items (takeovers);

  for (guint i = 0; i < MIN (n, 4); i++)
    {
      g_autoptr (CsnTakeoverItem) takeover = g_list_model_get_item (takeovers, 0);
      CsnInboxItem *item = csn_takeover_item_get_inbox_item (takeover);

      g_assert_cmpint (
          csn_gate_fixture_hand_back (s->f, csn_inbox_item_get_id (item), "Done by hand"),
          ==,
          -1);
    }
}

static void
stop_or_resume (CsnSimulation *s)
{
  gboolean stopped = csn_gate_get_stopped (s->f->gate);
  GListModel *agents = csn_gate_get_agents (s->f->gate);
  guint n = g_list_model_get_n_items (agents);

  if (stopped || g_rand_int_range (s->rand, 0, 10) == 0)
    {
      csn_gate_fixture_set_stopped (s->f, NULL, !stopped);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);
      gboolean is = csn_agent_item_get_stopped (agent);

      if (is || g_rand_int_range (s->rand, 0, (gint32) n * 2) == 0)
        csn_gate_fixture_set_stopped (s->f, csn_agent_item_get_agent_id (agent), !is);
    }
}

static void
dismiss (CsnSimulation *s)
{
  GListModel *inbox = csn_gate_get_inbox (s->f->gate);
  guint n = g_list_model_get_n_items (inbox);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);
      CsnDeliveryState delivery = csn_inbox_item_get_delivery (item);
      CsnSimulatedRequest *known = csn_simulation_find (s, csn_inbox_item_get_id (item));

      if ((delivery != CSN_DELIVERY_REFUSED && delivery != CSN_DELIVERY_FAILED) ||
          csn_inbox_item_get_outcome (item) != NULL)
        continue;
      g_assert_cmpint (csn_gate_fixture_dismiss (s->f, known->id), ==, -1);
      known->reported = TRUE;
    }
}

/* Whatever changes, nothing that waits gets less oversight. */
static void
change_policy (CsnSimulation *s)
{
  GListModel *inbox = csn_gate_get_inbox (s->f->gate);
  guint n = g_list_model_get_n_items (inbox);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (CsnLevel));
  const char *policy = policies[g_rand_int_range (s->rand, 0, G_N_ELEMENTS (policies))];

  for (guint i = 0; i < n; i++)
    {
      CsnInboxItem *item = g_list_model_get_item (inbox, i);
      CsnLevel level = csn_inbox_item_get_level (item);

      g_ptr_array_add (items, item);
      g_array_append_val (levels, level);
    }
  g_assert_cmpint (csn_gate_fixture_set_policy (s->f, policy, "window"), ==, -1);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (csn_inbox_item_get_level (g_ptr_array_index (items, i)),
                     >=,
                     g_array_index (levels, CsnLevel, i));
  note_break (s);
}

static void
answer_promotions (CsnSimulation *s)
{
  csn_gate_fixture_answer_promotion (s->f, g_rand_boolean (s->rand));
}

typedef struct
{
  guint weight;
  void (*run) (CsnSimulation *s);
} Action;

static const Action actions[] = {
  { 26, submit_new },    { 4, submit_again },      { 3, submit_revision }, { 16, answer },
  { 16, pass_time },     { 1, pass_long_time },    { 3, lock_or_unlock },  { 2, disturb_clock },
  { 3, change_channel }, { 1, restart },           { 1, break_disk },      { 12, deliver },
  { 8, report },         { 7, hand_back },         { 1, stop_or_resume },  { 2, dismiss },
  { 2, change_policy },  { 1, answer_promotions },
};

static void
take_step (CsnSimulation *s)
{
  guint total = 0;
  guint luck;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    total += actions[i].weight;
  luck = (guint) g_rand_int_range (s->rand, 0, (gint32) total);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (luck < actions[i].weight)
        {
          actions[i].run (s);
          return;
        }
      luck -= actions[i].weight;
    }
}

static guint32
get_number (const char *variable, guint32 otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
simulate (CsnGateFixture *f)
{
  guint32 seed = get_number ("CSN_TEST_SEED", (guint32) g_test_rand_int_range (0, G_MAXINT32));
  guint32 n_steps = get_number ("CSN_TEST_STEPS", N_STEPS);
  CsnSimulation s;

  g_test_message ("seed %u (CSN_TEST_SEED), %u steps (CSN_TEST_STEPS)", seed, n_steps);
  csn_simulation_init (&s, f, seed);

  for (guint i = 0; i < n_steps; i++)
    {
      take_step (&s);
      csn_simulation_check_inbox (&s);
    }
  csn_simulation_check_store (&s);
  csn_gate_fixture_restart (f);
  csn_simulation_check_store (&s);
  g_test_message ("%u requests, %u answers taken, %u silences, %u deliveries",
                  s.known->len,
                  s.n_decisions,
                  s.n_silences,
                  g_hash_table_size (s.acknowledged));
  if (n_steps >= N_STEPS)
    g_assert_cmpuint (s.n_silences, >, 0);
  csn_simulation_clear (&s);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/simulate/promises-hold", simulate);

  return g_test_run ();
}
