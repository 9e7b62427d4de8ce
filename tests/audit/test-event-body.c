/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <string.h>

#include "csn-chain.h"

#define NOW G_GINT64_CONSTANT (1795331011120431)

static const guint8 log_id[CSN_LOG_ID_BYTES] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                                 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10 };

#define FRONT "{\"v\":1,\"log_id\":\"0123456789abcdeffedcba9876543210\","

static CsnRequest *
new_request (const char *score)
{
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  text = g_strdup_printf ("{\"task_id\":\"t\\u002d81\",\"revision\":3,\"status\":"
                          "\"pending_approval\",\"agent_id\":\"bi\\\"ll\\n\",\"action_type\":"
                          "\"refund\",\"proposed_action\":{},\"confidence\":{\"score\":%s}}",
                          score);
  task = csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task ("demo", task, &error);
  g_assert_no_error (error);
  return request;
}

static CsnJson *
new_details (const char *text)
{
  return csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
}

static void
assert_body (const CsnEvent *event, guint64 seq, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = csn_event_to_body (event, log_id, seq, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (body, ==, expected);
}

static void
test_bare_event_has_the_eleven_members (void)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_APP_STARTED, NOW, &actor);

  assert_body (event,
               7,
               FRONT "\"seq\":7,\"timestamp\":\"2026-11-22T07:03:31.120431Z\","
                     "\"event_type\":\"app_started\",\"request_id\":null,\"agent_id\":null,"
                     "\"action_type\":null,\"hitl_level\":null,\"confidence_score\":null,"
                     "\"reviewer_id\":null,\"reviewer_decision\":null,\"latency_ms\":null,"
                     "\"actor\":{\"kind\":\"system\"},\"app_version\":\"" CSN_VERSION "\"}");
}

/* The score keeps its own text, and every member has its place. */
static void
test_full_event_has_every_member_in_order (void)
{
  const CsnActor ana = { .kind = CSN_ACTOR_HUMAN, .name = "ana@example.org", .via = "window" };
  g_autoptr (CsnRequest) request = new_request ("0.7200");
  g_autoptr (CsnDecision) decision = NULL;
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_APPROVED, NOW, &ana);
  g_autoptr (CsnJson) details = new_details ("{\"note\":\"\\u00e9\",\"n\":1.50}");
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autofree char *expected = NULL;

  csn_verdict_builder_add (builder, "matrix.costly", CSN_LEVEL_HARD_APPROVAL, g_strdup ("Why."));
  verdict = csn_verdict_builder_end (builder);
  decision = csn_decision_new (request,
                               CSN_DECISION_APPROVE,
                               NULL,
                               &ana,
                               NULL,
                               CSN_LEVEL_HARD_APPROVAL,
                               "d-1",
                               NOW);
  csn_event_set_request (event, "r-1", request, verdict, "abcd");
  csn_event_set_decision (event, decision, 1500);
  csn_event_set_details (event, details);
  expected = g_strdup_printf (
      FRONT "\"seq\":9007199254740992,\"timestamp\":\"2026-11-22T07:03:31.120431Z\","
            "\"event_type\":\"approved\",\"request_id\":\"r-1\",\"agent_id\":\"bi\\\"ll\\n\","
            "\"action_type\":\"refund\",\"hitl_level\":\"HARD_APPROVAL\","
            "\"confidence_score\":0.7200,\"reviewer_id\":\"ana@example.org\","
            "\"reviewer_decision\":\"approved\",\"latency_ms\":1500,"
            "\"actor\":{\"kind\":\"human\",\"name\":\"ana@example.org\",\"via\":\"window\"},"
            "\"source\":\"demo\",\"task_id\":\"t-81\",\"revision\":3,\"action_digest\":\"%s\","
            "\"policy_sha256\":\"abcd\",\"rules\":[\"matrix.costly\"],"
            "\"details\":{\"note\":\"\xc3\xa9\",\"n\":1.50},\"app_version\":\"" CSN_VERSION "\"}",
      csn_request_get_action_digest (request));
  assert_body (event, G_GUINT64_CONSTANT (1) << 53, expected);
}

