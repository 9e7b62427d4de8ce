/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-authority-view.h"

#include <glib/gi18n.h>

#include "csn-grant-dialog.h"
#include "csn-grant-row.h"
#include "csn-rule-dialog.h"
#include "csn-rule-row.h"
#include "csn-widgets.h"

struct _CsnAuthorityView
{
  GtkWidget parent_instance;

  GtkWidget *no_rules;
  GtkBox *rules;
  GtkWidget *no_grants;
  GtkBox *grants;

  CsnService *service; /* (owned) (nullable) */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnAuthorityView, csn_authority_view, GTK_TYPE_WIDGET)

static void
say (GtkWidget *widget, const char *text)
{
  g_signal_emit (widget, signals[SAY], 0, text);
}

static void
on_row_say (CsnAuthorityView *self, const char *text)
{
  say (GTK_WIDGET (self), text);
}

static void
on_add_rule (CsnAuthorityView *self)
{
  if (self->service != NULL)
    csn_rule_dialog_open (GTK_WIDGET (self), self->service, NULL, say);
}

static void
on_add_grant (CsnAuthorityView *self)
{
  if (self->service != NULL)
    csn_grant_dialog_open (GTK_WIDGET (self), self->service, NULL, say);
}

static void
append_row (CsnAuthorityView *self, GtkBox *box, GtkWidget *row)
{
  g_signal_connect_object (row, "say", G_CALLBACK (on_row_say), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, row);
}

static void
update (CsnAuthorityView *self)
{
  CsnPolicy *policy = csn_judgement_get_policy (self->service);
  guint n_rules = policy != NULL ? csn_policy_get_n_rules (policy) : 0;
  guint n_grants = policy != NULL ? csn_policy_get_n_grants (policy) : 0;

  csn_widgets_remove_children (GTK_WIDGET (self->rules));
  csn_widgets_remove_children (GTK_WIDGET (self->grants));
  for (guint i = 0; i < n_rules; i++)
    append_row (self,
                self->rules,
                csn_rule_row_new (self->service, csn_policy_get_rule (policy, i)));
  for (guint i = 0; i < n_grants; i++)
    append_row (self,
                self->grants,
                csn_grant_row_new (self->service, csn_policy_get_grant (policy, i)));
  gtk_widget_set_visible (self->no_rules, n_rules == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->rules), n_rules > 0);
  gtk_widget_set_visible (self->no_grants, n_grants == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->grants), n_grants > 0);
}

/* What is matched and drawn is as of now. */
static void
csn_authority_view_map (GtkWidget *widget)
{
  CsnAuthorityView *self = CSN_AUTHORITY_VIEW (widget);

  GTK_WIDGET_CLASS (csn_authority_view_parent_class)->map (widget);
  if (self->service != NULL)
    update (self);
}

static void
on_policy_changed (CsnAuthorityView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
csn_authority_view_dispose (GObject *object)
{
  CsnAuthorityView *self = CSN_AUTHORITY_VIEW (object);

  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_authority_view_parent_class)->dispose (object);
}

static void
csn_authority_view_class_init (CsnAuthorityViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_authority_view_dispose;
  widget_class->map = csn_authority_view_map;
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
  gtk_widget_class_set_css_name (widget_class, "authorityview");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-authority-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnAuthorityView, no_rules);
  gtk_widget_class_bind_template_child (widget_class, CsnAuthorityView, rules);
  gtk_widget_class_bind_template_child (widget_class, CsnAuthorityView, no_grants);
  gtk_widget_class_bind_template_child (widget_class, CsnAuthorityView, grants);
  gtk_widget_class_bind_template_callback (widget_class, on_add_rule);
  gtk_widget_class_bind_template_callback (widget_class, on_add_grant);
}

static void
csn_authority_view_init (CsnAuthorityView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_authority_view_new (void)
{
  return g_object_new (CSN_TYPE_AUTHORITY_VIEW, NULL);
}

void
csn_authority_view_set_service (CsnAuthorityView *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_AUTHORITY_VIEW (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (csn_service_get_gate (service),
                           "policy-changed",
                           G_CALLBACK (on_policy_changed),
                           self,
                           G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}
