/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-action-words.h"
#include "csn-agent-says.h"
#include "csn-chips.h"
#include "csn-event-words.h"
#include "csn-event.h"
#include "csn-gate-status.h"
#include "csn-level-words.h"
#include "csn-test-request.h"
#include "csn-time-words.h"
#include "csn-time.h"

static void
test_action_type (void)
{
  static const struct
  {
    const char *raw;
    const char *words;
  } rows[] = {
    { "send_email", "Send e-mail" },
    { "refund", "Refund" },
    { "bash", "Run shell command" },
    { "Bash", "Run shell command" },
    { "createCalendarEvent", "Create calendar event" },
    { "crm.merge-records", "CRM merge records" },
    { "delete_vm", "Delete VM" },
    { "__x__", "X" },
    { "", "Unnamed action" },
    { "___", "Unnamed action" },
    { "überweisen", "Überweisen" },
    { "refund\n<b>", "refund‹U+000A›<b>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = csn_action_words_type (rows[i].raw);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_first_line (void)
{
  static const struct
  {
    const char *action;
    const char *line;
  } rows[] = {
    { "{'order': 1182, 'amount': '120.00', 'currency': 'USD'}", "120.00 USD · order: 1182" },
    { "{'command': 'rm -rf build/'}", "rm -rf build/" },
    { "{'to': 'a@b.c', 'cc': [], 'bulk': true, 'x': null}",
      "to: a@b.c · cc: {0} · bulk: true · x: null" },
    { "{'fee': {'amount': '3.50', 'currency': 'EUR'}}", "fee: 3.50 EUR" },
    { "{'password': 'hunter2'}", "password: ••••••••" },
    { "{'password': 4711}", "password: ••••••••" },
    { "{}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CsnJson) action = csn_test_json (rows[i].action);
      g_autofree char *line = csn_action_words_first_line (action);

      g_assert_cmpstr (line, ==, rows[i].line);
    }
}

static void
test_first_line_is_short (void)
{
  g_autofree char *filler = g_strnfill (100000, 'x');
  g_autofree char *text = g_strdup_printf ("{'text': '%s', 'more': 1}", filler);
  g_autoptr (CsnJson) action = csn_test_json (text);
  g_autofree char *line = csn_action_words_first_line (action);

  g_assert_cmpint (g_utf8_strlen (line, -1), <=, 161);
  g_assert_true (g_str_has_suffix (line, "…"));
}

static void
test_secrets_are_masked (void)
{
  g_autoptr (CsnJson) action =
      csn_test_json ("{'user': 'ana', 'login': {'password': 'hunter2'}, 'tokens': "
                     "['Bearer abcdefghijklmnop'], 'n': 1.50, 'secret': {'value': 'hunter3'}, "
                     "'password': 4711}");
  g_autofree char *masked = csn_action_words_exact (action, FALSE);
  g_autofree char *shown = csn_action_words_exact (action, TRUE);

  g_assert_true (csn_action_words_has_secret (action));
  g_assert_null (strstr (masked, "hunter2"));
  g_assert_null (strstr (masked, "abcdefghijklmnop"));
  g_assert_null (strstr (masked, "hunter3"));
  g_assert_null (strstr (masked, "4711"));
  g_assert_nonnull (strstr (masked, "ana"));
  g_assert_nonnull (strstr (masked, "1.50"));
  g_assert_nonnull (strstr (shown, "hunter2"));
}

static void
test_initials (void)
{
  static const char *const rows[][2] = {
    { "billing-agent", "BA" }, { "opencode", "O" }, { "CrmBot", "CB" }, { "", "?" },
    { "a_b_c", "AB" },         { "éclair", "É" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *initials = csn_action_words_initials (rows[i][0]);

      g_assert_cmpstr (initials, ==, rows[i][1]);
    }
  g_assert_cmpstr (csn_action_words_colour ("a"), ==, csn_action_words_colour ("a"));
}

static void
test_times (void)
{
  static const struct
  {
    gint64 time;
    const char *left;
    const char *clock;
    const char *aloud;
    const char *age;
  } rows[] = {
    { 0, "time is up", "0:00", "time is up", "now" },
    { -5 * CSN_SECOND, "time is up", "0:00", "time is up", "now" },
    { 48 * CSN_SECOND, "48 s left", "0:48", "less than a minute left", "now" },
    { 192 * CSN_SECOND, "3 min left", "3:12", "3 minutes left", "3 min" },
    { 60 * CSN_SECOND, "1 min left", "1:00", "1 minute left", "1 min" },
    { CSN_HOUR, "60 min left", "1:00:00", "60 minutes left", "1 h" },
    { 21 * CSN_HOUR, "21 h left", "21:00:00", "21 hours left", "21 h" },
    { 4 * CSN_DAY, "4 d left", "96:00:00", "96 hours left", "4 d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *left = csn_time_words_left (rows[i].time);
      g_autofree char *clock = csn_time_words_clock (rows[i].time);
      g_autofree char *aloud = csn_time_words_left_aloud (rows[i].time);
      g_autofree char *age = csn_time_words_age (rows[i].time);

      g_assert_cmpstr (left, ==, rows[i].left);
      g_assert_cmpstr (clock, ==, rows[i].clock);
      g_assert_cmpstr (aloud, ==, rows[i].aloud);
      g_assert_cmpstr (age, ==, rows[i].age);
    }
}

static void
assert_chips (const char *members, gboolean with_confidence, const char *expected)
{
  g_autoptr (CsnRequest) request = csn_test_request_new ("shop", "t-1", members);
  g_autoptr (GPtrArray) chips = csn_chips_for_request (request, with_confidence);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < chips->len; i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? "|" : "",
                            ((const CsnChip *) g_ptr_array_index (chips, i))->text);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_chips (void)
{
  assert_chips (NULL, TRUE, "reversible?");
  assert_chips ("'facts': {'reversible': false, 'pii': true}", TRUE, "irreversible|PII");
  assert_chips ("'facts': {'reversible': true, 'financial': true, 'cost': {'amount': '120.00', "
                "'currency': 'USD'}}, 'confidence': {'score': 0.72}",
                TRUE,
                "120.00 USD|confidence 0.72");
  assert_chips ("'facts': {'reversible': true, 'financial': true}, 'confidence': {'score': 0.72}",
                FALSE,
                "financial");
  assert_chips ("'facts': {'reversible': true}, 'proposed_action': {'to': 'a\\u200bb'}",
                TRUE,
                "deceptive text");
}

static void
test_score_does_not_anchor (void)
{
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autofree char *why = NULL;

  csn_verdict_builder_add (builder,
                           "confidence.low",
                           CSN_LEVEL_HARD_APPROVAL,
                           g_strdup ("The confidence 0.60 is below 0.65."));
  csn_verdict_builder_add (builder,
                           "matrix.irreversible_sensitive",
                           CSN_LEVEL_HARD_APPROVAL,
                           g_strdup ("It moves money."));
  verdict = csn_verdict_builder_end (builder);
  why = csn_level_words_why (verdict);
  g_assert_cmpstr (why, ==, "The agent is not sure enough of itself. 1 more rule says so.");
}

static void
test_every_event_has_words (void)
{
  for (int type = CSN_EVENT_REQUESTED; type <= CSN_EVENT_RESTORED; type++)
    {
      const char *text = csn_event_type_to_string (type);

      g_assert_cmpstr (csn_event_words_name (text), !=, text);
    }
  g_assert_cmpstr (csn_event_words_name ("something_newer"), ==, "something_newer");
}

static void
test_agent_says_is_short (void)
{
  g_autofree char *filler = g_strnfill (5000, 'w');
  g_autofree char *members = g_strdup_printf ("'description': '%s'", filler);
  g_autoptr (CsnRequest) request = csn_test_request_new ("shop", "t-1", members);
  g_autofree char *all = csn_agent_says_join (request);
  gboolean cut = FALSE;
  g_autofree char *start = csn_agent_says_shorten (all, &cut);
  g_autofree char *whole = NULL;

  g_assert_true (cut);
  g_assert_cmpint (g_utf8_strlen (start, -1), <=, CSN_AGENT_SAYS_CHARS);
  whole = csn_agent_says_shorten ("short", &cut);
  g_assert_false (cut);
  g_assert_cmpstr (whole, ==, "short");
}

static void
test_agent_says_all (void)
{
  g_autoptr (CsnRequest) request =
      csn_test_request_new ("shop",
                            "t-1",
                            "'description': 'Refund\\u202e it', 'confidence': {'score': 0.7, "
                            "'rationale': 'Because.', 'uncertainties': ['the fee']}");
  g_autofree char *all = csn_agent_says_join (request);

  g_assert_cmpstr (all, ==, "Refund‹U+202E› it\nBecause.\nNot sure: the fee");
}

static void
test_absence_is_said (void)
{
  g_assert_nonnull (
      strstr (csn_gate_status_presence_words (CSN_PRESENCE_AWAY, "screen-locked", TRUE), "locked"));
  g_assert_nonnull (
      strstr (csn_gate_status_presence_words (CSN_PRESENCE_UNKNOWN, "unknown", FALSE), "paused"));
  g_assert_null (
      strstr (csn_gate_status_presence_words (CSN_PRESENCE_UNKNOWN, "unknown", TRUE), "paused"));
  g_assert_null (csn_gate_status_notification_words (NULL));
  g_assert_nonnull (csn_gate_status_notification_words ("no-server"));
  g_assert_nonnull (csn_gate_status_notification_words ("a-newer-code"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/words/action-type", test_action_type);
  g_test_add_func ("/ui/words/first-line", test_first_line);
  g_test_add_func ("/ui/words/first-line-is-short", test_first_line_is_short);
  g_test_add_func ("/ui/words/secrets-are-masked", test_secrets_are_masked);
  g_test_add_func ("/ui/words/initials", test_initials);
  g_test_add_func ("/ui/words/times", test_times);
  g_test_add_func ("/ui/words/chips", test_chips);
  g_test_add_func ("/ui/words/score-does-not-anchor", test_score_does_not_anchor);
  g_test_add_func ("/ui/words/every-event-has-words", test_every_event_has_words);
  g_test_add_func ("/ui/words/agent-says-is-short", test_agent_says_is_short);
  g_test_add_func ("/ui/words/agent-says-all", test_agent_says_all);
  g_test_add_func ("/ui/words/absence-is-said", test_absence_is_said);
  return g_test_run ();
}
