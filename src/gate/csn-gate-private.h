/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-agent-item-private.h"
#include "csn-gate.h"
#include "csn-inbox-item-private.h"
#include "csn-move-private.h"
#include "csn-snapshot.h"
#include "csn-takeover-item-private.h"
#include "csn-time.h"

G_BEGIN_DECLS

/* The gate's own memory of agents, profiles and caps moves on when a change is handed to the store,
 * which is first in, first out; it is thrown away and read again whenever a change fails. What
 * others see (items, models, signals, channels, callbacks) moves when the change is recorded. */
struct _CsnGate
{
  GObject parent_instance;

  CsnStore *store;       /* (owned) */
  CsnPolicy *policy;     /* (owned): what is judged by */
  CsnPolicy *in_force;   /* (owned): the same, as far as it is recorded */
  CsnClock *clock;       /* (owned) */
  CsnPresence *presence; /* (owned) */
  GPtrArray *channels;   /* (owned) (element-type CsnChannel) */
  GHashTable *troubled;  /* (owned): (unowned) CsnChannel that can't reach anybody now */
  char *reviewer;        /* (owned) (nullable) */
  gboolean accept_unknown_presence;

  /* Open or not. */
  char *fault; /* (owned) (nullable): a sentence; NULL while the gate is open */
  gboolean faulted;
  char *fault_message; /* (owned) (nullable): what the store said */
  gint64 faulted_at;
  guint recover_alarm;
  gint64 retry_after;
  gboolean recover_waits; /* for what is under way */
  gboolean recovering;    /* the fault itself is being recorded */
  gboolean reload_only;   /* the store itself is well */
  guint n_moves;          /* and searches under way */
  GTask *stop_task;       /* (owned) (nullable) */

  /* What there is. */
  GListStore *inbox;      /* (owned) (element-type CsnInboxItem) */
  GListStore *takeovers;  /* (owned) (element-type CsnTakeoverItem) */
  GListStore *agents;     /* (owned) (element-type CsnAgentItem) */
  GHashTable *items;      /* (owned): request id -> (owned) CsnInboxItem */
  GHashTable *tasks;      /* (owned): task key -> (unowned) CsnInboxItem: the newest revision */
  GHashTable *by_source;  /* (owned): source -> GPtrArray of (unowned) CsnInboxItem, in order */
  GHashTable *conflicts;  /* (owned) (element-type utf8): ids whose changed content is recorded */
  GHashTable *submitting; /* (owned): task key -> (owned) GQueue of GTask that wait */
  GHashTable *settled; /* (owned): request id -> (owned) CsnInboxItem: a few that left the inbox */
  GHashTable *agents_by_id;    /* (owned): agent id -> (owned) CsnAgentItem */
  GHashTable *takeovers_by_id; /* (owned): request id -> (owned) CsnTakeoverItem */
  GHashTable *deliveries;      /* (owned): delivery id -> (unowned) CsnDelivery */
  GHashTable *queues;          /* (owned): source -> (owned) GQueue of (owned) CsnDelivery */
  GHashTable *sources;         /* (owned): source -> (owned) CsnSourceConfig */
  GPtrArray *drawn;            /* (owned) (element-type CsnStoredDrawn) */
  gboolean has_policy;         /* the store has one */
  gboolean counting_scores;
  gboolean stopped;

  /* Silent consents: how many in a row per agent and action type, and when in the last hour. */
  GHashTable *silence_rows; /* (owned): key -> count */
  GArray *silence_hour;     /* (owned) (element-type gint64): ascending */

  /* Deadlines. */
  char *on_screen; /* (owned) (nullable) */
  gboolean attentive;
  CsnPresenceState presence_state;
  gboolean counting; /* some window runs */
  guint alarm;
  guint look_source;
  gint64 looked_boot;
  gint64 clock_offset; /* wall minus boot at the last look */
};

/* csn-gate.c */

/* Whether the gate is open; if not, @task (nullable) (transfer full) is told why. */
gboolean csn_gate_check_open (CsnGate *self, GTask *task);

GError *csn_gate_new_closed_error (CsnGate *self);

void csn_gate_changed (CsnGate *self);

void csn_gate_emit_delivery_queued (CsnGate *self, const char *source);

void csn_gate_emit_sources_changed (CsnGate *self);

void csn_gate_emit_policy_changed (CsnGate *self);

/* The task is told why the gate is closed: (transfer full) */
void csn_gate_return_closed (CsnGate *self, GTask *task);

/* The objects that a table holds now: (transfer full). */
GPtrArray *csn_gate_list_objects (GHashTable *table);

void csn_gate_add_item (CsnGate *self, CsnInboxItem *item);

