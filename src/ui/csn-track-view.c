/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-track-view.h"

#include <glib/gi18n.h>

#include "csn-step-chart.h"
#include "csn-track-dots.h"
#include "csn-widgets.h"

struct _CsnTrackView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *dots;
  GtkWidget *words;
  GtkWidget *chart;

  CsnService *service;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of what is being read */
};

G_DEFINE_FINAL_TYPE (CsnTrackView, csn_track_view, GTK_TYPE_WIDGET)

static CsnCalibrationResult
to_result (CsnTrackResult result)
{
  switch (result)
    {
    case CSN_TRACK_SUCCESS:
      return CSN_CALIBRATION_RIGHT;
    case CSN_TRACK_FAILURE:
      return CSN_CALIBRATION_FAILED;
    case CSN_TRACK_REJECTED:
      return CSN_CALIBRATION_REJECTED;
    case CSN_TRACK_EDITED:
      return CSN_CALIBRATION_EDITED;
    }
  return CSN_CALIBRATION_FAILED;
}

GArray *
csn_track_view_make_steps (const CsnTrackRecord *record)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (CsnStep));

  for (guint i = 0; i < record->levels->len; i++)
    {
      const CsnLevelEntry *entry = g_ptr_array_index (record->levels, i);
      CsnStep step = { entry->at, entry->level };

      if (i == 0 && record->results->len > 0)
        {
          const CsnTrackEntry *first = g_ptr_array_index (record->results, 0);
          CsnStep before = { first->at,
                             entry->has_before ? entry->before : CSN_LEVEL_SOFT_APPROVAL };

          if (first->at < entry->at)
            g_array_append_val (steps, before);
        }
      g_array_append_val (steps, step);
    }
  return steps;
}

static void
show_results (CsnTrackView *self, GPtrArray *results)
{
  g_autofree CsnCalibrationResult *dots = g_new0 (CsnCalibrationResult, results->len + 1);
  g_autofree char *words = NULL;

  for (guint i = 0; i < results->len; i++)
    dots[i] = to_result (((const CsnTrackEntry *) g_ptr_array_index (results, i))->result);
  words = csn_track_dots_words (dots, results->len);
  csn_track_dots_set_results (CSN_TRACK_DOTS (self->dots), dots, results->len);
  gtk_widget_set_visible (self->dots, results->len > 0);
  gtk_label_set_text (GTK_LABEL (self->words), words);
}

static void
show_record (CsnTrackView *self, const CsnTrackRecord *record)
{
  CsnClock *clock = csn_gate_get_clock (csn_service_get_gate (self->service));
  g_autoptr (GArray) steps = csn_track_view_make_steps (record);

  show_results (self, record->results);
  gtk_widget_set_visible (self->chart, steps->len > 0);
  csn_step_chart_set_steps (CSN_STEP_CHART (self->chart),
                            (const CsnStep *) (gpointer) steps->data,
                            steps->len,
                            csn_clock_get_wall (clock));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnTrackView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnTrackRecord) record =
      csn_judgement_load_track_finish (CSN_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (record != NULL)
    show_record (self, record);
  else
    gtk_label_set_text (GTK_LABEL (self->words), error->message);
}

static void
cancel (CsnTrackView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
csn_track_view_dispose (GObject *object)
{
  CsnTrackView *self = CSN_TRACK_VIEW (object);

  cancel (self);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_track_view_parent_class)->dispose (object);
}

static void
csn_track_view_class_init (CsnTrackViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_track_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "trackview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_track_view_init (CsnTrackView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->dots = csn_track_dots_new ();
  self->words = gtk_label_new (NULL);
  self->chart = csn_step_chart_new ();
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_widget_add_css_class (self->words, "dim-label");
  gtk_widget_add_css_class (self->words, "numeric");
  gtk_widget_set_visible (self->dots, FALSE);
  gtk_widget_set_visible (self->chart, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->dots);
  gtk_box_append (GTK_BOX (self->box), self->words);
  gtk_box_append (GTK_BOX (self->box), self->chart);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Track record"));
}

GtkWidget *
csn_track_view_new (void)
{
  return g_object_new (CSN_TYPE_TRACK_VIEW, NULL);
}

void
csn_track_view_load (CsnTrackView *self,
                     CsnService *service,
                     const char *agent_id,
                     const char *action_type)
{
  g_return_if_fail (CSN_IS_TRACK_VIEW (self));

  cancel (self);
  g_set_object (&self->service, service);
  self->cancellable = g_cancellable_new ();
  csn_judgement_load_track_async (service,
                                  agent_id,
                                  action_type,
                                  self->cancellable,
                                  on_loaded,
                                  g_object_ref (self));
}
