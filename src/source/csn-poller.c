/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-poller-private.h"

#include "csn-intake-private.h"
#include "csn-json-writer.h"
#include "csn-pace.h"
#include "csn-time.h"
#include "csn-visible-text.h"

#define WAIT_S 55
#define HELD_AT_LEAST CSN_SECOND
#define BUSY_FOR (60 * CSN_SECOND)

/* A list of several pages may change behind its first page; and no entity tag is trusted for ever.
 */
#define PAGED_LIST_EVERY (30 * CSN_SECOND)
#define WHOLE_LIST_EVERY (600 * CSN_SECOND)
#define MAX_PAGES 1000
#define MAX_PENDING 10000
#define MAX_FAULT_DIGESTS 1000
#define ASK_RATE 1
#define ASK_BURST 10

#define THROTTLED_MESSAGE                                                                          \
  "The agent sends more than 20 new requests a second; they are read slowly."

#define NO_LIST_MESSAGE "The agent has no list of its requests; each is added by its id."

struct _CsnPoller
{
  GObject parent_instance;

  CsnGate *gate;             /* (owned) */
  char *source;              /* (owned) */
  CsnProtocol *protocol;     /* (owned) */
  CsnWatcher *watcher;       /* (owned) */
  CsnIntake *intake;         /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): the question under way */
  guint alarm;
  gboolean polling;
  gboolean stopped;

  /* What the reviewer sees. */
  CsnSourceState state;
  char *message; /* (owned) (nullable): visible text */
  gint64 last_contact;
  gint64 latency;
  gboolean long_poll;

  /* The pass over the list that is under way. */
  CsnListing *listing; /* (owned) (nullable): the page that the gate is being given */
  GHashTable *cursors; /* (owned) (element-type utf8) */
  guint n_pages;
  gboolean whole; /* the gate could take everything */
  gboolean waited;
  gboolean changed;
  gint64 asked_at;

  /* From pass to pass. */
  char *etag;         /* (owned) (nullable) */
  GHashTable *faults; /* (owned) (element-type utf8): digests of pages that are recorded */
  CsnBucket questions;
  guint n_listed;   /* pending there */
  gboolean listed;  /* it has a list, or had one */
  gboolean no_list; /* the last answer was that there is none */
  gboolean known;   /* a task of it could be read by its id */
  gboolean paged;
  gint64 whole_at;
  gint64 busy_at;
  guint idle_polls;
  guint failures;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnPoller, csn_poller, G_TYPE_OBJECT)

static void poll_now (CsnPoller *self);

static void ask (CsnPoller *self, const char *cursor);

static gint64
now (CsnPoller *self)
{
  return csn_clock_get_boot (csn_gate_get_clock (self->gate));
}

static void
set_state (CsnPoller *self, CsnSourceState state, const char *message)
{
  CsnSourceState before = self->state;

  self->state = state;
  g_free (self->message);
  self->message =
      message != NULL ? csn_visible_text (message, -1, CSN_VISIBLE_SINGLE_LINE, NULL) : NULL;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, before);
}

/* When to ask again */

static void
on_alarm (gpointer user_data)
{
  CsnPoller *self = user_data;

  self->alarm = 0;
  poll_now (self);
}

static void
clear_alarm (CsnPoller *self)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (csn_gate_get_clock (self->gate), self->alarm);
  self->alarm = 0;
}

static void
poll_in (CsnPoller *self, gint64 delay)
{
  clear_alarm (self);
  self->alarm =
      csn_clock_add_alarm (csn_gate_get_clock (self->gate), now (self) + delay, on_alarm, self);
}

static gint64
plan_poll (CsnPoller *self)
{
  if (self->n_listed > 0 || self->busy_at == 0)
    self->busy_at = now (self);
  if (now (self) - self->busy_at < BUSY_FOR)
    self->idle_polls = 0;
  else
    self->idle_polls++;

  return csn_pace_poll (self->idle_polls);
}

