/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-confidence-reply.h"
#include "csn-fuzz.h"

static void
check_reply (const CsnConfidenceReply *reply)
{
  const CsnConfidence *confidence = csn_confidence_reply_get_confidence (reply);
  g_autofree char *text = csn_confidence_reply_to_json (reply);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);
  double score = -1;

  g_assert_no_error (error);
  g_assert_cmpfloat (confidence->score, >=, 0.0);
  g_assert_cmpfloat (confidence->score, <=, 1.0);
  g_assert_true (csn_json_get_double (csn_json_get_member (json, "score"), &score));
  g_assert_true (score == confidence->score);
  g_assert_null (strchr (text, '\n'));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnConfidenceReply) reply = NULL;

  reply = csn_confidence_reply_parse ((const char *) data, (gssize) size, &error);
  g_assert_cmpint (reply == NULL, ==, error != NULL);
  if (reply != NULL)
    check_reply (reply);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
