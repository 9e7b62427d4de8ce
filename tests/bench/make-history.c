/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "csn-change.h"
#include "csn-policy.h"
#include "csn-store.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"
#include "csn-time.h"

/* Fills a new database through the store, with what weeks of real requests would leave:
 *
 *   make-history FILE N_EVENTS [N_PENDING]
 *
 * N_EVENTS of requests that have ended, then N_PENDING requests that wait for approval. */

#define BEGIN G_GINT64_CONSTANT (1767225600000000) /* 2026-01-01T00:00:00Z */
#define EVENTS_PER_CHANGE 64
#define MAX_UNDER_WAY 32
#define SOURCE "shop"
#define REVIEWER "ana@example.org"
#define SEED 20260101

static const char *const agents[] = {
  "billing", "support", "mailer", "warehouse", "ops", "research", "calendar",
};

static const char *const action_types[] = {
  "refund", "send_email", "change_record", "run_command", "book_travel",
};

/* The events of one life; the third is the decision. */
static const CsnEventType life[] = {
  CSN_EVENT_REQUESTED,        CSN_EVENT_NOTIFIED,  CSN_EVENT_APPROVED,
  CSN_EVENT_DELIVERY_ATTEMPT, CSN_EVENT_DELIVERED, CSN_EVENT_OUTCOME,
};

typedef struct
{
  CsnStore *store;   /* (owned) */
  CsnPolicy *policy; /* (owned) */
  GRand *rand;       /* (owned) */
  CsnChange *change; /* (owned): what comes next */
  guint n_in_change;
  guint n_under_way;
  gint64 now;
} Maker;

static void
commit_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Maker *maker = user_data;
  g_autoptr (GError) error = NULL;

  csn_store_commit_finish (CSN_STORE (object), result, &error);
  g_assert_no_error (error);
  maker->n_under_way--;
}

static void
commit (Maker *maker)
{
  while (maker->n_under_way >= MAX_UNDER_WAY)
    g_main_context_iteration (NULL, TRUE);
  maker->n_under_way++;
  csn_store_commit_async (maker->store, maker->change, commit_cb, maker);
  maker->change = csn_change_new ();
  maker->n_in_change = 0;
}

static void
wait_for_all (Maker *maker)
{
  commit (maker);
  while (maker->n_under_way > 0)
    g_main_context_iteration (NULL, TRUE);
}

static CsnRequest *
new_request (Maker *maker, const char *task_id)
{
  guint32 order = g_rand_int_range (maker->rand, 1000, 100000);
  g_autofree char *members = g_strdup_printf (
      "'agent_id': '%s', 'action_type': '%s',"
      "'description': 'Order %u: the parcel came back and the customer asks for the money.',"
      "'proposed_action': {'order': %u, 'amount': '%u.%02u', 'currency': 'EUR'},"
      "'facts': {'reversible': false, 'financial': true, 'pii': false},"
      "'confidence': {'score': 0.%u, 'rationale': 'The return is booked.', 'uncertainties': [],"
      "'recommendation': 'PROCEED'}",
      agents[g_rand_int_range (maker->rand, 0, G_N_ELEMENTS (agents))],
      action_types[g_rand_int_range (maker->rand, 0, G_N_ELEMENTS (action_types))],
      order,
      order,
      order % 400,
      order % 100,
      g_rand_int_range (maker->rand, 70, 100));

  return csn_test_request_new (SOURCE, task_id, members);
}

static CsnVerdict *
judge (Maker *maker, CsnRequest *request)
{
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_SOFT_APPROVAL };

  return csn_policy_evaluate (maker->policy, request, &context);
}

static CsnEvent *
new_event (Maker *maker,
           CsnEventType type,
           const CsnActor *actor,
           const char *id,
           CsnRequest *request,
           CsnVerdict *verdict)
{
  CsnEvent *event = csn_event_new (type, maker->now, actor);

  csn_event_set_request (event, id, request, verdict, csn_policy_get_sha256 (maker->policy));
  return event;
}

