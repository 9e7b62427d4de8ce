/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

/* While silence may approve, the clocks are looked at this often; a longer gap means that the
 * machine or the service did not run. */
#define HEARTBEAT (5 * CSN_SECOND)
#define MAX_GAP (3 * HEARTBEAT)
#define MAX_STEP (2 * CSN_SECOND)

/* A timer is only a hint: with anything pending the clocks are looked at this often. */
#define MAX_SLEEP (60 * CSN_SECOND)

/* What is over stays in sight for so long. */
#define LINGER (5 * CSN_SECOND)

/* What nobody took is told again, so many at a time. */
#define RETELL_AFTER (60 * CSN_SECOND)
#define MAX_RETELL 20

/* One look at every deadline. */
typedef struct
{
  gint64 wall;
  gint64 boot;
  gint64 next_boot; /* when the next look is due */
  guint n_retold;
  gboolean can_tell; /* somebody can be reached */
  gboolean pending;
  gboolean counting;
} Look;

static void
look_again_at (Look *look, gint64 boot)
{
  look->next_boot = MIN (look->next_boot, boot);
}

static void
look_again_at_wall (Look *look, gint64 wall)
{
  if (wall < G_MAXINT64)
    look_again_at (look, look->boot + MAX (0, wall - look->wall));
}

void
csn_gate_set_up_wait (CsnGate *self, CsnInboxItem *item, gint64 from)
{
  const char *action_type = csn_request_get_action_type (item->request);
  CsnLevel level = csn_inbox_item_get_level (item);

  if (level == CSN_LEVEL_SOFT_APPROVAL)
    {
      /* A wait that has begun never gets shorter. */
      item->timeout = csn_policy_get_timeout (self->policy, level, action_type);
      if (item->policy != NULL)
        item->timeout =
            MAX (item->timeout, csn_policy_get_timeout (item->policy, level, action_type));
      item->due_at = from + CSN_DAY;
    }
  else
    {
      item->timeout = csn_policy_get_timeout (self->policy, CSN_LEVEL_HARD_APPROVAL, action_type);
      item->due_at = from + item->timeout;
    }
}

static void
escalate (CsnGate *self, CsnInboxItem *item)
{
  CsnMove *move = csn_move_new (self);
  g_autoptr (CsnDecision) decision = NULL;

  decision =
      csn_gate_new_decision (move, item, CSN_DECISION_ESCALATE, NULL, &csn_actor_system, NULL);
  csn_gate_settle_by (move, item, CSN_EVENT_ESCALATED, decision, &csn_actor_system, NULL);
  csn_gate_open_takeover (move, item, "Nobody answered in time.");
  csn_gate_queue_decision (move, item, decision);
  csn_move_run (move, NULL);
}

static void
consent (CsnGate *self, CsnInboxItem *item)
{
  CsnMove *move = csn_move_new (self);
  g_autoptr (CsnDecision) decision = NULL;
  CsnJsonWriter *writer;

  /* What else was approved meanwhile, and what came of it, counts at this moment. */
  if (csn_gate_judge_anew (move, item, "silence"))
    {
      csn_move_run (move, NULL);
      return;
    }
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "attentive_ms", item->timeout / 1000);
  csn_json_writer_member_boolean (writer,
                                  "presence_known",
                                  self->presence_state == CSN_PRESENCE_ATTENTIVE);
  csn_json_writer_end_object (writer);
  decision =
      csn_gate_new_decision (move, item, CSN_DECISION_APPROVE, NULL, &csn_actor_silence, NULL);
  csn_gate_settle_by (move,
                      item,
                      CSN_EVENT_TIMEOUT,
                      decision,
                      &csn_actor_silence,
                      csn_details_end (writer));
  csn_gate_count_silence (move, item);
  csn_gate_draw (move, item);
  csn_gate_queue_decision (move, item, decision);
  csn_move_run (move, NULL);
}

static void
expire (CsnGate *self, CsnInboxItem *item)
{
  CsnMove *move = csn_move_new (self);

  csn_gate_settle_withdrawn (move, item, &csn_actor_agent, "expired");
  csn_move_run (move, NULL);
}

