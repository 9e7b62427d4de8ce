/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "csn-demo-list.h"

G_BEGIN_DECLS

/**
 * csn_demo_held_list_answer:
 * @state: the tasks
 * @message: a list request
 * @query: what it asks for
 *
 * Answers with the page, or with 304 where the asker has it already; where it may wait, not before
 * the page has changed or the wait has passed.
 */
void csn_demo_held_list_answer (CsnDemoState *state,
                                SoupServerMessage *message,
                                const CsnDemoListQuery *query);

G_END_DECLS