static void
test_commitment_stands_last_in_the_details (void)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_REQUESTED, NOW, &actor);
  g_autoptr (CsnJson) details = new_details ("{\"payload_commitment\":\"forged\",\"a\":1}");
  guint8 commitment[CSN_SHA256_BYTES] = { 0xab };
  g_autofree char *bare = NULL;
  g_autofree char *with_details = NULL;

  bare = csn_event_to_committed_body (event, log_id, 0, commitment, NULL);
  g_assert_nonnull (strstr (bare, "\"details\":{\"payload_commitment\":\"ab0000"));
  csn_event_set_details (event, details);
  with_details = csn_event_to_committed_body (event, log_id, 0, commitment, NULL);
  g_assert_nonnull (strstr (with_details, "\"details\":{\"a\":1,\"payload_commitment\":\"ab0000"));
}

static CsnJson *
new_long_details (gsize length)
{
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autofree char *text = g_strdup_printf ("{\"text\":\"%s\"}", filling);

  return new_details (text);
}

static void
test_long_details_become_a_digest (void)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_OUTCOME, NOW, &actor);
  g_autoptr (CsnJson) details = new_long_details (CSN_EVENT_MAX_BYTES);
  g_autofree char *text = csn_json_to_text (details, 0);
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *expected = NULL;
  g_autofree char *body = NULL;

  csn_event_set_details (event, details);
  expected = g_strdup_printf ("\"details\":{\"sha256\":\"%s\",\"bytes\":%d},\"app_version\"",
                              hex,
                              CSN_EVENT_MAX_BYTES + 11);
  body = csn_event_to_body (event, log_id, 0, NULL);
  g_assert_nonnull (strstr (body, expected));
}

static void
test_body_may_have_just_the_greatest_length (void)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  g_autoptr (CsnJson) empty = new_long_details (0);
  gsize overhead;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_OUTCOME, NOW, &actor);
      g_autoptr (CsnJson) details = NULL;
      g_autofree char *body = NULL;

      csn_event_set_details (event, empty);
      body = csn_event_to_body (event, log_id, 0, NULL);
      overhead = strlen (body);
      g_clear_pointer (&body, g_free);
      details = new_long_details (CSN_EVENT_MAX_BYTES - overhead - 1 + i);
      csn_event_set_details (event, details);
      body = csn_event_to_body (event, log_id, 0, NULL);
      if (i < 2)
        g_assert_cmpuint (strlen (body), ==, CSN_EVENT_MAX_BYTES - 1 + i);
      else
        g_assert_cmpuint (strlen (body), <, 1000);
    }
}

static void
test_long_text_becomes_a_digest (void)
{
  const CsnActor actor = { .kind = CSN_ACTOR_AGENT };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_SHOWN, NOW, &actor);
  g_autofree char *fits = g_strnfill (CSN_EVENT_MAX_TEXT_BYTES, 'a');
  g_autofree char *too_long = g_strnfill (CSN_EVENT_MAX_TEXT_BYTES + 1, 'b');
  g_autofree char *kept = csn_event_text (fits);
  g_autofree char *replaced = csn_event_text (too_long);
  g_autofree char *body = NULL;
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *digest_text = NULL;
  g_autofree char *expected = NULL;

  g_assert_null (csn_event_text (NULL));
  g_assert_cmpstr (kept, ==, fits);
  csn_digest_sha256 (too_long, strlen (too_long), digest);
  digest_text = csn_digest_to_string (digest);
  expected = g_strdup_printf ("%s (513 bytes)", digest_text);
  g_assert_cmpstr (replaced, ==, expected);
  csn_event_set_agent (event, "demo", too_long, fits);
  body = csn_event_to_body (event, log_id, 0, NULL);
  g_assert_nonnull (strstr (body, expected));
  g_assert_nonnull (strstr (body, fits));
  g_assert_null (strstr (body, too_long));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audit/event-body/bare-event-has-the-eleven-members",
                   test_bare_event_has_the_eleven_members);
  g_test_add_func ("/audit/event-body/full-event-has-every-member-in-order",
                   test_full_event_has_every_member_in_order);
  g_test_add_func ("/audit/event-body/commitment-stands-last-in-the-details",
                   test_commitment_stands_last_in_the_details);
  g_test_add_func ("/audit/event-body/long-details-become-a-digest",
                   test_long_details_become_a_digest);
  g_test_add_func ("/audit/event-body/greatest-length-just-fits",
                   test_body_may_have_just_the_greatest_length);
  g_test_add_func ("/audit/event-body/long-text-becomes-a-digest", test_long_text_becomes_a_digest);
  return g_test_run ();
}
