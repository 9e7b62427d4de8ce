/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verify.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-memory-log.h"

#define NOW G_GINT64_CONSTANT (1795331011120431)
#define N_ROWS 20

static const guint8 log_id[CSN_LOG_ID_BYTES] = { 1, 2, 3 };
static const guint8 other_id[CSN_LOG_ID_BYTES] = { 9 };

static void
set_key (CsnEvent *event, CsnSigner *signer)
{
  g_autofree char *key =
      csn_public_key_to_text (csn_signer_get_log_id (signer), csn_signer_get_public_key (signer));
  g_autofree char *text = g_strdup_printf ("{\"public_key\":\"%s\"}", key);
  g_autoptr (CsnJson) details = csn_json_parse (text, strlen (text), 1000, NULL, NULL);

  csn_event_set_details (event, details);
}

static CsnMemoryLog *
new_log (const guint8 id[CSN_LOG_ID_BYTES], guint n_rows)
{
  CsnMemoryLog *log = csn_memory_log_new (id);
  g_autoptr (CsnSigner) signer = csn_signer_new (id);
  CsnLogKey key = { 0 };
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };

  for (guint i = 0; i < n_rows; i++)
    {
      CsnEventType type = i == 0 ? CSN_EVENT_LOG_OPENED : CSN_EVENT_SHOWN;
      g_autoptr (CsnEvent) event = csn_event_new (type, NOW + i, &actor);
      g_autofree char *agent_id = g_strdup_printf ("agent-%u", i % 3);

      if (i > 0)
        csn_event_set_agent (event, "demo", agent_id, i % 2 == 0 ? NULL : "refund");
      if (i % 4 == 1)
        csn_event_set_level (event, CSN_LEVEL_HARD_APPROVAL);
      if (i == 0)
        set_key (event, signer);
      csn_memory_log_append (log, event);
      if (i % 8 == 0 || i + 1 == n_rows)
        csn_memory_log_seal (log, signer);
    }
  memcpy (key.public_key, csn_signer_get_public_key (signer), sizeof key.public_key);
  g_array_append_val (csn_memory_log_get_keys (log), key);
  return log;
}

