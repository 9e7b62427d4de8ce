/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_address_is_loopback:
 * @host: a host as it stands in an address
 *
 * Loopback is what is written so: a name that merely resolves there may resolve elsewhere later.
 *
 * Returns: %TRUE for localhost and for addresses of this computer
 */
gboolean csn_address_is_loopback (const char *host);

/**
 * csn_address_check_id:
 * @id: (nullable): a short name that the reviewer chose for an address
 * @error: return location for a #CsnModelError that says what to write instead
 *
 * Returns: %TRUE if it has 1 to 64 letters, digits, '-', '_' and '.'
 */
gboolean csn_address_check_id (const char *id, GError **error);

/**
 * csn_address_is_plain:
 * @text: (nullable): an address
 *
 * Returns: %TRUE if it is printable ASCII without spaces, at most 2048 characters
 */
gboolean csn_address_is_plain (const char *text);

G_END_DECLS
