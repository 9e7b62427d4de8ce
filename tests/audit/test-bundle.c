/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "csn-bundle-reader.h"
#include "csn-export.h"
#include "csn-memory-log.h"
#include "csn-signer.h"
#include "csn-verify.h"

#define NOW G_GINT64_CONSTANT (1795331011120431)
#define N_EVENTS 20

static const guint8 log_id[CSN_LOG_ID_BYTES] = { 7, 7, 7 };
static char chosen_agent[] = "chosen";

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_key (CsnEvent *event, CsnSigner *signer)
{
  g_autofree char *key = csn_public_key_to_text (log_id, csn_signer_get_public_key (signer));
  g_autofree char *text = g_strdup_printf ("{\"public_key\":\"%s\"}", key);
  g_autoptr (CsnJson) details = csn_json_parse (text, strlen (text), 1000, NULL, NULL);

  csn_event_set_details (event, details);
}

static void
fill (CsnMemoryLog *log, CsnSigner *signer)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  CsnLogKey key = { 0 };

  for (guint i = 0; i < N_EVENTS; i++)
    {
      CsnEventType type = i == 0 ? CSN_EVENT_LOG_OPENED : CSN_EVENT_SHOWN;
      g_autoptr (CsnEvent) event = csn_event_new (type, NOW + i, &actor);

      if (i == 0)
        set_key (event, signer);
      else
        csn_event_set_agent (event, "source", i % 3 == 0 ? "other" : chosen_agent, "refund");
      csn_memory_log_append (log, event);
      if (i % 8 == 0 || i + 1 == N_EVENTS)
        csn_memory_log_seal (log, signer);
    }
  memcpy (key.public_key, csn_signer_get_public_key (signer), sizeof key.public_key);
  g_array_append_val (csn_memory_log_get_keys (log), key);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const CsnHistoryQuery filter = { .agent_id = chosen_agent };
  g_autoptr (CsnMemoryLog) log = csn_memory_log_new (log_id);
  g_autoptr (CsnSigner) signer = csn_signer_new (log_id);
  g_autoptr (GError) error = NULL;
  CsnExportOptions options = { .format = CSN_EXPORT_BUNDLE };

  fixture->folder = g_dir_make_tmp ("csn-bundle-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "bundle", NULL);
  fill (log, signer);
  options.path = fixture->path;
  options.filter = data != NULL ? &filter : NULL;
  csn_audit_export (CSN_LOG_READER (log), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0)
        remove_folder (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static CsnVerifyReport *
verify (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBundleReader) reader = csn_bundle_reader_open (fixture->path, &error);
  CsnVerifyReport *report;

  g_assert_no_error (error);
  report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

/* What the script says that knows nothing of this code: its exit status. */
static int
verify_elsewhere (Fixture *fixture)
{
  const char *const argv[] = {
    "/usr/bin/python3",
    g_getenv ("CSN_TEST_VERIFY_BUNDLE"),
    fixture->path,
    NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status = -1;

  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_DEFAULT,
                NULL,
                NULL,
                &output,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_test_message ("%s", output);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_a_bundle_is_intact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CsnVerifyReport) report = verify (fixture);
  g_autofree char *manifest = read_file (fixture, "manifest.json");

  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpuint (report->n_events, ==, N_EVENTS);
  g_assert_nonnull (strstr (manifest, report->head));
  g_assert_cmpint (verify_elsewhere (fixture), ==, 0);
}

/* Changes one byte of a file; whether that was found. */
static gboolean
finds_change (Fixture *fixture, const char *name, char *text, gsize place)
{
  g_autoptr (CsnBundleReader) reader = NULL;
  g_autoptr (CsnVerifyReport) report = NULL;

  text[place] ^= 1;
  write_file (fixture, name, text);
  reader = csn_bundle_reader_open (fixture->path, NULL);
  if (reader != NULL)
    report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, NULL);
  text[place] ^= 1;
  write_file (fixture, name, text);
  return report == NULL || report->integrity != CSN_INTEGRITY_INTACT;
}

static void
test_every_changed_byte_is_found (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "records.jsonl", "checkpoints.txt", "pubkey.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = read_file (fixture, names[i]);
      gsize length = strlen (text);

      for (gsize place = 0; place < length; place += 43)
        g_assert_true (finds_change (fixture, names[i], text, place));
    }
}

/* The rest of the manifest says what was chosen, which is not the log's. */
static void
test_every_changed_digest_is_found (Fixture *fixture, gconstpointer data)
{
  static const char *const members[] = {
    "\"head\":\"", "\"sha256\":\"", "\"log_id\":\"", "\"chain\":\"", "\"n_read\":", "\"seq\":",
  };
  g_autofree char *text = read_file (fixture, "manifest.json");

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    for (char *found = strstr (text, members[i]); found != NULL;
         found = strstr (found + 1, members[i]))
      {
        gsize place = (gsize) (found - text) + strlen (members[i]);

        g_assert_true (finds_change (fixture, "manifest.json", text, place));
        text[place] ^= 1;
        write_file (fixture, "manifest.json", text);
        g_assert_cmpint (verify_elsewhere (fixture), !=, 0);
        text[place] ^= 1;
      }
}

