/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-autonomy.h"
#include "csn-time.h"

#define N_HISTORIES 2000
#define MAX_INPUTS 60

#define FULL CSN_LEVEL_FULL_AUTO
#define NOTIFY CSN_LEVEL_NOTIFY_ONLY
#define SOFT CSN_LEVEL_SOFT_APPROVAL
#define HARD CSN_LEVEL_HARD_APPROVAL
#define TAKEOVER CSN_LEVEL_HUMAN_TAKEOVER

static CsnProfile *
profile_at (CsnLevel level, guint successes)
{
  return csn_profile_new_full ("a", "send", level, successes, NULL, 0, FALSE);
}

static CsnAutonomyChange
apply (CsnProfile **profile, CsnAutonomyInput input, gint64 at)
{
  CsnAutonomyChange change;
  CsnProfile *next = csn_autonomy_apply (*profile, input, at, &change);

  csn_profile_unref (*profile);
  *profile = next;
  return change;
}

static void
succeed (CsnProfile **profile, guint times)
{
  for (guint i = 0; i < times; i++)
    apply (profile, CSN_AUTONOMY_SUCCESS, i);
}

static void
test_new_agent (void)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 0), ==, 0);
  g_assert_false (csn_profile_get_pinned (profile));
}

static void
test_tenth_success (void)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

  succeed (&profile, 9);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, 9), ==, CSN_AUTONOMY_PROMOTED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, NOTIFY);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);

  succeed (&profile, 9);
  g_assert_cmpint (csn_profile_get_level (profile), ==, NOTIFY);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, 19), ==, CSN_AUTONOMY_PROMOTED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, FULL);

  succeed (&profile, 9);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, 29), ==, CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, FULL);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
}

static void
test_second_failure (void)
{
  static const struct
  {
    CsnLevel before;
    CsnLevel after;
    CsnAutonomyChange change;
  } cases[] = {
    { FULL, SOFT, CSN_AUTONOMY_DEMOTED },           { NOTIFY, SOFT, CSN_AUTONOMY_DEMOTED },
    { SOFT, HARD, CSN_AUTONOMY_DEMOTED },           { HARD, TAKEOVER, CSN_AUTONOMY_DEMOTED },
    { TAKEOVER, TAKEOVER, CSN_AUTONOMY_UNCHANGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = profile_at (cases[i].before, 9);

      g_assert_cmpint (apply (&profile, CSN_AUTONOMY_FAILURE, 0), ==, CSN_AUTONOMY_UNCHANGED);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].before);
      g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 0), ==, 1);

      g_assert_cmpint (apply (&profile, CSN_AUTONOMY_FAILURE, 1), ==, cases[i].change);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);

      /* The failures are spent: a third one alone moves nothing. */
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 1), ==, 0);
      g_assert_cmpint (apply (&profile, CSN_AUTONOMY_FAILURE, 2), ==, CSN_AUTONOMY_UNCHANGED);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);
    }
}

static void
test_window (void)
{
  static const struct
  {
    gint64 apart;
    CsnLevel after;
  } cases[] = {
    { 0, HARD },
    { CSN_DAY - 1, HARD },
    { CSN_DAY, HARD },
    { CSN_DAY + 1, SOFT },
    { 7 * CSN_DAY, SOFT },
    /* The clock was set back between the two. */
    { -CSN_HOUR, HARD },
    { -2 * CSN_DAY, HARD },
  };
  const gint64 start = G_GINT64_CONSTANT (1763795000) * G_USEC_PER_SEC;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

      apply (&profile, CSN_AUTONOMY_FAILURE, start);
      apply (&profile, CSN_AUTONOMY_FAILURE, start + cases[i].apart);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);
    }
}

static void
test_failures_in_window (void)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

  apply (&profile, CSN_AUTONOMY_FAILURE, CSN_DAY);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, CSN_DAY - 1), ==, 0);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, CSN_DAY), ==, 1);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 2 * CSN_DAY), ==, 1);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 2 * CSN_DAY + 1), ==, 0);
}

