/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-clock.h"

G_BEGIN_DECLS

#define CSN_TYPE_FAKE_CLOCK (csn_fake_clock_get_type ())

/**
 * CsnFakeClock:
 *
 * A #CsnClock that stands still until a test moves it.
 */
G_DECLARE_FINAL_TYPE (CsnFakeClock, csn_fake_clock, CSN, FAKE_CLOCK, GObject)

/**
 * csn_fake_clock_new:
 * @wall: microseconds since the epoch to begin with
 *
 * Returns: (transfer full): a clock; its boot time begins at one hour
 */
CsnFakeClock *csn_fake_clock_new (gint64 wall);

/**
 * csn_fake_clock_advance:
 * @self: a clock
 * @by: microseconds
 *
 * Lets time pass. Alarms go off at their time and in their order; what is ready in the main context
 * is done before the first, after each, and at the end.
 */
void csn_fake_clock_advance (CsnFakeClock *self, gint64 by);

/**
 * csn_fake_clock_sleep:
 * @self: a clock
 * @by: microseconds
 *
 * Lets time pass while nothing runs, as in suspend: overdue alarms go off at the end.
 */
void csn_fake_clock_sleep (CsnFakeClock *self, gint64 by);

/**
 * csn_fake_clock_step:
 * @self: a clock
 * @by: microseconds, perhaps negative
 *
 * Somebody sets the wall clock; the boot clock and the alarms stay.
 */
void csn_fake_clock_step (CsnFakeClock *self, gint64 by);

/**
 * csn_fake_clock_get_n_alarms:
 * @self: a clock
 *
 * Returns: how many alarms are set
 */
guint csn_fake_clock_get_n_alarms (CsnFakeClock *self);

G_END_DECLS
