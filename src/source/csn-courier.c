/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-courier-private.h"

#include "csn-pace.h"
#include "csn-time.h"

/* When the gate could not record an attempt, and how far ahead a wall clock is trusted. */
#define GATE_PAUSE (5 * CSN_SECOND)
#define LONGEST_SLEEP (300 * CSN_SECOND)

struct _CsnCourier
{
  GObject parent_instance;

  CsnGate *gate;             /* (owned) */
  char *source;              /* (owned) */
  CsnProtocol *protocol;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GHashTable *unreached;     /* (owned) (element-type utf8): deliveries that met no answer */
  gint64 blocked_until;      /* boot time: the source takes nothing before it */
  guint source_failures;
  guint alarm;
  gboolean busy;
  gboolean hurrying;
  gboolean stopped;
};

enum
{
  SIGNAL_DELIVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnCourier, csn_courier, G_TYPE_OBJECT)

static void pump (CsnCourier *self);

static CsnClock *
get_clock (CsnCourier *self)
{
  return csn_gate_get_clock (self->gate);
}

static void
clear_alarm (CsnCourier *self)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (get_clock (self), self->alarm);
  self->alarm = 0;
}

static void
on_alarm (gpointer user_data)
{
  CsnCourier *self = user_data;

  self->alarm = 0;
  pump (self);
}

static void
sleep_until (CsnCourier *self, gint64 boot_time)
{
  gint64 latest = csn_clock_get_boot (get_clock (self)) + LONGEST_SLEEP;

  clear_alarm (self);
  self->alarm = csn_clock_add_alarm (get_clock (self), MIN (boot_time, latest), on_alarm, self);
}

/* One delivery under way. */
typedef struct
{
  CsnCourier *courier; /* (owned) */
  char *id;            /* (owned) */
  guint attempts;
  gboolean acknowledged;
} Trip;

static void
trip_free (Trip *trip)
{
  g_object_unref (trip->courier);
  g_free (trip->id);
  g_free (trip);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trip, trip_free)

static void
on_reported (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trip) trip = user_data;
  CsnCourier *self = trip->courier;
  gboolean recorded = csn_gate_report_attempt_finish (CSN_GATE (object), result, NULL);

  self->busy = FALSE;
  if (self->stopped)
    return;
  if (!recorded)
    self->blocked_until = csn_clock_get_boot (get_clock (self)) + GATE_PAUSE;
  if (recorded && trip->acknowledged)
    g_signal_emit (self, signals[SIGNAL_DELIVERED], 0);
  pump (self);
}

static gint64
plan_retry (CsnCourier *self, Trip *trip, const CsnAttemptReport *report)
{
  gint64 delay = csn_pace_back_off (trip->attempts + 1, g_random_double ());

  if (report->status == 0)
    {
      self->hurrying = FALSE;
      g_hash_table_add (self->unreached, g_strdup (trip->id));
    }
  delay = MAX (delay, report->retry_after);
  if (report->concerns_source)
    {
      gint64 pause = csn_pace_back_off (++self->source_failures, g_random_double ());

      self->blocked_until =
          csn_clock_get_boot (get_clock (self)) + MAX (pause, report->retry_after);
    }

  return csn_clock_get_wall (get_clock (self)) + delay;
}

static void
on_delivered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trip) trip = user_data;
  CsnCourier *self = trip->courier;
  g_autoptr (CsnAttemptReport) report = NULL;
  const char *id = NULL;
  gint64 next_attempt_at = 0;

  report = csn_protocol_deliver_finish (self->protocol, result, NULL);
  if (report == NULL)
    {
      /* Broken off at the end: it stays queued, and the agent knows a repetition by its key. */
      self->busy = FALSE;
      return;
    }
  if (report->result == CSN_ATTEMPT_RETRY)
    next_attempt_at = plan_retry (self, trip, report);
  else
    self->source_failures = 0;
  trip->acknowledged = report->result == CSN_ATTEMPT_ACKNOWLEDGED;
  id = trip->id;
  csn_gate_report_attempt_async (self->gate,
                                 id,
                                 report->result,
                                 report->status,
                                 report->message,
                                 next_attempt_at,
                                 on_reported,
                                 g_steal_pointer (&trip));
}

static void
set_out (CsnCourier *self, const CsnDelivery *delivery)
{
  Trip *trip = g_new0 (Trip, 1);

  trip->courier = g_object_ref (self);
  trip->id = g_strdup (delivery->id);
  trip->attempts = delivery->attempts;
  g_hash_table_remove (self->unreached, delivery->id);
  self->busy = TRUE;
  if (delivery->give_up_at > csn_clock_get_wall (get_clock (self)))
    {
      csn_protocol_deliver_async (self->protocol, delivery, self->cancellable, on_delivered, trip);
      return;
    }
  csn_gate_report_attempt_async (self->gate,
                                 trip->id,
                                 CSN_ATTEMPT_RETRY,
                                 0,
                                 "It is too late to tell the agent.",
                                 delivery->give_up_at + 1,
                                 on_reported,
                                 trip);
}