/* Where the other side holds the question, the next one follows at once; but an agent that changes
 * without end is not asked without end. */
static gboolean
may_ask_at_once (CsnPoller *self)
{
  if (self->etag == NULL || !(csn_protocol_get_flags (self->protocol) & CSN_PROTOCOL_HOLDS))
    return FALSE;
  if (!self->changed && !self->long_poll)
    return FALSE;

  return csn_bucket_take (&self->questions, now (self));
}

static void
end_well (CsnPoller *self)
{
  self->polling = FALSE;
  self->failures = 0;
  self->last_contact = csn_clock_get_wall (csn_gate_get_clock (self->gate));
  set_state (self, CSN_SOURCE_CONNECTED, NULL);
  poll_in (self, may_ask_at_once (self) ? 0 : plan_poll (self));
}

static void
end_pass_early (CsnPoller *self, gint64 retry_after)
{
  self->polling = FALSE;
  self->failures++;
  g_clear_pointer (&self->etag, g_free);
  poll_in (self, MAX (csn_pace_back_off (self->failures, g_random_double ()), retry_after));
}

static void
end_badly (CsnPoller *self, CsnSourceState state, const char *message, gint64 retry_after)
{
  end_pass_early (self, retry_after);
  set_state (self, state, message);
}

/* Faults */

static void
record_fault (CsnPoller *self, const CsnListing *listing)
{
  g_autoptr (CsnJsonWriter) writer = NULL;
  g_autofree char *details = NULL;

  if (g_hash_table_contains (self->faults, listing->fault_digest) ||
      g_hash_table_size (self->faults) >= MAX_FAULT_DIGESTS)
    return;
  g_hash_table_add (self->faults, g_strdup (listing->fault_digest));

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "source", self->source);
  csn_json_writer_member_string (writer, "problem", listing->fault);
  csn_json_writer_member_integer (writer, "offset", (gint64) listing->fault_offset);
  csn_json_writer_member_string (writer, "digest", listing->fault_digest);
  csn_json_writer_end_object (writer);
  details = csn_json_writer_finish (g_steal_pointer (&writer));
  csn_gate_record_event (self->gate, "request_malformed", details);
}

/* The agent may know single tasks all the same (protocol.md); before one was read the address may
 * as well be wrong. */
static void
show_no_list (CsnPoller *self, const char *message)
{
  if (!self->known)
    {
      set_state (self, CSN_SOURCE_UNLISTED, message);
      return;
    }
  self->last_contact = csn_clock_get_wall (csn_gate_get_clock (self->gate));
  set_state (self, CSN_SOURCE_CONNECTED, NO_LIST_MESSAGE);
}

static void
end_without_list (CsnPoller *self, const char *message, gint64 retry_after)
{
  self->no_list = TRUE;
  csn_watcher_compare (self->watcher, NULL, NULL);
  self->known |= csn_watcher_get_reached (self->watcher);
  end_pass_early (self, retry_after);
  show_no_list (self, message);
}

static void
take_error (CsnPoller *self, const GError *error, gint64 retry_after)
{
  if (g_error_matches (error, CSN_PROTOCOL_ERROR, CSN_PROTOCOL_ERROR_UNAUTHORIZED))
    {
      end_badly (self, CSN_SOURCE_UNAUTHORIZED, error->message, retry_after);
      return;
    }
  if (!g_error_matches (error, CSN_PROTOCOL_ERROR, CSN_PROTOCOL_ERROR_UNSUPPORTED))
    {
      end_badly (self, CSN_SOURCE_FAILING, error->message, retry_after);
      return;
    }
  if (!self->listed)
    {
      end_without_list (self, error->message, retry_after);
      return;
    }
  /* A list that was there and is gone is a fault. */
  csn_watcher_compare (self->watcher, NULL, NULL);
  end_badly (self, CSN_SOURCE_FAILING, error->message, retry_after);
}

