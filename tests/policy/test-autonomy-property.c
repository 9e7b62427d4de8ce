/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-autonomy.h"
#include "csn-time.h"

/* Together more than 100,000 steps. */
#define N_HISTORIES 1500
#define N_STEPS 80

#define START (G_GINT64_CONSTANT (1763795000) * CSN_SECOND)

/* The ratchet again: it remembers every failure and looks at all of them each time, with no thought
 * of speed or of what may be forgotten. */
typedef struct
{
  int promote_after, demote_after;
  gint64 window;
  gboolean confirm;

  gint64 failures[N_STEPS];
  gboolean spent[N_STEPS];
  int n_failures;
  int level;
  int streak;
  gboolean pinned;
  gboolean waits;
  gint64 newest;
} Naive;

/* The earliest unspent failure, by time and then by arrival, that none of @taken is. */
static int
naive_next (const Naive *self, const gboolean *taken, gint64 from, gint64 to)
{
  int best = -1;

  for (int i = 0; i < self->n_failures; i++)
    {
      if (self->spent[i] || taken[i] || self->failures[i] < from || self->failures[i] > to)
        continue;
      if (best < 0 || self->failures[i] < self->failures[best])
        best = i;
    }
  return best;
}

/* Looks for enough failures in a window that begins at each one, the earliest window first. */
static gboolean
naive_find_cause (Naive *self, gboolean *cause)
{
  gint64 best = G_MAXINT64;

  for (int i = 0; i < self->n_failures; i++)
    {
      gint64 from = self->failures[i];
      gboolean taken[N_STEPS] = { FALSE };
      int n = 0;

      if (self->spent[i] || from >= best)
        continue;
      for (; n < self->demote_after; n++)
        {
          int next = naive_next (self, taken, from, from + self->window);

          if (next < 0)
            break;
          taken[next] = TRUE;
        }
      if (n < self->demote_after)
        continue;
      best = from;
      memcpy (cause, taken, sizeof taken);
    }
  return best != G_MAXINT64;
}

static void
naive_fail (Naive *self, gint64 at, gboolean late)
{
  gboolean cause[N_STEPS] = { FALSE };

  if (late && at < self->newest - 30 * 24 * CSN_HOUR)
    at = self->newest - 30 * 24 * CSN_HOUR;
  self->failures[self->n_failures] = at;
  self->spent[self->n_failures] = FALSE;
  self->n_failures++;
  if (!naive_find_cause (self, cause))
    return;
  for (int i = 0; i < self->n_failures; i++)
    self->spent[i] = self->spent[i] || cause[i];
  if (!self->pinned)
    self->level = self->level < 2 ? 2 : self->level == 4 ? 4 : self->level + 1;
}

static void
naive_succeed (Naive *self)
{
  if (self->level == 4 || (self->waits && self->confirm))
    return;
  self->streak++;
  if (self->streak < self->promote_after)
    return;
  if (self->confirm && !self->pinned && self->level > 0)
    {
      self->waits = TRUE;
      return;
    }
  self->streak = 0;
  self->waits = FALSE;
  if (!self->pinned && self->level > 0)
    self->level--;
}

static void
naive_apply (Naive *self, CsnAutonomyInput input, gint64 at)
{
  gboolean late = at < self->newest;

  if (!late)
    self->newest = at;
  if (input == CSN_AUTONOMY_SUCCESS)
    {
      if (!late)
        naive_succeed (self);
      return;
    }
  self->streak = 0;
  self->waits = FALSE;
  if (input == CSN_AUTONOMY_FAILURE)
    naive_fail (self, at, late);
  if (input == CSN_AUTONOMY_HAND_BACK && (!late || self->level < 3))
    self->level = 3;
  if (input == CSN_AUTONOMY_HAND_BACK && !late)
    self->n_failures = 0;
}

static guint
naive_count (const Naive *self)
{
  guint count = 0;

  for (int i = 0; i < self->n_failures; i++)
    count += !self->spent[i] && self->newest - self->failures[i] <= self->window;
  return count;
}

static CsnAutonomyInput
pick_input (GRand *rand, int luck)
{
  if (g_rand_int_range (rand, 0, 100) < luck)
    return CSN_AUTONOMY_SUCCESS;
  return (
      CsnAutonomyInput) g_rand_int_range (rand, CSN_AUTONOMY_FAILURE, CSN_AUTONOMY_HAND_BACK + 1);
}