/* Whose mode it is: an endpoint may have several agents. */
static char *
get_mode_agent (const CsnDelivery *delivery)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (delivery->body, &length);
  g_autoptr (CsnJson) body = csn_json_parse (text, length, length, NULL, NULL);
  const CsnJson *member = body != NULL ? csn_json_get_member (body, "agent_id") : NULL;

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return g_strdup ("");

  return g_strdup (csn_json_get_text (member));
}

/* The oldest that may go. A mode never overtakes an older one of its agent: the last must win. */
static const CsnDelivery *
choose (CsnCourier *self, GPtrArray *deliveries, gint64 wall, gint64 *ret_next)
{
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *ret_next = G_MAXINT64;
  for (guint i = 0; i < deliveries->len; i++)
    {
      const CsnDelivery *delivery = g_ptr_array_index (deliveries, i);
      g_autofree char *agent_id = delivery->is_mode ? get_mode_agent (delivery) : NULL;

      if (agent_id != NULL && g_hash_table_contains (waiting, agent_id))
        continue;
      if (delivery->next_attempt_at <= wall ||
          (self->hurrying && g_hash_table_contains (self->unreached, delivery->id)))
        return delivery;
      if (agent_id != NULL)
        g_hash_table_add (waiting, g_steal_pointer (&agent_id));
      *ret_next = MIN (*ret_next, delivery->next_attempt_at);
    }

  return NULL;
}

static void
pump (CsnCourier *self)
{
  g_autoptr (GPtrArray) deliveries = NULL;
  const CsnDelivery *delivery = NULL;
  gint64 boot;
  gint64 wall;
  gint64 next;

  if (self->stopped || self->busy)
    return;
  clear_alarm (self);
  deliveries = csn_gate_get_deliveries (self->gate, self->source);
  if (deliveries->len == 0)
    return;

  boot = csn_clock_get_boot (get_clock (self));
  wall = csn_clock_get_wall (get_clock (self));
  if (self->blocked_until > boot)
    {
      sleep_until (self, self->blocked_until);
      return;
    }
  delivery = choose (self, deliveries, wall, &next);
  if (delivery != NULL)
    set_out (self, delivery);
  else
    sleep_until (self, boot + MIN (next - wall, LONGEST_SLEEP));
}

static void
on_queued (CsnCourier *self, const char *source)
{
  if (g_strcmp0 (source, self->source) == 0)
    pump (self);
}

/* The gate may have opened again. */
static void
on_gate_changed (CsnCourier *self)
{
  pump (self);
}

void
csn_courier_hurry (CsnCourier *self)
{
  self->source_failures = 0;
  self->blocked_until = 0;
  self->hurrying = g_hash_table_size (self->unreached) > 0;
  pump (self);
}

/* What a former run left waiting was not refused by this one: it goes at the first answer. */
static void
remember_queue (CsnCourier *self)
{
  g_autoptr (GPtrArray) deliveries = csn_gate_get_deliveries (self->gate, self->source);

  for (guint i = 0; i < deliveries->len; i++)
    {
      const CsnDelivery *delivery = g_ptr_array_index (deliveries, i);

      g_hash_table_add (self->unreached, g_strdup (delivery->id));
    }
}

void
csn_courier_start (CsnCourier *self)
{
  g_signal_connect_object (self->gate,
                           "delivery-queued",
                           G_CALLBACK (on_queued),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gate,
                           "changed",
                           G_CALLBACK (on_gate_changed),
                           self,
                           G_CONNECT_SWAPPED);
  remember_queue (self);
  pump (self);
}

void
csn_courier_stop (CsnCourier *self)
{
  self->stopped = TRUE;
  clear_alarm (self);
  g_cancellable_cancel (self->cancellable);
}

static void
csn_courier_dispose (GObject *object)
{
  CsnCourier *self = CSN_COURIER (object);

  if (self->gate != NULL)
    clear_alarm (self);
  g_clear_object (&self->gate);
  g_clear_object (&self->protocol);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->unreached, g_hash_table_unref);

  G_OBJECT_CLASS (csn_courier_parent_class)->dispose (object);
}

static void
csn_courier_class_init (CsnCourierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_courier_dispose;

  signals[SIGNAL_DELIVERED] = g_signal_new ("delivered",
                                            CSN_TYPE_COURIER,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);
}

static void
csn_courier_init (CsnCourier *self)
{
  self->cancellable = g_cancellable_new ();
  self->unreached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CsnCourier *
csn_courier_new (CsnGate *gate, const char *source, CsnProtocol *protocol)
{
  CsnCourier *self = g_object_new (CSN_TYPE_COURIER, NULL);

  self->gate = g_object_ref (gate);
  self->source = g_strdup (source);
  self->protocol = g_object_ref (protocol);

  return self;
}
