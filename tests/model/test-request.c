/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-digest.h"
#include "csn-request.h"
#include "csn-time.h"

/* The Task of protocol.md, word for word. */
static const char sample[] =
    "{\"task_id\": \"t-81\", \"revision\": 1, \"status\": \"pending_approval\","
    " \"agent_id\": \"billing-agent\", \"action_type\": \"refund\","
    " \"description\": \"Refund order 1182 in full\","
    " \"proposed_action\": {\"order\": 1182, \"amount\": \"120.00\", \"currency\": \"USD\"},"
    " \"hitl_level\": \"SOFT_APPROVAL\","
    " \"facts\": {\"reversible\": false, \"financial\": true, \"pii\": false, \"regulated\": false,"
    "  \"cost\": {\"amount\": \"120.00\", \"currency\": \"USD\"}, \"read_only\": false},"
    " \"confidence\": {\"score\": 0.72, \"rationale\": \"The order is clear\","
    "  \"uncertainties\": [\"Was it shipped?\"], \"recommendation\": \"PROCEED\"},"
    " \"delegation\": [\"planner-agent\"],"
    " \"allowed_decisions\": [\"approve\", \"edit\", \"reject\", \"respond\"],"
    " \"created_at\": \"2026-11-22T07:00:00Z\", \"expires_at\": null,"
    " \"history\": [{\"at\": \"2026-11-22T06:59:00Z\", \"action\": \"looked up order 1182\","
    "  \"result\": \"found\"}],"
    " \"state\": {\"step\": 3},"
    " \"outcome\": {\"success\": true, \"detail\": \"refund 991 booked\"}}";

static CsnJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (text, strlen (text), CSN_JSON_MAX_LIST_BYTES, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (json);
  return json;
}

static CsnRequest *
read_task (const char *text)
{
  g_autoptr (CsnJson) json = parse (text);
  g_autoptr (GError) error = NULL;
  CsnRequest *request = csn_request_new_from_task ("demo", json, &error);

  g_assert_no_error (error);
  g_assert_nonnull (request);
  return request;
}

