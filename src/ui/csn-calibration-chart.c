/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-calibration-chart.h"

#include "csn-confidence-words.h"
#include "csn-widgets.h"

#define MINIMUM_WIDTH 200
#define NATURAL_WIDTH 400
#define DIAGRAM_HEIGHT 240
#define COUNTS_HEIGHT 120

struct _CsnCalibrationChart
{
  GtkWidget parent_instance;

  CsnCalibration *calibration; /* (owned) (nullable) */
  gboolean counts;
};

enum
{
  PROP_COUNTS = 1,
};

G_DEFINE_FINAL_TYPE (CsnCalibrationChart, csn_calibration_chart, GTK_TYPE_WIDGET)

static void
csn_calibration_chart_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  gboolean counts = CSN_CALIBRATION_CHART (widget)->counts;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    {
      *minimum = *natural = (counts ? COUNTS_HEIGHT : DIAGRAM_HEIGHT);
    }
}

static void
csn_calibration_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnCalibrationChart *self = CSN_CALIBRATION_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  CsnChartStyle style;
  cairo_t *cr = NULL;

  if (self->calibration == NULL)
    return;
  csn_chart_style_init (&style, widget);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->counts)
    csn_chart_draw_counts (cr, &style, width, height, self->calibration);
  else
    csn_chart_draw_reliability (cr, &style, width, height, self->calibration);
  cairo_destroy (cr);
}

static void
csn_calibration_chart_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  if (id == PROP_COUNTS)
    CSN_CALIBRATION_CHART (object)->counts = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_calibration_chart_finalize (GObject *object)
{
  g_clear_pointer (&CSN_CALIBRATION_CHART (object)->calibration, csn_calibration_unref);

  G_OBJECT_CLASS (csn_calibration_chart_parent_class)->finalize (object);
}

static void
csn_calibration_chart_class_init (CsnCalibrationChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = csn_calibration_chart_set_property;
  object_class->finalize = csn_calibration_chart_finalize;
  widget_class->measure = csn_calibration_chart_measure;
  widget_class->snapshot = csn_calibration_chart_snapshot;
  g_object_class_install_property (
      object_class,
      PROP_COUNTS,
      g_param_spec_boolean ("counts",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_css_name (widget_class, "calibrationchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
csn_calibration_chart_init (CsnCalibrationChart *self)
{
}

GtkWidget *
csn_calibration_chart_new (gboolean counts)
{
  return g_object_new (CSN_TYPE_CALIBRATION_CHART, "counts", counts, NULL);
}

void
csn_calibration_chart_set_calibration (CsnCalibrationChart *self, CsnCalibration *calibration)
{
  g_autofree char *words = NULL;

  g_return_if_fail (CSN_IS_CALIBRATION_CHART (self));

  csn_calibration_ref (calibration);
  g_clear_pointer (&self->calibration, csn_calibration_unref);
  self->calibration = calibration;
  words = self->counts ? csn_confidence_words_counts (calibration)
                       : csn_confidence_words_diagram (calibration);
  csn_widgets_name (GTK_WIDGET (self), words);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
