/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-history-page.h"

#include <glib/gi18n.h>

#include "csn-back-button.h"
#include "csn-event-view.h"
#include "csn-export-dialog.h"
#include "csn-feedback.h"
#include "csn-fit-box.h"
#include "csn-history-columns.h"
#include "csn-history-filter.h"
#include "csn-history-words.h"
#include "csn-verify-bar.h"
#include "csn-widgets.h"

struct _CsnHistoryPage
{
  GtkWidget parent_instance;

  CsnVerifyBar *verify_bar;
  CsnHistoryFilter *filter;
  GtkLabel *fault;
  GtkRevealer *new_revealer;
  GtkButton *new_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *scroller;
  GtkColumnView *view;
  CsnEventView *event_view;

  CsnService *service;           /* (owned) (nullable) */
  CsnHistoryModel *model;        /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  GPtrArray *columns;            /* (owned) (nullable) (element-type GtkColumnViewColumn) */
  int width;                     /* what the columns were fitted to */
  guint fit_idle;
  guint scroll_idle;
  gboolean to_top; /* to the new events, once they are listed */
  gboolean oldest_first;
};

G_DEFINE_FINAL_TYPE (CsnHistoryPage, csn_history_page, GTK_TYPE_WIDGET)

static gboolean
on_scroll (gpointer user_data)
{
  CsnHistoryPage *self = user_data;

  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  self->scroll_idle = 0;
  gtk_adjustment_set_value (adjustment,
                            self->oldest_first ? gtk_adjustment_get_upper (adjustment) : 0);
  return G_SOURCE_REMOVE;
}

/* A log is never empty once it is open, so what shows nothing has filtered it away. */
static const char *
get_state (CsnHistoryPage *self, guint n_items)
{
  g_autoptr (CsnHistoryQuery) query = csn_history_filter_dup_query (self->filter);

  if (n_items > 0)
    return "list";
  return csn_history_query_is_empty (query) ? "empty" : "none";
}

/* The list keeps to the rows that it shows, so it has to be told to go to those before them. */
static void
on_items_changed (CsnHistoryPage *self, guint position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  gtk_stack_set_visible_child_name (self->stack, get_state (self, n_items));
  if (!self->to_top || (position != 0 && !self->oldest_first))
    return;
  self->to_top = FALSE;
  if (self->scroll_idle == 0)
    self->scroll_idle = g_idle_add (on_scroll, self);
}

static void
show_new (CsnHistoryPage *self)
{
  self->to_top = csn_history_model_get_n_new (self->model) > 0;
  csn_history_model_show_new (self->model);
}

static void
update_new (CsnHistoryPage *self)
{
  guint n_new = csn_history_model_get_n_new (self->model);
  g_autofree char *label =
      g_strdup_printf (ngettext ("%u new event", "%u new events", n_new), n_new);

  if (n_new > 0)
    gtk_button_set_label (self->new_button, label);
  gtk_revealer_set_reveal_child (self->new_revealer, n_new > 0);
}

static void
update_fault (CsnHistoryPage *self)
{
  const char *fault = csn_history_model_get_fault (self->model);
  g_autofree char *text =
      fault != NULL ? g_strdup_printf (_ ("The log can’t be read: %s"), fault) : NULL;

  gtk_label_set_text (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

static void
update_verify (CsnHistoryPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "history.verify",
                                 self->service != NULL &&
                                     !csn_verify_bar_get_running (self->verify_bar));
}

static void
apply_filter (CsnHistoryPage *self)
{
  g_autoptr (CsnHistoryQuery) query = NULL;

  if (self->model == NULL)
    return;
  query = csn_history_filter_dup_query (self->filter);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  csn_history_model_set_query (self->model, query);
}

static void
on_sorted (CsnHistoryPage *self)
{
  if (self->selection == NULL) /* the columns go */
    return;
  self->oldest_first = csn_history_columns_is_oldest_first (self->view);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  csn_history_model_set_oldest_first (self->model, self->oldest_first);
}

static void
find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  csn_history_filter_focus_search (CSN_HISTORY_PAGE (widget)->filter);
}

static void
on_new_clicked (CsnHistoryPage *self)
{
  show_new (self);
}

static void
on_selected (CsnHistoryPage *self)
{
  CsnHistoryEvent *event = gtk_single_selection_get_selected_item (self->selection);

  csn_event_view_set_event (self->event_view, event);
  gtk_widget_set_visible (GTK_WIDGET (self->event_view), event != NULL);
}

static void
on_show_request (CsnHistoryPage *self, const char *request_id)
{
  csn_history_filter_show_request (self->filter, request_id);
}

