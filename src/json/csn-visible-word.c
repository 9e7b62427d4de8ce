/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-visible-private.h"

/* Cyrillic and Greek letters that most fonts draw like a Latin one. Sorted. */
static const gunichar twins[] = {
  0x0391, 0x0392, 0x0395, 0x0396, 0x0397, 0x0399, 0x039a, 0x039c, 0x039d, 0x039f, 0x03a1, 0x03a4,
  0x03a5, 0x03a7, 0x03b1, 0x03b9, 0x03bd, 0x03bf, 0x03c1, 0x03c5, 0x03f2, 0x03f3, 0x0405, 0x0406,
  0x0408, 0x0410, 0x0412, 0x0415, 0x041a, 0x041c, 0x041d, 0x041e, 0x0420, 0x0421, 0x0422, 0x0423,
  0x0425, 0x0430, 0x0435, 0x043e, 0x0440, 0x0441, 0x0443, 0x0445, 0x0455, 0x0456, 0x0458, 0x04ae,
  0x04af, 0x04bb, 0x04c0, 0x04cf, 0x0501, 0x050c, 0x051b, 0x051d,
};

/* Scripts that are in everyday use beside Latin, in one word too where no spaces are written, and
 * whose letters don't pass for Latin ones (UTS #39, 5.2, "moderately restrictive"). */
static gboolean
may_stand_with_latin (GUnicodeScript script)
{
  static const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_ARABIC,    G_UNICODE_SCRIPT_BENGALI,  G_UNICODE_SCRIPT_DEVANAGARI,
    G_UNICODE_SCRIPT_ETHIOPIC,  G_UNICODE_SCRIPT_GEORGIAN, G_UNICODE_SCRIPT_GUJARATI,
    G_UNICODE_SCRIPT_GURMUKHI,  G_UNICODE_SCRIPT_HAN,      G_UNICODE_SCRIPT_HEBREW,
    G_UNICODE_SCRIPT_KANNADA,   G_UNICODE_SCRIPT_KHMER,    G_UNICODE_SCRIPT_LAO,
    G_UNICODE_SCRIPT_MALAYALAM, G_UNICODE_SCRIPT_MYANMAR,  G_UNICODE_SCRIPT_ORIYA,
    G_UNICODE_SCRIPT_SINHALA,   G_UNICODE_SCRIPT_TAMIL,    G_UNICODE_SCRIPT_TELUGU,
    G_UNICODE_SCRIPT_THAANA,    G_UNICODE_SCRIPT_THAI,     G_UNICODE_SCRIPT_TIBETAN,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      if (scripts[i] == script)
        return TRUE;
    }
  return FALSE;
}

/* Chinese, Japanese and Korean each write several scripts in one word: they count as one here. */
static GUnicodeScript
get_family (gunichar letter)
{
  GUnicodeScript script;

  if (letter < 0x80)
    return G_UNICODE_SCRIPT_LATIN;
  script = g_unichar_get_script (letter);
  if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ||
      script == G_UNICODE_SCRIPT_HANGUL || script == G_UNICODE_SCRIPT_BOPOMOFO)
    return G_UNICODE_SCRIPT_HAN;
  return script;
}

static gboolean
is_twin (gunichar letter)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (twins);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (letter == twins[middle])
        return TRUE;
      if (letter < twins[middle])
        high = middle;
      else
        low = middle + 1;
    }
  return FALSE;
}

/**
 * csn_visible_word_add:
 * @self: the word that is being read
 * @letter: its next letter
 */
void
csn_visible_word_add (CsnVisibleWord *self, gunichar letter)
{
  GUnicodeScript script = get_family (letter);
  guint i = 0;

  if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED ||
      script == G_UNICODE_SCRIPT_UNKNOWN)
    return;
  if (!self->has_other && !is_twin (letter))
    self->has_other = TRUE;

  while (i < self->n_scripts && self->scripts[i].script != script)
    i++;
  if (i == CSN_VISIBLE_WORD_SCRIPTS)
    return;
  if (i == self->n_scripts)
    {
      self->scripts[i].script = script;
      self->scripts[i].n_letters = 0;
      self->scripts[i].first = letter;
      self->n_scripts++;
    }
  self->scripts[i].n_letters++;
}

/* The script of most letters is the word's own; when in doubt, Latin. */
static guint
find_main_script (const CsnVisibleWord *self)
{
  guint found = 0;

  for (guint i = 1; i < self->n_scripts; i++)
    {
      guint here = self->scripts[i].n_letters;
      guint most = self->scripts[found].n_letters;

      if (here > most || (here == most && self->scripts[i].script == G_UNICODE_SCRIPT_LATIN))
        found = i;
    }
  return found;
}

/* Returns the first letter that doesn't belong to the word's script, or 0. */
static gunichar
find_odd_letter (const CsnVisibleWord *self)
{
  guint own;

  if (self->n_scripts < 2)
    return 0;
  if (self->n_scripts == 2)
    {
      GUnicodeScript one = self->scripts[0].script;
      GUnicodeScript other = self->scripts[1].script;

      if (one == G_UNICODE_SCRIPT_LATIN && may_stand_with_latin (other))
        return 0;
      if (other == G_UNICODE_SCRIPT_LATIN && may_stand_with_latin (one))
        return 0;
    }
  own = find_main_script (self);
  return self->scripts[own == 0 ? 1 : 0].first;
}

static gboolean
is_joiner (gunichar character)
{
  return character < 0x80 && character != 0 && strchr (".-_@/:\\", (int) character) != NULL;
}

/* A name in twins alone is no mixed word, but beside a Latin one ("аррӏе.com") it means to pass
 * for Latin. */
static gunichar
find_joined_twin (CsnVisibleWord *self)
{
  gunichar twin;

  if (self->n_scripts != 1)
    return 0;
  if (self->scripts[0].script == G_UNICODE_SCRIPT_LATIN)
    self->joined_latin = TRUE;
  else if (!self->has_other && self->joined_twin == 0)
    self->joined_twin = self->scripts[0].first;

  if (!self->joined_latin || self->joined_twin == 0)
    return 0;
  twin = self->joined_twin;
  self->joined_twin = 0;
  return twin;
}

/**
 * csn_visible_word_end:
 * @self: the word that has been read; ready for the next afterwards
 * @terminator: the character that ends it, 0 for the end of the text
 *
 * Returns: the first character that doesn't fit the word's script, or 0
 */
gunichar
csn_visible_word_end (CsnVisibleWord *self, gunichar terminator)
{
  gunichar odd = find_odd_letter (self);

  if (odd == 0)
    odd = find_joined_twin (self);
  self->n_scripts = 0;
  self->has_other = FALSE;
  if (!is_joiner (terminator))
    {
      self->joined_latin = FALSE;
      self->joined_twin = 0;
    }
  return odd;
}
