/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-window.h"

#include "csn-agents-page.h"
#include "csn-back-button.h"
#include "csn-confidence-page.h"
#include "csn-future-page.h"
#include "csn-gate-status.h"
#include "csn-history-page.h"
#include "csn-policy-dialog.h"
#include "csn-preferences-window.h"
#include "csn-sidebar.h"
#include "csn-takeovers-page.h"

struct _CsnWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *root_stack;
  GtkLabel *fault;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar_pane;
  CsnSidebar *sidebar;
  CsnGateStatus *gate_status;
  GtkStack *pages;
  CsnInboxPage *inbox;
  CsnTakeoversPage *takeovers;
  CsnAgentsPage *agents;
  CsnConfidencePage *confidence;
  CsnHistoryPage *history;

  GtkWindow *proposal; /* (nullable): the dialog of a policy that was proposed */
  CsnService *service; /* (owned) (nullable) */
  guint counting;      /* the source that will count what waits */
};

G_DEFINE_FINAL_TYPE (CsnWindow, csn_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
count_inbox (gpointer user_data)
{
  CsnWindow *self = user_data;
  GListModel *inbox = csn_gate_get_inbox (csn_service_get_gate (self->service));
  guint n_items = g_list_model_get_n_items (inbox);
  guint waiting = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
        waiting++;
    }
  csn_sidebar_set_count (self->sidebar, "inbox", waiting);
  self->counting = 0;
  return G_SOURCE_REMOVE;
}

/* Thousands may change at once; they are counted once. */
static void
update_inbox_count (CsnWindow *self)
{
  if (self->counting == 0)
    self->counting = g_idle_add (count_inbox, self);
}

static void
on_inbox_changed (CsnWindow *self, guint position, guint removed, guint added)
{
  GListModel *inbox = csn_gate_get_inbox (csn_service_get_gate (self->service));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      g_signal_connect_object (item,
                               "changed",
                               G_CALLBACK (update_inbox_count),
                               self,
                               G_CONNECT_SWAPPED);
    }
  update_inbox_count (self);
}

static void
update_takeover_count (CsnWindow *self)
{
  GListModel *takeovers = csn_gate_get_takeovers (csn_service_get_gate (self->service));

  csn_sidebar_set_count (self->sidebar, "takeovers", g_list_model_get_n_items (takeovers));
}

static void
on_page_chosen (CsnWindow *self, const char *page)
{
  csn_window_show_page (self, page);
}

static void
on_open_takeover (CsnWindow *self, const char *request_id)
{
  csn_window_show_page (self, "takeovers");
  csn_takeovers_page_show_request (self->takeovers, request_id);
}

static void
on_evidence (CsnWindow *self, const char *request_id)
{
  csn_window_show_page (self, "history");
  csn_history_page_show_request (self->history, request_id);
}

static void
on_connect_agent (CsnWindow *self)
{
  GtkWidget *preferences = csn_preferences_window_new (self->service, GTK_WINDOW (self));

  gtk_window_present (GTK_WINDOW (preferences));
  csn_preferences_window_add_agent (CSN_PREFERENCES_WINDOW (preferences));
}

/* One dialog at a time: a newer proposal takes the place of an older one. */
static void
show_proposal (CsnWindow *self)
{
  CsnPolicy *proposal = csn_judgement_get_proposal (self->service);
  CsnPolicyDialog *dialog = NULL;

  if (self->proposal != NULL)
    gtk_window_destroy (self->proposal);
  if (proposal == NULL)
    return;
  dialog = csn_policy_dialog_new (GTK_WINDOW (self), self->service, proposal);
  csn_policy_dialog_set_foreign (dialog);
  g_set_weak_pointer (&self->proposal, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remember (CsnWindow *self)
{
  CsnSettings *settings = csn_service_get_settings (self->service);
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_object_set (settings,
                "window-width",
                width,
                "window-height",
                height,
                "window-maximized",
                gtk_window_is_maximized (GTK_WINDOW (self)),
                "page",
                gtk_stack_get_visible_child_name (self->pages),
                NULL);
}

static void
recall (CsnWindow *self)
{
  CsnSettings *settings = csn_service_get_settings (self->service);
  g_autofree char *page = NULL;
  int width = 0;
  int height = 0;
  gboolean maximized = FALSE;

  g_object_get (settings,
                "window-width",
                &width,
                "window-height",
                &height,
                "window-maximized",
                &maximized,
                "page",
                &page,
                NULL);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  csn_window_show_page (self, page);
}

static gboolean
csn_window_close_request (GtkWindow *window)
{
  CsnWindow *self = CSN_WINDOW (window);

  if (self->service != NULL)
    remember (self);
  return GTK_WINDOW_CLASS (csn_window_parent_class)->close_request (window);
}

static void
csn_window_dispose (GObject *object)
{
  CsnWindow *self = CSN_WINDOW (object);

  g_clear_handle_id (&self->counting, g_source_remove);
  g_clear_weak_pointer (&self->proposal);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, sidebar_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, gate_status);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, inbox);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, takeovers);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, agents);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, confidence);
  gtk_widget_class_bind_template_child (widget_class, CsnWindow, history);
  gtk_widget_class_bind_template_callback (widget_class, on_page_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_open_takeover);
  gtk_widget_class_bind_template_callback (widget_class, on_evidence);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_agent);
}

