/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-event.h"
#include "csn-history-query.h"
#include "csn-money.h"
#include "csn-profile.h"
#include "csn-source-config.h"
#include "csn-time.h"

static void
test_words (void)
{
  CsnLevel level = CSN_LEVEL_FULL_AUTO;
  CsnEventType type = CSN_EVENT_REQUESTED;
  CsnRecommendation recommendation = CSN_RECOMMENDATION_NONE;

  g_assert_cmpstr (csn_level_to_string (CSN_LEVEL_HUMAN_TAKEOVER), ==, "HUMAN_TAKEOVER");
  g_assert_true (csn_level_from_string ("NOTIFY_ONLY", &level));
  g_assert_cmpint (level, ==, CSN_LEVEL_NOTIFY_ONLY);
  g_assert_false (csn_level_from_string ("notify_only", &level));
  g_assert_false (csn_level_from_string ("", &level));
  g_assert_false (csn_level_from_string (NULL, &level));
  g_assert_cmpint (level, ==, CSN_LEVEL_NOTIFY_ONLY);

  g_assert_null (csn_recommendation_to_string (CSN_RECOMMENDATION_NONE));
  g_assert_false (csn_recommendation_from_string ("NONE", &recommendation));
  g_assert_false (csn_recommendation_from_string (NULL, &recommendation));

  g_assert_true (csn_event_type_from_string ("delivery_attempt", &type));
  g_assert_cmpint (type, ==, CSN_EVENT_DELIVERY_ATTEMPT);
  g_assert_false (csn_event_type_from_string ("DELIVERED", &type));
}

