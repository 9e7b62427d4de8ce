/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"
#include "csn-store.h"

/* Requests that left the inbox and were asked for again; a few, to spare the disk. */
#define MAX_SETTLED 32

CsnInboxItem *
csn_inbox_item_new_stored (const CsnStoredRequest *stored)
{
  CsnInboxItem *item = csn_inbox_item_new (stored->id,
                                           stored->request,
                                           stored->verdict,
                                           stored->policy_sha256,
                                           stored->received_at);

  csn_inbox_item_restore (item, stored);
  return item;
}

/*
 * Puts an item into the state that the store knows, as if it had just been read.
 */
void
csn_inbox_item_restore (CsnInboxItem *item, const CsnStoredRequest *stored)
{
  csn_request_unref (item->request);
  item->request = csn_request_ref (stored->request);
  csn_verdict_unref (item->verdict);
  item->verdict = csn_verdict_ref (stored->verdict);
  g_free (item->policy_sha256);
  item->policy_sha256 = g_strdup (stored->policy_sha256);
  g_clear_pointer (&item->policy, csn_policy_unref);
  item->conflict_recorded = (csn_request_get_flags (item->request) & CSN_REQUEST_FLAG_CHANGED) != 0;
  item->state = stored->state;
  item->due_at = stored->deadline_at;
  item->settled_at = stored->settled_at;
  g_clear_pointer (&item->decision, csn_decision_unref);
  if (stored->decision != NULL)
    item->decision = csn_decision_ref (stored->decision);
  item->delivery = stored->delivery;
  g_free (item->delivery_message);
  item->delivery_message = g_strdup (stored->delivery_message);
  g_clear_pointer (&item->outcome, csn_outcome_unref);
  if (stored->outcome != NULL)
    item->outcome = csn_outcome_ref (stored->outcome);

  item->settling = FALSE;
  item->outcome_coming = FALSE;
  item->taken_over = FALSE;
  item->window_boot = -1;
  item->leaves_boot = -1;
  item->wait_reason = CSN_WAIT_NONE;
  item->capped = FALSE;
  item->reminders = 0;
}

/* The policy that gave a verdict, read once; %NULL where nobody knows it any more. */
static CsnPolicy *
find_policy (GHashTable *policies, CsnSnapshot *snapshot, const char *sha256)
{
  CsnPolicy *policy = g_hash_table_lookup (policies, sha256);
  const char *text = g_hash_table_lookup (snapshot->policies, sha256);

  if (policy != NULL || text == NULL)
    return policy;
  policy = csn_policy_parse (text, strlen (text), NULL);
  if (policy != NULL)
    g_hash_table_insert (policies, g_strdup (sha256), policy);
  return policy;
}

/* What was reminded of before is not reminded of again. */
static void
restore_wait (CsnGate *self, CsnInboxItem *item, CsnSnapshot *snapshot, GHashTable *policies)
{
  g_autofree char *key = g_strconcat (CSN_GATE_CHANGED_PREFIX, item->id, NULL);
  gint64 now = csn_clock_get_wall (self->clock);
  gint64 due_at = item->due_at;
  gint64 whole = due_at - item->received_at;

  CsnPolicy *policy = NULL;

  if (item->policy_sha256 != NULL)
    policy = find_policy (policies, snapshot, item->policy_sha256);
  if (policy != NULL)
    csn_inbox_item_set_policy (item, policy);
  csn_gate_set_up_wait (self, item, item->received_at);
  if (due_at > 0)
    item->due_at = due_at;
  if (csn_inbox_item_get_level (item) != CSN_LEVEL_SOFT_APPROVAL)
    item->reminders = (now >= item->received_at + whole / 2 ? 1 : 0) +
                      (now >= item->received_at + whole / 10 * 9 ? 1 : 0);
  if (g_hash_table_contains (snapshot->values, key))
    csn_gate_flag_changed (item);
}

/* Items that are known keep their object, so that whoever watches one goes on. */
static void
load_requests (CsnGate *self, CsnSnapshot *snapshot)
{
  g_autoptr (GHashTable) known = g_steal_pointer (&self->items);
  g_autoptr (GHashTable) policies = NULL;

  policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) csn_policy_unref);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_hash_table_remove_all (self->tasks);
  g_hash_table_remove_all (self->by_source);
  g_hash_table_remove_all (self->settled);
  g_list_store_remove_all (self->inbox);
  for (guint i = 0; i < snapshot->requests->len; i++)
    {
      const CsnStoredRequest *stored = g_ptr_array_index (snapshot->requests, i);
      g_autoptr (CsnInboxItem) item = NULL;

      item = g_hash_table_lookup (known, stored->id);
      if (item != NULL)
        csn_inbox_item_restore (g_object_ref (item), stored);
      else
        item = csn_inbox_item_new_stored (stored);
      if (item->state == CSN_REQUEST_PENDING)
        restore_wait (self, item, snapshot, policies);
      csn_gate_add_item (self, item);
    }
}

