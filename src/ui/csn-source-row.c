/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-source-row.h"

#include <glib/gi18n.h>

#include "csn-feedback.h"
#include "csn-source-dialog.h"
#include "csn-source-line.h"
#include "csn-source-words.h"
#include "csn-widgets.h"

struct _CsnSourceRow
{
  AdwExpanderRow parent_instance;

  CsnSourceLine *line;
  GtkLabel *result;
  GtkWidget *test_button;

  CsnService *service;       /* (owned) (nullable) */
  CsnSourceItem *source;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of a test */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnSourceRow, csn_source_row, ADW_TYPE_EXPANDER_ROW)

static void
update (CsnSourceRow *self)
{
  g_autofree char *subtitle = g_strdup_printf ("%s · %s",
                                               csn_source_item_get_url (self->source),
                                               csn_source_words_state (self->source));

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

static void
say_result (CsnSourceRow *self, const char *text, const char *css_class)
{
  gtk_widget_set_css_classes (GTK_WIDGET (self->result), (const char *[]){ css_class, NULL });
  csn_widgets_mark_visible_text (self->result, text);
  gtk_widget_set_visible (GTK_WIDGET (self->result), TRUE);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnSourceRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = csn_service_test_source_finish (CSN_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->service == NULL)
    return;
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->test_button, TRUE);
  if (found != NULL)
    say_result (self, found, "success");
  else
    say_result (self, error->message, "error");
}

static void
on_test_clicked (CsnSourceRow *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (self->test_button, FALSE);
  say_result (self, _ ("Asking…"), "dim-label");
  csn_service_test_source_async (self->service,
                                 csn_source_item_get_id (self->source),
                                 NULL,
                                 NULL,
                                 FALSE,
                                 self->cancellable,
                                 on_tested,
                                 g_object_ref (self));
}

static GtkWindow *
get_window (CsnSourceRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
on_change_clicked (CsnSourceRow *self)
{
  gtk_window_present (
      GTK_WINDOW (csn_source_dialog_new (get_window (self), self->service, self->source)));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnSourceRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_service_remove_source_finish (CSN_SERVICE (source), result, &error))
    g_signal_emit (self, signals[SAY], 0, _ ("The source is removed, and so is its token."));
  else
    g_signal_emit (self, signals[SAY], 0, error->message);
}

static void
remove_source (CsnSourceRow *self)
{
  csn_service_remove_source_async (self->service,
                                   csn_source_item_get_id (self->source),
                                   on_removed,
                                   g_object_ref (self));
}

static void
on_remove_clicked (CsnSourceRow *self)
{
  g_autofree char *heading
      /* TRANSLATORS: %s is the name of a source */
      = g_strdup_printf (_ ("Remove “%s”?"), csn_source_item_get_id (self->source));
  GtkWidget *dialog =
      csn_feedback_confirm (GTK_WIDGET (self),
                            heading,
                            _ ("Countersign no longer asks this address, and its agents wait for "
                               "answers that don’t come. What was recorded stays."),
                            _ ("_Remove"),
                            ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog,
                           "response::yes",
                           G_CALLBACK (remove_source),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
csn_source_row_dispose (GObject *object)
{
  CsnSourceRow *self = CSN_SOURCE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_source_row_parent_class)->dispose (object);
}

static void
csn_source_row_class_init (CsnSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_source_row_dispose;
  signals[SAY] = g_signal_new ("say",
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               1,
                               G_TYPE_STRING);
  g_type_ensure (CSN_TYPE_SOURCE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-source-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnSourceRow, line);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceRow, result);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceRow, test_button);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
}

static void
csn_source_row_init (CsnSourceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_source_row_new (CsnService *service, CsnSourceItem *source)
{
  CsnSourceRow *self = g_object_new (CSN_TYPE_SOURCE_ROW, NULL);

  self->service = g_object_ref (service);
  self->source = g_object_ref (source);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), csn_source_item_get_id (source));
  csn_source_line_set_source (self->line,
                              source,
                              csn_gate_get_clock (csn_service_get_gate (service)));
  g_signal_connect_object (source, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
