/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-ratchet-view.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-ratchet-words.h"
#include "csn-widgets.h"

#define N_STEPS (CSN_LEVEL_HUMAN_TAKEOVER + 1)

struct _CsnRatchetView
{
  GtkWidget parent_instance;

  GtkWidget *steps;
  GtkWidget *step[N_STEPS];
  GtkWidget *caption;
};

G_DEFINE_FINAL_TYPE (CsnRatchetView, csn_ratchet_view, GTK_TYPE_WIDGET)

static void
csn_ratchet_view_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_ratchet_view_parent_class)->dispose (object);
}

static void
csn_ratchet_view_class_init (CsnRatchetViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_ratchet_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ratchetview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_step (CsnLevel level)
{
  GtkWidget *label = gtk_label_new (csn_level_words_short (level));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, csn_level_words_name (level));
  gtk_widget_add_css_class (label, "ratchet-step");
  return label;
}

static void
csn_ratchet_view_init (CsnRatchetView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_widget_set_parent (self->steps, GTK_WIDGET (self));
  for (int level = 0; level < N_STEPS; level++)
    {
      self->step[level] = new_step ((CsnLevel) level);
      gtk_box_append (GTK_BOX (self->steps), self->step[level]);
    }
  self->caption = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->caption), 0);
  gtk_label_set_wrap (GTK_LABEL (self->caption), TRUE);
  gtk_widget_add_css_class (self->caption, "caption");
  gtk_widget_add_css_class (self->caption, "dim-label");
  gtk_widget_add_css_class (self->caption, "numeric");
  gtk_widget_set_parent (self->caption, GTK_WIDGET (self));
}

GtkWidget *
csn_ratchet_view_new (void)
{
  return g_object_new (CSN_TYPE_RATCHET_VIEW, NULL);
}

void
csn_ratchet_view_set_profile (CsnRatchetView *self,
                              CsnProfile *profile,
                              const CsnPolicyAutonomy *numbers,
                              gint64 now)
{
  CsnLevel current = csn_profile_get_level (profile);
  g_autofree char *successes = csn_ratchet_words_successes (profile, numbers);
  g_autofree char *failures = csn_ratchet_words_failures (profile, numbers, now);
  g_autofree char *caption = g_strdup_printf ("%s · %s", successes, failures);
  g_autofree char *step = csn_ratchet_words_step (profile);

  g_return_if_fail (CSN_IS_RATCHET_VIEW (self));

  for (int level = 0; level < N_STEPS; level++)
    {
      const char *css_class = csn_level_words_css_class ((CsnLevel) level);

      if (level == (int) current)
        {
          gtk_widget_add_css_class (self->step[level], "current");
          gtk_widget_add_css_class (self->step[level], css_class);
        }
      else
        {
          gtk_widget_remove_css_class (self->step[level], "current");
          gtk_widget_remove_css_class (self->step[level], css_class);
        }
    }
  gtk_label_set_text (GTK_LABEL (self->caption), caption);
  csn_widgets_name (GTK_WIDGET (self), step);
}
