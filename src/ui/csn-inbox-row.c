/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-inbox-row.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-chip-box.h"
#include "csn-item-words.h"
#include "csn-level-words.h"
#include "csn-time-ring.h"
#include "csn-time-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnInboxRow
{
  GtkWidget parent_instance;

  GtkWidget *heading_box;
  GtkImage *heading_icon;
  GtkLabel *heading;
  GtkLabel *heading_count;
  GtkWidget *content;
  GtkLabel *avatar;
  GtkLabel *title;
  GtkLabel *age;
  GtkLabel *line;
  GtkLabel *left;
  GtkWidget *level_box;
  CsnTimeRing *ring;
  GtkImage *level_icon;
  GtkLabel *level;
  CsnChipBox *chips;
  GtkLabel *state;

  CsnClock *clock;      /* (owned) (nullable) */
  CsnInboxEntry *entry; /* (owned) (nullable) */
  gulong handler;
  const char *colour;      /* (nullable) */
  const char *level_class; /* (nullable) */
  guint tick;
};

enum
{
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnInboxRow, csn_inbox_row, GTK_TYPE_WIDGET)

static gint64
get_now (CsnInboxRow *self)
{
  return self->clock != NULL ? csn_clock_get_wall (self->clock) : 0;
}

char *
csn_inbox_row_describe (CsnInboxItem *item, gint64 now)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autofree char *type = csn_action_words_type (csn_request_get_action_type (request));
  g_autofree char *agent =
      csn_visible_text (csn_request_get_agent_id (request), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *state = csn_item_words_state (item);
  gint64 deadline = csn_inbox_item_get_deadline_at (item);
  g_autofree char *left = NULL;

  if (state == NULL && now != 0 && deadline != 0)
    left = csn_time_words_left_aloud (deadline - now);
  if (state == NULL && left == NULL)
    return g_strdup_printf ("%s: %s, %s",
                            csn_level_words_name (csn_inbox_item_get_level (item)),
                            type,
                            agent);
  return g_strdup_printf ("%s: %s, %s, %s",
                          csn_level_words_name (csn_inbox_item_get_level (item)),
                          type,
                          agent,
                          state != NULL ? state : left);
}

/* The focus sits on the list's own widget around the row. */
static void
speak (CsnInboxRow *self, const char *words)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  csn_widgets_name (GTK_WIDGET (self), words);
  if (parent != NULL)
    csn_widgets_name (parent, words);
}

static void
update_time (CsnInboxRow *self)
{
  CsnInboxItem *item = csn_inbox_entry_get_item (self->entry);
  gint64 now = get_now (self);
  gint64 deadline = csn_inbox_item_get_deadline_at (item);
  gint64 timeout = csn_inbox_item_get_timeout (item);
  CsnLevel level = csn_inbox_item_get_level (item);
  g_autofree char *left = now != 0 ? csn_item_words_time_left (item, now) : NULL;
  g_autofree char *age = csn_time_words_age (now - csn_inbox_item_get_received_at (item));
  gboolean counts = left != NULL && level == CSN_LEVEL_SOFT_APPROVAL && timeout > 0;
  g_autofree char *words = NULL;
  g_autofree char *aloud = csn_inbox_row_describe (item, now);

  gtk_label_set_text (self->age, now != 0 ? age : "");
  gtk_widget_set_visible (GTK_WIDGET (self->ring), counts);
  gtk_widget_set_visible (GTK_WIDGET (self->level_icon), !counts);
  if (counts)
    csn_time_ring_set_fraction (self->ring, (double) (deadline - now) / (double) timeout);
  if (counts)
    /* TRANSLATORS: a level in one word and the time left: "Soft 3:12" */
    words = g_strdup_printf (_ ("%s %s"), csn_level_words_short (level), left);
  gtk_label_set_text (self->level, words != NULL ? words : csn_level_words_short (level));
  gtk_label_set_text (self->left, left != NULL && !counts ? left : "");
  speak (self, aloud);
}

static void
update_state (CsnInboxRow *self)
{
  CsnInboxItem *item = csn_inbox_entry_get_item (self->entry);
  g_autofree char *state = csn_item_words_state (item);

  gtk_label_set_text (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), state == NULL);
  if (state != NULL && csn_inbox_entry_section_of (item) == CSN_INBOX_SETTLED)
    gtk_widget_add_css_class (self->content, "settled");
  else
    gtk_widget_remove_css_class (self->content, "settled");
  update_time (self);
}

static void
fill_item (CsnInboxRow *self, CsnInboxItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  CsnLevel level = csn_inbox_item_get_level (item);
  const char *agent_id = csn_request_get_agent_id (request);
  const char *colour = csn_action_words_colour (agent_id);
  const char *level_class = csn_level_words_css_class (level);
  g_autofree char *initials = csn_action_words_initials (agent_id);
  g_autofree char *agent = csn_visible_text (agent_id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *type = csn_action_words_type (csn_request_get_action_type (request));
  g_autofree char *line = csn_action_words_first_line (csn_request_get_action (request));

  gtk_label_set_text (self->avatar, initials);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->avatar), agent);
  csn_widgets_swap_class (GTK_WIDGET (self->avatar), self->colour, colour);
  self->colour = colour;
  gtk_label_set_text (self->title, type);
  csn_widgets_mark_visible_text (self->line, line);
  gtk_image_set_from_icon_name (self->level_icon, csn_level_words_icon (level));
  csn_widgets_swap_class (self->level_box, self->level_class, level_class);
  self->level_class = level_class;
  csn_chip_box_set_request (self->chips, request, level < CSN_LEVEL_HARD_APPROVAL);
  update_state (self);
}