/* A good task with @member instead of, or beside, its own member of that name. */
static char *
task_with (const char *member, const char *value)
{
  static const struct
  {
    const char *name;
    const char *value;
  } required[] = {
    { "task_id", "\"t-1\"" },
    { "status", "\"pending_approval\"" },
    { "agent_id", "\"a\"" },
    { "action_type", "\"send\"" },
    { "proposed_action", "{\"to\":\"ana\"}" },
  };
  GString *text = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    {
      if (g_strcmp0 (required[i].name, member) != 0)
        g_string_append_printf (text, "\"%s\":%s,", required[i].name, required[i].value);
    }
  if (value != NULL)
    g_string_append_printf (text, "\"%s\":%s", member, value);
  else
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static CsnRequest *
read_with (const char *member, const char *value)
{
  g_autofree char *text = task_with (member, value);

  return read_task (text);
}

static void
test_sample (void)
{
  g_autoptr (CsnRequest) request = read_task (sample);
  const CsnFacts *facts = csn_request_get_facts (request);
  const CsnConfidence *confidence = csn_request_get_confidence (request);
  CsnLevel level = CSN_LEVEL_FULL_AUTO;
  gint64 created_at;

  g_assert_cmpstr (csn_request_get_source (request), ==, "demo");
  g_assert_cmpstr (csn_request_get_task_id (request), ==, "t-81");
  g_assert_cmpint (csn_request_get_revision (request), ==, 1);
  g_assert_cmpint (csn_request_get_task_status (request), ==, CSN_TASK_PENDING_APPROVAL);
  g_assert_cmpstr (csn_request_get_agent_id (request), ==, "billing-agent");
  g_assert_cmpstr (csn_request_get_action_type (request), ==, "refund");
  g_assert_cmpstr (csn_request_get_description (request), ==, "Refund order 1182 in full");
  g_assert_true (csn_request_get_asked_level (request, &level));
  g_assert_cmpint (level, ==, CSN_LEVEL_SOFT_APPROVAL);

  g_assert_cmpint (facts->reversible, ==, CSN_TRISTATE_FALSE);
  g_assert_cmpint (facts->financial, ==, CSN_TRISTATE_TRUE);
  g_assert_cmpint (facts->pii, ==, CSN_TRISTATE_FALSE);
  g_assert_cmpint (facts->read_only, ==, CSN_TRISTATE_FALSE);
  g_assert_cmpstr (csn_money_get_amount (facts->cost), ==, "120.00");

  g_assert_cmpstr (confidence->score_text, ==, "0.72");
  g_assert_cmpfloat (confidence->score, ==, 0.72);
  g_assert_cmpstr (confidence->rationale, ==, "The order is clear");
  g_assert_cmpstr (confidence->uncertainties[0], ==, "Was it shipped?");
  g_assert_null (confidence->uncertainties[1]);
  g_assert_cmpint (confidence->recommendation, ==, CSN_RECOMMENDATION_PROCEED);

  g_assert_cmpstr (csn_request_get_delegation (request)[0], ==, "planner-agent");
  g_assert_null (csn_request_get_delegation (request)[1]);
  g_assert_true (csn_time_from_string ("2026-11-22T07:00:00Z", &created_at));
  g_assert_cmpint (csn_request_get_created_at (request), ==, created_at);
  g_assert_cmpint (csn_request_get_expires_at (request), ==, 0);
  g_assert_cmpuint (csn_json_get_size (csn_request_get_history (request)), ==, 1);
  g_assert_nonnull (csn_request_get_state_of_agent (request));
  g_assert_cmpint (csn_request_get_flags (request), ==, CSN_REQUEST_FLAG_NONE);
  g_assert_null (csn_request_get_problems (request)[0]);
}

/* The digest that any agent can compute for itself: printf '...' | sha256sum. */
static void
test_digest (void)
{
  static const char canonical[] =
      "{\"action\":{\"amount\":\"120.00\",\"currency\":\"USD\",\"order\":1182},"
      "\"action_type\":\"refund\",\"agent_id\":\"billing-agent\",\"revision\":1,"
      "\"task_id\":\"t-81\"}";
  g_autoptr (CsnRequest) request = read_task (sample);
  g_autoptr (CsnJson) edited = parse ("{\"order\":1182,\"amount\":\"100.00\"}");
  g_autofree char *edited_digest = csn_request_digest_for_action (request, edited);
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *expected = NULL;

  csn_digest_sha256 (canonical, strlen (canonical), digest);
  expected = csn_digest_to_string (digest);
  g_assert_cmpstr (csn_request_get_action_digest (request), ==, expected);
  g_assert_cmpstr (edited_digest, !=, expected);
}

static void
test_required_only (void)
{
  g_autoptr (CsnRequest) request = read_with (NULL, NULL);
  CsnLevel level;

  g_assert_cmpint (csn_request_get_flags (request), ==, CSN_REQUEST_FLAG_NONE);
  g_assert_cmpint (csn_request_get_revision (request), ==, 1);
  g_assert_null (csn_request_get_description (request));
  g_assert_null (csn_request_get_confidence (request));
  g_assert_false (csn_request_get_asked_level (request, &level));
  g_assert_cmpint (csn_request_get_facts (request)->reversible, ==, CSN_TRISTATE_UNKNOWN);
  g_assert_cmpint (csn_request_get_facts (request)->financial, ==, CSN_TRISTATE_UNKNOWN);
  g_assert_null (csn_request_get_facts (request)->cost);
  g_assert_null (csn_request_get_delegation (request)[0]);
  for (guint kind = CSN_DECISION_APPROVE; kind <= CSN_DECISION_ESCALATE; kind++)
    g_assert_true (csn_request_allows (request, (CsnDecisionKind) kind));
}

static void
test_required_members (void)
{
  static const struct
  {
    const char *member;
    const char *value;
    CsnModelError code;
  } cases[] = {
    { "task_id", NULL, CSN_MODEL_ERROR_MISSING },
    { "task_id", "null", CSN_MODEL_ERROR_MISSING },
    { "task_id", "\"\"", CSN_MODEL_ERROR_INVALID },
    { "task_id", "81", CSN_MODEL_ERROR_INVALID },
    { "agent_id", NULL, CSN_MODEL_ERROR_MISSING },
    { "agent_id", "[]", CSN_MODEL_ERROR_INVALID },
    { "action_type", NULL, CSN_MODEL_ERROR_MISSING },
    { "action_type", "{}", CSN_MODEL_ERROR_INVALID },
    { "status", NULL, CSN_MODEL_ERROR_MISSING },
    { "status", "\"PENDING_APPROVAL\"", CSN_MODEL_ERROR_INVALID },
    { "status", "true", CSN_MODEL_ERROR_INVALID },
    { "proposed_action", NULL, CSN_MODEL_ERROR_MISSING },
    { "proposed_action", "null", CSN_MODEL_ERROR_MISSING },
    { "proposed_action", "\"rm\"", CSN_MODEL_ERROR_INVALID },
    { "proposed_action", "[1]", CSN_MODEL_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = task_with (cases[i].member, cases[i].value);
      g_autoptr (CsnJson) json = parse (text);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_null (csn_request_new_from_task ("demo", json, &error));
      g_assert_error (error, CSN_MODEL_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].member));
    }
}

