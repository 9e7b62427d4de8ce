/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-rule-dialog.h"

#include <glib/gi18n.h>

#include "csn-condition-row.h"
#include "csn-level-words.h"
#include "csn-policy-with.h"
#include "csn-standing-words.h"
#include "csn-time.h"
#include "csn-widgets.h"

#define CHECK_DELAY_MS 300
#define DEFAULT_DAYS 30
/* As many as the dialog can show; what lasts longer is left alone. */
#define MAX_DAYS 3650

struct _CsnRuleDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkEditable *note;
  GtkEditable *agents;
  GtkEditable *action_types;
  GtkBox *conditions;
  AdwComboRow *effect;
  AdwComboRow *level;
  GtkSpinButton *days;
  GtkSwitch *dry_run;
  GtkLabel *status;

  GtkWidget *over; /* (owned): who gets told */
  CsnPolicySay say;
  CsnService *service;       /* (owned) */
  CsnStandingRule *rule;     /* (owned) (nullable): what is being changed */
  char *id;                  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the count */
  guint check;
};

G_DEFINE_FINAL_TYPE (CsnRuleDialog, csn_rule_dialog, ADW_TYPE_WINDOW)

static gint64
get_now (CsnRuleDialog *self)
{
  return csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (self->service)));
}

static CsnRuleEffect
get_effect (CsnRuleDialog *self)
{
  return adw_combo_row_get_selected (self->effect) == 0 ? CSN_RULE_RAISE : CSN_RULE_LOWER;
}

/* The levels that each effect may lead to, in the order of the list. */
static CsnLevel
level_at (CsnRuleEffect effect, guint index)
{
  if (effect == CSN_RULE_RAISE)
    return (CsnLevel) (CSN_LEVEL_NOTIFY_ONLY + index);
  return index == 0 ? CSN_LEVEL_NOTIFY_ONLY : CSN_LEVEL_FULL_AUTO;
}

static void
fill_levels (CsnRuleDialog *self, CsnLevel chosen)
{
  CsnRuleEffect effect = get_effect (self);
  guint n = effect == CSN_RULE_RAISE ? 4 : 2;
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (list, csn_level_words_name (level_at (effect, i)));
      if (level_at (effect, i) == chosen)
        selected = i;
    }
  adw_combo_row_set_model (self->level, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->level, selected);
}

static GArray *
list_conditions (CsnRuleDialog *self, GPtrArray *values)
{
  GArray *conditions = g_array_new (FALSE, TRUE, sizeof (CsnCondition));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->conditions)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      CsnConditionRow *row = CSN_CONDITION_ROW (child);
      CsnJson *value = csn_condition_row_make_value (row);
      CsnCondition condition = { .pointer = csn_condition_row_get_pointer (row),
                                 .kind = csn_condition_row_get_kind (row),
                                 .value = value };

      g_ptr_array_add (values, value);
      g_array_append_val (conditions, condition);
    }
  return conditions;
}

static char *
dup_owner (CsnRuleDialog *self)
{
  const char *owner = self->rule != NULL ? csn_standing_rule_get_terms (self->rule)->owner : NULL;

  if (owner != NULL && *owner != '\0')
    return g_strdup (owner);
  return csn_settings_dup_reviewer_id (csn_service_get_settings (self->service));
}

static int
days_until (gint64 expires_at, gint64 now)
{
  return (int) MIN ((expires_at - now + CSN_DAY - 1) / CSN_DAY, MAX_DAYS);
}

/* The moment stays what it was until somebody touches the days. */
static gint64
get_expiry (CsnRuleDialog *self)
{
  gint64 now = get_now (self);
  int days = gtk_spin_button_get_value_as_int (self->days);

  if (self->rule != NULL)
    {
      gint64 before = csn_standing_rule_get_terms (self->rule)->expires_at;

      if (before > now && days_until (before, now) == days)
        return before;
    }
  /* Whole seconds, as every time in a policy. */
  return (now / CSN_SECOND + (gint64) days * (CSN_DAY / CSN_SECOND)) * CSN_SECOND;
}

static CsnStandingRule *
make_rule (CsnRuleDialog *self)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_json_unref);
  g_autoptr (GArray) conditions = list_conditions (self, values);
  g_autofree char *owner = dup_owner (self);
  CsnStandingRuleTerms terms = {
    .id = self->id,
    .note = gtk_editable_get_text (self->note),
    .owner = owner,
    .agents = gtk_editable_get_text (self->agents),
    .action_types = gtk_editable_get_text (self->action_types),
    .conditions = (const CsnCondition *) (gpointer) conditions->data,
    .n_conditions = conditions->len,
    .effect = get_effect (self),
    .level = level_at (get_effect (self), adw_combo_row_get_selected (self->level)),
    .dry_run = gtk_switch_get_active (self->dry_run),
    .created_at = self->rule != NULL ? csn_standing_rule_get_terms (self->rule)->created_at
                                     : get_now (self) / CSN_SECOND * CSN_SECOND,
    .expires_at = get_expiry (self),
  };

  return csn_standing_rule_new (&terms);
}

static void
set_status (CsnRuleDialog *self, const char *text, gboolean error)
{
  gtk_label_set_text (self->status, text);
  csn_widgets_swap_class (GTK_WIDGET (self->status),
                          error ? "dim-label" : "error",
                          error ? "error" : "dim-label");
}