/* Mostly onwards; sometimes late, by a little or by more than is remembered. */
static gint64
pick_time (GRand *rand, gint64 now, gint64 window)
{
  const gint64 pauses[] = { 0, 1, window / 3, window / 2, window - 1, window, window + 1 };
  const gint64 delays[] = { 1, window / 2, window, window + 1, 10 * window, 40 * CSN_DAY };

  if (g_rand_int_range (rand, 0, 6) == 0)
    return now - delays[g_rand_int_range (rand, 0, G_N_ELEMENTS (delays))];
  return now + pauses[g_rand_int_range (rand, 0, G_N_ELEMENTS (pauses))];
}

static void
pick_numbers (GRand *rand, CsnPolicyAutonomy *numbers)
{
  const CsnPolicyAutonomy reference = CSN_AUTONOMY_REFERENCE;

  *numbers = reference;
  if (g_rand_boolean (rand))
    return;
  numbers->promote_after = (guint) g_rand_int_range (rand, 1, 13);
  numbers->demote_after = (guint) g_rand_int_range (rand, 1, 6);
  numbers->window = g_rand_boolean (rand) ? CSN_HOUR : 3 * CSN_DAY;
  numbers->confirm_promotions = g_rand_boolean (rand);
}

/* A person does something, now and then. */
static void
intervene (GRand *rand, CsnProfile **profile, Naive *naive)
{
  CsnProfile *next = NULL;

  if (csn_profile_get_promotion_waits (*profile))
    {
      gboolean accept = g_rand_boolean (rand);

      next = csn_autonomy_answer_promotion (*profile, accept);
      naive->waits = FALSE;
      naive->streak = 0;
      naive->level -= accept;
    }
  else
    {
      naive->pinned = !naive->pinned;
      next = csn_autonomy_set_pinned (*profile, naive->pinned);
    }
  csn_profile_unref (*profile);
  *profile = next;
}

static void
check_step (const CsnProfile *before,
            const CsnProfile *after,
            CsnAutonomyInput input,
            gboolean late,
            CsnAutonomyChange change)
{
  CsnLevel from = csn_profile_get_level (before);
  CsnLevel to = csn_profile_get_level (after);

  /* Only a success in time frees, by one level at most, and a hand-back in time to HARD. */
  if (input == CSN_AUTONOMY_SUCCESS && !late)
    g_assert_cmpint (to, >=, (int) from - 1);
  else if (input != CSN_AUTONOMY_HAND_BACK || late)
    g_assert_cmpint (to, >=, from);
  if (from == CSN_LEVEL_HUMAN_TAKEOVER && to != from)
    g_assert_cmpint (input, ==, CSN_AUTONOMY_HAND_BACK);
  if (late)
    g_assert_cmpuint (csn_profile_get_successes (after), <=, csn_profile_get_successes (before));
  if (late)
    g_assert_true (csn_profile_get_promotion_waits (before) ||
                   !csn_profile_get_promotion_waits (after));
  if (change == CSN_AUTONOMY_PROMOTED)
    g_assert_cmpint (to, <, from);
  if (change == CSN_AUTONOMY_DEMOTED)
    g_assert_cmpint (to, >, from);
  if (change == CSN_AUTONOMY_UNCHANGED)
    g_assert_cmpint (to, ==, from);
}

static void
check_history (GRand *rand)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");
  CsnPolicyAutonomy numbers;
  Naive naive = { .level = 2, .newest = START };
  int luck = g_rand_int_range (rand, 0, 101);
  gint64 now = START;

  pick_numbers (rand, &numbers);
  naive.promote_after = (int) numbers.promote_after;
  naive.demote_after = (int) numbers.demote_after;
  naive.window = numbers.window;
  naive.confirm = numbers.confirm_promotions;
  for (guint i = 0; i < N_STEPS; i++)
    {
      CsnAutonomyInput input = pick_input (rand, luck);
      gint64 at = i == 0 ? now : pick_time (rand, now, numbers.window);
      g_autoptr (CsnProfile) before = csn_profile_ref (profile);
      CsnAutonomyChange change;

      csn_profile_unref (profile);
      profile = csn_autonomy_apply (before, &numbers, input, at, &change);
      check_step (before, profile, input, at < now, change);
      naive_apply (&naive, input, at);
      now = MAX (now, at);

      g_assert_cmpint (csn_profile_get_level (profile), ==, naive.level);
      g_assert_cmpint (csn_profile_get_successes (profile), ==, naive.streak);
      g_assert_cmpint (csn_profile_get_promotion_waits (profile), ==, naive.waits);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &numbers, now),
                        ==,
                        naive_count (&naive));
      if (g_rand_int_range (rand, 0, 20) == 0)
        intervene (rand, &profile, &naive);
    }
}

static void
test_against_naive (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u, %u steps", seed, N_HISTORIES * N_STEPS);
  for (guint i = 0; i < N_HISTORIES; i++)
    check_history (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/autonomy/equals-a-naive-ratchet", test_against_naive);

  return g_test_run ();
}
