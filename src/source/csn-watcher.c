/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-watcher-private.h"

#include "csn-pace.h"
#include "csn-time.h"

/* An agent that forgets a task it was told to act on has so long to remember it. */
#define FORGOTTEN_AFTER (60 * CSN_SECOND)

/* One task whose state is read. */
typedef struct
{
  CsnInboxItem *item; /* (owned) */
  gint64 next_at;     /* boot time */
  guint checks;
  gint64 gone_since; /* boot time, or 0 */
  gboolean missing;  /* the list does not have it */
  gboolean open;     /* still of interest; for sweeping */
} Watch;

struct _CsnWatcher
{
  GObject parent_instance;

  CsnGate *gate;             /* (owned) */
  char *source;              /* (owned) */
  CsnProtocol *protocol;     /* (owned) */
  GHashTable *watches;       /* (owned) (element-type utf8 Watch): by request id */
  GCancellable *cancellable; /* (owned) */
  gint64 blocked_until;      /* boot time */
  guint failures;
  guint alarm;
  gboolean reading;
  gboolean reached;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (CsnWatcher, csn_watcher, G_TYPE_OBJECT)

static void pump (CsnWatcher *self);

static void
watch_free (Watch *watch)
{
  g_clear_object (&watch->item);
  g_free (watch);
}

static gint64
now (CsnWatcher *self)
{
  return csn_clock_get_boot (csn_gate_get_clock (self->gate));
}

static gboolean
is_pending (CsnInboxItem *item)
{
  return csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING;
}

static const char *
get_task_id (CsnInboxItem *item)
{
  return csn_request_get_task_id (csn_inbox_item_get_request (item));
}

static Watch *
add_watch (CsnWatcher *self, CsnInboxItem *item)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->item = g_object_ref (item);
  watch->next_at = now (self) + (is_pending (item) ? 0 : csn_pace_watch (0));
  g_hash_table_insert (self->watches, g_strdup (csn_inbox_item_get_id (item)), watch);

  return watch;
}

static gboolean
sweep (gpointer key, gpointer value, gpointer user_data)
{
  Watch *watch = value;
  gboolean open = watch->open;

  watch->open = FALSE;

  return !open;
}

/* Keeps a watch for everything settled, and for those pending that were found missing. */
static void
scan (CsnWatcher *self, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);
      Watch *watch = g_hash_table_lookup (self->watches, csn_inbox_item_get_id (item));

      if (watch != NULL && watch->missing && !is_pending (item))
        {
          watch->missing = FALSE;
          watch->checks = 0;
          watch->gone_since = 0;
          watch->next_at = now (self) + csn_pace_watch (0);
        }
      if (watch == NULL && !is_pending (item))
        watch = add_watch (self, item);
      if (watch != NULL)
        watch->open = watch->missing || !is_pending (item);
    }
  g_hash_table_foreach_remove (self->watches, sweep, NULL);
}

/* Reports of what the gate made of it */

static void
on_withdrawn (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnWatcher) self = user_data;

  /* Where a decision came first, that is what counts; where the gate is closed, the next look asks
   * again. */
  csn_gate_withdraw_finish (CSN_GATE (object), result, NULL);
  csn_watcher_look (self);
}

static void
withdraw (CsnWatcher *self, Watch *watch, const char *reason)
{
  csn_gate_withdraw_async (self->gate,
                           csn_inbox_item_get_id (watch->item),
                           reason,
                           on_withdrawn,
                           g_object_ref (self));
}

static void
on_recorded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnWatcher) self = user_data;

  csn_gate_record_outcome_finish (CSN_GATE (object), result, NULL);
  csn_watcher_look (self);
}

static void
record (CsnWatcher *self, Watch *watch, CsnOutcome *outcome)
{
  csn_gate_record_outcome_async (self->gate,
                                 csn_inbox_item_get_id (watch->item),
                                 outcome,
                                 on_recorded,
                                 g_object_ref (self));
}

static void
on_submitted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnWatcher) self = user_data;
  g_autofree char *id = csn_gate_submit_finish (CSN_GATE (object), result, NULL);

  csn_watcher_look (self);
}

static void
take_pending (CsnWatcher *self, Watch *watch, CsnTaskReport *report)
{
  if (report->gone)
    {
      withdraw (self, watch, "vanished");
      return;
    }
  switch (report->status)
    {
    case CSN_TASK_PENDING_APPROVAL:
      csn_gate_submit_async (self->gate, report->request, NULL, on_submitted, g_object_ref (self));
      break;
    case CSN_TASK_RUNNING:
      withdraw (self, watch, "vanished");
      break;
    case CSN_TASK_CANCELLED:
      withdraw (self, watch, "cancelled");
      break;
    case CSN_TASK_APPROVED:
    case CSN_TASK_REJECTED:
    case CSN_TASK_COMPLETED:
    case CSN_TASK_FAILED:
    case CSN_TASK_ESCALATED:
    case CSN_TASK_TAKEN_OVER:
      withdraw (self, watch, "decided_elsewhere");
      break;
    }
}

static gboolean
is_approved (CsnInboxItem *item)
{
  return csn_inbox_item_get_state (item) == CSN_REQUEST_APPROVED ||
         csn_inbox_item_get_state (item) == CSN_REQUEST_EDITED;
}

/* What was rejected has no outcome unless it was done all the same; so nothing else ends the watch
 * over it. */
static gboolean
counts (CsnInboxItem *item, CsnOutcome *outcome)
{
  if (outcome == NULL || csn_outcome_get_kind (outcome) == CSN_OUTCOME_NONE)
    return FALSE;

  return csn_inbox_item_get_state (item) != CSN_REQUEST_REJECTED ||
         csn_outcome_get_kind (outcome) == CSN_OUTCOME_SUCCESS;
}

