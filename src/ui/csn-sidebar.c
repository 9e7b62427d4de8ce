/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-sidebar.h"

#include <glib/gi18n.h>

#include "csn-widgets.h"

typedef struct
{
  const char *page;
  const char *title;
  const char *icon;
} PageRow;

static const PageRow pages[] = {
  { "inbox", N_ ("Inbox"), "csn-inbox-symbolic" },
  { "takeovers", N_ ("Takeovers"), "csn-level-takeover-symbolic" },
  { "agents", N_ ("Agents"), "csn-agents-symbolic" },
  { "confidence", N_ ("Confidence"), "csn-confidence-symbolic" },
  { "history", N_ ("History"), "document-open-recent-symbolic" },
  { "reconcile", N_ ("Reconcile"), "csn-reconcile-symbolic" },
  { "readiness", N_ ("Readiness"), "csn-readiness-symbolic" },
};

struct _CsnSidebar
{
  GtkWidget parent_instance;

  GtkListBox *list;
  GtkWidget *badges[G_N_ELEMENTS (pages)];
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnSidebar, csn_sidebar, GTK_TYPE_WIDGET)

static int
find_page (const char *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].page, page) == 0)
      return (int) i;
  return -1;
}

static void
on_row_activated (CsnSidebar *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, pages[gtk_list_box_row_get_index (row)].page);
}

static GtkWidget *
new_row (CsnSidebar *self, gsize index)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (pages[index].icon);
  GtkWidget *label = gtk_label_new (_ (pages[index].title));

  self->badges[index] = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->badges[index], "count-badge");
  gtk_widget_add_css_class (self->badges[index], "numeric");
  gtk_widget_set_valign (self->badges[index], GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->badges[index], FALSE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->badges[index]);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  csn_widgets_name (row, _ (pages[index].title));
  return row;
}

static void
csn_sidebar_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_sidebar_parent_class)->dispose (object);
}

static void
csn_sidebar_class_init (CsnSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_sidebar_dispose;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_sidebar_init (CsnSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_list_box_append (self->list, new_row (self, i));
}

GtkWidget *
csn_sidebar_new (void)
{
  return g_object_new (CSN_TYPE_SIDEBAR, NULL);
}

gboolean
csn_sidebar_select (CsnSidebar *self, const char *page)
{
  int index = find_page (page);

  g_return_val_if_fail (CSN_IS_SIDEBAR (self), FALSE);

  if (index < 0)
    return FALSE;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
  return TRUE;
}

void
csn_sidebar_set_count (CsnSidebar *self, const char *page, guint count)
{
  int index = find_page (page);
  g_autofree char *text = g_strdup_printf ("%u", count);
  g_autofree char *name = NULL;

  g_return_if_fail (CSN_IS_SIDEBAR (self));
  g_return_if_fail (index >= 0);

  name = count > 0 ? g_strdup_printf ("%s, %u", _ (pages[index].title), count)
                   : g_strdup (_ (pages[index].title));
  gtk_label_set_text (GTK_LABEL (self->badges[index]), text);
  gtk_widget_set_visible (self->badges[index], count > 0);
  csn_widgets_name (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, index)), name);
}
