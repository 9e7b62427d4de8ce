/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-state.h"

G_BEGIN_DECLS

/**
 * CsnDemoListQuery:
 * @status: (nullable): the status that the listed tasks have
 * @after: the number of the last task of the page before, 0 for the first page
 * @limit: how many tasks at most
 * @wait_s: how long the request may be held, in seconds
 *
 * What a list request asks for.
 */
typedef struct
{
  const char *status;
  gint64 after;
  guint limit;
  guint wait_s;
} CsnDemoListQuery;

/**
 * csn_demo_list_query_parse:
 * @query: (nullable) (element-type utf8 utf8): the query of the address
 * @ret_query: (out): what it asks for; lives as long as @query
 * @error: return location for an error whose message says what is wrong
 *
 * Returns: %TRUE if @query asks for something
 */
gboolean csn_demo_list_query_parse (GHashTable *query, CsnDemoListQuery *ret_query, GError **error);

/**
 * csn_demo_list_page:
 * @state: the tasks
 * @query: what is asked for
 * @ret_etag: (out): the page's entity tag, with its quotation marks
 *
 * Returns: (transfer full): the page, JSON
 */
char *csn_demo_list_page (CsnDemoState *state, const CsnDemoListQuery *query, char **ret_etag);

/**
 * csn_demo_list_matches:
 * @if_none_match: (nullable): the header of that name
 * @etag: an entity tag
 *
 * Returns: %TRUE if the header names @etag, so that the asker has the page already
 */
gboolean csn_demo_list_matches (const char *if_none_match, const char *etag);

G_END_DECLS
