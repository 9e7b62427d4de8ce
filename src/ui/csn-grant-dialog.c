/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-grant-dialog.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-policy-with.h"
#include "csn-standing-words.h"
#include "csn-time.h"
#include "csn-widgets.h"

#define DEFAULT_DAYS 30
/* As many as the dialog can show; what lasts longer is left alone. */
#define MAX_DAYS 3650

struct _CsnGrantDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkEditable *grantor;
  GtkEditable *delegate;
  GtkEditable *action_types;
  AdwComboRow *floor;
  GtkEditable *limit;
  GtkEditable *budget;
  GtkEditable *currency;
  GtkSpinButton *depth;
  GtkSpinButton *days;
  GtkLabel *status;

  GtkWidget *over; /* (owned): who gets told */
  CsnPolicySay say;
  CsnService *service; /* (owned) */
  CsnGrant *grant;     /* (owned) (nullable): what is being changed */
  char *id;            /* (owned) */
};

G_DEFINE_FINAL_TYPE (CsnGrantDialog, csn_grant_dialog, ADW_TYPE_WINDOW)

static gint64
get_now (CsnGrantDialog *self)
{
  return csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (self->service)));
}

/* %FALSE if there is an amount that is none. */
static gboolean
read_money (CsnGrantDialog *self, GtkEditable *entry, CsnMoney **ret_money)
{
  g_autofree char *amount = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *currency = g_strstrip (g_strdup (gtk_editable_get_text (self->currency)));

  if (*amount == '\0')
    return TRUE;
  *ret_money = csn_money_new (amount, currency);
  return *ret_money != NULL;
}

static int
days_until (gint64 expires_at, gint64 now)
{
  return (int) MIN ((expires_at - now + CSN_DAY - 1) / CSN_DAY, MAX_DAYS);
}

/* The moment stays what it was until somebody touches the days. */
static gint64
get_expiry (CsnGrantDialog *self)
{
  gint64 now = get_now (self);
  int days = gtk_spin_button_get_value_as_int (self->days);
  gint64 before = self->grant != NULL ? csn_grant_get_terms (self->grant)->expires_at : 0;

  if (before > now && days_until (before, now) == days)
    return before;
  return (now / CSN_SECOND + (gint64) days * (CSN_DAY / CSN_SECOND)) * CSN_SECOND;
}

static CsnPolicy *
make_policy (CsnGrantDialog *self, GError **error)
{
  g_autoptr (CsnMoney) limit = NULL;
  g_autoptr (CsnMoney) budget = NULL;
  g_autoptr (CsnGrant) grant = NULL;
  CsnGrantTerms terms = { 0 };

  if (!read_money (self, self->limit, &limit) || !read_money (self, self->budget, &budget))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("An amount is written as 100.00, a currency as USD."));
      return NULL;
    }
  terms.id = self->id;
  terms.grantor = gtk_editable_get_text (self->grantor);
  terms.delegate = gtk_editable_get_text (self->delegate);
  terms.action_types = gtk_editable_get_text (self->action_types);
  terms.level_floor = (CsnLevel) adw_combo_row_get_selected (self->floor);
  terms.cost_limit = limit;
  terms.cost_budget = budget;
  terms.depth = (guint) gtk_spin_button_get_value_as_int (self->depth);
  terms.expires_at = get_expiry (self);
  grant = csn_grant_new (&terms);
  return csn_policy_with_grant (csn_judgement_get_policy (self->service), grant, error);
}

static void
on_changed (CsnGrantDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy = NULL;
  gboolean named = FALSE;

  if (self->service == NULL)
    return;
  named = *gtk_editable_get_text (self->grantor) != '\0' &&
          *gtk_editable_get_text (self->delegate) != '\0';
  if (named)
    policy = make_policy (self, &error);
  gtk_widget_set_sensitive (self->save_button, policy != NULL);
  if (!named)
    gtk_label_set_text (self->status, _ ("Name both agents as their requests name them."));
  else
    gtk_label_set_text (self->status, error != NULL ? error->message : "");
  csn_widgets_swap_class (GTK_WIDGET (self->status),
                          error != NULL ? "dim-label" : "error",
                          error != NULL ? "error" : "dim-label");
}

