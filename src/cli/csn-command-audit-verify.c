/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-anchors.h"
#include "csn-audit-log.h"
#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-log-access.h"
#include "csn-output.h"
#include "csn-proof.h"
#include "csn-seal-key.h"
#include "csn-time.h"
#include "csn-verify.h"

enum
{
  EXIT_INTACT = 0,
  EXIT_TAMPERED = 1,
  EXIT_CORRUPT = 2,
  EXIT_UNVERIFIABLE = 3,
};

static int
to_exit (const CsnVerifyReport *report)
{
  switch (report->integrity)
    {
    case CSN_INTEGRITY_INTACT:
      return report->completeness == CSN_COMPLETENESS_INCOMPLETE ? EXIT_TAMPERED : EXIT_INTACT;
    case CSN_INTEGRITY_TAMPERED:
      return EXIT_TAMPERED;
    case CSN_INTEGRITY_CORRUPT:
      return EXIT_CORRUPT;
    case CSN_INTEGRITY_UNVERIFIABLE:
      return report->completeness == CSN_COMPLETENESS_INCOMPLETE ? EXIT_TAMPERED
                                                                 : EXIT_UNVERIFIABLE;
    }
  return EXIT_UNVERIFIABLE;
}

static void
print_json (const CsnVerifyReport *report, const char *path)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *json = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "database", name);
  csn_json_writer_member_string (writer, "integrity", csn_integrity_to_string (report->integrity));
  csn_json_writer_member_string (writer,
                                 "completeness",
                                 csn_completeness_to_string (report->completeness));
  csn_json_writer_member_integer (writer, "exposed", (gint64) report->n_exposed);
  csn_json_writer_member_integer (writer, "anchors", (gint64) report->n_anchors);
  csn_json_writer_member_integer (writer, "events", (gint64) report->n_events);
  csn_json_writer_member_integer (writer, "sealed", (gint64) report->n_sealed);
  csn_json_writer_member_integer (writer, "signatures", (gint64) report->n_signatures);
  csn_json_writer_member_string (writer, "head", report->head);
  csn_json_writer_member_string (writer, "public_key", report->public_key);
  if (report->fault != CSN_FAULT_NONE)
    {
      csn_json_writer_member_integer (writer, "first_bad_seq", (gint64) report->first_bad_seq);
      csn_json_writer_member_string (writer, "fault", csn_fault_kind_to_string (report->fault));
    }
  if (report->message != NULL)
    csn_json_writer_member_string (writer, "message", report->message);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  csn_output_json (json);
}

static void
print_completeness (const CsnVerifyReport *report)
{
  const char *completeness = csn_completeness_to_string (report->completeness);

  if (report->completeness != CSN_COMPLETENESS_EXPOSED)
    {
      csn_output_text (_ ("Completeness  %s\n"), completeness);
      return;
    }
  /* TRANSLATORS: a verdict, and the events of the log that nothing outside of the file knows. */
  csn_output_text (_ ("Completeness  %s %" G_GUINT64_FORMAT "\n"), completeness, report->n_exposed);
  csn_output_text (
      "              %s\n",
      report->n_anchors > 0
          ? _ ("If newer events than the anchored ones were cut off, it would not show.")
          : _ ("No anchor was found: missing newest events cannot be ruled out."));
}

static void
print_keys (const CsnVerifyReport *report)
{
  csn_output_text (
      _ ("Signatures    %" G_GUINT64_FORMAT ", over the first %" G_GUINT64_FORMAT " events\n"),
      report->n_signatures,
      report->n_sealed);
  if (report->public_key != NULL)
    csn_output_text (_ ("Public key    %s\n"), report->public_key);
  if (report->integrity != CSN_INTEGRITY_UNVERIFIABLE)
    return;
  csn_output_text ("              %s\n",
                   report->public_key == NULL
                       ? _ ("The newest events are unsigned: who can write the file could have "
                            "written them.")
                       : _ ("The log took this key without the old one's signature. Give the key "
                            "that you trust with --key."));
}

static void
print_text (const CsnVerifyReport *report, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *name = csn_output_visible (shown);
  g_autofree char *message = csn_output_visible (report->message);

  csn_output_text (_ ("Database      %s\n"), name);
  csn_output_text (_ ("Integrity     %s\n"), csn_integrity_to_string (report->integrity));
  print_completeness (report);
  csn_output_text (_ ("Events        %" G_GUINT64_FORMAT "\n"), report->n_events);
  if (report->fault != CSN_FAULT_NONE)
    csn_output_text (_ ("First fault   event %" G_GUINT64_FORMAT ": %s\n"),
                     report->first_bad_seq,
                     csn_fault_kind_to_string (report->fault));
  if (report->message != NULL)
    csn_output_text (_ ("The database  %s\n"), message);
  print_keys (report);
  csn_output_text (_ ("Last chain    %s\n"), report->head);
}

