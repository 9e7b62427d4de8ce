/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-threshold-handle.h"

#include <math.h>

#include "csn-chart.h"
#include "csn-widgets.h"

/* Wide enough for a finger, though what is drawn is a line. */
#define TARGET_WIDTH 24
#define LINE_WIDTH 4
#define STEP 0.01
#define PAGE 0.05

struct _CsnThresholdHandle
{
  GtkWidget parent_instance;

  double value;
  double today;
  double low;
  double high;
};

enum
{
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnThresholdHandle, csn_threshold_handle, GTK_TYPE_WIDGET)

static void
update (CsnThresholdHandle *self)
{
  g_autofree char *text = g_strdup_printf ("%.2f", self->value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  self->low,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  self->high,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  self->value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text,
                                  -1);
  if (fabs (self->value - self->today) > STEP / 2)
    gtk_widget_add_css_class (GTK_WIDGET (self), "moved");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "moved");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnThresholdHandle *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double to_the_right = rtl ? -STEP : STEP;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      csn_threshold_handle_move_to (self, self->value + to_the_right);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      csn_threshold_handle_move_to (self, self->value - to_the_right);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      csn_threshold_handle_move_to (self, self->value + STEP);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      csn_threshold_handle_move_to (self, self->value - STEP);
      return TRUE;
    case GDK_KEY_Page_Up:
      csn_threshold_handle_move_to (self, self->value + PAGE);
      return TRUE;
    case GDK_KEY_Page_Down:
      csn_threshold_handle_move_to (self, self->value - PAGE);
      return TRUE;
    case GDK_KEY_Home:
      csn_threshold_handle_move_to (self, self->low);
      return TRUE;
    case GDK_KEY_End:
      csn_threshold_handle_move_to (self, self->high);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
csn_threshold_handle_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = *natural = TARGET_WIDTH;
}

static void
csn_threshold_handle_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnThresholdHandle *self = CSN_THRESHOLD_HANDLE (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  gboolean moved = fabs (self->value - self->today) > STEP / 2;
  GdkRGBA edge = csn_chart_lookup_color (widget, "view_bg_color");
  GdkRGBA colour = csn_chart_lookup_color (widget, moved ? "accent_bg_color" : "view_fg_color");
  GskRoundedRect shape;

  /* The edge keeps it apart from whatever colour lies beneath. */
  gsk_rounded_rect_init_from_rect (
      &shape,
      &GRAPHENE_RECT_INIT ((width - LINE_WIDTH) / 2 - 2, 0, LINE_WIDTH + 4, height),
      4);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &edge, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  gsk_rounded_rect_init_from_rect (
      &shape,
      &GRAPHENE_RECT_INIT ((width - LINE_WIDTH) / 2, 2, LINE_WIDTH, height - 4),
      2);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &colour, &shape.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
csn_threshold_handle_class_init (CsnThresholdHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = csn_threshold_handle_measure;
  widget_class->snapshot = csn_threshold_handle_snapshot;
  signals[MOVED] = g_signal_new ("moved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  gtk_widget_class_set_css_name (widget_class, "thresholdhandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
csn_threshold_handle_init (CsnThresholdHandle *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->high = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
csn_threshold_handle_new (const char *name)
{
  GtkWidget *self = g_object_new (CSN_TYPE_THRESHOLD_HANDLE, NULL);

  csn_widgets_name (self, name);
  gtk_widget_set_tooltip_text (self, name);
  return self;
}

void
csn_threshold_handle_set_range (CsnThresholdHandle *self, double low, double high)
{
  g_return_if_fail (CSN_IS_THRESHOLD_HANDLE (self));

  self->low = low;
  self->high = high;
  update (self);
}

void
csn_threshold_handle_set_value (CsnThresholdHandle *self, double value, double today)
{
  g_return_if_fail (CSN_IS_THRESHOLD_HANDLE (self));

  self->value = value;
  self->today = today;
  update (self);
}

double
csn_threshold_handle_get_value (CsnThresholdHandle *self)
{
  g_return_val_if_fail (CSN_IS_THRESHOLD_HANDLE (self), 0);

  return self->value;
}

void
csn_threshold_handle_move_to (CsnThresholdHandle *self, double value)
{
  double kept = 0;

  g_return_if_fail (CSN_IS_THRESHOLD_HANDLE (self));

  kept = CLAMP (round (value * 100) / 100, self->low, self->high);
  if (fabs (kept - self->value) < STEP / 2)
    return;
  self->value = kept;
  update (self);
  g_signal_emit (self, signals[MOVED], 0);
}
