/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-visible-text.h"

#include <string.h>

#include "csn-visible-private.h"

#define WIDEST_RUN 40
#define TAB_WIDTH 4
#define MOST_BLANK_LINES 5
#define MOST_COMBINING 8

typedef struct
{
  const char *pending; /* from here to next, all goes out as it is */
  const char *next;
  const char *end;
  GString *out;
  CsnVisibleFlags flags;
  CsnVisibleWarnings warnings;
  CsnVisibleWord word;
  guint n_combining; /* marks on the letter before next */
} Shower;

/* The character at @at, or -1 for a byte that is not UTF-8. */
static gint64
peek (const Shower *self, const char *at, gsize *ret_bytes)
{
  gunichar character;

  *ret_bytes = 1;
  if ((guint8) *at < 0x80)
    return *at;
  character = g_utf8_get_char_validated (at, self->end - at);
  if (character == (gunichar) -1 || character == (gunichar) -2)
    return -1;
  *ret_bytes = (gsize) (g_utf8_next_char (at) - at);
  return character;
}

static void
flush (Shower *self)
{
  g_string_append_len (self->out, self->pending, self->next - self->pending);
  self->pending = self->next;
}

/* Steps over @bytes for which a mark stands instead. */
static void
skip (Shower *self, gsize bytes)
{
  self->next += bytes;
  self->pending = self->next;
}

/* By hand: there may be a million of them. */
static void
append_hexadecimal (GString *out, guint value, int n_digits)
{
  for (int i = n_digits - 1; i >= 0; i--)
    g_string_append_c (out, "0123456789ABCDEF"[value >> (4 * i) & 15]);
}

static void
mark_character (Shower *self, gunichar character)
{
  flush (self);
  g_string_append (self->out, "‹U+");
  append_hexadecimal (self->out, character, character > 0xfffff ? 6 : character > 0xffff ? 5 : 4);
  g_string_append (self->out, "›");
}

static void
end_word (Shower *self, gunichar terminator)
{
  gunichar odd = csn_visible_word_end (&self->word, terminator);

  self->n_combining = 0;
  if (odd == 0)
    return;
  mark_character (self, odd);
  self->warnings |= CSN_VISIBLE_MIXED_SCRIPT;
}

/* In one line a tab is a mark, and so is no part of a run. */
static gboolean
is_space (const Shower *self, gint64 character)
{
  if (character == '\t')
    return self->flags == CSN_VISIBLE_MULTI_LINE;
  if (character < 0x80)
    return character == ' ';
  return g_unichar_type ((gunichar) character) == G_UNICODE_SPACE_SEPARATOR;
}

static void
show_spaces (Shower *self)
{
  const char *at = self->next;
  gsize n_spaces = 0;
  gsize width = 0;

  while (at < self->end)
    {
      gsize bytes;
      gint64 character = peek (self, at, &bytes);

      if (!is_space (self, character))
        break;
      n_spaces++;
      width += character == '\t' ? TAB_WIDTH : 1;
      at += bytes;
    }
  end_word (self, ' ');
  if (width <= WIDEST_RUN)
    {
      self->next = at;
      return;
    }
  flush (self);
  g_string_append_printf (self->out, "‹%" G_GSIZE_FORMAT " spaces›", n_spaces);
  skip (self, (gsize) (at - self->next));
  self->warnings |= CSN_VISIBLE_PADDING;
}

/* If @at begins a line of nothing but spaces and tabs, returns the start of the line after it. */
static const char *
skip_blank_line (const Shower *self, const char *at)
{
  while (at < self->end)
    {
      gsize bytes;
      gint64 character = peek (self, at, &bytes);

      if (character == '\n')
        return at + 1;
      if (character != '\r' && character != '\t' && !is_space (self, character))
        return NULL;
      at += bytes;
    }
  return NULL;
}

/* At the start of a line: counts the blank ones that follow, and skips them if they are many. */
static void
skip_blank_lines (Shower *self)
{
  const char *at = self->next;
  const char *after = skip_blank_line (self, at);
  gsize n_lines = 0;

  while (after != NULL)
    {
      at = after;
      n_lines++;
      after = skip_blank_line (self, at);
    }
  if (n_lines <= MOST_BLANK_LINES)
    return;
  flush (self);
  g_string_append_printf (self->out, "‹%" G_GSIZE_FORMAT " blank lines›", n_lines);
  if (self->flags == CSN_VISIBLE_MULTI_LINE)
    g_string_append_c (self->out, '\n');
  skip (self, (gsize) (at - self->next));
  self->warnings |= CSN_VISIBLE_PADDING;
}

static void
show_line_break (Shower *self)
{
  end_word (self, '\n');
  if (self->flags == CSN_VISIBLE_MULTI_LINE)
    {
      self->next++;
    }
  else
    {
      mark_character (self, '\n');
      skip (self, 1);
      self->warnings |= CSN_VISIBLE_CONTROL;
    }
  skip_blank_lines (self);
}

static void
show_bad_byte (Shower *self)
{
  end_word (self, 0);
  flush (self);
  g_string_append (self->out, "‹0x");
  append_hexadecimal (self->out, (guint8) *self->next, 2);
  g_string_append (self->out, "›");
  skip (self, 1);
  self->warnings |= CSN_VISIBLE_CONTROL;
}

/* What a character warns of where it stands. A tower of combining marks draws over the lines around
 * it; no language stacks more than a few. */
static CsnVisibleWarnings
judge (Shower *self, gunichar character)
{
  CsnVisibleWarnings warning = csn_visible_classify (character);

  if (warning != CSN_VISIBLE_NONE)
    return warning;
  if (character < 0x80 || !g_unichar_ismark (character))
    self->n_combining = 0;
  else if (++self->n_combining > MOST_COMBINING)
    return CSN_VISIBLE_INVISIBLE;
  return CSN_VISIBLE_NONE;
}

/* What is invisible doesn't end a word: it may be there to tear one apart. */
static void
show_character (Shower *self, gunichar character, gsize bytes)
{
  CsnVisibleWarnings warning = judge (self, character);

  if (warning != CSN_VISIBLE_NONE)
    {
      mark_character (self, character);
      skip (self, bytes);
      self->warnings |= warning;
      return;
    }
  if (g_unichar_isalpha (character))
    csn_visible_word_add (&self->word, character);
  else if (!g_unichar_isdigit (character) && !g_unichar_ismark (character))
    end_word (self, character);
  self->next += bytes;
}

char *
csn_visible_text (const char *text,
                  gssize length,
                  CsnVisibleFlags flags,
                  CsnVisibleWarnings *ret_warnings)
{
  Shower shower = { 0 };
  gsize n_bytes;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  n_bytes = length >= 0 ? (gsize) length : strlen (text);
  shower.pending = text;
  shower.next = text;
  shower.end = n_bytes > 0 ? text + n_bytes : text;
  shower.out = g_string_sized_new (n_bytes + 1);
  shower.flags = flags;

  skip_blank_lines (&shower);
  while (shower.next < shower.end)
    {
      gsize bytes;
      gint64 character = peek (&shower, shower.next, &bytes);

      if (character < 0)
        show_bad_byte (&shower);
      else if (character == '\n')
        show_line_break (&shower);
      else if (is_space (&shower, character))
        show_spaces (&shower);
      else
        show_character (&shower, (gunichar) character, bytes);
    }
  end_word (&shower, 0);
  flush (&shower);
  if (ret_warnings != NULL)
    *ret_warnings = shower.warnings;
  return g_string_free (shower.out, FALSE);
}
