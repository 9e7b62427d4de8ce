/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-simulation.h"

#define SILENCE (300 * CSN_SECOND)

static void
request_free (gpointer data)
{
  CsnSimulatedRequest *known = data;

  g_free (known->id);
  g_free (known->task_id);
  g_free (known->members);
  g_free (known->decision_id);
  g_free (known->digest);
  g_free (known);
}

void
csn_simulation_init (CsnSimulation *self, CsnGateFixture *f, guint32 seed)
{
  *self = (CsnSimulation){ .f = f };
  self->rand = g_rand_new_with_seed (seed);
  self->known = g_ptr_array_new_with_free_func (request_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->acknowledged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->attentive_since = csn_simulation_get_boot (self);
}

void
csn_simulation_clear (CsnSimulation *self)
{
  g_rand_free (self->rand);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->acknowledged);
  g_ptr_array_unref (self->known);
}

gint64
csn_simulation_get_boot (CsnSimulation *self)
{
  return csn_clock_get_boot (CSN_CLOCK (self->f->clock));
}

CsnSimulatedRequest *
csn_simulation_find (CsnSimulation *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

void
csn_simulation_learn (CsnSimulation *self,
                      char *id,
                      const char *task_id,
                      char *members,
                      gint64 revision)
{
  CsnSimulatedRequest *known = csn_simulation_find (self, id);

  g_assert_null (known);
  known = g_new0 (CsnSimulatedRequest, 1);
  known->id = id;
  known->task_id = g_strdup (task_id);
  known->members = members;
  known->revision = revision;
  known->submitted_boot = csn_simulation_get_boot (self);
  g_ptr_array_add (self->known, known);
  g_hash_table_insert (self->by_id, known->id, known);
}

void
csn_simulation_check_delivery (CsnSimulation *self, const CsnDelivery *delivery)
{
  gsize length;
  const char *text = g_bytes_get_data (delivery->body, &length);
  g_autoptr (CsnJson) body = csn_json_parse (text, length, G_MAXSIZE, NULL, NULL);
  CsnSimulatedRequest *known;

  g_assert_nonnull (body);
  if (delivery->is_mode)
    return;
  known = csn_simulation_find (self, delivery->request_id);
  g_assert_nonnull (known);
  g_assert_cmpstr (csn_gate_fixture_text (body, "decision_id", NULL), ==, delivery->id);
  g_assert_cmpstr (known->decision_id, ==, delivery->id);
  g_assert_cmpstr (csn_gate_fixture_text (body, "action_digest", NULL), ==, known->digest);
}

/* What a request looks like now, in the inbox or in the store. */
static void
check_settled (CsnSimulation *self,
               CsnSimulatedRequest *known,
               CsnRequestState state,
               CsnDecision *decision)
{
  if (known->state != CSN_REQUEST_PENDING)
    {
      g_assert_cmpint (state, ==, known->state);
      g_assert_cmpstr (decision != NULL ? csn_decision_get_id (decision) : NULL,
                       ==,
                       known->decision_id);
      return;
    }
  known->state = state;
  if (decision == NULL)
    return;
  known->decision_id = g_strdup (csn_decision_get_id (decision));
  known->digest = g_strdup (csn_decision_get_action_digest (decision));
  if (csn_decision_get_actor_kind (decision) == CSN_ACTOR_SILENCE)
    {
      gint64 since = MAX (self->attentive_since, known->submitted_boot);

      self->n_silences++;
      g_assert_cmpint (state, ==, CSN_REQUEST_APPROVED);
      g_assert_cmpint (self->attentive_since, <, G_MAXINT64);
      g_assert_cmpint (csn_simulation_get_boot (self) - since, >=, SILENCE);
    }
}

void
csn_simulation_check_inbox (CsnSimulation *self)
{
  GListModel *inbox = csn_gate_get_inbox (self->f->gate);
  guint n = g_list_model_get_n_items (inbox);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);
      CsnSimulatedRequest *known = csn_simulation_find (self, csn_inbox_item_get_id (item));

      g_assert_nonnull (known);
      g_assert_false (csn_inbox_item_get_settling (item));
      if (csn_inbox_item_get_state (item) != CSN_REQUEST_PENDING)
        check_settled (self,
                       known,
                       csn_inbox_item_get_state (item),
                       csn_inbox_item_get_decision (item));
      else
        g_assert_cmpint (known->state, ==, CSN_REQUEST_PENDING);
    }
}

static CsnStoredRequest *
read_request (CsnSimulation *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  CsnStoredRequest *stored;

  csn_store_read_request_async (self->f->store, id, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  stored = csn_store_read_request_finish (self->f->store, done, &error);
  g_assert_no_error (error);
  return stored;
}

/* Every request that was ever taken in is on disk, settled at most once, and in the log once. */
void
csn_simulation_check_store (CsnSimulation *self)
{
  static const char *const ends[] = { "approved", "edited",   "rejected",  "responded", "escalated",
                                      "timeout",  "takeover", "withdrawn", NULL };

  for (guint i = 0; i < self->known->len; i++)
    {
      CsnSimulatedRequest *known = g_ptr_array_index (self->known, i);
      g_autoptr (CsnStoredRequest) stored = read_request (self, known->id);
      g_auto (GStrv) types = csn_gate_fixture_event_types (self->f, known->id);
      guint n_requested = 0;
      guint n_ends = 0;

      if (stored->state != CSN_REQUEST_PENDING)
        check_settled (self, known, stored->state, stored->decision);
      else
        g_assert_nonnull (csn_gate_lookup (self->f->gate, known->id));
      for (guint j = 0; types[j] != NULL; j++)
        {
          n_requested += g_str_equal (types[j], "requested");
          n_ends += g_strv_contains (ends, types[j]);
        }
      g_assert_cmpuint (n_requested, ==, 1);

      /* An escalation opens a takeover without being decided twice. */
      g_assert_cmpuint (n_ends, ==, stored->state != CSN_REQUEST_PENDING);
    }
}
