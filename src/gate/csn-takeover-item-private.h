/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-takeover-item.h"

G_BEGIN_DECLS

/* Only the gate's own files see inside a takeover. */
struct _CsnTakeoverItem
{
  GObject parent_instance;

  CsnInboxItem *item;   /* (owned) */
  CsnTakeover *package; /* (owned) */
  gint64 opened_at;
  GPtrArray *told;  /* (owned) (element-type utf8): NULL-terminated */
  gboolean closing; /* its hand-back is being written */
};

CsnTakeoverItem *csn_takeover_item_new (CsnInboxItem *item, CsnTakeover *package, gint64 opened_at);

void csn_takeover_item_add_told (CsnTakeoverItem *self, const char *channel);

G_END_DECLS
