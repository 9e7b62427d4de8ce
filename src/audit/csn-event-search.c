/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-event-search.h"

#include <string.h>

#include "csn-chain.h"

#define MAX_WORD_BYTES 64
#define FIRST_MEMBER ",\"event_type\":"
#define LAST_MEMBER "app_version"

typedef enum
{
  MEMBER_LEVEL,
  MEMBER_REVIEWER,
  MEMBER_DECISION,
  N_MEMBERS,
} Member;

static const char *const members[N_MEMBERS] = {
  [MEMBER_LEVEL] = "hitl_level",
  [MEMBER_REVIEWER] = "reviewer_id",
  [MEMBER_DECISION] = "reviewer_decision",
};

struct _CsnEventSearch
{
  char *wanted[N_MEMBERS]; /* (owned) (nullable) */
  char **words;            /* (owned) */
};

/* Reads bytes that only look like a body: nothing is taken for granted. */
typedef struct
{
  const char *cursor;
  const char *end;
  int depth;
} Scanner;

static gboolean
is_plain (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;
  return TRUE;
}

static void
end_word (GString *words, gsize *begin)
{
  gsize length = words->len - *begin;

  if (length == 0)
    return;
  if (length > MAX_WORD_BYTES)
    {
      const char *word = words->str + *begin;
      const char *cut = g_utf8_find_prev_char (word, word + MAX_WORD_BYTES + 1);

      g_string_truncate (words, (gsize) (cut - words->str));
    }
  g_string_append_c (words, ' ');
  *begin = words->len;
}

static void
add_plain (GString *words, const char *text, gsize length)
{
  gsize begin = words->len;

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isalnum (text[i]))
        g_string_append_c (words, g_ascii_tolower (text[i]));
      else
        end_word (words, &begin);
    }
  end_word (words, &begin);
}

/* Accents are marks of their own once the text is taken apart. */
static void
add_folded (GString *words, const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_autofree char *folded = g_utf8_casefold (valid, -1);
  g_autofree char *apart = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  gsize begin = words->len;

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isalnum (character))
        g_string_append_unichar (words, character);
      else if (!g_unichar_ismark (character))
        end_word (words, &begin);
    }
  end_word (words, &begin);
}

static void
add_words (GString *words, const char *text, gsize length)
{
  if (is_plain (text, length))
    add_plain (words, text, length);
  else
    add_folded (words, text, length);
}

static gunichar
read_unit (Scanner *scanner)
{
  gunichar unit = 0;

  for (int i = 0; i < 4 && scanner->cursor < scanner->end; i++)
    {
      int digit = g_ascii_xdigit_value (*scanner->cursor);

      if (digit < 0)
        break;
      unit = unit << 4 | (gunichar) digit;
      scanner->cursor++;
    }
  return unit;
}

