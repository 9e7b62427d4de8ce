/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-fuzz.h"
#include "csn-request.h"
#include "csn-visible-text.h"

#define SOURCE "source-1"

/* What the reviewer reads about a request can't itself deceive. */
static void
check_problems (const CsnRequest *request)
{
  const char *const *problems = csn_request_get_problems (request);

  g_assert_cmpint (problems[0] != NULL, ==, csn_request_get_flags (request) != 0);
  for (gsize i = 0; problems[i] != NULL; i++)
    {
      CsnVisibleWarnings warnings;
      g_autofree char *shown = NULL;

      shown = csn_visible_text (problems[i], -1, CSN_VISIBLE_MULTI_LINE, &warnings);
      g_assert_cmphex (warnings & ~(guint) CSN_VISIBLE_MIXED_SCRIPT, ==, CSN_VISIBLE_NONE);
    }
}

static void
check_malformed (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) raw = g_bytes_new (data, size);
  g_autoptr (CsnRequest) request = NULL;

  request = csn_request_new_malformed (SOURCE, NULL, NULL, raw, "It can't be read.");
  g_assert_true (csn_request_get_flags (request) & CSN_REQUEST_FLAG_MALFORMED);
  g_assert_false (csn_request_allows (request, CSN_DECISION_APPROVE));
  g_assert_false (csn_request_allows (request, CSN_DECISION_EDIT));
  g_assert_true (csn_request_allows (request, CSN_DECISION_REJECT));
  g_assert_true (g_bytes_equal (csn_request_get_raw (request), raw));
  check_problems (request);
}

/* What the store keeps reads back to the same request. */
static void
check_raw (const CsnRequest *request)
{
  gsize length;
  const char *raw = g_bytes_get_data (csn_request_get_raw (request), &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) task = csn_json_parse (raw, length, G_MAXSIZE, NULL, &error);
  g_autoptr (CsnRequest) again = NULL;

  g_assert_no_error (error);
  again = csn_request_new_from_task (SOURCE, task, &error);
  g_assert_no_error (error);
  g_assert_true (csn_request_same_content (request, again));
  g_assert_cmpstr (csn_request_get_action_digest (request),
                   ==,
                   csn_request_get_action_digest (again));
  g_assert_cmphex (csn_request_get_flags (request), ==, csn_request_get_flags (again));
}

static void
check_request (const CsnRequest *request)
{
  gboolean unbindable = (csn_request_get_flags (request) & CSN_REQUEST_FLAG_UNBINDABLE) != 0;
  const CsnConfidence *confidence = csn_request_get_confidence (request);

  g_assert_cmpint (csn_request_get_action_digest (request) == NULL, ==, unbindable);
  g_assert_cmpint (csn_json_get_value_type (csn_request_get_action (request)), ==, CSN_JSON_OBJECT);
  g_assert_true (csn_request_allows (request, CSN_DECISION_REJECT));
  if (confidence != NULL && confidence->score_text != NULL)
    {
      g_assert_cmpfloat (confidence->score, >=, 0.0);
      g_assert_cmpfloat (confidence->score, <=, 1.0);
    }
  check_problems (request);
  check_raw (request);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (CsnRequest) request = NULL;

  task = csn_json_parse ((const char *) data, size, CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  if (task != NULL)
    request = csn_request_new_from_task (SOURCE, task, &error);
  if (request != NULL)
    check_request (request);
  else
    check_malformed (data, size);
  g_assert_cmpint (task != NULL && request == NULL, ==, error != NULL);
  return 0;
}
