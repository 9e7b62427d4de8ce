/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-reply-private.h"

#include "csn-tasks-reader-private.h"
#include "csn-visible-text.h"

#define SHOWN_CHARACTERS 200

static CsnAttemptReport *
make_report (CsnAttemptResult result, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);

static CsnAttemptReport *
make_report (CsnAttemptResult result, guint status, const char *format, ...)
{
  CsnAttemptReport *report = g_new0 (CsnAttemptReport, 1);
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  report->result = result;
  report->status = status;
  report->message = csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  return report;
}

static CsnAttemptReport *
judge_echo (const CsnDelivery *delivery, const CsnHttpAnswer *answer)
{
  g_autofree char *task_id = csn_tasks_read_reply (answer->body, "task_id");
  g_autofree char *status = csn_tasks_read_reply (answer->body, "status");
  CsnAttemptReport *report = NULL;

  if (task_id == NULL || status == NULL || g_strcmp0 (task_id, delivery->task_id) != 0)
    return make_report (CSN_ATTEMPT_RETRY,
                        answer->status,
                        "The agent answered %u but did not name the task and its status, so "
                        "nobody can tell whether it has the decision. It is told again.",
                        answer->status);

  report = g_new0 (CsnAttemptReport, 1);
  report->result = CSN_ATTEMPT_ACKNOWLEDGED;
  report->status = answer->status;

  return report;
}

static CsnAttemptReport *
judge_mode (const CsnDelivery *delivery, const CsnHttpAnswer *answer)
{
  g_autofree char *asked = csn_tasks_read_reply (delivery->body, "mode");
  g_autofree char *mode = csn_tasks_read_reply (answer->body, "mode");
  CsnAttemptReport *report = NULL;

  if (mode == NULL || g_strcmp0 (mode, asked) != 0)
    return make_report (CSN_ATTEMPT_RETRY,
                        answer->status,
                        "The agent answered %u but did not confirm its new mode. It is told again.",
                        answer->status);

  report = g_new0 (CsnAttemptReport, 1);
  report->result = CSN_ATTEMPT_ACKNOWLEDGED;
  report->status = answer->status;

  return report;
}

/* The agent's own words, short; what they say is never trusted, only shown. */
static char *
quote_member (GBytes *body, const char *key)
{
  g_autofree char *text = csn_tasks_read_reply (body, key);
  g_autofree char *part = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  part = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), SHOWN_CHARACTERS));

  return g_strdup_printf ("“%s%s”", part, strlen (part) < strlen (text) ? "…" : "");
}

static CsnAttemptReport *
judge_conflict (const CsnHttpAnswer *answer)
{
  g_autofree char *status = quote_member (answer->body, "status");
  g_autofree char *decided_by = quote_member (answer->body, "decided_by");

  return make_report (CSN_ATTEMPT_REFUSED,
                      answer->status,
                      "The agent says that it was decided already%s%s%s%s.",
                      decided_by != NULL ? " by " : "",
                      decided_by != NULL ? decided_by : "",
                      status != NULL ? " as " : "",
                      status != NULL ? status : "");
}

static CsnAttemptReport *
judge_refusal (const CsnDelivery *delivery, const CsnHttpAnswer *answer)
{
  g_autofree char *said = quote_member (answer->body, "error");
  const char *reason = NULL;

  switch (answer->status)
    {
    case 404:
    case 405:
      reason = delivery->is_mode ? "The agent can't be switched to another mode"
                                 : "The agent does not know this task or takes no decisions";
      break;
    case 410:
      reason = "The task is gone";
      break;
    case 412:
      reason = "What is pending at the agent is not what was decided here";
      break;
    case 422:
      reason = "The agent does not take this as a valid decision";
      break;
    default:
      reason = NULL;
      break;
    }
  if (reason == NULL)
    return make_report (CSN_ATTEMPT_REFUSED,
                        answer->status,
                        "The agent answered %u, which is no acknowledgement%s%s.",
                        answer->status,
                        said != NULL ? ": " : "",
                        said != NULL ? said : "");

  return make_report (CSN_ATTEMPT_REFUSED,
                      answer->status,
                      "%s (%u)%s%s.",
                      reason,
                      answer->status,
                      said != NULL ? ": " : "",
                      said != NULL ? said : "");
}