static CsnMemoryRow *
get_row (CsnMemoryLog *log, guint index)
{
  return g_ptr_array_index (csn_memory_log_get_rows (log), index);
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
renumber (CsnMemoryLog *log)
{
  for (guint i = 0; i < csn_memory_log_get_rows (log)->len; i++)
    get_row (log, i)->seq = i;
}

static void
swap (CsnMemoryLog *log, guint a, guint b)
{
  GPtrArray *rows = csn_memory_log_get_rows (log);
  gpointer row = rows->pdata[a];

  rows->pdata[a] = rows->pdata[b];
  rows->pdata[b] = row;
}

/* The single edits, each with the one that must be found. */

static void
change_body (CsnMemoryLog *log)
{
  get_row (log, 5)->body->str[200] ^= 1;
}

static void
change_seq_in_body (CsnMemoryLog *log)
{
  char *seq = strstr (get_row (log, 5)->body->str, "\"seq\":5");

  seq[6] = '7';
}

static void
change_log_id_in_body (CsnMemoryLog *log)
{
  get_row (log, 5)->body->str[20] ^= 1;
}

static void
shorten_body (CsnMemoryLog *log)
{
  g_string_truncate (get_row (log, 5)->body, 10);
}

static void
append_to_body (CsnMemoryLog *log)
{
  g_string_append_c (get_row (log, 5)->body, ' ');
}

static void
empty_body (CsnMemoryLog *log)
{
  g_string_truncate (get_row (log, 5)->body, 0);
}

static void
change_leaf (CsnMemoryLog *log)
{
  get_row (log, 5)->leaf[31] ^= 1;
}

static void
change_chain (CsnMemoryLog *log)
{
  get_row (log, 5)->chain[0] ^= 0x80;
}

static void
change_last_chain (CsnMemoryLog *log)
{
  get_row (log, N_ROWS - 1)->chain[0] ^= 0x80;
}

static void
change_body_and_leaf (CsnMemoryLog *log)
{
  CsnMemoryRow *row = get_row (log, 5);

  row->body->str[200] ^= 1;
  csn_chain_leaf (row->body->str, row->body->len, row->leaf);
}

static void
remove_first (CsnMemoryLog *log)
{
  g_ptr_array_remove_index (csn_memory_log_get_rows (log), 0);
}

static void
remove_row (CsnMemoryLog *log)
{
  g_ptr_array_remove_index (csn_memory_log_get_rows (log), 5);
}

static void
remove_and_renumber (CsnMemoryLog *log)
{
  remove_row (log);
  renumber (log);
}

static void
remove_and_rechain (CsnMemoryLog *log)
{
  remove_and_renumber (log);
  csn_memory_log_rechain (log, 0);
}

static void
remove_all (CsnMemoryLog *log)
{
  g_ptr_array_set_size (csn_memory_log_get_rows (log), 0);
}

static void
insert_copy (CsnMemoryLog *log)
{
  GPtrArray *rows = csn_memory_log_get_rows (log);

  g_ptr_array_insert (rows, 9, csn_memory_row_copy (get_row (log, 5)));
  renumber (log);
}

/* A new row at 5, with a right leaf and chain value; what was there is moved on untouched. */
static void
insert_forged (CsnMemoryLog *log)
{
  GPtrArray *rows = csn_memory_log_get_rows (log);
  CsnMemoryRow *forged = csn_memory_row_copy (get_row (log, 5));
  CsnMemoryRow *before = get_row (log, 4);

  forged->body->str[forged->body->len - 4] ^= 1;
  csn_chain_leaf (forged->body->str, forged->body->len, forged->leaf);
  csn_chain_next (log_id, 5, before->chain, forged->leaf, forged->chain);
  g_ptr_array_insert (rows, 5, forged);
  renumber (log);
}

static void
insert_careless (CsnMemoryLog *log)
{
  GPtrArray *rows = csn_memory_log_get_rows (log);
  CsnMemoryRow *forged = csn_memory_row_copy (get_row (log, 5));

  forged->body->str[200] ^= 1;
  g_ptr_array_insert (rows, 5, forged);
  renumber (log);
}

static void
insert_foreign (CsnMemoryLog *log)
{
  g_autoptr (CsnMemoryLog) other = new_log (other_id, N_ROWS);
  GPtrArray *rows = csn_memory_log_get_rows (log);

  g_ptr_array_insert (rows, 5, csn_memory_row_copy (get_row (other, 5)));
  renumber (log);
}

static void
replace_by_foreign (CsnMemoryLog *log)
{
  g_autoptr (CsnMemoryLog) other = new_log (other_id, N_ROWS);
  GPtrArray *rows = csn_memory_log_get_rows (log);

  g_ptr_array_remove_index (rows, 5);
  g_ptr_array_insert (rows, 5, csn_memory_row_copy (get_row (other, 5)));
}

static void
swap_rows (CsnMemoryLog *log)
{
  swap (log, 5, 9);
  renumber (log);
}

static void
swap_and_rechain (CsnMemoryLog *log)
{
  swap_rows (log);
  csn_memory_log_rechain (log, 0);
}

static void
swap_bodies (CsnMemoryLog *log)
{
  GString *body = get_row (log, 5)->body;

  get_row (log, 5)->body = get_row (log, 6)->body;
  get_row (log, 6)->body = body;
}

static void
move_row_to_the_end (CsnMemoryLog *log)
{
  GPtrArray *rows = csn_memory_log_get_rows (log);

  g_ptr_array_add (rows, g_ptr_array_steal_index (rows, 5));
  renumber (log);
}

static void
change_timestamp (CsnMemoryLog *log)
{
  get_row (log, 5)->timestamp++;
}

static void
change_timestamp_far (CsnMemoryLog *log)
{
  get_row (log, 5)->timestamp = G_MININT64;
}

static void
change_type (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->event_type, "approved");
}

