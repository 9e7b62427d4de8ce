/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"

/* A profile in the making. */
typedef struct
{
  const CsnPolicyAutonomy *numbers;
  CsnProfileState state;
  GArray *failures; /* (owned) (element-type gint64): ascending */
  gboolean late;    /* something later is known already */
} Draft;

static void
draft_init (Draft *draft, const CsnProfile *profile, const CsnPolicyAutonomy *numbers, gint64 at)
{
  draft->numbers = numbers;
  draft->state = csn_profile_get_state (profile);
  draft->failures = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (draft->state.n_failures > 0)
    g_array_append_vals (draft->failures, draft->state.failures, draft->state.n_failures);
  draft->late = draft->state.last_at != 0 && at < draft->state.last_at;
}

static CsnProfile *
draft_end (Draft *draft, const CsnProfile *profile)
{
  CsnProfile *next;

  draft->state.failures = (const gint64 *) (gpointer) draft->failures->data;
  draft->state.n_failures = draft->failures->len;
  next = csn_profile_new_full (csn_profile_get_agent_id (profile),
                               csn_profile_get_action_type (profile),
                               &draft->state);
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
end_streak (CsnProfileState *state)
{
  state->successes = 0;
  state->promotion_waits = FALSE;
}

static void
apply_success (Draft *draft)
{
  CsnProfileState *state = &draft->state;
  gboolean confirm = draft->numbers->confirm_promotions;

  /* A late one may belong before what ended the streak. */
  if (draft->late || state->level == CSN_LEVEL_HUMAN_TAKEOVER ||
      (state->promotion_waits && confirm))
    return;

  state->successes++;
  if (state->successes < draft->numbers->promote_after)
    return;

  if (confirm && !state->pinned && state->level != CSN_LEVEL_FULL_AUTO)
    {
      state->successes = draft->numbers->promote_after;
      state->promotion_waits = TRUE;
      return;
    }
  end_streak (state);
  if (!state->pinned)
    state->level = level_after_promotion (state->level);
}

static void
insert_failure (Draft *draft, gint64 at)
{
  gint64 newest = MAX (at, draft->state.last_at);
  gint64 oldest = newest - CSN_AUTONOMY_MAX_LATE;
  guint i = 0;

  /* Of those that are older still, none can lie within a window of one that may yet come. */
  while (draft->failures->len > 0 &&
         g_array_index (draft->failures, gint64, 0) < oldest - draft->numbers->window)
    g_array_remove_index (draft->failures, 0);

  if (draft->late)
    at = MAX (at, oldest);
  while (i < draft->failures->len && g_array_index (draft->failures, gint64, i) <= at)
    i++;
  g_array_insert_val (draft->failures, i, at);
}

/* Spends the failures that lie within one window and cost a level, if there are. */
static gboolean
spend_failures (Draft *draft)
{
  guint n = MAX (draft->numbers->demote_after, 1);

  for (guint i = 0; i + n <= draft->failures->len; i++)
    {
      gint64 first = g_array_index (draft->failures, gint64, i);
      gint64 last = g_array_index (draft->failures, gint64, i + n - 1);

      if (last - first > draft->numbers->window)
        continue;
      g_array_remove_range (draft->failures, i, n);
      return TRUE;
    }
  return FALSE;
}

static void
apply_failure (Draft *draft, gint64 at)
{
  end_streak (&draft->state);
  insert_failure (draft, at);
  if (spend_failures (draft) && !draft->state.pinned)
    draft->state.level = level_after_demotion (draft->state.level);
}

static void
apply_hand_back (Draft *draft)
{
  end_streak (&draft->state);
  /* A late one may belong before the takeover that stands, and before these failures. */
  if (draft->late)
    {
      draft->state.level = MAX (draft->state.level, CSN_LEVEL_HARD_APPROVAL);
      return;
    }
  draft->state.level = CSN_LEVEL_HARD_APPROVAL;
  g_array_set_size (draft->failures, 0);
}

static CsnAutonomyChange
describe_change (const CsnProfile *before, const Draft *draft, CsnAutonomyInput input)
{
  CsnLevel from = csn_profile_get_level (before);
  CsnLevel to = draft->state.level;

  if (input == CSN_AUTONOMY_HAND_BACK && (!draft->late || from != to))
    return CSN_AUTONOMY_SET;
  if (from != to)
    return to < from ? CSN_AUTONOMY_PROMOTED : CSN_AUTONOMY_DEMOTED;
  if (csn_profile_get_promotion_waits (before) == draft->state.promotion_waits)
    return CSN_AUTONOMY_UNCHANGED;
  return draft->state.promotion_waits ? CSN_AUTONOMY_PROMOTION_WAITS
                                      : CSN_AUTONOMY_PROMOTION_TAKEN_BACK;
}

CsnProfile *
csn_autonomy_apply (const CsnProfile *profile,
                    const CsnPolicyAutonomy *numbers,
                    CsnAutonomyInput input,
                    gint64 at,
                    CsnAutonomyChange *ret_change)
{
  Draft draft;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  draft_init (&draft, profile, numbers, at);
  switch (input)
    {
    case CSN_AUTONOMY_SUCCESS:
      apply_success (&draft);
      break;
    case CSN_AUTONOMY_FAILURE:
      apply_failure (&draft, at);
      break;
    case CSN_AUTONOMY_REJECTED:
    case CSN_AUTONOMY_EDITED:
      end_streak (&draft.state);
      break;
    case CSN_AUTONOMY_HAND_BACK:
      apply_hand_back (&draft);
      break;
    }
  if (!draft.late)
    draft.state.last_at = at;

  if (ret_change != NULL)
    *ret_change = describe_change (profile, &draft, input);
  return draft_end (&draft, profile);
}

guint
csn_autonomy_failures_in_window (const CsnProfile *profile,
                                 const CsnPolicyAutonomy *numbers,
                                 gint64 now)
{
  const gint64 *failures;
  guint n_failures;
  guint count = 0;

  g_return_val_if_fail (profile != NULL, 0);
  g_return_val_if_fail (numbers != NULL, 0);

  failures = csn_profile_get_failures (profile, &n_failures);
  for (guint i = 0; i < n_failures; i++)
    count += failures[i] <= now && failures[i] >= now - numbers->window;

  return count;
}

static CsnProfile *
with_state (const CsnProfile *profile, const CsnProfileState *state)
{
  return csn_profile_new_full (csn_profile_get_agent_id (profile),
                               csn_profile_get_action_type (profile),
                               state);
}

CsnProfile *
csn_autonomy_answer_promotion (const CsnProfile *profile, gboolean accept)
{
  CsnProfileState state;

  g_return_val_if_fail (profile != NULL, NULL);

  state = csn_profile_get_state (profile);
  if (!state.promotion_waits)
    return NULL;

  end_streak (&state);
  if (accept)
    state.level = level_after_promotion (state.level);
  return with_state (profile, &state);
}

CsnProfile *
csn_autonomy_set_level (const CsnProfile *profile, CsnLevel level)
{
  CsnProfileState state = { .level = level };

  g_return_val_if_fail (profile != NULL, NULL);

  if (level < csn_profile_get_level (profile))
    return NULL;

  state.pinned = csn_profile_get_pinned (profile);
  state.last_at = csn_profile_get_last_at (profile);
  return with_state (profile, &state);
}

CsnProfile *
csn_autonomy_set_pinned (const CsnProfile *profile, gboolean pinned)
{
  CsnProfileState state;

  g_return_val_if_fail (profile != NULL, NULL);

  state = csn_profile_get_state (profile);
  state.pinned = pinned;
  if (pinned && state.promotion_waits)
    end_streak (&state);
  return with_state (profile, &state);
}

CsnProfile *
csn_autonomy_reset (const CsnProfile *profile)
{
  CsnProfileState state = { .level = CSN_LEVEL_SOFT_APPROVAL };

  g_return_val_if_fail (profile != NULL, NULL);

  if (csn_profile_get_level (profile) == CSN_LEVEL_HUMAN_TAKEOVER)
    return NULL;

  state.last_at = csn_profile_get_last_at (profile);
  return with_state (profile, &state);
}