static CsnExit
report_unreadable (const GError *error)
{
  g_autofree char *message = csn_output_visible (error->message);

  csn_output_error ("%s", message);
  /* A log of a newer version may be sound; this program can't tell. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return (CsnExit) EXIT_UNVERIFIABLE;
  return (CsnExit) EXIT_CORRUPT;
}

/* A bundle tells of a time before the newest anchors; nothing is missing from it for that. */
static void
drop_later_anchors (GArray *anchors, CsnLogReader *reader)
{
  guint8 chain[CSN_SHA256_BYTES];
  guint64 base;

  csn_log_reader_get_base (reader, &base, chain);
  for (guint i = anchors->len; i > 0; i--)
    if (g_array_index (anchors, CsnAnchor, i - 1).count > base + csn_log_reader_get_count (reader))
      g_array_remove_index_fast (anchors, i - 1);
}

static GArray *
find_anchors (const char *path, GError **error)
{
  g_autoptr (CsnSettings) settings = csn_settings_new ();
  g_autoptr (CsnAnchors) places = csn_anchors_new (settings);
  g_autoptr (CsnLogReader) reader = csn_log_access_open (path, error);
  GArray *anchors;

  if (reader == NULL)
    return NULL;
  anchors = csn_anchors_read (places, csn_log_reader_get_log_id (reader));
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    drop_later_anchors (anchors, reader);
  return anchors;
}

static CsnVerifyReport *
verify (const char *path, const guint8 *chosen_key, GError **error)
{
  g_autoptr (CsnSealKey) key = NULL;
  g_autoptr (GArray) anchors = find_anchors (path, error);
  g_autoptr (CsnLogReader) reader = NULL;
  g_autoptr (CsnAuditWatch) watch = NULL;
  CsnVerifyOptions options = { .trusted_key = chosen_key };

  if (anchors == NULL)
    return NULL;
  options.anchors = (const CsnAnchor *) anchors->data;
  options.n_anchors = anchors->len;
  if (chosen_key == NULL)
    {
      key = csn_seal_key_find (path);
      if (key->signer != NULL)
        options.trusted_key = csn_signer_get_public_key (key->signer);
    }
  reader = csn_log_access_open (path, error);
  if (reader == NULL)
    return NULL;
  watch = csn_audit_watch_new ();
  return csn_audit_verify_against (reader,
                                   &options,
                                   csn_audit_watch_progress,
                                   watch,
                                   csn_audit_watch_get_cancellable (watch),
                                   error);
}

static CsnExit
check_proof (const char *path, const guint8 *chosen_key)
{
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;
  g_autofree char *body = NULL;
  g_autoptr (CsnProof) proof = NULL;
  g_autoptr (GError) error = NULL;
  const char *fault = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    return report_unreadable (error);
  proof = csn_proof_check (text, length, chosen_key, &fault, &error);
  if (error != NULL)
    return report_unreadable (error);
  if (proof == NULL)
    {
      csn_output_text (_ ("Proof         wrong: %s\n"), fault);
      return (CsnExit) EXIT_TAMPERED;
    }
  time = csn_time_to_string (proof->timestamp);
  body = csn_output_visible (proof->body);
  csn_output_text (_ ("Proof         good\n"));
  csn_output_text (_ ("Event         %" G_GUINT64_FORMAT "\n"), proof->seq);
  csn_output_text (_ ("Signed        %s\n"), time);
  csn_output_text (_ ("Public key    %s\n"), proof->public_key);
  if (chosen_key == NULL)
    csn_output_text ("              %s\n",
                     _ ("This key comes from the proof itself: compare it with the one that you "
                        "know, or give that with --key."));
  csn_output_text ("\n%s\n", body);
  return (CsnExit) EXIT_INTACT;
}

static gboolean
read_key (const char *text, guint8 ret_key[CSN_PUBLIC_KEY_BYTES])
{
  guint8 log_id[CSN_LOG_ID_BYTES];

  if (csn_public_key_from_text (text, log_id, ret_key))
    return TRUE;
  csn_output_error ("%s", _ ("That is no public key; it looks as \"audit verify\" prints it."));
  return FALSE;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *database = NULL;
  g_autofree char *key_text = NULL;
  g_autofree char *proof = NULL;
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, N_ ("Read this database"), N_ ("FILE") },
    { "key", 0, 0, G_OPTION_ARG_STRING, &key_text, N_ ("Trust this public key"), N_ ("KEY") },
    { "proof",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &proof,
      N_ ("Check the proof of an event"),
      N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint8 key[CSN_PUBLIC_KEY_BYTES];
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 1, &status);

  if (rest == NULL)
    return status;
  if (key_text != NULL && !read_key (key_text, key))
    return CSN_EXIT_USAGE;
  if (proof != NULL)
    return check_proof (proof, key_text != NULL ? key : NULL);
  path = csn_audit_log_find (rest[0] != NULL ? rest[0] : database);
  report = verify (path, key_text != NULL ? key : NULL, &error);
  if (report == NULL)
    return report_unreadable (error);
  if (json)
    print_json (report, path);
  else
    print_text (report, path);
  return (CsnExit) to_exit (report);
}

const CsnCommand csn_command_audit_verify = {
  .name = "audit verify",
  .arguments = N_ ("[FILE]"),
  .summary = N_ ("Check that nobody changed the audit log"),
  .details = N_ (
      "Recomputes the chain over every event of a database or bundle, read-only and without the\n"
      "running program, checks every signature, and compares the columns that lists and filters\n"
      "use, the payloads and the anchors. Without a FILE it reads the running program's database,\n"
      "or the one in your data folder. It trusts the key in your keyring, or else the one in the\n"
      "log's first event, unless --key says which.\n"
      "\n"
      "Integrity UNVERIFIABLE: no trusted signature vouches for the newest events.\n"
      "Completeness EXPOSED n: no anchor knows the newest n events, so a cut at the end would not\n"
      "show. INCOMPLETE: an anchor knows events that are gone.\n"
      "\n"
      "Exit status: 0 intact, 1 tampered or incomplete, 2 corrupt or unreadable (or a wrong "
      "call),\n"
      "3 unverifiable."),
  .run = run,
};
