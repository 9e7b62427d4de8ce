/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-arming.h"
#include "csn-json-diff.h"
#include "csn-policy-change.h"
#include "csn-policy-editor.h"
#include "csn-policy-words.h"
#include "csn-replay-view.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

#define CHECK_DELAY_MS 300

struct _CsnPolicyDialog
{
  AdwWindow parent_instance;

  GtkWidget *apply_button;
  GtkLabel *origin;
  GtkLabel *status;
  GtkStack *stack;
  GtkListBox *changes;
  GtkWidget *replay_box;
  CsnReplayView *replay;
  GtkSourceView *editor;

  CsnService *service; /* (owned) */
  CsnPolicy *proposed; /* (owned) (nullable): %NULL while the text is no policy */
  CsnArming *arming;   /* (owned) */
  guint check;
  guint n_changes;
  gboolean loosens;
  gboolean applying;
  gboolean applied;
  gboolean foreign;
};

enum
{
  APPLIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnPolicyDialog, csn_policy_dialog, ADW_TYPE_WINDOW)

gboolean
csn_policy_dialog_get_may_apply (CsnPolicyDialog *self)
{
  g_return_val_if_fail (CSN_IS_POLICY_DIALOG (self), FALSE);

  /* Nobody loosens what was not tried on the recorded requests first. */
  return self->proposed != NULL && self->n_changes > 0 && !self->applying &&
         csn_arming_get_armed (self->arming) &&
         !(self->loosens && csn_replay_view_get_running (self->replay));
}

static void
update_apply (CsnPolicyDialog *self)
{
  gtk_widget_set_sensitive (self->apply_button, csn_policy_dialog_get_may_apply (self));
}

static void
arm (CsnPolicyDialog *self)
{
  csn_arming_restart (
      self->arming,
      (guint) csn_settings_get_arming_ms (csn_service_get_settings (self->service)));
  update_apply (self);
}

static void
set_status (CsnPolicyDialog *self, const char *text, const char *css_class)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "dim-label");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), css_class);
}

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A whole rule or grant, of which the words only say that it changed. */
static void
append_value (GtkBox *box, const char *json, const char *css_class)
{
  g_autofree char *visible = NULL;

  if (json == NULL || json[0] != '{')
    return;
  visible = csn_visible_text (json, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  gtk_box_append (box, new_text (visible, css_class));
}

static CsnJson *
parse (const char *json)
{
  return csn_json_parse (json, strlen (json), CSN_POLICY_MAX_BYTES, NULL, NULL);
}

/* Of a rule or grant that is there before and after, only what differs in it. */
static gboolean
append_difference (GtkBox *box, const CsnPolicyChange *change)
{
  gboolean whole = change->before != NULL && change->before[0] == '{' && change->after != NULL &&
                   change->after[0] == '{';
  g_autoptr (CsnJson) before = whole ? parse (change->before) : NULL;
  g_autoptr (CsnJson) after = whole ? parse (change->after) : NULL;
  g_autoptr (GPtrArray) members = NULL;

  if (before == NULL || after == NULL)
    return FALSE;
  members = csn_json_diff (before, after);
  for (guint i = 0; i < members->len; i++)
    {
      const CsnJsonChange *member = g_ptr_array_index (members, i);
      g_autofree char *words =
          g_strdup_printf ("%s: %s → %s",
                           member->path,
                           member->before != NULL ? member->before : _ ("(added)"),
                           member->after != NULL ? member->after : _ ("(removed)"));

      gtk_box_append (box, new_text (words, "literal"));
    }
  return TRUE;
}

static GtkWidget *
new_change (const CsnPolicyChange *change)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *chip = gtk_label_new (change->loosens ? _ ("loosens") : _ ("stricter or equal"));
  g_autofree char *words = csn_policy_words_change (change);

  gtk_box_append (GTK_BOX (texts), new_text (words, NULL));
  if (!append_difference (GTK_BOX (texts), change))
    {
      append_value (GTK_BOX (texts), change->before, "diff-before");
      append_value (GTK_BOX (texts), change->after, "diff-after");
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (chip, GTK_ALIGN_START);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, change->loosens ? "chip-error" : "chip-plain");
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), chip);
  gtk_widget_add_css_class (row, "policy-change");
  return row;
}

