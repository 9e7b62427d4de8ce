/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-writer.h"
#include "csn-service-private.h"

G_BEGIN_DECLS

/* What the D-Bus interface says, as JSON texts. Strings of agents stand in them as they came, but
 * for what looks like a secret. */

char *csn_describe_status (CsnService *self);

/**
 * csn_describe_inbox:
 * @self: a running service
 *
 * Returns: (transfer full): the requests of the inbox, an array
 */
char *csn_describe_inbox (CsnService *self);

/**
 * csn_describe_item:
 * @item: a request of the inbox
 *
 * Returns: (transfer full): all about it, an object
 */
char *csn_describe_item (CsnInboxItem *item);

/**
 * csn_describe_stored:
 * @stored: a request that is no longer in the inbox
 *
 * Returns: (transfer full): all about it, an object
 */
char *csn_describe_stored (const CsnStoredRequest *stored);

char *csn_describe_agents (CsnService *self);

char *csn_describe_sources (CsnService *self);

G_END_DECLS
