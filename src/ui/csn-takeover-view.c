/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-takeover-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-action-view.h"
#include "csn-columns.h"
#include "csn-feedback.h"
#include "csn-fit-box.h"
#include "csn-reveal.h"
#include "csn-takeover-words.h"
#include "csn-value-grid.h"
#include "csn-widgets.h"
#include "csn-wrap-box.h"

struct _CsnTakeoverView
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkLabel *mode;
  GtkLabel *reason;
  GtkBox *done;
  CsnValueGrid *state;
  GtkLabel *author;
  GtkBox *steps;
  GtkTextView *note;
  GtkWidget *placeholder;
  GtkWidget *note_missing;
  CsnActionView *action_view;
  gconstpointer revealing; /* the item whose secrets were asked for; only compared */
  GtkLabel *failure;
  GtkButton *evidence_button;
  GtkWidget *hand_back_button;

  CsnService *service;     /* (owned) (nullable) */
  CsnTakeoverItem *item;   /* (owned) (nullable) */
  CsnHistoryModel *events; /* (owned) (nullable): of this request, to count them */
  GPtrArray *step_buttons; /* (owned) (element-type GtkCheckButton) */
};

enum
{
  EVIDENCE,
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnTakeoverView, csn_takeover_view, GTK_TYPE_WIDGET)

static CsnRequest *
get_request (CsnTakeoverView *self)
{
  return csn_inbox_item_get_request (csn_takeover_item_get_inbox_item (self->item));
}

static const char *
get_request_id (CsnTakeoverView *self)
{
  return csn_inbox_item_get_id (csn_takeover_item_get_inbox_item (self->item));
}

/* The gate's list keeps it. */
static CsnAgentItem *
find_agent (CsnTakeoverView *self)
{
  GListModel *agents = csn_gate_get_agents (csn_service_get_gate (self->service));
  CsnRequest *request = get_request (self);

  for (guint i = 0; i < g_list_model_get_n_items (agents); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);

      if (g_str_equal (csn_agent_item_get_agent_id (agent), csn_request_get_agent_id (request)))
        return agent;
    }
  return NULL;
}

static gboolean
has_others_open (CsnTakeoverView *self)
{
  GListModel *takeovers = csn_gate_get_takeovers (csn_service_get_gate (self->service));
  const char *agent_id = csn_request_get_agent_id (get_request (self));

  for (guint i = 0; i < g_list_model_get_n_items (takeovers); i++)
    {
      g_autoptr (CsnTakeoverItem) other = g_list_model_get_item (takeovers, i);
      CsnRequest *request = csn_inbox_item_get_request (csn_takeover_item_get_inbox_item (other));

      if (other != self->item && g_str_equal (csn_request_get_agent_id (request), agent_id))
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
new_line (const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);

  csn_widgets_mark_visible_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  return label;
}

static GtkWidget *
new_done_row (const CsnTakeoverStep *step)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = gtk_image_new_from_icon_name (step->failed ? "window-close-symbolic"
                                                               : "object-select-symbolic");
  GtkWidget *words = csn_wrap_box_new ();

  csn_widgets_name (mark, step->failed ? _ ("Failed") : _ ("Done"));
  gtk_widget_add_css_class (mark, step->failed ? "error" : "success");
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_margin_top (mark, 2);
  gtk_box_append (GTK_BOX (row), mark);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_parent (new_line (step->text), words);
  gtk_box_append (GTK_BOX (row), words);
  if (step->irreversible)
    {
      GtkWidget *chip = gtk_label_new (_ ("can’t be undone"));

      gtk_widget_add_css_class (chip, "chip");
      gtk_widget_add_css_class (chip, "chip-error");
      gtk_widget_set_parent (chip, words);
    }
  return row;
}

static void
fill_done (CsnTakeoverView *self, CsnTakeover *package)
{
  guint n_steps = csn_takeover_get_n_steps_done (package);
  GtkWidget *empty = NULL;

  for (guint i = 0; i < n_steps; i++)
    gtk_box_append (self->done, new_done_row (csn_takeover_get_step_done (package, i)));
  if (n_steps > 0)
    return;
  empty = new_line (_ ("The agent reported nothing that it did before."));
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_box_append (self->done, empty);
}

