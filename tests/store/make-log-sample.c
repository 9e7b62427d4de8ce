/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <string.h>

#include "csn-export.h"
#include "csn-json-writer.h"

/* Makes a log with all that is hard to write into JSON and CSV, and its exports, for a check that
 * knows nothing of this code: tests/audit/check-log.py. */

#define N_EVENTS 400

static const char *const nasty_texts[] = {
  "billing-agent",
  "=HYPERLINK(\"http://x\")",
  "+1",
  "-1",
  "@x",
  "\tx",
  "\rx",
  "'quoted",
  "a,b;c",
  "two\nlines",
  "two\r\nlines",
  "\"\"",
  "back\\slash",
  "\x01\x02\x1f\x7f",
  "\xe2\x80\xa8\xe2\x80\xa9", /* U+2028, U+2029 */
  "\xe2\x80\xae\xf0\x9f\x98\x80",
  "null",
  "",
  " ",
};

static const char *
get_text (guint number)
{
  return nasty_texts[number % G_N_ELEMENTS (nasty_texts)];
}

static CsnJson *
new_details (guint number)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *filling = g_strnfill (number % 50 == 7 ? CSN_EVENT_MAX_BYTES : number, 'x');
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, get_text (number), get_text (number + 1));
  csn_json_writer_key (writer, "number");
  csn_json_writer_number (writer, number % 2 == 0 ? "1.50e+3" : "-0.0");
  csn_json_writer_member_string (writer, "filling", filling);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  return csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
}

static CsnEvent *
new_event (guint number)
{
  const CsnActor actor = { CSN_ACTOR_HUMAN, get_text (number + 2), "window" };
  CsnEventType type = number % 2 == 0 ? CSN_EVENT_SHOWN : CSN_EVENT_ALARM;
  gint64 timestamp = CSN_FIXTURE_NOW + number * G_GINT64_CONSTANT (999999);
  CsnEvent *event = csn_event_new (type, timestamp, &actor);
  g_autoptr (CsnJson) details = new_details (number);
  g_autofree char *long_text = g_strnfill (CSN_EVENT_MAX_TEXT_BYTES + number % 2, 'y');

  csn_event_set_agent (event,
                       get_text (number + 3),
                       get_text (number),
                       number % 60 == 4 ? long_text : get_text (number + 4));
  if (number % 5 == 0)
    csn_event_set_level (event, CSN_LEVEL_SOFT_APPROVAL);
  if (number % 3 != 0)
    csn_event_set_details (event, details);
  if (number % 7 == 0)
    csn_event_set_reviewer_decision (event, get_text (number + 5), number);
  return event;
}

static void
fill (CsnStore *store)
{
  for (guint i = 0; i < N_EVENTS; i++)
    {
      CsnChange *change = csn_change_new ();
      g_autofree char *id = g_strdup_printf ("r-%u", i);
      g_autoptr (CsnRequest) request = csn_store_fixture_new_request (id, 1);

      csn_change_add_event (change, new_event (i));
      csn_store_fixture_commit_ok (store, change);
      if (i % 10 == 0)
        csn_store_fixture_commit_ok (store, csn_store_fixture_new_arrival (id, request));
    }
}

static void
export_as (const char *database,
           const char *folder,
           const char *name,
           CsnExportFormat format,
           const CsnHistoryQuery *filter)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const CsnExportOptions options = { .format = format, .filter = filter, .path = path };
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (database, &error);

  g_assert_no_error (error);
  csn_audit_export (CSN_LOG_READER (reader), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  static char agent[] = "billing-agent";
  const CsnHistoryQuery filter = { .agent_id = agent };
  g_autoptr (CsnStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (argc != 2)
    return 2;
  path = g_build_filename (argv[1], "log.db", NULL);
  store = csn_store_open (path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
  fill (store);
  csn_store_close (store);
  csn_store_fixture_assert_intact (path, 1 + N_EVENTS + N_EVENTS / 10);
  for (guint i = 0; i < CSN_N_EXPORT_FORMATS; i++)
    {
      const char *format = csn_export_format_to_string ((CsnExportFormat) i);
      g_autofree char *whole = g_strconcat ("log.", format, NULL);
      g_autofree char *part = g_strconcat ("agent.", format, NULL);

      export_as (path, argv[1], whole, (CsnExportFormat) i, NULL);
      export_as (path, argv[1], part, (CsnExportFormat) i, &filter);
    }
  return 0;
}
