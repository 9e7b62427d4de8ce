/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-pace.h"

#define SECOND G_USEC_PER_SEC
#define BACK_OFF_FIRST (1 * SECOND)
#define BACK_OFF_LEAST (SECOND / 4)
#define BACK_OFF_MOST (300 * SECOND)
#define POLL_FIRST (2 * SECOND)
#define POLL_MOST (30 * SECOND)
#define WATCH_FIRST (SECOND / 2)
#define WATCH_STEADY (2 * SECOND)
#define WATCH_STEADY_CHECKS 30
#define WATCH_RARE_CHECKS 150

void
csn_bucket_init (CsnBucket *self, double rate, double burst, gint64 now)
{
  self->rate = rate;
  self->burst = burst;
  self->level = burst;
  self->filled_at = now;
}

static void
fill (CsnBucket *self, gint64 now)
{
  if (now > self->filled_at)
    self->level += self->rate * (double) (now - self->filled_at) / (double) SECOND;
  self->level = MIN (self->level, self->burst);
  self->filled_at = now;
}

gboolean
csn_bucket_take (CsnBucket *self, gint64 now)
{
  fill (self, now);
  if (self->level < 1)
    return FALSE;
  self->level -= 1;

  return TRUE;
}

gint64
csn_bucket_get_wait (CsnBucket *self, gint64 now)
{
  fill (self, now);
  if (self->level >= 1)
    return 0;

  return (gint64) ((1 - self->level) / self->rate * (double) SECOND) + 1;
}

static gint64
double_up (gint64 first, guint times, gint64 most)
{
  gint64 delay = first;

  for (guint i = 0; i < times && delay < most; i++)
    delay *= 2;

  return MIN (delay, most);
}

gint64
csn_pace_back_off (guint failures, double chance)
{
  gint64 most = double_up (BACK_OFF_FIRST, MAX (failures, 1) - 1, BACK_OFF_MOST);

  return MAX ((gint64) (chance * (double) most), BACK_OFF_LEAST);
}

gint64
csn_pace_poll (guint idle_polls)
{
  return double_up (POLL_FIRST, idle_polls, POLL_MOST);
}

gint64
csn_pace_watch (guint checks)
{
  if (checks < WATCH_STEADY_CHECKS)
    return double_up (WATCH_FIRST, checks, WATCH_STEADY);
  if (checks < WATCH_RARE_CHECKS)
    return double_up (WATCH_STEADY, checks - WATCH_STEADY_CHECKS, POLL_MOST);

  return BACK_OFF_MOST;
}
