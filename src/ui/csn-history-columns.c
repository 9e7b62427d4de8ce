/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-history-columns.h"

#include "csn-history-cell.h"

/* How wide a column is, -1 if it grows, and how wide the view must be to show it. */
typedef struct
{
  int width;
  int from;
} ColumnShape;

static const ColumnShape shapes[CSN_HISTORY_N_COLUMNS] = {
  [CSN_HISTORY_COLUMN_TIME] = { 138, 0 },       [CSN_HISTORY_COLUMN_EVENT] = { 170, 0 },
  [CSN_HISTORY_COLUMN_AGENT] = { -1, 0 },       [CSN_HISTORY_COLUMN_ACTION] = { -1, 560 },
  [CSN_HISTORY_COLUMN_LEVEL] = { 130, 700 },    [CSN_HISTORY_COLUMN_CONFIDENCE] = { 64, 940 },
  [CSN_HISTORY_COLUMN_REVIEWER] = { 100, 860 }, [CSN_HISTORY_COLUMN_DECISION] = { 92, 780 },
  [CSN_HISTORY_COLUMN_LATENCY] = { 96, 940 },
};

/* What the factory of one column knows. */
typedef struct
{
  CsnHistoryColumn column;
  CsnClock *clock; /* (owned) */
} Maker;

static void
maker_free (gpointer data, GClosure *closure)
{
  Maker *self = data;

  g_object_unref (self->clock);
  g_free (self);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Maker *maker = user_data;

  gtk_list_item_set_child (item, csn_history_cell_new (maker->column, maker->clock));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  csn_history_cell_set_event (CSN_HISTORY_CELL (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  csn_history_cell_set_event (CSN_HISTORY_CELL (gtk_list_item_get_child (item)), NULL);
}

static GtkListItemFactory *
new_factory (CsnHistoryColumn column, CsnClock *clock)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Maker *maker = g_new0 (Maker, 1);

  maker->column = column;
  maker->clock = g_object_ref (clock);
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), maker, maker_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}

void
csn_history_columns_add (GtkColumnView *view, CsnClock *clock)
{
  for (guint i = 0; i < CSN_HISTORY_N_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          gtk_column_view_column_new (csn_history_words_title (i), new_factory (i, clock));

      if (shapes[i].width < 0)
        gtk_column_view_column_set_expand (column, TRUE);
      else
        gtk_column_view_column_set_fixed_width (column, shapes[i].width);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (view, column);
    }
}

void
csn_history_columns_fit (GtkColumnView *view, int width)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_column_view_column_set_visible (column, width >= shapes[i].from);
    }
}