static void
test_id_length (void)
{
  static const char *const members[] = { "task_id", "agent_id", "action_type" };
  g_autofree char *longest = g_strnfill (256, 'x');
  g_autofree char *too_long = g_strnfill (257, 'x');
  g_autofree char *longest_json = g_strdup_printf ("\"%s\"", longest);
  g_autofree char *too_long_json = g_strdup_printf ("\"%s\"", too_long);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (CsnRequest) request = read_with (members[i], longest_json);
      g_autofree char *text = task_with (members[i], too_long_json);
      g_autoptr (CsnJson) json = parse (text);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (csn_request_get_flags (request), ==, CSN_REQUEST_FLAG_NONE);
      g_assert_null (csn_request_new_from_task ("demo", json, &error));
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
    }
}

static void
test_no_object (void)
{
  static const char *const texts[] = { "[]", "1", "\"task\"", "null", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CsnJson) json = parse (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (csn_request_new_from_task ("demo", json, &error));
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
    }
}

static const struct
{
  const char *member;
  const char *value;
  CsnRequestFlags flags;
} flag_cases[] = {
  { "revision", "3", CSN_REQUEST_FLAG_NONE },
  { "revision", "\"3\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "revision", "-1", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "revision", "1.5", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "revision", "18446744073709551616", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "description", "null", CSN_REQUEST_FLAG_NONE },
  { "description", "7", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "hitl_level", "\"HARD_APPROVAL\"", CSN_REQUEST_FLAG_NONE },
  { "hitl_level", "\"hard\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "hitl_level", "3", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{}", CSN_REQUEST_FLAG_NONE },
  { "facts", "null", CSN_REQUEST_FLAG_NONE },
  { "facts", "[]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"reversible\":\"yes\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"reversible\":1}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"reversible\":null}", CSN_REQUEST_FLAG_NONE },
  { "facts", "{\"financial\":0}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"pii\":{}}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"regulated\":[]}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"read_only\":\"\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"cost\":120}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"cost\":{\"amount\":120,\"currency\":\"USD\"}}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"cost\":{\"amount\":\"-1\",\"currency\":\"USD\"}}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"cost\":{\"amount\":\"1\",\"currency\":\"usd\"}}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "facts", "{\"cost\":{\"amount\":\"1\",\"currency\":\"USD\"}}", CSN_REQUEST_FLAG_NONE },
  { "facts", "{\"unknown\":1}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "0.9", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":null}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":\"0.9\"}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":1.01}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":-0.01}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":90}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":1e400}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":true}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":1.00000000000000000001}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":-1e-400}", CSN_REQUEST_FLAG_BAD_SCORE },
  { "confidence", "{\"score\":0}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":1}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":1.0}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":5e-1}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"score\":0.30000000000000004}", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"rationale\":3}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{\"uncertainties\":\"many\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{\"uncertainties\":[1]}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{\"recommendation\":\"proceed\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{\"recommendation\":\"NONE\"}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "confidence", "{\"recommendation\":\"ESCALATE\"}", CSN_REQUEST_FLAG_NONE },
  { "delegation", "\"planner\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "delegation", "[\"\"]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "delegation", "[null]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "allowed_decisions", "{}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "allowed_decisions", "[1,2,3]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "allowed_decisions", "[\"approve\",\"defer\"]", CSN_REQUEST_FLAG_NONE },
  { "created_at", "\"yesterday\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "created_at", "1763795000", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "expires_at", "\"2026-13-01T00:00:00Z\"", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "history", "{}", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "history", "[{},7]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "history", "[]", CSN_REQUEST_FLAG_NONE },
  { "state", "[]", CSN_REQUEST_FLAG_BAD_MEMBER },
  { "outcome", "7", CSN_REQUEST_FLAG_NONE },
  { "x-unknown", "[[[1]]]", CSN_REQUEST_FLAG_NONE },
  { "proposed_action", "{\"n\":9007199254740993}", CSN_REQUEST_FLAG_UNBINDABLE },
  { "proposed_action", "{\"n\":0.1000000000000000000001}", CSN_REQUEST_FLAG_UNBINDABLE },
  { "proposed_action", "{\"n\":9007199254740992}", CSN_REQUEST_FLAG_NONE },
  { "proposed_action", "{\"a\":\"b\\u202ec\"}", CSN_REQUEST_FLAG_DECEPTIVE },
  { "proposed_action", "{\"a\\u200bb\":1}", CSN_REQUEST_FLAG_DECEPTIVE },
  { "proposed_action", "{\"a\":[{\"b\":\"\\u001b[2J\"}]}", CSN_REQUEST_FLAG_DECEPTIVE },
  { "proposed_action", "{\"a\":\"line\\nline\\tend\"}", CSN_REQUEST_FLAG_NONE },
  { "description", "\"p\\u0430ypal\"", CSN_REQUEST_FLAG_DECEPTIVE },
  { "description", "\"two\\nlines\"", CSN_REQUEST_FLAG_NONE },
  { "confidence", "{\"rationale\":\"\\u202e\"}", CSN_REQUEST_FLAG_DECEPTIVE },
  { "confidence", "{\"uncertainties\":[\"\\udb40\\udc41\"]}", CSN_REQUEST_FLAG_DECEPTIVE },
  { "agent_id", "\"bil\\u0007ling\"", CSN_REQUEST_FLAG_DECEPTIVE },
  { "task_id", "\"t\\n1\"", CSN_REQUEST_FLAG_DECEPTIVE },
  { "action_type", "\"sen\\u200dd\"", CSN_REQUEST_FLAG_DECEPTIVE },
  { "delegation", "[\"pl\\u202ean\"]", CSN_REQUEST_FLAG_DECEPTIVE },
};

static void
test_flags (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flag_cases); i++)
    {
      g_autoptr (CsnRequest) request = read_with (flag_cases[i].member, flag_cases[i].value);
      const char *const *problems = csn_request_get_problems (request);

      g_test_message ("%s: %s", flag_cases[i].member, flag_cases[i].value);
      g_assert_cmpint (csn_request_get_flags (request), ==, flag_cases[i].flags);
      g_assert_cmpuint (g_strv_length ((char **) problems),
                        ==,
                        flag_cases[i].flags == CSN_REQUEST_FLAG_NONE ? 0 : 1);
    }
}

