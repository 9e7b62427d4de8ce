/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"
#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnLineFunc:
 * @line: one object
 * @user_data: the caller's
 * @error: return location for a sentence about what is wrong with the line
 *
 * Returns: (transfer full) (nullable): the output line, JSON without a new line
 */
typedef char *(*CsnLineFunc) (const CsnJson *line, gpointer user_data, GError **error);

/**
 * csn_lines_run:
 * @func: turns an input line into an output line
 * @user_data: for @func
 *
 * Reads standard input line by line, strictly one JSON object each, and writes one line for each to
 * standard output: what @func gives, or `{"error":"..."}`. Nothing waits in a buffer while there is
 * no input to read.
 *
 * Returns: %CSN_EXIT_OK, or %CSN_EXIT_USAGE if a line could not be read, or
 *   %CSN_EXIT_UNREACHABLE if standard input or output fails
 */
CsnExit csn_lines_run (CsnLineFunc func, gpointer user_data);

/**
 * csn_lines_read_all:
 * @fd: a file descriptor
 * @max_bytes: the most to take
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): all bytes up to its end, followed by a NUL that does not
 *   count
 */
GByteArray *csn_lines_read_all (int fd, gsize max_bytes, GError **error);

G_END_DECLS
