/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forwarder.h"

#include "csn-forward-sink.h"
#include "csn-pace.h"
#include "csn-time.h"

/* One page, and so all that is ever held. An OTLP record is a few times its event. */
#define MAX_EVENTS 256
#define MAX_BYTES (256 * 1024)

/* How many batches must get through before a larger one is tried. */
#define GROW_AFTER 16

/* Events of the same second go together. */
#define LINGER CSN_SECOND

/* After a read or a write of the store failed: the gate says so, and opens it again. */
#define STORE_PAUSE (10 * CSN_SECOND)

struct _CsnForwarder
{
  GObject parent_instance;

  CsnStore *store;            /* (owned) */
  CsnClock *clock;            /* (owned) */
  CsnForwarderConfig *config; /* (owned) */
  CsnForwardSink *sink;       /* (owned) (nullable): none for an address that can't be used */
  GCancellable *cancellable;  /* (owned) */
  char *error;                /* (owned) (nullable) */
  GPtrArray *page;            /* (owned) (nullable): what is being sent */
  guint64 next_seq;
  guint64 head;
  gint64 sent_at;
  gint64 next_try;
  guint failures;
  guint successes; /* since the last batch that was too much */
  guint max_events;
  guint alarm;
  gboolean busy;
  gboolean started;
  gboolean stopped;
};

enum
{
  CHANGED,
  TOKEN_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnForwarder, csn_forwarder, G_TYPE_OBJECT)

static void pump (CsnForwarder *self);

static void
emit_changed (CsnForwarder *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_alarm (CsnForwarder *self)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (self->clock, self->alarm);
  self->alarm = 0;
}

static void
on_alarm (gpointer user_data)
{
  CsnForwarder *self = user_data;

  self->alarm = 0;
  self->next_try = 0;
  pump (self);
}

static void
sleep_for (CsnForwarder *self, gint64 delay)
{
  clear_alarm (self);
  self->alarm =
      csn_clock_add_alarm (self->clock, csn_clock_get_boot (self->clock) + delay, on_alarm, self);
}

static void
fail (CsnForwarder *self, const char *sentence, gint64 delay)
{
  g_free (self->error);
  self->error = g_strdup (sentence);
  self->next_try = csn_clock_get_wall (self->clock) + delay;
  sleep_for (self, delay);
  emit_changed (self);
}

/* The cursor moves on in memory either way: were it not stored, the next run would send once more
 * what this one has sent. */
static void
on_advanced (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnForwarder) self = user_data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (self->stopped)
    return;
  if (csn_store_commit_finish (CSN_STORE (object), result, &error))
    pump (self);
  else
    fail (self, "The place up to which events were sent can't be stored.", STORE_PAUSE);
}

static void
advance (CsnForwarder *self)
{
  const CsnStoredEvent *last = g_ptr_array_index (self->page, self->page->len - 1);
  CsnChange *change = csn_change_new ();

  self->next_seq = last->seq + 1;
  self->head = MAX (self->head, self->next_seq);
  self->sent_at = csn_clock_get_wall (self->clock);
  self->failures = 0;
  if (++self->successes % GROW_AFTER == 0)
    self->max_events = MIN (self->max_events * 2, MAX_EVENTS);
  g_clear_pointer (&self->error, g_free);
  csn_forward_log_advance (change,
                           csn_forwarder_config_get_id (self->config),
                           self->next_seq,
                           self->sent_at);
  csn_store_commit_async (self->store, change, on_advanced, g_object_ref (self));
  emit_changed (self);
}

/* A smaller batch may get through where a large one was too large, or too much for its time. */
static void
plan_retry (CsnForwarder *self, const GError *error, gint64 retry_after)
{
  gint64 delay = csn_pace_back_off (++self->failures, g_random_double ());

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      self->max_events = MAX (1, MIN (self->max_events, self->page->len) / 2);
      self->successes = 0;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_signal_emit (self, signals[TOKEN_REFUSED], 0);
  fail (self, error->message, MAX (delay, retry_after));
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnForwarder) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 retry_after;
  gboolean sent;

  sent = csn_forward_sink_send_finish (CSN_FORWARD_SINK (object), result, &retry_after, &error);
  if (!sent || self->stopped)
    self->busy = FALSE;
  /* What was sent right before the end is worth its cursor. */
  if (sent)
    advance (self);
  else if (!self->stopped)
    plan_retry (self, error, retry_after);
  g_clear_pointer (&self->page, g_ptr_array_unref);
}

