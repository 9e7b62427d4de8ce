/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
#include "csn-time.h"

#define START (G_GINT64_CONSTANT (1763795000) * CSN_SECOND)

#define FULL CSN_LEVEL_FULL_AUTO
#define NOTIFY CSN_LEVEL_NOTIFY_ONLY
#define SOFT CSN_LEVEL_SOFT_APPROVAL
#define HARD CSN_LEVEL_HARD_APPROVAL
#define TAKEOVER CSN_LEVEL_HUMAN_TAKEOVER

static const CsnPolicyAutonomy reference = CSN_AUTONOMY_REFERENCE;

static CsnProfile *
profile_at (CsnLevel level, guint successes)
{
  const CsnProfileState state = { .level = level, .successes = successes };

  return csn_profile_new_full ("a", "send", &state);
}

static CsnAutonomyChange
apply_by (CsnProfile **profile, const CsnPolicyAutonomy *numbers, CsnAutonomyInput input, gint64 at)
{
  CsnAutonomyChange change;
  CsnProfile *next = csn_autonomy_apply (*profile, numbers, input, at, &change);

  csn_profile_unref (*profile);
  *profile = next;
  return change;
}

static CsnAutonomyChange
apply (CsnProfile **profile, CsnAutonomyInput input, gint64 at)
{
  return apply_by (profile, &reference, input, at);
}

static void
succeed (CsnProfile **profile, guint times)
{
  for (guint i = 0; i < times; i++)
    apply (profile, CSN_AUTONOMY_SUCCESS, csn_profile_get_last_at (*profile));
}

static void
test_new_agent (void)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 0), ==, 0);
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
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 0), ==, 1);

      g_assert_cmpint (apply (&profile, CSN_AUTONOMY_FAILURE, 1), ==, cases[i].change);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);

      /* The failures are spent: a third one alone moves nothing. */
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 1), ==, 0);
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
    /* The second one came late. */
    { -1, HARD },
    { -CSN_HOUR, HARD },
    { -CSN_DAY, HARD },
    { -CSN_DAY - 1, SOFT },
    { -2 * CSN_DAY, SOFT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

      apply (&profile, CSN_AUTONOMY_FAILURE, START);
      apply (&profile, CSN_AUTONOMY_FAILURE, START + cases[i].apart);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);
    }
}

static void
test_failures_in_window (void)
{
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");

  apply (&profile, CSN_AUTONOMY_FAILURE, CSN_DAY);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, CSN_DAY - 1), ==, 0);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, CSN_DAY), ==, 1);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 2 * CSN_DAY), ==, 1);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 2 * CSN_DAY + 1), ==, 0);
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
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 6), ==, 0);
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
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, 32), ==, 0);

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
test_person_resets (void)
{
  static const struct
  {
    CsnLevel before;
    gboolean allowed;
  } cases[] = {
    { FULL, TRUE }, { NOTIFY, TRUE }, { SOFT, TRUE }, { HARD, TRUE }, { TAKEOVER, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = profile_at (cases[i].before, 3);
      g_autoptr (CsnProfile) pinned = NULL;
      g_autoptr (CsnProfile) reset = NULL;

      apply (&profile, CSN_AUTONOMY_FAILURE, START);
      pinned = csn_autonomy_set_pinned (profile, TRUE);
      reset = csn_autonomy_reset (pinned);
      g_assert_cmpint (reset != NULL, ==, cases[i].allowed);
      if (reset == NULL)
        continue;
      g_assert_cmpint (csn_profile_get_level (reset), ==, SOFT);
      g_assert_cmpuint (csn_profile_get_successes (reset), ==, 0);
      g_assert_cmpuint (csn_autonomy_failures_in_window (reset, &reference, START), ==, 0);
      g_assert_false (csn_profile_get_pinned (reset));
      /* What is late stays late. */
      g_assert_cmpint (csn_profile_get_last_at (reset), ==, START);
    }
}

static void
test_numbers (void)
{
  static const CsnPolicyAutonomy numbers = { 3, 4, CSN_HOUR, FALSE };
  g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");
  gint64 now = START;

  apply_by (&profile, &numbers, CSN_AUTONOMY_SUCCESS, now);
  apply_by (&profile, &numbers, CSN_AUTONOMY_SUCCESS, now);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpint (apply_by (&profile, &numbers, CSN_AUTONOMY_SUCCESS, now),
                   ==,
                   CSN_AUTONOMY_PROMOTED);
  for (guint i = 0; i < 3; i++)
    apply_by (&profile, &numbers, CSN_AUTONOMY_FAILURE, now + i);
  g_assert_cmpint (csn_profile_get_level (profile), ==, NOTIFY);
  g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &numbers, now + 2), ==, 3);
  /* A microsecond after the first one stopped counting, and then again in time. */
  apply_by (&profile, &numbers, CSN_AUTONOMY_FAILURE, now + CSN_HOUR + 1);
  g_assert_cmpint (csn_profile_get_level (profile), ==, NOTIFY);
  g_assert_cmpint (apply_by (&profile, &numbers, CSN_AUTONOMY_FAILURE, now + CSN_HOUR + 1),
                   ==,
                   CSN_AUTONOMY_DEMOTED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
}