/* The pass over the list */

static gboolean
saw (const char *task_id, gpointer user_data)
{
  return csn_intake_saw (user_data, task_id);
}

/* Whatever is pending here and was not seen there is asked for; so an incomplete pass does no harm,
 * and an endless list hides no withdrawal. */
static void
compare (CsnPoller *self)
{
  self->paged = self->n_pages > 1;
  self->whole_at = now (self);
  self->n_listed = csn_intake_get_n_seen (self->intake);
  csn_intake_end (self->intake);
  csn_watcher_compare (self->watcher, saw, self->intake);
}

static void
end_pass (CsnPoller *self)
{
  compare (self);
  if (!self->whole)
    g_clear_pointer (&self->etag, g_free);
  end_well (self);
}

static void
end_at_limit (CsnPoller *self, CsnSourceState state, const char *message)
{
  compare (self);
  end_badly (self, state, message, 0);
}

static void
go_on (CsnPoller *self, const CsnListing *listing)
{
  if (listing->fault != NULL)
    {
      record_fault (self, listing);
      end_badly (self, CSN_SOURCE_FAILING, listing->fault, 0);
      return;
    }
  if (listing->next_cursor == NULL)
    end_pass (self);
  else if (!g_hash_table_add (self->cursors, g_strdup (listing->next_cursor)) ||
           self->n_pages >= MAX_PAGES)
    end_at_limit (self,
                  CSN_SOURCE_FAILING,
                  "The pages of the agent's list never end. What could be read is shown.");
  else if (csn_intake_get_n_seen (self->intake) >= MAX_PENDING)
    end_at_limit (self,
                  CSN_SOURCE_THROTTLED,
                  "More than 10,000 requests wait at the agent; the rest is read when some of "
                  "these are answered.");
  else
    ask (self, listing->next_cursor);
}

static void
on_taken (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPoller) self = user_data;
  g_autoptr (CsnListing) listing = g_steal_pointer (&self->listing);

  if (!csn_intake_take_finish (self->intake, result))
    self->whole = FALSE;
  if (!self->stopped)
    go_on (self, listing);
}

static void
measure (CsnPoller *self, const CsnListing *listing)
{
  gint64 took = now (self) - self->asked_at;

  if (self->n_pages > 1)
    return;
  self->changed =
      !listing->unchanged && (self->etag == NULL || g_strcmp0 (listing->etag, self->etag) != 0);
  /* An answer that was held says nothing about the way. */
  if (!self->waited || (!self->long_poll && took < HELD_AT_LEAST))
    self->latency = took;
  if (self->waited && (took >= HELD_AT_LEAST || !self->changed))
    self->long_poll = took >= HELD_AT_LEAST;
  if (!listing->unchanged || listing->etag != NULL)
    {
      g_free (self->etag);
      self->etag = g_strdup (listing->etag);
    }
}

static void
on_listed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPoller) self = user_data;
  CsnListing *listing = NULL;
  g_autoptr (GError) error = NULL;
  gint64 retry_after = 0;

  listing = csn_protocol_list_finish (self->protocol, result, &retry_after, &error);
  g_clear_object (&self->cancellable);
  self->no_list = FALSE;
  if (self->stopped)
    {
      g_clear_pointer (&listing, csn_listing_free);
      return;
    }
  if (listing == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->polling = FALSE;
      poll_in (self, 0);
      return;
    }
  if (listing == NULL)
    {
      take_error (self, error, retry_after);
      return;
    }
  self->n_pages++;
  self->listed |= listing->fault == NULL;
  measure (self, listing);
  if (listing->unchanged)
    {
      csn_listing_free (listing);
      end_well (self);
      return;
    }
  self->listing = listing;
  csn_intake_take_async (self->intake, listing->requests, on_taken, g_object_ref (self));
}

