/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-takeover.h"

G_BEGIN_DECLS

struct _CsnTakeover
{
  char *author;      /* (owned) */
  char *reason;      /* (owned) */
  GArray *steps;     /* (owned) (element-type CsnTakeoverStep) */
  CsnJson *state;    /* (owned) (nullable) */
  char **next_steps; /* (owned) */
};

CsnTakeover *csn_takeover_alloc (const char *author);

void csn_takeover_add_step (CsnTakeover *self, char *text, gboolean failed, gboolean irreversible);

G_END_DECLS
