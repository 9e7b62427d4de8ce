/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-long-text.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "csn-widgets.h"

#define MAX_HEIGHT 320

struct _CsnLongText
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkSourceView *view;
  GtkSourceBuffer *buffer; /* (owned) */
  gboolean end_seen;
  guint idle;
};

enum
{
  PROP_END_SEEN = 1,
};

G_DEFINE_FINAL_TYPE (CsnLongText, csn_long_text, GTK_TYPE_WIDGET)

static void
update_end_seen (CsnLongText *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double end = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  if (self->end_seen || self->idle != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (gtk_adjustment_get_page_size (adjustment) <= 1 ||
      end + 1 < gtk_adjustment_get_upper (adjustment))
    return;
  self->end_seen = TRUE;
  g_object_notify (G_OBJECT (self), "end-seen");
}

/* The view measures its lines when idle; until then its height says nothing about the end. */
static gboolean
on_measured (gpointer user_data)
{
  CsnLongText *self = user_data;

  self->idle = 0;
  update_end_seen (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_measure (CsnLongText *self)
{
  if (self->idle == 0)
    self->idle = g_timeout_add_full (G_PRIORITY_LOW, 150, on_measured, self, NULL);
}

static void
update_scheme (CsnLongText *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *name = adw_style_manager_get_dark (style) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (self->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (schemes, name));
}

static void
csn_long_text_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (csn_long_text_parent_class)->map (widget);
  wait_for_measure (CSN_LONG_TEXT (widget));
}

static void
csn_long_text_dispose (GObject *object)
{
  CsnLongText *self = CSN_LONG_TEXT (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->buffer);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_long_text_parent_class)->dispose (object);
}

static void
csn_long_text_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_END_SEEN)
    g_value_set_boolean (value, CSN_LONG_TEXT (object)->end_seen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_long_text_class_init (CsnLongTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = csn_long_text_dispose;
  object_class->get_property = csn_long_text_get_property;
  widget_class->map = csn_long_text_map;
  g_object_class_install_property (
      object_class,
      PROP_END_SEEN,
      g_param_spec_boolean ("end-seen",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "longtext");
}

static void
csn_long_text_init (CsnLongText *self)
{
  GtkAdjustment *adjustment = NULL;

  self->buffer = gtk_source_buffer_new (NULL);
  self->view = GTK_SOURCE_VIEW (gtk_source_view_new_with_buffer (self->buffer));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 8);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment,
                           "value-changed",
                           G_CALLBACK (update_end_seen),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment,
                           "changed",
                           G_CALLBACK (wait_for_measure),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (update_scheme),
                           self,
                           G_CONNECT_SWAPPED);
  update_scheme (self);
}

GtkWidget *
csn_long_text_new (void)
{
  return g_object_new (CSN_TYPE_LONG_TEXT, NULL);
}

void
csn_long_text_set_text (CsnLongText *self, const char *text, gboolean is_json)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language =
      is_json ? gtk_source_language_manager_get_language (languages, "json") : NULL;
  GtkTextIter start;

  g_return_if_fail (CSN_IS_LONG_TEXT (self));

  gtk_source_buffer_set_language (self->buffer, language);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_source_view_set_show_line_numbers (self->view, is_json);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), TRUE);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  self->end_seen = FALSE;
  g_object_notify (G_OBJECT (self), "end-seen");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    wait_for_measure (self);
}

void
csn_long_text_set_name (CsnLongText *self, const char *name)
{
  g_return_if_fail (CSN_IS_LONG_TEXT (self));

  csn_widgets_name (GTK_WIDGET (self->view), name);
}

gboolean
csn_long_text_get_end_seen (CsnLongText *self)
{
  g_return_val_if_fail (CSN_IS_LONG_TEXT (self), FALSE);

  return self->end_seen;
}
