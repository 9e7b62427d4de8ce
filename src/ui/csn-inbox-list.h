/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-inbox-entry.h"

G_BEGIN_DECLS

#define CSN_TYPE_INBOX_LIST (csn_inbox_list_get_type ())

/**
 * CsnInboxList:
 *
 * The gate's inbox as a list model of #CsnInboxEntry: sections with headings, filtered. While it is
 * held nothing moves: new requests wait in #CsnInboxList:n-new, and what was settled stays in its
 * place and says so.
 *
 * Properties: "n-new" (uint, read, notify).
 */
G_DECLARE_FINAL_TYPE (CsnInboxList, csn_inbox_list, CSN, INBOX_LIST, GObject)

/**
 * csn_inbox_list_new:
 * @source: (nullable): a list model of #CsnInboxItem
 *
 * Returns: (transfer full): the list
 */
CsnInboxList *csn_inbox_list_new (GListModel *source);

/**
 * csn_inbox_list_set_held:
 * @self: a list
 * @held: whether the reviewer points at it or reads one of its requests
 */
void csn_inbox_list_set_held (CsnInboxList *self, gboolean held);

/**
 * csn_inbox_list_show_new:
 * @self: a list
 *
 * Puts in what waits, and takes out what is gone, now.
 */
void csn_inbox_list_show_new (CsnInboxList *self);

guint csn_inbox_list_get_n_new (CsnInboxList *self);

/**
 * csn_inbox_list_set_filter:
 * @self: a list
 * @text: (nullable): words that have to occur
 * @agent_id: (nullable): only this agent
 * @sections: a bit for each #CsnInboxSection to show, such as 1 << %CSN_INBOX_HARD
 */
void csn_inbox_list_set_filter (CsnInboxList *self,
                                const char *text,
                                const char *agent_id,
                                guint sections);

/**
 * csn_inbox_list_find:
 * @self: a list
 * @request_id: a request
 *
 * Returns: its position, or %G_MAXUINT if it is not shown
 */
guint csn_inbox_list_find (CsnInboxList *self, const char *request_id);

/**
 * csn_inbox_list_next_item:
 * @self: a list
 * @position: where to start, or %G_MAXUINT for the start
 * @step: 1 or -1
 *
 * Returns: the position of the nearest request in that direction that isn't a heading, or
 *   %G_MAXUINT
 */
guint csn_inbox_list_next_item (CsnInboxList *self, guint position, int step);

G_END_DECLS
