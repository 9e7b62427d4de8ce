/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * CsnChip:
 * @text: one or two words; visible text
 * @css_class: the style class that colours it
 *
 * A small mark that says one thing about a request.
 */
typedef struct
{
  char *text;
  const char *css_class;
} CsnChip;

/**
 * csn_chips_for_request:
 * @request: a request
 * @with_confidence: whether the score may be told; not at HARD_APPROVAL, where it would anchor
 *
 * Returns: (transfer full) (element-type CsnChip): the chips, the most alarming first
 */
GPtrArray *csn_chips_for_request (const CsnRequest *request, gboolean with_confidence);

G_END_DECLS
