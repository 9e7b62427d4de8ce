/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-profile.h"

struct _CsnProfile
{
  char *agent_id;    /* (owned) */
  char *action_type; /* (owned) */
  CsnLevel level;
  guint successes;
  gint64 *failures; /* (owned) (nullable) */
  guint n_failures;
  gboolean pinned;
};

CsnProfile *
csn_profile_new (const char *agent_id, const char *action_type)
{
  return csn_profile_new_full (agent_id, action_type, CSN_LEVEL_SOFT_APPROVAL, 0, NULL, 0, FALSE);
}

CsnProfile *
csn_profile_new_full (const char *agent_id,
                      const char *action_type,
                      CsnLevel level,
                      guint successes,
                      const gint64 *failures,
                      guint n_failures,
                      gboolean pinned)
{
  CsnProfile *self;

  g_return_val_if_fail (agent_id != NULL, NULL);
  g_return_val_if_fail (action_type != NULL, NULL);
  g_return_val_if_fail (failures != NULL || n_failures == 0, NULL);

  self = g_atomic_rc_box_new0 (CsnProfile);
  self->agent_id = g_strdup (agent_id);
  self->action_type = g_strdup (action_type);
  self->level = level;
  self->successes = successes;
  self->failures = g_memdup2 (failures, n_failures * sizeof (gint64));
  self->n_failures = n_failures;
  self->pinned = pinned;
  return self;
}

CsnProfile *
csn_profile_ref (CsnProfile *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
profile_clear (gpointer data)
{
  CsnProfile *self = data;

  g_free (self->agent_id);
  g_free (self->action_type);
  g_free (self->failures);
}

void
csn_profile_unref (CsnProfile *self)
{
  g_atomic_rc_box_release_full (self, profile_clear);
}

const char *
csn_profile_get_agent_id (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->agent_id;
}

const char *
csn_profile_get_action_type (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->action_type;
}

CsnLevel
csn_profile_get_level (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, CSN_LEVEL_HARD_APPROVAL);

  return self->level;
}

guint
csn_profile_get_successes (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->successes;
}

const gint64 *
csn_profile_get_failures (const CsnProfile *self, guint *ret_n_failures)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_failures != NULL, NULL);

  *ret_n_failures = self->n_failures;
  return self->failures;
}

gboolean
csn_profile_get_pinned (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->pinned;
}
