/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-preferences-window.h"

#include <glib/gi18n.h>

#include "csn-autostart.h"
#include "csn-feedback.h"
#include "csn-gate-status.h"
#include "csn-policy-page.h"
#include "csn-source-dialog.h"
#include "csn-source-row.h"

struct _CsnPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesGroup *sources_group;
  GtkWidget *no_sources;
  AdwActionRow *notification_row;
  GtkImage *notification_icon;
  GtkSwitch *notification_approval;
  GtkSpinButton *arming;
  GtkSpinButton *undo;
  GtkSwitch *single_keys;
  AdwActionRow *presence_row;
  GtkSwitch *unknown_presence;
  GtkEditable *reviewer;
  AdwActionRow *reviewer_now;
  GtkSwitch *background;
  CsnPolicyPage *policy;

  CsnService *service;    /* (owned) (nullable) */
  GPtrArray *source_rows; /* (owned) (element-type CsnSourceRow), rows of the group */
};

G_DEFINE_FINAL_TYPE (CsnPreferencesWindow, csn_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
say (CsnPreferencesWindow *self, const char *text)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), csn_feedback_toast_new (text));
}

static void
add_source_row (CsnPreferencesWindow *self, guint position)
{
  g_autoptr (CsnSourceItem) source =
      g_list_model_get_item (csn_service_get_sources (self->service), position);
  GtkWidget *row = csn_source_row_new (self->service, source);

  g_signal_connect_object (row, "say", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->sources_group, row);
  g_ptr_array_add (self->source_rows, row);
}

/* A group can only be added to at its end, so all rows from the change on are made anew. */
static void
on_sources_changed (CsnPreferencesWindow *self, guint position)
{
  guint n_sources = g_list_model_get_n_items (csn_service_get_sources (self->service));

  while (self->source_rows->len > position)
    {
      guint last = self->source_rows->len - 1;

      adw_preferences_group_remove (self->sources_group,
                                    g_ptr_array_index (self->source_rows, last));
      g_ptr_array_remove_index (self->source_rows, last);
    }
  for (guint i = position; i < n_sources; i++)
    add_source_row (self, i);
  gtk_widget_set_visible (self->no_sources, n_sources == 0);
}

static void
update_notifications (CsnPreferencesWindow *self)
{
  const char *words =
      csn_gate_status_notification_words (csn_service_get_notification_problem (self->service));

  adw_action_row_set_subtitle (self->notification_row,
                               words != NULL ? words : _ ("They are shown, with their buttons."));
  gtk_image_set_from_icon_name (self->notification_icon,
                                words != NULL ? "dialog-warning-symbolic"
                                              : "object-select-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->notification_icon),
                              (const char *[]){ words != NULL ? "warning" : "success", NULL });
}

static void
update_presence (CsnPreferencesWindow *self)
{
  CsnPresence *presence = csn_gate_get_presence (csn_service_get_gate (self->service));
  CsnSettings *settings = csn_service_get_settings (self->service);

  adw_action_row_set_subtitle (
      self->presence_row,
      csn_gate_status_presence_words (csn_presence_get_state (presence),
                                      csn_presence_get_reason (presence),
                                      csn_settings_get_accept_unknown_presence (settings)));
}

static void
update_reviewer (CsnPreferencesWindow *self)
{
  CsnSettings *settings = csn_service_get_settings (self->service);
  g_autofree char *setting = NULL;
  g_autofree char *in_force = csn_settings_dup_reviewer_id (settings);

  g_object_get (settings, "reviewer-id", &setting, NULL);
  if (g_strcmp0 (gtk_editable_get_text (self->reviewer), setting) != 0)
    gtk_editable_set_text (self->reviewer, setting);
  adw_action_row_set_subtitle (self->reviewer_now, in_force);
}

static void
on_reviewer_applied (CsnPreferencesWindow *self)
{
  g_autofree char *reviewer = g_strstrip (g_strdup (gtk_editable_get_text (self->reviewer)));

  g_object_set (csn_service_get_settings (self->service), "reviewer-id", reviewer, NULL);
  update_reviewer (self);
}

static void
on_autostart_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean enabled = FALSE;
  g_autofree char *text = NULL;

  if (self->service == NULL)
    return;
  enabled = gtk_switch_get_active (self->background);
  if (csn_autostart_set_finish (result, &error))
    {
      gtk_switch_set_state (self->background, enabled);
      g_object_set (csn_service_get_settings (self->service), "start-in-background", enabled, NULL);
      return;
    }
  gtk_switch_set_active (self->background, !enabled);
  text = g_strdup_printf (_ ("Start-up could not be changed: %s"), error->message);
  say (self, text);
}