/* Every word reads back as itself: no two values share a text. */
#define CHECK_WORDS(Type, function, first, last)                                                   \
  for (guint i = first; i <= last; i++)                                                            \
    {                                                                                              \
      const char *text = csn_##function##_to_string ((Type) i);                                    \
      Type value = first;                                                                          \
                                                                                                   \
      g_assert_nonnull (text);                                                                     \
      g_assert_true (csn_##function##_from_string (text, &value));                                 \
      g_assert_cmpint (value, ==, (int) i);                                                        \
    }

static void
test_words_read_back (void)
{
  CHECK_WORDS (CsnLevel, level, CSN_LEVEL_FULL_AUTO, CSN_LEVEL_HUMAN_TAKEOVER);
  CHECK_WORDS (CsnRecommendation,
               recommendation,
               CSN_RECOMMENDATION_PROCEED,
               CSN_RECOMMENDATION_ESCALATE);
  CHECK_WORDS (CsnDecisionKind, decision_kind, CSN_DECISION_APPROVE, CSN_DECISION_ESCALATE);
  CHECK_WORDS (CsnActorKind, actor_kind, CSN_ACTOR_HUMAN, CSN_ACTOR_AGENT);
  CHECK_WORDS (CsnRequestState, request_state, CSN_REQUEST_PENDING, CSN_REQUEST_WITHDRAWN);
  CHECK_WORDS (CsnDeliveryState, delivery_state, CSN_DELIVERY_NONE, CSN_DELIVERY_FAILED);
  CHECK_WORDS (CsnOutcomeKind, outcome_kind, CSN_OUTCOME_NONE, CSN_OUTCOME_UNKNOWN);
  CHECK_WORDS (CsnTaskStatus, task_status, CSN_TASK_RUNNING, CSN_TASK_CANCELLED);
  CHECK_WORDS (CsnEventType, event_type, CSN_EVENT_REQUESTED, CSN_EVENT_RESTORED);
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } good[] = {
    { "2026-11-22T07:03:11.120431Z", "2026-11-22T07:03:11.120431Z" },
    { "2026-11-22T07:03:11Z", "2026-11-22T07:03:11.000000Z" },
    { "2026-11-22t07:03:11.5z", "2026-11-22T07:03:11.500000Z" },
    { "2026-11-22T07:03:11.1204319999Z", "2026-11-22T07:03:11.120431Z" },
    { "2026-11-22T07:03:11+05:30", "2026-11-22T01:33:11.000000Z" },
    { "2026-11-22T23:03:11-02:00", "2026-11-23T01:03:11.000000Z" },
    { "2026-11-22T07:03:11-00:00", "2026-11-22T07:03:11.000000Z" },
    { "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z" },
    { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z" },
    { "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z" },
    { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z" },
    { "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = NULL;
      gint64 time;

      g_assert_true (csn_time_from_string (good[i].text, &time));
      text = csn_time_to_string (time);
      g_assert_cmpstr (text, ==, good[i].canonical);
    }
}

static void
test_no_time (void)
{
  static const char *const bad[] = {
    "",
    "now",
    "2026-11-22",
    "2026-11-22T07:03:11",
    "2026-11-22 07:03:11Z",
    "2026-11-22T07:03Z",
    "2026-11-22T07:03:11.Z",
    "2026-11-22T07:03:11,5Z",
    "2026-11-22T07:03:11Z ",
    " 2026-11-22T07:03:11Z",
    "2026-11-22T07:03:11+0530",
    "2026-11-22T07:03:11+24:00",
    "2026-11-22T07:03:11+05:60",
    "2026-02-30T07:03:11Z",
    "2025-02-29T07:03:11Z",
    "2026-13-01T07:03:11Z",
    "2026-00-01T07:03:11Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T07:60:11Z",
    "2026-11-22T07:03:61Z",
    "0000-01-01T00:00:00Z",
    "-026-11-22T07:03:11Z",
    "20266-11-22T07:03:11Z",
    "２026-11-22T07:03:11Z",
  };
  gint64 time = 7;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (csn_time_from_string (bad[i], &time));
    }
  g_assert_false (csn_time_from_string (NULL, &time));
  g_assert_cmpint (time, ==, 7);
}

static void
test_time_out_of_range (void)
{
  g_autofree char *first = csn_time_to_string (G_MININT64);
  g_autofree char *last = csn_time_to_string (G_MAXINT64);

  g_assert_cmpstr (first, ==, "0001-01-01T00:00:00.000000Z");
  g_assert_cmpstr (last, ==, "9999-12-31T23:59:59.999999Z");
  g_assert_cmpint (CSN_DAY, ==, G_GINT64_CONSTANT (86400000000));
}

static void
test_money_shape (void)
{
  static const struct
  {
    const char *amount;
    const char *currency;
    gboolean good;
  } cases[] = {
    { "120.00", "USD", TRUE },
    { "0", "EUR", TRUE },
    { "007.10", "USD", TRUE },
    { "123456789012345678901234567890", "USD", TRUE },
    { "1234567890.12345678901234567890", "USD", TRUE },
    { "1234567890123456789012345678901", "USD", FALSE },
    { "1234567890.123456789012345678901", "USD", FALSE },
    { "", "USD", FALSE },
    { ".5", "USD", FALSE },
    { "5.", "USD", FALSE },
    { "-1", "USD", FALSE },
    { "+1", "USD", FALSE },
    { "1e3", "USD", FALSE },
    { "1,000", "USD", FALSE },
    { "1.0.0", "USD", FALSE },
    { " 1", "USD", FALSE },
    { "1 ", "USD", FALSE },
    { "0x10", "USD", FALSE },
    { "١", "USD", FALSE },
    { NULL, "USD", FALSE },
    { "1", "usd", FALSE },
    { "1", "US", FALSE },
    { "1", "USDT", FALSE },
    { "1", "U$D", FALSE },
    { "1", "", FALSE },
    { "1", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnMoney) money = csn_money_new (cases[i].amount, cases[i].currency);

      g_test_message ("%s %s", cases[i].amount, cases[i].currency);
      g_assert_cmpint (money != NULL, ==, cases[i].good);
    }
}

static void
test_money_add (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    const char *sum;
  } cases[] = {
    { "0", "0", "0" },         { "9.99", "0.01", "10.00" },   { "999", "1", "1000" },
    { "1.5", "2.25", "3.75" }, { "100", "0.001", "100.001" }, { "0.05", "0.05", "0.10" },
  };
  g_autoptr (CsnMoney) most = NULL;
  g_autoptr (CsnMoney) one = csn_money_new ("1", "USD");
  g_autoptr (CsnMoney) euro = csn_money_new ("1", "EUR");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnMoney) a = csn_money_new (cases[i].a, "USD");
      g_autoptr (CsnMoney) b = csn_money_new (cases[i].b, "USD");
      g_autoptr (CsnMoney) sum = csn_money_add (a, b);
      g_autoptr (CsnMoney) reversed = csn_money_add (b, a);

      g_test_message ("%s + %s", cases[i].a, cases[i].b);
      g_assert_cmpstr (csn_money_get_amount (sum), ==, cases[i].sum);
      g_assert_cmpstr (csn_money_get_currency (sum), ==, "USD");
      g_assert_cmpstr (csn_money_get_amount (reversed), ==, cases[i].sum);
    }

  /* Neither across currencies nor past what an amount can hold. */
  g_assert_null (csn_money_add (one, euro));
  for (guint n = 1; n < 200; n++)
    {
      g_autofree char *nines = g_strnfill (n, '9');
      g_autoptr (CsnMoney) money = csn_money_new (nines, "USD");

      if (money == NULL)
        break;
      g_clear_pointer (&most, csn_money_free);
      most = g_steal_pointer (&money);
    }
  g_assert_null (csn_money_add (most, one));
}

