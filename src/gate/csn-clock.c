/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-clock.h"

#include <time.h>

G_DEFINE_INTERFACE (CsnClock, csn_clock, G_TYPE_OBJECT)

/* GLib's timers stand still while the machine sleeps, so a long one is looked at again this often.
 */
#define MAX_SLEEP_MS 30000

static void
csn_clock_default_init (CsnClockInterface *iface)
{
}

/**
 * csn_clock_get_wall:
 * @self: a clock
 *
 * Returns: microseconds since the epoch
 */
gint64
csn_clock_get_wall (CsnClock *self)
{
  g_return_val_if_fail (CSN_IS_CLOCK (self), 0);

  return CSN_CLOCK_GET_IFACE (self)->get_wall (self);
}

/**
 * csn_clock_get_boot:
 * @self: a clock
 *
 * Returns: microseconds since boot, suspend included
 */
gint64
csn_clock_get_boot (CsnClock *self)
{
  g_return_val_if_fail (CSN_IS_CLOCK (self), 0);

  return CSN_CLOCK_GET_IFACE (self)->get_boot (self);
}

/**
 * csn_clock_add_alarm:
 * @self: a clock
 * @boot_time: when, microseconds since boot
 * @func: called once, from the main context
 * @user_data: for @func
 *
 * Returns: an id above 0
 */
guint
csn_clock_add_alarm (CsnClock *self, gint64 boot_time, CsnAlarmFunc func, gpointer user_data)
{
  g_return_val_if_fail (CSN_IS_CLOCK (self), 0);

  return CSN_CLOCK_GET_IFACE (self)->add_alarm (self, boot_time, func, user_data);
}

/**
 * csn_clock_remove_alarm:
 * @self: a clock
 * @alarm: an id of an alarm that has not gone off
 */
void
csn_clock_remove_alarm (CsnClock *self, guint alarm)
{
  g_return_if_fail (CSN_IS_CLOCK (self));

  CSN_CLOCK_GET_IFACE (self)->remove_alarm (self, alarm);
}

struct _CsnSystemClock
{
  GObject parent_instance;

  GHashTable *alarms; /* (owned) (element-type guint Alarm) */
  guint last_alarm;
};

typedef struct
{
  CsnSystemClock *clock; /* (unowned): an alarm dies with its clock */
  guint id;
  gint64 boot_time;
  CsnAlarmFunc func;
  gpointer user_data;
  guint timeout;
} Alarm;

static void csn_system_clock_iface_init (CsnClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnSystemClock,
                               csn_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_CLOCK, csn_system_clock_iface_init))

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
csn_system_clock_get_wall (CsnClock *clock)
{
  return read_clock (CLOCK_REALTIME);
}

static gint64
csn_system_clock_get_boot (CsnClock *clock)
{
  return read_clock (CLOCK_BOOTTIME);
}

static void
alarm_free (Alarm *alarm)
{
  g_clear_handle_id (&alarm->timeout, g_source_remove);
  g_free (alarm);
}

static gboolean alarm_cb (gpointer user_data);

static void
alarm_sleep (Alarm *alarm)
{
  gint64 left_ms = (alarm->boot_time - read_clock (CLOCK_BOOTTIME) + 999) / 1000;

  alarm->timeout = g_timeout_add ((guint) CLAMP (left_ms, 0, MAX_SLEEP_MS), alarm_cb, alarm);
}

static gboolean
alarm_cb (gpointer user_data)
{
  Alarm *alarm = user_data;
  CsnAlarmFunc func = alarm->func;
  gpointer func_data = alarm->user_data;

  alarm->timeout = 0;
  if (read_clock (CLOCK_BOOTTIME) < alarm->boot_time)
    {
      alarm_sleep (alarm);
      return G_SOURCE_REMOVE;
    }
  g_hash_table_remove (alarm->clock->alarms, GUINT_TO_POINTER (alarm->id));
  func (func_data);
  return G_SOURCE_REMOVE;
}

static guint
csn_system_clock_add_alarm (CsnClock *clock,
                            gint64 boot_time,
                            CsnAlarmFunc func,
                            gpointer user_data)
{
  CsnSystemClock *self = CSN_SYSTEM_CLOCK (clock);
  Alarm *alarm = g_new0 (Alarm, 1);

  alarm->clock = self;
  alarm->id = ++self->last_alarm;
  alarm->boot_time = boot_time;
  alarm->func = func;
  alarm->user_data = user_data;
  g_hash_table_insert (self->alarms, GUINT_TO_POINTER (alarm->id), alarm);
  alarm_sleep (alarm);
  return alarm->id;
}

static void
csn_system_clock_remove_alarm (CsnClock *clock, guint alarm)
{
  CsnSystemClock *self = CSN_SYSTEM_CLOCK (clock);

  g_hash_table_remove (self->alarms, GUINT_TO_POINTER (alarm));
}

static void
csn_system_clock_iface_init (CsnClockInterface *iface)
{
  iface->get_wall = csn_system_clock_get_wall;
  iface->get_boot = csn_system_clock_get_boot;
  iface->add_alarm = csn_system_clock_add_alarm;
  iface->remove_alarm = csn_system_clock_remove_alarm;
}

static void
csn_system_clock_finalize (GObject *object)
{
  CsnSystemClock *self = CSN_SYSTEM_CLOCK (object);

  g_hash_table_unref (self->alarms);

  G_OBJECT_CLASS (csn_system_clock_parent_class)->finalize (object);
}

static void
csn_system_clock_class_init (CsnSystemClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = csn_system_clock_finalize;
}

static void
csn_system_clock_init (CsnSystemClock *self)
{
  self->alarms = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) alarm_free);
}

/**
 * csn_system_clock_new:
 *
 * Returns: (transfer full): the machine's clocks
 */
CsnClock *
csn_system_clock_new (void)
{
  return g_object_new (CSN_TYPE_SYSTEM_CLOCK, NULL);
}
