/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-fake-clock.h"

#include "csn-test-wait.h"

typedef struct
{
  guint id;
  gint64 boot_time;
  CsnAlarmFunc func;
  gpointer user_data;
} Alarm;

struct _CsnFakeClock
{
  GObject parent_instance;

  gint64 wall;
  gint64 boot;
  GArray *alarms; /* (owned) (element-type Alarm): in the order of the calls */
  guint last_alarm;
};

static void csn_fake_clock_iface_init (CsnClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnFakeClock,
                               csn_fake_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_CLOCK, csn_fake_clock_iface_init))

static gint64
csn_fake_clock_get_wall (CsnClock *clock)
{
  return CSN_FAKE_CLOCK (clock)->wall;
}

static gint64
csn_fake_clock_get_boot (CsnClock *clock)
{
  return CSN_FAKE_CLOCK (clock)->boot;
}

static guint
csn_fake_clock_add_alarm (CsnClock *clock, gint64 boot_time, CsnAlarmFunc func, gpointer user_data)
{
  CsnFakeClock *self = CSN_FAKE_CLOCK (clock);
  Alarm alarm = { ++self->last_alarm, boot_time, func, user_data };

  g_array_append_val (self->alarms, alarm);
  return alarm.id;
}

static void
csn_fake_clock_remove_alarm (CsnClock *clock, guint alarm)
{
  CsnFakeClock *self = CSN_FAKE_CLOCK (clock);

  for (guint i = 0; i < self->alarms->len; i++)
    {
      if (g_array_index (self->alarms, Alarm, i).id == alarm)
        {
          g_array_remove_index (self->alarms, i);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
csn_fake_clock_iface_init (CsnClockInterface *iface)
{
  iface->get_wall = csn_fake_clock_get_wall;
  iface->get_boot = csn_fake_clock_get_boot;
  iface->add_alarm = csn_fake_clock_add_alarm;
  iface->remove_alarm = csn_fake_clock_remove_alarm;
}

static void
csn_fake_clock_finalize (GObject *object)
{
  CsnFakeClock *self = CSN_FAKE_CLOCK (object);

  g_array_unref (self->alarms);

  G_OBJECT_CLASS (csn_fake_clock_parent_class)->finalize (object);
}

static void
csn_fake_clock_class_init (CsnFakeClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = csn_fake_clock_finalize;
}

static void
csn_fake_clock_init (CsnFakeClock *self)
{
  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  self->boot = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
}

CsnFakeClock *
csn_fake_clock_new (gint64 wall)
{
  CsnFakeClock *self = g_object_new (CSN_TYPE_FAKE_CLOCK, NULL);

  self->wall = wall;
  return self;
}

/* Sets off the earliest alarm up to a time; FALSE if there is none. */
static gboolean
go_off (CsnFakeClock *self, gint64 until)
{
  guint first = G_MAXUINT;
  gint64 at = G_MAXINT64;
  Alarm alarm;

  for (guint i = 0; i < self->alarms->len; i++)
    {
      gint64 boot_time = g_array_index (self->alarms, Alarm, i).boot_time;

      if (boot_time <= until && boot_time < at)
        {
          first = i;
          at = boot_time;
        }
    }
  if (first == G_MAXUINT)
    return FALSE;

  alarm = g_array_index (self->alarms, Alarm, first);
  g_array_remove_index (self->alarms, first);
  if (alarm.boot_time > self->boot)
    {
      self->wall += alarm.boot_time - self->boot;
      self->boot = alarm.boot_time;
    }
  alarm.func (alarm.user_data);
  return TRUE;
}

void
csn_fake_clock_advance (CsnFakeClock *self, gint64 by)
{
  gint64 until = self->boot + by;

  csn_test_run_ready ();
  while (go_off (self, until))
    csn_test_run_ready ();
  self->wall += until - self->boot;
  self->boot = until;
  csn_test_run_ready ();
}

void
csn_fake_clock_sleep (CsnFakeClock *self, gint64 by)
{
  csn_test_run_ready ();
  self->wall += by;
  self->boot += by;
  csn_fake_clock_advance (self, 0);
}

void
csn_fake_clock_step (CsnFakeClock *self, gint64 by)
{
  self->wall += by;
}

guint
csn_fake_clock_get_n_alarms (CsnFakeClock *self)
{
  return self->alarms->len;
}
