/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

/* Writes the database that tests/store/fixtures keeps of this version: see fixtures/README. Run it
 * once when a version is released, never again for that version. */

static CsnChange *
new_settlement (CsnRequest *request)
{
  CsnChange *change = csn_change_new ();
  g_autoptr (CsnDecision) decision = NULL;
  g_autoptr (CsnVerdict) verdict = csn_store_fixture_new_verdict (CSN_LEVEL_HUMAN_TAKEOVER);
  g_autoptr (CsnTakeover) package = csn_takeover_new_by_rule (request, verdict, NULL);
  const CsnActor ana = { .kind = CSN_ACTOR_HUMAN, .name = "ana@example.org", .via = "window" };
  CsnEvent *event = csn_event_new (CSN_EVENT_TAKEOVER, CSN_FIXTURE_NOW + 1, &ana);

  decision = csn_store_fixture_new_decision (request, CSN_DECISION_TAKEOVER);
  csn_event_set_request (event, "r-2", request, verdict, "abcd");
  csn_event_set_decision (event, decision, 1500);
  csn_change_settle (change, "r-2", CSN_REQUEST_TAKEN_OVER, decision, CSN_FIXTURE_NOW + 1);
  csn_change_queue_delivery (change,
                             csn_decision_get_id (decision),
                             CSN_DELIVERY_DECISION,
                             "demo",
                             "r-2",
                             csn_decision_get_body (decision),
                             CSN_FIXTURE_NOW + 1,
                             CSN_FIXTURE_NOW + 1000);
  csn_change_open_takeover (change, "r-2", package, CSN_FIXTURE_NOW + 1);
  csn_change_add_event (change, event);
  return change;
}

static CsnChange *
new_state (void)
{
  CsnChange *change = csn_change_new ();
  const gint64 failures[] = { CSN_FIXTURE_NOW };
  const CsnProfileState hard = {
    .level = CSN_LEVEL_HARD_APPROVAL,
    .successes = 3,
    .failures = failures,
    .n_failures = 1,
  };
  g_autoptr (CsnProfile) profile = NULL;
  g_autoptr (CsnSourceConfig) config = NULL;
  g_autoptr (CsnOutcome) outcome = csn_outcome_new (CSN_OUTCOME_FAILURE, "No funds", NULL);

  profile = csn_profile_new_full ("billing-agent", "refund", &hard);
  config = csn_source_config_new ("demo", "http://127.0.0.1:8137", "tasks", FALSE, NULL);
  csn_change_put_agent (change, "billing-agent", "demo", TRUE, FALSE, FALSE);
  csn_change_put_profile (change, profile);
  csn_change_put_source (change, config);
  csn_change_put_value (change, "stopped", "1");
  csn_change_set_outcome (change, "r-2", outcome, CSN_FIXTURE_NOW + 2);
  csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW + 2, 4));
  return change;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStore) store = NULL;
  g_autoptr (CsnRequest) first = csn_store_fixture_new_request ("t-1", 1);
  g_autoptr (CsnRequest) second = csn_store_fixture_new_request ("t-2", 3);

  if (argc != 2)
    return 2;
  store = csn_store_open (argv[1], CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
  csn_store_fixture_commit_ok (store, csn_store_fixture_new_arrival ("r-1", first));
  csn_store_fixture_commit_ok (store, csn_store_fixture_new_arrival ("r-2", second));
  csn_store_fixture_commit_ok (store, new_settlement (second));
  csn_store_fixture_commit_ok (store, new_state ());
  csn_store_close (store);
  return 0;
}
