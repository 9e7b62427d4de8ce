/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-visible-private.h"

typedef struct
{
  gunichar first;
  gunichar last;
  CsnVisibleWarnings warning;
} Range;

/* What draws nothing, or moves what others draw, beyond the general categories Cc, Cf and Co:
 * Default_Ignorable_Code_Point of Unicode 15 (with what is reserved for it), line separators, and
 * the blank letters that are used to the same end. Sorted. */
static const Range ranges[] = {
  { 0x00ad, 0x00ad, CSN_VISIBLE_INVISIBLE },   /* soft hyphen */
  { 0x034f, 0x034f, CSN_VISIBLE_INVISIBLE },   /* combining grapheme joiner */
  { 0x061c, 0x061c, CSN_VISIBLE_BIDI },        /* Arabic letter mark */
  { 0x115f, 0x1160, CSN_VISIBLE_INVISIBLE },   /* Hangul fillers */
  { 0x17b4, 0x17b5, CSN_VISIBLE_INVISIBLE },   /* Khmer inherent vowels */
  { 0x180b, 0x180f, CSN_VISIBLE_INVISIBLE },   /* Mongolian selectors and separator */
  { 0x200b, 0x200d, CSN_VISIBLE_INVISIBLE },   /* zero-width space and joiners */
  { 0x200e, 0x200f, CSN_VISIBLE_BIDI },        /* direction marks */
  { 0x2028, 0x2029, CSN_VISIBLE_CONTROL },     /* line and paragraph separator */
  { 0x202a, 0x202e, CSN_VISIBLE_BIDI },        /* embeddings and overrides */
  { 0x2060, 0x2065, CSN_VISIBLE_INVISIBLE },   /* word joiner, invisible operators */
  { 0x2066, 0x2069, CSN_VISIBLE_BIDI },        /* isolates */
  { 0x206a, 0x206f, CSN_VISIBLE_INVISIBLE },   /* deprecated format characters */
  { 0x2800, 0x2800, CSN_VISIBLE_INVISIBLE },   /* blank braille pattern */
  { 0x3164, 0x3164, CSN_VISIBLE_INVISIBLE },   /* Hangul filler */
  { 0xfdd0, 0xfdef, CSN_VISIBLE_INVISIBLE },   /* noncharacters */
  { 0xfe00, 0xfe0f, CSN_VISIBLE_INVISIBLE },   /* variation selectors */
  { 0xfeff, 0xfeff, CSN_VISIBLE_INVISIBLE },   /* zero-width no-break space */
  { 0xffa0, 0xffa0, CSN_VISIBLE_INVISIBLE },   /* halfwidth Hangul filler */
  { 0xfff0, 0xfffb, CSN_VISIBLE_INVISIBLE },   /* interlinear annotation, reserved */
  { 0x1bca0, 0x1bca3, CSN_VISIBLE_INVISIBLE }, /* shorthand format controls */
  { 0x1d159, 0x1d159, CSN_VISIBLE_INVISIBLE }, /* musical null notehead */
  { 0x1d173, 0x1d17a, CSN_VISIBLE_INVISIBLE }, /* musical format controls */
  { 0xe0000, 0xe0fff, CSN_VISIBLE_INVISIBLE }, /* tags, variation selectors, reserved */
};

static CsnVisibleWarnings
look_up (gunichar character)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (ranges);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (character < ranges[middle].first)
        high = middle;
      else if (character > ranges[middle].last)
        low = middle + 1;
      else
        return ranges[middle].warning;
    }
  return CSN_VISIBLE_NONE;
}

/**
 * csn_visible_classify:
 * @character: a character
 *
 * Returns: the warning that @character gives, %CSN_VISIBLE_NONE if it may be shown as it is
 */
CsnVisibleWarnings
csn_visible_classify (gunichar character)
{
  CsnVisibleWarnings warning;
  GUnicodeType type;

  if (character < 0x80)
    return character < 0x20 || character == 0x7f ? CSN_VISIBLE_CONTROL : CSN_VISIBLE_NONE;

  warning = look_up (character);
  if (warning != CSN_VISIBLE_NONE)
    return warning;
  if ((character & 0xfffe) == 0xfffe)
    return CSN_VISIBLE_INVISIBLE;

  type = g_unichar_type (character);
  if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
      type == G_UNICODE_PARAGRAPH_SEPARATOR)
    return CSN_VISIBLE_CONTROL;
  if (type == G_UNICODE_FORMAT)
    return CSN_VISIBLE_INVISIBLE;
  return type == G_UNICODE_PRIVATE_USE ? CSN_VISIBLE_PRIVATE : CSN_VISIBLE_NONE;
}
