/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-action-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-action-rows.h"
#include "csn-action-words.h"
#include "csn-long-text.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnActionView
{
  GtkWidget parent_instance;

  GtkWidget *readable_button;
  GtkWidget *exact_button;
  GtkWidget *note;
  GtkStack *stack;
  GtkGrid *grid;
  CsnLongText *exact;
  GtkLabel *footer;
  GtkWidget *reveal_button;
  GtkWidget *copy_button;

  CsnRequest *request;   /* (owned) (nullable) */
  GPtrArray *long_texts; /* (owned) (element-type CsnLongText), children of the grid */
  gboolean has_secret;
  gboolean revealed;
  gboolean readable;
};

enum
{
  PROP_READ_TO_END = 1,
};

enum
{
  REVEAL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnActionView, csn_action_view, GTK_TYPE_WIDGET)

static gboolean
is_malformed (CsnActionView *self)
{
  return (csn_request_get_flags (self->request) & CSN_REQUEST_FLAG_MALFORMED) != 0;
}

/* Shown as text: indented JSON, or what came in where that is no JSON. Not yet visible text. */
static char *
exact_text (CsnActionView *self)
{
  gsize size = 0;
  const char *data = NULL;

  if (!is_malformed (self))
    return csn_action_words_exact (csn_request_get_action (self->request), self->revealed);
  data = g_bytes_get_data (csn_request_get_raw (self->request), &size);
  return csn_visible_text (data != NULL ? data : "", (gssize) size, CSN_VISIBLE_MULTI_LINE, NULL);
}

static void
on_end_seen (CsnActionView *self)
{
  g_object_notify (G_OBJECT (self), "read-to-end");
}

static GtkWidget *
new_name (const CsnActionRow *row)
{
  GtkWidget *label = gtk_label_new (NULL);

  csn_widgets_mark_visible_text (GTK_LABEL (label), row->name);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_width_chars (GTK_LABEL (label), 9);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_margin_start (label, (int) (MIN (row->depth, 6) * 14));
  gtk_widget_add_css_class (label, row->kind == CSN_ACTION_ROW_GROUP ? "group-name" : "dim-label");
  return label;
}

static const char *
class_of_kind (CsnActionRowKind kind)
{
  switch (kind)
    {
    case CSN_ACTION_ROW_TEXT:
    case CSN_ACTION_ROW_GROUP:
    case CSN_ACTION_ROW_LONG:
      return NULL;
    case CSN_ACTION_ROW_LITERAL:
    case CSN_ACTION_ROW_SECRET:
      return "literal";
    case CSN_ACTION_ROW_EXACT:
      return "exact";
    case CSN_ACTION_ROW_MONEY:
      return "money";
    }
  return NULL;
}

static GtkWidget *
new_value (const CsnActionRow *row)
{
  GtkWidget *label = gtk_label_new (NULL);
  const char *css_class = class_of_kind (row->kind);

  csn_widgets_mark_visible_text (GTK_LABEL (label), row->value);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_long_value (CsnActionView *self, const CsnActionRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *text = csn_long_text_new ();
  g_autofree char *size = g_format_size_full (row->size, G_FORMAT_SIZE_LONG_FORMAT);
  GtkWidget *caption = gtk_label_new (size);

  csn_long_text_set_text (CSN_LONG_TEXT (text), row->value, FALSE);
  csn_long_text_set_name (CSN_LONG_TEXT (text), row->name);
  g_signal_connect_object (text,
                           "notify::end-seen",
                           G_CALLBACK (on_end_seen),
                           self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->long_texts, text);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
attach_row (CsnActionView *self, const CsnActionRow *row, int line)
{
  GtkWidget *name = new_name (row);

  if (row->kind == CSN_ACTION_ROW_GROUP)
    {
      gtk_grid_attach (self->grid, name, 0, line, 2, 1);
    }
  else if (row->kind == CSN_ACTION_ROW_LONG)
    {
      gtk_grid_attach (self->grid, name, 0, line, 2, 1);
      gtk_grid_attach (self->grid, new_long_value (self, row), 0, line + 1, 2, 1);
    }
  else
    {
      gtk_grid_attach (self->grid, name, 0, line, 1, 1);
      gtk_grid_attach (self->grid, new_value (row), 1, line, 1, 1);
    }
}

static void
fill_grid (CsnActionView *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  csn_widgets_remove_children (GTK_WIDGET (self->grid));
  g_ptr_array_set_size (self->long_texts, 0);
  if (!is_malformed (self))
    rows = csn_action_rows_new (csn_request_get_action (self->request), self->revealed);
  self->readable = rows != NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    attach_row (self, g_ptr_array_index (rows, i), (int) i * 2);
}

static void
fill_footer (CsnActionView *self)
{
  const char *digest = csn_request_get_action_digest (self->request);
  g_autofree char *compact = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  gsize n_bytes = 0;

  if (is_malformed (self))
    {
      n_bytes = g_bytes_get_size (csn_request_get_raw (self->request));
    }
  else
    {
      compact = csn_json_to_text (csn_request_get_action (self->request), 0);
      n_bytes = strlen (compact);
    }
  size = g_strdup_printf (
      g_dngettext (NULL, "%" G_GSIZE_FORMAT " byte", "%" G_GSIZE_FORMAT " bytes", n_bytes),
      n_bytes);
  text = digest != NULL ? g_strdup_printf ("%s · %s", size, digest)
                        : g_strdup_printf (_ ("%s · no digest can bind it"), size);
  gtk_label_set_text (self->footer, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->footer), digest);
}

static void
fill_note (CsnActionView *self)
{
  const char *note = NULL;

  if (is_malformed (self))
    note = _ ("This is what came in. It can’t be read as a request and can only be rejected.");
  else if (!self->readable)
    note = _ ("This action is too large for the readable view. Read it as exact JSON.");
  gtk_label_set_text (GTK_LABEL (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (self->note, note != NULL);
}

static void
fill (CsnActionView *self)
{
  g_autofree char *text = exact_text (self);
  g_autofree char *visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);

  fill_grid (self);
  csn_long_text_set_text (self->exact, visible, !is_malformed (self));
  fill_footer (self);
  fill_note (self);
  gtk_widget_set_sensitive (self->readable_button, self->readable);
  if (!self->readable)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->exact_button), TRUE);
  gtk_widget_set_visible (self->reveal_button, self->has_secret && !self->revealed);
}