static void
test_bad_values_are_absent (void)
{
  g_autoptr (CsnRequest) cost = read_with ("facts", "{\"reversible\":1,\"cost\":\"120\"}");
  g_autoptr (CsnRequest) score = read_with ("confidence", "{\"score\":2,\"recommendation\":3}");
  g_autoptr (CsnRequest) revision = read_with ("revision", "-7");
  g_autoptr (CsnRequest) history = read_with ("history", "[{},1,{},2]");

  g_assert_null (csn_request_get_facts (cost)->cost);
  g_assert_cmpint (csn_request_get_facts (cost)->reversible, ==, CSN_TRISTATE_UNKNOWN);
  g_assert_null (csn_request_get_confidence (score)->score_text);
  g_assert_cmpint (csn_request_get_confidence (score)->recommendation, ==, CSN_RECOMMENDATION_NONE);
  g_assert_cmpint (csn_request_get_revision (revision), ==, 1);
  g_assert_null (csn_request_get_history (history));
}

static void
test_allows (void)
{
  g_autoptr (CsnRequest) two = read_with ("allowed_decisions", "[\"approve\",\"reject\"]");
  g_autoptr (CsnRequest) none = read_with ("allowed_decisions", "[]");
  g_autoptr (CsnRequest) changed =
      csn_request_new_flagged (two, CSN_REQUEST_FLAG_CHANGED, "It came with other content.");

  g_assert_true (csn_request_allows (two, CSN_DECISION_APPROVE));
  g_assert_false (csn_request_allows (two, CSN_DECISION_EDIT));
  g_assert_false (csn_request_allows (two, CSN_DECISION_RESPOND));
  g_assert_false (csn_request_allows (none, CSN_DECISION_APPROVE));
  g_assert_true (csn_request_allows (none, CSN_DECISION_REJECT));
  g_assert_true (csn_request_allows (none, CSN_DECISION_TAKEOVER));
  g_assert_true (csn_request_allows (none, CSN_DECISION_ESCALATE));
  g_assert_false (csn_request_allows (changed, CSN_DECISION_APPROVE));
  g_assert_true (csn_request_allows (changed, CSN_DECISION_REJECT));
  g_assert_cmpstr (csn_request_get_problems (changed)[0], ==, "It came with other content.");
  g_assert_cmpint (csn_request_get_flags (two), ==, CSN_REQUEST_FLAG_NONE);
}

