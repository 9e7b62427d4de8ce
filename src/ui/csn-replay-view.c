/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-replay-view.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-policy-words.h"
#include "csn-widgets.h"

#define MAX_SHOWN 50
#define N_LEVELS (CSN_LEVEL_HUMAN_TAKEOVER + 1)

struct _CsnReplayView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *progress;
  GtkWidget *words;
  GtkWidget *levels;
  GtkWidget *skips;
  GtkWidget *list;

  GCancellable *cancellable; /* (owned) (nullable): of the replay that runs */
};

enum
{
  PROP_RUNNING = 1,
};

G_DEFINE_FINAL_TYPE (CsnReplayView, csn_replay_view, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
attach (CsnReplayView *self, const char *text, const char *css_class, int column, int row)
{
  GtkWidget *label = new_label (text, css_class);

  gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (GTK_GRID (self->levels), label, column, row, 1, 1);
}

static guint64
count_at (const CsnReplay *replay, CsnLevel level, gboolean after)
{
  guint64 count = 0;

  for (int other = 0; other < N_LEVELS; other++)
    count += after ? csn_replay_get_count (replay, (CsnLevel) other, level)
                   : csn_replay_get_count (replay, level, (CsnLevel) other);
  return count;
}

static void
show_levels (CsnReplayView *self, const CsnReplay *replay)
{
  int row = 0;

  attach (self, _ ("Level"), "caption-heading", 0, row);
  attach (self, _ ("Recorded"), "caption-heading", 1, row);
  attach (self, _ ("Proposed"), "caption-heading", 2, row);
  /* The strictest first. */
  for (int i = N_LEVELS - 1; i >= 0; i--)
    {
      CsnLevel level = (CsnLevel) i;
      gint64 before = (gint64) count_at (replay, level, FALSE);
      gint64 after = (gint64) count_at (replay, level, TRUE);
      g_autofree char *recorded = g_strdup_printf ("%" G_GINT64_FORMAT, before);
      g_autofree char *proposed =
          before == after ? g_strdup (recorded)
                          : g_strdup_printf ("%" G_GINT64_FORMAT " (%+" G_GINT64_FORMAT ")",
                                             after,
                                             after - before);

      row++;
      attach (self, csn_level_words_name (level), csn_level_words_css_class (level), 0, row);
      attach (self, recorded, NULL, 1, row);
      attach (self, proposed, before != after ? "heading" : NULL, 2, row);
    }
}

static void
show_skips (CsnReplayView *self, const CsnReplay *replay)
{
  guint n_shown = MIN (csn_replay_get_n_kept (replay), MAX_SHOWN);
  guint64 n_skipped = csn_replay_get_n_skipped (replay);
  g_autofree char *words = csn_policy_words_skips (replay);

  gtk_label_set_text (GTK_LABEL (self->skips), words);
  gtk_widget_set_visible (self->skips, *words != '\0');
  if (n_skipped > 0)
    gtk_widget_add_css_class (self->skips, "banner-error");
  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *line = csn_policy_words_skip (csn_replay_get_skip (replay, i));

      gtk_box_append (GTK_BOX (self->list), new_label (line, "caption"));
    }
  if (n_skipped > n_shown)
    {
      guint left = (guint) (n_skipped - n_shown);
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", left), left);

      gtk_box_append (GTK_BOX (self->list), new_label (more, "dim-label"));
    }
}

static void
clear (CsnReplayView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  csn_widgets_remove_children (self->levels);
  csn_widgets_remove_children (self->list);
  gtk_widget_remove_css_class (self->skips, "banner-error");
  gtk_widget_set_visible (self->skips, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_label_set_text (GTK_LABEL (self->words), "");
}

static void
on_replayed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnReplayView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnReplay) replay = csn_judgement_replay_finish (CSN_SERVICE (source), result, &error);
  g_autofree char *words = NULL;

  /* Another one took its place, or nobody looks any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear (self);
  if (replay == NULL)
    {
      words = g_strdup_printf (_ ("The recorded requests could not be judged again: %s"),
                               error->message);
    }
  else
    {
      words = csn_policy_words_moved (replay);
      if (csn_replay_get_total (replay) > 0)
        show_levels (self, replay);
      show_skips (self, replay);
    }
  gtk_label_set_text (GTK_LABEL (self->words), words);
  g_object_notify (G_OBJECT (self), "running");
}

static void
on_progress (double fraction, gpointer user_data)
{
  CsnReplayView *self = user_data;

  if (self->cancellable != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

static void
begin (CsnReplayView *self)
{
  clear (self);
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_widget_set_visible (self->progress, TRUE);
  gtk_label_set_text (GTK_LABEL (self->words), _ ("Judging the recorded requests again…"));
  g_object_notify (G_OBJECT (self), "running");
}

static void
csn_replay_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RUNNING)
    g_value_set_boolean (value, csn_replay_view_get_running (CSN_REPLAY_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_replay_view_dispose (GObject *object)
{
  CsnReplayView *self = CSN_REPLAY_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_replay_view_parent_class)->dispose (object);
}

static void
csn_replay_view_class_init (CsnReplayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = csn_replay_view_dispose;
  object_class->get_property = csn_replay_view_get_property;
  g_object_class_install_property (
      object_class,
      PROP_RUNNING,
      g_param_spec_boolean ("running",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "replayview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_replay_view_init (CsnReplayView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->words = new_label ("", NULL);
  self->progress = gtk_progress_bar_new ();
  self->levels = gtk_grid_new ();
  self->skips = new_label ("", "banner-box");
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->levels), 18);
  gtk_grid_set_row_spacing (GTK_GRID (self->levels), 3);
  gtk_box_append (GTK_BOX (self->box), self->words);
  gtk_box_append (GTK_BOX (self->box), self->progress);
  gtk_box_append (GTK_BOX (self->box), self->levels);
  gtk_box_append (GTK_BOX (self->box), self->skips);
  gtk_box_append (GTK_BOX (self->box), self->list);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("On recorded requests"));
  clear (self);
}

GtkWidget *
csn_replay_view_new (void)
{
  return g_object_new (CSN_TYPE_REPLAY_VIEW, NULL);
}

void
csn_replay_view_run (CsnReplayView *self, CsnService *service, CsnPolicy *policy)
{
  CsnCaseQuery all = { 0 };

  g_return_if_fail (CSN_IS_REPLAY_VIEW (self));

  if (policy == NULL)
    {
      clear (self);
      g_object_notify (G_OBJECT (self), "running");
      return;
    }
  begin (self);
  csn_judgement_replay_async (service,
                              policy,
                              &all,
                              on_progress,
                              self,
                              self->cancellable,
                              on_replayed,
                              g_object_ref (self));
}

void
csn_replay_view_run_promotion (CsnReplayView *self,
                               CsnService *service,
                               const char *agent_id,
                               const char *action_type,
                               CsnLevel level)
{
  CsnCaseQuery all = { 0 };

  g_return_if_fail (CSN_IS_REPLAY_VIEW (self));

  begin (self);
  csn_judgement_replay_promotion_async (service,
                                        agent_id,
                                        action_type,
                                        level,
                                        &all,
                                        on_progress,
                                        self,
                                        self->cancellable,
                                        on_replayed,
                                        g_object_ref (self));
}

gboolean
csn_replay_view_get_running (CsnReplayView *self)
{
  g_return_val_if_fail (CSN_IS_REPLAY_VIEW (self), FALSE);

  return self->cancellable != NULL;
}
