/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

#define CSN_TYPE_DEMO_JOURNAL (csn_demo_journal_get_type ())

/**
 * CsnDemoJournal:
 *
 * The sample agents' memory: a file of JSON lines that only grows while the program runs. Kept
 * before anything is acknowledged or done, so that a restart does nothing twice.
 */
G_DECLARE_FINAL_TYPE (CsnDemoJournal, csn_demo_journal, CSN, DEMO_JOURNAL, GObject)

/**
 * csn_demo_journal_open:
 * @path: the file, made if it is not there
 * @ret_lines: (out) (element-type CsnJson): what was kept; a line cut short by a crash is left out
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the journal
 */
CsnDemoJournal *csn_demo_journal_open (const char *path, GPtrArray **ret_lines, GError **error);

/**
 * csn_demo_journal_append:
 * @self: a journal
 * @line: one line of JSON without its end
 * @error: return location for an error
 *
 * Returns: %TRUE if the line is kept
 */
gboolean csn_demo_journal_append (CsnDemoJournal *self, const char *line, GError **error);

G_END_DECLS
