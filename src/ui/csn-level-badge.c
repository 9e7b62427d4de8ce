/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-level-badge.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-widgets.h"

struct _CsnLevelBadge
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  const char *css_class; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnLevelBadge, csn_level_badge, GTK_TYPE_WIDGET)

static void
csn_level_badge_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_level_badge_parent_class)->dispose (object);
}

static void
csn_level_badge_class_init (CsnLevelBadgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_level_badge_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "levelbadge");
}

static void
csn_level_badge_init (CsnLevelBadge *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->icon = gtk_image_new ();
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
csn_level_badge_new (void)
{
  return g_object_new (CSN_TYPE_LEVEL_BADGE, NULL);
}

void
csn_level_badge_set_level (CsnLevelBadge *self, CsnLevel level, const char *why)
{
  const char *css_class = csn_level_words_css_class (level);
  g_autofree char *text = NULL;

  g_return_if_fail (CSN_IS_LEVEL_BADGE (self));

  /* TRANSLATORS: a level and why: "Hard approval: it can't be undone and moves money." */
  text = why != NULL && *why != '\0'
             ? g_strdup_printf (_ ("%s: %s"), csn_level_words_name (level), why)
             : g_strdup (csn_level_words_name (level));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), csn_level_words_icon (level));
  gtk_label_set_text (GTK_LABEL (self->label), text);
  csn_widgets_swap_class (GTK_WIDGET (self), self->css_class, css_class);
  self->css_class = css_class;
}