static void
test_money_compare (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    int order;
  } cases[] = {
    { "100", "100.00", 0 },
    { "100.000000000000000000000", "0100", 0 },
    { "0", "0.000", 0 },
    { "100.01", "100", 1 },
    { "100.0000000000000000000000001", "100", 1 },
    { "99.99", "100", -1 },
    { "9", "10", -1 },
    { "10.5", "10.49", 1 },
    { "0.1", "0.01", 1 },
    { "0.30", "0.3", 0 },
    { "9007199254740993", "9007199254740992", 1 },
    { "123456789012345678901234567890", "123456789012345678901234567889", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int order = csn_money_compare_amounts (cases[i].a, cases[i].b);
      int reversed = csn_money_compare_amounts (cases[i].b, cases[i].a);

      g_test_message ("%s, %s", cases[i].a, cases[i].b);
      g_assert_cmpint ((order > 0) - (order < 0), ==, cases[i].order);
      g_assert_cmpint ((reversed > 0) - (reversed < 0), ==, -cases[i].order);
    }
}

static const struct
{
  const char *id;
  const char *url;
  gboolean allow_insecure;
  const char *kept;
} address_cases[] = {
  { "billing", "https://agents.example.org", FALSE, "https://agents.example.org" },
  { "a.b-c_D9",
    "https://agents.example.org:8443/base/",
    FALSE,
    "https://agents.example.org:8443/base" },
  { "demo", "http://127.0.0.1:8080/", FALSE, "http://127.0.0.1:8080" },
  { "demo", "http://127.9.9.9", FALSE, "http://127.9.9.9" },
  { "demo", "http://localhost:1", FALSE, "http://localhost:1" },
  { "demo", "http://[::1]:8080", FALSE, "http://[::1]:8080" },
  { "demo", "HTTPS://agents.example.org", FALSE, "https://agents.example.org" },
  { "demo", "http://agents.example.org", TRUE, "http://agents.example.org" },
  { "demo", "http://agents.example.org", FALSE, NULL },
  { "demo", "http://localhost.example.org", FALSE, NULL },
  { "demo", "http://127.0.0.1.example.org", FALSE, NULL },
  { "demo", "http://10.0.0.1", FALSE, NULL },
  { "demo", "http://0.0.0.0", FALSE, NULL },
  { "demo", "ftp://agents.example.org", TRUE, NULL },
  { "demo", "file:///etc/passwd", TRUE, NULL },
  { "demo", "https://", FALSE, NULL },
  { "demo", "https:///path", FALSE, NULL },
  { "demo", "agents.example.org", FALSE, NULL },
  { "demo", "https://user:secret@agents.example.org", FALSE, NULL },
  { "demo", "http://localhost@agents.example.org", FALSE, NULL },
  { "demo", "https://agents.example.org/?a=b", FALSE, NULL },
  { "demo", "https://agents.example.org/#top", FALSE, NULL },
  { "demo", "https://agénts.example.org", FALSE, NULL },
  { "demo", "https://agents.example.org/a b", FALSE, NULL },
  { "demo", "", FALSE, NULL },
  { "", "https://agents.example.org", FALSE, NULL },
  { "a b", "https://agents.example.org", FALSE, NULL },
  { "a/b", "https://agents.example.org", FALSE, NULL },
  { "ä", "https://agents.example.org", FALSE, NULL },
};

