/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CsnLineReader:
 *
 * Reads a file line by line, never more of it at once than the longest line may be, and hashes it.
 */
typedef struct _CsnLineReader CsnLineReader;

/**
 * csn_line_reader_new:
 * @path: a file
 * @max_bytes: how long a line may be, without its end
 * @error: return location for a #GIOError
 *
 * Returns: (transfer full) (nullable): a reader at the first line
 */
CsnLineReader *csn_line_reader_new (const char *path, gsize max_bytes, GError **error);

void csn_line_reader_free (CsnLineReader *self);

/**
 * csn_line_reader_next:
 * @self: a reader
 * @ret_line: (out) (transfer none): the line, NUL-terminated, without its end; until the next call
 * @ret_length: (out): its bytes
 * @error: return location for a #GIOError: %G_IO_ERROR_INVALID_DATA if a line is too long or the
 *   last one has no end
 *
 * Returns: %FALSE without an error at the end of the file
 */
gboolean csn_line_reader_next (CsnLineReader *self,
                               const char **ret_line,
                               gsize *ret_length,
                               GError **error);

/**
 * csn_line_reader_dup_sha256:
 * @self: a reader at the end of its file
 *
 * Returns: (transfer full): hex SHA-256 of the whole file; once only
 */
char *csn_line_reader_dup_sha256 (CsnLineReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnLineReader, csn_line_reader_free)

G_END_DECLS
