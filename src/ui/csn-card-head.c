/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-card-head.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-chip-box.h"
#include "csn-item-words.h"
#include "csn-level-badge.h"
#include "csn-level-words.h"
#include "csn-source-words.h"
#include "csn-time-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnCardHead
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkLabel *origin;
  GtkWidget *state_box;
  GtkLabel *state_label;
  GtkWidget *takeover_button;
  GtkLabel *failure;
  CsnLevelBadge *badge;
  CsnChipBox *chips;
  GtkLabel *wait;
  GtkLabel *problems;

  CsnService *service; /* (owned) (nullable) */
  CsnInboxItem *item;  /* (owned) (nullable) */
  CsnRequest *request; /* (owned) (nullable): what the chips and problems are of */
};

enum
{
  OPEN_TAKEOVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnCardHead, csn_card_head, GTK_TYPE_WIDGET)

static gint64
get_now (CsnCardHead *self)
{
  CsnGate *gate = self->service != NULL ? csn_service_get_gate (self->service) : NULL;

  return gate != NULL ? csn_clock_get_wall (csn_gate_get_clock (gate)) : 0;
}

static CsnSourceItem *
find_source (CsnCardHead *self, const char *id)
{
  GListModel *sources = self->service != NULL ? csn_service_get_sources (self->service) : NULL;

  for (guint i = 0; sources != NULL && i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      if (g_strcmp0 (csn_source_item_get_id (source), id) == 0)
        return g_steal_pointer (&source);
    }
  return NULL;
}

static void
fill_origin (CsnCardHead *self)
{
  CsnRequest *request = csn_inbox_item_get_request (self->item);
  g_autofree char *agent =
      csn_visible_text (csn_request_get_agent_id (request), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autoptr (CsnSourceItem) source = find_source (self, csn_request_get_source (request));
  g_autofree char *trust = source != NULL ? csn_source_words_trust (source) : NULL;
  g_autofree char *ago =
      csn_time_words_ago (get_now (self) - csn_inbox_item_get_received_at (self->item));
  GString *text = g_string_new (agent);

  g_string_append_printf (text, _ (" · via %s"), csn_request_get_source (request));
  if (trust != NULL)
    g_string_append_printf (text, " (%s)", trust);
  if (self->service != NULL)
    g_string_append_printf (text, _ (" · received %s"), ago);
  g_string_append_printf (text,
                          _ (" · revision %" G_GINT64_FORMAT),
                          csn_request_get_revision (request));
  gtk_label_set_text (self->origin, text->str);
  g_string_free (text, TRUE);
}

static const char *
class_of_state (CsnRequestState state)
{
  switch (state)
    {
    case CSN_REQUEST_PENDING:
    case CSN_REQUEST_RESPONDED:
    case CSN_REQUEST_WITHDRAWN:
      return NULL;
    case CSN_REQUEST_APPROVED:
    case CSN_REQUEST_EDITED:
      return "banner-success";
    case CSN_REQUEST_REJECTED:
      return "banner-error";
    case CSN_REQUEST_ESCALATED:
    case CSN_REQUEST_TAKEN_OVER:
      return "banner-warning";
    }
  return NULL;
}

static void
fill_state (CsnCardHead *self)
{
  CsnRequestState state = csn_inbox_item_get_state (self->item);
  g_autofree char *story = csn_item_words_story (self->item);
  const char *css_class = class_of_state (state);

  if (story == NULL && csn_inbox_item_get_settling (self->item))
    story = g_strdup (_ ("Your answer is being recorded."));
  gtk_label_set_text (self->state_label, story != NULL ? story : "");
  gtk_widget_set_visible (self->state_box, story != NULL);
  gtk_widget_remove_css_class (self->state_box, "banner-success");
  gtk_widget_remove_css_class (self->state_box, "banner-error");
  gtk_widget_remove_css_class (self->state_box, "banner-warning");
  if (css_class != NULL)
    gtk_widget_add_css_class (self->state_box, css_class);
  gtk_widget_set_visible (self->takeover_button,
                          state == CSN_REQUEST_TAKEN_OVER || state == CSN_REQUEST_ESCALATED);
}

static void
fill_wait (CsnCardHead *self)
{
  g_autofree char *wait =
      self->service != NULL ? csn_item_words_wait (self->item, get_now (self)) : NULL;

  gtk_label_set_text (self->wait, wait != NULL ? wait : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wait), wait != NULL);
}

