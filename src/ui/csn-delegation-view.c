/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-delegation-view.h"

#include <glib/gi18n.h>

#include "csn-standing-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnDelegationView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *links;
};

G_DEFINE_FINAL_TYPE (CsnDelegationView, csn_delegation_view, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  csn_widgets_mark_visible_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
csn_delegation_view_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_delegation_view_parent_class)->dispose (object);
}

static void
csn_delegation_view_class_init (CsnDelegationViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_delegation_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "delegationview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_delegation_view_init (CsnDelegationView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_widget_add_css_class (self->box, "zone");
  gtk_box_append (GTK_BOX (self->box), new_label (_ ("On behalf of"), "heading"));
  gtk_box_append (GTK_BOX (self->box), self->links);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  csn_widgets_name (GTK_WIDGET (self), _ ("On behalf of"));
}

GtkWidget *
csn_delegation_view_new (void)
{
  return g_object_new (CSN_TYPE_DELEGATION_VIEW, NULL);
}

/* The grant of one link, among those that an approval draws from. */
static CsnGrant *
find_grant (GPtrArray *grants, const char *grantor, const char *delegate)
{
  for (guint i = 0; i < grants->len; i++)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (g_ptr_array_index (grants, i));

      if (g_str_equal (terms->grantor, grantor) && g_str_equal (terms->delegate, delegate))
        return g_ptr_array_index (grants, i);
    }
  return NULL;
}

static void
append_link (CsnDelegationView *self,
             CsnGate *gate,
             GPtrArray *grants,
             const char *grantor,
             const char *delegate)
{
  GtkWidget *link = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *names = g_strdup_printf ("%s → %s", grantor, delegate);
  g_autofree char *visible = csn_visible_text (names, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  CsnGrant *grant = grants != NULL ? find_grant (grants, grantor, delegate) : NULL;

  gtk_box_append (GTK_BOX (link), new_label (visible, "row-title"));
  if (grant != NULL)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (grant);
      gint64 now = csn_clock_get_wall (csn_gate_get_clock (gate));
      g_autofree char *words = csn_standing_words_grant (terms);
      g_autofree char *drawn = csn_standing_words_drawn (gate, terms);
      g_autofree char *expiry = csn_standing_words_expiry (terms->expires_at, now);
      g_autofree char *state =
          drawn != NULL ? g_strdup_printf ("%s · %s", drawn, expiry) : g_strdup (expiry);

      gtk_box_append (GTK_BOX (link), new_label (words, NULL));
      gtk_box_append (GTK_BOX (link), new_label (state, "dim-label"));
    }
  else if (grants != NULL)
    {
      gtk_box_append (GTK_BOX (link),
                      new_label (_ ("There is no grant for this. Grants are made on the page "
                                    "Agents."),
                                 "error"));
    }
  gtk_box_append (GTK_BOX (self->links), link);
}

static GPtrArray *
list_grants (CsnGate *gate, CsnRequest *request)
{
  CsnPolicyContext context = { 0 };

  context.now = csn_clock_get_wall (csn_gate_get_clock (gate));
  return csn_policy_list_grants (csn_gate_get_policy (gate), request, &context);
}

void
csn_delegation_view_set_request (CsnDelegationView *self, CsnGate *gate, CsnRequest *request)
{
  const char *const *chain = csn_request_get_delegation (request);
  g_autoptr (GPtrArray) grants = NULL;
  gboolean any = chain != NULL && chain[0] != NULL;

  g_return_if_fail (CSN_IS_DELEGATION_VIEW (self));

  csn_widgets_remove_children (self->links);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
  if (!any)
    return;
  if (gate != NULL)
    grants = list_grants (gate, request);
  for (guint i = 0; chain[i] != NULL; i++)
    append_link (self,
                 gate,
                 grants,
                 chain[i],
                 chain[i + 1] != NULL ? chain[i + 1] : csn_request_get_agent_id (request));
}
