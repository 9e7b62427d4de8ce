/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-rule-row.h"

#include <glib/gi18n.h>

#include "csn-feedback.h"
#include "csn-level-words.h"
#include "csn-policy-apply.h"
#include "csn-policy-with.h"
#include "csn-rule-dialog.h"
#include "csn-standing-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"
#include "csn-wrap-box.h"

struct _CsnRuleRow
{
  GtkWidget parent_instance;

  GtkLabel *note;
  GtkLabel *words;
  GtkLabel *level;
  GtkLabel *state;
  GtkLabel *expiry;
  GtkLabel *owner;
  GtkLabel *matches;
  GtkWidget *menu_button;

  CsnService *service;       /* (owned) */
  CsnStandingRule *rule;     /* (owned) */
  GCancellable *cancellable; /* (owned): of the count */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnRuleRow, csn_rule_row, GTK_TYPE_WIDGET)

static void
say (GtkWidget *widget, const char *text)
{
  g_signal_emit (widget, signals[SAY], 0, text);
}

static void
set_dry_run (CsnRuleRow *self, gboolean dry_run)
{
  CsnStandingRuleTerms terms = *csn_standing_rule_get_terms (self->rule);
  g_autoptr (CsnStandingRule) rule = NULL;
  g_autoptr (CsnPolicy) policy = NULL;
  g_autoptr (GError) error = NULL;

  terms.dry_run = dry_run;
  rule = csn_standing_rule_new (&terms);
  policy = csn_policy_with_rule (csn_judgement_get_policy (self->service), rule, &error);
  csn_policy_apply (GTK_WIDGET (self), self->service, policy, error, say);
}

static void
on_force (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_dry_run (CSN_RULE_ROW (widget), FALSE);
}

static void
on_dry_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_dry_run (CSN_RULE_ROW (widget), TRUE);
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnRuleRow *self = CSN_RULE_ROW (widget);

  csn_rule_dialog_open (widget, self->service, self->rule, say);
}

static void
remove_rule (CsnRuleRow *self)
{
  g_autoptr (CsnPolicy) policy =
      csn_policy_without_rule (csn_judgement_get_policy (self->service),
                               csn_standing_rule_get_terms (self->rule)->id);

  csn_policy_apply (GTK_WIDGET (self), self->service, policy, NULL, say);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnRuleRow *self = CSN_RULE_ROW (widget);
  g_autofree char *words = csn_standing_words_rule (csn_standing_rule_get_terms (self->rule));
  GtkWidget *dialog = csn_feedback_confirm (widget,
                                            _ ("Remove This Rule?"),
                                            words,
                                            _ ("_Remove"),
                                            ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog,
                           "response::yes",
                           G_CALLBACK (remove_rule),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
csn_rule_row_dispose (GObject *object)
{
  CsnRuleRow *self = CSN_RULE_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rule, csn_standing_rule_unref);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_rule_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-rule-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, note);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, words);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, level);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, state);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, expiry);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, owner);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, matches);
  gtk_widget_class_bind_template_child (widget_class, CsnRuleRow, menu_button);
}

static void
csn_rule_row_class_init (CsnRuleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = csn_rule_row_dispose;
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
  /* Widget actions, which nobody reaches over D-Bus. */
  gtk_widget_class_install_action (widget_class, "rule.force", NULL, on_force);
  gtk_widget_class_install_action (widget_class, "rule.dry-run", NULL, on_dry_run);
  gtk_widget_class_install_action (widget_class, "rule.edit", NULL, on_edit);
  gtk_widget_class_install_action (widget_class, "rule.remove", NULL, on_remove);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rulerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
csn_rule_row_init (CsnRuleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
on_matched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnRuleRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnRuleMatches) matches =
      csn_judgement_match_rule_finish (CSN_SERVICE (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->rule == NULL)
    return;
  words =
      matches != NULL
          ? csn_standing_words_matches (matches, csn_standing_rule_get_terms (self->rule)->dry_run)
          : g_strdup (error->message);
  gtk_label_set_text (self->matches, words);
}

static void
fill (CsnRuleRow *self)
{
  const CsnStandingRuleTerms *terms = csn_standing_rule_get_terms (self->rule);
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (self->service));
  g_autofree char *note = csn_visible_text (*terms->note != '\0' ? terms->note : terms->id,
                                            -1,
                                            CSN_VISIBLE_SINGLE_LINE,
                                            NULL);
  g_autofree char *words = csn_standing_words_rule (terms);
  g_autofree char *owner = csn_visible_text (terms->owner, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *expiry =
      csn_standing_words_expiry (terms->expires_at, csn_clock_get_wall (clock));
  g_autofree char *name = NULL;

  gtk_label_set_text (self->note, note);
  gtk_label_set_text (self->words, words);
  gtk_label_set_text (self->level, csn_level_words_short (terms->level));
  gtk_widget_add_css_class (GTK_WIDGET (self->level), csn_level_words_css_class (terms->level));
  gtk_label_set_text (self->state, terms->dry_run ? _ ("dry run") : _ ("in force"));
  gtk_label_set_text (self->expiry, expiry);
  gtk_label_set_text (self->owner, owner);
  gtk_widget_set_visible (GTK_WIDGET (self->owner), *owner != '\0');
  gtk_label_set_text (self->matches, _ ("Counting what it matches…"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.force", terms->dry_run);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.dry-run", !terms->dry_run);
  csn_widgets_name (GTK_WIDGET (self), note);
  /* TRANSLATORS: %s is the note of a standing rule */
  name = g_strdup_printf (_ ("Change the rule “%s”"), note);
  csn_widgets_name (self->menu_button, name);
}

GtkWidget *
csn_rule_row_new (CsnService *service, CsnStandingRule *rule)
{
  CsnRuleRow *self = g_object_new (CSN_TYPE_RULE_ROW, NULL);
  CsnCaseQuery all = { 0 };

  self->service = g_object_ref (service);
  self->rule = csn_standing_rule_ref (rule);
  self->cancellable = g_cancellable_new ();
  fill (self);
  csn_judgement_match_rule_async (service,
                                  rule,
                                  &all,
                                  NULL,
                                  NULL,
                                  self->cancellable,
                                  on_matched,
                                  g_object_ref (self));
  return GTK_WIDGET (self);
}