static char *
cut_line (const char *text, guint line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    if (i != line)
      g_string_append_printf (rest, "%s\n", lines[i]);
  return g_string_free (rest, FALSE);
}

static void
test_a_missing_line_is_found (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = read_file (fixture, "records.jsonl");

  for (guint line = 0; line < N_EVENTS; line++)
    {
      g_autofree char *rest = cut_line (text, line);
      g_autoptr (CsnVerifyReport) report = NULL;

      write_file (fixture, "records.jsonl", rest);
      report = verify (fixture);
      g_assert_cmpint (report->integrity, !=, CSN_INTEGRITY_INTACT);
      if (line + 1 < N_EVENTS)
        {
          g_assert_cmpint (report->fault, ==, CSN_FAULT_MISSING);
          g_assert_cmpuint (report->first_bad_seq, ==, line);
        }
      g_assert_cmpint (verify_elsewhere (fixture), ==, 1);
    }
}

static void
assert_refused (Fixture *fixture, GIOErrorEnum code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBundleReader) reader = csn_bundle_reader_open (fixture->path, &error);

  g_assert_null (reader);
  g_assert_error (error, G_IO_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_what_is_no_bundle_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *manifest = read_file (fixture, "manifest.json");
  g_autofree char *notes = g_build_filename (fixture->path, "checkpoints.txt", NULL);
  g_autofree char *more = g_build_filename (fixture->path, "more.txt", NULL);

  write_file (fixture, "more.txt", "");
  g_assert_cmpint (verify_elsewhere (fixture), ==, 2);
  assert_refused (fixture, G_IO_ERROR_INVALID_DATA, "more.txt");
  g_unlink (more);
  write_file (fixture, "manifest.json", "{}\n");
  assert_refused (fixture, G_IO_ERROR_INVALID_DATA, "manifest.json");
  write_file (fixture, "manifest.json", "");
  assert_refused (fixture, G_IO_ERROR_INVALID_DATA, "manifest.json");
  manifest[strlen (manifest) - 10] = '\0';
  write_file (fixture, "manifest.json", manifest);
  assert_refused (fixture, G_IO_ERROR_INVALID_DATA, "cut off");
  g_unlink (notes);
  assert_refused (fixture, G_IO_ERROR_NOT_FOUND, "checkpoints.txt");
}

static void
test_damage_has_a_sentence (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = read_file (fixture, "records.jsonl");
  g_autofree char *longer = g_strnfill (CSN_EVENT_MAX_BYTES * 3, 'x');
  g_autofree char *shorter = g_strndup (text, strlen (text) - 1);
  const struct
  {
    const char *name;
    const char *text;
    const char *words;
  } damages[] = {
    { "records.jsonl", shorter, "is cut off" },
    { "records.jsonl", longer, "is too long" },
    { "checkpoints.txt", "x\n", "" },
    { "pubkey.txt", "0 none\n", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *before = read_file (fixture, damages[i].name);
      g_autoptr (CsnVerifyReport) report = NULL;

      write_file (fixture, damages[i].name, damages[i].text);
      report = verify (fixture);
      g_assert_cmpint (report->integrity, !=, CSN_INTEGRITY_INTACT);
      if (damages[i].words[0] != '\0')
        g_assert_nonnull (strstr (report->message, damages[i].words));
      write_file (fixture, damages[i].name, before);
    }
}

static void
test_a_bundle_can_be_exported_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *again = g_build_filename (fixture->folder, "again", NULL);
  const CsnExportOptions options = { .format = CSN_EXPORT_BUNDLE, .path = again };
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBundleReader) reader = csn_bundle_reader_open (fixture->path, &error);
  g_autofree char *before = read_file (fixture, "records.jsonl");
  g_autofree char *after = NULL;

  csn_audit_export (CSN_LOG_READER (reader), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_free (fixture->path);
  fixture->path = g_strdup (again);
  after = read_file (fixture, "records.jsonl");
  g_assert_cmpstr (before, ==, after);
  test_a_bundle_is_intact (fixture, data);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *whole = g_strconcat ("/audit/bundle/whole/", name, NULL);
  g_autofree char *part = g_strconcat ("/audit/bundle/part/", name, NULL);

  g_test_add (whole, Fixture, NULL, set_up, test, tear_down);
  g_test_add (part, Fixture, GINT_TO_POINTER (1), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("a-bundle-is-intact", test_a_bundle_is_intact);
  add ("every-changed-byte-is-found", test_every_changed_byte_is_found);
  add ("every-changed-digest-is-found", test_every_changed_digest_is_found);
  add ("a-missing-line-is-found", test_a_missing_line_is_found);
  add ("what-is-no-bundle-is-refused", test_what_is_no_bundle_is_refused);
  add ("damage-has-a-sentence", test_damage_has_a_sentence);
  add ("a-bundle-can-be-exported-again", test_a_bundle_can_be_exported_again);
  return g_test_run ();
}
