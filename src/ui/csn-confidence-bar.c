/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-bar.h"

#include <glib/gi18n.h>

#include "csn-widgets.h"

#define BAR_HEIGHT 12
#define TICK_OVER 4
#define TEXT_GAP 3

struct _CsnConfidenceBar
{
  GtkWidget parent_instance;

  double score;
  double ticks[3];
  const char *css_class; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnConfidenceBar, csn_confidence_bar, GTK_TYPE_WIDGET)

static PangoLayout *
tick_layout (GtkWidget *widget, double tick)
{
  g_autofree char *text = g_strdup_printf ("%.2f", tick);

  return gtk_widget_create_pango_layout (widget, text);
}

static int
text_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = tick_layout (widget, 0.5);
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
csn_confidence_bar_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 160;
  else
    *minimum = *natural = BAR_HEIGHT + 2 * TICK_OVER + TEXT_GAP + text_height (widget);
}

static void
draw_bar (CsnConfidenceBar *self, GtkSnapshot *snapshot, int width, const GdkRGBA *colour)
{
  GskRoundedRect clip;
  GdkRGBA trough = *colour;

  trough.alpha *= 0.15f;
  gsk_rounded_rect_init_from_rect (&clip,
                                   &GRAPHENE_RECT_INIT (0, TICK_OVER, width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_append_color (snapshot,
                             &trough,
                             &GRAPHENE_RECT_INIT (0, TICK_OVER, width, BAR_HEIGHT));
  if (self->score >= 0)
    {
      float filled = (float) (width * self->score);
      gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

      gtk_snapshot_append_color (
          snapshot,
          colour,
          &GRAPHENE_RECT_INIT (rtl ? width - filled : 0, TICK_OVER, filled, BAR_HEIGHT));
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_tick (CsnConfidenceBar *self,
           GtkSnapshot *snapshot,
           int width,
           double tick,
           const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = tick_layout (GTK_WIDGET (self), tick);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float x = (float) (width * (rtl ? 1 - tick : tick));
  int text_width = 0;
  GdkRGBA dim = *colour;

  dim.alpha *= 0.75f;
  gtk_snapshot_append_color (snapshot,
                             &dim,
                             &GRAPHENE_RECT_INIT (x - 1, 0, 2, BAR_HEIGHT + 2 * TICK_OVER));
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  x = CLAMP (x - text_width / 2.0f, 0, (float) width - (float) text_width);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x, BAR_HEIGHT + 2 * TICK_OVER + TEXT_GAP));
  gtk_snapshot_append_layout (snapshot, layout, &dim);
  gtk_snapshot_restore (snapshot);
}

static void
csn_confidence_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnConfidenceBar *self = CSN_CONFIDENCE_BAR (widget);
  int width = gtk_widget_get_width (widget);
  GdkRGBA colour;
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_style_context_get_color (gtk_widget_get_style_context (gtk_widget_get_parent (widget)),
                               &text);
  draw_bar (self, snapshot, width, &colour);
  for (gsize i = 0; i < G_N_ELEMENTS (self->ticks); i++)
    if (self->ticks[i] > 0)
      draw_tick (self, snapshot, width, self->ticks[i], &text);
}

static void
csn_confidence_bar_class_init (CsnConfidenceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = csn_confidence_bar_measure;
  widget_class->snapshot = csn_confidence_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "confidencebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
csn_confidence_bar_init (CsnConfidenceBar *self)
{
  self->score = -1;
  csn_widgets_name (GTK_WIDGET (self), _ ("Confidence"));
}

GtkWidget *
csn_confidence_bar_new (void)
{
  return g_object_new (CSN_TYPE_CONFIDENCE_BAR, NULL);
}

static const char *
class_of_score (double score, const CsnPolicyThresholds *thresholds)
{
  if (score < 0 || thresholds == NULL)
    return NULL;
  if (score < thresholds->takeover)
    return "level-takeover";
  if (score < thresholds->low)
    return "level-hard";
  if (score < thresholds->moderate)
    return "level-soft";
  return "level-auto";
}

void
csn_confidence_bar_set_score (CsnConfidenceBar *self,
                              double score,
                              const CsnPolicyThresholds *thresholds)
{
  const char *css_class = class_of_score (score, thresholds);

  g_return_if_fail (CSN_IS_CONFIDENCE_BAR (self));

  self->score = score;
  self->ticks[0] = thresholds != NULL ? thresholds->takeover : 0;
  self->ticks[1] = thresholds != NULL ? thresholds->low : 0;
  self->ticks[2] = thresholds != NULL ? thresholds->moderate : 0;
  csn_widgets_swap_class (GTK_WIDGET (self), self->css_class, css_class);
  self->css_class = css_class;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  MAX (score, 0.0),
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
