/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-json-edit.h"
#include "csn-policy-apply.h"
#include "csn-policy-dialog.h"
#include "csn-policy-draft.h"
#include "csn-wrap-box.h"

#define N_SPINS 11
#define N_SWITCHES 3

struct _CsnPolicyPage
{
  AdwPreferencesPage parent_instance;

  AdwComboRow *preset;
  AdwActionRow *digest;
  GtkRevealer *draft;
  GtkLabel *draft_words;
  GtkWidget *apply_button;
  GtkSpinButton *spins[N_SPINS];
  GtkSwitch *switches[N_SWITCHES];
  GtkEditable *costs;

  CsnService *service; /* (owned) (nullable) */
  CsnPolicy *drafted;  /* (owned) (nullable): what the widgets say, where it is a policy */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  gboolean filling;
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnPolicyPage, csn_policy_page, ADW_TYPE_PREFERENCES_PAGE)

/* Which widget shows which member, and how many of the member's units one of the widget's is. */
static const struct
{
  const char *widget;
  const char *path;
  int digits;
  int unit;
} spin_members[N_SPINS] = {
  { "takeover_below", "confidence.takeover_below", 2, 1 },
  { "hard_below", "confidence.hard_below", 2, 1 },
  { "soft_below", "confidence.soft_below", 2, 1 },
  { "irreversible_soft_above", "confidence.irreversible_soft_above", 2, 1 },
  { "reversible_auto_above", "confidence.reversible_auto_above", 2, 1 },
  { "timeout_soft", "timeout_seconds.soft", 0, 1 },
  { "timeout_hard", "timeout_seconds.hard", 0, 1 },
  { "promote_after", "autonomy.promote_after", 0, 1 },
  { "demote_after", "autonomy.demote_after", 0, 1 },
  { "window_hours", "autonomy.window_seconds", 0, 3600 },
  { "failures_24h", "failures_24h", 0, 1 },
};

static const struct
{
  const char *widget;
  const char *path;
} switch_members[N_SWITCHES] = {
  { "irreversible_hard", "irreversible_hard" },
  { "silence_reversible", "silence_approves_reversible_only" },
  { "confirm_promotions", "autonomy.confirm_promotions" },
};

static const char *const presets[] = { "reference", "cautious", "custom" };

static void
say (GtkWidget *widget, const char *text)
{
  g_signal_emit (widget, signals[SAY], 0, text);
}

static double
get_number (const CsnJson *document, const char *path)
{
  const CsnJson *value = csn_policy_draft_find (document, path);
  double number = 0;

  if (value != NULL)
    csn_json_get_double (value, &number);
  return number;
}

static gboolean
get_switch (const CsnJson *document, const char *path)
{
  const CsnJson *value = csn_policy_draft_find (document, path);

  return value != NULL && csn_json_get_value_type (value) == CSN_JSON_BOOLEAN &&
         csn_json_get_boolean (value);
}

static void
fill_numbers (CsnPolicyPage *self, const CsnJson *document)
{
  g_autofree char *costs = csn_policy_draft_costs (document);

  for (guint i = 0; i < N_SPINS; i++)
    gtk_spin_button_set_value (self->spins[i],
                               get_number (document, spin_members[i].path) / spin_members[i].unit);
  for (guint i = 0; i < N_SWITCHES; i++)
    gtk_switch_set_active (self->switches[i], get_switch (document, switch_members[i].path));
  gtk_editable_set_text (self->costs, costs);
}

static void
show_preset (CsnPolicyPage *self, const CsnPolicy *policy)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_strcmp0 (csn_policy_get_preset (policy), presets[i]) == 0)
      adw_combo_row_set_selected (self->preset, i);
}

