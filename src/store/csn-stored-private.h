/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"
#include "csn-snapshot.h"

G_BEGIN_DECLS

/* Each reads one row of the statement named for it in csn-statements.c. They fail with
 * CSN_STORE_ERROR_DAMAGED if what the store itself wrote can't be read back. */

/**
 * csn_stored_request_read:
 * @statement: a row of %CSN_STATEMENT_LOAD_REQUESTS or %CSN_STATEMENT_READ_REQUEST
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the request
 */
CsnStoredRequest *csn_stored_request_read (sqlite3_stmt *statement, GError **error);

/**
 * csn_stored_case_read:
 * @statement: a row of %CSN_STATEMENT_READ_CASES and the like
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the case
 */
CsnStoredCase *csn_stored_case_read (sqlite3_stmt *statement, GError **error);

CsnStoredDelivery *csn_stored_delivery_read (sqlite3_stmt *statement, GError **error);

void csn_stored_delivery_free (CsnStoredDelivery *self);

CsnProfile *csn_stored_profile_read (sqlite3_stmt *statement, GError **error);

CsnStoredAgent *csn_stored_agent_read (sqlite3_stmt *statement, GError **error);

void csn_stored_agent_free (CsnStoredAgent *self);

CsnStoredTakeover *csn_stored_takeover_read (sqlite3_stmt *statement, GError **error);

void csn_stored_takeover_free (CsnStoredTakeover *self);

CsnStoredFailure *csn_stored_failure_read (sqlite3_stmt *statement, GError **error);

void csn_stored_failure_free (CsnStoredFailure *self);

CsnStoredDrawn *csn_stored_drawn_read (sqlite3_stmt *statement, GError **error);

void csn_stored_drawn_free (CsnStoredDrawn *self);

CsnSourceConfig *csn_stored_source_read (sqlite3_stmt *statement, GError **error);

G_END_DECLS
