/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"

#include "csn-time.h"

/* A profile in the making. */
typedef struct
{
  CsnLevel level;
  guint successes;
  GArray *failures; /* (owned) (element-type gint64): ascending */
} Draft;

static void
draft_init (Draft *draft, const CsnProfile *profile)
{
  guint n_failures;
  const gint64 *failures = csn_profile_get_failures (profile, &n_failures);

  draft->level = csn_profile_get_level (profile);
  draft->successes = csn_profile_get_successes (profile);
  draft->failures = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (n_failures > 0)
    g_array_append_vals (draft->failures, failures, n_failures);
}

static CsnProfile *
draft_end (Draft *draft, const CsnProfile *profile)
{
  CsnProfile *next = csn_profile_new_full (csn_profile_get_agent_id (profile),
                                           csn_profile_get_action_type (profile),
                                           draft->level,
                                           draft->successes,
                                           (const gint64 *) (gpointer) draft->failures->data,
                                           draft->failures->len,
                                           csn_profile_get_pinned (profile));

  g_array_unref (draft->failures);
  return next;
}

static CsnLevel
level_after_promotion (CsnLevel level)
{
  return level == CSN_LEVEL_FULL_AUTO ? CSN_LEVEL_FULL_AUTO : (CsnLevel) (level - 1);
}

static CsnLevel
level_after_demotion (CsnLevel level)
{
  CsnLevel next = level == CSN_LEVEL_HUMAN_TAKEOVER ? level : (CsnLevel) (level + 1);

  return MAX (next, CSN_LEVEL_SOFT_APPROVAL);
}

static void
apply_success (Draft *draft, gboolean pinned)
{
  if (draft->level == CSN_LEVEL_HUMAN_TAKEOVER)
    return;

  draft->successes++;
  if (draft->successes < CSN_AUTONOMY_PROMOTE_AFTER)
    return;

  draft->successes = 0;
  if (!pinned)
    draft->level = level_after_promotion (draft->level);
}

static void
apply_failure (Draft *draft, gint64 at, gboolean pinned)
{
  GArray *failures = draft->failures;

  /* A clock that was set back must not let a failure drop out of the window. */
  if (failures->len > 0)
    at = MAX (at, g_array_index (failures, gint64, failures->len - 1));

  while (failures->len > 0 && g_array_index (failures, gint64, 0) < at - CSN_DAY)
    g_array_remove_index (failures, 0);

  draft->successes = 0;
  g_array_append_val (failures, at);
  if (failures->len < CSN_AUTONOMY_DEMOTE_AFTER)
    return;

  g_array_set_size (failures, 0);
  if (!pinned)
    draft->level = level_after_demotion (draft->level);
}

static CsnAutonomyChange
describe_change (CsnLevel before, CsnLevel after)
{
  if (after == before)
    return CSN_AUTONOMY_UNCHANGED;

  return after < before ? CSN_AUTONOMY_PROMOTED : CSN_AUTONOMY_DEMOTED;
}

CsnProfile *
csn_autonomy_apply (CsnProfile *profile,
                    CsnAutonomyInput input,
                    gint64 at,
                    CsnAutonomyChange *ret_change)
{
  CsnAutonomyChange change;
  gboolean pinned;
  Draft draft;

  g_return_val_if_fail (profile != NULL, NULL);

  pinned = csn_profile_get_pinned (profile);
  draft_init (&draft, profile);
  switch (input)
    {
    case CSN_AUTONOMY_SUCCESS:
      apply_success (&draft, pinned);
      break;
    case CSN_AUTONOMY_FAILURE:
      apply_failure (&draft, at, pinned);
      break;
    case CSN_AUTONOMY_REJECTED:
    case CSN_AUTONOMY_EDITED:
      draft.successes = 0;
      break;
    case CSN_AUTONOMY_HAND_BACK:
      draft.level = CSN_LEVEL_HARD_APPROVAL;
      draft.successes = 0;
      g_array_set_size (draft.failures, 0);
      break;
    }

  change = input == CSN_AUTONOMY_HAND_BACK
               ? CSN_AUTONOMY_SET
               : describe_change (csn_profile_get_level (profile), draft.level);
  if (ret_change != NULL)
    *ret_change = change;

  return draft_end (&draft, profile);
}

guint
csn_autonomy_failures_in_window (const CsnProfile *profile, gint64 now)
{
  const gint64 *failures;
  guint n_failures;
  guint count = 0;

  g_return_val_if_fail (profile != NULL, 0);

  failures = csn_profile_get_failures (profile, &n_failures);
  for (guint i = 0; i < n_failures; i++)
    count += failures[i] <= now && failures[i] >= now - CSN_DAY;

  return count;
}

CsnProfile *
csn_autonomy_set_level (const CsnProfile *profile, CsnLevel level)
{
  g_return_val_if_fail (profile != NULL, NULL);

  if (level < csn_profile_get_level (profile))
    return NULL;

  return csn_profile_new_full (csn_profile_get_agent_id (profile),
                               csn_profile_get_action_type (profile),
                               level,
                               0,
                               NULL,
                               0,
                               csn_profile_get_pinned (profile));
}

CsnProfile *
csn_autonomy_set_pinned (const CsnProfile *profile, gboolean pinned)
{
  const gint64 *failures;
  guint n_failures;

  g_return_val_if_fail (profile != NULL, NULL);

  failures = csn_profile_get_failures (profile, &n_failures);
  return csn_profile_new_full (csn_profile_get_agent_id (profile),
                               csn_profile_get_action_type (profile),
                               csn_profile_get_level (profile),
                               csn_profile_get_successes (profile),
                               failures,
                               n_failures,
                               pinned);
}
