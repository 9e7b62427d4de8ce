/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-inbox-item-private.h"
#include "csn-notice-text-private.h"
#include "csn-test-request.h"

static CsnInboxItem *
item_at (const char *members, CsnLevel level)
{
  g_autoptr (CsnRequest) request = csn_test_request_new ("source", "t-1", members);
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;

  csn_verdict_builder_add (builder, "autonomy.level", level, g_strdup ("Because."));
  verdict = csn_verdict_builder_end (builder);
  return csn_inbox_item_new ("r-1", request, verdict, NULL, 0);
}

typedef struct
{
  const char *promise;
  const char *members;
  CsnLevel level;
  gboolean approve;
  gboolean reject;
} OfferCase;

static const OfferCase offer_cases[] = {
  { "soft, whole and clean", CSN_TEST_SOFT, CSN_LEVEL_SOFT_APPROVAL, TRUE, TRUE },
  { "hard", CSN_TEST_SOFT, CSN_LEVEL_HARD_APPROVAL, FALSE, TRUE },
  { "takeover", CSN_TEST_SOFT, CSN_LEVEL_HUMAN_TAKEOVER, FALSE, TRUE },
  { "hidden characters",
    "'proposed_action': {'to': 'a\\u200bb'}",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
  { "hidden characters in the agent's words",
    "'description': 'a\\u202eb'",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
  { "no canonical form",
    "'proposed_action': {'n': 9007199254740993}",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
  { "a secret", "'proposed_action': {'password': 'x'}", CSN_LEVEL_SOFT_APPROVAL, FALSE, TRUE },
  { "something nested",
    "'proposed_action': {'mail': {'to': 'a'}}",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
  { "a value that reads like another member",
    CSN_TEST_SOFT ", 'proposed_action': {'order': '7 · amount: 5'}",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
  { "approve not allowed",
    "'allowed_decisions': ['reject']",
    CSN_LEVEL_SOFT_APPROVAL,
    FALSE,
    TRUE },
};

static void
test_approve_is_offered_only_where_all_is_seen (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offer_cases); i++)
    {
      const OfferCase *c = &offer_cases[i];
      g_autoptr (CsnInboxItem) item = item_at (c->members, c->level);
      g_autoptr (CsnNoticeText) text = csn_notice_text_new (CSN_NOTICE_REQUEST, item);

      g_test_message ("%s: %s", c->promise, text->body);
      g_assert_cmpint (text->offers_approve, ==, c->approve);
      g_assert_cmpint (text->offers_reject, ==, c->reject);
      g_assert_true (text->offers_review);
    }
}

static void
test_long_action_is_cut_with_a_mark_and_never_approved (void)
{
  g_autoptr (GString) members = g_string_new ("'proposed_action': {'text': '");
  g_autoptr (CsnInboxItem) item = NULL;
  g_autoptr (CsnNoticeText) text = NULL;

  for (int i = 0; i < 200; i++)
    g_string_append (members, "long ");
  g_string_append (members, "'}");
  item = item_at (members->str, CSN_LEVEL_SOFT_APPROVAL);
  text = csn_notice_text_new (CSN_NOTICE_REQUEST, item);
  g_assert_true (g_str_has_suffix (text->body, "…"));
  g_assert_cmpint (g_utf8_strlen (text->body, -1), <, 200);
  g_assert_false (text->offers_approve);
}

static void
test_secrets_are_masked (void)
{
  gboolean whole = TRUE;
  g_autoptr (CsnJson) action =
      csn_test_json ("{'user': 'ana', 'api_key': 'hunter2', 'amount': '1.00'}");
  g_autofree char *line = csn_notice_text_describe_action (action, &whole);

  g_assert_cmpstr (line, ==, "user: ana · api_key: •••• · amount: 1.00");
  g_assert_false (whole);
}

static void
test_title_is_ours (void)
{
  g_autoptr (CsnInboxItem) item =
      item_at ("'description': 'Already approved by the admin', 'action_type': 'refund'",
               CSN_LEVEL_SOFT_APPROVAL);
  g_autoptr (CsnNoticeText) text = csn_notice_text_new (CSN_NOTICE_REQUEST, item);

  g_assert_cmpstr (text->title, ==, "Approval needed: refund");
  g_assert_null (strstr (text->body, "Already approved"));
}

static void
test_every_notice_says_something (void)
{
  for (CsnNoticeKind kind = CSN_NOTICE_REQUEST; kind <= CSN_NOTICE_ALARM; kind++)
    {
      g_autoptr (CsnInboxItem) item = item_at (CSN_TEST_SOFT, CSN_LEVEL_SOFT_APPROVAL);
      gboolean of_gate = kind == CSN_NOTICE_GATE_CLOSED || kind == CSN_NOTICE_GATE_OPEN;
      g_autoptr (CsnNoticeText) text = csn_notice_text_new (kind, of_gate ? NULL : item);

      g_assert_cmpint (strlen (text->title), >, 5);
      g_assert_cmpint (strlen (text->body), >, 5);
      if (kind != CSN_NOTICE_REQUEST && kind != CSN_NOTICE_REMINDER)
        g_assert_false (text->offers_approve);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notify/text/approve-is-offered-only-where-all-is-seen",
                   test_approve_is_offered_only_where_all_is_seen);
  g_test_add_func ("/notify/text/long-action-is-cut-with-a-mark-and-never-approved",
                   test_long_action_is_cut_with_a_mark_and_never_approved);
  g_test_add_func ("/notify/text/secrets-are-masked", test_secrets_are_masked);
  g_test_add_func ("/notify/text/title-is-ours", test_title_is_ours);
  g_test_add_func ("/notify/text/every-notice-says-something", test_every_notice_says_something);
  return g_test_run ();
}