static void
fill_steps (CsnTakeoverView *self, CsnTakeover *package)
{
  const char *const *steps = csn_takeover_get_next_steps (package);

  for (guint i = 0; steps != NULL && steps[i] != NULL; i++)
    {
      GtkWidget *button = gtk_check_button_new ();
      GtkWidget *text = new_line (steps[i]);

      gtk_widget_set_hexpand (text, TRUE);
      gtk_widget_set_margin_start (text, 3);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (button), text);
      csn_widgets_name (button, steps[i]);
      gtk_box_append (self->steps, button);
      g_ptr_array_add (self->step_buttons, button);
    }
  if (g_str_equal (csn_takeover_get_author (package), "assessor"))
    gtk_label_set_text (self->author, _ ("suggested by the assessor"));
  else
    gtk_label_set_text (self->author, _ ("by rule"));
}

static void
update_mode (CsnTakeoverView *self)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  g_autofree char *mode = csn_takeover_words_mode (self->item,
                                                   find_agent (self),
                                                   csn_clock_get_wall (csn_gate_get_clock (gate)));

  csn_widgets_mark_visible_text (self->mode, mode);
}

static void
update_evidence (CsnTakeoverView *self)
{
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->events));
  g_autofree char *label = NULL;

  if (csn_history_model_get_n_new (self->events) > 0)
    csn_history_model_show_new (self->events);
  label = g_strdup_printf (ngettext ("Evidence (%u event)", "Evidence (%u events)", n_events),
                           n_events);
  gtk_button_set_label (self->evidence_button, n_events > 0 ? label : _ ("Evidence"));
}

static char *
dup_note (CsnTakeoverView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
on_note_changed (CsnTakeoverView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);

  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (buffer) == 0);
  gtk_widget_set_visible (self->note_missing, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
}

static GStrv
dup_steps_done (CsnTakeoverView *self)
{
  const char *const *steps =
      csn_takeover_get_next_steps (csn_takeover_item_get_package (self->item));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->step_buttons->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->step_buttons, i)))
      g_strv_builder_add (builder, steps[i]);
  return g_strv_builder_end (builder);
}

static void
on_handed_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnTakeoverView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  gboolean done = csn_gate_hand_back_finish (CSN_GATE (source), result, &error);

  /* The window may be gone. */
  if (self->item == NULL)
    return;
  gtk_widget_set_sensitive (self->hand_back_button, TRUE);
  if (!done)
    {
      gtk_label_set_text (self->failure, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->failure), TRUE);
      return;
    }
  title = csn_takeover_words_title (self->item);
  /* TRANSLATORS: "Handed back: crm-agent · Merge records" */
  text = g_strdup_printf (_ ("Handed back: %s"), title);
  g_signal_emit (self, signals[SAY], 0, text);
}

static void
hand_back (CsnTakeoverView *self)
{
  g_autofree char *note = dup_note (self);
  g_auto (GStrv) steps = dup_steps_done (self);

  gtk_widget_set_visible (GTK_WIDGET (self->failure), FALSE);
  gtk_widget_set_sensitive (self->hand_back_button, FALSE);
  csn_gate_hand_back_async (csn_service_get_gate (self->service),
                            get_request_id (self),
                            (const char *const *) steps,
                            note,
                            on_handed_back,
                            g_object_ref (self));
}

static void
on_hand_back_clicked (CsnTakeoverView *self)
{
  g_autofree char *note = dup_note (self);
  g_auto (GStrv) steps = dup_steps_done (self);
  g_autofree char *body = NULL;
  GtkWidget *dialog = NULL;

  if (*note == '\0')
    {
      gtk_widget_set_visible (self->note_missing, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->note));
      return;
    }
  body = csn_takeover_words_hand_back (self->item, g_strv_length (steps), has_others_open (self));
  dialog = csn_feedback_confirm (GTK_WIDGET (self),
                                 _ ("Hand Back to the Agent?"),
                                 body,
                                 _ ("_Hand Back"),
                                 ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog,
                           "response::yes",
                           G_CALLBACK (hand_back),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
on_copy_clicked (CsnTakeoverView *self)
{
  g_autofree char *title = csn_takeover_words_title (self->item);
  g_autofree char *package = csn_takeover_to_markdown (csn_takeover_item_get_package (self->item));
  g_autofree char *text = g_strdup_printf ("# %s\n\n%s", title, package);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[SAY], 0, _ ("The package is in the clipboard."));
}

