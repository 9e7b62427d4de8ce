/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-dialog.h"

#include <glib/gi18n.h>

#include "csn-visible-text.h"

/* The formats in the order of the template's list: what people can read comes first. */
static const struct
{
  const char *name;
  const char *suffix; /* of a file; none for a folder */
  const char *hint;
} formats[] = {
  { "html",
    ".html",
    N_ ("A page to read and to print: what was decided, by whom, how fast, and whether the log is "
        "intact.") },
  { "csv", ".csv", N_ ("One row for each event. Values that look like formulas are guarded.") },
  { "bundle",
    "",
    N_ ("A folder with which anybody can check that nothing was changed, without this program. "
        "Of events that you leave out it holds only fingerprints.") },
  { "jsonl", ".jsonl", N_ ("One event on each line, exactly as it stands in the log.") },
  { "ocsf", ".ocsf.json", N_ ("For security data lakes that speak OCSF. One event on each line.") },
  { "cef",
    ".cef.log",
    N_ ("For security monitoring (SIEM) that reads the Common Event Format. One event on each "
        "line.") },
  { "otlp", ".otlp.json", N_ ("For collectors of OpenTelemetry. Many events on each line.") },
};

struct _CsnExportDialog
{
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkWidget *export_button;
  GtkStack *stack;
  AdwComboRow *format;
  AdwActionRow *filtered_row;
  GtkSwitch *filtered;
  GtkLabel *format_hint;
  GtkLabel *failure;
  GtkLabel *running_label;
  GtkProgressBar *progress;
  GtkLabel *done_label;
  GtkLabel *done_path;

  CsnService *service;          /* (owned) (nullable) */
  CsnHistoryQuery *query;       /* (owned) (nullable) */
  GtkFileChooserNative *native; /* (owned) (nullable) */
  char *path;                   /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) (nullable): while it writes */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (CsnExportDialog, csn_export_dialog, ADW_TYPE_WINDOW)

static guint
get_place (CsnExportDialog *self)
{
  return MIN (adw_combo_row_get_selected (self->format), G_N_ELEMENTS (formats) - 1);
}

static void
update_format (CsnExportDialog *self)
{
  gtk_label_set_text (self->format_hint, _ (formats[get_place (self)].hint));
}

static void
show_page (CsnExportDialog *self, const char *page)
{
  gboolean options = g_str_equal (page, "options");
  gboolean done = g_str_equal (page, "done");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->export_button, options);
  gtk_button_set_label (self->cancel_button, done ? _ ("_Close") : _ ("_Cancel"));
}

static void
say_failure (CsnExportDialog *self, const char *message)
{
  g_autofree char *text =
      message != NULL ? g_strdup_printf (_ ("Nothing was exported: %s"), message) : NULL;

  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  gint64 n_events = csn_service_export_finish (CSN_SERVICE (source), result, &error);

  g_clear_object (&self->cancellable);
  if (self->closed)
    return;
  if (n_events < 0)
    {
      show_page (self, "options");
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say_failure (self, error->message);
      return;
    }
  text = g_strdup_printf (ngettext ("%" G_GINT64_FORMAT " event exported",
                                    "%" G_GINT64_FORMAT " events exported",
                                    (gulong) n_events),
                          n_events);
  visible = csn_visible_text (self->path, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  gtk_label_set_text (self->done_label, text);
  gtk_label_set_text (self->done_path, visible);
  show_page (self, "done");
}

static void
on_progress (double fraction, gpointer user_data)
{
  CsnExportDialog *self = user_data;

  if (!self->closed)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
}

void
csn_export_dialog_write (CsnExportDialog *self, const char *path)
{
  gboolean filtered = gtk_switch_get_active (self->filtered);
  g_autofree char *visible = NULL;

  g_return_if_fail (CSN_IS_EXPORT_DIALOG (self));
  g_return_if_fail (self->cancellable == NULL);

  g_free (self->path);
  self->path = g_strdup (path);
  self->cancellable = g_cancellable_new ();
  say_failure (self, NULL);
  visible = g_filename_display_basename (path);
  gtk_label_set_text (self->running_label, visible);
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_page (self, "running");
  csn_service_export_async (self->service,
                            formats[get_place (self)].name,
                            filtered ? self->query : NULL,
                            path,
                            on_progress,
                            self,
                            self->cancellable,
                            on_exported,
                            g_object_ref (self));
}

static void
on_file_chosen (CsnExportDialog *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->native));
      path = file != NULL ? g_file_get_path (file) : NULL;
    }
  g_clear_object (&self->native);
  if (path != NULL)
    csn_export_dialog_write (self, path);
  else if (response == GTK_RESPONSE_ACCEPT)
    say_failure (self, _ ("choose a folder on this computer"));
}

