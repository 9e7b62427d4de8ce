/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"
#include "csn-snapshot.h"

G_BEGIN_DECLS

/**
 * csn_snapshot_read:
 * @connection: a connection
 * @now: microseconds since the epoch
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): everything as of one moment
 */
CsnSnapshot *csn_snapshot_read (CsnConnection *connection, gint64 now, GError **error);

G_END_DECLS
