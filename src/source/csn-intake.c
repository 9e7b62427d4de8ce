/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-intake-private.h"

#include "csn-pace.h"

#define RATE 20
#define BURST 200
#define MAX_CONFLICTS 5

/* How much is looked at before the main loop has its turn again. */
#define SLICE 100
#define SLICE_BYTES (512 * 1024)

/* What the gate has of one task. */
typedef struct
{
  GBytes *raw; /* (owned): as it came last */
  guint conflicts;
} Known;

struct _CsnIntake
{
  GObject parent_instance;

  CsnGate *gate;       /* (owned) */
  char *source;        /* (owned) */
  GHashTable *known;   /* (owned) (element-type utf8 Known): by task id */
  GHashTable *seen;    /* (owned) (element-type utf8): task ids of this pass */
  GPtrArray *requests; /* (owned) (nullable): what is being taken */
  GTask *taking;       /* (owned) (nullable) */
  CsnBucket bucket;
  guint next;
  guint n_under_way;
  guint alarm;
  guint idle;
  gboolean failed;
  gboolean throttled;
  gboolean stopped;
};

enum
{
  SIGNAL_THROTTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnIntake, csn_intake, G_TYPE_OBJECT)

static void pump (CsnIntake *self);

static gint64
now (CsnIntake *self)
{
  return csn_clock_get_boot (csn_gate_get_clock (self->gate));
}

static void
known_free (Known *known)
{
  g_clear_pointer (&known->raw, g_bytes_unref);
  g_free (known);
}

static Known *
know (CsnIntake *self, CsnRequest *request)
{
  Known *known = g_hash_table_lookup (self->known, csn_request_get_task_id (request));

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      g_hash_table_insert (self->known, g_strdup (csn_request_get_task_id (request)), known);
    }
  g_clear_pointer (&known->raw, g_bytes_unref);
  known->raw = g_bytes_ref (csn_request_get_raw (request));

  return known;
}

static gboolean
is_known (CsnIntake *self, CsnRequest *request)
{
  Known *known = g_hash_table_lookup (self->known, csn_request_get_task_id (request));

  return known != NULL && (known->conflicts >= MAX_CONFLICTS ||
                           g_bytes_equal (known->raw, csn_request_get_raw (request)));
}

static void
set_throttled (CsnIntake *self, gboolean throttled)
{
  if (self->throttled == throttled)
    return;
  self->throttled = throttled;
  g_signal_emit (self, signals[SIGNAL_THROTTLED], 0);
}

static void
end_taking (CsnIntake *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->taking);

  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_task_return_boolean (task, !self->failed && !self->stopped);
}

/* One submission and who waits for it. */
typedef struct
{
  CsnIntake *intake;   /* (owned) */
  CsnRequest *request; /* (owned) */
} Submission;

static void
on_submitted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Submission *submission = user_data;
  CsnIntake *self = submission->intake;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = csn_gate_submit_finish (CSN_GATE (object), result, &error);

  self->n_under_way--;
  if (id != NULL)
    know (self, submission->request);
  else if (g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_CONFLICT) ||
           g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_INVALID))
    know (self, submission->request)->conflicts++;
  else
    self->failed = TRUE;

  if (self->taking != NULL)
    pump (self);
  csn_request_unref (submission->request);
  g_free (submission);
  g_object_unref (self);
}

static void
submit (CsnIntake *self, CsnRequest *request)
{
  Submission *submission = g_new0 (Submission, 1);

  submission->intake = g_object_ref (self);
  submission->request = csn_request_ref (request);
  self->n_under_way++;
  csn_gate_submit_async (self->gate, request, NULL, on_submitted, submission);
}

static void
on_alarm (gpointer user_data)
{
  CsnIntake *self = user_data;

  self->alarm = 0;
  pump (self);
}

static void
on_idle (gpointer user_data)
{
  CsnIntake *self = user_data;

  self->idle = 0;
  pump (self);
}

/* Not all of a flood at once: whether the next one has to wait. */
static gboolean
must_wait (CsnIntake *self)
{
  gint64 wait;

  if (csn_bucket_take (&self->bucket, now (self)))
    return FALSE;

  wait = csn_bucket_get_wait (&self->bucket, now (self));
  set_throttled (self, TRUE);
  self->alarm =
      csn_clock_add_alarm (csn_gate_get_clock (self->gate), now (self) + wait, on_alarm, self);

  return TRUE;
}

