/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-action-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-json-writer.h"
#include "csn-visible-text.h"

#define FIRST_LINE_CHARS 160

typedef struct
{
  const char *raw;
  const char *words;
} Phrase;

static const Phrase phrases[] = {
  { "bash", N_ ("Run shell command") },
  { "shell", N_ ("Run shell command") },
  { "exec", N_ ("Run command") },
  { "run_shell", N_ ("Run shell command") },
  { "shell_command", N_ ("Run shell command") },
  { "run_shell_command", N_ ("Run shell command") },
  { "sql", N_ ("Run SQL") },
  { "email", N_ ("Send e-mail") },
  { "send_mail", N_ ("Send e-mail") },
};

static const Phrase spellings[] = {
  { "email", "e-mail" }, { "emails", "e-mails" }, { "api", "API" }, { "sql", "SQL" },
  { "http", "HTTP" },    { "url", "URL" },        { "id", "ID" },   { "pii", "PII" },
  { "crm", "CRM" },      { "pdf", "PDF" },        { "csv", "CSV" }, { "sms", "SMS" },
  { "vm", "VM" },        { "dns", "DNS" },        { "ip", "IP" },
};

static const char *
look_up (const Phrase *table, gsize n_rows, const char *raw)
{
  for (gsize i = 0; i < n_rows; i++)
    if (g_ascii_strcasecmp (table[i].raw, raw) == 0)
      return table[i].words;
  return NULL;
}

/* snake_case, kebab-case, dotted.names and camelCase all become words with spaces. */
static char *
split_words (const char *text)
{
  GString *out = g_string_new (NULL);
  gunichar previous = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (strchr ("_-./:", (int) c) != NULL && c < 0x80)
        c = ' ';
      else if (g_unichar_isupper (c) && g_unichar_islower (previous))
        g_string_append_c (out, ' ');
      if (c != ' ' || (out->len > 0 && out->str[out->len - 1] != ' '))
        g_string_append_unichar (out, c);
      previous = c;
    }
  return g_strchomp (g_string_free (out, FALSE));
}

static char *
with_capital (const char *text)
{
  GString *out = g_string_new (NULL);

  if (*text == '\0')
    return g_string_free (out, FALSE);
  g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (out, g_utf8_next_char (text));
  return g_string_free (out, FALSE);
}

static char *
spell (const char *text, gboolean lower)
{
  g_autofree char *spaced = split_words (text);
  g_auto (GStrv) words = g_strsplit (spaced, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *spelling = look_up (spellings, G_N_ELEMENTS (spellings), words[i]);
      char *word = NULL;

      if (spelling != NULL)
        word = g_strdup (spelling);
      else if (lower)
        word = g_utf8_strdown (words[i], -1);
      else
        continue;
      g_free (words[i]);
      words[i] = word;
    }
  return g_strjoinv (" ", words);
}

char *
csn_action_words_type (const char *action_type)
{
  const char *phrase = look_up (phrases, G_N_ELEMENTS (phrases), action_type);
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  g_autofree char *visible = NULL;
  g_autofree char *words = NULL;

  if (phrase != NULL)
    return g_strdup (_ (phrase));
  visible = csn_visible_text (action_type, -1, CSN_VISIBLE_SINGLE_LINE, &warnings);
  if (warnings != CSN_VISIBLE_NONE)
    return g_steal_pointer (&visible);
  words = spell (visible, TRUE);
  return *words != '\0' ? with_capital (words) : g_strdup (_ ("Unnamed action"));
}

char *
csn_action_words_name (const char *key)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  g_autofree char *visible = csn_visible_text (key, -1, CSN_VISIBLE_SINGLE_LINE, &warnings);
  g_autofree char *spaced = NULL;

  if (warnings != CSN_VISIBLE_NONE)
    return g_steal_pointer (&visible);
  spaced = g_strdelimit (g_strdup (visible), "_", ' ');
  if (*g_strstrip (spaced) == '\0')
    return *visible != '\0' ? g_steal_pointer (&visible) : g_strdup (_ ("(no name)"));
  return g_steal_pointer (&spaced);
}

char *
csn_action_words_money (const CsnJson *object)
{
  const CsnJson *amount = csn_json_get_member (object, "amount");
  const CsnJson *currency = csn_json_get_member (object, "currency");
  g_autoptr (CsnMoney) money = NULL;

  if (amount == NULL || currency == NULL || csn_json_get_value_type (amount) != CSN_JSON_STRING ||
      csn_json_get_value_type (currency) != CSN_JSON_STRING)
    return NULL;
  money = csn_money_new (csn_json_get_text (amount), csn_json_get_text (currency));
  if (money == NULL)
    return NULL;
  return g_strdup_printf ("%s %s", csn_money_get_amount (money), csn_money_get_currency (money));
}

gboolean
csn_action_words_is_monospace (const char *key)
{
  static const char *const keys[] = { "command",   "cmd",  "script", "sql",  "query",    "path",
                                      "file",      "code", "patch",  "diff", "filename", "url",
                                      "body_json", "argv", "args",   NULL };

  return key != NULL && g_strv_contains (keys, key);
}

gboolean
csn_action_words_is_secret (const char *key, const CsnJson *value)
{
  switch (csn_json_get_value_type (value))
    {
    case CSN_JSON_STRING:
      return csn_visible_is_secret (key, csn_json_get_text (value));
    case CSN_JSON_NUMBER:
      return csn_visible_is_secret (key, NULL);
    case CSN_JSON_OBJECT:
      return csn_json_get_size (value) > 0 && csn_visible_is_secret (key, NULL);
    case CSN_JSON_NULL:
    case CSN_JSON_BOOLEAN:
    case CSN_JSON_ARRAY:
      break;
    }
  return FALSE;
}

