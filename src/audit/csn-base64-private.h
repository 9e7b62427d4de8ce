/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_base64_read:
 * @text: (array length=length): base64 with its padding
 * @length: how many characters
 * @ret_bytes: (out) (array length=n_bytes): what they stand for
 * @n_bytes: how many bytes that must be
 *
 * Unlike GLib's decoder it takes one spelling only, so that no character can change unseen.
 *
 * Returns: %TRUE if @text is the one base64 text of @n_bytes bytes
 */
gboolean csn_base64_read (const char *text, gsize length, guint8 *ret_bytes, gsize n_bytes);

/**
 * csn_hex_read:
 * @text: (array length=length): lower-case hexadecimal
 * @length: how many characters
 * @ret_bytes: (out) (array length=n_bytes): what they stand for
 * @n_bytes: how many bytes that must be
 *
 * Returns: %TRUE if @text is the one hexadecimal text of @n_bytes bytes
 */
gboolean csn_hex_read (const char *text, gsize length, guint8 *ret_bytes, gsize n_bytes);

G_END_DECLS