static CsnEvent *
new_decided (Maker *maker,
             const char *id,
             CsnRequest *request,
             CsnVerdict *verdict,
             gint64 received_at)
{
  const CsnActor reviewer = { CSN_ACTOR_HUMAN, REVIEWER, "window" };
  gboolean rejected = g_rand_int_range (maker->rand, 0, 10) == 0;
  CsnDecisionKind kind = rejected ? CSN_DECISION_REJECT : CSN_DECISION_APPROVE;
  CsnEventType type = rejected ? CSN_EVENT_REJECTED : CSN_EVENT_APPROVED;
  CsnLevel level = csn_verdict_get_level (verdict);
  g_autoptr (CsnDecision) decision = NULL;
  CsnEvent *event = new_event (maker, type, &reviewer, id, request, verdict);

  decision = csn_decision_new (request, kind, NULL, &reviewer, NULL, level, id, maker->now);
  csn_event_set_decision (event, decision, (maker->now - received_at) / 1000);
  return event;
}

static guint
add_life (Maker *maker, guint number, guint n_left)
{
  const CsnActor system = { .kind = CSN_ACTOR_SYSTEM };
  g_autofree char *task_id = g_strdup_printf ("task-%07u", number);
  g_autofree char *id = g_strdup_printf ("%08x%08x", g_rand_int (maker->rand), number);
  g_autoptr (CsnRequest) request = new_request (maker, task_id);
  g_autoptr (CsnVerdict) verdict = judge (maker, request);
  gint64 received_at = maker->now;
  guint n_events = MIN (n_left, G_N_ELEMENTS (life));

  for (guint i = 0; i < n_events; i++)
    {
      CsnEvent *event = life[i] == CSN_EVENT_APPROVED
                            ? new_decided (maker, id, request, verdict, received_at)
                            : new_event (maker, life[i], &system, id, request, verdict);

      maker->now += g_rand_int_range (maker->rand, 1000, 2000000);
      csn_change_add_event (maker->change, event);
      if (++maker->n_in_change == EVENTS_PER_CHANGE)
        commit (maker);
    }
  return n_events;
}

static void
add_pending (Maker *maker, guint number)
{
  const CsnActor system = { .kind = CSN_ACTOR_SYSTEM };
  g_autofree char *task_id = g_strdup_printf ("pending-%07u", number);
  g_autofree char *id = g_strdup_printf ("%08x%08x", g_rand_int (maker->rand), number);
  g_autoptr (CsnRequest) request = new_request (maker, task_id);
  g_autoptr (CsnVerdict) verdict = judge (maker, request);

  maker->now += g_rand_int_range (maker->rand, 1000, 2000000);
  csn_change_insert_request (maker->change,
                             id,
                             request,
                             verdict,
                             csn_policy_get_sha256 (maker->policy),
                             NULL,
                             maker->now,
                             maker->now + CSN_DAY);
  csn_change_add_event (maker->change,
                        new_event (maker, CSN_EVENT_REQUESTED, &system, id, request, verdict));
  if (++maker->n_in_change == EVENTS_PER_CHANGE)
    commit (maker);
}

static guint
read_number (const char *text, guint most)
{
  g_autoptr (GError) error = NULL;
  guint64 number = 0;

  g_ascii_string_to_unsigned (text, 10, 0, most, &number, &error);
  g_assert_no_error (error);
  return (guint) number;
}

int
main (int argc, char *argv[])
{
  Maker maker = { .now = BEGIN };
  guint n_events;
  guint n_pending;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (argc, >=, 3);
  n_events = read_number (argv[2], 10000000);
  n_pending = argc > 3 ? read_number (argv[3], 1000000) : 0;
  maker.rand = g_rand_new_with_seed (SEED);
  maker.policy = csn_policy_new_preset ("reference");
  maker.change = csn_change_new ();
  maker.store = csn_store_open (argv[1], CSN_STORE_DEFAULT, maker.now, &error);
  g_assert_no_error (error);

  /* The log begins with an event of its own. */
  for (guint n = 1, number = 0; n < n_events; number++)
    n += add_life (&maker, number, n_events - n);

  /* What waits came lately, so that nothing is over when a gate reads it. */
  if (n_pending > 0)
    maker.now = g_get_real_time () - n_pending * 2 * CSN_SECOND;
  for (guint i = 0; i < n_pending; i++)
    add_pending (&maker, i);
  wait_for_all (&maker);

  csn_change_free (maker.change);
  csn_store_close (maker.store);
  g_object_unref (maker.store);
  csn_policy_unref (maker.policy);
  g_rand_free (maker.rand);
  return EXIT_SUCCESS;
}
