/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * CsnConfidenceReply:
 *
 * What a model answered to the confidence prompt. Immutable.
 */
typedef struct _CsnConfidenceReply CsnConfidenceReply;

/**
 * csn_confidence_reply_parse:
 * @text: a model's reply, untrusted
 * @length: bytes in @text, or -1
 * @error: return location for a #CsnModelError that names the member
 *
 * Reads CONFIDENCE_SCORE, RATIONALE, UNCERTAINTIES and RECOMMENDATION (seed note, "Confidence-Aware
 * Escalation"): tolerant of case, order, blank lines and Markdown, strict on values. A member that
 * comes twice with different values is an error.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CsnConfidenceReply *csn_confidence_reply_parse (const char *text, gssize length, GError **error);

void csn_confidence_reply_free (CsnConfidenceReply *self);

/**
 * csn_confidence_reply_get_confidence:
 * @self: a reply
 *
 * Returns: (transfer none): its values
 */
const CsnConfidence *csn_confidence_reply_get_confidence (const CsnConfidenceReply *self);

/**
 * csn_confidence_reply_to_json:
 * @self: a reply
 *
 * Returns: (transfer full): {"score","rationale","uncertainties","recommendation"} on one line
 */
char *csn_confidence_reply_to_json (const CsnConfidenceReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnConfidenceReply, csn_confidence_reply_free)

G_END_DECLS
