/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-takeovers-page.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-back-button.h"
#include "csn-feedback.h"
#include "csn-moment-words.h"
#include "csn-takeover-view.h"
#include "csn-takeover-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

#define EMPTY ".empty"

struct _CsnTakeoversPage
{
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  GtkListBox *list;
  GtkWidget *separator;
  GtkWidget *view_pane;
  AdwWindowTitle *title;
  GtkStack *stack;

  CsnService *service;   /* (owned) (nullable) */
  GListModel *takeovers; /* (owned) (nullable) */
};

enum
{
  EVIDENCE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnTakeoversPage, csn_takeovers_page, GTK_TYPE_WIDGET)

static const char *
item_id (CsnTakeoverItem *item)
{
  return csn_inbox_item_get_id (csn_takeover_item_get_inbox_item (item));
}

static guint
count (CsnTakeoversPage *self)
{
  return self->takeovers != NULL ? g_list_model_get_n_items (self->takeovers) : 0;
}

/* With one takeover there is nothing to choose, so there is no list. */
static void
update_panes (CsnTakeoversPage *self)
{
  gboolean has_list = count (self) > 1;

  gtk_widget_set_visible (self->list_pane, has_list);
  gtk_widget_set_visible (self->separator, has_list);
  if (!has_list)
    adw_leaflet_set_visible_child (self->leaflet, self->view_pane);
}

static void
update_title (CsnTakeoversPage *self)
{
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);
  g_autofree char *words = NULL;
  g_autofree char *title = NULL;

  if (!CSN_IS_TAKEOVER_VIEW (view))
    {
      adw_window_title_set_title (self->title, _ ("Takeovers"));
      return;
    }
  words = csn_takeover_words_title (csn_takeover_view_get_item (CSN_TAKEOVER_VIEW (view)));
  /* TRANSLATORS: "Takeover — crm-agent · Merge records" */
  title = g_strdup_printf (_ ("Takeover — %s"), words);
  adw_window_title_set_title (self->title, title);
}

static void
show_view (CsnTakeoversPage *self, const char *request_id)
{
  gtk_stack_set_visible_child_name (self->stack, request_id);
  update_title (self);
}

static void
on_evidence (CsnTakeoversPage *self, CsnTakeoverView *view)
{
  g_signal_emit (self, signals[EVIDENCE], 0, item_id (csn_takeover_view_get_item (view)));
}

static void
on_say (CsnTakeoversPage *self, const char *text)
{
  csn_feedback_toast (self->toasts, text);
}

static void
add_view (CsnTakeoversPage *self, CsnTakeoverItem *item)
{
  GtkWidget *view = csn_takeover_view_new (self->service, item);

  g_signal_connect_object (view, "evidence", G_CALLBACK (on_evidence), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "say", G_CALLBACK (on_say), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, view, item_id (item));
}

static gboolean
is_open (CsnTakeoversPage *self, CsnTakeoverItem *item)
{
  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (CsnTakeoverItem) other = g_list_model_get_item (self->takeovers, i);

      if (other == item)
        return TRUE;
    }
  return FALSE;
}

static void
remove_closed_views (CsnTakeoversPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (CSN_IS_TAKEOVER_VIEW (child) &&
          !is_open (self, csn_takeover_view_get_item (CSN_TAKEOVER_VIEW (child))))
        gtk_stack_remove (self->stack, child);
      child = next;
    }
}

static void
select_row (CsnTakeoversPage *self, guint index)
{
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) index));
}

static void
show_first (CsnTakeoversPage *self)
{
  g_autoptr (CsnTakeoverItem) first = NULL;

  if (CSN_IS_TAKEOVER_VIEW (gtk_stack_get_visible_child (self->stack)))
    return;
  if (count (self) == 0)
    {
      show_view (self, EMPTY);
      return;
    }
  first = g_list_model_get_item (self->takeovers, 0);
  show_view (self, item_id (first));
  select_row (self, 0);
}

