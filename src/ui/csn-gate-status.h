/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_GATE_STATUS (csn_gate_status_get_type ())

/**
 * CsnGateStatus:
 *
 * Whether the gate is open, whether silence counts, who is connected, and the stop button.
 */
G_DECLARE_FINAL_TYPE (CsnGateStatus, csn_gate_status, CSN, GATE_STATUS, GtkWidget)

GtkWidget *csn_gate_status_new (void);

void csn_gate_status_set_service (CsnGateStatus *self, CsnService *service);

/**
 * csn_gate_status_presence_words:
 * @state: whether the reviewer is there
 * @reason: (nullable): a code of #CsnPresence
 * @accepts_unknown: whether an unknown presence counts
 *
 * Returns: a sentence about silent consent
 */
const char *csn_gate_status_presence_words (CsnPresenceState state,
                                            const char *reason,
                                            gboolean accepts_unknown);

/**
 * csn_gate_status_notification_words:
 * @problem: (nullable): a code of csn_service_get_notification_problem()
 *
 * Returns: (nullable): a sentence about it
 */
const char *csn_gate_status_notification_words (const char *problem);

G_END_DECLS