static void
on_evidence_clicked (CsnTakeoverView *self)
{
  g_signal_emit (self, signals[EVIDENCE], 0);
}

static void
on_reveal_recorded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnTakeoverView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!csn_gate_record_event_finish (CSN_GATE (source), result, &error))
    g_signal_emit (self, signals[SAY], 0, error->message);
  else if (self->item != NULL && self->item == self->revealing)
    csn_action_view_reveal (self->action_view);
}

static void
on_reveal (CsnTakeoverView *self)
{
  self->revealing = self->item;
  csn_reveal_record_async (csn_service_get_gate (self->service),
                           get_request_id (self),
                           on_reveal_recorded,
                           g_object_ref (self));
}

static void
csn_takeover_view_dispose (GObject *object)
{
  CsnTakeoverView *self = CSN_TAKEOVER_VIEW (object);

  g_clear_object (&self->events);
  g_clear_object (&self->item);
  g_clear_object (&self->service);
  g_clear_pointer (&self->step_buttons, g_ptr_array_unref);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_takeover_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CSN_TYPE_ACTION_VIEW);
  g_type_ensure (CSN_TYPE_COLUMNS);
  g_type_ensure (CSN_TYPE_FIT_BOX);
  g_type_ensure (CSN_TYPE_VALUE_GRID);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-takeover-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, heading);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, mode);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, reason);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, done);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, state);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, author);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, steps);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, note);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, placeholder);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, note_missing);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, action_view);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, failure);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, evidence_button);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoverView, hand_back_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_evidence_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_hand_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal);
}

static void
csn_takeover_view_class_init (CsnTakeoverViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_takeover_view_dispose;
  signals[EVIDENCE] = g_signal_new ("evidence",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
  signals[SAY] = g_signal_new ("say",
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               1,
                               G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "takeoverview");
  bind_template (widget_class);
}

static void
csn_takeover_view_init (CsnTakeoverView *self)
{
  self->step_buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->note),
                           "changed",
                           G_CALLBACK (on_note_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
watch_events (CsnTakeoverView *self)
{
  g_autoptr (CsnHistoryQuery) query = g_new0 (CsnHistoryQuery, 1);

  query->request_id = g_strdup (get_request_id (self));
  self->events = csn_service_new_history (self->service);
  csn_history_model_set_query (self->events, query);
  g_signal_connect_object (self->events,
                           "items-changed",
                           G_CALLBACK (update_evidence),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->events,
                           "notify::n-new",
                           G_CALLBACK (update_evidence),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
csn_takeover_view_new (CsnService *service, CsnTakeoverItem *item)
{
  CsnTakeoverView *self = g_object_new (CSN_TYPE_TAKEOVER_VIEW, NULL);
  CsnTakeover *package = csn_takeover_item_get_package (item);
  CsnAgentItem *agent = NULL;

  self->service = g_object_ref (service);
  self->item = g_object_ref (item);
  csn_widgets_mark_visible_text (self->reason, csn_takeover_get_reason (package));
  csn_value_grid_set_value (self->state,
                            csn_takeover_get_state (package),
                            _ ("The agent reported no state."));
  csn_action_view_set_request (self->action_view, get_request (self));
  fill_done (self, package);
  fill_steps (self, package);
  watch_events (self);
  agent = find_agent (self);
  if (agent != NULL)
    g_signal_connect_object (agent, "changed", G_CALLBACK (update_mode), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "changed", G_CALLBACK (update_mode), self, G_CONNECT_SWAPPED);
  update_mode (self);
  return GTK_WIDGET (self);
}

CsnTakeoverItem *
csn_takeover_view_get_item (CsnTakeoverView *self)
{
  g_return_val_if_fail (CSN_IS_TAKEOVER_VIEW (self), NULL);

  return self->item;
}