static void
take_settled (CsnWatcher *self, Watch *watch, CsnTaskReport *report)
{
  g_autoptr (CsnOutcome) forgotten = NULL;

  if (!report->gone)
    {
      watch->gone_since = 0;
      if (counts (watch->item, report->outcome))
        record (self, watch, report->outcome);
      return;
    }
  if (watch->gone_since == 0)
    watch->gone_since = now (self);
  if (!is_approved (watch->item) || now (self) - watch->gone_since < FORGOTTEN_AFTER)
    return;
  forgotten = csn_outcome_new (CSN_OUTCOME_UNKNOWN, "The agent no longer knows this task.", NULL);
  record (self, watch, forgotten);
}

static void
take_failure (CsnWatcher *self, const GError *error)
{
  /* A task whose answer can't be used is that task's trouble alone. */
  if (g_error_matches (error, CSN_PROTOCOL_ERROR, CSN_PROTOCOL_ERROR_BAD_ANSWER))
    return;

  self->failures++;
  self->blocked_until = now (self) + csn_pace_back_off (self->failures, g_random_double ());
}

/* One question under way. */
typedef struct
{
  CsnWatcher *watcher; /* (owned) */
  char *request_id;    /* (owned) */
} Reading;

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (CsnWatcher) self = reading->watcher;
  g_autofree char *request_id = reading->request_id;
  g_autoptr (CsnTaskReport) report = NULL;
  g_autoptr (GError) error = NULL;
  Watch *watch = NULL;

  g_free (reading);
  self->reading = FALSE;
  report = csn_protocol_read_task_finish (self->protocol, result, &error);
  if (self->stopped)
    return;

  watch = g_hash_table_lookup (self->watches, request_id);
  if (watch != NULL)
    watch->next_at = now (self) + csn_pace_watch (++watch->checks);
  if (report == NULL)
    take_failure (self, error);
  else
    self->failures = 0;
  self->reached = self->reached || (report != NULL && !report->gone);
  if (watch != NULL && report != NULL && is_pending (watch->item))
    take_pending (self, watch, report);
  else if (watch != NULL && report != NULL)
    take_settled (self, watch, report);
  pump (self);
}

static void
read_task (CsnWatcher *self, Watch *watch)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->watcher = g_object_ref (self);
  reading->request_id = g_strdup (csn_inbox_item_get_id (watch->item));
  self->reading = TRUE;
  csn_protocol_read_task_async (self->protocol,
                                get_task_id (watch->item),
                                self->cancellable,
                                on_read,
                                reading);
}

static void
on_alarm (gpointer user_data)
{
  CsnWatcher *self = user_data;

  self->alarm = 0;
  pump (self);
}

static void
clear_alarm (CsnWatcher *self)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (csn_gate_get_clock (self->gate), self->alarm);
  self->alarm = 0;
}

static void
pump (CsnWatcher *self)
{
  GHashTableIter iter;
  Watch *watch = NULL;
  Watch *first = NULL;

  if (self->stopped || self->reading)
    return;
  clear_alarm (self);

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &watch))
    {
      if (first == NULL || watch->next_at < first->next_at)
        first = watch;
    }
  if (first == NULL)
    return;
  if (MAX (first->next_at, self->blocked_until) <= now (self))
    read_task (self, first);
  else
    self->alarm = csn_clock_add_alarm (csn_gate_get_clock (self->gate),
                                       MAX (first->next_at, self->blocked_until),
                                       on_alarm,
                                       self);
}

void
csn_watcher_compare (CsnWatcher *self, CsnSawFunc saw, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;

  if (self->stopped)
    return;
  items = csn_gate_get_open_items (self->gate, self->source);
  for (guint i = 0; i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);
      Watch *watch = g_hash_table_lookup (self->watches, csn_inbox_item_get_id (item));
      gboolean missing;

      if (!is_pending (item))
        continue;
      missing = saw == NULL || !saw (get_task_id (item), user_data);
      if (missing && watch == NULL)
        watch = add_watch (self, item);
      if (watch != NULL)
        watch->missing = missing;
    }
  scan (self, items);
  pump (self);
}

void
csn_watcher_look (CsnWatcher *self)
{
  g_autoptr (GPtrArray) items = NULL;

  if (self->stopped)
    return;
  items = csn_gate_get_open_items (self->gate, self->source);
  scan (self, items);
  pump (self);
}

gboolean
csn_watcher_get_reached (CsnWatcher *self)
{
  return self->reached;
}

void
csn_watcher_stop (CsnWatcher *self)
{
  self->stopped = TRUE;
  clear_alarm (self);
  g_cancellable_cancel (self->cancellable);
}

static void
csn_watcher_dispose (GObject *object)
{
  CsnWatcher *self = CSN_WATCHER (object);

  if (self->gate != NULL)
    clear_alarm (self);
  g_clear_object (&self->gate);
  g_clear_object (&self->protocol);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->watches, g_hash_table_unref);

  G_OBJECT_CLASS (csn_watcher_parent_class)->dispose (object);
}

static void
csn_watcher_class_init (CsnWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_watcher_dispose;
}

static void
csn_watcher_init (CsnWatcher *self)
{
  self->watches =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) watch_free);
  self->cancellable = g_cancellable_new ();
}

CsnWatcher *
csn_watcher_new (CsnGate *gate, const char *source, CsnProtocol *protocol)
{
  CsnWatcher *self = g_object_new (CSN_TYPE_WATCHER, NULL);

  self->gate = g_object_ref (gate);
  self->source = g_strdup (source);
  self->protocol = g_object_ref (protocol);

  return self;
}
