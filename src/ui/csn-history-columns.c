/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-history-columns.h"

#include "csn-history-cell.h"

#define NARROW 480

/* How wide a column is, -1 if it grows, the same in a narrow view, and from where on it is shown.
 */
typedef struct
{
  int width;
  int narrow_width;
  int from;
} ColumnShape;

static const ColumnShape shapes[CSN_HISTORY_N_COLUMNS] = {
  [CSN_HISTORY_COLUMN_TIME] = { 126, 114, 0 },
  [CSN_HISTORY_COLUMN_EVENT] = { 156, 134, 0 },
  [CSN_HISTORY_COLUMN_AGENT] = { -1, -1, 0 },
  [CSN_HISTORY_COLUMN_ACTION] = { -1, -1, 520 },
  [CSN_HISTORY_COLUMN_LEVEL] = { 112, 112, 660 },
  [CSN_HISTORY_COLUMN_CONFIDENCE] = { 54, 54, 900 },
  [CSN_HISTORY_COLUMN_REVIEWER] = { 96, 96, 840 },
  [CSN_HISTORY_COLUMN_DECISION] = { 88, 88, 740 },
  [CSN_HISTORY_COLUMN_LATENCY] = { 82, 82, 900 },
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

/* The list itself is turned round by its model; this only gives the title its arrow, and tells by
 * the order of two addresses which way it points. */
static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return a < b ? -1 : a > b;
}

gboolean
csn_history_columns_is_oldest_first (GtkColumnView *view)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);

  return gtk_sorter_compare (sorter, MIN (one, other), MAX (one, other)) == GTK_ORDERING_SMALLER;
}

GPtrArray *
csn_history_columns_new (CsnClock *clock)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < CSN_HISTORY_N_COLUMNS; i++)
    {
      GtkColumnViewColumn *column =
          gtk_column_view_column_new (csn_history_words_title (i), new_factory (i, clock));

      gtk_column_view_column_set_expand (column, shapes[i].width < 0);
      gtk_column_view_column_set_resizable (column, TRUE);
      if (i == CSN_HISTORY_COLUMN_TIME)
        {
          g_autoptr (GtkSorter) sorter =
              GTK_SORTER (gtk_custom_sorter_new (compare_addresses, NULL, NULL));

          gtk_column_view_column_set_sorter (column, sorter);
        }
      g_ptr_array_add (columns, column);
    }
  return columns;
}

/* GTK 4.8 keeps room for columns that are only hidden. */
void
csn_history_columns_fit (GPtrArray *columns, GtkColumnView *view, int width)
{
  guint position = 0;

  for (guint i = 0; i < columns->len; i++)
    {
      GtkColumnViewColumn *column = g_ptr_array_index (columns, i);
      gboolean fits = width >= shapes[i].from;
      gboolean is_there = gtk_column_view_column_get_column_view (column) != NULL;

      if (fits && !is_there)
        gtk_column_view_insert_column (view, position, column);
      else if (!fits && is_there)
        gtk_column_view_remove_column (view, column);
      gtk_column_view_column_set_fixed_width (column,
                                              width < NARROW ? shapes[i].narrow_width
                                                             : shapes[i].width);
      position += fits;
    }
}
