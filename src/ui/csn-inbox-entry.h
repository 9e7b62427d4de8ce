/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-inbox-item.h"

G_BEGIN_DECLS

/**
 * CsnInboxSection:
 * @CSN_INBOX_TAKEOVERS: in a person's hands, or about to be
 * @CSN_INBOX_HARD: waiting at HARD_APPROVAL
 * @CSN_INBOX_SOFT: waiting at SOFT_APPROVAL
 * @CSN_INBOX_SETTLED: decided; shown while the agent has not acknowledged or acted
 *
 * The parts of the list, in their order.
 */
typedef enum
{
  CSN_INBOX_TAKEOVERS,
  CSN_INBOX_HARD,
  CSN_INBOX_SOFT,
  CSN_INBOX_SETTLED,
} CsnInboxSection;

#define CSN_INBOX_N_SECTIONS (CSN_INBOX_SETTLED + 1)

#define CSN_TYPE_INBOX_ENTRY (csn_inbox_entry_get_type ())

/**
 * CsnInboxEntry:
 *
 * One row of the inbox: a request, or the heading of a section.
 *
 * Properties: "count" (uint, read, notify): for a heading, how many rows it stands over.
 */
G_DECLARE_FINAL_TYPE (CsnInboxEntry, csn_inbox_entry, CSN, INBOX_ENTRY, GObject)

CsnInboxEntry *csn_inbox_entry_new_heading (CsnInboxSection section);

/**
 * csn_inbox_entry_new:
 * @item: a request
 *
 * Returns: (transfer full): its entry, in the section and at the place that it has now; both stay
 *   until csn_inbox_entry_place()
 */
CsnInboxEntry *csn_inbox_entry_new (CsnInboxItem *item);

/**
 * csn_inbox_entry_get_item:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the request; %NULL for a heading
 */
CsnInboxItem *csn_inbox_entry_get_item (CsnInboxEntry *self);

CsnInboxSection csn_inbox_entry_get_section (CsnInboxEntry *self);

guint csn_inbox_entry_get_count (CsnInboxEntry *self);

void csn_inbox_entry_set_count (CsnInboxEntry *self, guint count);

/**
 * csn_inbox_entry_place:
 * @self: an entry of a request
 *
 * Takes section and place anew from where the request stands now.
 */
void csn_inbox_entry_place (CsnInboxEntry *self);

/**
 * csn_inbox_entry_section_of:
 * @item: a request
 *
 * Returns: the section where it belongs now
 */
CsnInboxSection csn_inbox_entry_section_of (CsnInboxItem *item);

/**
 * csn_inbox_entry_compare:
 * @a: an entry
 * @b: an entry of the same section
 *
 * Returns: negative, 0 or positive: by deadline, then by arrival; the settled newest first
 */
int csn_inbox_entry_compare (CsnInboxEntry *a, CsnInboxEntry *b);

/**
 * csn_inbox_entry_matches:
 * @self: an entry of a request
 * @words: (nullable): case-folded words, each of which has to occur
 *
 * Returns: %TRUE if agent, action type, ids or the action's first line hold them all
 */
gboolean csn_inbox_entry_matches (CsnInboxEntry *self, const char *const *words);

G_END_DECLS
