/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-query.h"

G_BEGIN_DECLS

/**
 * CSN_EVENT_SEARCH_MIN_PREFIX:
 *
 * A word of a search that is at least so many bytes long also finds the words that begin with it.
 */
#define CSN_EVENT_SEARCH_MIN_PREFIX 3

/**
 * CsnEventSearch:
 *
 * What of a #CsnHistoryQuery only the body of an event can answer, ready to be asked of many: the
 * level, the reviewer, the decision and the free text. Immutable.
 *
 * Text is compared by words: runs of letters and digits, without regard to case and accents. An
 * event's words are those of its values from "event_type" on, not the names of its members.
 */
typedef struct _CsnEventSearch CsnEventSearch;

/**
 * csn_event_search_new:
 * @query: which events
 *
 * Returns: (transfer full): the search
 */
CsnEventSearch *csn_event_search_new (const CsnHistoryQuery *query);

void csn_event_search_free (CsnEventSearch *self);

/**
 * csn_event_search_is_empty:
 * @self: a search
 *
 * Returns: %TRUE if it finds every event
 */
gboolean csn_event_search_is_empty (const CsnEventSearch *self);

/**
 * csn_event_search_get_words:
 * @self: a search
 *
 * Returns: (transfer none) (array zero-terminated=1): the words of the free text
 */
const char *const *csn_event_search_get_words (const CsnEventSearch *self);

/**
 * csn_event_search_matches:
 * @self: a search
 * @body: (array length=length): an event's exact bytes, or any others
 * @length: how many
 *
 * Returns: %TRUE if the level, reviewer and decision are those asked for, and each word of the text
 *   is a word of the event, or begins one
 */
gboolean csn_event_search_matches (const CsnEventSearch *self, const char *body, gsize length);

/**
 * csn_event_search_list_words:
 * @body: (array length=length): an event's exact bytes, or any others
 * @length: how many
 *
 * Returns: (transfer full): the event's words, apart by a space, repeated as they are
 */
char *csn_event_search_list_words (const char *body, gsize length);

/**
 * csn_event_search_dup_member:
 * @body: (array length=length): an event's exact bytes, or any others
 * @length: how many
 * @member: "hitl_level", "reviewer_id" or "reviewer_decision"
 *
 * Returns: (transfer full) (nullable): the text of that member; %NULL if it is null or absent
 */
char *csn_event_search_dup_member (const char *body, gsize length, const char *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnEventSearch, csn_event_search_free)

G_END_DECLS
