/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-rules-view.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-widgets.h"

struct _CsnRulesView
{
  GtkWidget parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CsnRulesView, csn_rules_view, GTK_TYPE_WIDGET)

static GtkWidget *
new_level (const CsnRule *rule)
{
  GtkWidget *label = gtk_label_new (csn_level_words_short (rule->level));

  gtk_widget_add_css_class (label, "chip");
  gtk_widget_add_css_class (label, csn_level_words_css_class (rule->level));
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

static GtkWidget *
new_rule (const CsnRule *rule)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *why = gtk_label_new (rule->why);
  g_autofree char *code = rule->decisive
                              ? g_strdup_printf (_ ("%s · decided the level"), rule->code)
                              : g_strdup (rule->code);
  GtkWidget *caption = gtk_label_new (code);

  gtk_label_set_wrap (GTK_LABEL (why), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (why), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  if (rule->decisive)
    gtk_widget_add_css_class (why, "decisive");
  gtk_box_append (GTK_BOX (words), why);
  gtk_box_append (GTK_BOX (words), caption);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), new_level (rule));
  return row;
}

static void
csn_rules_view_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_rules_view_parent_class)->dispose (object);
}

static void
csn_rules_view_class_init (CsnRulesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_rules_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "rulesview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_rules_view_init (CsnRulesView *self)
{
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Why this level"));
}

GtkWidget *
csn_rules_view_new (void)
{
  return g_object_new (CSN_TYPE_RULES_VIEW, NULL);
}

/* A rule in dry run decides nothing, so it doesn't stand among those that speak. */
static gboolean
is_dry_run (const CsnRule *rule)
{
  return g_str_equal (rule->code, "rule.dry_run");
}

static void
append_rules (CsnRulesView *self, CsnVerdict *verdict, gboolean decisive)
{
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (!is_dry_run (rule) && !rule->decisive == !decisive)
        gtk_box_append (GTK_BOX (self->list), new_rule (rule));
    }
}

static void
append_dry_runs (CsnRulesView *self, CsnVerdict *verdict)
{
  gboolean any = FALSE;

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);
      GtkWidget *heading = NULL;

      if (!is_dry_run (rule))
        continue;
      if (!any)
        {
          heading = gtk_label_new (_ ("In dry run, without effect"));
          gtk_label_set_xalign (GTK_LABEL (heading), 0);
          gtk_widget_add_css_class (heading, "caption-heading");
          gtk_box_append (GTK_BOX (self->list), heading);
        }
      any = TRUE;
      gtk_box_append (GTK_BOX (self->list), new_rule (rule));
    }
}

void
csn_rules_view_set_verdict (CsnRulesView *self, CsnVerdict *verdict)
{
  g_return_if_fail (CSN_IS_RULES_VIEW (self));

  csn_widgets_remove_children (self->list);
  if (verdict == NULL)
    return;
  append_rules (self, verdict, TRUE);
  append_rules (self, verdict, FALSE);
  append_dry_runs (self, verdict);
}
