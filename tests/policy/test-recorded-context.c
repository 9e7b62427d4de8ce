/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-recorded-context.h"

static CsnRecordedContext *
read_back (const CsnPolicyContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = csn_recorded_context_write (context);
  CsnRecordedContext *recorded = csn_recorded_context_read (text, &error);

  g_assert_no_error (error);
  return recorded;
}

static void
test_everything_comes_back (void)
{
  const CsnLevel levels[] = { CSN_LEVEL_FULL_AUTO, CSN_LEVEL_HUMAN_TAKEOVER };
  g_autoptr (CsnMoney) usd = csn_money_new ("12.50", "USD");
  g_autoptr (CsnMoney) eur = csn_money_new ("0.1", "EUR");
  const CsnDrawn drawn[] = { { "g-1", usd }, { "g-1", eur } };
  const CsnPolicyContext context = {
    .profile_level = CSN_LEVEL_HARD_APPROVAL,
    .failures_24h = 2,
    .agent_read_only = TRUE,
    .now = G_GINT64_CONSTANT (1795331011120431),
    .chain_levels = levels,
    .n_chain_levels = G_N_ELEMENTS (levels),
    .drawn = drawn,
    .n_drawn = G_N_ELEMENTS (drawn),
    .knows_drawn = TRUE,
  };
  g_autoptr (CsnRecordedContext) recorded = read_back (&context);
  const CsnPolicyContext *back = csn_recorded_context_get (recorded);

  g_assert_cmpint (back->profile_level, ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpuint (back->failures_24h, ==, 2);
  g_assert_true (back->agent_read_only);
  g_assert_cmpint (back->now, ==, context.now);
  g_assert_cmpuint (back->n_chain_levels, ==, 2);
  g_assert_cmpint (back->chain_levels[1], ==, CSN_LEVEL_HUMAN_TAKEOVER);
  g_assert_cmpuint (back->n_drawn, ==, 2);
  g_assert_cmpstr (back->drawn[1].grant_id, ==, "g-1");
  g_assert_cmpstr (csn_money_get_amount (back->drawn[1].money), ==, "0.1");
  g_assert_cmpstr (csn_money_get_currency (back->drawn[1].money), ==, "EUR");
  g_assert_true (back->knows_drawn);
}

/* Unknown stays unknown. */
static void
test_nothing_comes_back_as_nothing (void)
{
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_SOFT_APPROVAL };
  g_autoptr (CsnRecordedContext) recorded = read_back (&context);
  const CsnPolicyContext *back = csn_recorded_context_get (recorded);

  g_assert_cmpint (back->now, ==, 0);
  g_assert_cmpuint (back->n_chain_levels, ==, 0);
  g_assert_false (back->knows_drawn);
}

static void
test_nonsense_is_refused (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{}",
    "{\"profile\":\"LENIENT\"}",
    "{\"profile\":\"SOFT_APPROVAL\",\"failures\":-1}",
    "{\"profile\":\"SOFT_APPROVAL\",\"now\":\"yesterday\"}",
    "{\"profile\":\"SOFT_APPROVAL\",\"chain\":[\"SOFT_APPROVAL\",1]}",
    "{\"profile\":\"SOFT_APPROVAL\",\"drawn\":[{\"amount\":\"1\",\"currency\":\"USD\"}]}",
    "{\"profile\":\"SOFT_APPROVAL\",\"drawn\":[{\"grant\":\"g\",\"amount\":\"-1\","
    "\"currency\":\"USD\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (csn_recorded_context_read (texts[i], &error));
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
    }
}

static void
test_a_verdict_tells_what_it_can (void)
{
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autoptr (CsnRecordedContext) guessed = NULL;
  const CsnPolicyContext *context;

  csn_verdict_builder_add (builder,
                           "failures.multiple",
                           CSN_LEVEL_HUMAN_TAKEOVER,
                           g_strdup ("The agent had 4 failures in the last 24 hours."));
  csn_verdict_builder_add (builder,
                           "agent.read_only",
                           CSN_LEVEL_HUMAN_TAKEOVER,
                           g_strdup ("The agent is read-only."));
  csn_verdict_builder_add (builder,
                           "autonomy.level",
                           CSN_LEVEL_NOTIFY_ONLY,
                           g_strdup ("It stands at NOTIFY_ONLY."));
  verdict = csn_verdict_builder_end (builder);
  guessed = csn_recorded_context_guess (verdict, 77);
  context = csn_recorded_context_get (guessed);
  g_assert_cmpint (context->profile_level, ==, CSN_LEVEL_NOTIFY_ONLY);
  g_assert_cmpuint (context->failures_24h, >=, 1000);
  g_assert_true (context->agent_read_only);
  g_assert_cmpint (context->now, ==, 77);
  g_assert_false (context->knows_drawn);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/recorded-context/all", test_everything_comes_back);
  g_test_add_func ("/policy/recorded-context/nothing", test_nothing_comes_back_as_nothing);
  g_test_add_func ("/policy/recorded-context/nonsense", test_nonsense_is_refused);
  g_test_add_func ("/policy/recorded-context/verdict", test_a_verdict_tells_what_it_can);
  return g_test_run ();
}
