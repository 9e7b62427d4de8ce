/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnTaskSpan:
 * @offset: the first byte of one task
 * @length: how many bytes it has
 *
 * Where one task stands in a list's text.
 */
typedef struct
{
  gsize offset;
  gsize length;
} CsnTaskSpan;

/**
 * csn_tasks_split:
 * @text: (array length=length): a list as it came from outside
 * @length: how many bytes
 * @max_spans: how many tasks to note at most
 * @ret_spans: (out) (transfer full) (element-type CsnTaskSpan): the elements of "tasks"
 * @ret_rest: (out) (transfer full): @text with every element of "tasks" replaced by a 0
 * @ret_total: (out): how many elements there are
 *
 * Finds the tasks in a list without reading them, so that each is read strictly for itself and one
 * broken task doesn't hide the others. Judges nothing: whoever calls reads the rest and every
 * task strictly.
 *
 * Returns: %FALSE if the text has no recognizable member "tasks" that is an array
 */
gboolean csn_tasks_split (const char *text,
                          gsize length,
                          gsize max_spans,
                          GArray **ret_spans,
                          GString **ret_rest,
                          gsize *ret_total);

G_END_DECLS
