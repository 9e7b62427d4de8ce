/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"

G_BEGIN_DECLS

/* The steps of a request's life, each through a real gate; none may fail. */

/* Gives its id; @members as for csn_test_request_new(). */
char *csn_life_fixture_submit (CsnGate *gate, const char *task_id, const char *members);

/* As a person at the window. */
void csn_life_fixture_decide (CsnGate *gate, const char *id, CsnDecisionKind kind);

/* Whatever is queued for the agents arrives. */
void csn_life_fixture_acknowledge (CsnGate *gate);

void csn_life_fixture_report (CsnGate *gate, const char *id, CsnOutcomeKind kind);

G_END_DECLS