static void
on_matched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnRuleMatches) matches =
      csn_judgement_match_rule_finish (CSN_SERVICE (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (matches == NULL)
    {
      set_status (self, error->message, TRUE);
      return;
    }
  words = csn_standing_words_matches (matches, TRUE);
  set_status (self, words, FALSE);
}

static void
stop_count (CsnRuleDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
on_check (gpointer user_data)
{
  CsnRuleDialog *self = user_data;
  g_autoptr (CsnStandingRule) rule = make_rule (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy =
      csn_policy_with_rule (csn_judgement_get_policy (self->service), rule, &error);
  CsnCaseQuery all = { 0 };

  self->check = 0;
  stop_count (self);
  gtk_widget_set_sensitive (self->save_button, policy != NULL);
  if (policy == NULL)
    {
      set_status (self, error->message, TRUE);
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  set_status (self, _ ("Counting what it matches…"), FALSE);
  csn_judgement_match_rule_async (self->service,
                                  rule,
                                  &all,
                                  NULL,
                                  NULL,
                                  self->cancellable,
                                  on_matched,
                                  g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
on_changed (CsnRuleDialog *self)
{
  if (self->service == NULL)
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_clear_handle_id (&self->check, g_source_remove);
  self->check = g_timeout_add (CHECK_DELAY_MS, on_check, self);
}

static void
on_effect_changed (CsnRuleDialog *self)
{
  fill_levels (self,
               get_effect (self) == CSN_RULE_RAISE ? CSN_LEVEL_HARD_APPROVAL
                                                   : CSN_LEVEL_NOTIFY_ONLY);
  on_changed (self);
}

static void
on_remove_condition (CsnRuleDialog *self, GtkWidget *row)
{
  gtk_box_remove (self->conditions, row);
  on_changed (self);
}

static void
add_condition (CsnRuleDialog *self, const CsnCondition *condition)
{
  GtkWidget *row = csn_condition_row_new (condition);

  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row,
                           "remove",
                           G_CALLBACK (on_remove_condition),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->conditions, row);
}

static void
on_add_condition (CsnRuleDialog *self)
{
  add_condition (self, NULL);
  on_changed (self);
}

static void
on_save_clicked (CsnRuleDialog *self)
{
  g_autoptr (CsnStandingRule) rule = make_rule (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy =
      csn_policy_with_rule (csn_judgement_get_policy (self->service), rule, &error);

  if (policy == NULL)
    {
      set_status (self, error->message, TRUE);
      return;
    }
  csn_policy_apply (self->over, self->service, policy, NULL, self->say);
  gtk_window_close (GTK_WINDOW (self));
}

static void
csn_rule_dialog_dispose (GObject *object)
{
  CsnRuleDialog *self = CSN_RULE_DIALOG (object);

  g_clear_handle_id (&self->check, g_source_remove);
  stop_count (self);
  g_clear_pointer (&self->rule, csn_standing_rule_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->over);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_rule_dialog_parent_class)->dispose (object);
}

static void
csn_rule_dialog_class_init (CsnRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_rule_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-rule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, note);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, agents);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, action_types);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, conditions);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, effect);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, level);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, days);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, dry_run);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleDialog, status);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_effect_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_condition);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
csn_rule_dialog_init (CsnRuleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill (CsnRuleDialog *self)
{
  const CsnStandingRuleTerms *terms = csn_standing_rule_get_terms (self->rule);
  gint64 left = terms->expires_at - get_now (self);

  gtk_editable_set_text (self->note, terms->note);
  gtk_editable_set_text (self->agents, terms->agents);
  gtk_editable_set_text (self->action_types, terms->action_types);
  for (guint i = 0; i < terms->n_conditions; i++)
    add_condition (self, &terms->conditions[i]);
  adw_combo_row_set_selected (self->effect, terms->effect == CSN_RULE_RAISE ? 0 : 1);
  fill_levels (self, terms->level);
  gtk_spin_button_set_value (self->days,
                             left > 0 ? days_until (terms->expires_at, get_now (self))
                                      : DEFAULT_DAYS);
  gtk_switch_set_active (self->dry_run, terms->dry_run);
}

GtkWidget *
csn_rule_dialog_open (GtkWidget *over, CsnService *service, CsnStandingRule *rule, CsnPolicySay say)
{
  GtkRoot *root = gtk_widget_get_root (over);
  CsnRuleDialog *self = g_object_new (CSN_TYPE_RULE_DIALOG,
                                      "transient-for",
                                      GTK_IS_WINDOW (root) ? root : NULL,
                                      "title",
                                      rule != NULL ? _ ("Edit Rule") : _ ("New Rule"),
                                      NULL);

  self->over = g_object_ref (over);
  self->say = say;
  self->service = g_object_ref (service);
  if (rule != NULL)
    {
      self->rule = csn_standing_rule_ref (rule);
      self->id = g_strdup (csn_standing_rule_get_terms (rule)->id);
      fill (self);
    }
  else
    {
      g_autofree char *uuid = g_uuid_string_random ();

      self->id = g_strndup (uuid, 8);
      gtk_editable_set_text (self->agents, "*");
      gtk_editable_set_text (self->action_types, "*");
      fill_levels (self, CSN_LEVEL_HARD_APPROVAL);
    }
  on_changed (self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}