static void
test_malformed (void)
{
  static const char bytes[] = "{\"task_id\": \xff\0";
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, sizeof bytes - 1);
  g_autoptr (CsnRequest) nameless = csn_request_new_malformed ("demo", NULL, NULL, raw, "Bad.");
  g_autoptr (CsnRequest) again = csn_request_new_malformed ("demo", NULL, NULL, raw, "Bad.");
  g_autoptr (CsnRequest) named = csn_request_new_malformed ("demo", "t-9", "bot", raw, "Bad \x1b.");
  g_autofree char *too_long = g_strnfill (300, 'x');
  g_autoptr (CsnRequest) long_named =
      csn_request_new_malformed ("demo", too_long, "\xff", raw, "Bad.");

  g_assert_true (g_str_has_prefix (csn_request_get_task_id (nameless), "malformed-"));
  g_assert_cmpstr (csn_request_get_task_id (nameless), ==, csn_request_get_task_id (again));
  g_assert_cmpstr (csn_request_get_task_id (nameless), ==, csn_request_get_task_id (long_named));
  g_assert_cmpstr (csn_request_get_agent_id (long_named), ==, CSN_REQUEST_UNKNOWN_AGENT);
  g_assert_cmpstr (csn_request_get_task_id (named), ==, "t-9");
  g_assert_cmpstr (csn_request_get_agent_id (named), ==, "bot");
  g_assert_cmpstr (csn_request_get_problems (named)[0], ==, "Bad ‹U+001B›.");
  g_assert_cmpint (csn_request_get_flags (named), ==, CSN_REQUEST_FLAG_MALFORMED);
  g_assert_true (g_bytes_equal (csn_request_get_raw (named), raw));
  g_assert_cmpuint (csn_json_get_size (csn_request_get_action (named)), ==, 0);
  g_assert_null (csn_request_get_action_digest (named));
  g_assert_true (csn_request_allows (named, CSN_DECISION_REJECT));
  g_assert_false (csn_request_allows (named, CSN_DECISION_APPROVE));
  g_assert_false (csn_request_allows (named, CSN_DECISION_EDIT));
  g_assert_false (csn_request_allows (named, CSN_DECISION_RESPOND));
  g_assert_true (csn_request_same_content (nameless, again));
}

