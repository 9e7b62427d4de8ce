/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-chips.h"

#include <glib/gi18n.h>

#include "csn-visible-text.h"

static void
chip_free (CsnChip *chip)
{
  g_free (chip->text);
  g_free (chip);
}

static void
add_chip (GPtrArray *chips, char *text, const char *css_class)
{
  CsnChip *chip = g_new0 (CsnChip, 1);

  chip->text = text;
  chip->css_class = css_class;
  g_ptr_array_add (chips, chip);
}

static void
add_flags (GPtrArray *chips, CsnRequestFlags flags)
{
  if (flags & CSN_REQUEST_FLAG_MALFORMED)
    add_chip (chips, g_strdup (_ ("unreadable")), "chip-error");
  if (flags & CSN_REQUEST_FLAG_CHANGED)
    add_chip (chips, g_strdup (_ ("changed")), "chip-error");
  if (flags & CSN_REQUEST_FLAG_DECEPTIVE)
    add_chip (chips, g_strdup (_ ("deceptive text")), "chip-warning");
  if (flags & CSN_REQUEST_FLAG_UNBINDABLE)
    add_chip (chips, g_strdup (_ ("can’t be bound")), "chip-warning");
  if (flags & (CSN_REQUEST_FLAG_BAD_SCORE | CSN_REQUEST_FLAG_BAD_MEMBER))
    add_chip (chips, g_strdup (_ ("flagged")), "chip-warning");
}

static void
add_facts (GPtrArray *chips, const CsnFacts *facts)
{
  if (facts->reversible == CSN_TRISTATE_FALSE)
    add_chip (chips, g_strdup (_ ("irreversible")), "chip-error");
  if (facts->cost != NULL)
    add_chip (chips,
              g_strdup_printf ("%s %s",
                               csn_money_get_amount (facts->cost),
                               csn_money_get_currency (facts->cost)),
              "chip-warning");
  else if (facts->financial == CSN_TRISTATE_TRUE)
    add_chip (chips, g_strdup (_ ("financial")), "chip-warning");
  if (facts->pii == CSN_TRISTATE_TRUE)
    /* TRANSLATORS: personally identifiable information, as a mark of one word */
    add_chip (chips, g_strdup (_ ("PII")), "chip-error");
  if (facts->regulated == CSN_TRISTATE_TRUE)
    add_chip (chips, g_strdup (_ ("regulated")), "chip-error");
  if (facts->reversible == CSN_TRISTATE_UNKNOWN)
    add_chip (chips, g_strdup (_ ("reversible?")), "chip-warning");
  if (facts->read_only == CSN_TRISTATE_TRUE)
    add_chip (chips, g_strdup (_ ("read-only")), "chip-plain");
}

GPtrArray *
csn_chips_for_request (const CsnRequest *request, gboolean with_confidence)
{
  GPtrArray *chips = g_ptr_array_new_with_free_func ((GDestroyNotify) chip_free);
  const CsnConfidence *confidence = csn_request_get_confidence (request);
  CsnRequestFlags flags = csn_request_get_flags (request);

  add_flags (chips, flags);
  if (!(flags & CSN_REQUEST_FLAG_MALFORMED))
    add_facts (chips, csn_request_get_facts (request));
  if (with_confidence && confidence != NULL && confidence->score_text != NULL)
    add_chip (chips, g_strdup_printf (_ ("confidence %.2f"), confidence->score), "chip-plain");
  return chips;
}
