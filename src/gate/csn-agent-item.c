/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-agent-item.h"

#include "csn-agent-item-private.h"
#include "csn-time.h"

G_DEFINE_FINAL_TYPE (CsnAgentItem, csn_agent_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_agent_item_finalize (GObject *object)
{
  CsnAgentItem *self = CSN_AGENT_ITEM (object);

  g_free (self->agent_id);
  g_free (self->source);
  g_array_unref (self->failures);
  g_ptr_array_unref (self->profiles);

  G_OBJECT_CLASS (csn_agent_item_parent_class)->finalize (object);
}

static void
csn_agent_item_class_init (CsnAgentItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = csn_agent_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
csn_agent_item_init (CsnAgentItem *self)
{
  self->failures = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_profile_unref);
}

CsnAgentItem *
csn_agent_item_new (const char *agent_id, const char *source)
{
  CsnAgentItem *self = g_object_new (CSN_TYPE_AGENT_ITEM, NULL);

  self->agent_id = g_strdup (agent_id);
  self->source = g_strdup (source);
  return self;
}

void
csn_agent_item_reset (CsnAgentItem *self)
{
  self->read_only = FALSE;
  self->mode_acknowledged = FALSE;
  self->stopped = FALSE;
  g_array_set_size (self->failures, 0);
  g_ptr_array_set_size (self->profiles, 0);
}

CsnProfile *
csn_agent_item_find_profile (CsnAgentItem *self, const char *action_type)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      CsnProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (csn_profile_get_action_type (profile), action_type))
        return profile;
    }
  return NULL;
}

void
csn_agent_item_put_profile (CsnAgentItem *self, CsnProfile *profile)
{
  const char *action_type = csn_profile_get_action_type (profile);
  guint i = 0;

  while (i < self->profiles->len)
    {
      CsnProfile *other = g_ptr_array_index (self->profiles, i);
      int order = g_strcmp0 (csn_profile_get_action_type (other), action_type);

      if (order == 0)
        g_ptr_array_remove_index (self->profiles, i);
      if (order >= 0)
        break;
      i++;
    }
  g_ptr_array_insert (self->profiles, (int) i, csn_profile_ref (profile));
}

void
csn_agent_item_add_failure (CsnAgentItem *self, gint64 at)
{
  g_array_append_val (self->failures, at);
}

gboolean
csn_agent_item_forget_failures (CsnAgentItem *self, gint64 now)
{
  guint n_old = 0;

  while (n_old < self->failures->len &&
         g_array_index (self->failures, gint64, n_old) < now - CSN_DAY)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (self->failures, 0, n_old);
  return n_old > 0;
}

void
csn_agent_item_changed (CsnAgentItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
csn_agent_item_get_agent_id (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), NULL);

  return self->agent_id;
}

const char *
csn_agent_item_get_source (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), NULL);

  return self->source;
}

gboolean
csn_agent_item_get_read_only (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), TRUE);

  return self->read_only;
}

gboolean
csn_agent_item_get_mode_acknowledged (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), FALSE);

  return self->mode_acknowledged;
}

gboolean
csn_agent_item_get_stopped (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), TRUE);

  return self->stopped;
}

guint
csn_agent_item_get_failures_24h (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), 0);

  return self->failures->len;
}

GPtrArray *
csn_agent_item_get_profiles (CsnAgentItem *self)
{
  g_return_val_if_fail (CSN_IS_AGENT_ITEM (self), NULL);

  return self->profiles;
}
