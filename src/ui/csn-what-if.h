/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-replay.h"

G_BEGIN_DECLS

/**
 * CsnWhatIf:
 * @total: recorded requests
 * @passed: of these, those that would have passed without a person
 * @asked: of these, those that a person would have been asked about
 * @wrong: of these, those that went wrong: the outcome failed, or a person rejected or edited it
 * @caught: of @wrong, those that a person would have been asked about
 * @missed: of @wrong, those that would have passed
 *
 * What a policy would have done with recorded requests.
 */
typedef struct
{
  guint total;
  guint passed;
  guint asked;
  guint wrong;
  guint caught;
  guint missed;
} CsnWhatIf;

/**
 * csn_what_if_count:
 * @policy: a policy
 * @cases: (element-type CsnReplayCase): recorded requests
 *
 * Returns: what @policy would have done with them
 */
CsnWhatIf csn_what_if_count (CsnPolicy *policy, GPtrArray *cases);

/**
 * csn_what_if_went_wrong:
 * @record: what is recorded of a request
 *
 * Returns: %TRUE if its outcome failed, or a person rejected or edited it
 */
gboolean csn_what_if_went_wrong (const CsnReplayRecord *record);

G_END_DECLS