static const char *
section_name (CsnInboxSection section)
{
  switch (section)
    {
    case CSN_INBOX_TAKEOVERS:
      return _ ("Takeovers");
    case CSN_INBOX_HARD:
      return _ ("Hard approval");
    case CSN_INBOX_SOFT:
      return _ ("Soft approval");
    case CSN_INBOX_SETTLED:
      return _ ("Settled");
    }
  return "";
}

static const char *
section_icon (CsnInboxSection section)
{
  switch (section)
    {
    case CSN_INBOX_TAKEOVERS:
      return csn_level_words_icon (CSN_LEVEL_HUMAN_TAKEOVER);
    case CSN_INBOX_HARD:
      return csn_level_words_icon (CSN_LEVEL_HARD_APPROVAL);
    case CSN_INBOX_SOFT:
      return csn_level_words_icon (CSN_LEVEL_SOFT_APPROVAL);
    case CSN_INBOX_SETTLED:
      return "object-select-symbolic";
    }
  return NULL;
}

static void
update_heading (CsnInboxRow *self)
{
  CsnInboxSection section = csn_inbox_entry_get_section (self->entry);
  g_autofree char *count = g_strdup_printf ("%u", csn_inbox_entry_get_count (self->entry));
  g_autofree char *aloud = g_strdup_printf ("%s, %s", section_name (section), count);

  gtk_label_set_text (self->heading, section_name (section));
  gtk_label_set_text (self->heading_count, count);
  gtk_image_set_from_icon_name (self->heading_icon, section_icon (section));
  speak (self, aloud);
}

/* For assistive technology, which can't press Enter on a row of a list view. */
static void
run_open (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsnInboxRow *self = CSN_INBOX_ROW (widget);

  if (self->entry != NULL && csn_inbox_entry_get_item (self->entry) != NULL)
    g_signal_emit (self, signals[OPEN], 0);
}

static gboolean
on_tick (gpointer user_data)
{
  CsnInboxRow *self = user_data;

  if (self->entry != NULL && csn_inbox_entry_get_item (self->entry) != NULL)
    update_time (self);
  return G_SOURCE_CONTINUE;
}

static void
csn_inbox_row_map (GtkWidget *widget)
{
  CsnInboxRow *self = CSN_INBOX_ROW (widget);

  GTK_WIDGET_CLASS (csn_inbox_row_parent_class)->map (widget);
  if (self->tick == 0 && self->clock != NULL)
    self->tick = g_timeout_add_seconds (1, on_tick, self);
}

static void
csn_inbox_row_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CSN_INBOX_ROW (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (csn_inbox_row_parent_class)->unmap (widget);
}

static void
csn_inbox_row_dispose (GObject *object)
{
  CsnInboxRow *self = CSN_INBOX_ROW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  csn_inbox_row_set_entry (self, NULL);
  g_clear_object (&self->clock);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_inbox_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-inbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, heading_box);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, heading_icon);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, heading);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, heading_count);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, content);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, age);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, line);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, left);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, level_box);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, ring);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, level_icon);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, level);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, chips);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxRow, state);
}

static void
csn_inbox_row_class_init (CsnInboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_CHIP_BOX);
  g_type_ensure (CSN_TYPE_TIME_RING);
  G_OBJECT_CLASS (klass)->dispose = csn_inbox_row_dispose;
  widget_class->map = csn_inbox_row_map;
  widget_class->unmap = csn_inbox_row_unmap;
  signals[OPEN] = g_signal_new ("open",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_install_action (widget_class, "row.open", NULL, run_open);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inboxrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_inbox_row_init (CsnInboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_inbox_row_new (CsnClock *clock)
{
  CsnInboxRow *self = g_object_new (CSN_TYPE_INBOX_ROW, NULL);

  g_set_object (&self->clock, clock);
  return GTK_WIDGET (self);
}

void
csn_inbox_row_set_entry (CsnInboxRow *self, CsnInboxEntry *entry)
{
  CsnInboxItem *item = NULL;

  g_return_if_fail (CSN_IS_INBOX_ROW (self));

  if (self->entry != NULL)
    {
      CsnInboxItem *old = csn_inbox_entry_get_item (self->entry);

      g_clear_signal_handler (&self->handler,
                              old != NULL ? (gpointer) old : (gpointer) self->entry);
    }
  g_set_object (&self->entry, entry);
  if (entry == NULL)
    return;
  item = csn_inbox_entry_get_item (entry);
  gtk_widget_set_visible (self->heading_box, item == NULL);
  gtk_widget_set_visible (self->content, item != NULL);
  if (item != NULL)
    {
      self->handler = g_signal_connect_swapped (item, "changed", G_CALLBACK (update_state), self);
      fill_item (self, item);
    }
  else
    {
      self->handler =
          g_signal_connect_swapped (entry, "notify::count", G_CALLBACK (update_heading), self);
      update_heading (self);
    }
}

CsnInboxEntry *
csn_inbox_row_get_entry (CsnInboxRow *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ROW (self), NULL);

  return self->entry;
}