static void
test_raw_round_trip (void)
{
  g_autoptr (CsnRequest) request = read_task (sample);
  GBytes *raw = csn_request_get_raw (request);
  g_autofree char *text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  g_autoptr (CsnRequest) again = read_task (text);

  g_assert_true (g_bytes_equal (raw, csn_request_get_raw (again)));
  g_assert_true (csn_request_same_content (request, again));
  g_assert_cmpstr (csn_request_get_action_digest (request),
                   ==,
                   csn_request_get_action_digest (again));
}

static void
test_same_content (void)
{
  static const struct
  {
    const char *member;
    const char *value;
    gboolean same;
  } cases[] = {
    { "status", "\"running\"", TRUE },
    { "history", "[{}]", TRUE },
    { "state", "{\"step\":4}", TRUE },
    { "outcome", "{\"success\":true}", TRUE },
    { "created_at", "\"2026-11-22T07:00:00Z\"", TRUE },
    { "description", "null", TRUE },
    { "description", "\"other\"", FALSE },
    { "action_type", "\"delete\"", FALSE },
    { "agent_id", "\"b\"", FALSE },
    { "proposed_action", "{\"to\":\"bob\"}", FALSE },
    { "facts", "{\"reversible\":true}", FALSE },
    { "confidence", "{\"score\":1}", FALSE },
    { "hitl_level", "\"FULL_AUTO\"", FALSE },
    { "delegation", "[\"root\"]", FALSE },
    { "allowed_decisions", "[\"approve\"]", FALSE },
    { "expires_at", "\"2030-01-01T00:00:00Z\"", FALSE },
  };
  g_autoptr (CsnRequest) plain = read_with (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnRequest) other = read_with (cases[i].member, cases[i].value);

      g_test_message ("%s: %s", cases[i].member, cases[i].value);
      g_assert_cmpint (csn_request_same_content (plain, other), ==, cases[i].same);
      g_assert_cmpint (csn_request_same_content (other, plain), ==, cases[i].same);
    }
}

static void
test_too_big (void)
{
  g_autofree char *blob = g_strnfill (CSN_JSON_MAX_REQUEST_BYTES, 'x');
  g_autofree char *value = g_strdup_printf ("{\"blob\":\"%s\"}", blob);
  g_autofree char *text = task_with ("proposed_action", value);
  g_autoptr (CsnJson) json = parse (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (csn_request_new_from_task ("demo", json, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/request/protocol-sample-is-read-whole", test_sample);
  g_test_add_func ("/model/request/digest-is-the-protocol's", test_digest);
  g_test_add_func ("/model/request/absent-is-unknown", test_required_only);
  g_test_add_func ("/model/request/required-members-are-required", test_required_members);
  g_test_add_func ("/model/request/ids-have-256-bytes-at-most", test_id_length);
  g_test_add_func ("/model/request/only-an-object-is-a-task", test_no_object);
  g_test_add_func ("/model/request/what-is-wrong-is-flagged", test_flags);
  g_test_add_func ("/model/request/what-is-wrong-is-absent", test_bad_values_are_absent);
  g_test_add_func ("/model/request/allowed-decisions", test_allows);
  g_test_add_func ("/model/request/malformed-can-only-be-rejected", test_malformed);
  g_test_add_func ("/model/request/raw-reads-back-to-the-same", test_raw_round_trip);
  g_test_add_func ("/model/request/same-content", test_same_content);
  g_test_add_func ("/model/request/larger-than-1-MiB-is-refused", test_too_big);

  return g_test_run ();
}