/* What came in while the stop was being written, or could not be rejected then. */
static void
reject_stopped (CsnGate *self, CsnInboxItem *item)
{
  CsnMove *move = csn_move_new (self);

  csn_gate_reject_stopped (move, item, &csn_actor_policy);
  csn_move_run (move, NULL);
}

static gboolean
is_seen (CsnGate *self, CsnInboxItem *item)
{
  return csn_inbox_item_get_notified (item) || g_strcmp0 (self->on_screen, item->id) == 0;
}

/*
 * Why the window of a request at SOFT_APPROVAL does not run.
 */
static CsnWaitReason
judge_wait (CsnGate *self, CsnInboxItem *item, const Look *look)
{
  /* A policy that loosens reaches no request that already waits. */
  if (!csn_policy_silence_may_consent (self->policy, item->request) || item->policy == NULL ||
      !csn_policy_silence_may_consent (item->policy, item->request) ||
      !csn_request_allows (item->request, CSN_DECISION_APPROVE))
    return CSN_WAIT_POLICY;
  if (item->capped)
    return CSN_WAIT_CAP;
  if (!self->attentive)
    return CSN_WAIT_AWAY;
  if (!is_seen (self, item))
    return CSN_WAIT_UNSEEN;
  if (csn_gate_silence_is_capped (self, item, look->wall))
    {
      /* From now on it waits for a person, whatever becomes of the cap. */
      item->capped = TRUE;
      return CSN_WAIT_CAP;
    }
  return CSN_WAIT_NONE;
}

static void
update_window (CsnGate *self, CsnInboxItem *item, Look *look)
{
  CsnWaitReason reason = judge_wait (self, item, look);
  gboolean runs = reason == CSN_WAIT_NONE;
  gboolean changed = reason != item->wait_reason;

  if (runs && item->window_boot < 0)
    {
      item->window_boot = look->boot;
      item->window_ends_at = look->wall + item->timeout;
      item->reminders = 0;
      changed = TRUE;
    }
  else if (!runs && item->window_boot >= 0)
    {
      item->window_boot = -1;
      changed = TRUE;
    }
  item->wait_reason = reason;
  if (changed)
    csn_inbox_item_changed (item);
}

static void
remind (CsnGate *self, CsnInboxItem *item, Look *look, gint64 elapsed, gint64 whole)
{
  const gint64 at[] = { whole / 2, whole / 10 * 9 };
  guint n_due = 0;

  while (n_due < G_N_ELEMENTS (at) && elapsed >= at[n_due])
    n_due++;
  if (n_due > item->reminders)
    {
      item->reminders = n_due;
      csn_gate_tell (self, CSN_NOTICE_REMINDER, item);
    }
  if (n_due < G_N_ELEMENTS (at))
    look_again_at (look, look->boot + at[n_due] - elapsed);
}

static void
retell (CsnGate *self, CsnInboxItem *item, Look *look)
{
  if (item->told_boot < 0 || csn_inbox_item_get_notified (item) || !look->can_tell)
    return;
  if (look->boot - item->told_boot >= RETELL_AFTER && look->n_retold < MAX_RETELL)
    {
      look->n_retold++;
      csn_gate_tell (self, CSN_NOTICE_REQUEST, item);
    }
  look_again_at (look, MAX (item->told_boot + RETELL_AFTER, look->boot + CSN_SECOND));
}

static void
look_at_soft (CsnGate *self, CsnInboxItem *item, Look *look)
{
  update_window (self, item, look);
  if (item->window_boot >= 0)
    {
      gint64 elapsed = look->boot - item->window_boot;

      if (elapsed >= item->timeout)
        {
          consent (self, item);
          return;
        }
      look->counting = TRUE;
      look_again_at (look, item->window_boot + item->timeout);
      remind (self, item, look, elapsed, item->timeout);
    }
  else if (item->wait_reason == CSN_WAIT_CAP || item->wait_reason == CSN_WAIT_POLICY)
    remind (self, item, look, look->wall - item->received_at, item->due_at - item->received_at);
}