/* Views of takeovers that stay are kept, with what was ticked and written in them. */
static void
on_items_changed (CsnTakeoversPage *self)
{
  gboolean was_closed = FALSE;
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (CSN_IS_TAKEOVER_VIEW (shown))
    was_closed = !is_open (self, csn_takeover_view_get_item (CSN_TAKEOVER_VIEW (shown)));
  if (was_closed)
    gtk_stack_set_visible_child_name (self->stack, EMPTY);
  remove_closed_views (self);
  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (CsnTakeoverItem) item = g_list_model_get_item (self->takeovers, i);

      if (gtk_stack_get_child_by_name (self->stack, item_id (item)) == NULL)
        add_view (self, item);
    }
  show_first (self);
  update_panes (self);
  if (was_closed && count (self) > 1)
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  update_title (self);
}

static GtkWidget *
new_row_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row (gpointer object, gpointer user_data)
{
  CsnTakeoversPage *self = user_data;
  CsnTakeoverItem *item = object;
  CsnRequest *request = csn_inbox_item_get_request (csn_takeover_item_get_inbox_item (item));
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (self->service));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *action = csn_action_words_type (csn_request_get_action_type (request));
  g_autofree char *agent =
      csn_visible_text (csn_request_get_agent_id (request), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *since =
      csn_moment_words (csn_takeover_item_get_opened_at (item), csn_clock_get_wall (clock));
  GtkWidget *name = new_row_label (action, "heading");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (top), name);
  gtk_box_append (GTK_BOX (top), new_row_label (since, "dim-label"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (top), "numeric");
  gtk_widget_add_css_class (gtk_widget_get_last_child (top), "caption");
  gtk_box_append (GTK_BOX (row), top);
  gtk_box_append (GTK_BOX (row), new_row_label (agent, "dim-label"));
  gtk_widget_set_margin_top (row, 9);
  gtk_widget_set_margin_bottom (row, 9);
  return row;
}

static void
on_row_selected (CsnTakeoversPage *self, GtkListBoxRow *row)
{
  g_autoptr (CsnTakeoverItem) item = NULL;

  if (row == NULL || self->takeovers == NULL)
    return;
  item = g_list_model_get_item (self->takeovers, (guint) gtk_list_box_row_get_index (row));
  if (item != NULL && gtk_stack_get_child_by_name (self->stack, item_id (item)) != NULL)
    show_view (self, item_id (item));
}

static void
on_row_activated (CsnTakeoversPage *self, GtkListBoxRow *row)
{
  on_row_selected (self, row);
  adw_leaflet_set_visible_child (self->leaflet, self->view_pane);
}

gboolean
csn_takeovers_page_show_request (CsnTakeoversPage *self, const char *request_id)
{
  g_return_val_if_fail (CSN_IS_TAKEOVERS_PAGE (self), FALSE);

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (CsnTakeoverItem) item = g_list_model_get_item (self->takeovers, i);

      if (!g_str_equal (item_id (item), request_id))
        continue;
      show_view (self, request_id);
      select_row (self, i);
      adw_leaflet_set_visible_child (self->leaflet, self->view_pane);
      return TRUE;
    }
  return FALSE;
}

static void
csn_takeovers_page_dispose (GObject *object)
{
  CsnTakeoversPage *self = CSN_TAKEOVERS_PAGE (object);

  if (self->takeovers != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->takeovers);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_takeovers_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-takeovers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, list_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, list);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, separator);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, view_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, title);
  gtk_widget_class_bind_template_child (widget_class, CsnTakeoversPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
csn_takeovers_page_class_init (CsnTakeoversPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_takeovers_page_dispose;
  signals[EVIDENCE] = g_signal_new ("evidence",
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
  gtk_widget_class_set_css_name (widget_class, "takeoverspage");
  bind_template (widget_class);
}

static void
csn_takeovers_page_init (CsnTakeoversPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_takeovers_page_new (void)
{
  return g_object_new (CSN_TYPE_TAKEOVERS_PAGE, NULL);
}

void
csn_takeovers_page_set_service (CsnTakeoversPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_TAKEOVERS_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  self->takeovers = g_object_ref (csn_gate_get_takeovers (csn_service_get_gate (service)));
  gtk_list_box_bind_model (self->list, self->takeovers, new_row, self, NULL);
  g_signal_connect_object (self->takeovers,
                           "items-changed",
                           G_CALLBACK (on_items_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
}