static void
show_changes (CsnPolicyDialog *self, GPtrArray *changes)
{
  csn_widgets_remove_children (GTK_WIDGET (self->changes));
  self->n_changes = changes != NULL ? changes->len : 0;
  self->loosens = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->changes), self->n_changes > 0);
  gtk_widget_set_visible (self->replay_box, self->n_changes > 0);
  for (guint i = 0; i < self->n_changes; i++)
    {
      const CsnPolicyChange *change = g_ptr_array_index (changes, i);
      GtkWidget *row = gtk_list_box_row_new ();

      self->loosens |= change->loosens;
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), new_change (change));
      gtk_list_box_append (self->changes, row);
    }
}

static void
say_changes (CsnPolicyDialog *self, GPtrArray *changes)
{
  g_autofree char *text = NULL;
  guint n_loosening = 0;

  for (guint i = 0; i < changes->len; i++)
    n_loosening += ((const CsnPolicyChange *) g_ptr_array_index (changes, i))->loosens;
  if (changes->len == 0)
    {
      set_status (self, _ ("Nothing is changed: this is the policy in force."), "dim-label");
      return;
    }
  if (n_loosening == 0)
    text = g_strdup_printf (ngettext ("%u change, which asks a person as often or more often.",
                                      "%u changes, which ask a person as often or more often.",
                                      changes->len),
                            changes->len);
  else
    text = g_strdup_printf (ngettext ("%u change. It may let through what a person is asked about "
                                      "today.",
                                      "%u changes. Those marked may let through what a person is "
                                      "asked about today.",
                                      changes->len),
                            changes->len);
  set_status (self, text, NULL);
}

static void
show_proposed (CsnPolicyDialog *self)
{
  g_autoptr (GPtrArray) changes =
      csn_policy_describe_changes (csn_judgement_get_policy (self->service), self->proposed);

  show_changes (self, changes);
  say_changes (self, changes);
  csn_replay_view_run (self->replay, self->service, changes->len > 0 ? self->proposed : NULL);
  arm (self);
}

static gboolean
on_check (gpointer user_data)
{
  CsnPolicyDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->check = 0;
  self->proposed = csn_policy_editor_parse (self->editor, &error);
  if (self->proposed != NULL)
    {
      show_proposed (self);
      return G_SOURCE_REMOVE;
    }
  show_changes (self, NULL);
  csn_replay_view_run (self->replay, self->service, NULL);
  set_status (self, error->message, "error");
  update_apply (self);
  return G_SOURCE_REMOVE;
}

static void
on_text_changed (CsnPolicyDialog *self)
{
  g_clear_pointer (&self->proposed, csn_policy_unref);
  csn_arming_stop (self->arming);
  update_apply (self);
  g_clear_handle_id (&self->check, g_source_remove);
  self->check = g_timeout_add (CHECK_DELAY_MS, on_check, self);
}

/* Somebody else changed the policy in force: the differences are others now. */
static void
on_policy_changed (CsnPolicyDialog *self)
{
  if (self->proposed != NULL && !self->applying && !self->applied)
    show_proposed (self);
}