static void
test_person_ends_streak (void)
{
  static const CsnAutonomyInput inputs[] = { CSN_AUTONOMY_REJECTED, CSN_AUTONOMY_EDITED };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (CsnProfile) profile = profile_at (NOTIFY, 9);

      g_assert_cmpint (apply (&profile, inputs[i], 5), ==, CSN_AUTONOMY_UNCHANGED);
      g_assert_cmpint (apply (&profile, inputs[i], 6), ==, CSN_AUTONOMY_UNCHANGED);
      g_assert_cmpint (csn_profile_get_level (profile), ==, NOTIFY);
      g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 6), ==, 0);
    }
}

static void
test_takeover_and_back (void)
{
  g_autoptr (CsnProfile) profile = profile_at (TAKEOVER, 0);

  succeed (&profile, 30);
  g_assert_cmpint (csn_profile_get_level (profile), ==, TAKEOVER);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);

  apply (&profile, CSN_AUTONOMY_FAILURE, 31);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_HAND_BACK, 32), ==, CSN_AUTONOMY_SET);
  g_assert_cmpint (csn_profile_get_level (profile), ==, HARD);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, 32), ==, 0);

  /* A clean slate: one more failure is the first. */
  apply (&profile, CSN_AUTONOMY_FAILURE, 33);
  g_assert_cmpint (csn_profile_get_level (profile), ==, HARD);
}

static void
test_pinned (void)
{
  g_autoptr (CsnProfile) plain = profile_at (SOFT, 9);
  g_autoptr (CsnProfile) profile = csn_autonomy_set_pinned (plain, TRUE);

  g_assert_true (csn_profile_get_pinned (profile));
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, 1), ==, CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  apply (&profile, CSN_AUTONOMY_FAILURE, 2);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_FAILURE, 3), ==, CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_true (csn_profile_get_pinned (profile));
}

static void
test_person_sets_level (void)
{
  g_autoptr (CsnProfile) profile = profile_at (SOFT, 7);
  g_autoptr (CsnProfile) stricter = csn_autonomy_set_level (profile, HARD);
  g_autoptr (CsnProfile) same = csn_autonomy_set_level (profile, SOFT);

  g_assert_cmpint (csn_profile_get_level (stricter), ==, HARD);
  g_assert_cmpuint (csn_profile_get_successes (stricter), ==, 0);
  g_assert_cmpint (csn_profile_get_level (same), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (same), ==, 0);
  g_assert_null (csn_autonomy_set_level (profile, NOTIFY));
}

static void
test_immutable (void)
{
  g_autoptr (CsnProfile) profile = profile_at (SOFT, 9);
  g_autoptr (CsnProfile) next = csn_autonomy_apply (profile, CSN_AUTONOMY_SUCCESS, 1, NULL);

  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (csn_profile_get_level (next), ==, NOTIFY);
  g_assert_cmpstr (csn_profile_get_agent_id (next), ==, "a");
  g_assert_cmpstr (csn_profile_get_action_type (next), ==, "send");
}

/* The ratchet again, from the whole history each time and with no thought of speed. */
typedef struct
{
  CsnAutonomyInput inputs[MAX_INPUTS];
  gint64 times[MAX_INPUTS];
  gboolean spent[MAX_INPUTS];
  guint n_inputs;
  int level;
  int streak;
} Naive;

static void
naive_apply (Naive *self, CsnAutonomyInput input, gint64 at)
{
  guint recent = 0;

  self->inputs[self->n_inputs] = input;
  self->times[self->n_inputs] = at;
  self->n_inputs++;

  if (input == CSN_AUTONOMY_SUCCESS && self->level != 4)
    {
      self->streak++;
      if (self->streak == 10)
        {
          self->streak = 0;
          self->level = self->level > 0 ? self->level - 1 : 0;
        }
    }
  if (input != CSN_AUTONOMY_SUCCESS)
    self->streak = 0;

  for (guint i = 0; i < self->n_inputs; i++)
    {
      if (input == CSN_AUTONOMY_HAND_BACK)
        self->spent[i] = TRUE;
      if (self->inputs[i] == CSN_AUTONOMY_FAILURE && !self->spent[i] &&
          at - self->times[i] <= CSN_DAY)
        recent++;
    }
  if (input == CSN_AUTONOMY_HAND_BACK)
    self->level = 3;

  if (input != CSN_AUTONOMY_FAILURE || recent < 2)
    return;

  self->level = MIN (4, MAX (2, self->level + 1));
  for (guint i = 0; i < self->n_inputs; i++)
    self->spent[i] = TRUE;
}