void csn_gate_drop_item (CsnGate *self, CsnInboxItem *item);

char *csn_gate_new_task_key (const char *source, const char *task_id);

/* csn-gate-load.c */

void csn_gate_load (CsnGate *self, CsnSnapshot *snapshot);

CsnInboxItem *csn_inbox_item_new_stored (const CsnStoredRequest *stored);

void csn_inbox_item_restore (CsnInboxItem *item, const CsnStoredRequest *stored);

/* Keeps an item that left the inbox at hand for a while. */
void csn_gate_remember (CsnGate *self, CsnInboxItem *item);

/**
 * CsnFoundFunc:
 * @gate: the gate
 * @item: (nullable): the item, perhaps one that left the inbox; %NULL if there is none
 * @task: (transfer full): the caller's
 */
typedef void (*CsnFoundFunc) (CsnGate *gate, CsnInboxItem *item, GTask *task);

/* Looks for a request in memory, then in the store. */
void csn_gate_find_async (CsnGate *self, const char *request_id, GTask *task, CsnFoundFunc found);

/* csn-gate-fault.c */

void csn_gate_fail (CsnGate *self, const GError *error);

/* One move or search that was under way has ended. */
void csn_gate_end_work (CsnGate *self);

/* Memory is what the store says: lets the gate's life go on. */
void csn_gate_open (CsnGate *self);

/* csn-gate-submit.c */

/* A value of the store beside each pending request that is flagged so. */
#define CSN_GATE_CHANGED_PREFIX "changed:"

/* Flags a request whose id and revision came with other content as well. */
void csn_gate_flag_changed (CsnInboxItem *item);

/* Gives up the submits that wait for another. */
void csn_gate_abandon_submits (CsnGate *self);

void csn_gate_submit_again (CsnGate *self, GTask *task);

void csn_gate_take_over_by_policy (CsnMove *move, CsnInboxItem *item);

/* csn-gate-outcome.c */

/* Whether its agent still has something to report. */
gboolean csn_gate_awaits_outcome (CsnGate *self, CsnInboxItem *item);

/* Until when something about it is open, so that it stays in the inbox: G_MAXINT64 for nobody
 * knows, 0 for nothing is. */
gint64 csn_gate_get_open_until (CsnGate *self, CsnInboxItem *item);

/* csn-gate-settle.c */

void
csn_gate_settle (CsnMove *move, CsnInboxItem *item, CsnRequestState state, CsnDecision *decision);

/* Settles with a decision: state, event, delivery row. @details: (transfer full) (nullable) */
void csn_gate_settle_by (CsnMove *move,
                         CsnInboxItem *item,
                         CsnEventType type,
                         CsnDecision *decision,
                         const CsnActor *actor,
                         CsnJson *details);

/* Settles as withdrawn, with its event. */
void csn_gate_settle_withdrawn (CsnMove *move,
                                CsnInboxItem *item,
                                const CsnActor *actor,
                                const char *reason);

CsnDecision *csn_gate_new_decision (CsnMove *move,
                                    CsnInboxItem *item,
                                    CsnDecisionKind kind,
                                    const CsnJson *action,
                                    const CsnActor *actor,
                                    const char *notes);

/* One sentence for the loser: who won and when. */
char *csn_gate_describe_settled (CsnInboxItem *item);

gint64 csn_gate_latency_ms (CsnMove *move, CsnInboxItem *item);

/* csn-gate-agents.c */

CsnAgentItem *csn_gate_find_agent (CsnGate *self, const char *agent_id);

CsnAgentItem *csn_gate_need_agent (CsnMove *move, const char *agent_id, const char *source);

void csn_gate_put_agent (CsnMove *move, CsnAgentItem *agent);

void csn_gate_show_agent (CsnGate *self, CsnAgentItem *agent);

/* Puts an agent into a mode: recorded, and told to its endpoint. */
void csn_gate_set_mode (CsnMove *move,
                        CsnAgentItem *agent,
                        gboolean read_only,
                        const char *reason,
                        CsnInboxItem *item);

gboolean csn_gate_agent_has_takeover (CsnGate *self, const char *agent_id, CsnTakeoverItem *except);

void csn_gate_add_failure (CsnMove *move, CsnAgentItem *agent);

/* csn-gate-autonomy.c */

void csn_gate_apply_ratchet (CsnMove *move, CsnInboxItem *item, int input);

/* csn-gate-judge.c */

/**
 * csn_gate_judge:
 * @self: a gate
 * @request: what is judged
 * @now: microseconds since the epoch
 * @ret_context: (out) (optional) (transfer full): what else it was judged by, to be kept with it
 *
 * Returns: (transfer full): the verdict by the policy in force
 */
