/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-source-line.h"

#include <glib/gi18n.h>

#include "csn-connection-words.h"
#include "csn-widgets.h"

#define UPDATE_SECONDS 5

struct _CsnSourceLine
{
  GtkWidget parent_instance;

  GtkWidget *dot;
  GtkWidget *title;
  GtkWidget *details;
  GtkWidget *fault;

  CsnSourceItem *source; /* (owned) (nullable) */
  CsnClock *clock;       /* (owned) (nullable) */
  gulong changed_handler;
  const char *css_class; /* (nullable) */
  guint tick;
};

G_DEFINE_FINAL_TYPE (CsnSourceLine, csn_source_line, GTK_TYPE_WIDGET)

static void
set_class (CsnSourceLine *self, const char *css_class)
{
  csn_widgets_swap_class (self->dot, self->css_class, css_class);
  self->css_class = css_class;
}

static void
update (CsnSourceLine *self)
{
  const char *message = NULL;
  g_autofree char *title = NULL;
  g_autofree char *details = NULL;

  if (self->source == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->title), _ ("The source was removed"));
      gtk_widget_set_visible (self->details, FALSE);
      gtk_widget_set_visible (self->fault, FALSE);
      set_class (self, "dim-label");
      return;
    }
  message = csn_source_item_get_message (self->source);
  title = csn_connection_words_title (self->source);
  details = csn_connection_words (self->source, csn_clock_get_wall (self->clock));
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->details), details);
  gtk_widget_set_visible (self->details, TRUE);
  gtk_label_set_text (GTK_LABEL (self->fault), message != NULL ? message : "");
  gtk_widget_set_visible (self->fault, message != NULL);
  gtk_widget_set_tooltip_text (self->title, csn_source_item_get_url (self->source));
  set_class (self, csn_connection_words_css_class (self->source));
}

static gboolean
on_tick (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
csn_source_line_map (GtkWidget *widget)
{
  CsnSourceLine *self = CSN_SOURCE_LINE (widget);

  GTK_WIDGET_CLASS (csn_source_line_parent_class)->map (widget);
  update (self);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (UPDATE_SECONDS, on_tick, self);
}

static void
csn_source_line_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CSN_SOURCE_LINE (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (csn_source_line_parent_class)->unmap (widget);
}

static void
csn_source_line_dispose (GObject *object)
{
  CsnSourceLine *self = CSN_SOURCE_LINE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->source != NULL)
    g_clear_signal_handler (&self->changed_handler, self->source);
  g_clear_object (&self->source);
  g_clear_object (&self->clock);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_source_line_parent_class)->dispose (object);
}

static void
csn_source_line_class_init (CsnSourceLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_source_line_dispose;
  widget_class->map = csn_source_line_map;
  widget_class->unmap = csn_source_line_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sourceline");
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
csn_source_line_init (CsnSourceLine *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->dot = gtk_image_new_from_icon_name ("csn-dot-symbolic");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->dot, 2);
  self->title = new_label (NULL);
  self->details = new_label ("dim-label");
  self->fault = new_label ("error");
  gtk_widget_add_css_class (self->details, "caption");
  gtk_widget_add_css_class (self->details, "numeric");
  gtk_widget_add_css_class (self->fault, "caption");
  gtk_label_set_selectable (GTK_LABEL (self->fault), TRUE);
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->details);
  gtk_box_append (GTK_BOX (words), self->fault);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), self->dot);
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}

GtkWidget *
csn_source_line_new (void)
{
  return g_object_new (CSN_TYPE_SOURCE_LINE, NULL);
}

void
csn_source_line_set_source (CsnSourceLine *self, CsnSourceItem *source, CsnClock *clock)
{
  g_return_if_fail (CSN_IS_SOURCE_LINE (self));

  if (self->source != NULL)
    g_clear_signal_handler (&self->changed_handler, self->source);
  g_set_object (&self->source, source);
  g_set_object (&self->clock, clock);
  if (source != NULL)
    self->changed_handler = g_signal_connect_swapped (source, "changed", G_CALLBACK (update), self);
  update (self);
}