static guint
naive_failures (const Naive *self, gint64 now)
{
  guint count = 0;

  for (guint i = 0; i < self->n_inputs; i++)
    count += self->inputs[i] == CSN_AUTONOMY_FAILURE && !self->spent[i] &&
             now - self->times[i] <= CSN_DAY;

  return count;
}

static CsnAutonomyInput
pick_input (GRand *rand, guint luck)
{
  if ((guint) g_rand_int_range (rand, 0, 100) < luck)
    return CSN_AUTONOMY_SUCCESS;

  return (
      CsnAutonomyInput) g_rand_int_range (rand, CSN_AUTONOMY_FAILURE, CSN_AUTONOMY_HAND_BACK + 1);
}

static gint64
pick_pause (GRand *rand)
{
  static const gint64 pauses[] = { 0, 1, CSN_HOUR, CSN_DAY / 2, CSN_DAY - 1, CSN_DAY, CSN_DAY + 1 };

  return pauses[g_rand_int_range (rand, 0, G_N_ELEMENTS (pauses))];
}

static void
check_history (GRand *rand)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");
  Naive naive = { .level = 2 };
  guint luck = g_rand_int_range (rand, 0, 101);
  gint64 now = G_GINT64_CONSTANT (1763795000) * G_USEC_PER_SEC;

  for (guint i = 0; i < MAX_INPUTS; i++)
    {
      CsnAutonomyInput input = pick_input (rand, luck);
      int before = csn_profile_get_level (profile);
      CsnAutonomyChange change;
      int after;

      now += pick_pause (rand);
      change = apply (&profile, input, now);
      naive_apply (&naive, input, now);
      after = csn_profile_get_level (profile);

      g_assert_cmpint (after, ==, naive.level);
      g_assert_cmpuint (csn_profile_get_successes (profile), ==, (guint) naive.streak);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, now),
                        ==,
                        naive_failures (&naive, now));
      g_assert_cmpint (change == CSN_AUTONOMY_PROMOTED,
                       ==,
                       after < before && change != CSN_AUTONOMY_SET);
      g_assert_cmpint (change == CSN_AUTONOMY_DEMOTED,
                       ==,
                       after > before && change != CSN_AUTONOMY_SET);
    }
}

static void
test_against_naive (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_HISTORIES; i++)
    check_history (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/autonomy/new-agent-starts-at-soft", test_new_agent);
  g_test_add_func ("/policy/autonomy/tenth-success-promotes", test_tenth_success);
  g_test_add_func ("/policy/autonomy/second-failure-demotes-and-is-spent", test_second_failure);
  g_test_add_func ("/policy/autonomy/exactly-24-h-apart-counts", test_window);
  g_test_add_func ("/policy/autonomy/failures-in-window", test_failures_in_window);
  g_test_add_func ("/policy/autonomy/a-person-ends-the-streak-only", test_person_ends_streak);
  g_test_add_func ("/policy/autonomy/only-a-hand-back-leads-from-takeover", test_takeover_and_back);
  g_test_add_func ("/policy/autonomy/pinned-keeps-its-level", test_pinned);
  g_test_add_func ("/policy/autonomy/a-person-sets-stricter-only", test_person_sets_level);
  g_test_add_func ("/policy/autonomy/the-profile-before-stays", test_immutable);
  g_test_add_func ("/policy/autonomy/equals-a-naive-ratchet", test_against_naive);

  return g_test_run ();
}
