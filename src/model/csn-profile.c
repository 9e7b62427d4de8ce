/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-profile.h"

struct _CsnProfile
{
  char *agent_id;        /* (owned) */
  char *action_type;     /* (owned) */
  CsnProfileState state; /* with (owned) (nullable) failures */
};

CsnProfile *
csn_profile_new (const char *agent_id, const char *action_type)
{
  static const CsnProfileState start = { .level = CSN_LEVEL_SOFT_APPROVAL };

  return csn_profile_new_full (agent_id, action_type, &start);
}

CsnProfile *
csn_profile_new_full (const char *agent_id, const char *action_type, const CsnProfileState *state)
{
  CsnProfile *self;

  g_return_val_if_fail (agent_id != NULL, NULL);
  g_return_val_if_fail (action_type != NULL, NULL);
  g_return_val_if_fail (state != NULL, NULL);
  g_return_val_if_fail (state->failures != NULL || state->n_failures == 0, NULL);

  self = g_atomic_rc_box_new0 (CsnProfile);
  self->agent_id = g_strdup (agent_id);
  self->action_type = g_strdup (action_type);
  self->state = *state;
  self->state.failures = g_memdup2 (state->failures, state->n_failures * sizeof (gint64));
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
  g_free ((gint64 *) self->state.failures);
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

  return self->state.level;
}

guint
csn_profile_get_successes (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->state.successes;
}

const gint64 *
csn_profile_get_failures (const CsnProfile *self, guint *ret_n_failures)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_failures != NULL, NULL);

  *ret_n_failures = self->state.n_failures;
  return self->state.failures;
}

gboolean
csn_profile_get_pinned (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state.pinned;
}

gboolean
csn_profile_get_promotion_waits (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state.promotion_waits;
}

gint64
csn_profile_get_last_at (const CsnProfile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->state.last_at;
}

CsnProfileState
csn_profile_get_state (const CsnProfile *self)
{
  static const CsnProfileState none = { .level = CSN_LEVEL_HARD_APPROVAL };

  g_return_val_if_fail (self != NULL, none);

  return self->state;
}