/* Our emitter escapes nothing beyond ASCII, so a half of a pair is none of its own. */
static void
read_escape (Scanner *scanner, GString *text)
{
  static const char letters[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  const char *letter;
  gunichar unit;

  if (scanner->cursor == scanner->end)
    return;
  if (*scanner->cursor != 'u')
    {
      letter = *scanner->cursor != '\0' ? strchr (letters, *scanner->cursor) : NULL;
      g_string_append_c (text, letter != NULL ? meanings[letter - letters] : *scanner->cursor);
      scanner->cursor++;
      return;
    }
  scanner->cursor++;
  unit = read_unit (scanner);
  if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
    g_string_append_c (text, ' ');
  else
    g_string_append_unichar (text, unit);
}

/* From behind the quote that opens a string to behind the one that closes it. Gives the bytes as
 * they are where nothing is escaped. */
static gsize
read_string (Scanner *scanner, GString *buffer, const char **ret_text)
{
  const char *begin = scanner->cursor;

  while (scanner->cursor < scanner->end && *scanner->cursor != '"' && *scanner->cursor != '\\')
    scanner->cursor++;
  *ret_text = begin;
  if (scanner->cursor == scanner->end)
    return (gsize) (scanner->cursor - begin);
  if (*scanner->cursor == '"')
    return (gsize) (scanner->cursor++ - begin);
  g_string_truncate (buffer, 0);
  g_string_append_len (buffer, begin, scanner->cursor - begin);
  while (scanner->cursor < scanner->end && *scanner->cursor != '"')
    {
      char character = *scanner->cursor++;

      if (character == '\\')
        read_escape (scanner, buffer);
      else
        g_string_append_c (buffer, character);
    }
  if (scanner->cursor < scanner->end)
    scanner->cursor++;
  *ret_text = buffer->str;
  return buffer->len;
}

static void
read_number (Scanner *scanner, GString *words)
{
  const char *begin = scanner->cursor;

  while (scanner->cursor < scanner->end &&
         (g_ascii_isalnum (*scanner->cursor) || *scanner->cursor == '.'))
    scanner->cursor++;
  add_plain (words, begin, (gsize) (scanner->cursor - begin));
}

/* Gives FALSE at the member that nobody searches for. */
static gboolean
read_text (Scanner *scanner, GString *buffer, GString *words)
{
  const char *text;
  gsize length;

  scanner->cursor++;
  length = read_string (scanner, buffer, &text);
  if (scanner->cursor == scanner->end || *scanner->cursor != ':')
    {
      add_words (words, text, length);
      return TRUE;
    }
  return scanner->depth > 0 || length != strlen (LAST_MEMBER) ||
         memcmp (text, LAST_MEMBER, length) != 0;
}

static void
list_words (const char *body, gsize length, GString *words)
{
  const char *begin = g_strstr_len (body, (gssize) length, FIRST_MEMBER);
  Scanner scanner = { begin != NULL ? begin : body, body + length, 0 };
  g_autoptr (GString) buffer = g_string_new (NULL);

  while (scanner.cursor < scanner.end)
    {
      char character = *scanner.cursor;

      if (character == '"')
        {
          if (!read_text (&scanner, buffer, words))
            return;
          continue;
        }
      if (g_ascii_isdigit (character))
        {
          read_number (&scanner, words);
          continue;
        }
      if (character == '{' || character == '[')
        scanner.depth++;
      else if (character == '}' || character == ']')
        scanner.depth--;
      scanner.cursor++;
    }
}

char *
csn_event_search_list_words (const char *body, gsize length)
{
  GString *words = g_string_sized_new (length);

  g_return_val_if_fail (body != NULL, NULL);

  list_words (body, length, words);
  return g_string_free (words, FALSE);
}

/* A quote inside of a value stands behind a backslash, so a name with its quotes and comma can only
 * be a member; those of the front stand before any that came from outside. */
char *
csn_event_search_dup_member (const char *body, gsize length, const char *member)
{
  g_autofree char *name = g_strdup_printf (",\"%s\":\"", member);
  g_autoptr (GString) buffer = g_string_new (NULL);
  Scanner scanner = { NULL, body + length, 0 };
  const char *at;
  const char *absent;
  const char *text;
  gsize text_length;

  g_return_val_if_fail (body != NULL, NULL);

  at = g_strstr_len (body, (gssize) length, name);
  absent = g_strstr_len (body, (gssize) length, ",\"actor\":");
  if (at == NULL || (absent != NULL && absent < at))
    return NULL;
  scanner.cursor = at + strlen (name);
  text_length = read_string (&scanner, buffer, &text);
  return g_strndup (text, text_length);
}

static gboolean
has_word (const char *words, const char *word)
{
  gsize length = strlen (word);
  const char *at = words;

  while ((at = strstr (at, word)) != NULL)
    {
      gboolean begins = at == words || at[-1] == ' ';

      if (begins && (length >= CSN_EVENT_SEARCH_MIN_PREFIX || at[length] == ' '))
        return TRUE;
      at++;
    }
  return FALSE;
}

static char **
split_words (const char *text)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (text != NULL)
    add_words (words, text, strlen (text));
  g_strchomp (words->str);
  return words->str[0] != '\0' ? g_strsplit (words->str, " ", -1) : g_new0 (char *, 1);
}

CsnEventSearch *
csn_event_search_new (const CsnHistoryQuery *query)
{
  CsnEventSearch *self = g_new0 (CsnEventSearch, 1);

  self->wanted[MEMBER_LEVEL] = csn_event_text (query->level);
  self->wanted[MEMBER_REVIEWER] = csn_event_text (query->reviewer);
  self->wanted[MEMBER_DECISION] = csn_event_text (query->decision);
  self->words = split_words (query->text);
  return self;
}

void
csn_event_search_free (CsnEventSearch *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < N_MEMBERS; i++)
    g_free (self->wanted[i]);
  g_strfreev (self->words);
  g_free (self);
}

gboolean
csn_event_search_is_empty (const CsnEventSearch *self)
{
  for (gsize i = 0; i < N_MEMBERS; i++)
    if (self->wanted[i] != NULL)
      return FALSE;
  return self->words[0] == NULL;
}

const char *const *
csn_event_search_get_words (const CsnEventSearch *self)
{
  return (const char *const *) self->words;
}

gboolean
csn_event_search_matches (const CsnEventSearch *self, const char *body, gsize length)
{
  g_autofree char *words = NULL;

  for (gsize i = 0; i < N_MEMBERS; i++)
    {
      g_autofree char *text = NULL;

      if (self->wanted[i] == NULL)
        continue;
      text = csn_event_search_dup_member (body, length, members[i]);
      if (g_strcmp0 (text, self->wanted[i]) != 0)
        return FALSE;
    }
  if (self->words[0] == NULL)
    return TRUE;
  words = csn_event_search_list_words (body, length);
  for (gsize i = 0; self->words[i] != NULL; i++)
    if (!has_word (words, self->words[i]))
      return FALSE;
  return TRUE;
}
