/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-reply-private.h"

#include <string.h>

static const CsnDelivery decision = { .id = (char *) "d-1", .task_id = (char *) "t-1" };

static CsnAttemptReport *
judge (const CsnDelivery *delivery, guint status, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  CsnHttpAnswer answer = { status, bytes, NULL, 0 };

  return csn_tasks_judge_reply (delivery, &answer);
}

static void
test_decisions (void)
{
  static const char echo[] = "{\"task_id\":\"t-1\",\"status\":\"approved\"}";
  static const struct
  {
    guint status;
    const char *body;
    CsnAttemptResult result;
    const char *says;
  } cases[] = {
    { 200, echo, CSN_ATTEMPT_ACKNOWLEDGED, NULL },
    { 202, echo, CSN_ATTEMPT_ACKNOWLEDGED, NULL },
    { 200, "{\"task_id\":\"t-2\",\"status\":\"approved\"}", CSN_ATTEMPT_RETRY, "did not name" },
    { 200, "{\"task_id\":\"t-1\"}", CSN_ATTEMPT_RETRY, "did not name" },
    { 200, "{\"task_id\":\"t-1\",\"status\":7}", CSN_ATTEMPT_RETRY, "did not name" },
    { 200, "{\"task_id\":[\"t-1\"],\"status\":\"x\"}", CSN_ATTEMPT_RETRY, "did not name" },
    { 200, "", CSN_ATTEMPT_RETRY, "did not name" },
    { 200, "<html>ok</html>", CSN_ATTEMPT_RETRY, "did not name" },
    { 201, echo, CSN_ATTEMPT_REFUSED, "no acknowledgement" },
    { 204, "", CSN_ATTEMPT_REFUSED, "no acknowledgement" },
    { 301, "", CSN_ATTEMPT_RETRY, "never followed" },
    { 302, echo, CSN_ATTEMPT_RETRY, "never followed" },
    { 307, "", CSN_ATTEMPT_RETRY, "never followed" },
    { 308, "", CSN_ATTEMPT_RETRY, "never followed" },
    { 400, "{\"error\":\"odd\"}", CSN_ATTEMPT_REFUSED, "odd" },
    { 401, "", CSN_ATTEMPT_RETRY, "token" },
    { 403, "", CSN_ATTEMPT_RETRY, "token" },
    { 404, "", CSN_ATTEMPT_REFUSED, "does not know" },
    { 408, "", CSN_ATTEMPT_RETRY, "could not take" },
    { 409,
      "{\"error\":\"e\",\"status\":\"rejected\",\"decided_by\":\"bob\"}",
      CSN_ATTEMPT_REFUSED,
      "decided already by “bob” as “rejected”" },
    { 409, "nonsense", CSN_ATTEMPT_REFUSED, "decided already." },
    { 410, "", CSN_ATTEMPT_REFUSED, "gone" },
    { 412, "{\"error\":\"revision 2\"}", CSN_ATTEMPT_REFUSED, "revision 2" },
    { 422, "", CSN_ATTEMPT_REFUSED, "valid decision" },
    { 429, "", CSN_ATTEMPT_RETRY, "could not take" },
    { 500, "", CSN_ATTEMPT_RETRY, "could not take" },
    { 501, "", CSN_ATTEMPT_RETRY, "could not take" },
    { 503, "", CSN_ATTEMPT_RETRY, "could not take" },
    { 599, "", CSN_ATTEMPT_RETRY, "could not take" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnAttemptReport) report = judge (&decision, cases[i].status, cases[i].body);

      g_test_message ("%u %s: %s", cases[i].status, cases[i].body, report->message);
      g_assert_cmpint (report->result, ==, cases[i].result);
      g_assert_cmpuint (report->status, ==, cases[i].status);
      if (cases[i].says == NULL)
        g_assert_null (report->message);
      else
        g_assert_nonnull (strstr (report->message, cases[i].says));
    }
}

static void
test_modes (void)
{
  static const struct
  {
    guint status;
    const char *body;
    CsnAttemptResult result;
  } cases[] = {
    { 200, "{\"mode\":\"read_only\"}", CSN_ATTEMPT_ACKNOWLEDGED },
    { 200, "{\"mode\":\"normal\"}", CSN_ATTEMPT_RETRY },
    { 200, "{}", CSN_ATTEMPT_RETRY },
    { 404, "", CSN_ATTEMPT_REFUSED },
    { 405, "", CSN_ATTEMPT_REFUSED },
    { 501, "", CSN_ATTEMPT_REFUSED },
    { 500, "", CSN_ATTEMPT_RETRY },
    { 302, "", CSN_ATTEMPT_RETRY },
  };
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"mode\":\"read_only\"}", 20);
  CsnDelivery mode = { .id = (char *) "m-1", .is_mode = TRUE, .body = body };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnAttemptReport) report = judge (&mode, cases[i].status, cases[i].body);

      g_assert_cmpint (report->result, ==, cases[i].result);
    }
}

static void
test_agents_words_are_made_visible_and_short (void)
{
  g_autofree char *long_word = g_strnfill (5000, 'w');
  g_autofree char *long_body = g_strdup_printf ("{\"error\":\"%s\"}", long_word);
  g_autoptr (CsnAttemptReport) odd = NULL;
  g_autoptr (CsnAttemptReport) wordy = NULL;

  odd = judge (&decision, 412, "{\"error\":\"a\\u202eb\\u001b[31m\\n<b>\"}");
  g_assert_nonnull (strstr (odd->message, "‹U+202E›"));
  g_assert_null (strchr (odd->message, '\033'));
  g_assert_null (strchr (odd->message, '\n'));

  wordy = judge (&decision, 422, long_body);
  g_assert_cmpuint (strlen (wordy->message), <, 400);
  g_assert_nonnull (strstr (wordy->message, "…"));
}

static void
test_statuses_of_lists (void)
{
  static const struct
  {
    guint status;
    int code;
    const char *says;
  } cases[] = {
    { 401,
      CSN_PROTOCOL_ERROR_UNAUTHORIZED,
      "The agent did not accept the token. Check it in the agent's settings." },
    { 403, CSN_PROTOCOL_ERROR_UNAUTHORIZED, "not allowed" },
    { 404, CSN_PROTOCOL_ERROR_UNSUPPORTED, "no list" },
    { 405, CSN_PROTOCOL_ERROR_UNSUPPORTED, "no list" },
    { 501, CSN_PROTOCOL_ERROR_UNSUPPORTED, "no list" },
    { 301, CSN_PROTOCOL_ERROR_BAD_ANSWER, "never followed" },
    { 429, CSN_PROTOCOL_ERROR_BUSY, "asked again" },
    { 500, CSN_PROTOCOL_ERROR_BUSY, "asked again" },
    { 204, CSN_PROTOCOL_ERROR_BAD_ANSWER, "instead of" },
    { 304, CSN_PROTOCOL_ERROR_BAD_ANSWER, "" },
    { 418, CSN_PROTOCOL_ERROR_BAD_ANSWER, "instead of" },
  };

  g_assert_true (csn_tasks_check_status (200, "here", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (csn_tasks_check_status (cases[i].status, "here", &error));
      g_assert_error (error, CSN_PROTOCOL_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/tasks-reply/decisions", test_decisions);
  g_test_add_func ("/source/tasks-reply/modes", test_modes);
  g_test_add_func ("/source/tasks-reply/agents-words-are-made-visible-and-short",
                   test_agents_words_are_made_visible_and_short);
  g_test_add_func ("/source/tasks-reply/statuses-of-lists", test_statuses_of_lists);

  return g_test_run ();
}
