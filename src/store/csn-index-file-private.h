/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"

G_BEGIN_DECLS

#define CSN_INDEX_SUFFIX ".index"

/**
 * CSN_INDEX_SPAN_EVENTS:
 *
 * For so many events together the index knows the earliest and the latest time, and again for many
 * more. Times almost follow the seq, but only almost: clocks are set back.
 */
#define CSN_INDEX_SPAN_EVENTS 512
#define CSN_INDEX_WIDE_SPAN_EVENTS (64 * CSN_INDEX_SPAN_EVENTS)

/**
 * CsnIndexFacet:
 *
 * What an event can be found by, besides its words.
 */
typedef enum
{
  CSN_INDEX_FACET_TYPE,
  CSN_INDEX_FACET_AGENT,
  CSN_INDEX_FACET_ACTION,
  CSN_INDEX_FACET_LEVEL,
  CSN_INDEX_FACET_REVIEWER,
  CSN_INDEX_FACET_DECISION,
  CSN_INDEX_N_FACETS,
} CsnIndexFacet;

/**
 * csn_index_file_append_facet:
 * @words: words apart by a space
 * @facet: what it is
 * @value: (nullable): what it says
 *
 * Adds the word by which an event with that value is found, which no text can have in it.
 */
void csn_index_file_append_facet (GString *words, CsnIndexFacet facet, const char *value);

/**
 * csn_index_file_open:
 * @path: the index's own path
 * @log: a connection to the log
 * @error: return location for a #CsnStoreError
 *
 * Opens the index for writing. One that is damaged, or of another log, or of another past of this
 * one, is made anew: everything in it comes from the log.
 *
 * Returns: (transfer full) (nullable): the connection
 */
CsnConnection *csn_index_file_open (const char *path, CsnConnection *log, GError **error);

void csn_index_file_remove (const char *path);

/**
 * csn_index_file_get_next:
 * @index: a connection to the index
 * @ret_next: (out): seq of the first event that is not in it
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if that is known
 */
gboolean csn_index_file_get_next (CsnConnection *index, gint64 *ret_next, GError **error);

/**
 * csn_index_file_extend:
 * @index: a connection to the index
 * @log: a connection to the log
 * @ret_n_added: (out): how many events there were to add
 * @error: return location for a #CsnStoreError
 *
 * Adds the next events, a bounded number of them, in one transaction.
 *
 * Returns: %TRUE if it is as it should be
 */
gboolean csn_index_file_extend (CsnConnection *index,
                                CsnConnection *log,
                                guint *ret_n_added,
                                GError **error);

G_END_DECLS