static void
on_active (CsnPolicyDialog *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && self->check == 0 && self->service != NULL)
    arm (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnPolicyDialog *self)
{
  csn_arming_key_pressed (self->arming, keycode);
  if (gtk_window_get_focus (GTK_WINDOW (self)) != self->apply_button)
    return FALSE;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter &&
      keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return FALSE;
  return !csn_arming_key_counts (self->arming, keycode);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 CsnPolicyDialog *self)
{
  csn_arming_key_released (self->arming, keycode);
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPolicyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->applying = FALSE;
  if (csn_judgement_set_policy_finish (CSN_SERVICE (source), result, &error))
    {
      self->applied = TRUE;
      g_signal_emit (self, signals[APPLIED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  text = g_strdup_printf (_ ("The old policy stays in force: %s"), error->message);
  set_status (self, text, "error");
  arm (self);
}

static void
on_apply_clicked (CsnPolicyDialog *self)
{
  if (!csn_policy_dialog_get_may_apply (self))
    return;
  self->applying = TRUE;
  update_apply (self);
  csn_judgement_set_policy_async (self->service, self->proposed, on_applied, g_object_ref (self));
}

static gboolean
csn_policy_dialog_close_request (GtkWindow *window)
{
  CsnPolicyDialog *self = CSN_POLICY_DIALOG (window);

  if (self->foreign && !self->applied && !self->applying)
    csn_judgement_drop_proposal (self->service);
  self->foreign = FALSE;
  return GTK_WINDOW_CLASS (csn_policy_dialog_parent_class)->close_request (window);
}

static void
csn_policy_dialog_dispose (GObject *object)
{
  CsnPolicyDialog *self = CSN_POLICY_DIALOG (object);

  g_clear_handle_id (&self->check, g_source_remove);
  g_clear_pointer (&self->proposed, csn_policy_unref);
  if (self->arming != NULL)
    csn_arming_stop (self->arming);
  g_clear_object (&self->arming);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_policy_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-policy-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, origin);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, status);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, replay_box);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, replay);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyDialog, editor);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update_apply);
}

static void
csn_policy_dialog_class_init (CsnPolicyDialogClass *klass)
{
  g_type_ensure (CSN_TYPE_REPLAY_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = csn_policy_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = csn_policy_dialog_close_request;
  signals[APPLIED] = g_signal_new ("applied",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
csn_policy_dialog_init (CsnPolicyDialog *self)
{
  self->arming = csn_arming_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_policy_editor_set_up (self->editor);
  g_signal_connect_object (self->arming,
                           "notify::armed",
                           G_CALLBACK (update_apply),
                           self,
                           G_CONNECT_SWAPPED);
}

CsnPolicyDialog *
csn_policy_dialog_new (GtkWindow *parent, CsnService *service, CsnPolicy *proposed)
{
  CsnPolicyDialog *self =
      g_object_new (CSN_TYPE_POLICY_DIALOG, "transient-for", parent, "modal", parent != NULL, NULL);

  self->service = g_object_ref (service);
  if (proposed == NULL)
    proposed = csn_judgement_get_policy (service);
  csn_policy_editor_put (self->editor, proposed);
  self->proposed = csn_policy_ref (proposed);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)),
                           "changed",
                           G_CALLBACK (on_text_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_service_get_gate (service),
                           "policy-changed",
                           G_CALLBACK (on_policy_changed),
                           self,
                           G_CONNECT_SWAPPED);
  show_proposed (self);
  return self;
}

void
csn_policy_dialog_set_foreign (CsnPolicyDialog *self)
{
  g_return_if_fail (CSN_IS_POLICY_DIALOG (self));

  self->foreign = TRUE;
  gtk_label_set_text (self->origin,
                      _ ("A program of your session proposed this with countersignctl. It is not "
                         "in force. Apply it only if you know why it was proposed."));
  gtk_widget_set_visible (GTK_WIDGET (self->origin), TRUE);
}

void
csn_policy_dialog_show_editor (CsnPolicyDialog *self)
{
  g_return_if_fail (CSN_IS_POLICY_DIALOG (self));

  gtk_stack_set_visible_child_name (self->stack, "json");
}

void
csn_policy_dialog_set_text (CsnPolicyDialog *self, const char *text)
{
  g_return_if_fail (CSN_IS_POLICY_DIALOG (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), text, -1);
}
