/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-gate-status.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnGateStatus
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *details;
  GtkButton *stop_button;

  CsnService *service; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnGateStatus, csn_gate_status, GTK_TYPE_WIDGET)

const char *
csn_gate_status_presence_words (CsnPresenceState state,
                                const char *reason,
                                gboolean accepts_unknown)
{
  if (state == CSN_PRESENCE_ATTENTIVE)
    return _ ("You are here.");
  if (state == CSN_PRESENCE_UNKNOWN)
    return accepts_unknown
               ? _ ("Taken to be here.")
               : _ ("Silent consent paused: nobody can say whether the screen is locked.");
  if (g_strcmp0 (reason, "screen-locked") == 0)
    return _ ("Silent consent paused: screen locked.");
  if (g_strcmp0 (reason, "suspended") == 0)
    return _ ("Silent consent paused: the computer slept.");
  if (g_strcmp0 (reason, "session-inactive") == 0)
    return _ ("Silent consent paused: another session is in front.");
  if (g_strcmp0 (reason, "idle") == 0)
    return _ ("Silent consent paused: you seem to be away.");
  return _ ("Silent consent paused: you are away.");
}

const char *
csn_gate_status_notification_words (const char *problem)
{
  if (problem == NULL)
    return NULL;
  if (g_str_equal (problem, "no-server"))
    return _ (
        "Nothing shows notifications here, so silence approves only what is open in this window.");
  if (g_str_equal (problem, "no-actions"))
    return _ ("Notifications have no buttons here; answer in this window.");
  if (g_str_equal (problem, "do-not-disturb"))
    return _ ("Do not disturb is on, so silence approves only what is open in this window.");
  return _ ("Notifications do not work here.");
}

static char *
connection_words (CsnGateStatus *self)
{
  GListModel *sources = csn_service_get_sources (self->service);
  guint n_sources = g_list_model_get_n_items (sources);
  guint connected = 0;

  for (guint i = 0; i < n_sources; i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      if (g_str_equal (csn_source_item_get_state (source), "connected"))
        connected++;
    }
  if (n_sources == 0)
    return g_strdup (_ ("No agent is connected."));
  if (connected == n_sources)
    return g_strdup_printf (ngettext ("%u source connected.", "%u sources connected.", connected),
                            connected);
  return g_strdup_printf (_ ("%u of %u sources connected."), connected, n_sources);
}

static char *
open_details (CsnGateStatus *self, CsnGate *gate)
{
  CsnPresence *presence = csn_gate_get_presence (gate);
  g_autofree char *connections = connection_words (self);
  const char *problem =
      csn_gate_status_notification_words (csn_service_get_notification_problem (self->service));
  const char *words = csn_gate_status_presence_words (
      csn_presence_get_state (presence),
      csn_presence_get_reason (presence),
      csn_settings_get_accept_unknown_presence (csn_service_get_settings (self->service)));

  return g_strjoin (" ", connections, words, problem, NULL);
}

static void
show (CsnGateStatus *self,
      const char *icon,
      const char *css_class,
      const char *title,
      const char *details)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), css_class);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->details, details);
}

static void
update (CsnGateStatus *self)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  const char *fault = csn_gate_get_fault (gate);
  gboolean stopped = csn_gate_get_stopped (gate);
  g_autofree char *details = NULL;

  if (fault != NULL)
    {
      details = csn_visible_text (fault, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
      show (self, "csn-level-hard-symbolic", "error", _ ("Gate closed"), details);
    }
  else if (stopped)
    {
      show (self,
            "csn-level-hard-symbolic",
            "error",
            _ ("Everything is stopped"),
            _ ("Nothing is approved, and every agent is read-only, until you lift the stop."));
    }
  else
    {
      gboolean problem = csn_service_get_notification_problem (self->service) != NULL;

      details = open_details (self, gate);
      show (self, "csn-dot-symbolic", problem ? "warning" : "success", _ ("Gate open"), details);
    }
  gtk_button_set_label (self->stop_button, stopped ? _ ("Lift the Stop…") : _ ("Stop Everything…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop_button), fault == NULL);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnGateStatus) self = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_set_stopped_finish (CSN_GATE (source), result, &error))
    return;
  show (self, "csn-level-hard-symbolic", "error", _ ("That did not work"), error->message);
}

static void
on_response (CsnGateStatus *self, const char *response)
{
  CsnGate *gate = csn_service_get_gate (self->service);

  if (g_str_equal (response, "do"))
    csn_gate_set_stopped_async (gate,
                                NULL,
                                !csn_gate_get_stopped (gate),
                                on_stopped,
                                g_object_ref (self));
}

static void
on_stop_clicked (CsnGateStatus *self)
{
  gboolean stopped = csn_gate_get_stopped (csn_service_get_gate (self->service));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (root),
      stopped ? _ ("Lift the Stop?") : _ ("Stop Everything?"),
      stopped ? _ ("Agents return to normal mode and may propose again. Agents that you stopped "
                   "one by one, "
                   "and those with an open takeover, stay as they are.")
              : _ ("Every pending request is rejected, nothing is approved by itself, and every "
                   "agent is "
                   "told to be read-only. This holds across restarts until you lift it."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "do",
                                    stopped ? _ ("_Lift the Stop") : _ ("_Stop Everything"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "do",
                                              stopped ? ADW_RESPONSE_SUGGESTED
                                                      : ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_sources_changed (CsnGateStatus *self, guint position, guint removed, guint added)
{
  GListModel *sources = csn_service_get_sources (self->service);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      g_signal_connect_object (source, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
csn_gate_status_dispose (GObject *object)
{
  CsnGateStatus *self = CSN_GATE_STATUS (object);

  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_gate_status_parent_class)->dispose (object);
}

static void
csn_gate_status_class_init (CsnGateStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_gate_status_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-gate-status.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnGateStatus, icon);
  gtk_widget_class_bind_template_child (widget_class, CsnGateStatus, title);
  gtk_widget_class_bind_template_child (widget_class, CsnGateStatus, details);
  gtk_widget_class_bind_template_child (widget_class, CsnGateStatus, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gatestatus");
}

static void
csn_gate_status_init (CsnGateStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_gate_status_new (void)
{
  return g_object_new (CSN_TYPE_GATE_STATUS, NULL);
}

void
csn_gate_status_set_service (CsnGateStatus *self, CsnService *service)
{
  CsnGate *gate = NULL;
  GListModel *sources = NULL;

  g_return_if_fail (CSN_IS_GATE_STATUS (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  gate = csn_service_get_gate (service);
  sources = csn_service_get_sources (service);
  g_signal_connect_object (gate, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (service, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_gate_get_presence (gate),
                           "changed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sources,
                           "items-changed",
                           G_CALLBACK (on_sources_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_sources_changed (self, 0, 0, g_list_model_get_n_items (sources));
}