static void
remove_type (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->event_type, NULL);
}

static void
change_request (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->request_id, "r-1");
}

static void
change_agent (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->agent_id, "agent-2\",\"action_type\":\"refund");
}

static void
remove_agent (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->agent_id, NULL);
}

static void
change_action_to_no_utf8 (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->action_type, "refund\xff");
}

static void
change_level (CsnMemoryLog *log)
{
  set_text (&get_row (log, 5)->hitl_level, "FULL_AUTO");
}

typedef struct
{
  const char *name;
  void (*edit) (CsnMemoryLog *log);
  CsnFaultKind fault;
  guint64 seq;
} Edit;

static const Edit edits[] = {
  { "change-body", change_body, CSN_FAULT_ALTERED, 5 },
  { "change-seq-in-body", change_seq_in_body, CSN_FAULT_ALTERED, 5 },
  { "change-log-id-in-body", change_log_id_in_body, CSN_FAULT_ALTERED, 5 },
  { "shorten-body", shorten_body, CSN_FAULT_ALTERED, 5 },
  { "append-to-body", append_to_body, CSN_FAULT_ALTERED, 5 },
  { "empty-body", empty_body, CSN_FAULT_ALTERED, 5 },
  { "change-leaf", change_leaf, CSN_FAULT_ALTERED, 5 },
  { "change-chain", change_chain, CSN_FAULT_ALTERED, 5 },
  { "change-last-chain", change_last_chain, CSN_FAULT_ALTERED, N_ROWS - 1 },
  { "change-body-and-leaf", change_body_and_leaf, CSN_FAULT_ALTERED, 5 },
  { "remove-first", remove_first, CSN_FAULT_MISSING, 0 },
  { "remove", remove_row, CSN_FAULT_MISSING, 5 },
  { "remove-and-renumber", remove_and_renumber, CSN_FAULT_MISSING, 5 },
  { "remove-and-rechain", remove_and_rechain, CSN_FAULT_MISSING, 5 },
  { "remove-all", remove_all, CSN_FAULT_MISSING, 0 },
  { "insert-copy", insert_copy, CSN_FAULT_INSERTED, 9 },
  { "insert-forged", insert_forged, CSN_FAULT_INSERTED, 5 },
  { "insert-careless", insert_careless, CSN_FAULT_INSERTED, 5 },
  { "insert-foreign", insert_foreign, CSN_FAULT_INSERTED, 5 },
  { "replace-by-foreign", replace_by_foreign, CSN_FAULT_INSERTED, 5 },
  { "swap", swap_rows, CSN_FAULT_REORDERED, 5 },
  { "swap-and-rechain", swap_and_rechain, CSN_FAULT_REORDERED, 5 },
  { "swap-bodies", swap_bodies, CSN_FAULT_REORDERED, 5 },
  { "move-to-the-end", move_row_to_the_end, CSN_FAULT_REORDERED, 5 },
  { "change-timestamp", change_timestamp, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-timestamp-far", change_timestamp_far, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-type", change_type, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "remove-type", remove_type, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-request", change_request, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-agent", change_agent, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "remove-agent", remove_agent, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-action-to-no-utf8", change_action_to_no_utf8, CSN_FAULT_INDEX_MISMATCH, 5 },
  { "change-level", change_level, CSN_FAULT_INDEX_MISMATCH, 5 },
};

static CsnVerifyReport *
verify (CsnMemoryLog *log)
{
  g_autoptr (GError) error = NULL;
  CsnVerifyReport *report;

  csn_memory_log_rewind (log);
  report = csn_audit_verify (CSN_LOG_READER (log), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static void
test_edit_is_found (gconstpointer data)
{
  const Edit *edit = data;
  g_autoptr (CsnMemoryLog) log = new_log (log_id, N_ROWS);
  g_autoptr (CsnVerifyReport) report = NULL;

  edit->edit (log);
  report = verify (log);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_TAMPERED);
  g_assert_cmpstr (csn_fault_kind_to_string (report->fault),
                   ==,
                   csn_fault_kind_to_string (edit->fault));
  g_assert_cmpuint (report->first_bad_seq, ==, edit->seq);
}

static void
test_whole_log_is_intact (void)
{
  g_autoptr (CsnMemoryLog) log = new_log (log_id, N_ROWS);
  g_autoptr (CsnVerifyReport) report = verify (log);
  g_autofree char *head = NULL;

  head = csn_digest_to_hex (get_row (log, N_ROWS - 1)->chain, CSN_SHA256_BYTES);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpint (report->fault, ==, CSN_FAULT_NONE);
  g_assert_cmpuint (report->n_events, ==, N_ROWS);
  g_assert_cmpstr (report->head, ==, head);
}

/* Every bit of a row's body, leaf and chain value in turn. */
static void
test_every_flipped_bit_is_found (void)
{
  g_autoptr (CsnMemoryLog) log = new_log (log_id, 4);
  CsnMemoryRow *row = get_row (log, 2);
  struct
  {
    guint8 *bytes;
    gsize length;
  } const parts[] = {
    { (guint8 *) row->body->str, row->body->len },
    { row->leaf, CSN_SHA256_BYTES },
    { row->chain, CSN_SHA256_BYTES },
  };

  for (gsize part = 0; part < G_N_ELEMENTS (parts); part++)
    for (gsize bit = 0; bit < parts[part].length * 8; bit++)
      {
        g_autoptr (CsnVerifyReport) report = NULL;

        parts[part].bytes[bit / 8] ^= (guint8) (1 << bit % 8);
        report = verify (log);
        g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_TAMPERED);
        g_assert_cmpint (report->fault, ==, CSN_FAULT_ALTERED);
        g_assert_cmpuint (report->first_bad_seq, ==, 2);
        parts[part].bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      }
}

static void
test_broken_disk_is_corrupt_and_not_tampered (void)
{
  g_autoptr (CsnMemoryLog) log = new_log (log_id, N_ROWS);
  g_autoptr (CsnVerifyReport) report = NULL;

  csn_memory_log_break_at (log, 7);
  report = verify (log);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_CORRUPT);
  g_assert_cmpint (report->fault, ==, CSN_FAULT_UNREADABLE);
  g_assert_cmpuint (report->first_bad_seq, ==, 7);
  g_assert_cmpstr (report->message, ==, "The disk is broken");
}

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  guint64 *last = user_data;

  g_assert_cmpuint (done, >=, *last);
  g_assert_cmpuint (total, ==, 10000);
  *last = done;
}

