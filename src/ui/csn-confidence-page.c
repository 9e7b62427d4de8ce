/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-page.h"

#include <glib/gi18n.h>

#include "csn-back-button.h"
#include "csn-calibration-chart.h"
#include "csn-columns.h"
#include "csn-confidence-export.h"
#include "csn-confidence-filter.h"
#include "csn-confidence-words.h"
#include "csn-feedback.h"
#include "csn-policy-dialog.h"
#include "csn-what-if-view.h"
#include "csn-widgets.h"

/* As many as are judged again while a handle moves, without being felt. */
#define MAX_CASES 10000

struct _CsnConfidencePage
{
  GtkWidget parent_instance;

  CsnConfidenceFilter *filter;
  GtkWidget *export_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkLabel *fault;
  GtkScrolledWindow *scroller;
  CsnCalibrationChart *diagram;
  CsnCalibrationChart *counts;
  GtkLabel *cases;
  GtkLabel *verdict;
  GtkLabel *scores;
  GtkLabel *reviewers;
  CsnWhatIfView *what_if;
  GtkRevealer *bar;
  GtkButton *apply_button;

  CsnService *service;           /* (owned) (nullable) */
  GCancellable *cancellable;     /* (owned) (nullable): of what is being read */
  CsnCalibration *calibration;   /* (owned) (nullable): what is shown */
  CsnConfidenceFormat format;    /* what is being exported */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  gboolean any;                  /* whether anything is counted at all */
};

enum
{
  CONNECT_AGENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnConfidencePage, csn_confidence_page, GTK_TYPE_WIDGET)

static void
update_buttons (CsnConfidencePage *self)
{
  g_autofree char *values = csn_what_if_view_dup_values (self->what_if);
  g_autofree char *label = NULL;
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  guint moved = csn_what_if_view_get_moved (self->what_if);

  /* TRANSLATORS: %s is a threshold, "0.84" */
  label = moved == 1 ? g_strdup_printf (_ ("Apply %s…"), values) : g_strdup (_ ("Apply…"));
  gtk_button_set_label (self->apply_button, label);
  gtk_revealer_set_reveal_child (self->bar, moved > 0 && g_strcmp0 (page, "content") == 0);
}

static void
show_page (CsnConfidencePage *self, const char *name)
{
  gboolean content = g_str_equal (name, "content");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), self->any || content);
  gtk_widget_set_visible (self->export_button, content);
  update_buttons (self);
}

/* %TRUE if there is nothing to go on with. */
static gboolean
show_fault (CsnConfidencePage *self, const GError *error)
{
  if (error == NULL)
    return FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_clear_object (&self->cancellable);
  gtk_label_set_text (self->fault, error->message);
  show_page (self, "fault");
  return TRUE;
}

static void
show_calibration (CsnConfidencePage *self)
{
  g_autofree char *cases = csn_confidence_words_cases (self->calibration);
  g_autofree char *verdict = csn_calibration_describe (self->calibration);
  g_autofree char *scores = csn_confidence_words_scores (self->calibration);
  g_autofree char *reviewers = csn_confidence_words_reviewers (self->calibration);
  g_autoptr (GArray) ranges = csn_calibration_list_ranges (self->calibration);

  csn_calibration_chart_set_calibration (self->diagram, self->calibration);
  csn_calibration_chart_set_calibration (self->counts, self->calibration);
  gtk_label_set_text (self->cases, cases);
  gtk_label_set_text (self->verdict, verdict);
  gtk_label_set_text (self->scores, scores);
  gtk_label_set_text (self->reviewers, reviewers);
  csn_widgets_swap_class (GTK_WIDGET (self->verdict),
                          ranges->len > 0 ? NULL : "calibration-off",
                          ranges->len > 0 ? "calibration-off" : NULL);
}

static void
on_cases (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnService *service = CSN_SERVICE (source);
  g_autoptr (CsnConfidencePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = csn_judgement_load_cases_finish (service, result, &error);
  gboolean more = FALSE;

  if (show_fault (self, error))
    return;
  g_clear_object (&self->cancellable);
  more = cases->len > MAX_CASES;
  if (more)
    g_ptr_array_set_size (cases, MAX_CASES);
  show_calibration (self);
  csn_what_if_view_set_cases (self->what_if,
                              csn_judgement_get_policy (service),
                              csn_confidence_filter_get_action_type (self->filter),
                              cases,
                              more);
  show_page (self, "content");
}

static gint64
get_since (CsnConfidencePage *self)
{
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (self->service));

  return csn_confidence_filter_get_since (self->filter, csn_clock_get_wall (clock));
}

static void
on_calibration (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnService *service = CSN_SERVICE (source);
  g_autoptr (CsnConfidencePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnCalibration) calibration =
      csn_judgement_load_calibration_finish (service, result, &error);
  CsnCaseQuery query = { 0 };

  if (show_fault (self, error))
    return;
  if (csn_calibration_get_total (calibration).n == 0)
    {
      g_clear_object (&self->cancellable);
      show_page (self, self->any ? "none" : "empty");
      return;
    }
  g_clear_pointer (&self->calibration, csn_calibration_unref);
  self->calibration = g_steal_pointer (&calibration);
  query.since = get_since (self);
  query.agent_id = csn_confidence_filter_get_agent (self->filter);
  query.action_type = csn_confidence_filter_get_action_type (self->filter);
  query.limit = MAX_CASES + 1;
  csn_judgement_load_cases_async (service,
                                  &query,
                                  self->cancellable,
                                  on_cases,
                                  g_object_ref (self));
}