static gboolean
draft_spins (CsnPolicyPage *self, const CsnJson *document, CsnPolicy **policy, GError **error)
{
  for (guint i = 0; i < N_SPINS; i++)
    {
      double before = get_number (document, spin_members[i].path) / spin_members[i].unit;
      double after = gtk_spin_button_get_value (self->spins[i]);
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      /* What is not touched stays as exact as it is. */
      if (ABS (before - after) < (spin_members[i].digits > 0 ? 0.005 : 0.5))
        continue;
      g_ascii_formatd (number,
                       sizeof number,
                       spin_members[i].digits > 0 ? "%.2f" : "%.0f",
                       after * spin_members[i].unit);
      if (!csn_policy_draft_set (policy, spin_members[i].path, number, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
draft_switches (CsnPolicyPage *self, const CsnJson *document, CsnPolicy **policy, GError **error)
{
  for (guint i = 0; i < N_SWITCHES; i++)
    {
      gboolean active = gtk_switch_get_active (self->switches[i]);

      if (active == get_switch (document, switch_members[i].path))
        continue;
      if (!csn_policy_draft_set (policy, switch_members[i].path, active ? "true" : "false", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
draft_costs (CsnPolicyPage *self, const CsnJson *document, CsnPolicy **policy, GError **error)
{
  g_autofree char *before = csn_policy_draft_costs (document);
  const char *after = gtk_editable_get_text (self->costs);

  return g_str_equal (before, after) || csn_policy_draft_set_costs (policy, after, error);
}

static CsnPolicy *
make_draft (CsnPolicyPage *self, GError **error)
{
  CsnPolicy *in_force = csn_judgement_get_policy (self->service);
  g_autoptr (CsnJson) document = csn_policy_draft_read (in_force);
  g_autoptr (CsnPolicy) policy = csn_policy_ref (in_force);

  if (!draft_spins (self, document, &policy, error) ||
      !draft_switches (self, document, &policy, error) ||
      !draft_costs (self, document, &policy, error))
    return NULL;
  return g_steal_pointer (&policy);
}

static void
update_draft (CsnPolicyPage *self)
{
  CsnPolicy *in_force = csn_judgement_get_policy (self->service);
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  g_clear_pointer (&self->drafted, csn_policy_unref);
  self->drafted = make_draft (self, &error);
  changed = self->drafted == NULL ||
            !g_str_equal (csn_policy_get_sha256 (self->drafted), csn_policy_get_sha256 (in_force));
  gtk_label_set_text (self->draft_words,
                      error != NULL ? error->message : _ ("Not in force before you apply it."));
  gtk_widget_set_sensitive (self->apply_button, self->drafted != NULL);
  gtk_revealer_set_reveal_child (self->draft, changed);
  self->filling = TRUE;
  show_preset (self, self->drafted != NULL ? self->drafted : in_force);
  self->filling = FALSE;
}

static void
on_changed (CsnPolicyPage *self)
{
  if (!self->filling && self->service != NULL)
    update_draft (self);
}

static void
fill (CsnPolicyPage *self)
{
  CsnPolicy *policy = csn_judgement_get_policy (self->service);
  g_autoptr (CsnJson) document = csn_policy_draft_read (policy);

  self->filling = TRUE;
  fill_numbers (self, document);
  adw_action_row_set_subtitle (self->digest, csn_policy_get_sha256 (policy));
  self->filling = FALSE;
  update_draft (self);
}

/* The numbers of a preset; rules, grants and what only some action types have stay. */
static void
on_preset_chosen (CsnPolicyPage *self)
{
  guint selected = adw_combo_row_get_selected (self->preset);
  g_autoptr (CsnPolicy) preset = NULL;
  g_autoptr (CsnJson) document = NULL;

  if (self->filling || self->service == NULL)
    return;
  if (selected < G_N_ELEMENTS (presets) - 1)
    preset = csn_policy_new_preset (presets[selected]);
  if (preset != NULL)
    {
      document = csn_policy_draft_read (preset);
      self->filling = TRUE;
      fill_numbers (self, document);
      self->filling = FALSE;
    }
  update_draft (self);
}

static void
on_apply_clicked (CsnPolicyPage *self)
{
  csn_policy_apply (GTK_WIDGET (self), self->service, self->drafted, NULL, say);
}

static void
on_discard_clicked (CsnPolicyPage *self)
{
  fill (self);
}

static GtkWindow *
get_window (CsnPolicyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
open_editor (CsnPolicyPage *self, const char *text)
{
  CsnPolicyDialog *dialog = csn_policy_dialog_new (get_window (self), self->service, NULL);

  csn_policy_dialog_show_editor (dialog);
  if (text != NULL)
    csn_policy_dialog_set_text (dialog, text);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_edit_clicked (CsnPolicyPage *self)
{
  open_editor (self, NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPolicyPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (self->service == NULL)
    return;
  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    say (GTK_WIDGET (self), error->message);
  else if (length > CSN_POLICY_MAX_BYTES || !g_utf8_validate_len (text, length, NULL))
    say (GTK_WIDGET (self), _ ("This file is no policy. The old one stays in force."));
  else
    open_editor (self, text);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPolicyPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (GTK_WIDGET (self), _ ("The policy is written."));
  else
    say (GTK_WIDGET (self), error->message);
}

static void
save (CsnPolicyPage *self, GFile *file)
{
  g_autoptr (CsnJson) document = csn_policy_draft_read (csn_judgement_get_policy (self->service));
  g_autofree char *text = csn_json_edit_text (document);
  char *lines = g_strconcat (text, "\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (lines, strlen (lines));

  g_file_replace_contents_bytes_async (file,
                                       bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       on_saved,
                                       g_object_ref (self));
}

static void
on_file_chosen (CsnPolicyPage *self, int response)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->chooser);
  gboolean saves = gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (chooser);
  g_clear_object (&self->chooser);
  if (file != NULL && saves)
    save (self, file);
  else if (file != NULL)
    g_file_load_contents_async (file, NULL, on_loaded, g_object_ref (self));
}

static void
choose_file (CsnPolicyPage *self, GtkFileChooserAction action, const char *title, const char *label)
{
  if (self->chooser != NULL)
    return;
  self->chooser =
      gtk_file_chooser_native_new (title, get_window (self), action, label, _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "policy.json");
  g_signal_connect_object (self->chooser,
                           "response",
                           G_CALLBACK (on_file_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_load_clicked (CsnPolicyPage *self)
{
  choose_file (self, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Load a Policy"), _ ("_Load"));
}

static void
on_save_clicked (CsnPolicyPage *self)
{
  choose_file (self, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Save the Policy"), _ ("_Save"));
}

static void
csn_policy_page_dispose (GObject *object)
{
  CsnPolicyPage *self = CSN_POLICY_PAGE (object);

  self->filling = TRUE;
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->drafted, csn_policy_unref);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_policy_page_parent_class)->dispose (object);
}

static void
bind_member (GtkWidgetClass *widget_class, const char *name, gssize offset)
{
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, offset);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-policy-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, preset);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, digest);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, draft);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, draft_words);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, apply_button);
  gtk_widget_class_bind_template_child (widget_class, CsnPolicyPage, costs);
  for (guint i = 0; i < N_SPINS; i++)
    bind_member (widget_class,
                 spin_members[i].widget,
                 G_STRUCT_OFFSET (CsnPolicyPage, spins) + (gssize) (i * sizeof (gpointer)));
  for (guint i = 0; i < N_SWITCHES; i++)
    bind_member (widget_class,
                 switch_members[i].widget,
                 G_STRUCT_OFFSET (CsnPolicyPage, switches) + (gssize) (i * sizeof (gpointer)));
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_discard_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_load_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
csn_policy_page_class_init (CsnPolicyPageClass *klass)
{
  g_type_ensure (CSN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = csn_policy_page_dispose;
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
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
csn_policy_page_init (CsnPolicyPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

void
csn_policy_page_set_service (CsnPolicyPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_POLICY_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (csn_service_get_gate (service),
                           "policy-changed",
                           G_CALLBACK (fill),
                           self,
                           G_CONNECT_SWAPPED);
  fill (self);
}
