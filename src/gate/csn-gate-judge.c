/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"
#include "csn-recorded-context.h"

/* What a sum that has too many digits counts as: more than any budget. */
#define TOO_MUCH "999999999999999999999999999999"

/* What the policy needs to know besides a request, and what it points to. */
typedef struct
{
  CsnPolicyContext context;
  GArray *levels; /* (owned) (nullable) (element-type CsnLevel) */
  GArray *drawn;  /* (owned) (nullable) (element-type CsnDrawn) */
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->levels, g_array_unref);
  g_clear_pointer (&self->drawn, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static CsnLevel
get_level (CsnGate *self, const char *agent_id, const char *action_type)
{
  CsnAgentItem *agent = csn_gate_find_agent (self, agent_id);
  CsnProfile *profile = NULL;

  if (agent != NULL)
    profile = csn_agent_item_find_profile (agent, action_type);
  return profile != NULL ? csn_profile_get_level (profile) : CSN_LEVEL_SOFT_APPROVAL;
}

static gboolean
is_in_chain (const CsnRequest *request, const char *agent_id)
{
  return g_strv_contains (csn_request_get_delegation (request), agent_id) ||
         g_str_equal (csn_request_get_agent_id (request), agent_id);
}

/* Whether a grant says something about two of those who act in a request. */
static gboolean
may_link (CsnGate *self, const CsnRequest *request, const char *grant_id)
{
  guint n_grants = csn_policy_get_n_grants (self->policy);

  for (guint i = 0; i < n_grants; i++)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (csn_policy_get_grant (self->policy, i));

      if (g_str_equal (terms->id, grant_id))
        return is_in_chain (request, terms->grantor) && is_in_chain (request, terms->delegate);
    }
  return FALSE;
}

static void
learn_chain (Known *known, CsnGate *self, const CsnRequest *request)
{
  const char *const *chain = csn_request_get_delegation (request);
  const char *action_type = csn_request_get_action_type (request);

  known->levels = g_array_new (FALSE, FALSE, sizeof (CsnLevel));
  known->drawn = g_array_new (FALSE, FALSE, sizeof (CsnDrawn));
  for (guint i = 0; chain[i] != NULL; i++)
    {
      CsnLevel level = get_level (self, chain[i], action_type);

      g_array_append_val (known->levels, level);
    }
  for (guint i = 0; i < self->drawn->len; i++)
    {
      const CsnStoredDrawn *stored = g_ptr_array_index (self->drawn, i);
      const CsnDrawn drawn = { stored->grant_id, stored->money };

      if (may_link (self, request, stored->grant_id))
        g_array_append_val (known->drawn, drawn);
    }
  known->context.chain_levels = (const CsnLevel *) (gpointer) known->levels->data;
  known->context.n_chain_levels = known->levels->len;
  known->context.drawn = (const CsnDrawn *) (gpointer) known->drawn->data;
  known->context.n_drawn = known->drawn->len;
}

/* All of it is in memory: a request costs no reading. */
static void
known_init (Known *known, CsnGate *self, const CsnRequest *request, gint64 now)
{
  const char *agent_id = csn_request_get_agent_id (request);
  CsnAgentItem *agent = csn_gate_find_agent (self, agent_id);

  known->context.profile_level = get_level (self, agent_id, csn_request_get_action_type (request));
  known->context.now = now;
  known->context.knows_drawn = TRUE;
  if (agent != NULL)
    {
      csn_agent_item_forget_failures (agent, now);
      known->context.failures_24h = agent->failures->len;
      known->context.agent_read_only = agent->read_only;
    }
  if (csn_request_get_delegation (request)[0] != NULL)
    learn_chain (known, self, request);
}

CsnVerdict *
csn_gate_judge (CsnGate *self, CsnRequest *request, gint64 now, char **ret_context)
{
  g_auto (Known) known = { 0 };

  known_init (&known, self, request, now);
  if (ret_context != NULL)
    *ret_context = csn_recorded_context_write (&known.context);
  return csn_policy_evaluate (self->policy, request, &known.context);
}

/* Judging anew */

static void
apply_raised (CsnGate *gate, gpointer data)
{
  CsnInboxItem *item = data;

  if (csn_inbox_item_is_pending (item))
    csn_gate_tell_anew (gate, item);
  csn_inbox_item_changed (item);
  csn_gate_look_soon (gate);
}

static void
set_verdict (CsnMove *move, CsnInboxItem *item, CsnVerdict *verdict, const char *context)
{
  CsnGate *self = move->gate;

  csn_verdict_unref (item->verdict);
  item->verdict = csn_verdict_ref (verdict);
  csn_inbox_item_set_policy (item, self->policy);
  item->window_boot = -1;
  item->reminders = 0;
  item->capped = FALSE;
  csn_gate_set_up_wait (self, item, move->now);
  csn_change_set_verdict (move->change,
                          item->id,
                          verdict,
                          item->policy_sha256,
                          context,
                          item->due_at);
}