static void
test_late_success (void)
{
  g_autoptr (CsnProfile) profile = profile_at (SOFT, 8);

  apply (&profile, CSN_AUTONOMY_SUCCESS, START);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, START - 1), ==, CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (csn_profile_get_last_at (profile), ==, START);
  g_assert_cmpint (apply (&profile, CSN_AUTONOMY_SUCCESS, START), ==, CSN_AUTONOMY_PROMOTED);
}

/* The failures' times from START in hours, in the order in which they come. */
static void
test_late_failures (void)
{
  static const struct
  {
    int hours[4];
    guint n;
    CsnLevel after;
    guint unspent_at_last; /* within 24 h of the latest one */
  } cases[] = {
    { { 0, 30 }, 2, SOFT, 1 },
    { { 30, 0 }, 2, SOFT, 1 },
    /* It lies within 24 h of both; the earlier pair is spent. */
    { { 0, 30, 15 }, 3, HARD, 1 },
    { { 0, 30, 15, 31 }, 4, TAKEOVER, 0 },
    { { 0, 30, 15, 10 }, 4, TAKEOVER, 0 },
    /* Two old ones, told long after. */
    { { 240, 1, 0 }, 3, HARD, 1 },
    { { 0, 240, 24 }, 3, HARD, 1 },
    { { 0, 240, 25 }, 3, SOFT, 1 },
    /* As late as counts, and later, which counts as that late. */
    { { 800, 0, 100 }, 3, HARD, 1 },
    { { 800, 0, 105 }, 3, SOFT, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = csn_profile_new ("a", "send");
      gint64 last;

      for (guint j = 0; j < cases[i].n; j++)
        apply (&profile, CSN_AUTONOMY_FAILURE, START + cases[i].hours[j] * CSN_HOUR);
      g_test_message ("case %u", i);
      last = csn_profile_get_last_at (profile);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, last),
                        ==,
                        cases[i].unspent_at_last);
    }
}

