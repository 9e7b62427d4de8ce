/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-timeline-view.h"

#include <glib/gi18n.h>

#include "csn-event-words.h"
#include "csn-time-words.h"
#include "csn-widgets.h"

#define MAX_EVENTS 30

struct _CsnTimelineView
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more;
  CsnHistoryModel *model; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnTimelineView, csn_timeline_view, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
fill_row (GtkBox *row, CsnHistoryEvent *event)
{
  const char *type = csn_history_event_get_text (event, "event_type");
  g_autofree char *time = csn_time_words_local (csn_history_event_get_timestamp (event));
  g_autofree char *full = csn_time_words_local_full (csn_history_event_get_timestamp (event));
  g_autofree char *actor =
      csn_event_words_actor (csn_history_event_get_actor_kind (event),
                             csn_history_event_get_text (event, "reviewer_id"));
  GtkWidget *name = NULL;
  GtkWidget *who = new_label (actor, "dim-label");

  csn_widgets_remove_children (GTK_WIDGET (row));
  type = type != NULL ? type : "";
  name = new_label (csn_event_words_name (type), csn_event_words_css_class (type));
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), full);
  gtk_box_append (row, new_label (time, "numeric"));
  gtk_box_append (row, name);
  gtk_box_append (row, who);
}

static void
on_event_loaded (CsnHistoryEvent *event, GtkBox *row)
{
  fill_row (row, event);
}

static GtkWidget *
new_row (CsnHistoryEvent *event)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  if (csn_history_event_is_loaded (event))
    fill_row (GTK_BOX (row), event);
  else
    gtk_box_append (GTK_BOX (row), new_label (_ ("Reading…"), "dim-label"));
  g_signal_connect_object (event, "loaded", G_CALLBACK (on_event_loaded), row, 0);
  return row;
}

static void
rebuild (CsnTimelineView *self)
{
  guint n_events = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;

  csn_widgets_remove_children (self->list);
  for (guint i = 0; i < MIN (n_events, MAX_EVENTS); i++)
    {
      g_autoptr (CsnHistoryEvent) event = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      gtk_box_append (GTK_BOX (self->list), new_row (event));
    }
  gtk_widget_set_visible (self->more, n_events > MAX_EVENTS);
}

static void
on_new_events (CsnTimelineView *self)
{
  if (csn_history_model_get_n_new (self->model) > 0)
    csn_history_model_show_new (self->model);
}

static void
csn_timeline_view_dispose (GObject *object)
{
  CsnTimelineView *self = CSN_TIMELINE_VIEW (object);

  csn_timeline_view_set_model (self, NULL);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_timeline_view_parent_class)->dispose (object);
}

static void
csn_timeline_view_class_init (CsnTimelineViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_timeline_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "timelineview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_timeline_view_init (CsnTimelineView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  self->more = new_label (_ ("Older events are in History."), "dim-label");
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Timeline"));
}

GtkWidget *
csn_timeline_view_new (void)
{
  return g_object_new (CSN_TYPE_TIMELINE_VIEW, NULL);
}

void
csn_timeline_view_set_model (CsnTimelineView *self, CsnHistoryModel *model)
{
  g_return_if_fail (CSN_IS_TIMELINE_VIEW (self));

  if (self->model == model)
    return;
  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      g_clear_object (&self->model);
    }
  if (model != NULL)
    {
      self->model = g_object_ref (model);
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (rebuild), self);
      g_signal_connect_swapped (model, "notify::n-new", G_CALLBACK (on_new_events), self);
    }
  if (self->list != NULL)
    rebuild (self);
}
