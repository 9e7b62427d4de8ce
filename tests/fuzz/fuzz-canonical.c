/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-fuzz.h"
#include "csn-json.h"

/* What has a canonical form reads back bindable, and to the same form. */
static void
check_fixpoint (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *again = NULL;

  json = csn_json_parse (canonical, strlen (canonical), G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (csn_json_is_bindable (json));
  again = csn_json_to_canonical (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, canonical);
}

/* A number that may be bound means the same to a reader of doubles. */
static void
check_number (const CsnJson *number, const char *canonical)
{
  g_autoptr (CsnJson) bound = csn_json_parse (canonical, strlen (canonical), G_MAXSIZE, NULL, NULL);
  double before;
  double after;

  g_assert_true (csn_json_get_double (number, &before));
  g_assert_true (csn_json_get_double (bound, &after));
  g_assert_true (before == after);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *canonical = NULL;

  json = csn_json_parse ((const char *) data, size, CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  if (json == NULL)
    return 0;
  canonical = csn_json_to_canonical (json, &error);
  g_assert_cmpint (csn_json_is_bindable (json), ==, canonical != NULL);
  if (canonical == NULL)
    {
      g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_NOT_CANONICAL);
      return 0;
    }
  check_fixpoint (canonical);
  if (csn_json_get_value_type (json) == CSN_JSON_NUMBER)
    check_number (json, canonical);
  return 0;
}