static void
test_late_hand_back (void)
{
  static const struct
  {
    CsnLevel before;
    CsnLevel after;
    CsnAutonomyChange change;
  } cases[] = {
    { FULL, HARD, CSN_AUTONOMY_SET },
    { SOFT, HARD, CSN_AUTONOMY_SET },
    { HARD, HARD, CSN_AUTONOMY_UNCHANGED },
    { TAKEOVER, TAKEOVER, CSN_AUTONOMY_UNCHANGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = profile_at (cases[i].before, 9);

      apply (&profile, CSN_AUTONOMY_FAILURE, START);
      g_assert_cmpint (apply (&profile, CSN_AUTONOMY_HAND_BACK, START - 1), ==, cases[i].change);
      g_assert_cmpint (csn_profile_get_level (profile), ==, cases[i].after);
      g_assert_cmpuint (csn_autonomy_failures_in_window (profile, &reference, START), ==, 1);
    }
}

static const CsnPolicyAutonomy confirmed = { 10, 2, CSN_DAY, TRUE };

static CsnProfile *
new_waiting (void)
{
  CsnProfile *profile = profile_at (SOFT, 9);

  g_assert_cmpint (apply_by (&profile, &confirmed, CSN_AUTONOMY_SUCCESS, START),
                   ==,
                   CSN_AUTONOMY_PROMOTION_WAITS);
  g_assert_true (csn_profile_get_promotion_waits (profile));
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  return profile;
}

static void
test_promotion_is_confirmed (void)
{
  g_autoptr (CsnProfile) profile = new_waiting ();
  g_autoptr (CsnProfile) accepted = NULL;
  g_autoptr (CsnProfile) declined = NULL;

  /* More successes earn no more than the one. */
  for (guint i = 0; i < 25; i++)
    g_assert_cmpint (apply_by (&profile, &confirmed, CSN_AUTONOMY_SUCCESS, START + i),
                     ==,
                     CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 10);

  accepted = csn_autonomy_answer_promotion (profile, TRUE);
  g_assert_cmpint (csn_profile_get_level (accepted), ==, NOTIFY);
  g_assert_cmpuint (csn_profile_get_successes (accepted), ==, 0);
  g_assert_false (csn_profile_get_promotion_waits (accepted));

  declined = csn_autonomy_answer_promotion (profile, FALSE);
  g_assert_cmpint (csn_profile_get_level (declined), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (declined), ==, 0);
  g_assert_false (csn_profile_get_promotion_waits (declined));
  g_assert_null (csn_autonomy_answer_promotion (declined, TRUE));
}

static void
test_promotion_is_taken_back (void)
{
  static const struct
  {
    CsnAutonomyInput input;
    gint64 at;
    CsnAutonomyChange change;
  } cases[] = {
    { CSN_AUTONOMY_FAILURE, START + 1, CSN_AUTONOMY_PROMOTION_TAKEN_BACK },
    { CSN_AUTONOMY_REJECTED, START + 1, CSN_AUTONOMY_PROMOTION_TAKEN_BACK },
    { CSN_AUTONOMY_EDITED, START + 1, CSN_AUTONOMY_PROMOTION_TAKEN_BACK },
    { CSN_AUTONOMY_FAILURE, START - CSN_HOUR, CSN_AUTONOMY_PROMOTION_TAKEN_BACK },
    { CSN_AUTONOMY_REJECTED, START - CSN_HOUR, CSN_AUTONOMY_PROMOTION_TAKEN_BACK },
    { CSN_AUTONOMY_HAND_BACK, START + 1, CSN_AUTONOMY_SET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile = new_waiting ();

      g_assert_cmpint (apply_by (&profile, &confirmed, cases[i].input, cases[i].at),
                       ==,
                       cases[i].change);
      g_assert_false (csn_profile_get_promotion_waits (profile));
      g_assert_cmpuint (csn_profile_get_successes (profile), ==, 0);
      g_assert_null (csn_autonomy_answer_promotion (profile, TRUE));
    }
}

static void
test_promotion_ends_with_a_persons_act (void)
{
  g_autoptr (CsnProfile) profile = new_waiting ();
  g_autoptr (CsnProfile) pinned = csn_autonomy_set_pinned (profile, TRUE);
  g_autoptr (CsnProfile) set = csn_autonomy_set_level (profile, SOFT);
  g_autoptr (CsnProfile) reset = csn_autonomy_reset (profile);

  g_assert_false (csn_profile_get_promotion_waits (pinned));
  g_assert_false (csn_profile_get_promotion_waits (set));
  g_assert_false (csn_profile_get_promotion_waits (reset));
}

static void
test_nothing_to_confirm (void)
{
  g_autoptr (CsnProfile) free_already = profile_at (FULL, 9);
  g_autoptr (CsnProfile) plain = profile_at (SOFT, 9);
  g_autoptr (CsnProfile) pinned = csn_autonomy_set_pinned (plain, TRUE);
  g_autoptr (CsnProfile) waiting = new_waiting ();

  g_assert_cmpint (apply_by (&free_already, &confirmed, CSN_AUTONOMY_SUCCESS, START),
                   ==,
                   CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpint (apply_by (&pinned, &confirmed, CSN_AUTONOMY_SUCCESS, START),
                   ==,
                   CSN_AUTONOMY_UNCHANGED);
  g_assert_cmpuint (csn_profile_get_successes (free_already), ==, 0);
  g_assert_cmpuint (csn_profile_get_successes (pinned), ==, 0);

  /* A policy that asks nobody lets it happen with the next success. */
  g_assert_cmpint (apply (&waiting, CSN_AUTONOMY_SUCCESS, START + 1), ==, CSN_AUTONOMY_PROMOTED);
  g_assert_false (csn_profile_get_promotion_waits (waiting));
}

static void
test_immutable (void)
{
  g_autoptr (CsnProfile) profile = profile_at (SOFT, 9);
  g_autoptr (CsnProfile) next =
      csn_autonomy_apply (profile, &reference, CSN_AUTONOMY_SUCCESS, 1, NULL);

  g_assert_cmpint (csn_profile_get_level (profile), ==, SOFT);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 9);
  g_assert_cmpint (csn_profile_get_level (next), ==, NOTIFY);
  g_assert_cmpstr (csn_profile_get_agent_id (next), ==, "a");
  g_assert_cmpstr (csn_profile_get_action_type (next), ==, "send");
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
  g_test_add_func ("/policy/autonomy/a-person-resets", test_person_resets);
  g_test_add_func ("/policy/autonomy/the-policys-numbers-count", test_numbers);
  g_test_add_func ("/policy/autonomy/a-late-success-counts-for-nothing", test_late_success);
  g_test_add_func ("/policy/autonomy/late-failures-count-by-their-own-times", test_late_failures);
  g_test_add_func ("/policy/autonomy/a-late-hand-back-frees-nobody", test_late_hand_back);
  g_test_add_func ("/policy/autonomy/a-promotion-waits-for-a-person", test_promotion_is_confirmed);
  g_test_add_func ("/policy/autonomy/a-waiting-promotion-is-taken-back",
                   test_promotion_is_taken_back);
  g_test_add_func ("/policy/autonomy/a-waiting-promotion-ends-with-a-persons-act",
                   test_promotion_ends_with_a_persons_act);
  g_test_add_func ("/policy/autonomy/no-promotion-waits-where-there-is-none",
                   test_nothing_to_confirm);
  g_test_add_func ("/policy/autonomy/the-profile-before-stays", test_immutable);

  return g_test_run ();
}