static void
fill_problems (CsnCardHead *self)
{
  const char *const *problems = csn_request_get_problems (csn_inbox_item_get_request (self->item));
  g_autofree char *text = problems != NULL ? g_strjoinv ("\n", (char **) problems) : NULL;
  gboolean any = text != NULL && *text != '\0';

  csn_widgets_mark_visible_text (self->problems, any ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problems), any);
}

/* A request that is on the card can be flagged. */
static void
fill_request (CsnCardHead *self)
{
  CsnRequest *request = csn_inbox_item_get_request (self->item);

  if (self->request == request)
    return;
  g_clear_pointer (&self->request, csn_request_unref);
  self->request = csn_request_ref (request);
  csn_chip_box_set_request (self->chips, request, FALSE);
  fill_problems (self);
}

static void
on_takeover_clicked (CsnCardHead *self)
{
  g_signal_emit (self, signals[OPEN_TAKEOVER], 0);
}

static void
csn_card_head_dispose (GObject *object)
{
  CsnCardHead *self = CSN_CARD_HEAD (object);

  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_object (&self->item);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_card_head_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-card-head.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, heading);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, origin);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, state_box);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, state_label);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, takeover_button);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, failure);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, badge);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, chips);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, wait);
  gtk_widget_class_bind_template_child (widget_class, CsnCardHead, problems);
  gtk_widget_class_bind_template_callback (widget_class, on_takeover_clicked);
}

static void
csn_card_head_class_init (CsnCardHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_CHIP_BOX);
  g_type_ensure (CSN_TYPE_LEVEL_BADGE);
  G_OBJECT_CLASS (klass)->dispose = csn_card_head_dispose;
  signals[OPEN_TAKEOVER] = g_signal_new ("open-takeover",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardhead");
}

static void
csn_card_head_init (CsnCardHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_chip_box_set_wrap (self->chips, TRUE);
}

GtkWidget *
csn_card_head_new (void)
{
  return g_object_new (CSN_TYPE_CARD_HEAD, NULL);
}

void
csn_card_head_set_service (CsnCardHead *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_CARD_HEAD (self));

  g_set_object (&self->service, service);
}

void
csn_card_head_set_item (CsnCardHead *self, CsnInboxItem *item)
{
  CsnRequest *request = NULL;
  g_autofree char *type = NULL;
  g_autofree char *why = NULL;

  g_return_if_fail (CSN_IS_CARD_HEAD (self));

  g_set_object (&self->item, item);
  csn_card_head_say_failure (self, NULL);
  if (item == NULL)
    return;
  request = csn_inbox_item_get_request (item);
  type = csn_action_words_type (csn_request_get_action_type (request));
  why = csn_level_words_why (csn_inbox_item_get_verdict (item));
  csn_widgets_mark_visible_text (self->heading, type);
  csn_level_badge_set_level (self->badge, csn_inbox_item_get_level (item), why);
  csn_card_head_update (self);
}

void
csn_card_head_update (CsnCardHead *self)
{
  g_return_if_fail (CSN_IS_CARD_HEAD (self));

  if (self->item == NULL)
    return;
  fill_request (self);
  fill_origin (self);
  fill_state (self);
  fill_wait (self);
}

void
csn_card_head_say_failure (CsnCardHead *self, const char *message)
{
  g_return_if_fail (CSN_IS_CARD_HEAD (self));

  gtk_label_set_text (self->failure, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), message != NULL);
}
