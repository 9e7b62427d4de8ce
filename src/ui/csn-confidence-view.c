/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-view.h"

#include <glib/gi18n.h>

#include "csn-confidence-bar.h"
#include "csn-judgement.h"
#include "csn-widgets.h"

struct _CsnConfidenceView
{
  GtkWidget parent_instance;

  GtkLabel *words;
  GtkWidget *show_button;
  CsnConfidenceBar *bar;
  GtkLabel *record;
  GtkLabel *hint;

  CsnRequest *request; /* (owned) (nullable) */
  CsnPolicyThresholds thresholds;
  CsnCalibration *calibration; /* (owned) (nullable): once it is read */
  GCancellable *cancellable;   /* (owned) (nullable): of what is being read */
  gboolean has_thresholds;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (CsnConfidenceView, csn_confidence_view, GTK_TYPE_WIDGET)

static const char *
recommendation_words (CsnRecommendation recommendation)
{
  switch (recommendation)
    {
    case CSN_RECOMMENDATION_NONE:
      return NULL;
    case CSN_RECOMMENDATION_PROCEED:
      return _ ("recommends to proceed");
    case CSN_RECOMMENDATION_CLARIFY:
      return _ ("recommends to ask first");
    case CSN_RECOMMENDATION_ESCALATE:
      return _ ("recommends to escalate");
    }
  return NULL;
}

static char *
describe (const CsnConfidence *confidence)
{
  const char *recommends =
      confidence != NULL ? recommendation_words (confidence->recommendation) : NULL;
  g_autofree char *score = NULL;

  if (confidence != NULL && confidence->score_text != NULL)
    score = g_strdup_printf ("%.2f", confidence->score);
  else
    score = g_strdup (_ ("no score"));
  return recommends != NULL ? g_strdup_printf ("%s · %s", score, recommends)
                            : g_steal_pointer (&score);
}

/* It names the score, so it is as hidden as the score itself. */
static void
show_record (CsnConfidenceView *self)
{
  const CsnConfidence *confidence = csn_request_get_confidence (self->request);
  gboolean any = self->shown && self->calibration != NULL && confidence != NULL &&
                 confidence->score_text != NULL && confidence->score >= 0 &&
                 confidence->score <= 1 && csn_calibration_get_total (self->calibration).n > 0;
  g_autofree char *words =
      any ? csn_calibration_describe_score (self->calibration, confidence->score) : NULL;

  gtk_label_set_text (self->record, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->record), words != NULL);
}

static void
forget_record (CsnConfidenceView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->calibration, csn_calibration_unref);
}

static void
fill (CsnConfidenceView *self)
{
  const CsnConfidence *confidence = csn_request_get_confidence (self->request);
  gboolean has_score = confidence != NULL && confidence->score_text != NULL;
  g_autofree char *words = describe (confidence);
  const CsnPolicyThresholds *thresholds = self->has_thresholds ? &self->thresholds : NULL;

  gtk_label_set_text (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->words), self->shown);
  gtk_widget_set_visible (self->show_button, !self->shown);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), has_score && self->shown);
  csn_confidence_bar_set_score (self->bar,
                                has_score && self->shown ? confidence->score : -1,
                                thresholds);
  if (!has_score)
    gtk_label_set_text (self->hint,
                        _ ("The agent did not say how sure it is. Unknown counts as unsure."));
  else
    gtk_label_set_text (self->hint, _ ("Hidden at first, so that you judge the action itself."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !has_score || !self->shown);
  show_record (self);
}

static void
on_show_clicked (CsnConfidenceView *self)
{
  self->shown = TRUE;
  fill (self);
}

static void
csn_confidence_view_dispose (GObject *object)
{
  CsnConfidenceView *self = CSN_CONFIDENCE_VIEW (object);

  forget_record (self);
  g_clear_pointer (&self->request, csn_request_unref);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_confidence_view_parent_class)->dispose (object);
}

static void
csn_confidence_view_class_init (CsnConfidenceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_CONFIDENCE_BAR);
  G_OBJECT_CLASS (klass)->dispose = csn_confidence_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-confidence-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceView, words);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceView, show_button);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceView, bar);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceView, hint);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceView, record);
  gtk_widget_class_bind_template_callback (widget_class, on_show_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "confidenceview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_confidence_view_init (CsnConfidenceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Confidence"));
}

GtkWidget *
csn_confidence_view_new (void)
{
  return g_object_new (CSN_TYPE_CONFIDENCE_VIEW, NULL);
}

void
csn_confidence_view_set_request (CsnConfidenceView *self,
                                 CsnRequest *request,
                                 CsnLevel level,
                                 const CsnPolicyThresholds *thresholds)
{
  const CsnConfidence *confidence = NULL;

  g_return_if_fail (CSN_IS_CONFIDENCE_VIEW (self));

  forget_record (self);
  g_clear_pointer (&self->request, csn_request_unref);
  if (request == NULL)
    return;
  self->request = csn_request_ref (request);
  self->has_thresholds = thresholds != NULL;
  if (thresholds != NULL)
    self->thresholds = *thresholds;
  confidence = csn_request_get_confidence (request);
  self->shown =
      level != CSN_LEVEL_HARD_APPROVAL || confidence == NULL || confidence->score_text == NULL;
  fill (self);
}

static void
on_calibration (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnConfidenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnCalibration) calibration =
      csn_judgement_load_calibration_finish (CSN_SERVICE (source), result, &error);

  /* Without it the card says less, and nothing wrong. */
  if (calibration == NULL)
    return;
  forget_record (self);
  self->calibration = g_steal_pointer (&calibration);
  if (self->request != NULL)
    show_record (self);
}

void
csn_confidence_view_load_record (CsnConfidenceView *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_CONFIDENCE_VIEW (self));

  forget_record (self);
  if (self->request == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  csn_judgement_load_calibration_async (service,
                                        csn_request_get_agent_id (self->request),
                                        csn_request_get_action_type (self->request),
                                        0,
                                        0,
                                        self->cancellable,
                                        on_calibration,
                                        g_object_ref (self));
}

gboolean
csn_confidence_view_get_score_shown (CsnConfidenceView *self)
{
  g_return_val_if_fail (CSN_IS_CONFIDENCE_VIEW (self), FALSE);

  return self->shown;
}
