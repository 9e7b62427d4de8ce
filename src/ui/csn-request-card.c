/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-request-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-action-view.h"
#include "csn-agent-says.h"
#include "csn-answer-flow.h"
#include "csn-card-head.h"
#include "csn-confidence-view.h"
#include "csn-decision-bar.h"
#include "csn-delegation-view.h"
#include "csn-reveal.h"
#include "csn-rules-view.h"
#include "csn-timeline-view.h"
#include "csn-track-view.h"
#include "csn-widgets.h"

/* After so many frames what was filled in is laid out. */
#define LAYOUT_FRAMES 3

struct _CsnRequestCard
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  CsnCardHead *head;
  CsnActionView *action_view;
  CsnAgentSays *agent_says;
  CsnConfidenceView *confidence;
  CsnDelegationView *delegation;
  GtkExpander *rules_expander;
  CsnRulesView *rules;
  GtkExpander *track_expander;
  CsnTrackView *track;
  GtkExpander *timeline_expander;
  CsnTimelineView *timeline;
  CsnDecisionBar *bar;

  CsnService *service;     /* (owned) (nullable) */
  CsnAnswerSender *sender; /* (owned) (nullable) */
  CsnInboxItem *item;      /* (owned) (nullable) */
  CsnAnswerFlow *flow;     /* (owned) (nullable) */
  gulong changed_handler;
  guint tick;
  guint frame_watch;
  guint frames;
  gboolean scroll_down;
  gboolean bottom_seen;
};

enum
{
  OPEN_TAKEOVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnRequestCard, csn_request_card, GTK_TYPE_WIDGET)

/* What is read from the store is read once it is to be seen. */
static void
update_track (CsnRequestCard *self)
{
  CsnRequest *request = NULL;

  if (self->item == NULL || self->service == NULL ||
      !gtk_expander_get_expanded (self->track_expander))
    return;
  request = csn_inbox_item_get_request (self->item);
  csn_track_view_load (self->track,
                       self->service,
                       csn_request_get_agent_id (request),
                       csn_request_get_action_type (request));
}

static void
fill (CsnRequestCard *self)
{
  CsnRequest *request = csn_inbox_item_get_request (self->item);
  CsnVerdict *verdict = csn_inbox_item_get_verdict (self->item);
  CsnLevel level = csn_inbox_item_get_level (self->item);
  CsnGate *gate = self->service != NULL ? csn_service_get_gate (self->service) : NULL;

  csn_action_view_set_request (self->action_view, request);
  csn_agent_says_set_request (self->agent_says, request);
  csn_confidence_view_set_request (
      self->confidence,
      request,
      level,
      gate != NULL ? csn_policy_get_thresholds_for (csn_gate_get_policy (gate),
                                                    csn_request_get_action_type (request))
                   : NULL);
  if (self->service != NULL)
    csn_confidence_view_load_record (self->confidence, self->service);
  csn_delegation_view_set_request (self->delegation, gate, request);
  csn_rules_view_set_verdict (self->rules, verdict);
}

static void
update_read (CsnRequestCard *self)
{
  csn_decision_bar_set_read (self->bar,
                             self->bottom_seen &&
                                 csn_action_view_get_read_to_end (self->action_view));
}

/* The end of the action has been in view once its lower edge was above the lower edge of the card.
 * Until the frames that lay this action out, both edges are those of what was shown before. */
static void
on_scrolled (CsnRequestCard *self)
{
  graphene_rect_t bounds;

  if (self->item == NULL || self->bottom_seen || self->frames < LAYOUT_FRAMES ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !csn_action_view_get_edge_is_end (self->action_view))
    return;
  if (!gtk_widget_compute_bounds (GTK_WIDGET (self->action_view),
                                  GTK_WIDGET (self->scroller),
                                  &bounds))
    return;
  if (bounds.size.height < 1 || bounds.origin.y + bounds.size.height >
                                    gtk_widget_get_height (GTK_WIDGET (self->scroller)) + 1)
    return;
  self->bottom_seen = TRUE;
  update_read (self);
}

/* Layout comes with the next frames. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CsnRequestCard *self = CSN_REQUEST_CARD (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->frames++;
  if (self->frames < LAYOUT_FRAMES)
    return G_SOURCE_CONTINUE;
  on_scrolled (self);
  if (self->scroll_down)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  self->scroll_down = FALSE;
  self->frame_watch = 0;
  return G_SOURCE_REMOVE;
}

static void
look_at_end (CsnRequestCard *self)
{
  self->frames = 0;
  if (self->frame_watch == 0)
    self->frame_watch = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

/* Another view of the action, or more of it, was seen. */
static void
on_read (CsnRequestCard *self)
{
  update_read (self);
  if (!self->bottom_seen)
    look_at_end (self);
}