static void
test_source_config (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (address_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnSourceConfig) config = csn_source_config_new (address_cases[i].id,
                                                                  address_cases[i].url,
                                                                  "tasks",
                                                                  address_cases[i].allow_insecure,
                                                                  &error);

      g_test_message ("%s %s", address_cases[i].id, address_cases[i].url);
      if (address_cases[i].kept == NULL)
        {
          g_assert_null (config);
          g_assert_nonnull (error);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (csn_source_config_get_id (config), ==, address_cases[i].id);
      g_assert_cmpstr (csn_source_config_get_url (config), ==, address_cases[i].kept);
      g_assert_cmpstr (csn_source_config_get_protocol (config), ==, "tasks");
    }
}

static void
test_source_config_limits (void)
{
  g_autofree char *longest = g_strnfill (64, 'x');
  g_autofree char *too_long = g_strnfill (65, 'x');
  g_autoptr (CsnSourceConfig) config =
      csn_source_config_new (longest, "https://example.org", "tasks", FALSE, NULL);

  g_assert_nonnull (config);
  g_assert_null (csn_source_config_new (too_long, "https://example.org", "tasks", FALSE, NULL));
  g_assert_null (csn_source_config_new ("demo", "https://example.org", "telnet", FALSE, NULL));
  g_assert_null (csn_source_config_new (NULL, NULL, NULL, FALSE, NULL));
}

static void
test_history_query (void)
{
  CsnHistoryQuery query = { .since = 1, .until = 2, .agent_id = (char *) "bot" };
  g_autoptr (CsnHistoryQuery) copy = csn_history_query_copy (&query);

  g_assert_cmpint (copy->since, ==, 1);
  g_assert_cmpint (copy->until, ==, 2);
  g_assert_cmpstr (copy->agent_id, ==, "bot");
  g_assert_true (copy->agent_id != query.agent_id);
  g_assert_null (copy->event_type);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/words/unknown-text-changes-nothing", test_words);
  g_test_add_func ("/model/words/every-word-reads-back", test_words_read_back);
  g_test_add_func ("/model/time/rfc-3339-reads-back", test_time);
  g_test_add_func ("/model/time/anything-else-is-none", test_no_time);
  g_test_add_func ("/model/time/out-of-range-is-the-end-of-it", test_time_out_of_range);
  g_test_add_func ("/model/money/shape", test_money_shape);
  g_test_add_func ("/model/money/compares-exactly", test_money_compare);
  g_test_add_func ("/model/money/adds-exactly", test_money_add);
  g_test_add_func ("/model/source-config/addresses", test_source_config);
  g_test_add_func ("/model/source-config/limits", test_source_config_limits);
  g_test_add_func ("/model/history-query/copies-own-their-texts", test_history_query);

  return g_test_run ();
}
