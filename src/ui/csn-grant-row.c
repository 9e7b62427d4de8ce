/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-grant-row.h"

#include <glib/gi18n.h>

#include "csn-feedback.h"
#include "csn-grant-dialog.h"
#include "csn-policy-apply.h"
#include "csn-policy-with.h"
#include "csn-standing-words.h"
#include "csn-widgets.h"

struct _CsnGrantRow
{
  GtkWidget parent_instance;

  GtkLabel *words;
  GtkLevelBar *drawn_bar;
  GtkLabel *drawn;
  GtkLabel *expiry;
  GtkWidget *menu_button;

  CsnService *service; /* (owned) */
  CsnGrant *grant;     /* (owned) */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnGrantRow, csn_grant_row, GTK_TYPE_WIDGET)

static void
say (GtkWidget *widget, const char *text)
{
  g_signal_emit (widget, signals[SAY], 0, text);
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnGrantRow *self = CSN_GRANT_ROW (widget);

  csn_grant_dialog_open (widget, self->service, self->grant, say);
}

static void
remove_grant (CsnGrantRow *self)
{
  g_autoptr (CsnPolicy) policy = csn_policy_without_grant (csn_judgement_get_policy (self->service),
                                                           csn_grant_get_terms (self->grant)->id);

  csn_policy_apply (GTK_WIDGET (self), self->service, policy, NULL, say);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnGrantRow *self = CSN_GRANT_ROW (widget);
  g_autofree char *words = csn_standing_words_grant (csn_grant_get_terms (self->grant));
  GtkWidget *dialog = csn_feedback_confirm (widget,
                                            _ ("Remove This Grant?"),
                                            words,
                                            _ ("_Remove"),
                                            ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog,
                           "response::yes",
                           G_CALLBACK (remove_grant),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
csn_grant_row_dispose (GObject *object)
{
  CsnGrantRow *self = CSN_GRANT_ROW (object);

  g_clear_pointer (&self->grant, csn_grant_unref);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_grant_row_parent_class)->dispose (object);
}

static void
csn_grant_row_class_init (CsnGrantRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_grant_row_dispose;
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
  gtk_widget_class_install_action (widget_class, "grant.edit", NULL, on_edit);
  gtk_widget_class_install_action (widget_class, "grant.remove", NULL, on_remove);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "grantrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-grant-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnGrantRow, words);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantRow, drawn_bar);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantRow, drawn);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantRow, expiry);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantRow, menu_button);
}

static void
csn_grant_row_init (CsnGrantRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_drawn (CsnGrantRow *self)
{
  const CsnGrantTerms *terms = csn_grant_get_terms (self->grant);
  CsnGate *gate = csn_service_get_gate (self->service);
  g_autofree char *words = csn_standing_words_drawn (gate, terms);
  double drawn = csn_standing_words_drawn_part (gate, terms);

  gtk_widget_set_visible (GTK_WIDGET (self->drawn), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->drawn_bar), words != NULL);
  gtk_label_set_text (self->drawn, words != NULL ? words : "");
  /* For the eye only; the policy counts exactly. */
  gtk_level_bar_set_value (self->drawn_bar, CLAMP (drawn, 0, 1));
}

GtkWidget *
csn_grant_row_new (CsnService *service, CsnGrant *grant)
{
  CsnGrantRow *self = g_object_new (CSN_TYPE_GRANT_ROW, NULL);
  const CsnGrantTerms *terms = csn_grant_get_terms (grant);
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (service));
  g_autofree char *words = csn_standing_words_grant (terms);
  g_autofree char *expiry =
      csn_standing_words_expiry (terms->expires_at, csn_clock_get_wall (clock));
  g_autofree char *name = NULL;

  self->service = g_object_ref (service);
  self->grant = csn_grant_ref (grant);
  gtk_label_set_text (self->words, words);
  gtk_label_set_text (self->expiry, expiry);
  show_drawn (self);
  csn_widgets_name (GTK_WIDGET (self), words);
  /* TRANSLATORS: %s is a grant in words */
  name = g_strdup_printf (_ ("Change the grant: %s"), words);
  csn_widgets_name (self->menu_button, name);
  return GTK_WIDGET (self);
}