static void
on_mode_toggled (CsnActionView *self)
{
  gboolean readable = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->readable_button));

  gtk_stack_set_visible_child_name (self->stack, readable ? "readable" : "exact");
  g_object_notify (G_OBJECT (self), "read-to-end");
}

static void
on_reveal_clicked (CsnActionView *self)
{
  g_signal_emit (self, signals[REVEAL], 0);
}

static void
on_copy_clicked (CsnActionView *self)
{
  g_autofree char *text = NULL;

  if (self->request == NULL)
    return;
  text = exact_text (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
csn_action_view_dispose (GObject *object)
{
  CsnActionView *self = CSN_ACTION_VIEW (object);

  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_pointer (&self->long_texts, g_ptr_array_unref);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_action_view_parent_class)->dispose (object);
}

static void
csn_action_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READ_TO_END)
    g_value_set_boolean (value, csn_action_view_get_read_to_end (CSN_ACTION_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-action-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, readable_button);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, exact_button);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, note);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, grid);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, exact);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, footer);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, CsnActionView, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_end_seen);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
csn_action_view_class_init (CsnActionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_LONG_TEXT);
  object_class->dispose = csn_action_view_dispose;
  object_class->get_property = csn_action_view_get_property;
  g_object_class_install_property (
      object_class,
      PROP_READ_TO_END,
      g_param_spec_boolean ("read-to-end",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  signals[REVEAL] = g_signal_new ("reveal",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "actionview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_action_view_init (CsnActionView *self)
{
  self->long_texts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("What will happen"));
  csn_long_text_set_name (self->exact, _ ("Action as exact JSON"));
}

GtkWidget *
csn_action_view_new (void)
{
  return g_object_new (CSN_TYPE_ACTION_VIEW, NULL);
}

void
csn_action_view_set_request (CsnActionView *self, CsnRequest *request)
{
  g_return_if_fail (CSN_IS_ACTION_VIEW (self));

  if (self->request == request)
    return;
  g_clear_pointer (&self->request, csn_request_unref);
  self->revealed = FALSE;
  if (request == NULL)
    return;
  self->request = csn_request_ref (request);
  self->has_secret = csn_action_words_has_secret (csn_request_get_action (request));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->readable_button), TRUE);
  fill (self);
}

void
csn_action_view_reveal (CsnActionView *self)
{
  g_return_if_fail (CSN_IS_ACTION_VIEW (self));

  if (self->request == NULL || self->revealed || !self->has_secret)
    return;
  self->revealed = TRUE;
  fill (self);
}

gboolean
csn_action_view_get_masked (CsnActionView *self)
{
  g_return_val_if_fail (CSN_IS_ACTION_VIEW (self), FALSE);

  return self->has_secret && !self->revealed;
}

gboolean
csn_action_view_get_read_to_end (CsnActionView *self)
{
  g_return_val_if_fail (CSN_IS_ACTION_VIEW (self), FALSE);

  if (self->request == NULL)
    return FALSE;
  if (csn_long_text_get_end_seen (self->exact))
    return TRUE;
  for (guint i = 0; i < self->long_texts->len; i++)
    if (!csn_long_text_get_end_seen (g_ptr_array_index (self->long_texts, i)))
      return FALSE;
  return self->readable;
}

gboolean
csn_action_view_get_edge_is_end (CsnActionView *self)
{
  g_return_val_if_fail (CSN_IS_ACTION_VIEW (self), FALSE);

  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->readable_button)) ||
         csn_long_text_get_end_seen (self->exact);
}
