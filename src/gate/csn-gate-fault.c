/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"
#include "csn-store.h"

/* A closed gate tries its store again after the first time, then twice as long each time up to the
 * second: the store checks itself whenever it is opened. */
#define RETRY_FIRST (3 * CSN_SECOND)
#define RETRY_LAST (30 * CSN_SECOND)

static void try_recovery (CsnGate *self);

static const char *
describe_fault (const GError *error)
{
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_FULL))
    return "The disk is full, so nothing can be recorded and nothing is decided. "
           "It goes on by itself when there is space.";
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_IO))
    return "The store can't be read or written, so nothing is decided. "
           "It goes on by itself when that works again.";
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED))
    return "The store is damaged, so nothing can be recorded and nothing is decided.";
  if (g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT))
    return "The gate reads its store again; nothing is decided until then.";
  return "The store does not answer, so nothing is decided.";
}

static void
alarm_cb (gpointer user_data)
{
  CsnGate *self = user_data;

  self->recover_alarm = 0;
  try_recovery (self);
}

static void
retry_later (CsnGate *self)
{
  gint64 at = csn_clock_get_boot (self->clock) + self->retry_after;

  if (self->recover_alarm != 0 || self->stop_task != NULL)
    return;
  self->recover_alarm = csn_clock_add_alarm (self->clock, at, alarm_cb, self);
  self->retry_after = MIN (2 * self->retry_after, RETRY_LAST);
}

static void
stand_still (CsnGate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  self->counting_scores = FALSE;
  csn_gate_stop_watching (self);
  csn_gate_abandon_submits (self);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (item->window_boot < 0)
        continue;
      item->window_boot = -1;
      csn_inbox_item_changed (item);
    }
}

/*
 * What can't be recorded does not happen (gate.md): the gate closes, says so, and tries its store
 * until that works again.
 */
void
csn_gate_fail (CsnGate *self, const GError *error)
{
  if (self->faulted)
    {
      if (self->recovering)
        retry_later (self);
      self->recovering = FALSE;
      return;
    }
  self->faulted = TRUE;
  self->retry_after = RETRY_FIRST;
  self->reload_only = g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT);
  self->faulted_at = csn_clock_get_wall (self->clock);
  g_free (self->fault_message);
  self->fault_message = g_strdup (error->message);
  if (self->stop_task == NULL)
    {
      g_free (self->fault);
      self->fault = g_strdup (describe_fault (error));
    }
  stand_still (self);
  csn_gate_changed (self);
  if (self->reload_only)
    {
      try_recovery (self);
      return;
    }
  csn_gate_tell (self, CSN_NOTICE_GATE_CLOSED, NULL);
  retry_later (self);
}

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnGate) self = user_data;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  snapshot = csn_store_load_finish (CSN_STORE (object), result, &error);
  if (snapshot != NULL && self->stop_task == NULL && csn_gate_load_policy (self, snapshot, &error))
    {
      self->faulted = FALSE;
      csn_gate_load (self, snapshot);
      csn_gate_open (self);
      if (!self->reload_only)
        csn_gate_tell (self, CSN_NOTICE_GATE_OPEN, NULL);
    }
  else
    {
      retry_later (self);
    }
  csn_gate_end_work (self);
}

static void
apply_recorded (CsnGate *gate, gpointer data)
{
  gate->recovering = FALSE;
  gate->n_moves++;
  csn_store_load_async (gate->store,
                        csn_clock_get_wall (gate->clock),
                        NULL,
                        load_cb,
                        g_object_ref (gate));
}

/* The store is well when it can be written: the fault itself is the first that it must take. */
static void
record_fault (CsnGate *self)
{
  CsnMove *move = csn_move_new (self);
  g_autofree char *message = csn_details_text (self->fault_message);
  g_autofree char *since = csn_time_to_string (self->faulted_at);

  self->recovering = TRUE;
  csn_move_event (move,
                  csn_event_new (CSN_EVENT_STORE_FAULT, move->now, &csn_actor_system),
                  csn_details_new ("message", message, "closed_at", since, NULL));
  csn_move_then (move, apply_recorded, NULL, NULL);
  csn_move_run (move, NULL);
}

static void
recover_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnGate) self = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_store_recover_finish (CSN_STORE (object), result, &error))
    {
      record_fault (self);
    }
  else
    {
      g_debug ("The store is still at fault: %s", error->message);
      retry_later (self);
    }
  csn_gate_end_work (self);
}

/* What is under way must have ended before memory is made anew. */
static void
try_recovery (CsnGate *self)
{
  self->recover_waits = self->n_moves > 0;
  if (self->recover_waits || self->stop_task != NULL)
    return;
  self->n_moves++;
  csn_store_recover_async (self->store, recover_cb, g_object_ref (self));
}

void
csn_gate_end_work (CsnGate *self)
{
  self->n_moves--;
  if (self->n_moves > 0)
    return;
  if (self->stop_task != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

      g_task_return_boolean (task, TRUE);
    }
  else if (self->recover_waits)
    try_recovery (self);
}