static void
on_save_clicked (CsnGrantDialog *self)
{
  g_autoptr (CsnPolicy) policy = make_policy (self, NULL);

  if (policy == NULL)
    return;
  csn_policy_apply (self->over, self->service, policy, NULL, self->say);
  gtk_window_close (GTK_WINDOW (self));
}

static void
csn_grant_dialog_dispose (GObject *object)
{
  CsnGrantDialog *self = CSN_GRANT_DIALOG (object);

  g_clear_pointer (&self->grant, csn_grant_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->over);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_grant_dialog_parent_class)->dispose (object);
}

static void
csn_grant_dialog_class_init (CsnGrantDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_grant_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-grant-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, grantor);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, delegate);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, action_types);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, floor);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, limit);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, budget);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, currency);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, depth);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, days);
  gtk_widget_class_bind_template_child (widget_class, CsnGrantDialog, status);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
csn_grant_dialog_init (CsnGrantDialog *self)
{
  g_autoptr (GtkStringList) levels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = CSN_LEVEL_FULL_AUTO; i <= CSN_LEVEL_HUMAN_TAKEOVER; i++)
    gtk_string_list_append (levels, csn_level_words_name ((CsnLevel) i));
  adw_combo_row_set_model (self->floor, G_LIST_MODEL (levels));
  adw_combo_row_set_selected (self->floor, CSN_LEVEL_SOFT_APPROVAL);
}

static void
put_money (CsnGrantDialog *self, GtkEditable *entry, const CsnMoney *money)
{
  if (money == NULL)
    return;
  gtk_editable_set_text (entry, csn_money_get_amount (money));
  gtk_editable_set_text (self->currency, csn_money_get_currency (money));
}

static void
fill (CsnGrantDialog *self)
{
  const CsnGrantTerms *terms = csn_grant_get_terms (self->grant);
  gint64 left = terms->expires_at - get_now (self);

  gtk_editable_set_text (self->grantor, terms->grantor);
  gtk_editable_set_text (self->delegate, terms->delegate);
  gtk_editable_set_text (self->action_types, terms->action_types);
  adw_combo_row_set_selected (self->floor, terms->level_floor);
  put_money (self, self->limit, terms->cost_limit);
  put_money (self, self->budget, terms->cost_budget);
  gtk_spin_button_set_value (self->depth, terms->depth);
  gtk_spin_button_set_value (self->days,
                             left > 0 ? days_until (terms->expires_at, get_now (self))
                                      : DEFAULT_DAYS);
}

GtkWidget *
csn_grant_dialog_open (GtkWidget *over, CsnService *service, CsnGrant *grant, CsnPolicySay say)
{
  GtkRoot *root = gtk_widget_get_root (over);
  CsnGrantDialog *self = g_object_new (CSN_TYPE_GRANT_DIALOG,
                                       "transient-for",
                                       GTK_IS_WINDOW (root) ? root : NULL,
                                       "title",
                                       grant != NULL ? _ ("Edit Grant") : _ ("New Grant"),
                                       NULL);

  self->over = g_object_ref (over);
  self->say = say;
  gtk_editable_set_text (self->currency, "USD");
  self->service = g_object_ref (service);
  if (grant != NULL)
    {
      self->grant = csn_grant_ref (grant);
      self->id = g_strdup (csn_grant_get_terms (grant)->id);
      fill (self);
    }
  else
    {
      g_autofree char *uuid = g_uuid_string_random ();

      self->id = g_strndup (uuid, 8);
      gtk_editable_set_text (self->action_types, "*");
    }
  on_changed (self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}
