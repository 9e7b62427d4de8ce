/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-effects.h"

#include "csn-demo-folder.h"
#include "csn-demo-json.h"
#include "csn-money.h"

#include <string.h>

static char *
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return NULL;
}

/* A member as text: a string as it is, a number as it was written. */
static const char *
member (const CsnDemoDeed *deed, const char *key)
{
  const CsnJson *value = csn_json_get_member (deed->action, key);

  if (value == NULL || (csn_json_get_value_type (value) != CSN_JSON_STRING &&
                        csn_json_get_value_type (value) != CSN_JSON_NUMBER))
    return NULL;
  return csn_json_get_text (value);
}

static gboolean
save (const char *path, const char *text, GError **error)
{
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* RFC 4180, in one line. */
static char *
csv_field (const char *text)
{
  g_autoptr (GString) field = g_string_new (text);

  g_string_replace (field, "\n", " ", 0);
  g_string_replace (field, "\r", " ", 0);
  g_string_replace (field, "\"", "\"\"", 0);
  g_string_prepend_c (field, '"');
  g_string_append_c (field, '"');
  return g_string_free (g_steal_pointer (&field), FALSE);
}

char *
csn_demo_effect_refund (const CsnDemoDeed *deed, GError **error)
{
  const char *order = member (deed, "order");
  const char *amount = csn_demo_json_member_text (deed->action, "amount");
  const char *currency = csn_demo_json_member_text (deed->action, "currency");
  g_autoptr (CsnMoney) money = NULL;
  g_autofree char *path = csn_demo_folder_path (deed->folder, NULL, "refunds", ".csv");
  g_autofree char *key =
      g_strdup_printf ("%s,%" G_GINT64_FORMAT ",", deed->task_id, deed->revision);
  g_autofree char *field = NULL;
  g_autofree char *line = NULL;

  if (order == NULL)
    return fail (error, "a refund needs an order");
  if (amount != NULL && currency != NULL)
    money = csn_money_new (amount, currency);
  if (money == NULL)
    return fail (error, "a refund needs an amount as decimal text and a currency");
  field = csv_field (order);
  line = g_strdup_printf ("%s%s,%s,%s,%s",
                          key,
                          field,
                          amount,
                          currency,
                          deed->digest != NULL ? deed->digest : "");
  if (!csn_demo_folder_append_once (path,
                                    key,
                                    line,
                                    "task_id,revision,order,amount,currency,digest",
                                    error))
    return NULL;
  return g_strdup_printf ("%s %s for order %s booked", amount, currency, order);
}

/* A header field can't hold a line end: what follows one would be another field. */
static char *
header_field (const char *text)
{
  char *field = g_strdup (text);

  return g_strdelimit (field, "\r\n", ' ');
}

char *
csn_demo_effect_email (const CsnDemoDeed *deed, GError **error)
{
  const char *to = csn_demo_json_member_text (deed->action, "to");
  const char *subject = csn_demo_json_member_text (deed->action, "subject");
  const char *body = csn_demo_json_member_text (deed->action, "body");
  g_autofree char *path = csn_demo_folder_path (deed->folder, "outbox", deed->task_id, ".eml");
  g_autofree char *from_field = NULL;
  g_autofree char *to_field = NULL;
  g_autofree char *subject_field = NULL;
  g_autofree char *mail = NULL;

  if (to == NULL || strchr (to, '@') == NULL)
    return fail (error, "an e-mail needs an address to go to");
  from_field = header_field (deed->agent_id);
  to_field = header_field (to);
  subject_field = header_field (subject != NULL ? subject : "");
  mail = g_strdup_printf ("From: %s@example.org\nTo: %s\nSubject: %s\nX-Task: %s\n"
                          "Content-Type: text/plain; charset=utf-8\n\n%s\n",
                          from_field,
                          to_field,
                          subject_field,
                          deed->task_id,
                          body != NULL ? body : "");
  if (!save (path, mail, error))
    return NULL;
  return g_strdup_printf ("e-mail to %s put into the outbox", to);
}

static CsnJson *
load_record (const char *path)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return csn_demo_json_read (text);
}

