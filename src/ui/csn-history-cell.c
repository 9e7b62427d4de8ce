/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-cell.h"

#include "csn-widgets.h"

struct _CsnHistoryCell
{
  GtkWidget parent_instance;

  GtkWidget *label;

  CsnHistoryColumn column;
  CsnClock *clock;        /* (owned) (nullable) */
  CsnHistoryEvent *event; /* (owned) (nullable) */
  gulong loaded_handler;
  const char *css_class; /* (nullable): the event's own */
};

G_DEFINE_FINAL_TYPE (CsnHistoryCell, csn_history_cell, GTK_TYPE_WIDGET)

static void
set_class (CsnHistoryCell *self, const char *css_class)
{
  csn_widgets_swap_class (self->label, self->css_class, css_class);
  self->css_class = css_class;
}

static void
fill (CsnHistoryCell *self)
{
  g_autofree char *text = NULL;

  if (self->event == NULL || !csn_history_event_is_loaded (self->event))
    {
      gtk_label_set_text (GTK_LABEL (self->label),
                          self->column == CSN_HISTORY_COLUMN_TIME ? "…" : "");
      set_class (self, NULL);
      return;
    }
  text = csn_history_words_cell (self->event, self->column, csn_clock_get_wall (self->clock));
  gtk_label_set_text (GTK_LABEL (self->label), text);
  set_class (self, csn_history_words_css_class (self->event, self->column));
}

static void
csn_history_cell_dispose (GObject *object)
{
  CsnHistoryCell *self = CSN_HISTORY_CELL (object);

  if (self->event != NULL)
    g_clear_signal_handler (&self->loaded_handler, self->event);
  g_clear_object (&self->event);
  g_clear_object (&self->clock);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_history_cell_parent_class)->dispose (object);
}

static void
csn_history_cell_class_init (CsnHistoryCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_history_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "historycell");
}

static void
csn_history_cell_init (CsnHistoryCell *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
csn_history_cell_new (CsnHistoryColumn column, CsnClock *clock)
{
  CsnHistoryCell *self = g_object_new (CSN_TYPE_HISTORY_CELL, NULL);

  self->column = column;
  self->clock = g_object_ref (clock);
  if (column == CSN_HISTORY_COLUMN_TIME || column == CSN_HISTORY_COLUMN_CONFIDENCE ||
      column == CSN_HISTORY_COLUMN_LATENCY)
    gtk_widget_add_css_class (self->label, "numeric");
  return GTK_WIDGET (self);
}

void
csn_history_cell_set_event (CsnHistoryCell *self, CsnHistoryEvent *event)
{
  g_return_if_fail (CSN_IS_HISTORY_CELL (self));

  if (self->event != NULL)
    g_clear_signal_handler (&self->loaded_handler, self->event);
  g_set_object (&self->event, event);
  if (event != NULL && !csn_history_event_is_loaded (event))
    self->loaded_handler = g_signal_connect_swapped (event, "loaded", G_CALLBACK (fill), self);
  fill (self);
}
