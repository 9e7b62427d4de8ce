/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

#define N_REQUESTS 300

/* Many at once, with the store's writer in its own thread. */
typedef struct
{
  CsnGate *gate;
  guint n_submitted;
  guint n_decided;
  guint n_lost; /* answers that came second */
  guint n_acknowledged;
  GPtrArray *won; /* request ids, in the order of the decisions */
} Crowd;

static void
acknowledged_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Crowd *crowd = user_data;

  g_assert_true (csn_gate_report_attempt_finish (crowd->gate, result, NULL));
  crowd->n_acknowledged++;
}

static void
decided_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_decide_finish (crowd->gate, result, &error))
    {
      const char *id = g_ptr_array_index (crowd->won, crowd->n_decided++);
      CsnInboxItem *item = csn_gate_lookup (crowd->gate, id);

      csn_gate_report_attempt_async (crowd->gate,
                                     csn_decision_get_id (csn_inbox_item_get_decision (item)),
                                     CSN_ATTEMPT_ACKNOWLEDGED,
                                     200,
                                     NULL,
                                     0,
                                     acknowledged_cb,
                                     crowd);
      return;
    }
  g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_DECIDED);
  crowd->n_lost++;
}

static void
submitted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = csn_gate_submit_finish (crowd->gate, result, &error);
  CsnRequest *request;
  CsnAnswer answer;

  g_assert_no_error (error);
  crowd->n_submitted++;
  if (csn_inbox_item_get_state (csn_gate_lookup (crowd->gate, id)) == CSN_REQUEST_PENDING &&
      !csn_inbox_item_get_settling (csn_gate_lookup (crowd->gate, id)))
    g_ptr_array_add (crowd->won, g_strdup (id));
  request = csn_inbox_item_get_request (csn_gate_lookup (crowd->gate, id));
  answer = (CsnAnswer){ .request_id = id,
                        .revision = 1,
                        .digest = csn_request_get_action_digest (request),
                        .kind = CSN_DECISION_APPROVE,
                        .via = "window" };
  csn_gate_decide_async (crowd->gate, &answer, decided_cb, crowd);
}

static gboolean
all_done (gpointer user_data)
{
  const Crowd *crowd = user_data;

  return crowd->n_submitted == 2 * N_REQUESTS &&
         crowd->n_decided + crowd->n_lost == 2 * N_REQUESTS && crowd->n_acknowledged == N_REQUESTS;
}

static void
each_of_many_is_decided_once (void)
{
  CsnGateFixture *f = csn_gate_fixture_new_threaded ();
  Crowd crowd = { .gate = f->gate };
  gint64 began = g_get_monotonic_time ();

  crowd.won = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 2 * N_REQUESTS; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i / 2);
      g_autoptr (CsnRequest) request = csn_test_request_new (CSN_FIXTURE_SOURCE, task_id, NULL);

      csn_gate_submit_async (f->gate, request, NULL, submitted_cb, &crowd);
    }
  csn_test_wait_for (all_done, &crowd, "all to be decided and acknowledged");
  g_test_message ("%u lives in %.0f ms",
                  N_REQUESTS,
                  (double) (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpuint (crowd.n_decided, ==, N_REQUESTS);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "approved"), ==, N_REQUESTS);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "requested"), ==, N_REQUESTS);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "delivered"), ==, N_REQUESTS);
  g_ptr_array_unref (crowd.won);
  csn_gate_fixture_free (f);
}

/* What came of one request that was under way when the program was told to end. */
typedef struct
{
  char *id;
  gboolean answered;
  gboolean decided;
} Fate;

static void
fate_free (gpointer data)
{
  g_free (((Fate *) data)->id);
  g_free (data);
}

static void
fate_decided_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fate *fate = user_data;
  g_autoptr (GError) error = NULL;

  fate->answered = TRUE;
  fate->decided = csn_gate_decide_finish (CSN_GATE (object), result, &error);
  if (!fate->decided)
    g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_CLOSED);
}

static gboolean
all_answered (gpointer user_data)
{
  GPtrArray *fates = user_data;

  for (guint i = 0; i < fates->len; i++)
    {
      if (!((Fate *) g_ptr_array_index (fates, i))->answered)
        return FALSE;
    }
  return TRUE;
}

static void
end_amid_answers_loses_none (void)
{
  CsnGateFixture *f = csn_gate_fixture_new_threaded ();
  g_autoptr (GPtrArray) fates = g_ptr_array_new_with_free_func (fate_free);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      Fate *fate = g_new0 (Fate, 1);

      fate->id = csn_gate_fixture_submit (f, task_id, NULL);
      g_ptr_array_add (fates, fate);
    }
  for (guint i = 0; i < fates->len; i++)
    {
      Fate *fate = g_ptr_array_index (fates, i);
      CsnAnswer answer = csn_gate_fixture_answer (f, fate->id, CSN_DECISION_APPROVE);

      csn_gate_decide_async (f->gate, &answer, fate_decided_cb, fate);
    }
  csn_gate_fixture_restart (f);
  csn_test_wait_for (all_answered, fates, "every answer");
  for (guint i = 0; i < fates->len; i++)
    {
      const Fate *fate = g_ptr_array_index (fates, i);

      csn_gate_fixture_assert_state (f,
                                     fate->id,
                                     fate->decided ? CSN_REQUEST_APPROVED : CSN_REQUEST_PENDING);
      g_assert_cmpuint (csn_gate_fixture_count (f, fate->id, "approved"), ==, fate->decided);
    }
  csn_gate_fixture_free (f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gate/crowd/each-of-many-is-decided-once", each_of_many_is_decided_once);
  g_test_add_func ("/gate/crowd/end-amid-answers-loses-none", end_amid_answers_loses_none);

  return g_test_run ();
}
