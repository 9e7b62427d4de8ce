/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * csn_http_fault_translate:
 * @error: what libsoup or GIO met
 * @place: host and port, visible text
 * @certificate: what was wrong with the certificate
 *
 * Returns: (transfer full): a #CsnHttpError with a sentence for the reviewer
 */
GError *
csn_http_fault_translate (const GError *error, const char *place, GTlsCertificateFlags certificate);

G_END_DECLS
