/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-agent-item.h"

G_BEGIN_DECLS

/* Only the gate's own files see inside an agent. */
struct _CsnAgentItem
{
  GObject parent_instance;

  char *agent_id; /* (owned) */
  char *source;   /* (owned) */
  gboolean read_only;
  gboolean mode_acknowledged;
  gboolean stopped;
  GArray *failures;    /* (owned) (element-type gint64): of the last 24 h, ascending */
  GPtrArray *profiles; /* (owned) (element-type CsnProfile): sorted by action type */
};

CsnAgentItem *csn_agent_item_new (const char *agent_id, const char *source);

/* Forgets what was read from the store, to read it again. */
void csn_agent_item_reset (CsnAgentItem *self);

CsnProfile *csn_agent_item_find_profile (CsnAgentItem *self, const char *action_type);

void csn_agent_item_put_profile (CsnAgentItem *self, CsnProfile *profile);

void csn_agent_item_add_failure (CsnAgentItem *self, gint64 at);

/* Drops failures that are older than 24 h; TRUE if there were any. */
gboolean csn_agent_item_forget_failures (CsnAgentItem *self, gint64 now);

void csn_agent_item_changed (CsnAgentItem *self);

G_END_DECLS
