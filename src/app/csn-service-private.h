/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-audit-keeper-private.h"
#include "csn-desktop-channel.h"
#include "csn-service.h"
#include "csn-source-pool.h"
#include "csn-store.h"

G_BEGIN_DECLS

/* What the files of the service share. All of it is %NULL until the service has started. */

CsnStore *csn_service_get_store (CsnService *self);

CsnSourcePool *csn_service_get_pool (CsnService *self);

CsnAuditKeeper *csn_service_get_keeper (CsnService *self);

/**
 * csn_service_get_proposal:
 * @self: a service
 *
 * Returns: (transfer none) (nullable): the policy that waits for a person
 */
CsnPolicy *csn_service_get_proposal (CsnService *self);

/**
 * csn_service_set_proposal:
 * @self: a service
 * @proposal: (nullable): another one, or none
 *
 * Emits #CsnService::policy-proposed.
 */
void csn_service_set_proposal (CsnService *self, CsnPolicy *proposal);

/* Lets the command line know that another policy is in force or proposed. */
void csn_service_tell_policy_changed (CsnService *self, GDBusConnection *connection);

/* Makes the folder that @path lies in; the error is a sentence. */
gboolean csn_service_make_folder (const char *path, GError **error);

/**
 * csn_service_get_start_fault:
 * @self: a service
 *
 * Returns: (nullable): a sentence that says why it could not start
 */
const char *csn_service_get_start_fault (CsnService *self);

/**
 * csn_service_lookup_source:
 * @self: a service
 * @id: a source's id
 *
 * Returns: (transfer none) (nullable): its configuration
 */
CsnSourceConfig *csn_service_lookup_source (CsnService *self, const char *id);

/**
 * csn_service_return_if_stopped:
 * @self: a service
 * @task: a task of the caller's
 *
 * Returns: %TRUE if the service is not running; then @task has returned that
 */
gboolean csn_service_return_if_stopped (CsnService *self, GTask *task);

/**
 * csn_service_review:
 * @self: a service
 * @request_id: (nullable): which request to show
 *
 * Emits #CsnService::review.
 */
void csn_service_review (CsnService *self, const char *request_id);

/**
 * csn_service_take_export:
 * @self: a service
 * @connection: a bus
 * @id: an object that was registered there for @self
 *
 * Unregisters it at the end of the service.
 */
void csn_service_take_export (CsnService *self, GDBusConnection *connection, guint id);

G_END_DECLS
