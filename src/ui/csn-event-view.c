/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-event-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-event-words.h"
#include "csn-json.h"
#include "csn-time-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnEventView
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *chain;
  GtkTextView *body;
  GtkWidget *request_button;

  CsnHistoryEvent *event; /* (owned) (nullable) */
  gulong loaded_handler;
};

enum
{
  SHOW_REQUEST,
  COPIED,
  CLOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnEventView, csn_event_view, GTK_TYPE_WIDGET)

static void
fill (CsnEventView *self)
{
  const char *type = csn_history_event_get_text (self->event, "event_type");
  g_autofree char *time = csn_time_words_local_full (csn_history_event_get_timestamp (self->event));
  g_autofree char *title = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *body =
      csn_visible_text (csn_history_event_get_body (self->event), -1, CSN_VISIBLE_MULTI_LINE, NULL);

  /* TRANSLATORS: "Event 1048207 · Approved" */
  title = g_strdup_printf (_ ("Event %" G_GUINT64_FORMAT " · %s"),
                           csn_history_event_get_seq (self->event),
                           type != NULL ? csn_event_words_name (type) : _ ("unreadable"));
  /* TRANSLATORS: the time of an event, and a hash */
  chain = g_strdup_printf (_ ("%s · position in chain %s"),
                           time,
                           csn_history_event_get_chain (self->event));
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->chain, chain);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->body), body, -1);
  gtk_widget_set_visible (self->request_button,
                          csn_history_event_get_text (self->event, "request_id") != NULL);
}

/* The id itself, which may differ from its visible text. */
static char *
dup_request_id (CsnEventView *self)
{
  const char *body = csn_history_event_get_body (self->event);
  g_autoptr (CsnJson) json = csn_json_parse (body, strlen (body), G_MAXSIZE, NULL, NULL);
  const CsnJson *member = NULL;

  if (json == NULL || csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return NULL;
  member = csn_json_get_member (json, "request_id");
  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return g_strdup (csn_json_get_text (member));
}

static void
on_request_clicked (CsnEventView *self)
{
  g_autofree char *request_id = dup_request_id (self);

  if (request_id != NULL)
    g_signal_emit (self, signals[SHOW_REQUEST], 0, request_id);
}

static void
on_copy_clicked (CsnEventView *self)
{
  if (self->event == NULL || !csn_history_event_is_loaded (self->event))
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          csn_history_event_get_body (self->event));
  g_signal_emit (self, signals[COPIED], 0);
}

static void
on_close_clicked (CsnEventView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
csn_event_view_dispose (GObject *object)
{
  CsnEventView *self = CSN_EVENT_VIEW (object);

  if (self->event != NULL)
    g_clear_signal_handler (&self->loaded_handler, self->event);
  g_clear_object (&self->event);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_event_view_parent_class)->dispose (object);
}

static guint
add_signal (CsnEventViewClass *klass, const char *name, guint n_params, GType type)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       type);
}

static void
csn_event_view_class_init (CsnEventViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_event_view_dispose;
  signals[SHOW_REQUEST] = add_signal (klass, "show-request", 1, G_TYPE_STRING);
  signals[COPIED] = add_signal (klass, "copied", 0, G_TYPE_NONE);
  signals[CLOSE] = add_signal (klass, "close", 0, G_TYPE_NONE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "eventview");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-event-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnEventView, title);
  gtk_widget_class_bind_template_child (widget_class, CsnEventView, chain);
  gtk_widget_class_bind_template_child (widget_class, CsnEventView, body);
  gtk_widget_class_bind_template_child (widget_class, CsnEventView, request_button);
  gtk_widget_class_bind_template_callback (widget_class, on_request_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
csn_event_view_init (CsnEventView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
csn_event_view_set_event (CsnEventView *self, CsnHistoryEvent *event)
{
  g_return_if_fail (CSN_IS_EVENT_VIEW (self));

  if (self->event == event)
    return;
  if (self->event != NULL)
    g_clear_signal_handler (&self->loaded_handler, self->event);
  g_set_object (&self->event, event);
  if (event == NULL)
    return;
  if (csn_history_event_is_loaded (event))
    fill (self);
  else
    self->loaded_handler = g_signal_connect_swapped (event, "loaded", G_CALLBACK (fill), self);
}
