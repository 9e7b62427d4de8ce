/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-note-dialog.h"

#include <glib/gi18n.h>

#include "csn-arming.h"
#include "csn-widgets.h"

struct _CsnNoteDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *reasons;
  GtkTextView *text;
  GtkLabel *caption;

  CsnDecisionKind kind;
  CsnLevel level;
  guint arming_ms;
  const char *reason; /* (nullable): the chosen template */
  CsnArming *arming;  /* (owned) */
};

enum
{
  SEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnNoteDialog, csn_note_dialog, ADW_TYPE_MESSAGE_DIALOG)

typedef struct
{
  const char *heading;
  const char *body;
  const char *name;
  const char *caption;
  const char *response;
} KindWords;

/* What the agent is told goes to it in the reviewer's language; templates save typing, no more. */
static const char *const reject_reasons[] = {
  N_ ("It targets the wrong thing"),
  N_ ("It does more than is needed"),
  N_ ("There is not enough information"),
  N_ ("It is against our rules"),
  N_ ("Not now"),
};

static KindWords
words_of (CsnDecisionKind kind)
{
  switch (kind)
    {
    case CSN_DECISION_REJECT:
      return (KindWords){ _ ("Reject This Request?"),
                          _ ("The agent is told that a person rejected it, and why."),
                          _ ("Reason in your words"),
                          _ ("Optional. The agent gets your words as they are."),
                          _ ("_Reject") };
    case CSN_DECISION_RESPOND:
      return (
          KindWords){ _ ("Respond to the Agent"),
                      _ ("Nothing is approved. The agent gets your answer and may propose again."),
                      _ ("Your answer"),
                      _ ("The agent gets your words as they are."),
                      _ ("_Send") };
    case CSN_DECISION_TAKEOVER:
      return (KindWords){
        _ ("Take Over From the Agent?"),
        _ ("The agent goes read-only at once, and the request is yours until you hand it back."),
        _ ("Why you take over"),
        _ ("Optional. The agent gets your words as they are."),
        _ ("_Take Over")
      };
    case CSN_DECISION_APPROVE:
    case CSN_DECISION_EDIT:
    case CSN_DECISION_ESCALATE:
      break;
    }
  return (KindWords){ _ ("Approve With a Comment?"),
                      _ ("The agent may do exactly what the card shows."),
                      _ ("Your comment"),
                      _ ("The agent gets your words as they are."),
                      /* No mnemonic: a key must not approve. */
                      _ ("Approve") };
}

static char *
dup_text (CsnNoteDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

char *
csn_note_dialog_dup_notes (CsnNoteDialog *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (CSN_IS_NOTE_DIALOG (self), NULL);

  text = dup_text (self);
  if (self->reason == NULL)
    return *text != '\0' ? g_steal_pointer (&text) : NULL;
  if (*text == '\0')
    return g_strdup (_ (self->reason));
  return g_strdup_printf ("%s. %s", _ (self->reason), text);
}

static void
update (CsnNoteDialog *self)
{
  g_autofree char *text = dup_text (self);
  gboolean enabled = TRUE;

  if (self->kind == CSN_DECISION_APPROVE)
    enabled = csn_arming_get_armed (self->arming);
  else if (self->kind == CSN_DECISION_RESPOND)
    enabled = *text != '\0';
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "send", enabled);
}

static void
on_active (CsnNoteDialog *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    csn_arming_restart (self->arming, self->arming_ms);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnNoteDialog *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  csn_arming_key_pressed (self->arming, keycode);
  if (self->kind != CSN_DECISION_APPROVE || focus == GTK_WIDGET (self->text))
    return FALSE;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter &&
      keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return FALSE;
  return self->level >= CSN_LEVEL_HARD_APPROVAL || !csn_arming_key_counts (self->arming, keycode);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 CsnNoteDialog *self)
{
  csn_arming_key_released (self->arming, keycode);
}

static void
on_reason_toggled (GtkCheckButton *button, CsnNoteDialog *self)
{
  const char *label = gtk_check_button_get_label (button);

  if (!gtk_check_button_get_active (button))
    return;
  self->reason = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (reject_reasons); i++)
    if (g_strcmp0 (label, _ (reject_reasons[i])) == 0)
      self->reason = reject_reasons[i];
}

static void
add_reasons (CsnNoteDialog *self)
{
  GtkWidget *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reject_reasons); i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (_ (reject_reasons[i]));

      gtk_widget_add_css_class (button, "reason");
      if (group == NULL)
        group = button;
      else
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
      g_signal_connect (button, "toggled", G_CALLBACK (on_reason_toggled), self);
      gtk_list_box_append (GTK_LIST_BOX (self->reasons), button);
    }
  gtk_widget_set_visible (self->reasons, TRUE);
}

static void
csn_note_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  CsnNoteDialog *self = CSN_NOTE_DIALOG (dialog);
  g_autofree char *notes = NULL;

  if (!g_str_equal (response, "send"))
    return;
  notes = csn_note_dialog_dup_notes (self);
  g_signal_emit (self, signals[SEND], 0, notes);
}

static void
csn_note_dialog_dispose (GObject *object)
{
  g_clear_object (&CSN_NOTE_DIALOG (object)->arming);

  G_OBJECT_CLASS (csn_note_dialog_parent_class)->dispose (object);
}

static void
csn_note_dialog_class_init (CsnNoteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_note_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = csn_note_dialog_response;
  signals[SEND] = g_signal_new ("send",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnNoteDialog, reasons);
  gtk_widget_class_bind_template_child (widget_class, CsnNoteDialog, text);
  gtk_widget_class_bind_template_child (widget_class, CsnNoteDialog, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
}

static void
csn_note_dialog_init (CsnNoteDialog *self)
{
  self->arming = csn_arming_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->arming,
                           "notify::armed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text),
                           "changed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
}

CsnNoteDialog *
csn_note_dialog_new (GtkWindow *parent, CsnDecisionKind kind, CsnLevel level, guint arming_ms)
{
  CsnNoteDialog *self =
      g_object_new (CSN_TYPE_NOTE_DIALOG, "transient-for", parent, "modal", parent != NULL, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  KindWords words = words_of (kind);

  self->kind = kind;
  self->level = level;
  self->arming_ms = arming_ms;
  adw_message_dialog_set_heading (dialog, words.heading);
  adw_message_dialog_set_body (dialog, words.body);
  adw_message_dialog_set_response_label (dialog, "send", words.response);
  gtk_label_set_text (self->caption, words.caption);
  csn_widgets_name (GTK_WIDGET (self->text), words.name);
  if (kind == CSN_DECISION_REJECT)
    {
      add_reasons (self);
      adw_message_dialog_set_response_appearance (dialog, "send", ADW_RESPONSE_DESTRUCTIVE);
    }
  else
    {
      adw_message_dialog_set_response_appearance (dialog, "send", ADW_RESPONSE_SUGGESTED);
    }
  csn_arming_restart (self->arming, arming_ms);
  update (self);
  return self;
}

CsnDecisionKind
csn_note_dialog_get_kind (CsnNoteDialog *self)
{
  g_return_val_if_fail (CSN_IS_NOTE_DIALOG (self), CSN_DECISION_REJECT);

  return self->kind;
}
