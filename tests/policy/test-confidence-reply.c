/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-confidence-reply.h"

#define PLAIN                                                                                      \
  "{\"score\":0.82,\"rationale\":\"The task is clear.\","                                          \
  "\"uncertainties\":[\"old address\",\"time zone\"],\"recommendation\":\"PROCEED\"}"

typedef struct
{
  const char *name;
  const char *reply;
  const char *json;
} Case;

/* What models really send: every one of these says the same. */
static const Case same[] = {
  { "as asked for",
    "CONFIDENCE_SCORE: 0.82\nRATIONALE: The task is clear.\n"
    "UNCERTAINTIES: old address, time zone\nRECOMMENDATION: PROCEED",
    PLAIN },
  { "lower case",
    "confidence_score: 0.82\nrationale: The task is clear.\n"
    "uncertainties: old address, time zone\nrecommendation: proceed\n",
    PLAIN },
  { "another order, blank lines",
    "\n\nRECOMMENDATION: PROCEED\n\n\nUNCERTAINTIES: old address, time zone\n\n"
    "CONFIDENCE_SCORE:0.82\n\nRATIONALE:   The task is clear.   \n\n",
    PLAIN },
  { "carriage returns",
    "CONFIDENCE_SCORE: 0.82\r\nRATIONALE: The task is clear.\r\n"
    "UNCERTAINTIES: old address, time zone\r\nRECOMMENDATION: PROCEED\r\n",
    PLAIN },
  { "bold names",
    "**CONFIDENCE_SCORE:** 0.82\n**RATIONALE:** The task is clear.\n"
    "**UNCERTAINTIES:** old address, time zone\n**RECOMMENDATION:** PROCEED\n",
    PLAIN },
  { "bold names, colon outside",
    "**Confidence Score**: 0.82\n**Rationale**: The task is clear.\n"
    "**Uncertainties**: old address, time zone\n**Recommendation**: **PROCEED**\n",
    PLAIN },
  { "escaped underscore, code values",
    "CONFIDENCE\\_SCORE: `0.82`\nRATIONALE: The task is clear.\n"
    "UNCERTAINTIES: old address, time zone\nRECOMMENDATION: `PROCEED`\n",
    PLAIN },
  { "headings, values below",
    "## CONFIDENCE_SCORE:\n0.82\n\n## RATIONALE:\nThe task is clear.\n\n"
    "## UNCERTAINTIES:\n- old address\n- time zone\n\n## RECOMMENDATION:\n**PROCEED**\n",
    PLAIN },
  { "bullets",
    "- CONFIDENCE_SCORE: 0.82\n- RATIONALE: The task is clear.\n"
    "- UNCERTAINTIES: old address, time zone\n- RECOMMENDATION: PROCEED\n",
    PLAIN },
  { "numbered, quoted",
    "> 1. CONFIDENCE_SCORE: 0.82\n> 2. RATIONALE: The task is clear.\n"
    "> 3. UNCERTAINTIES: old address, time zone\n> 4. RECOMMENDATION: PROCEED\n",
    PLAIN },
  { "a fence, and words around it",
    "Here is my assessment:\n\n```text\nCONFIDENCE_SCORE: 0.82\nRATIONALE: The task is clear.\n"
    "UNCERTAINTIES: old address, time zone\nRECOMMENDATION: PROCEED\n```\n\nI hope this helps!",
    PLAIN },
  { "a rationale of two lines, and words after it",
    "CONFIDENCE_SCORE: 0.82\nRATIONALE: The task\nis clear.\n\nBy the way.\n"
    "UNCERTAINTIES: [old address, time zone]\nRECOMMENDATION: PROCEED",
    PLAIN },
  { "numbered uncertainties",
    "CONFIDENCE_SCORE: 0.82\nRATIONALE: The task is clear.\n"
    "UNCERTAINTIES:\n1. old address\n2. time zone\nRECOMMENDATION: PROCEED",
    PLAIN },
  { "everything twice and the same",
    "CONFIDENCE_SCORE: 0.82\nRECOMMENDATION: PROCEED\nCONFIDENCE_SCORE: 0.820\n"
    "RATIONALE: The task is clear.\nUNCERTAINTIES: old address, time zone\n"
    "RECOMMENDATION: proceed\nCONFIDENCE_SCORE: 0.82\n",
    PLAIN },
};

static const Case others[] = {
  { "the least",
    "CONFIDENCE_SCORE: 1\nRECOMMENDATION: ESCALATE",
    "{\"score\":1,\"rationale\":null,\"uncertainties\":[],\"recommendation\":\"ESCALATE\"}" },
  { "zero, nothing uncertain",
    "CONFIDENCE_SCORE: 0\nRATIONALE: No idea\nUNCERTAINTIES: none\nRECOMMENDATION: CLARIFY",
    "{\"score\":0,\"rationale\":\"No idea\",\"uncertainties\":[],\"recommendation\":\"CLARIFY\"}" },
  { "N/A",
    "CONFIDENCE_SCORE: 1.000\nRATIONALE: Sure\nUNCERTAINTIES: N/A\nRECOMMENDATION: Proceed",
    "{\"score\":1.000,\"rationale\":\"Sure\",\"uncertainties\":[],"
    "\"recommendation\":\"PROCEED\"}" },
  { "emphasis inside stays",
    "CONFIDENCE_SCORE: 0.5\nRATIONALE: *Very* clear: do it\nRECOMMENDATION: PROCEED",
    "{\"score\":0.5,\"rationale\":\"*Very* clear: do it\",\"uncertainties\":[],"
    "\"recommendation\":\"PROCEED\"}" },
};