CsnVerdict *csn_gate_judge (CsnGate *self, CsnRequest *request, gint64 now, char **ret_context);

/**
 * csn_gate_judge_anew:
 * @move: a move
 * @item: a pending request
 * @cause: a stable code
 *
 * Raises the level of a request that waits, if by now it would get a stricter one; its wait begins
 * anew. It is never lowered: whoever waits was told that a person would look.
 *
 * Returns: %TRUE if it was raised; then the move records that
 */
gboolean csn_gate_judge_anew (CsnMove *move, CsnInboxItem *item, const char *cause);

/* An approval of the item draws from the grants that it rests on. */
void csn_gate_draw (CsnMove *move, CsnInboxItem *item);

void csn_gate_load_drawn (CsnGate *self, GPtrArray *drawn);

/* csn-gate-policy.c */

/**
 * csn_gate_load_policy:
 * @self: a gate
 * @snapshot: what the store says
 * @error: return location for a sentence
 *
 * Takes the policy in force from the store, where there is one.
 *
 * Returns: %FALSE if it can't be read: then the gate must stay closed
 */
gboolean csn_gate_load_policy (CsnGate *self, CsnSnapshot *snapshot, GError **error);

/* Records the first policy, if the store has none yet. */
void csn_gate_keep_first_policy (CsnMove *move);

/* Judges anew what waits under another policy than the one in force. */
void csn_gate_judge_pending (CsnGate *self);

/* csn-gate-calibrate.c */

/* Counts how the score of a request that was decided just now turned out. */
void csn_gate_count_score (CsnMove *move, CsnInboxItem *item, int result);

/* Counts, a few at a time, what version 1 left uncounted. */
void csn_gate_count_old_scores (CsnGate *self);

/* csn-gate-deadlines.c */

void csn_gate_start_watching (CsnGate *self);

void csn_gate_stop_watching (CsnGate *self);

/* Looks at every deadline when the main loop is idle; many calls become one. */
void csn_gate_look_soon (CsnGate *self);

void csn_gate_look_at_presence (CsnGate *self);

void csn_gate_halt_unseen (CsnGate *self);

/* Its wait begins at @from, wall time. */
void csn_gate_set_up_wait (CsnGate *self, CsnInboxItem *item, gint64 from);

/* csn-gate-silence.c */

gboolean csn_gate_silence_is_capped (CsnGate *self, CsnInboxItem *item, gint64 now);

void csn_gate_count_silence (CsnMove *move, CsnInboxItem *item);

void csn_gate_break_silence (CsnMove *move, CsnInboxItem *item);

void csn_gate_load_silence (CsnGate *self, GHashTable *values);

/* csn-gate-delivery.c */

void csn_gate_queue_decision (CsnMove *move, CsnInboxItem *item, CsnDecision *decision);

void csn_gate_queue_mode (CsnMove *move,
                          CsnAgentItem *agent,
                          const char *mode,
                          const char *reason,
                          CsnInboxItem *item);

void csn_gate_load_deliveries (CsnGate *self, GPtrArray *deliveries);

/* Gives up what is past its time; returns the wall time of the next one, or G_MAXINT64. */
gint64 csn_gate_give_up_deliveries (CsnGate *self, gint64 now);

void csn_gate_drop_deliveries (CsnMove *move, const char *source, const char *message);

/* csn-gate-takeover.c */

void csn_gate_open_takeover (CsnMove *move, CsnInboxItem *item, const char *reason);

void csn_gate_show_takeover (CsnGate *self, CsnTakeoverItem *takeover);

/* csn-gate-stop.c */

/* Goes to the agents with what a stop rejects. */
#define CSN_GATE_STOP_NOTE "Stopped by the reviewer."

gboolean csn_gate_is_stopped_for (CsnGate *self, const char *agent_id);

void csn_gate_reject_stopped (CsnMove *move, CsnInboxItem *item, const CsnActor *actor);

/* csn-gate-notice.c */

void csn_gate_tell (CsnGate *self, CsnNoticeKind kind, CsnInboxItem *item);

/* Whether a primary channel says that it reaches people. */
gboolean csn_gate_can_tell (CsnGate *self);

/* Tells anew of a request whose earlier notifications count no longer. */
void csn_gate_tell_anew (CsnGate *self, CsnInboxItem *item);

/* Tells the primary channels of all open takeovers. */
void csn_gate_tell_takeovers (CsnGate *self);

void csn_gate_take_back (CsnGate *self, CsnInboxItem *item);

void csn_gate_connect_channel (CsnGate *self, CsnChannel *channel);

G_END_DECLS
