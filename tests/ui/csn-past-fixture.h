/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-pages-fixture.h"

G_BEGIN_DECLS

/* What csn_past_fixture_live() does with a request that waits. */
typedef enum
{
  CSN_PAST_SUCCEEDS,
  CSN_PAST_FAILS,
  CSN_PAST_REJECTED,
} CsnPastEnd;

/**
 * csn_past_fixture_live:
 * @self: a fixture
 * @agent_id: an agent
 * @action_type: an action type
 * @score: the confidence, as text
 * @end: how it ends
 *
 * One whole life of a reversible request through the real gate: proposed, decided by a person where
 * one is asked, delivered, and reported.
 */
void csn_past_fixture_live (CsnPagesFixture *self,
                            const char *agent_id,
                            const char *action_type,
                            const char *score,
                            CsnPastEnd end);

/**
 * csn_past_fixture_fill:
 * @self: a fixture
 *
 * The past of two agents: "billing-agent" earns full auto for "store_credit" and loses it by two
 * failures that nobody was asked about, "support-agent" says more of "tag_ticket" than it holds.
 */
void csn_past_fixture_fill (CsnPagesFixture *self);

/* Submits a request and gives its item. */
CsnInboxItem *
csn_past_fixture_submit (CsnPagesFixture *self, const char *task_id, const char *members);

G_END_DECLS
