/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-inbox-entry.h"

#include <string.h>

#include "csn-action-words.h"

struct _CsnInboxEntry
{
  GObject parent_instance;

  CsnInboxItem *item; /* (owned) (nullable) */
  CsnInboxSection section;
  gint64 key;
  guint count;
  char *haystack; /* (owned) (nullable): made when first searched */
};

enum
{
  PROP_COUNT = 1,
};

G_DEFINE_FINAL_TYPE (CsnInboxEntry, csn_inbox_entry, G_TYPE_OBJECT)

static void
csn_inbox_entry_dispose (GObject *object)
{
  CsnInboxEntry *self = CSN_INBOX_ENTRY (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->haystack, g_free);

  G_OBJECT_CLASS (csn_inbox_entry_parent_class)->dispose (object);
}

static void
csn_inbox_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COUNT)
    g_value_set_uint (value, CSN_INBOX_ENTRY (object)->count);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_inbox_entry_class_init (CsnInboxEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_inbox_entry_dispose;
  object_class->get_property = csn_inbox_entry_get_property;
  g_object_class_install_property (object_class,
                                   PROP_COUNT,
                                   g_param_spec_uint ("count",
                                                      NULL,
                                                      NULL,
                                                      0,
                                                      G_MAXUINT,
                                                      0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
csn_inbox_entry_init (CsnInboxEntry *self)
{
}

CsnInboxEntry *
csn_inbox_entry_new_heading (CsnInboxSection section)
{
  CsnInboxEntry *self = g_object_new (CSN_TYPE_INBOX_ENTRY, NULL);

  self->section = section;
  return self;
}

CsnInboxEntry *
csn_inbox_entry_new (CsnInboxItem *item)
{
  CsnInboxEntry *self = g_object_new (CSN_TYPE_INBOX_ENTRY, NULL);

  self->item = g_object_ref (item);
  csn_inbox_entry_place (self);
  return self;
}

CsnInboxItem *
csn_inbox_entry_get_item (CsnInboxEntry *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ENTRY (self), NULL);

  return self->item;
}

CsnInboxSection
csn_inbox_entry_get_section (CsnInboxEntry *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ENTRY (self), CSN_INBOX_SETTLED);

  return self->section;
}

guint
csn_inbox_entry_get_count (CsnInboxEntry *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ENTRY (self), 0);

  return self->count;
}

void
csn_inbox_entry_set_count (CsnInboxEntry *self, guint count)
{
  g_return_if_fail (CSN_IS_INBOX_ENTRY (self));

  if (self->count == count)
    return;
  self->count = count;
  g_object_notify (G_OBJECT (self), "count");
}

CsnInboxSection
csn_inbox_entry_section_of (CsnInboxItem *item)
{
  switch (csn_inbox_item_get_state (item))
    {
    case CSN_REQUEST_PENDING:
      break;
    case CSN_REQUEST_ESCALATED:
    case CSN_REQUEST_TAKEN_OVER:
      return CSN_INBOX_TAKEOVERS;
    case CSN_REQUEST_APPROVED:
    case CSN_REQUEST_EDITED:
    case CSN_REQUEST_REJECTED:
    case CSN_REQUEST_RESPONDED:
    case CSN_REQUEST_WITHDRAWN:
      return CSN_INBOX_SETTLED;
    }
  if (csn_inbox_item_get_level (item) == CSN_LEVEL_HUMAN_TAKEOVER)
    return CSN_INBOX_TAKEOVERS;
  return csn_inbox_item_get_level (item) == CSN_LEVEL_HARD_APPROVAL ? CSN_INBOX_HARD
                                                                    : CSN_INBOX_SOFT;
}

void
csn_inbox_entry_place (CsnInboxEntry *self)
{
  gint64 deadline = 0;

  g_return_if_fail (CSN_IS_INBOX_ENTRY (self));
  g_return_if_fail (self->item != NULL);

  self->section = csn_inbox_entry_section_of (self->item);
  deadline = csn_inbox_item_get_deadline_at (self->item);
  if (self->section == CSN_INBOX_SETTLED)
    self->key = -csn_inbox_item_get_settled_at (self->item);
  else if (self->section == CSN_INBOX_TAKEOVERS)
    self->key = csn_inbox_item_get_received_at (self->item);
  else
    self->key = deadline != 0 ? deadline : G_MAXINT64;
}

static int
compare_times (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

int
csn_inbox_entry_compare (CsnInboxEntry *a, CsnInboxEntry *b)
{
  int order = compare_times (a->key, b->key);

  if (order == 0)
    order = compare_times (csn_inbox_item_get_received_at (a->item),
                           csn_inbox_item_get_received_at (b->item));
  if (order == 0)
    order = strcmp (csn_inbox_item_get_id (a->item), csn_inbox_item_get_id (b->item));
  return order;
}

static char *
make_haystack (CsnInboxItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autofree char *type = csn_action_words_type (csn_request_get_action_type (request));
  g_autofree char *line = csn_action_words_first_line (csn_request_get_action (request));
  g_autofree char *all = g_strjoin ("\n",
                                    csn_request_get_agent_id (request),
                                    csn_request_get_action_type (request),
                                    type,
                                    csn_request_get_task_id (request),
                                    csn_request_get_source (request),
                                    line,
                                    NULL);

  return g_utf8_casefold (all, -1);
}

gboolean
csn_inbox_entry_matches (CsnInboxEntry *self, const char *const *words)
{
  g_return_val_if_fail (CSN_IS_INBOX_ENTRY (self), FALSE);
  g_return_val_if_fail (self->item != NULL, FALSE);

  if (words == NULL || words[0] == NULL)
    return TRUE;
  if (self->haystack == NULL)
    self->haystack = make_haystack (self->item);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->haystack, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
