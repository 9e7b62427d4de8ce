/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/* Members of the program's answers. A member that is not there, or of another type, reads as
 * nothing: both programs may be of different versions. */

/**
 * csn_member_text:
 * @object: (nullable): an object
 * @key: a member's name
 *
 * Returns: (nullable): a string as it is, a number as it was written
 */
const char *csn_member_text (const CsnJson *object, const char *key);

gboolean csn_member_is_true (const CsnJson *object, const char *key);

gint64 csn_member_integer (const CsnJson *object, const char *key);

/**
 * csn_member_time:
 * @object: an object
 * @key: a member's name
 *
 * Returns: (transfer full) (nullable): the time in this place's zone, for people
 */
char *csn_member_time (const CsnJson *object, const char *key);

G_END_DECLS
