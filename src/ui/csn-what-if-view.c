/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-what-if-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "csn-policy-with.h"
#include "csn-threshold-scale.h"
#include "csn-what-if.h"
#include "csn-widgets.h"

#define N_BINS 20
#define N_ROWS 4
#define N_THRESHOLDS 5

struct _CsnWhatIfView
{
  GtkWidget parent_instance;

  GtkLabel *scope;
  CsnThresholdScale *any;
  CsnThresholdScale *irreversible;
  CsnThresholdScale *reversible;
  GtkLabel *today_heading;
  GtkLabel *proposed_heading;
  GtkLabel *today_cells[N_ROWS];
  GtkLabel *proposed_cells[N_ROWS];
  GtkLabel *replayed;

  CsnPolicy *policy; /* (owned) (nullable) */
  char *action_type; /* (owned) (nullable) */
  GPtrArray *cases;  /* (owned) (nullable) (element-type CsnReplayCase) */
  CsnWhatIf today;
  gboolean more;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnWhatIfView, csn_what_if_view, GTK_TYPE_WIDGET)

static const CsnPolicyThresholds *
get_today (CsnWhatIfView *self)
{
  return csn_policy_get_thresholds_for (self->policy, self->action_type);
}

static CsnPolicyThresholds
get_proposed (CsnWhatIfView *self)
{
  CsnPolicyThresholds thresholds = {
    .takeover = csn_threshold_scale_get_value (self->any, 0),
    .low = csn_threshold_scale_get_value (self->any, 1),
    .moderate = csn_threshold_scale_get_value (self->any, 2),
    .irreversible = csn_threshold_scale_get_value (self->irreversible, 0),
    .reversible = csn_threshold_scale_get_value (self->reversible, 0),
  };

  return thresholds;
}

static void
list_values (const CsnPolicyThresholds *thresholds, double *values)
{
  values[0] = thresholds->takeover;
  values[1] = thresholds->low;
  values[2] = thresholds->moderate;
  values[3] = thresholds->irreversible;
  values[4] = thresholds->reversible;
}

static char *
dup_values (CsnWhatIfView *self, gboolean today, guint *ret_moved)
{
  CsnPolicyThresholds proposed = get_proposed (self);
  double before[N_THRESHOLDS];
  double after[N_THRESHOLDS];
  GString *out = g_string_new (NULL);

  list_values (get_today (self), before);
  list_values (&proposed, after);
  *ret_moved = 0;
  for (guint i = 0; i < N_THRESHOLDS; i++)
    {
      if (fabs (before[i] - after[i]) < 0.005)
        continue;
      g_string_append_printf (out,
                              "%s%.2f",
                              (*ret_moved)++ > 0 ? " · " : "",
                              today ? before[i] : after[i]);
    }
  return g_string_free (out, FALSE);
}

static void
set_heading (GtkLabel *label, const char *word, const char *values)
{
  g_autofree char *text = *values != '\0' ? g_strdup_printf ("%s (%s)", word, values) : NULL;

  gtk_label_set_text (label, text != NULL ? text : word);
}

static char *
with_difference (guint value, guint before)
{
  if (value == before)
    return g_strdup_printf ("%u", value);
  /* The sign stands for itself, whatever the direction of writing. */
  return g_strdup_printf ("%u (%+d)", value, (int) value - (int) before);
}

static void
fill_column (GtkLabel **cells, const CsnWhatIf *counts, const CsnWhatIf *before)
{
  g_autofree char *passed = with_difference (counts->passed, before->passed);
  g_autofree char *asked = with_difference (counts->asked, before->asked);
  /* TRANSLATORS: "22 of 27" */
  g_autofree char *caught = g_strdup_printf (_ ("%u of %u"), counts->caught, counts->wrong);
  g_autofree char *missed = with_difference (counts->missed, before->missed);

  gtk_label_set_text (cells[0], passed);
  gtk_label_set_text (cells[1], asked);
  gtk_label_set_text (cells[2], caught);
  gtk_label_set_text (cells[3], missed);
}

static void
mark (GtkLabel *cell, int better)
{
  gtk_widget_remove_css_class (GTK_WIDGET (cell), "better");
  gtk_widget_remove_css_class (GTK_WIDGET (cell), "worse");
  if (better != 0)
    gtk_widget_add_css_class (GTK_WIDGET (cell), better > 0 ? "better" : "worse");
}