static void
ask (CsnPoller *self, const char *cursor)
{
  CsnListQuery query = { cursor, NULL, 0 };
  gint64 every = self->paged ? PAGED_LIST_EVERY : WHOLE_LIST_EVERY;
  gboolean whole_is_due = now (self) - self->whole_at >= every;

  self->waited = cursor == NULL && self->etag != NULL && !whole_is_due;
  if (self->waited)
    {
      query.etag = self->etag;
      query.wait_s = self->paged ? PAGED_LIST_EVERY / CSN_SECOND : WAIT_S;
    }
  self->asked_at = now (self);
  self->cancellable = g_cancellable_new ();
  csn_protocol_list_async (self->protocol,
                           &query,
                           self->cancellable,
                           on_listed,
                           g_object_ref (self));
}

static void
poll_now (CsnPoller *self)
{
  if (self->stopped || self->polling || self->protocol == NULL)
    return;
  clear_alarm (self);
  self->polling = TRUE;
  self->whole = TRUE;
  self->n_pages = 0;
  g_hash_table_remove_all (self->cursors);
  csn_intake_begin (self->intake);
  ask (self, NULL);
}

/* Life */

static void
on_throttled (CsnPoller *self)
{
  if (!self->stopped && csn_intake_get_throttled (self->intake))
    set_state (self, CSN_SOURCE_THROTTLED, THROTTLED_MESSAGE);
}

void
csn_poller_ask (CsnPoller *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    poll_now (self);
}

void
csn_poller_note_task (CsnPoller *self)
{
  if (self->stopped)
    return;
  self->known = TRUE;
  if (!self->no_list)
    {
      csn_watcher_look (self->watcher);
      return;
    }
  csn_watcher_compare (self->watcher, NULL, NULL);
  show_no_list (self, NULL);
}

void
csn_poller_stop (CsnPoller *self)
{
  self->stopped = TRUE;
  clear_alarm (self);
  csn_intake_stop (self->intake);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

void
csn_poller_set_pace (CsnPoller *self, double rate, double burst)
{
  csn_intake_set_pace (self->intake, rate, burst);
}

void
csn_poller_fill_status (CsnPoller *self, CsnSourceStatus *status)
{
  status->state = self->state;
  status->message = self->message;
  status->last_contact = self->last_contact;
  status->latency_us = self->latency;
  status->long_poll = self->long_poll;
}

static void
csn_poller_dispose (GObject *object)
{
  CsnPoller *self = CSN_POLLER (object);

  if (self->gate != NULL)
    clear_alarm (self);
  g_clear_object (&self->watcher);
  g_clear_object (&self->intake);
  g_clear_object (&self->protocol);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->gate);
  g_clear_pointer (&self->listing, csn_listing_free);
  g_clear_pointer (&self->cursors, g_hash_table_unref);
  g_clear_pointer (&self->faults, g_hash_table_unref);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->etag, g_free);

  G_OBJECT_CLASS (csn_poller_parent_class)->dispose (object);
}

static void
csn_poller_class_init (CsnPollerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_poller_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CSN_TYPE_POLLER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_INT);
}

static void
csn_poller_init (CsnPoller *self)
{
  self->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->latency = -1;
}

CsnPoller *
csn_poller_new (CsnGate *gate, const char *source, CsnProtocol *protocol, CsnWatcher *watcher)
{
  CsnPoller *self = g_object_new (CSN_TYPE_POLLER, NULL);

  self->gate = g_object_ref (gate);
  self->source = g_strdup (source);
  self->protocol = g_object_ref (protocol);
  self->watcher = g_object_ref (watcher);
  self->intake = csn_intake_new (gate, source);
  g_signal_connect_object (self->intake,
                           "throttled",
                           G_CALLBACK (on_throttled),
                           self,
                           G_CONNECT_SWAPPED);
  csn_bucket_init (&self->questions, ASK_RATE, ASK_BURST, now (self));

  return self;
}
