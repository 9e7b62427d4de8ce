/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

#define CSN_REQUEST_MAX_ID_BYTES 256

#define CSN_DECISION_BIT(kind) (1u << (kind))

struct _CsnRequest
{
  GBytes *raw;  /* (owned) */
  char *source; /* (owned) */

  CsnJson *task;   /* (owned) (nullable): read from @raw, so that it keeps no foreign document */
  CsnJson *action; /* (owned) */
  CsnTaskStatus task_status;
  gint64 revision;
  char *task_id;     /* (owned) */
  char *agent_id;    /* (owned) */
  char *action_type; /* (owned) */
  char *description; /* (owned) (nullable) */

  gboolean has_asked_level;
  CsnLevel asked_level;
  CsnFacts facts;
  CsnMoney *cost; /* (owned) (nullable) */

  gboolean has_confidence;
  CsnConfidence confidence; /* strings and strv (owned) */

  char **delegation;       /* (owned) */
  guint allowed_decisions; /* of CSN_DECISION_BIT() */
  gint64 created_at;
  gint64 expires_at;
  const CsnJson *history; /* (unowned) (nullable): in @task */
  const CsnJson *state;   /* (unowned) (nullable): in @task */

  CsnRequestFlags flags;
  GPtrArray *problems; /* (owned) (element-type utf8): ends with %NULL */
  char *action_digest; /* (owned) (nullable) */
};

CsnRequest *csn_request_alloc (const char *source);

void csn_request_add_problem (CsnRequest *self, CsnRequestFlags flag, const char *sentence);

G_END_DECLS
