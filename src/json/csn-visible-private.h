/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-visible-text.h"

G_BEGIN_DECLS

#define CSN_VISIBLE_WORD_SCRIPTS 4

/**
 * CsnVisibleWord:
 *
 * What is known about the scripts of the word that is being read, and of the words that are joined
 * to it as in a host name, an address or a path. Starts as zeros.
 */
typedef struct
{
  struct
  {
    GUnicodeScript script;
    guint n_letters;
    gunichar first;
  } scripts[CSN_VISIBLE_WORD_SCRIPTS];
  guint n_scripts;
  gboolean has_other;    /* a letter here doesn't pass for a Latin one */
  gboolean joined_latin; /* a joined word was Latin */
  gunichar joined_twin;  /* a joined word was written in letters that pass for Latin ones */
} CsnVisibleWord;

CsnVisibleWarnings csn_visible_classify (gunichar character);

void csn_visible_word_add (CsnVisibleWord *self, gunichar letter);

gunichar csn_visible_word_end (CsnVisibleWord *self, gunichar terminator);

G_END_DECLS