static void
update_table (CsnWhatIfView *self)
{
  g_autoptr (CsnPolicy) policy = csn_what_if_view_make_policy (self, NULL);
  CsnWhatIf proposed = policy != NULL ? csn_what_if_count (policy, self->cases) : self->today;
  guint moved = 0;
  g_autofree char *before = dup_values (self, TRUE, &moved);
  g_autofree char *after = dup_values (self, FALSE, &moved);

  set_heading (self->today_heading, _ ("Today"), before);
  set_heading (self->proposed_heading, _ ("Proposed"), after);
  fill_column (self->today_cells, &self->today, &self->today);
  fill_column (self->proposed_cells, &proposed, &self->today);
  mark (self->proposed_cells[2], (int) proposed.caught - (int) self->today.caught);
  mark (self->proposed_cells[3], (int) self->today.missed - (int) proposed.missed);
}

static void
on_moved (CsnWhatIfView *self)
{
  if (self->policy == NULL)
    return;
  update_table (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
put_handles (CsnWhatIfView *self, const CsnPolicyThresholds *proposed)
{
  const CsnPolicyThresholds *today = get_today (self);
  const double any[] = { proposed->takeover, proposed->low, proposed->moderate };
  const double any_today[] = { today->takeover, today->low, today->moderate };

  csn_threshold_scale_set_values (self->any, any, any_today);
  csn_threshold_scale_set_values (self->irreversible,
                                  &proposed->irreversible,
                                  &today->irreversible);
  csn_threshold_scale_set_values (self->reversible, &proposed->reversible, &today->reversible);
}

/* The score of a case in [0, 1], or a negative number. */
static double
get_score (CsnReplayCase *replay_case)
{
  const CsnConfidence *confidence =
      csn_request_get_confidence (csn_replay_case_get_request (replay_case));

  return confidence != NULL && confidence->score_text != NULL ? confidence->score : -1;
}

static void
show_distribution (CsnWhatIfView *self)
{
  guint counts[N_BINS] = { 0 };
  guint scored = 0;

  for (guint i = 0; i < self->cases->len; i++)
    {
      double score = get_score (g_ptr_array_index (self->cases, i));

      if (score < 0 || score > 1)
        continue;
      counts[MIN ((guint) (score * N_BINS + 1e-6), N_BINS - 1)]++;
      scored++;
    }
  csn_threshold_scale_set_counts (self->any, counts, scored > 0 ? N_BINS : 0);
}

static void
show_replayed (CsnWhatIfView *self)
{
  g_autofree char *text = NULL;

  if (self->cases->len == 0)
    text = g_strdup (_ ("No recorded requests to replay here."));
  else if (self->more)
    text = g_strdup_printf (ngettext ("replayed over the newest %u recorded request",
                                      "replayed over the newest %u recorded requests",
                                      self->cases->len),
                            self->cases->len);
  else
    text = g_strdup_printf (ngettext ("replayed over %u recorded request",
                                      "replayed over %u recorded requests",
                                      self->cases->len),
                            self->cases->len);
  gtk_label_set_text (self->replayed, text);
}

static void
csn_what_if_view_dispose (GObject *object)
{
  CsnWhatIfView *self = CSN_WHAT_IF_VIEW (object);

  g_clear_pointer (&self->policy, csn_policy_unref);
  g_clear_pointer (&self->action_type, g_free);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_what_if_view_parent_class)->dispose (object);
}

static void
bind_cells (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *today = g_strdup_printf ("today_%u", i);
      g_autofree char *proposed = g_strdup_printf ("proposed_%u", i);

      gtk_widget_class_bind_template_child_full (widget_class,
                                                 today,
                                                 FALSE,
                                                 G_STRUCT_OFFSET (CsnWhatIfView, today_cells) +
                                                     (gssize) (i * sizeof (GtkLabel *)));
      gtk_widget_class_bind_template_child_full (widget_class,
                                                 proposed,
                                                 FALSE,
                                                 G_STRUCT_OFFSET (CsnWhatIfView, proposed_cells) +
                                                     (gssize) (i * sizeof (GtkLabel *)));
    }
}

static void
csn_what_if_view_class_init (CsnWhatIfViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_THRESHOLD_SCALE);
  G_OBJECT_CLASS (klass)->dispose = csn_what_if_view_dispose;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "whatif");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-what-if-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, scope);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, any);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, irreversible);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, reversible);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, today_heading);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, proposed_heading);
  gtk_widget_class_bind_template_child (widget_class, CsnWhatIfView, replayed);
  bind_cells (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
}

