/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs of the real countersignctl. */

typedef struct
{
  int status;
  char *out; /* (owned) */
  char *err; /* (owned) */
} CliRun;

/**
 * cli_run:
 * @input: (nullable): what it reads from standard input
 * @...: its arguments, %NULL at the end
 *
 * Returns: (transfer full): what came of it
 */
CliRun *cli_run (const char *input, ...) G_GNUC_NULL_TERMINATED;

CliRun *cli_runv (const char *input, const char *const *args);

void cli_run_free (CliRun *self);

/**
 * cli_program:
 *
 * Returns: the path of countersignctl
 */
const char *cli_program (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
