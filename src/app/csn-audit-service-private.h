/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-audit-service.h"
#include "csn-json-writer.h"
#include "csn-verify.h"

G_BEGIN_DECLS

/**
 * csn_audit_begin:
 * @self: a service that has started
 *
 * Checks the newest events now and all of them later, when nothing is urgent. What is wrong is
 * recorded as an alarm, which the window shows: the gate stays open, because closing it would hand
 * every writer of the file a switch to turn the gate off, and what is decided from here on is
 * recorded all the same.
 */
void csn_audit_begin (CsnService *self);

/* Writes the member "audit" of the status. */
void csn_audit_describe (CsnJsonWriter *writer, CsnService *self);

/**
 * csn_service_verify_tail_async:
 * @self: a service
 * @tail: how many of the newest events; 0 for all
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @callback: called with the report
 * @user_data: for @callback
 */
void csn_service_verify_tail_async (CsnService *self,
                                    guint64 tail,
                                    CsnServiceProgress progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* (transfer none): what it found; valid as long as the result. */
const CsnVerifyReport *
csn_service_verify_get_report (CsnService *self, GAsyncResult *result, GError **error);

G_END_DECLS
