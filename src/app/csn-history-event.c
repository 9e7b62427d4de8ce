/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-event-private.h"

#include <string.h>

#include "csn-json.h"
#include "csn-time.h"
#include "csn-visible-text.h"

struct _CsnHistoryEvent
{
  GObject parent_instance;

  guint64 seq;
  char *body;        /* (owned) (nullable): %NULL until it is loaded */
  char *chain;       /* (owned) (nullable) */
  CsnJson *json;     /* (owned) (nullable): the body read, if it can be */
  GHashTable *texts; /* (owned) (nullable): member to visible text, as they were asked for */
  char *details;     /* (owned) (nullable): visible text, once it was asked for */
};

G_DEFINE_FINAL_TYPE (CsnHistoryEvent, csn_history_event, G_TYPE_OBJECT)

enum
{
  LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_history_event_dispose (GObject *object)
{
  CsnHistoryEvent *self = CSN_HISTORY_EVENT (object);

  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->chain, g_free);
  g_clear_pointer (&self->json, csn_json_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->details, g_free);

  G_OBJECT_CLASS (csn_history_event_parent_class)->dispose (object);
}

static void
csn_history_event_class_init (CsnHistoryEventClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_history_event_dispose;

  /**
   * CsnHistoryEvent::loaded:
   * @self: an event
   *
   * Its page has arrived.
   */
  signals[LOADED] = g_signal_new ("loaded",
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
csn_history_event_init (CsnHistoryEvent *self)
{
}

CsnHistoryEvent *
csn_history_event_new (void)
{
  return g_object_new (CSN_TYPE_HISTORY_EVENT, NULL);
}

void
csn_history_event_load (CsnHistoryEvent *self, const CsnStoredEvent *stored)
{
  gsize length = strlen (stored->body);

  g_return_if_fail (self->body == NULL);

  self->seq = stored->seq;
  self->body = g_strndup (stored->body, length);
  self->chain = g_strdup (stored->chain);
  /* A body that was tampered with may be anything; then there is just the body. */
  self->json = csn_json_parse (stored->body, length, CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  g_signal_emit (self, signals[LOADED], 0);
}

gboolean
csn_history_event_is_loaded (CsnHistoryEvent *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), FALSE);

  return self->body != NULL;
}

guint64
csn_history_event_get_seq (CsnHistoryEvent *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), 0);

  return self->seq;
}

const char *
csn_history_event_get_body (CsnHistoryEvent *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), NULL);

  return self->body;
}

const char *
csn_history_event_get_chain (CsnHistoryEvent *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), NULL);

  return self->chain;
}

static const CsnJson *
get_member (CsnHistoryEvent *self, const char *member)
{
  return self->json != NULL ? csn_json_get_member (self->json, member) : NULL;
}

static const char *
get_plain_text (const CsnJson *json)
{
  if (json == NULL)
    return NULL;
  switch (csn_json_get_value_type (json))
    {
    case CSN_JSON_STRING:
    case CSN_JSON_NUMBER:
      return csn_json_get_text (json);
    case CSN_JSON_BOOLEAN:
      return csn_json_get_boolean (json) ? "true" : "false";
    case CSN_JSON_NULL:
    case CSN_JSON_ARRAY:
    case CSN_JSON_OBJECT:
      return NULL;
    }
  return NULL;
}

gint64
csn_history_event_get_timestamp (CsnHistoryEvent *self)
{
  const char *text;
  gint64 time = 0;

  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), 0);

  text = get_plain_text (get_member (self, "timestamp"));
  if (text != NULL)
    csn_time_from_string (text, &time);
  return time;
}

const char *
csn_history_event_get_text (CsnHistoryEvent *self, const char *member)
{
  const char *plain;
  char *visible;

  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), NULL);

  if (self->texts == NULL)
    self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  visible = g_hash_table_lookup (self->texts, member);
  if (visible != NULL)
    return visible;
  plain = get_plain_text (get_member (self, member));
  if (plain == NULL)
    return NULL;
  visible = csn_visible_text (plain, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_hash_table_insert (self->texts, g_strdup (member), visible);
  return visible;
}

const char *
csn_history_event_get_actor_kind (CsnHistoryEvent *self)
{
  static const char *const kinds[] = { "human", "silence", "policy", "system", "agent" };
  const CsnJson *actor;
  const char *kind;

  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), NULL);

  actor = get_member (self, "actor");
  kind = actor != NULL ? get_plain_text (csn_json_get_member (actor, "kind")) : NULL;
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i], kind))
        return kinds[i];
    }
  return NULL;
}

const char *
csn_history_event_get_details (CsnHistoryEvent *self)
{
  const CsnJson *details;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), NULL);

  if (self->details != NULL)
    return self->details;
  details = get_member (self, "details");
  if (details == NULL || csn_json_get_size (details) == 0)
    return NULL;
  text = csn_json_to_text (details, 0);
  self->details = csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  return self->details;
}

gint64
csn_history_event_get_latency_ms (CsnHistoryEvent *self)
{
  const CsnJson *latency;
  gint64 value = -1;

  g_return_val_if_fail (CSN_IS_HISTORY_EVENT (self), -1);

  latency = get_member (self, "latency_ms");
  if (latency != NULL)
    csn_json_get_integer (latency, &value);
  return value;
}
