/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-verify-bar.h"

#include <glib/gi18n.h>

#include "csn-time-words.h"
#include "csn-widgets.h"

struct _CsnVerifyBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *words;
  GtkProgressBar *progress;
  GtkWidget *cancel_button;
  GtkWidget *close_button;

  GCancellable *cancellable; /* (owned) (nullable): while it runs */
  const char *css_class;     /* (nullable) */
};

enum
{
  PROP_RUNNING = 1,
};

G_DEFINE_FINAL_TYPE (CsnVerifyBar, csn_verify_bar, GTK_TYPE_WIDGET)

static char *
fault_words (const char *fault, guint64 seq)
{
  if (g_strcmp0 (fault, "altered") == 0)
    return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " was altered after it was written"),
                            seq);
  if (g_strcmp0 (fault, "missing") == 0)
    return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " is missing"), seq);
  if (g_strcmp0 (fault, "inserted") == 0)
    return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " was put in later"), seq);
  if (g_strcmp0 (fault, "reordered") == 0)
    return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " is not in its place"), seq);
  if (g_strcmp0 (fault, "index-mismatch") == 0)
    return g_strdup_printf (
        _ ("what lists and filters show of event %" G_GUINT64_FORMAT " is not what it says"),
        seq);
  return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " is not what was written"), seq);
}

char *
csn_verify_bar_words (const char *integrity,
                      guint64 n_events,
                      guint64 first_bad_seq,
                      const char *fault)
{
  g_autofree char *what = NULL;

  if (g_str_equal (integrity, "INTACT"))
    return g_strdup_printf (
        ngettext ("Intact: %" G_GUINT64_FORMAT " event is what was written, in its place.",
                  "Intact: all %" G_GUINT64_FORMAT " events are what was written, in their place.",
                  (gulong) n_events),
        n_events);
  if (g_str_equal (integrity, "TAMPERED"))
    {
      what = fault_words (fault, first_bad_seq);
      /* TRANSLATORS: %s is such as "event 17 is missing" */
      return g_strdup_printf (_ ("Tampered: %s. Trust nothing from there on. Keep a copy of the "
                                 "database and compare it with an export or a backup."),
                              what);
    }
  if (g_str_equal (integrity, "CORRUPT"))
    return g_strdup_printf (_ ("Corrupt: after %" G_GUINT64_FORMAT
                               " events the database can’t be read. Keep a copy "
                               "of it, check the disk, and go back to a backup."),
                            n_events);
  return g_strdup (_ ("Unverifiable: there is nothing to check the log against."));
}

static void
set_class (CsnVerifyBar *self, const char *css_class, const char *icon)
{
  csn_widgets_swap_class (self->box, self->css_class, css_class);
  self->css_class = css_class;
  gtk_image_set_from_icon_name (self->icon, icon);
}

static void
set_running (CsnVerifyBar *self, gboolean running)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->cancel_button, running);
  gtk_widget_set_visible (self->close_button, !running);
  g_object_notify (G_OBJECT (self), "running");
}

static void
say_verdict (CsnVerifyBar *self, const char *integrity, const char *words)
{
  if (g_str_equal (integrity, "INTACT"))
    set_class (self, "verdict-good", "object-select-symbolic");
  else if (g_str_equal (integrity, "UNVERIFIABLE"))
    set_class (self, "verdict-unsure", "dialog-question-symbolic");
  else
    set_class (self, "verdict-bad", "dialog-error-symbolic");
  gtk_label_set_text (self->words, words);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnVerifyBar) self = user_data;
  g_autoptr (GError) error = NULL;
  const char *integrity = NULL;
  const char *fault = NULL;
  guint64 n_events = 0;
  guint64 first_bad_seq = 0;
  g_autofree char *verdict = NULL;
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;
  gboolean ended = csn_service_verify_finish (CSN_SERVICE (source),
                                              result,
                                              &integrity,
                                              &n_events,
                                              &first_bad_seq,
                                              &fault,
                                              &error);

  g_clear_object (&self->cancellable);
  if (self->box == NULL)
    return;
  set_running (self, FALSE);
  if (ended)
    {
      verdict = csn_verify_bar_words (integrity, n_events, first_bad_seq, fault);
      time = csn_time_words_local (
          csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (CSN_SERVICE (source)))));
      /* TRANSLATORS: the first %s is the verdict, the second the time of day */
      words = g_strdup_printf (_ ("%s Verified at %s."), verdict, time);
      say_verdict (self, integrity, words);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  words = g_strdup_printf (_ ("The log could not be verified: %s"), error->message);
  set_class (self, "verdict-unsure", "dialog-warning-symbolic");
  gtk_label_set_text (self->words, words);
}

static void
on_progress (double fraction, gpointer user_data)
{
  CsnVerifyBar *self = user_data;

  if (self->progress != NULL)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
}

static void
on_cancel_clicked (CsnVerifyBar *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_close_clicked (CsnVerifyBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
csn_verify_bar_dispose (GObject *object)
{
  CsnVerifyBar *self = CSN_VERIFY_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  csn_widgets_remove_children (GTK_WIDGET (self));
  self->box = NULL;
  self->progress = NULL;

  G_OBJECT_CLASS (csn_verify_bar_parent_class)->dispose (object);
}

static void
csn_verify_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RUNNING)
    g_value_set_boolean (value, csn_verify_bar_get_running (CSN_VERIFY_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_verify_bar_class_init (CsnVerifyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_verify_bar_dispose;
  G_OBJECT_CLASS (klass)->get_property = csn_verify_bar_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (klass),
      PROP_RUNNING,
      g_param_spec_boolean ("running",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "verifybar");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-verify-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, box);
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, icon);
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, words);
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, progress);
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CsnVerifyBar, close_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
csn_verify_bar_init (CsnVerifyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
csn_verify_bar_start (CsnVerifyBar *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_VERIFY_BAR (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  set_class (self, NULL, "content-loading-symbolic");
  gtk_label_set_text (self->words, _ ("Verifying every event and its place in the chain…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  set_running (self, TRUE);
  csn_service_verify_async (service,
                            on_progress,
                            self,
                            self->cancellable,
                            on_verified,
                            g_object_ref (self));
}

gboolean
csn_verify_bar_get_running (CsnVerifyBar *self)
{
  g_return_val_if_fail (CSN_IS_VERIFY_BAR (self), FALSE);

  return self->cancellable != NULL;
}