/* The switch only moves its state once the desktop's file says so. */
static gboolean
on_background_set (GtkSwitch *widget, gboolean enabled, CsnPreferencesWindow *self)
{
  if (self->service == NULL || enabled == gtk_switch_get_state (widget))
    return FALSE;
  csn_autostart_set_async (enabled, on_autostart_set, g_object_ref (self));
  return TRUE;
}

static void
on_source_saved (CsnPreferencesWindow *self, const char *id)
{
  /* TRANSLATORS: %s is the name of a source */
  g_autofree char *text = g_strdup_printf (_ ("“%s” is connected."), id);

  say (self, text);
}

void
csn_preferences_window_add_agent (CsnPreferencesWindow *self)
{
  GtkWidget *dialog = NULL;

  g_return_if_fail (CSN_IS_PREFERENCES_WINDOW (self));

  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  dialog = csn_source_dialog_new (GTK_WINDOW (self), self->service, NULL);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_source_saved), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
csn_preferences_window_dispose (GObject *object)
{
  CsnPreferencesWindow *self = CSN_PREFERENCES_WINDOW (object);

  g_clear_pointer (&self->source_rows, g_ptr_array_unref);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_preferences_window_parent_class)->dispose (object);
}

static void
csn_preferences_window_class_init (CsnPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_POLICY_PAGE);
  G_OBJECT_CLASS (klass)->dispose = csn_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, sources_group);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, no_sources);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, notification_row);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, notification_icon);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, notification_approval);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, arming);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, undo);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, single_keys);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, presence_row);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, unknown_presence);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, reviewer);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, reviewer_now);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, background);
  gtk_widget_class_bind_template_child (widget_class, CsnPreferencesWindow, policy);
  gtk_widget_class_bind_template_callback (widget_class, say);
  gtk_widget_class_bind_template_callback (widget_class, csn_preferences_window_add_agent);
  gtk_widget_class_bind_template_callback (widget_class, on_reviewer_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_background_set);
}

static void
csn_preferences_window_init (CsnPreferencesWindow *self)
{
  self->source_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
ms_to_seconds (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_double (to, g_value_get_int (from) / 1000.0);
  return TRUE;
}

static gboolean
seconds_to_ms (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_int (to, (int) (g_value_get_double (from) * 1000 + 0.5));
  return TRUE;
}

static gboolean
int_to_double (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_double (to, g_value_get_int (from));
  return TRUE;
}

static gboolean
double_to_int (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_int (to, (int) (g_value_get_double (from) + 0.5));
  return TRUE;
}

static void
bind_settings (CsnPreferencesWindow *self)
{
  const GBindingFlags flags = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;
  CsnSettings *settings = csn_service_get_settings (self->service);

  g_object_bind_property (settings,
                          "notification-approval",
                          self->notification_approval,
                          "active",
                          flags);
  g_object_bind_property (settings, "single-key-shortcuts", self->single_keys, "active", flags);
  g_object_bind_property (settings,
                          "accept-unknown-presence",
                          self->unknown_presence,
                          "active",
                          flags);
  g_object_bind_property_full (settings,
                               "arming-ms",
                               self->arming,
                               "value",
                               flags,
                               ms_to_seconds,
                               seconds_to_ms,
                               NULL,
                               NULL);
  g_object_bind_property_full (settings,
                               "undo-seconds",
                               self->undo,
                               "value",
                               flags,
                               int_to_double,
                               double_to_int,
                               NULL,
                               NULL);
}

static void
show_background (CsnPreferencesWindow *self)
{
  gboolean enabled = FALSE;

  g_object_get (csn_service_get_settings (self->service), "start-in-background", &enabled, NULL);
  gtk_switch_set_state (self->background, enabled);
  gtk_switch_set_active (self->background, enabled);
}

static void
watch (CsnPreferencesWindow *self)
{
  CsnSettings *settings = csn_service_get_settings (self->service);

  g_signal_connect_object (csn_service_get_sources (self->service),
                           "items-changed",
                           G_CALLBACK (on_sources_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service,
                           "changed",
                           G_CALLBACK (update_notifications),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_gate_get_presence (csn_service_get_gate (self->service)),
                           "changed",
                           G_CALLBACK (update_presence),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "notify::accept-unknown-presence",
                           G_CALLBACK (update_presence),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "notify::reviewer-id",
                           G_CALLBACK (update_reviewer),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
csn_preferences_window_new (CsnService *service, GtkWindow *parent)
{
  CsnPreferencesWindow *self = g_object_new (CSN_TYPE_PREFERENCES_WINDOW,
                                             "transient-for",
                                             parent,
                                             "modal",
                                             parent != NULL,
                                             NULL);

  self->service = g_object_ref (service);
  on_sources_changed (self, 0);
  csn_policy_page_set_service (self->policy, service);
  show_background (self);
  bind_settings (self);
  watch (self);
  update_notifications (self);
  update_presence (self);
  update_reviewer (self);
  return GTK_WIDGET (self);
}
