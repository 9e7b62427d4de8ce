/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
#include "csn-gate-private.h"

/* The agent gets the note in a mode's reason; longer ones are a document, not a note. */
#define MAX_NOTE 4000

static void
apply_opened (CsnGate *gate, gpointer data)
{
  CsnTakeoverItem *takeover = data;

  csn_gate_show_takeover (gate, takeover);
  csn_gate_tell (gate, CSN_NOTICE_TAKEOVER, takeover->item);
}

void
csn_gate_show_takeover (CsnGate *self, CsnTakeoverItem *takeover)
{
  takeover->item->taken_over = TRUE;
  g_list_store_append (self->takeovers, takeover);
  csn_inbox_item_changed (takeover->item);
}

/*
 * Hands a request to a person (gate.md, "Takeover"): the agent goes read-only first, then there is
 * a package, and when both are durable people are told.
 */
void
csn_gate_open_takeover (CsnMove *move, CsnInboxItem *item, const char *reason)
{
  CsnGate *self = move->gate;
  g_autoptr (CsnTakeover) package = NULL;
  CsnTakeoverItem *takeover;
  CsnAgentItem *agent;

  agent = csn_gate_need_agent (move,
                               csn_request_get_agent_id (item->request),
                               csn_request_get_source (item->request));
  package = csn_takeover_new_by_rule (item->request, item->verdict, reason);
  if (!agent->read_only)
    csn_gate_set_mode (move, agent, TRUE, csn_takeover_get_reason (package), item);

  csn_change_open_takeover (move->change, item->id, package, move->now);
  takeover = csn_takeover_item_new (item, package, move->now);
  g_hash_table_insert (self->takeovers_by_id, item->id, g_object_ref (takeover));
  csn_move_then (move, apply_opened, takeover, g_object_unref);
}

static char *
new_report (const char *const *steps_done, const char *note)
{
  GString *report = g_string_new (note);

  for (guint i = 0; steps_done != NULL && steps_done[i] != NULL; i++)
    {
      if (report->len > 0)
        g_string_append_c (report, '\n');
      g_string_append_printf (report, "Done: %s", steps_done[i]);
    }
  return g_string_free (report, FALSE);
}

static void
apply_closed (CsnGate *gate, gpointer data)
{
  CsnTakeoverItem *takeover = data;
  CsnInboxItem *item = takeover->item;
  guint position;

  item->taken_over = FALSE;
  if (g_list_store_find (gate->takeovers, takeover, &position))
    g_list_store_remove (gate->takeovers, position);
  g_hash_table_remove (gate->takeovers_by_id, item->id);
  csn_gate_take_back (gate, item);
  csn_inbox_item_changed (item);
  csn_gate_look_soon (gate);
}

static CsnJson *
new_hand_back_details (const char *const *steps_done, const char *note)
{
  g_autofree char *text = csn_details_text (note);
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "note", text);
  csn_json_writer_key (writer, "steps_done");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; steps_done != NULL && steps_done[i] != NULL && i < 10; i++)
    {
      g_autofree char *step = csn_details_text (steps_done[i]);

      csn_json_writer_string (writer, step);
    }
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  return csn_details_end (writer);
}

static void
hand_back (CsnMove *move,
           CsnTakeoverItem *takeover,
           const char *const *steps_done,
           const char *note)
{
  CsnGate *self = move->gate;
  CsnInboxItem *item = takeover->item;
  const char *agent_id = csn_request_get_agent_id (item->request);
  CsnActor actor = csn_gate_reviewer_actor (self, "window");
  g_autofree char *report = new_report (steps_done, note);
  CsnAgentItem *agent;

  takeover->closing = TRUE;
  csn_change_close_takeover (move->change, item->id, report, move->now);
  csn_move_event (move,
                  csn_move_new_item_event (move, CSN_EVENT_HANDED_BACK, &actor, item),
                  new_hand_back_details (steps_done, note));
  csn_gate_apply_ratchet (move, item, CSN_AUTONOMY_HAND_BACK);

  agent = csn_gate_need_agent (move, agent_id, csn_request_get_source (item->request));
  if (csn_gate_agent_has_takeover (self, agent_id, takeover) ||
      csn_gate_is_stopped_for (self, agent_id))
    csn_gate_queue_mode (move, agent, "read_only", report, item);
  else
    csn_gate_set_mode (move, agent, FALSE, report, item);
  csn_move_then (move, apply_closed, g_object_ref (takeover), g_object_unref);
}

void
csn_gate_hand_back_async (CsnGate *self,
                          const char *request_id,
                          const char *const *steps_done,
                          const char *note,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  CsnTakeoverItem *takeover;
  CsnMove *move;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request_id != NULL);

  g_task_set_source_tag (task, csn_gate_hand_back_async);
  if (!csn_gate_check_open (self, g_object_ref (task)))
    return;
  g_object_unref (task);
  takeover = g_hash_table_lookup (self->takeovers_by_id, request_id);
  if (takeover == NULL)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_FOUND,
                             "There is no such open takeover.");
  else if (takeover->closing || !takeover->item->taken_over)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_DECIDED,
                             "This takeover is being written at this moment.");
  else if (note != NULL && g_utf8_strlen (note, -1) > MAX_NOTE)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_INVALID,
                             "The note is longer than %d characters.",
                             MAX_NOTE);
  else
    {
      move = csn_move_new (self);
      hand_back (move, takeover, steps_done, note != NULL ? note : "");
      csn_move_run (move, g_steal_pointer (&task));
    }
}

gboolean
csn_gate_hand_back_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