static void
name_scales (CsnWhatIfView *self)
{
  const CsnLevel any[] = { CSN_LEVEL_HUMAN_TAKEOVER,
                           CSN_LEVEL_HARD_APPROVAL,
                           CSN_LEVEL_SOFT_APPROVAL,
                           CSN_LEVEL_FULL_AUTO };
  const char *const any_names[] = { _ ("Takeover below this score"),
                                    _ ("Hard approval below this score"),
                                    _ ("Soft approval below this score") };
  const CsnLevel irreversible[] = { CSN_LEVEL_HARD_APPROVAL, CSN_LEVEL_SOFT_APPROVAL };
  const char *const irreversible_name[] = { _ ("Irreversible actions: soft approval above") };
  const CsnLevel reversible[] = { CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_FULL_AUTO };
  const char *const reversible_name[] = { _ ("Reversible actions: pass above") };

  csn_threshold_scale_set_levels (self->any, any, any_names, G_N_ELEMENTS (any_names));
  csn_threshold_scale_set_levels (self->irreversible, irreversible, irreversible_name, 1);
  csn_threshold_scale_set_levels (self->reversible, reversible, reversible_name, 1);
}

static void
csn_what_if_view_init (CsnWhatIfView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("What if the thresholds were different"));
  name_scales (self);
}

GtkWidget *
csn_what_if_view_new (void)
{
  return g_object_new (CSN_TYPE_WHAT_IF_VIEW, NULL);
}

static void
show_scope (CsnWhatIfView *self, const char *words)
{
  gtk_label_set_text (self->scope, words);
}

void
csn_what_if_view_set_cases (CsnWhatIfView *self,
                            CsnPolicy *policy,
                            const char *action_type,
                            GPtrArray *cases,
                            gboolean more)
{
  gboolean stay = FALSE;

  g_return_if_fail (CSN_IS_WHAT_IF_VIEW (self));

  stay = self->policy != NULL && g_strcmp0 (self->action_type, action_type) == 0 &&
         csn_what_if_view_get_moved (self) > 0;
  csn_policy_ref (policy);
  g_clear_pointer (&self->policy, csn_policy_unref);
  self->policy = policy;
  g_free (self->action_type);
  self->action_type = g_strdup (action_type);
  g_ptr_array_ref (cases);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  self->cases = cases;
  self->more = more;
  self->today = csn_what_if_count (policy, cases);
  show_scope (self,
              action_type != NULL
                  ? _ ("Drag a line, or move it with the arrow keys. It applies to this kind of "
                       "action, by every agent.")
                  : _ ("Drag a line, or move it with the arrow keys. It applies to every kind of "
                       "action without thresholds of its own."));
  if (stay)
    {
      CsnPolicyThresholds proposed = get_proposed (self);

      put_handles (self, &proposed);
    }
  else
    {
      put_handles (self, get_today (self));
    }
  show_distribution (self);
  show_replayed (self);
  on_moved (self);
}

void
csn_what_if_view_reset (CsnWhatIfView *self)
{
  g_return_if_fail (CSN_IS_WHAT_IF_VIEW (self));

  if (self->policy == NULL)
    return;
  put_handles (self, get_today (self));
  on_moved (self);
}

guint
csn_what_if_view_get_moved (CsnWhatIfView *self)
{
  g_autofree char *values = NULL;
  guint moved = 0;

  g_return_val_if_fail (CSN_IS_WHAT_IF_VIEW (self), 0);

  if (self->policy != NULL)
    values = dup_values (self, FALSE, &moved);
  return moved;
}

char *
csn_what_if_view_dup_values (CsnWhatIfView *self)
{
  guint moved = 0;

  g_return_val_if_fail (CSN_IS_WHAT_IF_VIEW (self), NULL);

  return self->policy != NULL ? dup_values (self, FALSE, &moved) : g_strdup ("");
}

/* What was not moved stays as exact as the policy has it. */
CsnPolicy *
csn_what_if_view_make_policy (CsnWhatIfView *self, GError **error)
{
  CsnPolicyThresholds proposed = { 0 };
  const CsnPolicyThresholds *today = NULL;

  g_return_val_if_fail (CSN_IS_WHAT_IF_VIEW (self), NULL);

  if (csn_what_if_view_get_moved (self) == 0)
    return csn_policy_ref (self->policy);
  proposed = get_proposed (self);
  today = get_today (self);
  proposed.takeover =
      fabs (proposed.takeover - today->takeover) < 0.005 ? today->takeover : proposed.takeover;
  proposed.low = fabs (proposed.low - today->low) < 0.005 ? today->low : proposed.low;
  proposed.moderate =
      fabs (proposed.moderate - today->moderate) < 0.005 ? today->moderate : proposed.moderate;
  return csn_policy_with_thresholds (self->policy, self->action_type, &proposed, error);
}