static void
look_at_pending (CsnGate *self, CsnInboxItem *item, Look *look)
{
  gint64 expires_at = csn_request_get_expires_at (item->request);

  if (expires_at > 0 && look->wall >= expires_at)
    {
      expire (self, item);
      return;
    }
  if (csn_gate_is_stopped_for (self, csn_request_get_agent_id (item->request)))
    {
      reject_stopped (self, item);
      return;
    }
  if (look->wall >= item->due_at)
    {
      escalate (self, item);
      return;
    }
  look->pending = TRUE;
  look_again_at_wall (look, item->due_at);
  if (expires_at > 0)
    look_again_at_wall (look, expires_at);
  if (csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL)
    look_at_soft (self, item, look);
  else
    remind (self, item, look, look->wall - item->received_at, item->due_at - item->received_at);
  if (csn_inbox_item_is_pending (item))
    retell (self, item, look);
}

/* TRUE if it shall leave the inbox now. */
static gboolean
look_at_settled (CsnGate *self, CsnInboxItem *item, Look *look)
{
  gint64 open_until = csn_gate_get_open_until (self, item);

  if (open_until > look->wall)
    {
      item->leaves_boot = -1;
      look_again_at_wall (look, open_until);
      return FALSE;
    }
  if (item->leaves_boot < 0)
    item->leaves_boot = look->boot + LINGER;
  if (item->leaves_boot <= look->boot)
    return TRUE;
  look_again_at (look, item->leaves_boot);
  return FALSE;
}

static void
look_at_items (CsnGate *self, Look *look)
{
  g_autoptr (GPtrArray) leaving = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (item == NULL || item->settling)
        continue;
      if (item->state == CSN_REQUEST_PENDING)
        look_at_pending (self, item, look);
      else if (look_at_settled (self, item, look))
        g_ptr_array_add (leaving, g_steal_pointer (&item));
    }
  for (guint i = 0; i < leaving->len; i++)
    csn_gate_drop_item (self, g_ptr_array_index (leaving, i));
}

/*
 * Nobody may be taken to have had the chance to object: every window starts again in full, with a
 * new notification.
 */
static void
restart_windows (CsnGate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (!csn_inbox_item_is_pending (item) ||
          csn_inbox_item_get_level (item) != CSN_LEVEL_SOFT_APPROVAL)
        continue;
      item->window_boot = -1;
      csn_gate_tell_anew (self, item);
      csn_inbox_item_changed (item);
    }
}

static void
record_jump (CsnGate *self, const char *kind, gint64 by)
{
  CsnMove *move = csn_move_new (self);
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "kind", kind);
  csn_json_writer_member_integer (writer, "by_ms", by / 1000);
  csn_json_writer_end_object (writer);
  csn_move_event (move,
                  csn_event_new (CSN_EVENT_CLOCK_JUMP, move->now, &csn_actor_system),
                  csn_details_end (writer));
  csn_move_run (move, NULL);
}

/*
 * The wall clock may not jump, and while a window runs nothing may stand still.
 */
static void
check_clocks (CsnGate *self, const Look *look)
{
  gint64 step = look->wall - look->boot - self->clock_offset;
  gint64 gap = look->boot - self->looked_boot;

  if (ABS (step) > MAX_STEP)
    record_jump (self, "step", step);
  else if (self->counting && gap > MAX_GAP)
    record_jump (self, "gap", gap);
  else
    return;
  restart_windows (self);
}

static void
record_presence (CsnGate *self)
{
  static const char *const names[] = { "unknown", "attentive", "away" };
  CsnMove *move = csn_move_new (self);

  csn_move_event (move,
                  csn_event_new (CSN_EVENT_PRESENCE, move->now, &csn_actor_system),
                  csn_details_new ("state",
                                   names[self->presence_state],
                                   "reason",
                                   csn_presence_get_reason (self->presence),
                                   NULL));
  csn_move_run (move, NULL);
}

static void
check_presence (CsnGate *self)
{
  CsnPresenceState state = csn_presence_get_state (self->presence);
  gboolean attentive;

  attentive = state == CSN_PRESENCE_ATTENTIVE ||
              (state == CSN_PRESENCE_UNKNOWN && self->accept_unknown_presence);
  if (state != self->presence_state)
    {
      self->presence_state = state;
      record_presence (self);
      csn_gate_changed (self);
    }
  if (attentive && !self->attentive)
    {
      self->attentive = TRUE;
      restart_windows (self);
    }
  self->attentive = attentive;
}