static void
on_progress_cancel (guint64 done, guint64 total, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_progress_reaches_the_end_and_cancel_stops (void)
{
  g_autoptr (CsnMemoryLog) log = new_log (log_id, 10000);
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint64 last = 0;

  report = csn_audit_verify (CSN_LOG_READER (log), on_progress, &last, NULL, NULL);
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_INTACT);
  g_assert_cmpuint (last, ==, 10000);
  csn_memory_log_rewind (log);
  g_assert_null (csn_audit_verify (CSN_LOG_READER (log),
                                   on_progress_cancel,
                                   cancellable,
                                   cancellable,
                                   &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audit/verify/whole-log-is-intact", test_whole_log_is_intact);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *path = g_strconcat ("/audit/verify/finds/", edits[i].name, NULL);

      g_test_add_data_func (path, &edits[i], test_edit_is_found);
    }
  g_test_add_func ("/audit/verify/every-flipped-bit-is-found", test_every_flipped_bit_is_found);
  g_test_add_func ("/audit/verify/broken-disk-is-corrupt-and-not-tampered",
                   test_broken_disk_is_corrupt_and_not_tampered);
  g_test_add_func ("/audit/verify/progress-reaches-the-end-and-cancel-stops",
                   test_progress_reaches_the_end_and_cancel_stops);
  return g_test_run ();
}