static void
update_timeline (CsnRequestCard *self)
{
  g_autoptr (CsnHistoryModel) history = NULL;
  g_autoptr (CsnHistoryQuery) query = NULL;

  if (self->item == NULL || self->service == NULL ||
      !gtk_expander_get_expanded (self->timeline_expander))
    {
      csn_timeline_view_set_model (self->timeline, NULL);
      return;
    }
  history = csn_service_new_history (self->service);
  query = g_new0 (CsnHistoryQuery, 1);
  query->request_id = g_strdup (csn_inbox_item_get_id (self->item));
  csn_history_model_set_query (history, query);
  csn_timeline_view_set_model (self->timeline, history);
}

static void
on_item_changed (CsnRequestCard *self)
{
  csn_card_head_update (self->head);
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          csn_inbox_item_get_state (self->item) == CSN_REQUEST_PENDING);
}

static gboolean
on_tick (gpointer user_data)
{
  CsnRequestCard *self = user_data;

  if (self->item != NULL)
    {
      csn_card_head_update (self->head);
      on_scrolled (self);
    }
  return G_SOURCE_CONTINUE;
}

static const char *
held_words (CsnDecisionKind kind)
{
  switch (kind)
    {
    case CSN_DECISION_APPROVE:
      return _ ("Approving… Nothing is decided yet.");
    case CSN_DECISION_EDIT:
      return _ ("Approving your edit… Nothing is decided yet.");
    case CSN_DECISION_REJECT:
      return _ ("Rejecting… Nothing is decided yet.");
    case CSN_DECISION_RESPOND:
      return _ ("Answering… Nothing is decided yet.");
    case CSN_DECISION_TAKEOVER:
    case CSN_DECISION_ESCALATE:
      break;
    }
  return _ ("Taking over… Nothing is decided yet.");
}

static void
update_held (CsnRequestCard *self)
{
  CsnDecisionKind kind = CSN_DECISION_APPROVE;
  gboolean held =
      self->item != NULL && self->sender != NULL &&
      csn_answer_sender_is_held (self->sender, csn_inbox_item_get_id (self->item), &kind);

  csn_decision_bar_set_held (self->bar, held ? held_words (kind) : NULL);
}

static void
on_answer_failed (CsnRequestCard *self, const char *request_id, const char *message)
{
  if (self->item != NULL && g_str_equal (csn_inbox_item_get_id (self->item), request_id))
    csn_card_head_say_failure (self->head, message);
}

typedef struct
{
  CsnRequestCard *card; /* (owned) */
  CsnInboxItem *item;   /* (owned) */
  gboolean edit;
} Reveal;

static void
on_reveal_recorded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reveal *reveal = user_data;
  CsnRequestCard *self = reveal->card;
  g_autoptr (GError) error = NULL;

  if (reveal->item != self->item)
    error = NULL;
  else if (!csn_gate_record_event_finish (CSN_GATE (source), result, &error))
    csn_card_head_say_failure (self->head, error->message);
  else
    csn_action_view_reveal (self->action_view);
  if (reveal->item == self->item && error == NULL && reveal->edit)
    csn_answer_flow_begin (self->flow, GTK_WIDGET (self), CSN_DECISION_EDIT, TRUE);
  g_object_unref (reveal->card);
  g_object_unref (reveal->item);
  g_free (reveal);
}

static void
reveal (CsnRequestCard *self, gboolean edit)
{
  Reveal *data = g_new0 (Reveal, 1);

  data->card = g_object_ref (self);
  data->item = g_object_ref (self->item);
  data->edit = edit;
  csn_reveal_record_async (csn_service_get_gate (self->service),
                           csn_inbox_item_get_id (self->item),
                           on_reveal_recorded,
                           data);
}

static void
on_reveal (CsnRequestCard *self)
{
  if (self->item != NULL && self->service != NULL)
    reveal (self, FALSE);
}

static void
on_decide (CsnRequestCard *self, int kind, gboolean with_notes)
{
  if (self->item == NULL || self->flow == NULL)
    return;
  csn_card_head_say_failure (self->head, NULL);
  /* The editor shows every value as it is. */
  if (kind == CSN_DECISION_EDIT && self->service != NULL &&
      csn_action_view_get_masked (self->action_view))
    reveal (self, TRUE);
  else
    csn_answer_flow_begin (self->flow, GTK_WIDGET (self), kind, with_notes);
}

static void
on_undo (CsnRequestCard *self)
{
  if (self->item != NULL && self->sender != NULL)
    csn_answer_sender_undo (self->sender, csn_inbox_item_get_id (self->item));
}

static void
on_open_takeover (CsnRequestCard *self)
{
  g_signal_emit (self, signals[OPEN_TAKEOVER], 0);
}

static void
csn_request_card_map (GtkWidget *widget)
{
  CsnRequestCard *self = CSN_REQUEST_CARD (widget);

  GTK_WIDGET_CLASS (csn_request_card_parent_class)->map (widget);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick, self);
  look_at_end (self);
}

static void
csn_request_card_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CSN_REQUEST_CARD (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (csn_request_card_parent_class)->unmap (widget);
}

