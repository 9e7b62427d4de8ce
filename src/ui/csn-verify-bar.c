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
  if (g_strcmp0 (fault, "unsealed") == 0)
    return g_strdup_printf (
        _ ("the signature over event %" G_GUINT64_FORMAT " and what follows is gone"),
        seq);
  if (g_strcmp0 (fault, "bad-signature") == 0)
    return g_strdup_printf (
        _ ("the signature over event %" G_GUINT64_FORMAT " and what follows is not the log’s"),
        seq);
  if (g_strcmp0 (fault, "forked") == 0)
    return g_strdup_printf (
        _ ("from event %" G_GUINT64_FORMAT " on an anchor knows another log than this one"),
        seq);
  return g_strdup_printf (_ ("event %" G_GUINT64_FORMAT " is not what was written"), seq);
}

/* What is known of the log's end from outside of it. */
static char *
completeness_words (const CsnAuditVerdict *verdict)
{
  if (g_str_equal (verdict->completeness, "INCOMPLETE"))
    return g_strdup_printf (_ ("Incomplete: an anchor knows more events than the %" G_GUINT64_FORMAT
                               " that are there. Newest events were cut off, or an older database "
                               "was put back"),
                            verdict->first_bad_seq);
  if (g_str_equal (verdict->completeness, "ANCHORED"))
    return g_strdup (_ ("newest anchor covers all of it"));
  if (verdict->n_anchors == 0)
    return g_strdup (_ ("no anchor: missing newest events cannot be ruled out"));
  return g_strdup_printf (ngettext ("newest anchor covers all but the last one",
                                    "newest anchor covers all but the last %" G_GUINT64_FORMAT,
                                    (gulong) verdict->n_exposed),
                          verdict->n_exposed);
}

static char *
intact_words (const CsnAuditVerdict *verdict, const char *time)
{
  g_autofree char *completeness = completeness_words (verdict);
  g_autofree char *events = g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " event",
                                                       "%" G_GUINT64_FORMAT " events",
                                                       (gulong) verdict->n_events),
                                             verdict->n_events);
  g_autofree char *signatures = g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " signature",
                                                           "%" G_GUINT64_FORMAT " signatures",
                                                           (gulong) verdict->n_signatures),
                                                 verdict->n_signatures);

  if (g_str_equal (verdict->completeness, "INCOMPLETE"))
    return g_steal_pointer (&completeness);
  /* TRANSLATORS: "1,048 events", "17 signatures", the time of day, what an anchor knows */
  return g_strdup_printf (_ ("Intact: %s, chain and %s verified at %s · %s"),
                          events,
                          signatures,
                          time,
                          completeness);
}

char *
csn_verify_bar_words (const CsnAuditVerdict *verdict, const char *time)
{
  g_autofree char *what = NULL;

  if (g_str_equal (verdict->integrity, "INTACT"))
    return intact_words (verdict, time);
  if (g_str_equal (verdict->integrity, "TAMPERED"))
    {
      what = fault_words (verdict->fault, verdict->first_bad_seq);
      /* TRANSLATORS: %s is such as "event 17 is missing" */
      return g_strdup_printf (_ ("Tampered: %s. Trust nothing from there on. Keep a copy of the "
                                 "database and compare it with an export or a backup."),
                              what);
    }
  if (g_str_equal (verdict->integrity, "CORRUPT"))
    return g_strdup_printf (_ ("Corrupt: after %" G_GUINT64_FORMAT
                               " events the database can’t be read. Keep a copy "
                               "of it, check the disk, and go back to a backup."),
                            verdict->n_events);
  if (g_str_equal (verdict->completeness, "INCOMPLETE"))
    return completeness_words (verdict);
  if (verdict->n_signatures == 0)
    return g_strdup_printf (
        _ ("Unsigned: the chain of all %" G_GUINT64_FORMAT
           " events fits, but who can write the file could have written all of it."),
        verdict->n_events);
  return g_strdup_printf (_ ("Unverifiable: the chain fits, but no trusted signature vouches for "
                             "the events after the first %" G_GUINT64_FORMAT "."),
                          verdict->n_sealed);
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
say_verdict (CsnVerifyBar *self, const CsnAuditVerdict *verdict, const char *words)
{
  if (g_str_equal (verdict->completeness, "INCOMPLETE"))
    set_class (self, "verdict-bad", "dialog-error-symbolic");
  else if (g_str_equal (verdict->integrity, "INTACT"))
    set_class (self, "verdict-good", "object-select-symbolic");
  else if (g_str_equal (verdict->integrity, "UNVERIFIABLE"))
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
  CsnAuditVerdict verdict;
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;
  gboolean ended = csn_audit_get_verdict (CSN_SERVICE (source), result, &verdict, &error);

  g_clear_object (&self->cancellable);
  if (self->box == NULL)
    return;
  set_running (self, FALSE);
  if (ended)
    {
      time = csn_time_words_local (
          csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (CSN_SERVICE (source)))));
      words = csn_verify_bar_words (&verdict, time);
      say_verdict (self, &verdict, words);
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
