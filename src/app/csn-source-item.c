/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-source-item-private.h"

struct _CsnSourceItem
{
  GObject parent_instance;

  CsnSourceConfig *config; /* (owned) */
  char *message;           /* (owned) (nullable) */
  CsnSourceState state;
  gint64 last_contact;
  gint64 latency_us;
  gboolean long_poll;
  gboolean encrypted;
  gboolean authenticated;
};

G_DEFINE_FINAL_TYPE (CsnSourceItem, csn_source_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_source_item_dispose (GObject *object)
{
  CsnSourceItem *self = CSN_SOURCE_ITEM (object);

  g_clear_pointer (&self->config, csn_source_config_unref);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (csn_source_item_parent_class)->dispose (object);
}

static void
csn_source_item_class_init (CsnSourceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_source_item_dispose;

  signals[CHANGED] = g_signal_new ("changed",
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
csn_source_item_init (CsnSourceItem *self)
{
  self->state = CSN_SOURCE_CONNECTING;
  self->latency_us = -1;
}

CsnSourceItem *
csn_source_item_new (CsnSourceConfig *config)
{
  CsnSourceItem *self = g_object_new (CSN_TYPE_SOURCE_ITEM, NULL);

  self->config = csn_source_config_ref (config);
  return self;
}

void
csn_source_item_update (CsnSourceItem *self, CsnSourceConfig *config, const CsnSourceStatus *status)
{
  const CsnSourceStatus nothing = { .state = CSN_SOURCE_CONNECTING, .latency_us = -1 };

  if (status == NULL)
    status = &nothing;
  csn_source_config_ref (config);
  csn_source_config_unref (self->config);
  self->config = config;
  g_free (self->message);
  self->message = g_strdup (status->message);
  self->state = status->state;
  self->last_contact = status->last_contact;
  self->latency_us = status->latency_us;
  self->long_poll = status->long_poll;
  self->encrypted = status->encrypted;
  self->authenticated = status->authenticated;
  g_signal_emit (self, signals[CHANGED], 0);
}

CsnSourceConfig *
csn_source_item_get_config (CsnSourceItem *self)
{
  return self->config;
}

const char *
csn_source_item_get_id (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), NULL);

  return csn_source_config_get_id (self->config);
}

const char *
csn_source_item_get_url (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), NULL);

  return csn_source_config_get_url (self->config);
}

const char *
csn_source_item_get_protocol (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), NULL);

  return csn_source_config_get_protocol (self->config);
}

const char *
csn_source_item_get_state (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), NULL);

  switch (self->state)
    {
    case CSN_SOURCE_CONNECTING:
      return "connecting";
    case CSN_SOURCE_CONNECTED:
      return "connected";
    case CSN_SOURCE_FAILING:
      return "failing";
    case CSN_SOURCE_UNAUTHORIZED:
      return "unauthorized";
    case CSN_SOURCE_THROTTLED:
      return "throttled";
    case CSN_SOURCE_UNLISTED:
      return "unlisted";
    }
  g_return_val_if_reached ("failing");
}

const char *
csn_source_item_get_message (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), NULL);

  return self->message;
}

gint64
csn_source_item_get_last_contact (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), 0);

  return self->last_contact;
}

gint64
csn_source_item_get_latency_us (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), -1);

  return self->latency_us;
}

gboolean
csn_source_item_get_long_poll (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), FALSE);

  return self->long_poll;
}

gboolean
csn_source_item_get_encrypted (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), FALSE);

  return self->encrypted;
}

gboolean
csn_source_item_get_authenticated (CsnSourceItem *self)
{
  g_return_val_if_fail (CSN_IS_SOURCE_ITEM (self), FALSE);

  return self->authenticated;
}
