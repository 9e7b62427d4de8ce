/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-agent-says.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-long-text.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

#define LABEL_MAX_BYTES 4096

struct _CsnAgentSays
{
  GtkWidget parent_instance;

  GtkLabel *quote;
  GtkWidget *whole;
  GtkWidget *more_button;

  char *text; /* (owned) (nullable) */
  gboolean open;
};

G_DEFINE_FINAL_TYPE (CsnAgentSays, csn_agent_says, GTK_TYPE_WIDGET)

static void
append (GString *out, const char *prefix, const char *text)
{
  g_autofree char *visible = NULL;

  if (text == NULL || *text == '\0')
    return;
  visible = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, prefix);
  g_string_append (out, visible);
}

char *
csn_agent_says_join (const CsnRequest *request)
{
  const CsnConfidence *confidence = csn_request_get_confidence (request);
  GString *out = g_string_new (NULL);

  append (out, "", csn_request_get_description (request));
  if (confidence != NULL)
    {
      append (out, "", confidence->rationale);
      for (guint i = 0; confidence->uncertainties != NULL && confidence->uncertainties[i] != NULL;
           i++)
        /* TRANSLATORS: before each thing that an agent is not sure about */
        append (out, _ ("Not sure: "), confidence->uncertainties[i]);
    }
  return g_string_free (out, FALSE);
}

char *
csn_agent_says_shorten (const char *text, gboolean *ret_cut)
{
  g_autofree char *start = NULL;

  *ret_cut = g_utf8_strlen (text, -1) > CSN_AGENT_SAYS_CHARS;
  if (!*ret_cut)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, CSN_AGENT_SAYS_CHARS - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

static void
fill (CsnAgentSays *self)
{
  gboolean cut = FALSE;
  g_autofree char *start = csn_agent_says_shorten (self->text, &cut);
  gboolean in_label = !self->open || strlen (self->text) <= LABEL_MAX_BYTES;

  csn_widgets_mark_visible_text (self->quote, self->open && in_label ? self->text : start);
  gtk_widget_set_visible (GTK_WIDGET (self->quote), in_label);
  gtk_widget_set_visible (self->whole, !in_label);
  if (!in_label)
    csn_long_text_set_text (CSN_LONG_TEXT (self->whole), self->text, FALSE);
  gtk_widget_set_visible (self->more_button, cut);
  gtk_button_set_label (GTK_BUTTON (self->more_button), self->open ? _ ("Less") : _ ("More"));
}

static void
on_more_clicked (CsnAgentSays *self)
{
  self->open = !self->open;
  fill (self);
}

static void
csn_agent_says_dispose (GObject *object)
{
  CsnAgentSays *self = CSN_AGENT_SAYS (object);

  g_clear_pointer (&self->text, g_free);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_agent_says_parent_class)->dispose (object);
}

static void
csn_agent_says_class_init (CsnAgentSaysClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_LONG_TEXT);
  G_OBJECT_CLASS (klass)->dispose = csn_agent_says_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-agent-says.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnAgentSays, quote);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentSays, whole);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentSays, more_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "agentsays");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_agent_says_init (CsnAgentSays *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("The agent says"));
  csn_long_text_set_name (CSN_LONG_TEXT (self->whole), _ ("All the agent’s words"));
}

GtkWidget *
csn_agent_says_new (void)
{
  return g_object_new (CSN_TYPE_AGENT_SAYS, NULL);
}

void
csn_agent_says_set_request (CsnAgentSays *self, CsnRequest *request)
{
  g_return_if_fail (CSN_IS_AGENT_SAYS (self));

  g_clear_pointer (&self->text, g_free);
  self->open = FALSE;
  if (request == NULL)
    return;
  self->text = csn_agent_says_join (request);
  gtk_widget_set_visible (GTK_WIDGET (self), *self->text != '\0');
  fill (self);
}