/* The old record with the members of @changes in the place of its own. */
static char *
merged_record (const CsnJson *record, const CsnJson *changes)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autoptr (CsnJson) merged = NULL;

  csn_json_writer_begin_object (writer);
  for (guint i = 0; record != NULL && i < csn_json_get_size (record); i++)
    {
      const char *key = csn_json_get_key (record, i);

      if (csn_json_get_member (changes, key) != NULL)
        continue;
      csn_json_writer_key (writer, key);
      csn_json_writer_value (writer, csn_json_get_element (record, i));
    }
  for (guint i = 0; i < csn_json_get_size (changes); i++)
    {
      csn_json_writer_key (writer, csn_json_get_key (changes, i));
      csn_json_writer_value (writer, csn_json_get_element (changes, i));
    }
  csn_json_writer_end_object (writer);
  merged = csn_demo_json_finish (writer);
  return csn_json_to_text (merged, 2);
}

static gboolean
change_record (const CsnDemoDeed *deed, const char *name, const CsnJson *changes, GError **error)
{
  g_autofree char *path = csn_demo_folder_path (deed->folder, "records", name, ".json");
  g_autoptr (CsnJson) record = load_record (path);
  g_autofree char *text = NULL;

  if (record != NULL && csn_json_get_value_type (record) != CSN_JSON_OBJECT)
    g_clear_pointer (&record, csn_json_unref);
  text = merged_record (record, changes);
  return save (path, text, error);
}

char *
csn_demo_effect_record (const CsnDemoDeed *deed, GError **error)
{
  const char *name = member (deed, "record");
  const CsnJson *changes = csn_json_get_member (deed->action, "set");

  if (name == NULL)
    return fail (error, "a change needs a record");
  if (changes == NULL || csn_json_get_value_type (changes) != CSN_JSON_OBJECT)
    return fail (error, "a change needs an object \"set\"");
  if (!change_record (deed, name, changes, error))
    return NULL;
  return g_strdup_printf ("%s changed, %u members set", name, csn_json_get_size (changes));
}

char *
csn_demo_effect_merge (const CsnDemoDeed *deed, GError **error)
{
  const char *keep = member (deed, "keep");
  const char *drop = member (deed, "drop");
  g_autofree char *drop_path = NULL;
  g_autoptr (CsnJson) changes = NULL;
  CsnJsonWriter *writer;

  if (keep == NULL || drop == NULL || g_str_equal (keep, drop))
    return fail (error, "a merge needs two different records, \"keep\" and \"drop\"");
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "merged_from", drop);
  csn_json_writer_end_object (writer);
  changes = csn_demo_json_finish (writer);
  drop_path = csn_demo_folder_path (deed->folder, "records", drop, ".json");
  if (!change_record (deed, keep, changes, error) ||
      !csn_demo_folder_remove_tree (drop_path, error))
    return NULL;
  return g_strdup_printf ("%s merged into %s", drop, keep);
}

char *
csn_demo_effect_export (const CsnDemoDeed *deed, GError **error)
{
  const CsnJson *fields = csn_json_get_member (deed->action, "fields");
  g_autofree char *path = csn_demo_folder_path (deed->folder, "exports", deed->task_id, ".csv");
  g_autoptr (GString) text = g_string_new (NULL);

  if (fields == NULL || csn_json_get_value_type (fields) != CSN_JSON_ARRAY)
    return fail (error, "an export needs \"fields\"");
  for (guint i = 0; i < csn_json_get_size (fields); i++)
    {
      const CsnJson *field = csn_json_get_element (fields, i);
      g_autofree char *quoted = NULL;

      if (csn_json_get_value_type (field) != CSN_JSON_STRING)
        return fail (error, "the names of fields are strings");
      quoted = csv_field (csn_json_get_text (field));
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", quoted);
    }
  g_string_append_c (text, '\n');
  if (!save (path, text->str, error))
    return NULL;
  return g_strdup_printf ("%u fields exported", csn_json_get_size (fields));
}

char *
csn_demo_effect_lookup (const CsnDemoDeed *deed, GError **error)
{
  guint hash = 0;
  g_autofree char *text = csn_json_to_text (deed->action, 0);

  for (const char *c = text; *c != '\0'; c++)
    hash = hash * 31 + (guchar) *c;
  return g_strdup_printf ("%u results found", 1 + hash % 9);
}