static const struct
{
  const char *name;
  const char *reply;
  CsnModelError code;
} bad[] = {
  { "nothing", "", CSN_MODEL_ERROR_MISSING },
  { "chat", "I am fairly confident, so go on.", CSN_MODEL_ERROR_MISSING },
  { "no score", "RATIONALE: x\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_MISSING },
  { "cut off", "CONFIDENCE_SCORE: 0.9\nRATIONALE: I think", CSN_MODEL_ERROR_MISSING },
  { "empty score", "CONFIDENCE_SCORE:\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "word", "CONFIDENCE_SCORE: high\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "per cent", "CONFIDENCE_SCORE: 82%\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "of ten", "CONFIDENCE_SCORE: 8/10\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "above one", "CONFIDENCE_SCORE: 1.01\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "just above one",
    "CONFIDENCE_SCORE: 1.00000000000000000001\nRECOMMENDATION: PROCEED",
    CSN_MODEL_ERROR_INVALID },
  { "ten", "CONFIDENCE_SCORE: 10\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "negative", "CONFIDENCE_SCORE: -0.1\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "minus zero", "CONFIDENCE_SCORE: -0\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "no leading zero", "CONFIDENCE_SCORE: .9\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "no decimals", "CONFIDENCE_SCORE: 0.\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "decimal comma", "CONFIDENCE_SCORE: 0,9\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "exponent", "CONFIDENCE_SCORE: 9e-1\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "hexadecimal", "CONFIDENCE_SCORE: 0x1\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "nan", "CONFIDENCE_SCORE: nan\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "inf", "CONFIDENCE_SCORE: inf\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "words behind",
    "CONFIDENCE_SCORE: 0.9 (high)\nRECOMMENDATION: PROCEED",
    CSN_MODEL_ERROR_INVALID },
  { "a range", "CONFIDENCE_SCORE: [0.0-1.0]\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
  { "the template",
    "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: [PROCEED | CLARIFY | ESCALATE]",
    CSN_MODEL_ERROR_INVALID },
  { "another word", "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: APPROVE", CSN_MODEL_ERROR_INVALID },
  { "two words",
    "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: PROCEED or ESCALATE",
    CSN_MODEL_ERROR_INVALID },
  { "empty recommendation", "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION:", CSN_MODEL_ERROR_INVALID },
  { "two scores",
    "CONFIDENCE_SCORE: 0.9\nCONFIDENCE_SCORE: 0.3\nRECOMMENDATION: PROCEED",
    CSN_MODEL_ERROR_INVALID },
  { "two recommendations",
    "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: PROCEED\nRECOMMENDATION: ESCALATE",
    CSN_MODEL_ERROR_INVALID },
  { "two rationales",
    "CONFIDENCE_SCORE: 0.9\nRATIONALE: a\nRATIONALE: b\nRECOMMENDATION: PROCEED",
    CSN_MODEL_ERROR_INVALID },
  { "two lists",
    "CONFIDENCE_SCORE: 0.9\nUNCERTAINTIES: a\nUNCERTAINTIES: b\nRECOMMENDATION: PROCEED",
    CSN_MODEL_ERROR_INVALID },
  { "not UTF-8", "CONFIDENCE_SCORE: 0.9\xff\nRECOMMENDATION: PROCEED", CSN_MODEL_ERROR_INVALID },
};

static void
check_case (const Case *one)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnConfidenceReply) reply = csn_confidence_reply_parse (one->reply, -1, &error);
  g_autofree char *json = NULL;

  g_test_message ("%s", one->name);
  g_assert_no_error (error);
  json = csn_confidence_reply_to_json (reply);
  g_assert_cmpstr (json, ==, one->json);
}

static void
test_tolerant (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    check_case (&same[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    check_case (&others[i]);
}

static void
test_strict (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i].name);
      g_assert_null (csn_confidence_reply_parse (bad[i].reply, -1, &error));
      g_assert_error (error, CSN_MODEL_ERROR, (int) bad[i].code);
    }
}

static void
test_size (void)
{
  static const char start[] = "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: PROCEED\n";
  g_autofree char *fill = g_strnfill (64 * 1024 - strlen (start), 'x');
  g_autofree char *largest = g_strconcat (start, fill, NULL);
  g_autofree char *larger = g_strconcat (largest, "x", NULL);
  g_autoptr (CsnConfidenceReply) reply = csn_confidence_reply_parse (largest, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reply);
  g_assert_null (csn_confidence_reply_parse (larger, -1, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
}

static void
test_length (void)
{
  static const char text[] = "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: PROCEED\nRECOMMENDATION: NO";
  static const char nul[] = "CONFIDENCE_SCORE: 0.9\nRECOMMENDATION: PROCEED\n\0";
  g_autoptr (CsnConfidenceReply) reply =
      csn_confidence_reply_parse (text, strlen (text) - strlen ("RECOMMENDATION: NO"), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reply);
  g_assert_cmpfloat (csn_confidence_reply_get_confidence (reply)->score, ==, 0.9);
  g_assert_null (csn_confidence_reply_parse (nul, sizeof nul - 1, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/confidence-reply/form-does-not-matter", test_tolerant);
  g_test_add_func ("/policy/confidence-reply/values-do", test_strict);
  g_test_add_func ("/policy/confidence-reply/64-KiB-at-most", test_size);
  g_test_add_func ("/policy/confidence-reply/ends-where-its-length-says", test_length);

  return g_test_run ();
}