static void
csn_window_class_init (CsnWindowClass *klass)
{
  g_type_ensure (CSN_TYPE_AGENTS_PAGE);
  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_CONFIDENCE_PAGE);
  g_type_ensure (CSN_TYPE_FUTURE_PAGE);
  g_type_ensure (CSN_TYPE_GATE_STATUS);
  g_type_ensure (CSN_TYPE_HISTORY_PAGE);
  g_type_ensure (CSN_TYPE_INBOX_PAGE);
  g_type_ensure (CSN_TYPE_SIDEBAR);
  g_type_ensure (CSN_TYPE_TAKEOVERS_PAGE);
  G_OBJECT_CLASS (klass)->dispose = csn_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = csn_window_close_request;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
csn_window_init (CsnWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_sidebar_select (self->sidebar, "inbox");
}

CsnWindow *
csn_window_new (AdwApplication *application)
{
  return g_object_new (CSN_TYPE_WINDOW, "application", application, NULL);
}

void
csn_window_set_service (CsnWindow *self, CsnService *service, CsnAnswerSender *sender)
{
  CsnGate *gate = NULL;
  GListModel *inbox = NULL;

  g_return_if_fail (CSN_IS_WINDOW (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  gate = csn_service_get_gate (service);
  inbox = csn_gate_get_inbox (gate);
  csn_inbox_page_set_service (self->inbox, service, sender);
  csn_takeovers_page_set_service (self->takeovers, service);
  csn_agents_page_set_service (self->agents, service);
  csn_confidence_page_set_service (self->confidence, service);
  csn_history_page_set_service (self->history, service);
  csn_gate_status_set_service (self->gate_status, service);
  g_signal_connect_object (inbox,
                           "items-changed",
                           G_CALLBACK (on_inbox_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_gate_get_takeovers (gate),
                           "items-changed",
                           G_CALLBACK (update_takeover_count),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (service,
                           "policy-proposed",
                           G_CALLBACK (show_proposal),
                           self,
                           G_CONNECT_SWAPPED);
  on_inbox_changed (self, 0, 0, g_list_model_get_n_items (inbox));
  update_takeover_count (self);
  recall (self);
  gtk_stack_set_visible_child_name (self->root_stack, "main");
  show_proposal (self);
}

void
csn_window_show_fault (CsnWindow *self, const char *message)
{
  g_return_if_fail (CSN_IS_WINDOW (self));

  gtk_label_set_text (self->fault, message);
  gtk_stack_set_visible_child_name (self->root_stack, "fault");
}

void
csn_window_show_page (CsnWindow *self, const char *page)
{
  g_return_if_fail (CSN_IS_WINDOW (self));

  if (page == NULL || !csn_sidebar_select (self->sidebar, page))
    return;
  gtk_stack_set_visible_child_name (self->pages, page);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
}

void
csn_window_show_request (CsnWindow *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_WINDOW (self));

  csn_window_show_page (self, "inbox");
  csn_inbox_page_show_request (self->inbox, request_id);
}

CsnInboxPage *
csn_window_get_inbox (CsnWindow *self)
{
  g_return_val_if_fail (CSN_IS_WINDOW (self), NULL);

  return self->inbox;
}

void
csn_window_show_sidebar (CsnWindow *self)
{
  g_return_if_fail (CSN_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar_pane);
}