static CsnAttemptReport *
judge_delay (const CsnHttpAnswer *answer)
{
  CsnAttemptReport *report = NULL;

  if (answer->status == 401 || answer->status == 403)
    report = make_report (CSN_ATTEMPT_RETRY,
                          answer->status,
                          "The agent did not accept the token (%u). Check it in the agent's "
                          "settings. It is told again.",
                          answer->status);
  else if (answer->status >= 300 && answer->status < 400)
    report = make_report (CSN_ATTEMPT_RETRY,
                          answer->status,
                          "The agent redirects to another address (%u), which is never followed. "
                          "Check the address. It is told again.",
                          answer->status);
  else
    report = make_report (CSN_ATTEMPT_RETRY,
                          answer->status,
                          "The agent could not take it now (%u). It is told again.",
                          answer->status);
  report->retry_after = answer->retry_after;
  report->concerns_source = answer->status < 500 || answer->status == 503;

  return report;
}

static gboolean
is_delay (const CsnDelivery *delivery, guint status)
{
  if (delivery->is_mode && status == 501)
    return FALSE;

  return status == 401 || status == 403 || status == 408 || status == 425 || status == 429 ||
         status >= 500 || (status >= 300 && status < 400);
}

CsnAttemptReport *
csn_tasks_judge_reply (const CsnDelivery *delivery, const CsnHttpAnswer *answer)
{
  if (answer->status == 200 || answer->status == 202)
    return delivery->is_mode ? judge_mode (delivery, answer) : judge_echo (delivery, answer);
  if (is_delay (delivery, answer->status))
    return judge_delay (answer);
  if (answer->status == 409)
    return judge_conflict (answer);

  return judge_refusal (delivery, answer);
}

CsnAttemptReport *
csn_tasks_judge_silence (const GError *error)
{
  CsnAttemptReport *report = NULL;

  report = make_report (CSN_ATTEMPT_RETRY, 0, "%s It is told again.", error->message);
  report->concerns_source = TRUE;

  return report;
}

gboolean
csn_tasks_check_status (guint status, const char *place, GError **error)
{
  if (status == 200)
    return TRUE;

  if (status == 401)
    g_set_error_literal (error,
                         CSN_PROTOCOL_ERROR,
                         CSN_PROTOCOL_ERROR_UNAUTHORIZED,
                         "The agent did not accept the token. Check it in the agent's settings.");
  else if (status == 403)
    g_set_error_literal (error,
                         CSN_PROTOCOL_ERROR,
                         CSN_PROTOCOL_ERROR_UNAUTHORIZED,
                         "The token is not allowed to read requests. Check what the agent allows "
                         "it.");
  else if (status >= 300 && status < 400)
    g_set_error (error,
                 CSN_PROTOCOL_ERROR,
                 CSN_PROTOCOL_ERROR_BAD_ANSWER,
                 "%s redirects to another address (%u), which is never followed. Enter the final "
                 "address yourself.",
                 place,
                 status);
  else if (status == 404 || status == 405 || status == 501)
    g_set_error (error,
                 CSN_PROTOCOL_ERROR,
                 CSN_PROTOCOL_ERROR_UNSUPPORTED,
                 "%s has no list of requests (%u). Check the address; if it is right, add requests "
                 "by their id, with \"countersignctl source add-task\".",
                 place,
                 status);
  else if (status == 429 || status >= 500)
    g_set_error (error,
                 CSN_PROTOCOL_ERROR,
                 CSN_PROTOCOL_ERROR_BUSY,
                 "%s could not answer now (%u). It is asked again.",
                 place,
                 status);
  else
    g_set_error (error,
                 CSN_PROTOCOL_ERROR,
                 CSN_PROTOCOL_ERROR_BAD_ANSWER,
                 "%s answered %u instead of the pending requests. Check the address.",
                 place,
                 status);

  return FALSE;
}