static void
load_agents (CsnGate *self, CsnSnapshot *snapshot)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->agents_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    csn_agent_item_reset (value);

  for (guint i = 0; i < snapshot->agents->len; i++)
    {
      const CsnStoredAgent *stored = g_ptr_array_index (snapshot->agents, i);
      CsnAgentItem *agent = csn_gate_find_agent (self, stored->agent_id);

      if (agent == NULL)
        {
          agent = csn_agent_item_new (stored->agent_id, stored->source);
          g_hash_table_insert (self->agents_by_id, agent->agent_id, agent);
        }
      agent->read_only = stored->read_only;
      agent->mode_acknowledged = stored->mode_acknowledged;
      agent->stopped = stored->stopped;
    }
  for (guint i = 0; i < snapshot->profiles->len; i++)
    {
      CsnProfile *profile = g_ptr_array_index (snapshot->profiles, i);
      CsnAgentItem *agent = csn_gate_find_agent (self, csn_profile_get_agent_id (profile));

      if (agent != NULL)
        csn_agent_item_put_profile (agent, profile);
    }
  for (guint i = 0; i < snapshot->failures->len; i++)
    {
      const CsnStoredFailure *failure = g_ptr_array_index (snapshot->failures, i);
      CsnAgentItem *agent = csn_gate_find_agent (self, failure->agent_id);

      if (agent != NULL)
        csn_agent_item_add_failure (agent, failure->at);
    }
}

/* An agent that was not recorded after all is forgotten; the others are shown. */
static void
show_agents (CsnGate *self, CsnSnapshot *snapshot)
{
  g_autoptr (GHashTable) stored = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < snapshot->agents->len; i++)
    g_hash_table_add (stored,
                      ((const CsnStoredAgent *) g_ptr_array_index (snapshot->agents, i))->agent_id);
  g_hash_table_iter_init (&iter, self->agents_by_id);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_hash_table_contains (stored, key))
        csn_gate_show_agent (self, value);
      else
        g_hash_table_iter_remove (&iter);
    }
}

static void
load_takeovers (CsnGate *self, CsnSnapshot *snapshot)
{
  g_hash_table_remove_all (self->takeovers_by_id);
  g_list_store_remove_all (self->takeovers);
  for (guint i = 0; i < snapshot->takeovers->len; i++)
    {
      const CsnStoredTakeover *stored = g_ptr_array_index (snapshot->takeovers, i);
      CsnInboxItem *item = csn_gate_lookup (self, stored->request_id);
      g_autoptr (CsnTakeoverItem) takeover = NULL;

      if (item == NULL)
        continue;
      takeover = csn_takeover_item_new (item, stored->package, stored->opened_at);
      g_hash_table_insert (self->takeovers_by_id, item->id, g_object_ref (takeover));
      csn_gate_show_takeover (self, takeover);
    }
}

static void
load_sources (CsnGate *self, CsnSnapshot *snapshot)
{
  g_hash_table_remove_all (self->sources);
  for (guint i = 0; i < snapshot->sources->len; i++)
    {
      CsnSourceConfig *config = g_ptr_array_index (snapshot->sources, i);

      g_hash_table_insert (self->sources,
                           g_strdup (csn_source_config_get_id (config)),
                           csn_source_config_ref (config));
    }
}

static void
drop_closed (CsnGate *self)
{
  g_autoptr (GPtrArray) items = csn_gate_list_objects (self->items);
  gint64 now = csn_clock_get_wall (self->clock);

  for (guint i = 0; i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);

      if (csn_gate_get_open_until (self, item) <= now)
        csn_gate_drop_item (self, item);
      else
        csn_inbox_item_changed (item);
    }
}

/*
 * Makes memory what the store says.
 */
void
csn_gate_load (CsnGate *self, CsnSnapshot *snapshot)
{
  self->stopped = g_hash_table_contains (snapshot->values, "stopped");
  csn_gate_load_silence (self, snapshot->values);
  csn_gate_load_drawn (self, snapshot->drawn);
  load_sources (self, snapshot);
  load_agents (self, snapshot);
  load_requests (self, snapshot);
  load_takeovers (self, snapshot);
  csn_gate_load_deliveries (self, snapshot->deliveries);
  drop_closed (self);
  show_agents (self, snapshot);
}

void
csn_gate_remember (CsnGate *self, CsnInboxItem *item)
{
  if (g_hash_table_size (self->settled) >= MAX_SETTLED)
    g_hash_table_remove_all (self->settled);
  g_hash_table_replace (self->settled, item->id, g_object_ref (item));
}

typedef struct
{
  CsnGate *gate;
  GTask *task;
  CsnFoundFunc found;
  char *request_id;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->gate);
  g_clear_object (&search->task);
  g_free (search->request_id);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (CsnInboxItem) item = NULL;
  g_autoptr (GError) error = NULL;
  CsnGate *self = search->gate;
  CsnInboxItem *known;

  stored = csn_store_read_request_finish (CSN_STORE (object), result, &error);
  if (stored == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    csn_gate_fail (self, error);
  if (csn_gate_check_open (self, search->task))
    {
      known = csn_gate_lookup (self, search->request_id);
      if (known == NULL && stored != NULL && stored->state != CSN_REQUEST_PENDING)
        {
          item = csn_inbox_item_new_stored (stored);
          csn_gate_remember (self, item);
          known = item;
        }
      search->found (self, known, g_object_ref (search->task));
    }
  else
    {
      /* The task has its answer, and its reference is gone. */
      search->task = NULL;
    }
  csn_gate_end_work (self);
}

void
csn_gate_find_async (CsnGate *self, const char *request_id, GTask *task, CsnFoundFunc found)
{
  CsnInboxItem *item = csn_gate_lookup (self, request_id);
  Search *search;

  if (item == NULL)
    item = g_hash_table_lookup (self->settled, request_id);
  if (item != NULL)
    {
      found (self, item, task);
      return;
    }
  search = g_new0 (Search, 1);
  search->gate = g_object_ref (self);
  search->task = task;
  search->found = found;
  search->request_id = g_strdup (request_id);
  self->n_moves++;
  csn_store_read_request_async (self->store, request_id, NULL, read_cb, search);
}
