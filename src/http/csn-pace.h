/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When to do what is repeated. Pure: time and chance are arguments. */

/**
 * CsnBucket:
 * @rate: how many a second
 * @burst: how many at once after a rest
 * @level: how many are left at @filled_at
 * @filled_at: microseconds of a clock that doesn't jump
 *
 * Lets a burst through and then a steady trickle.
 */
typedef struct
{
  double rate;
  double burst;
  double level;
  gint64 filled_at;
} CsnBucket;

void csn_bucket_init (CsnBucket *self, double rate, double burst, gint64 now);

gboolean csn_bucket_take (CsnBucket *self, gint64 now);

/**
 * csn_bucket_get_wait:
 * @self: a bucket
 * @now: the time
 *
 * Returns: microseconds until one can be taken; 0 if one can be taken now
 */
gint64 csn_bucket_get_wait (CsnBucket *self, gint64 now);

/**
 * csn_pace_back_off:
 * @failures: how many attempts in a row failed, 1 or more
 * @chance: from 0 to below 1
 *
 * Returns: microseconds to wait: full jitter over 1 s, doubling to 5 minutes
 */
gint64 csn_pace_back_off (guint failures, double chance);

/**
 * csn_pace_poll:
 * @idle_polls: how many polls in a row met nothing pending for over a minute
 *
 * Returns: microseconds until the next poll: 2 s, backing off to 30 s
 */
gint64 csn_pace_poll (guint idle_polls);

/**
 * csn_pace_watch:
 * @checks: how often a task's state was read already
 *
 * Returns: microseconds until it is read again: soon at first, every 2 s for about a minute, then
 *   ever more rarely
 */
gint64 csn_pace_watch (guint checks);

G_END_DECLS