static void
on_export_clicked (CsnExportDialog *self)
{
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (self->service));
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *date = NULL;
  g_autofree char *name = NULL;

  now = g_date_time_new_from_unix_local (csn_clock_get_wall (clock) / G_USEC_PER_SEC);
  date = g_date_time_format (now, "%Y-%m-%d");
  name = g_strdup_printf ("countersign-audit-%s%s", date, formats[get_place (self)].suffix);
  self->native = gtk_file_chooser_native_new (_ ("Export Audit Log"),
                                              GTK_WINDOW (self),
                                              GTK_FILE_CHOOSER_ACTION_SAVE,
                                              _ ("_Export"),
                                              _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->native), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->native), name);
  g_signal_connect_object (self->native,
                           "response",
                           G_CALLBACK (on_file_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->native));
}

static void
on_cancel_clicked (CsnExportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* A file manager that can't point at the file opens its folder. */
static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *folder = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *uri = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (reply == NULL)
    uri = g_filename_to_uri (folder, NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
on_folder_clicked (CsnExportDialog *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (g_application_get_default ());
  char *folder = g_path_get_dirname (self->path);
  g_autofree char *folder_uri = g_filename_to_uri (folder, NULL, NULL);
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  const char *const uris[] = { uri, NULL };

  if (bus == NULL || uri == NULL)
    {
      if (folder_uri != NULL)
        gtk_show_uri (GTK_WINDOW (self), folder_uri, GDK_CURRENT_TIME);
      g_free (folder);
      return;
    }
  g_dbus_connection_call (bus,
                          "org.freedesktop.FileManager1",
                          "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1",
                          "ShowItems",
                          g_variant_new ("(^ass)", uris, ""),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          5000,
                          NULL,
                          on_shown,
                          folder);
}

/* Whoever closes the dialog doesn't want the file. */
static gboolean
csn_export_dialog_close_request (GtkWindow *window)
{
  CsnExportDialog *self = CSN_EXPORT_DIALOG (window);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (csn_export_dialog_parent_class)->close_request (window);
}

static void
csn_export_dialog_dispose (GObject *object)
{
  CsnExportDialog *self = CSN_EXPORT_DIALOG (object);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->native);
  g_clear_object (&self->service);
  g_clear_pointer (&self->query, csn_history_query_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (csn_export_dialog_parent_class)->dispose (object);
}

static void
csn_export_dialog_class_init (CsnExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = csn_export_dialog_close_request;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, filtered_row);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, filtered);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, format_hint);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, running_label);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, done_label);
  gtk_widget_class_bind_template_child (widget_class, CsnExportDialog, done_path);
  gtk_widget_class_bind_template_callback (widget_class, update_format);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_clicked);
}

static void
csn_export_dialog_init (CsnExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_format (self);
  show_page (self, "options");
}

GtkWidget *
csn_export_dialog_new (GtkWindow *parent,
                       CsnService *service,
                       const CsnHistoryQuery *query,
                       const char *words)
{
  CsnExportDialog *self = g_object_new (CSN_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->service = g_object_ref (service);
  self->query = csn_history_query_copy (query);
  adw_action_row_set_subtitle (self->filtered_row, words);
  gtk_switch_set_active (self->filtered, !csn_history_query_is_empty (query));
  return GTK_WIDGET (self);
}