static void
csn_request_card_dispose (GObject *object)
{
  CsnRequestCard *self = CSN_REQUEST_CARD (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_handler, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->flow);
  g_clear_object (&self->sender);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_request_card_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (CSN_TYPE_ACTION_VIEW);
  g_type_ensure (CSN_TYPE_AGENT_SAYS);
  g_type_ensure (CSN_TYPE_CARD_HEAD);
  g_type_ensure (CSN_TYPE_CONFIDENCE_VIEW);
  g_type_ensure (CSN_TYPE_DECISION_BAR);
  g_type_ensure (CSN_TYPE_DELEGATION_VIEW);
  g_type_ensure (CSN_TYPE_RULES_VIEW);
  g_type_ensure (CSN_TYPE_TIMELINE_VIEW);
  g_type_ensure (CSN_TYPE_TRACK_VIEW);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-request-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, head);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, action_view);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, agent_says);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, confidence);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, delegation);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, rules_expander);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, rules);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, track_expander);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, track);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, timeline_expander);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, timeline);
  gtk_widget_class_bind_template_child (widget_class, CsnRequestCard, bar);
  gtk_widget_class_bind_template_callback (widget_class, on_read);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal);
  gtk_widget_class_bind_template_callback (widget_class, update_timeline);
  gtk_widget_class_bind_template_callback (widget_class, update_track);
  gtk_widget_class_bind_template_callback (widget_class, on_decide);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
  gtk_widget_class_bind_template_callback (widget_class, on_open_takeover);
}

static void
csn_request_card_class_init (CsnRequestCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ensure_types ();
  G_OBJECT_CLASS (klass)->dispose = csn_request_card_dispose;
  widget_class->map = csn_request_card_map;
  widget_class->unmap = csn_request_card_unmap;
  signals[OPEN_TAKEOVER] = g_signal_new ("open-takeover",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "requestcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static void
csn_request_card_init (CsnRequestCard *self)
{
  GtkAdjustment *adjustment = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Request"));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment,
                           "value-changed",
                           G_CALLBACK (on_scrolled),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
csn_request_card_new (void)
{
  return g_object_new (CSN_TYPE_REQUEST_CARD, NULL);
}

void
csn_request_card_set_service (CsnRequestCard *self, CsnService *service, CsnAnswerSender *sender)
{
  g_return_if_fail (CSN_IS_REQUEST_CARD (self));
  g_return_if_fail (self->flow == NULL);

  g_set_object (&self->service, service);
  g_set_object (&self->sender, sender);
  csn_card_head_set_service (self->head, service);
  self->flow = csn_answer_flow_new (service, sender);
  csn_decision_bar_set_delay (self->bar, csn_answer_flow_get_arming_ms (self->flow));
  if (sender == NULL)
    return;
  g_signal_connect_object (sender, "held", G_CALLBACK (update_held), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sender, "released", G_CALLBACK (update_held), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sender,
                           "failed",
                           G_CALLBACK (on_answer_failed),
                           self,
                           G_CONNECT_SWAPPED);
}

void
csn_request_card_set_item (CsnRequestCard *self, CsnInboxItem *item)
{
  g_return_if_fail (CSN_IS_REQUEST_CARD (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_handler, self->item);
  if (self->flow != NULL)
    csn_answer_flow_set_item (self->flow, item);
  g_set_object (&self->item, item);
  self->bottom_seen = FALSE;
  self->frames = 0;
  csn_card_head_set_item (self->head, item);
  gtk_expander_set_expanded (self->track_expander, FALSE);
  gtk_expander_set_expanded (self->timeline_expander, FALSE);
  csn_decision_bar_set_item (self->bar, item);
  if (item == NULL)
    return;
  self->changed_handler =
      g_signal_connect_swapped (item, "changed", G_CALLBACK (on_item_changed), self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  fill (self);
  on_item_changed (self);
  update_held (self);
  look_at_end (self);
}

CsnInboxItem *
csn_request_card_get_item (CsnRequestCard *self)
{
  g_return_val_if_fail (CSN_IS_REQUEST_CARD (self), NULL);

  return self->item;
}

void
csn_request_card_disturb (CsnRequestCard *self)
{
  g_return_if_fail (CSN_IS_REQUEST_CARD (self));

  csn_decision_bar_disturb (self->bar);
}

void
csn_request_card_run (CsnRequestCard *self, const char *action)
{
  g_return_if_fail (CSN_IS_REQUEST_CARD (self));

  gtk_widget_activate_action (GTK_WIDGET (self->bar), action, NULL);
}

gboolean
csn_request_card_approve_by_key (CsnRequestCard *self, guint keycode)
{
  g_return_val_if_fail (CSN_IS_REQUEST_CARD (self), FALSE);

  return csn_decision_bar_approve_by_key (self->bar, keycode);
}

void
csn_request_card_expand (CsnRequestCard *self, gboolean expanded)
{
  g_return_if_fail (CSN_IS_REQUEST_CARD (self));

  gtk_expander_set_expanded (self->rules_expander, expanded);
  gtk_expander_set_expanded (self->track_expander, expanded);
  gtk_expander_set_expanded (self->timeline_expander, expanded);
  self->scroll_down = expanded;
  if (expanded)
    look_at_end (self);
}