/* The elements of an array go by the array's own name. */
static gboolean
has_secret_under (const char *key, const CsnJson *value)
{
  gboolean is_object = csn_json_get_value_type (value) == CSN_JSON_OBJECT;

  if (csn_action_words_is_secret (key, value))
    return TRUE;
  for (guint i = 0; i < csn_json_get_size (value); i++)
    if (has_secret_under (is_object ? csn_json_get_key (value, i) : key,
                          csn_json_get_element (value, i)))
      return TRUE;
  return FALSE;
}

gboolean
csn_action_words_has_secret (const CsnJson *value)
{
  return has_secret_under (NULL, value);
}

static char *
value_in_row (const char *key, const CsnJson *value)
{
  g_autofree char *money = csn_action_words_money (value);

  if (csn_action_words_is_secret (key, value))
    return g_strdup (CSN_ACTION_WORDS_MASK);
  if (money != NULL)
    return g_steal_pointer (&money);
  switch (csn_json_get_value_type (value))
    {
    case CSN_JSON_NULL:
      return g_strdup ("null");
    case CSN_JSON_BOOLEAN:
      return g_strdup (csn_json_get_boolean (value) ? "true" : "false");
    case CSN_JSON_NUMBER:
      return g_strdup (csn_json_get_text (value));
    case CSN_JSON_STRING:
      return csn_visible_text (csn_json_get_text (value), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
    case CSN_JSON_ARRAY:
    case CSN_JSON_OBJECT:
      return g_strdup_printf ("{%u}", csn_json_get_size (value));
    }
  return g_strdup ("");
}

static void
shorten (GString *line)
{
  char *end = NULL;

  if (g_utf8_strlen (line->str, (gssize) line->len) <= FIRST_LINE_CHARS)
    return;
  end = g_utf8_offset_to_pointer (line->str, FIRST_LINE_CHARS);
  g_string_truncate (line, (gsize) (end - line->str));
  g_string_append (line, "…");
}

char *
csn_action_words_first_line (const CsnJson *action)
{
  GString *line = g_string_new (NULL);
  g_autofree char *money = csn_action_words_money (action);

  if (money != NULL)
    g_string_append (line, money);
  for (guint i = 0; i < csn_json_get_size (action) && line->len < FIRST_LINE_CHARS; i++)
    {
      const char *key = csn_json_get_key (action, i);
      g_autofree char *name = csn_action_words_name (key);
      g_autofree char *value = value_in_row (key, csn_json_get_element (action, i));

      if (money != NULL && (g_str_equal (key, "amount") || g_str_equal (key, "currency")))
        continue;
      if (line->len > 0)
        g_string_append (line, " · ");
      if (!csn_action_words_is_monospace (key))
        g_string_append_printf (line, "%s: ", name);
      g_string_append (line, value);
    }
  shorten (line);
  return g_string_free (line, FALSE);
}

static void
write_masked (CsnJsonWriter *writer, const char *key, const CsnJson *value)
{
  CsnJsonType type = csn_json_get_value_type (value);

  if (csn_action_words_is_secret (key, value))
    {
      csn_json_writer_string (writer, CSN_ACTION_WORDS_MASK);
      return;
    }
  if (type != CSN_JSON_OBJECT && type != CSN_JSON_ARRAY)
    {
      csn_json_writer_value (writer, value);
      return;
    }
  if (type == CSN_JSON_OBJECT)
    csn_json_writer_begin_object (writer);
  else
    csn_json_writer_begin_array (writer);
  for (guint i = 0; i < csn_json_get_size (value); i++)
    {
      const char *name = type == CSN_JSON_OBJECT ? csn_json_get_key (value, i) : NULL;

      if (name != NULL)
        csn_json_writer_key (writer, name);
      write_masked (writer, name != NULL ? name : key, csn_json_get_element (value, i));
    }
  if (type == CSN_JSON_OBJECT)
    csn_json_writer_end_object (writer);
  else
    csn_json_writer_end_array (writer);
}

char *
csn_action_words_exact (const CsnJson *value, gboolean reveal)
{
  g_autoptr (CsnJson) masked = NULL;
  g_autofree char *text = NULL;
  CsnJsonWriter *writer = NULL;

  if (reveal || !csn_action_words_has_secret (value))
    return csn_json_to_text (value, 2);
  writer = csn_json_writer_new ();
  write_masked (writer, NULL, value);
  text = csn_json_writer_finish (writer);
  masked = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
  g_return_val_if_fail (masked != NULL, g_steal_pointer (&text));
  return csn_json_to_text (masked, 2);
}

char *
csn_action_words_initials (const char *agent_id)
{
  g_autofree char *visible = csn_visible_text (agent_id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_autofree char *spaced = split_words (visible);
  g_auto (GStrv) words = g_strsplit (spaced, " ", 3);
  GString *initials = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && i < 2; i++)
    if (*words[i] != '\0')
      g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (words[i])));
  if (initials->len == 0)
    g_string_append_c (initials, '?');
  return g_string_free (initials, FALSE);
}

const char *
csn_action_words_colour (const char *agent_id)
{
  static const char *const colours[] = { "avatar-blue",   "avatar-green", "avatar-purple",
                                         "avatar-orange", "avatar-teal",  "avatar-brown" };

  return colours[g_str_hash (agent_id) % G_N_ELEMENTS (colours)];
}
