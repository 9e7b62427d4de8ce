/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnSourceConfig:
 *
 * A configured HTTP endpoint of one or more agents: immutable. Its token lives in the Secret
 * Service, never here.
 */
typedef struct _CsnSourceConfig CsnSourceConfig;

/**
 * csn_source_config_new:
 * @id: a short name that the reviewer chose: letters, digits, '-', '_', '.'; at most 64
 * @url: the base address, http or https
 * @protocol: "tasks"
 * @allow_insecure: an explicit, recorded switch for http beyond loopback
 * @error: return location for a #CsnModelError that says what to write instead
 *
 * Returns: (transfer full) (nullable): the configuration
 */
CsnSourceConfig *csn_source_config_new (const char *id,
                                        const char *url,
                                        const char *protocol,
                                        gboolean allow_insecure,
                                        GError **error);

CsnSourceConfig *csn_source_config_ref (CsnSourceConfig *self);

void csn_source_config_unref (CsnSourceConfig *self);

const char *csn_source_config_get_id (const CsnSourceConfig *self);

const char *csn_source_config_get_url (const CsnSourceConfig *self);

const char *csn_source_config_get_protocol (const CsnSourceConfig *self);

gboolean csn_source_config_get_allow_insecure (const CsnSourceConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnSourceConfig, csn_source_config_unref)

G_END_DECLS
