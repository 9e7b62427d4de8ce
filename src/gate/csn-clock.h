/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CSN_TYPE_CLOCK (csn_clock_get_type ())

G_DECLARE_INTERFACE (CsnClock, csn_clock, CSN, CLOCK, GObject)

/**
 * CsnAlarmFunc:
 * @user_data: the caller's
 *
 * Called once, from the main context, at or after the time asked for.
 */
typedef void (*CsnAlarmFunc) (gpointer user_data);

/**
 * CsnClockInterface:
 * @get_wall: microseconds since the epoch
 * @get_boot: microseconds since boot, suspend included
 * @add_alarm: calls a function at or after a boot time; gives an id above 0
 * @remove_alarm: takes it back
 *
 * Where the gate's time comes from. Deadlines are wall-clock times; an alarm is only a hint to look
 * at them again (gate.md, "Deadlines").
 */
struct _CsnClockInterface
{
  GTypeInterface parent_iface;

  gint64 (*get_wall) (CsnClock *self);
  gint64 (*get_boot) (CsnClock *self);
  guint (*add_alarm) (CsnClock *self, gint64 boot_time, CsnAlarmFunc func, gpointer user_data);
  void (*remove_alarm) (CsnClock *self, guint alarm);
};

gint64 csn_clock_get_wall (CsnClock *self);

gint64 csn_clock_get_boot (CsnClock *self);

guint csn_clock_add_alarm (CsnClock *self, gint64 boot_time, CsnAlarmFunc func, gpointer user_data);

void csn_clock_remove_alarm (CsnClock *self, guint alarm);

#define CSN_TYPE_SYSTEM_CLOCK (csn_system_clock_get_type ())

/**
 * CsnSystemClock:
 *
 * The machine's clocks.
 */
G_DECLARE_FINAL_TYPE (CsnSystemClock, csn_system_clock, CSN, SYSTEM_CLOCK, GObject)

CsnClock *csn_system_clock_new (void);

G_END_DECLS