static void
pump (CsnIntake *self)
{
  gsize bytes = 0;

  if (self->alarm != 0 || self->idle != 0)
    return;
  for (guint i = 0; self->next < self->requests->len && !self->stopped; i++)
    {
      CsnRequest *request = g_ptr_array_index (self->requests, self->next);

      if (i == SLICE || bytes > SLICE_BYTES)
        {
          self->idle = g_idle_add_once (on_idle, self);
          return;
        }
      g_hash_table_add (self->seen, g_strdup (csn_request_get_task_id (request)));
      if (!is_known (self, request))
        {
          if (must_wait (self))
            return;
          submit (self, request);
        }
      bytes += g_bytes_get_size (csn_request_get_raw (request));
      self->next++;
    }
  if (self->n_under_way == 0 && self->taking != NULL)
    end_taking (self);
}

/* After a start the gate has what it had: that is not new. */
static void
learn (CsnIntake *self)
{
  g_autoptr (GPtrArray) items = csn_gate_get_open_items (self->gate, self->source);

  for (guint i = 0; i < items->len; i++)
    know (self, csn_inbox_item_get_request (g_ptr_array_index (items, i)));
}

void
csn_intake_begin (CsnIntake *self)
{
  g_hash_table_remove_all (self->seen);
}

void
csn_intake_take_async (CsnIntake *self,
                       GPtrArray *requests,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (self->taking == NULL);

  self->taking = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->taking, csn_intake_take_async);
  self->requests = g_ptr_array_ref (requests);
  self->next = 0;
  self->failed = FALSE;
  pump (self);
}

gboolean
csn_intake_take_finish (CsnIntake *self, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static gboolean
is_unseen (gpointer task_id, gpointer known, gpointer user_data)
{
  CsnIntake *self = user_data;

  return !g_hash_table_contains (self->seen, task_id);
}

void
csn_intake_end (CsnIntake *self)
{
  g_hash_table_foreach_remove (self->known, is_unseen, self);
  set_throttled (self, FALSE);
}

gboolean
csn_intake_saw (CsnIntake *self, const char *task_id)
{
  return g_hash_table_contains (self->seen, task_id);
}

guint
csn_intake_get_n_seen (CsnIntake *self)
{
  return g_hash_table_size (self->seen);
}

gboolean
csn_intake_get_throttled (CsnIntake *self)
{
  return self->throttled;
}

static void
stop_waiting (CsnIntake *self)
{
  if (self->alarm != 0)
    csn_clock_remove_alarm (csn_gate_get_clock (self->gate), self->alarm);
  self->alarm = 0;
  g_clear_handle_id (&self->idle, g_source_remove);
}

void
csn_intake_stop (CsnIntake *self)
{
  self->stopped = TRUE;
  stop_waiting (self);
  if (self->taking != NULL && self->n_under_way == 0)
    end_taking (self);
}

void
csn_intake_set_pace (CsnIntake *self, double rate, double burst)
{
  csn_bucket_init (&self->bucket, rate, burst, now (self));
}

static void
csn_intake_dispose (GObject *object)
{
  CsnIntake *self = CSN_INTAKE (object);

  if (self->gate != NULL)
    stop_waiting (self);
  g_clear_object (&self->gate);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);

  G_OBJECT_CLASS (csn_intake_parent_class)->dispose (object);
}

static void
csn_intake_class_init (CsnIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_intake_dispose;

  signals[SIGNAL_THROTTLED] = g_signal_new ("throttled",
                                            CSN_TYPE_INTAKE,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);
}

static void
csn_intake_init (CsnIntake *self)
{
  self->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CsnIntake *
csn_intake_new (CsnGate *gate, const char *source)
{
  CsnIntake *self = g_object_new (CSN_TYPE_INTAKE, NULL);

  self->gate = g_object_ref (gate);
  self->source = g_strdup (source);
  csn_bucket_init (&self->bucket, RATE, BURST, now (self));
  learn (self);

  return self;
}