gboolean
csn_gate_judge_anew (CsnMove *move, CsnInboxItem *item, const char *cause)
{
  CsnLevel before = csn_inbox_item_get_level (item);
  g_autofree char *context = NULL;
  g_autoptr (CsnVerdict) verdict = NULL;

  verdict = csn_gate_judge (move->gate, item->request, move->now, &context);
  if (csn_verdict_get_level (verdict) <= before)
    return FALSE;

  set_verdict (move, item, verdict, context);
  csn_move_event (move,
                  csn_move_new_item_event (move, CSN_EVENT_REJUDGED, &csn_actor_policy, item),
                  csn_details_new ("from",
                                   csn_level_to_string (before),
                                   "to",
                                   csn_level_to_string (csn_verdict_get_level (verdict)),
                                   "cause",
                                   cause,
                                   NULL));
  if (csn_verdict_get_level (verdict) == CSN_LEVEL_HUMAN_TAKEOVER)
    csn_gate_take_over_by_policy (move, item);
  csn_move_then (move, apply_raised, g_object_ref (item), g_object_unref);
  return TRUE;
}

/* Budgets */

static CsnStoredDrawn *
find_drawn (CsnGate *self, const char *grant_id, const char *currency)
{
  for (guint i = 0; i < self->drawn->len; i++)
    {
      CsnStoredDrawn *drawn = g_ptr_array_index (self->drawn, i);

      if (g_str_equal (drawn->grant_id, grant_id) &&
          g_str_equal (csn_money_get_currency (drawn->money), currency))
        return drawn;
    }
  return NULL;
}

const CsnMoney *
csn_gate_get_drawn (CsnGate *self, const char *grant_id, const char *currency)
{
  CsnStoredDrawn *drawn = NULL;

  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  drawn = find_drawn (self, grant_id, currency);
  return drawn != NULL ? drawn->money : NULL;
}

static void
drawn_free (gpointer data)
{
  CsnStoredDrawn *drawn = data;

  g_free (drawn->grant_id);
  csn_money_free (drawn->money);
  g_free (drawn);
}

static void
put_drawn (CsnGate *self, const char *grant_id, const CsnMoney *total)
{
  CsnStoredDrawn *drawn = find_drawn (self, grant_id, csn_money_get_currency (total));

  if (drawn == NULL)
    {
      drawn = g_new0 (CsnStoredDrawn, 1);
      drawn->grant_id = g_strdup (grant_id);
      g_ptr_array_add (self->drawn, drawn);
    }
  csn_money_free (drawn->money);
  drawn->money = csn_money_copy (total);
}

static void
draw (CsnMove *move, CsnInboxItem *item, const char *grant_id, const CsnMoney *cost)
{
  const char *currency = csn_money_get_currency (cost);
  const CsnStoredDrawn *drawn = find_drawn (move->gate, grant_id, currency);
  g_autoptr (CsnMoney) total = NULL;

  total = drawn != NULL ? csn_money_add (drawn->money, cost) : csn_money_copy (cost);
  if (total == NULL)
    total = csn_money_new (TOO_MUCH, currency);
  csn_change_draw (move->change, item->id, grant_id, cost, total, move->now);
  put_drawn (move->gate, grant_id, total);
}

void
csn_gate_draw (CsnMove *move, CsnInboxItem *item)
{
  const CsnMoney *cost = csn_request_get_facts (item->request)->cost;
  g_autoptr (GPtrArray) grants = NULL;
  g_auto (Known) known = { 0 };

  if (cost == NULL || csn_request_get_delegation (item->request)[0] == NULL)
    return;
  known_init (&known, move->gate, item->request, move->now);
  grants = csn_policy_list_grants (move->gate->policy, item->request, &known.context);
  for (guint i = 0; i < grants->len; i++)
    {
      guint first = 0;

      /* A chain that runs in a circle comes by the same grant again. */
      g_ptr_array_find (grants, g_ptr_array_index (grants, i), &first);
      if (first == i)
        draw (move, item, csn_grant_get_terms (g_ptr_array_index (grants, i))->id, cost);
    }
}

void
csn_gate_load_drawn (CsnGate *self, GPtrArray *drawn)
{
  g_ptr_array_set_size (self->drawn, 0);
  g_ptr_array_set_free_func (self->drawn, drawn_free);
  for (guint i = 0; i < drawn->len; i++)
    {
      const CsnStoredDrawn *stored = g_ptr_array_index (drawn, i);

      put_drawn (self, stored->grant_id, stored->money);
    }
}