static void
on_page_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnForwarder) self = user_data;
  g_autoptr (GPtrArray) page = NULL;

  page = csn_forward_log_read_finish (CSN_STORE (object), result, NULL);
  if (self->stopped || page == NULL || page->len == 0)
    {
      self->busy = FALSE;
      if (self->stopped)
        return;
      if (page == NULL)
        fail (self, "The log can't be read at the moment.", STORE_PAUSE);
      else
        self->head = MAX (self->head, self->next_seq);
      return;
    }
  self->page = g_steal_pointer (&page);
  csn_forward_sink_send_async (self->sink,
                               self->page,
                               self->cancellable,
                               on_sent,
                               g_object_ref (self));
}

static void
pump (CsnForwarder *self)
{
  if (!self->started || self->stopped || self->busy || self->alarm != 0 || self->sink == NULL ||
      self->next_seq >= self->head)
    return;
  self->busy = TRUE;
  csn_forward_log_read_async (self->store,
                              self->next_seq,
                              self->max_events,
                              MAX_BYTES,
                              self->cancellable,
                              on_page_read,
                              g_object_ref (self));
}

static void
on_committed (CsnForwarder *self, guint64 head_seq)
{
  self->head = MAX (self->head, head_seq + 1);
  if (self->started && !self->stopped && !self->busy && self->alarm == 0)
    sleep_for (self, LINGER);
  emit_changed (self);
}

void
csn_forwarder_start (CsnForwarder *self)
{
  g_return_if_fail (CSN_IS_FORWARDER (self));

  self->started = TRUE;
  pump (self);
}

void
csn_forwarder_stop (CsnForwarder *self)
{
  g_return_if_fail (CSN_IS_FORWARDER (self));

  self->stopped = TRUE;
  clear_alarm (self);
  g_cancellable_cancel (self->cancellable);
}

void
csn_forwarder_hurry (CsnForwarder *self)
{
  g_return_if_fail (CSN_IS_FORWARDER (self));

  if (self->busy)
    return;
  clear_alarm (self);
  self->next_try = 0;
  pump (self);
}

void
csn_forwarder_set_token (CsnForwarder *self, const char *token)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CSN_IS_FORWARDER (self));

  if (self->sink == NULL || csn_forward_sink_set_token (self->sink, token, &error))
    return;
  g_free (self->error);
  self->error = g_strdup (error->message);
  emit_changed (self);
}

CsnForwarderConfig *
csn_forwarder_get_config (CsnForwarder *self)
{
  return self->config;
}

guint64
csn_forwarder_get_next_seq (CsnForwarder *self)
{
  return self->next_seq;
}

guint64
csn_forwarder_get_backlog (CsnForwarder *self)
{
  return self->head - MIN (self->head, self->next_seq);
}

gint64
csn_forwarder_get_sent_at (CsnForwarder *self)
{
  return self->sent_at;
}

const char *
csn_forwarder_get_error (CsnForwarder *self)
{
  return self->error;
}

gint64
csn_forwarder_get_next_try (CsnForwarder *self)
{
  return self->next_try;
}

static void
csn_forwarder_dispose (GObject *object)
{
  CsnForwarder *self = CSN_FORWARDER (object);

  if (self->clock != NULL)
    clear_alarm (self);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->sink);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->config, csn_forwarder_config_unref);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  g_clear_pointer (&self->error, g_free);
  G_OBJECT_CLASS (csn_forwarder_parent_class)->dispose (object);
}

static guint
new_signal (CsnForwarderClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
csn_forwarder_class_init (CsnForwarderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_forwarder_dispose;
  signals[CHANGED] = new_signal (klass, "changed");
  signals[TOKEN_REFUSED] = new_signal (klass, "token-refused");
}

static void
csn_forwarder_init (CsnForwarder *self)
{
  self->cancellable = g_cancellable_new ();
  self->max_events = MAX_EVENTS;
}

CsnForwarder *
csn_forwarder_new (CsnStore *store,
                   CsnClock *clock,
                   const CsnStoredForwarder *stored,
                   guint64 head,
                   GTlsDatabase *authorities)
{
  CsnForwarder *self = g_object_new (CSN_TYPE_FORWARDER, NULL);
  g_autoptr (GError) error = NULL;

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->config = csn_forwarder_config_ref (stored->config);
  self->next_seq = stored->next_seq;
  self->sent_at = stored->sent_at;
  self->head = head;
  self->sink = csn_forward_sink_new (stored->config, authorities, &error);
  if (self->sink == NULL)
    self->error = g_strdup (error->message);
  g_signal_connect_object (store, "committed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
  return self;
}
