/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-answer-sender.h"

#include "csn-time.h"

/* How long before the deadline an answer has to be on its way. */
#define MARGIN (2 * CSN_SECOND)

typedef struct
{
  CsnAnswerSender *sender; /* (unowned) */
  char *request_id;
  char *digest;
  CsnJson *action;
  char *notes;
  CsnAnswer answer;
  guint timeout;
} HeldAnswer;

struct _CsnAnswerSender
{
  GObject parent_instance;

  CsnGate *gate;   /* (owned) (nullable) */
  GPtrArray *held; /* (owned) (element-type HeldAnswer): oldest first */
};

enum
{
  HELD,
  RELEASED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnAnswerSender, csn_answer_sender, G_TYPE_OBJECT)

static void
held_answer_free (HeldAnswer *held)
{
  g_clear_handle_id (&held->timeout, g_source_remove);
  g_free (held->request_id);
  g_free (held->digest);
  g_clear_pointer (&held->action, csn_json_unref);
  g_free (held->notes);
  g_free (held);
}

static HeldAnswer *
held_answer_new (CsnAnswerSender *sender, const CsnAnswer *answer)
{
  HeldAnswer *held = g_new0 (HeldAnswer, 1);

  held->sender = sender;
  held->request_id = g_strdup (answer->request_id);
  held->digest = g_strdup (answer->digest);
  held->action = answer->action != NULL ? csn_json_ref (answer->action) : NULL;
  held->notes = g_strdup (answer->notes);
  held->answer = *answer;
  held->answer.request_id = held->request_id;
  held->answer.digest = held->digest;
  held->answer.action = held->action;
  held->answer.notes = held->notes;
  return held;
}

typedef struct
{
  CsnAnswerSender *sender; /* (owned) */
  char *request_id;
} Sending;

static void
on_decided (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (GError) error = NULL;

  if (!csn_gate_decide_finish (CSN_GATE (source), result, &error))
    g_signal_emit (sending->sender, signals[FAILED], 0, sending->request_id, error->message);
  g_object_unref (sending->sender);
  g_free (sending->request_id);
  g_free (sending);
}

static void
deliver (CsnAnswerSender *self, const CsnAnswer *answer)
{
  Sending *sending = NULL;

  if (self->gate == NULL)
    return;
  sending = g_new0 (Sending, 1);
  sending->sender = g_object_ref (self);
  sending->request_id = g_strdup (answer->request_id);
  csn_gate_decide_async (self->gate, answer, on_decided, sending);
}

static gboolean
on_timeout (gpointer user_data)
{
  HeldAnswer *held = user_data;
  g_autoptr (CsnAnswerSender) self = g_object_ref (held->sender);
  guint index = 0;

  held->timeout = 0;
  if (!g_ptr_array_find (self->held, held, &index))
    return G_SOURCE_REMOVE;
  g_ptr_array_steal_index (self->held, index);
  deliver (self, &held->answer);
  g_signal_emit (self, signals[RELEASED], 0, held->request_id);
  held_answer_free (held);
  return G_SOURCE_REMOVE;
}

static HeldAnswer *
find (CsnAnswerSender *self, const char *request_id, guint *ret_index)
{
  for (guint i = self->held->len; i > 0; i--)
    {
      HeldAnswer *held = g_ptr_array_index (self->held, i - 1);

      if (request_id != NULL && !g_str_equal (held->request_id, request_id))
        continue;
      *ret_index = i - 1;
      return held;
    }
  return NULL;
}

static void
csn_answer_sender_dispose (GObject *object)
{
  CsnAnswerSender *self = CSN_ANSWER_SENDER (object);

  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->gate);

  G_OBJECT_CLASS (csn_answer_sender_parent_class)->dispose (object);
}

static void
csn_answer_sender_class_init (CsnAnswerSenderClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_answer_sender_dispose;
  signals[HELD] = g_signal_new ("held",
                                type,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                3,
                                G_TYPE_STRING,
                                G_TYPE_INT,
                                G_TYPE_UINT);
  signals[RELEASED] = g_signal_new ("released",
                                    type,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed",
                                  type,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  G_TYPE_STRING,
                                  G_TYPE_STRING);
}

static void
csn_answer_sender_init (CsnAnswerSender *self)
{
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) held_answer_free);
}

CsnAnswerSender *
csn_answer_sender_new (CsnGate *gate)
{
  CsnAnswerSender *self = g_object_new (CSN_TYPE_ANSWER_SENDER, NULL);

  g_set_object (&self->gate, gate);
  return self;
}

gint64
csn_answer_sender_get_delay (gint64 undo, gint64 left)
{
  if (left <= 0)
    return undo;
  return MAX (MIN (undo, left - MARGIN), 0);
}

void
csn_answer_sender_send (CsnAnswerSender *self, const CsnAnswer *answer, gint64 delay)
{
  HeldAnswer *held = NULL;
  guint delay_ms = (guint) (delay / 1000);

  g_return_if_fail (CSN_IS_ANSWER_SENDER (self));

  csn_answer_sender_undo (self, answer->request_id);
  if (delay_ms == 0)
    {
      deliver (self, answer);
      return;
    }
  held = held_answer_new (self, answer);
  held->timeout = g_timeout_add (delay_ms, on_timeout, held);
  g_ptr_array_add (self->held, held);
  g_signal_emit (self, signals[HELD], 0, held->request_id, (int) answer->kind, delay_ms);
}

gboolean
csn_answer_sender_undo (CsnAnswerSender *self, const char *request_id)
{
  guint index = 0;
  HeldAnswer *held = NULL;

  g_return_val_if_fail (CSN_IS_ANSWER_SENDER (self), FALSE);

  held = find (self, request_id, &index);
  if (held == NULL)
    return FALSE;
  g_ptr_array_steal_index (self->held, index);
  g_signal_emit (self, signals[RELEASED], 0, held->request_id);
  held_answer_free (held);
  return TRUE;
}

gboolean
csn_answer_sender_is_held (CsnAnswerSender *self, const char *request_id, CsnDecisionKind *ret_kind)
{
  guint index = 0;
  HeldAnswer *held = NULL;

  g_return_val_if_fail (CSN_IS_ANSWER_SENDER (self), FALSE);

  held = find (self, request_id, &index);
  if (held != NULL && ret_kind != NULL)
    *ret_kind = held->answer.kind;
  return held != NULL;
}