static void alarm_cb (gpointer user_data);

static void
set_alarm (CsnGate *self, gint64 boot)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (self->clock, self->alarm);
  self->alarm = 0;
  if (boot < G_MAXINT64)
    self->alarm = csn_clock_add_alarm (self->clock, boot, alarm_cb, self);
}

static void
look_now (CsnGate *self)
{
  Look look = { 0 };

  if (self->fault != NULL)
    return;
  look.wall = csn_clock_get_wall (self->clock);
  look.boot = csn_clock_get_boot (self->clock);
  look.next_boot = G_MAXINT64;
  look.can_tell = csn_gate_can_tell (self);

  check_presence (self);
  check_clocks (self, &look);
  look_at_items (self, &look);
  look_again_at_wall (&look, csn_gate_give_up_deliveries (self, look.wall));
  if (look.counting)
    look_again_at (&look, look.boot + HEARTBEAT);
  if (look.pending)
    look_again_at (&look, look.boot + MAX_SLEEP);

  self->counting = look.counting;
  self->looked_boot = look.boot;
  self->clock_offset = look.wall - look.boot;
  set_alarm (self, look.next_boot);
}

static void
alarm_cb (gpointer user_data)
{
  CsnGate *self = user_data;

  self->alarm = 0;
  look_now (self);
}

static gboolean
look_cb (gpointer user_data)
{
  CsnGate *self = user_data;

  self->look_source = 0;
  look_now (self);
  return G_SOURCE_REMOVE;
}

void
csn_gate_look_soon (CsnGate *self)
{
  if (self->look_source == 0 && self->fault == NULL)
    self->look_source = g_idle_add (look_cb, self);
}

/* At once: what was out of sight before the next look has been so all the same. */
void
csn_gate_halt_unseen (CsnGate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (item->window_boot >= 0 && !is_seen (self, item))
        item->window_boot = -1;
    }
  csn_gate_look_soon (self);
}

/* At once: a lock that was lifted before the next look has been one all the same. */
void
csn_gate_look_at_presence (CsnGate *self)
{
  if (self->fault != NULL)
    return;
  check_presence (self);
  csn_gate_look_soon (self);
}

/*
 * Begins anew, as after a start: no window runs, whatever the clocks did meanwhile is no jump.
 */
void
csn_gate_start_watching (CsnGate *self)
{
  self->looked_boot = csn_clock_get_boot (self->clock);
  self->clock_offset = csn_clock_get_wall (self->clock) - self->looked_boot;
  self->counting = FALSE;
  self->attentive = FALSE;
  self->presence_state = csn_presence_get_state (self->presence);
  self->attentive = self->presence_state == CSN_PRESENCE_ATTENTIVE ||
                    (self->presence_state == CSN_PRESENCE_UNKNOWN && self->accept_unknown_presence);
  csn_gate_look_soon (self);
}

void
csn_gate_stop_watching (CsnGate *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  set_alarm (self, G_MAXINT64);
}

static void
record_shown (CsnGate *self, CsnInboxItem *item)
{
  CsnActor actor = csn_gate_reviewer_actor (self, "window");
  CsnMove *move;

  if (item == NULL || item->shown || self->fault != NULL)
    return;
  item->shown = TRUE;
  move = csn_move_new (self);
  csn_move_event (move, csn_move_new_item_event (move, CSN_EVENT_SHOWN, &actor, item), NULL);
  csn_move_run (move, NULL);
}

void
csn_gate_set_on_screen (CsnGate *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_GATE (self));

  if (g_strcmp0 (self->on_screen, request_id) == 0)
    return;
  g_free (self->on_screen);
  self->on_screen = g_strdup (request_id);
  if (request_id != NULL)
    record_shown (self, csn_gate_lookup (self, request_id));
  csn_gate_halt_unseen (self);
}

void
csn_gate_set_accept_unknown_presence (CsnGate *self, gboolean accept)
{
  g_return_if_fail (CSN_IS_GATE (self));

  self->accept_unknown_presence = accept;
  csn_gate_changed (self);
  csn_gate_look_soon (self);
}
