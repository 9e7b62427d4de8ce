/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-value-grid.h"

#include <glib/gi18n.h>

#include "csn-action-rows.h"
#include "csn-action-words.h"
#include "csn-long-text.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnValueGrid
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CsnValueGrid, csn_value_grid, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  csn_widgets_mark_visible_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_name (const CsnActionRow *row)
{
  GtkWidget *label =
      new_label (row->name, row->kind == CSN_ACTION_ROW_GROUP ? "group-name" : "dim-label");

  gtk_widget_set_margin_start (label, (int) (MIN (row->depth, 6) * 14));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  return label;
}

static GtkWidget *
new_value (const CsnActionRow *row)
{
  GtkWidget *label = NULL;

  switch (row->kind)
    {
    case CSN_ACTION_ROW_LONG:
      label = csn_long_text_new ();
      csn_long_text_set_text (CSN_LONG_TEXT (label), row->value, FALSE);
      csn_long_text_set_name (CSN_LONG_TEXT (label), row->name);
      gtk_widget_set_hexpand (label, TRUE);
      return label;
    case CSN_ACTION_ROW_EXACT:
      label = new_label (row->value, "exact");
      break;
    case CSN_ACTION_ROW_MONEY:
      label = new_label (row->value, "money");
      break;
    case CSN_ACTION_ROW_LITERAL:
    case CSN_ACTION_ROW_SECRET:
      label = new_label (row->value, "literal");
      break;
    case CSN_ACTION_ROW_TEXT:
    case CSN_ACTION_ROW_GROUP:
      label = new_label (row->value, NULL);
      break;
    }
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
new_grid (GPtrArray *rows)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < rows->len; i++)
    {
      const CsnActionRow *row = g_ptr_array_index (rows, i);
      gboolean is_wide = row->kind == CSN_ACTION_ROW_GROUP || row->kind == CSN_ACTION_ROW_LONG;

      gtk_grid_attach (GTK_GRID (grid), new_name (row), 0, (int) i * 2, is_wide ? 2 : 1, 1);
      if (row->kind == CSN_ACTION_ROW_LONG)
        gtk_grid_attach (GTK_GRID (grid), new_value (row), 0, (int) i * 2 + 1, 2, 1);
      else if (row->kind != CSN_ACTION_ROW_GROUP)
        gtk_grid_attach (GTK_GRID (grid), new_value (row), 1, (int) i * 2, 1, 1);
    }
  return grid;
}

static GtkWidget *
new_json (const CsnJson *value)
{
  GtkWidget *text = csn_long_text_new ();
  g_autofree char *json = csn_action_words_exact (value, FALSE);
  g_autofree char *visible = csn_visible_text (json, -1, CSN_VISIBLE_MULTI_LINE, NULL);

  csn_long_text_set_text (CSN_LONG_TEXT (text), visible, TRUE);
  csn_long_text_set_name (CSN_LONG_TEXT (text), _ ("State as JSON"));
  return text;
}

static void
csn_value_grid_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_value_grid_parent_class)->dispose (object);
}

static void
csn_value_grid_class_init (CsnValueGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_value_grid_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "valuegrid");
}

static void
csn_value_grid_init (CsnValueGrid *self)
{
}

void
csn_value_grid_set_value (CsnValueGrid *self, const CsnJson *value, const char *empty)
{
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *child = NULL;

  g_return_if_fail (CSN_IS_VALUE_GRID (self));

  csn_widgets_remove_children (GTK_WIDGET (self));
  if (value == NULL || csn_json_get_size (value) == 0)
    {
      child = new_label (empty, "dim-label");
    }
  else
    {
      rows = csn_action_rows_new (value, FALSE);
      child = rows != NULL ? new_grid (rows) : new_json (value);
    }
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