static void
on_copied (CsnHistoryPage *self)
{
  csn_feedback_toast (self->toasts, _ ("The exact bytes of the event are in the clipboard."));
}

static void
on_close_event (CsnHistoryPage *self)
{
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
on_show_all_clicked (CsnHistoryPage *self)
{
  csn_history_filter_reset (self->filter);
}

static void
verify (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (widget);

  csn_verify_bar_start (self->verify_bar, self->service);
}

static void export(GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (CsnHistoryQuery) query = csn_history_filter_dup_query (self->filter);
  g_autofree char *words = csn_history_filter_dup_words (self->filter);

  gtk_window_present (
      GTK_WINDOW (csn_export_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         self->service,
                                         query,
                                         words)));
}

/* What came while nobody looked moves nobody's rows. */
static void
csn_history_page_map (GtkWidget *widget)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (csn_history_page_parent_class)->map (widget);
  if (self->model != NULL)
    show_new (self);
}

static gboolean
on_fit (gpointer user_data)
{
  CsnHistoryPage *self = user_data;

  self->fit_idle = 0;
  if (self->columns != NULL)
    csn_history_columns_fit (self->columns, self->view, self->width);
  return G_SOURCE_REMOVE;
}

/* Columns can't be hidden while sizes are handed out. */
static void
csn_history_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_allocate (child, width, height, baseline, NULL);
  if (width == self->width)
    return;
  self->width = width;
  if (self->fit_idle == 0)
    self->fit_idle = g_idle_add (on_fit, self);
}

static void
csn_history_page_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget),
                      orientation,
                      for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

static GtkSizeRequestMode
csn_history_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
csn_history_page_dispose (GObject *object)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (object);

  g_clear_handle_id (&self->fit_idle, g_source_remove);
  g_clear_handle_id (&self->scroll_idle, g_source_remove);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_history_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, verify_bar);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, filter);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, fault);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, new_revealer);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, view);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryPage, event_view);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, apply_filter);
  gtk_widget_class_bind_template_callback (widget_class, update_verify);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_show_request);
  gtk_widget_class_bind_template_callback (widget_class, on_copied);
  gtk_widget_class_bind_template_callback (widget_class, on_close_event);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked);
}

static void
csn_history_page_class_init (CsnHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_history_page_dispose;
  widget_class->map = csn_history_page_map;
  widget_class->measure = csn_history_page_measure;
  widget_class->size_allocate = csn_history_page_size_allocate;
  widget_class->get_request_mode = csn_history_page_get_request_mode;
  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_EVENT_VIEW);
  g_type_ensure (CSN_TYPE_FIT_BOX);
  g_type_ensure (CSN_TYPE_HISTORY_FILTER);
  g_type_ensure (CSN_TYPE_VERIFY_BAR);
  gtk_widget_class_install_action (widget_class, "history.verify", NULL, verify);
  gtk_widget_class_install_action (widget_class, "history.export", NULL, export);
  gtk_widget_class_install_action (widget_class, "history.find", NULL, find);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_f,
                                       GDK_CONTROL_MASK,
                                       "history.find",
                                       NULL);
  gtk_widget_class_set_css_name (widget_class, "historypage");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-history-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
csn_history_page_init (CsnHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.verify", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.export", FALSE);
}

GtkWidget *
csn_history_page_new (void)
{
  return g_object_new (CSN_TYPE_HISTORY_PAGE, NULL);
}

static void
connect_model (CsnHistoryPage *self)
{
  g_signal_connect_object (self->model,
                           "items-changed",
                           G_CALLBACK (on_items_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model,
                           "notify::n-new",
                           G_CALLBACK (update_new),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model,
                           "notify::fault",
                           G_CALLBACK (update_fault),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (on_selected),
                           self,
                           G_CONNECT_SWAPPED);
}

void
csn_history_page_set_service (CsnHistoryPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_HISTORY_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  csn_history_filter_set_service (self->filter, service);
  self->columns = csn_history_columns_new (csn_gate_get_clock (csn_service_get_gate (service)));
  csn_history_columns_fit (self->columns, self->view, self->width);
  self->model = csn_service_new_history (service);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  connect_model (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_column_view_sort_by_column (self->view,
                                  g_ptr_array_index (self->columns, CSN_HISTORY_COLUMN_TIME),
                                  GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view),
                           "changed",
                           G_CALLBACK (on_sorted),
                           self,
                           G_CONNECT_SWAPPED);
  apply_filter (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.export", TRUE);
  update_verify (self);
  update_fault (self);
}

void
csn_history_page_show_request (CsnHistoryPage *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_HISTORY_PAGE (self));

  csn_history_filter_show_request (self->filter, request_id);
}
