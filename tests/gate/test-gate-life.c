/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static void
hard_life (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *delivery = NULL;

  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, CSN_FIXTURE_NOW + CSN_DAY);
  g_assert_true (csn_inbox_item_get_notified (item));

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_QUEUED);
  g_assert_false (csn_fake_channel_shows (f->channel, id));

  delivery = csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED);
  g_assert_cmpstr (delivery, ==, csn_decision_get_id (csn_inbox_item_get_decision (item)));
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_ACKNOWLEDGED);
  open = csn_gate_get_open_items (f->gate, CSN_FIXTURE_SOURCE);
  g_assert_cmpuint (open->len, ==, 1);

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpint (csn_outcome_get_kind (csn_inbox_item_get_outcome (item)),
                   ==,
                   CSN_OUTCOME_SUCCESS);
  csn_gate_fixture_pass (f, 10);
  g_assert_null (csn_gate_lookup (f->gate, id));
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_inbox (f->gate)), ==, 0);

  g_assert_cmpuint (csn_gate_fixture_count (f, id, "requested"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "notified"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "approved"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivered"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "outcome"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/life/hard", hard_life);

  return g_test_run ();
}
