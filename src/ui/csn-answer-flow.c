/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-answer-flow.h"

#include "csn-edit-dialog.h"
#include "csn-note-dialog.h"
#include "csn-time.h"

#define DEFAULT_ARMING_MS 1000

struct _CsnAnswerFlow
{
  GObject parent_instance;

  CsnService *service;     /* (owned) (nullable) */
  CsnAnswerSender *sender; /* (owned) (nullable) */
  CsnInboxItem *item;      /* (owned) (nullable) */
  GtkWindow *dialog;       /* (weak) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnAnswerFlow, csn_answer_flow, G_TYPE_OBJECT)

static void
csn_answer_flow_dispose (GObject *object)
{
  CsnAnswerFlow *self = CSN_ANSWER_FLOW (object);

  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->item);
  g_clear_object (&self->sender);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_answer_flow_parent_class)->dispose (object);
}

static void
csn_answer_flow_class_init (CsnAnswerFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_answer_flow_dispose;
}

static void
csn_answer_flow_init (CsnAnswerFlow *self)
{
}

CsnAnswerFlow *
csn_answer_flow_new (CsnService *service, CsnAnswerSender *sender)
{
  CsnAnswerFlow *self = g_object_new (CSN_TYPE_ANSWER_FLOW, NULL);

  g_set_object (&self->service, service);
  g_set_object (&self->sender, sender);
  return self;
}

guint
csn_answer_flow_get_arming_ms (CsnAnswerFlow *self)
{
  g_return_val_if_fail (CSN_IS_ANSWER_FLOW (self), DEFAULT_ARMING_MS);

  if (self->service == NULL)
    return DEFAULT_ARMING_MS;
  return (guint) csn_settings_get_arming_ms (csn_service_get_settings (self->service));
}

void
csn_answer_flow_set_item (CsnAnswerFlow *self, CsnInboxItem *item)
{
  g_return_if_fail (CSN_IS_ANSWER_FLOW (self));

  if (self->item == item)
    return;
  if (self->dialog != NULL)
    gtk_window_close (self->dialog);
  g_set_object (&self->item, item);
}

/* How long the answer can be undone. */
static gint64
get_delay (CsnAnswerFlow *self)
{
  gint64 deadline = csn_inbox_item_get_deadline_at (self->item);
  gint64 undo = 0;
  gint64 now = 0;

  if (self->service == NULL)
    return 0;
  undo = csn_settings_get_undo_seconds (csn_service_get_settings (self->service)) * CSN_SECOND;
  now = csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (self->service)));
  return csn_answer_sender_get_delay (undo, deadline != 0 ? MAX (deadline - now, 1) : 0);
}

static void
send_answer (CsnAnswerFlow *self, CsnDecisionKind kind, const CsnJson *action, const char *notes)
{
  CsnRequest *request = csn_inbox_item_get_request (self->item);
  CsnAnswer answer = {
    .request_id = csn_inbox_item_get_id (self->item),
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = kind,
    .action = action,
    .notes = notes,
    .via = "window",
  };

  if (self->sender != NULL)
    csn_answer_sender_send (self->sender, &answer, get_delay (self));
}

static void
on_note_sent (CsnNoteDialog *dialog, const char *notes, CsnAnswerFlow *self)
{
  if (self->item != NULL)
    send_answer (self, csn_note_dialog_get_kind (dialog), NULL, notes);
}

static void
on_edit_sent (CsnEditDialog *dialog, CsnJson *action, const char *notes, CsnAnswerFlow *self)
{
  if (self->item != NULL)
    send_answer (self, CSN_DECISION_EDIT, action, notes);
}

static CsnVerdict *
evaluate_edit (const CsnJson *action, gpointer user_data)
{
  CsnAnswerFlow *self = user_data;

  if (self->item == NULL || self->service == NULL)
    return NULL;
  return csn_gate_evaluate_edit (csn_service_get_gate (self->service),
                                 csn_inbox_item_get_id (self->item),
                                 action);
}

static void
present (CsnAnswerFlow *self, GtkWindow *dialog)
{
  g_set_weak_pointer (&self->dialog, dialog);
  gtk_window_present (dialog);
}

static void
ask_edit (CsnAnswerFlow *self, GtkWindow *parent)
{
  CsnEditDialog *dialog = csn_edit_dialog_new (parent,
                                               csn_inbox_item_get_request (self->item),
                                               csn_answer_flow_get_arming_ms (self),
                                               evaluate_edit,
                                               g_object_ref (self),
                                               g_object_unref);

  g_signal_connect_object (dialog, "send", G_CALLBACK (on_edit_sent), self, 0);
  present (self, GTK_WINDOW (dialog));
}

static void
ask_notes (CsnAnswerFlow *self, GtkWindow *parent, CsnDecisionKind kind)
{
  CsnNoteDialog *dialog = csn_note_dialog_new (parent,
                                               kind,
                                               csn_inbox_item_get_level (self->item),
                                               csn_answer_flow_get_arming_ms (self));

  g_signal_connect_object (dialog, "send", G_CALLBACK (on_note_sent), self, 0);
  present (self, GTK_WINDOW (dialog));
}

void
csn_answer_flow_begin (CsnAnswerFlow *self,
                       GtkWidget *over,
                       CsnDecisionKind kind,
                       gboolean with_notes)
{
  GtkRoot *root = NULL;
  GtkWindow *parent = NULL;

  g_return_if_fail (CSN_IS_ANSWER_FLOW (self));

  root = gtk_widget_get_root (over);
  parent = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  if (self->item == NULL)
    return;
  if (kind == CSN_DECISION_EDIT)
    ask_edit (self, parent);
  else if (with_notes)
    ask_notes (self, parent, kind);
  else
    send_answer (self, kind, NULL, NULL);
}
