/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-verdict.h"

G_BEGIN_DECLS

struct _CsnVerdict
{
  CsnLevel level;
  guint n_rules;
  CsnRule rules[]; /* and behind them their texts */
};

/* What a rule's code means to the verdict. */
typedef enum
{
  CSN_VERDICT_COUNTS,
  CSN_VERDICT_FORBIDS, /* it counts, and nothing may be lowered */
  CSN_VERDICT_RAISES,
  CSN_VERDICT_LOWERS,
  CSN_VERDICT_DRY_RUN,
} CsnVerdictRole;

/* All that the level of a verdict follows from; of nothing it is all zero. */
typedef struct
{
  CsnLevel strictest;
  CsnLevel floor;
  CsnLevel target; /* the strictest that a lowering rule says */
  gboolean lowers;
  gboolean forbids;
} CsnVerdictSum;

CsnVerdictRole csn_verdict_role_of_code (const char *code);

void csn_verdict_sum_add (CsnVerdictSum *self, CsnVerdictRole role, CsnLevel level);

CsnLevel csn_verdict_sum_get_level (const CsnVerdictSum *self);

gboolean csn_verdict_sum_decides (const CsnVerdictSum *self, CsnVerdictRole role, CsnLevel level);

G_END_DECLS
