/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-fuzz.h"
#include "csn-json-writer.h"

static void
check_failure (size_t size, gsize offset, const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == CSN_JSON_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (offset, <=, size);
}

/* Each member is found under its own key, and is the one at its place. */
static void
check_members (const CsnJson *value)
{
  guint size = csn_json_get_size (value);
  gboolean is_object = csn_json_get_value_type (value) == CSN_JSON_OBJECT;

  for (guint i = 0; i < size; i++)
    {
      const CsnJson *child = csn_json_get_element (value, i);

      if (is_object)
        g_assert_true (csn_json_get_member (value, csn_json_get_key (value, i)) == child);
      check_members (child);
    }
}

static void
check_same (const CsnJson *value, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) again = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (csn_json_equal (value, again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *compact = NULL;
  g_autofree char *pretty = NULL;
  g_autofree char *written = NULL;
  CsnJsonWriter *writer;
  gsize offset = G_MAXSIZE;

  json = csn_json_parse ((const char *) data, size, CSN_JSON_MAX_REQUEST_BYTES, &offset, &error);
  if (json == NULL)
    {
      check_failure (size, offset, error);
      return 0;
    }
  g_assert_no_error (error);
  check_members (json);
  compact = csn_json_to_text (json, 0);
  pretty = csn_json_to_text (json, 2);
  check_same (json, compact);
  check_same (json, pretty);

  writer = csn_json_writer_new ();
  csn_json_writer_value (writer, json);
  written = csn_json_writer_finish (writer);
  g_assert_cmpstr (written, ==, compact);
  return 0;
}
