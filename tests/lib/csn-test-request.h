/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * csn_test_json:
 * @text: JSON in which `'` stands for `"`
 *
 * Reads JSON that a test wrote; fails the test if it is none.
 *
 * Returns: (transfer full): the value
 */
CsnJson *csn_test_json (const char *text);

/**
 * csn_test_request_new:
 * @source: a source's id
 * @task_id: the task's id
 * @members: (nullable): more members of the Task, such as `'revision': 2, 'facts': {...}`, with `'`
 *   for `"`; they stand instead of the ones that are there by themselves
 *
 * Builds a request of "agent-1" that wants to do "refund": `{"order": 1182}`. Without @members
 * nothing is known about its risk, so that it is a HARD_APPROVAL.
 *
 * Returns: (transfer full): the request
 */
CsnRequest *csn_test_request_new (const char *source, const char *task_id, const char *members);

/* Members for csn_test_request_new() that make a new agent's request end at a level. */

/* SOFT_APPROVAL: reversible, sure; a new profile is SOFT_APPROVAL. */
#define CSN_TEST_SOFT "'facts': {'reversible': true}, 'confidence': {'score': 0.9}"

/* HUMAN_TAKEOVER: the agent asks for it. */
#define CSN_TEST_TAKEOVER                                                                          \
  "'facts': {'reversible': true}, 'confidence': {'score': 0.4, 'recommendation': 'ESCALATE'}"

G_END_DECLS