static void
on_calibrated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnService *service = CSN_SERVICE (source);
  g_autoptr (CsnConfidencePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calibrated = csn_judgement_list_calibrated_finish (service, result, &error);

  if (show_fault (self, error))
    return;
  self->any = calibrated->len > 0;
  csn_confidence_filter_set_choices (self->filter, calibrated);
  csn_judgement_load_calibration_async (service,
                                        csn_confidence_filter_get_agent (self->filter),
                                        csn_confidence_filter_get_action_type (self->filter),
                                        get_since (self),
                                        0,
                                        self->cancellable,
                                        on_calibration,
                                        g_object_ref (self));
}

void
csn_confidence_page_reload (CsnConfidencePage *self)
{
  g_return_if_fail (CSN_IS_CONFIDENCE_PAGE (self));

  if (self->service == NULL || csn_judgement_get_policy (self->service) == NULL)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  csn_judgement_list_calibrated_async (self->service,
                                       0,
                                       0,
                                       self->cancellable,
                                       on_calibrated,
                                       g_object_ref (self));
}

static void
on_policy_changed (CsnConfidencePage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    csn_confidence_page_reload (self);
}

static void
on_applied (CsnConfidencePage *self)
{
  csn_what_if_view_reset (self->what_if);
  csn_feedback_toast (self->toasts, _ ("The new policy is in force and recorded."));
  csn_confidence_page_reload (self);
}

static void
on_apply_clicked (CsnConfidencePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy = csn_what_if_view_make_policy (self->what_if, &error);
  CsnPolicyDialog *dialog = NULL;

  if (policy == NULL)
    {
      csn_feedback_toast (self->toasts, error->message);
      return;
    }
  dialog = csn_policy_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  self->service,
                                  policy);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_reset_clicked (CsnConfidencePage *self)
{
  csn_what_if_view_reset (self->what_if);
}

static void
on_everything_clicked (CsnConfidencePage *self)
{
  csn_confidence_filter_clear (self->filter);
}

static void
on_connect_clicked (CsnConfidencePage *self)
{
  g_signal_emit (self, signals[CONNECT_AGENT], 0);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnConfidencePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *visible = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* TRANSLATORS: %s is the name of a file */
    text = g_strdup_printf (_ ("“%s” is written."), visible);
  else
    text = g_strdup_printf (_ ("“%s” could not be written: %s"), visible, error->message);
  csn_feedback_toast (self->toasts, text);
}

static void
on_file_chosen (CsnConfidencePage *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *title = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || self->calibration == NULL)
    return;
  title = csn_confidence_filter_dup_words (self->filter);
  bytes = csn_confidence_export (self->format, self->calibration, title);
  g_file_replace_contents_bytes_async (file,
                                       bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       on_written,
                                       g_object_ref (self));
}

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnConfidencePage *self = CSN_CONFIDENCE_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = NULL;

  if (self->calibration == NULL || self->chooser != NULL)
    return;
  self->format = g_str_has_suffix (action, "svg")   ? CSN_CONFIDENCE_SVG
                 : g_str_has_suffix (action, "csv") ? CSN_CONFIDENCE_CSV
                                                    : CSN_CONFIDENCE_PNG;
  name = g_strconcat ("countersign-confidence", csn_confidence_export_suffix (self->format), NULL);
  self->chooser = gtk_file_chooser_native_new (_ ("Export Confidence"),
                                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("_Export"),
                                               _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser,
                           "response",
                           G_CALLBACK (on_file_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
csn_confidence_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (csn_confidence_page_parent_class)->map (widget);
  csn_confidence_page_reload (CSN_CONFIDENCE_PAGE (widget));
}

static void
csn_confidence_page_dispose (GObject *object)
{
  CsnConfidencePage *self = CSN_CONFIDENCE_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->calibration, csn_calibration_unref);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_confidence_page_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_CALIBRATION_CHART);
  g_type_ensure (CSN_TYPE_COLUMNS);
  g_type_ensure (CSN_TYPE_CONFIDENCE_FILTER);
  g_type_ensure (CSN_TYPE_WHAT_IF_VIEW);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-confidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, filter);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, export_button);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, fault);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, diagram);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, counts);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, cases);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, verdict);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, scores);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, reviewers);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, what_if);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, bar);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidencePage, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, csn_confidence_page_reload);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_everything_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
csn_confidence_page_class_init (CsnConfidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ensure_types ();
  G_OBJECT_CLASS (klass)->dispose = csn_confidence_page_dispose;
  widget_class->map = csn_confidence_page_map;
  signals[CONNECT_AGENT] = g_signal_new ("connect-agent",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "confidence.png", NULL, on_export);
  gtk_widget_class_install_action (widget_class, "confidence.svg", NULL, on_export);
  gtk_widget_class_install_action (widget_class, "confidence.csv", NULL, on_export);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "confidencepage");
}

static void
csn_confidence_page_init (CsnConfidencePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_page (self, "loading");
}

GtkWidget *
csn_confidence_page_new (void)
{
  return g_object_new (CSN_TYPE_CONFIDENCE_PAGE, NULL);
}

void
csn_confidence_page_set_service (CsnConfidencePage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_CONFIDENCE_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (csn_service_get_gate (service),
                           "policy-changed",
                           G_CALLBACK (on_policy_changed),
                           self,
                           G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    csn_confidence_page_reload (self);
}
