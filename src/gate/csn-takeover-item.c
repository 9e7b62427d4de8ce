/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-takeover-item.h"

#include "csn-takeover-item-private.h"

G_DEFINE_FINAL_TYPE (CsnTakeoverItem, csn_takeover_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_takeover_item_dispose (GObject *object)
{
  CsnTakeoverItem *self = CSN_TAKEOVER_ITEM (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->package, csn_takeover_unref);
  g_clear_pointer (&self->told, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_takeover_item_parent_class)->dispose (object);
}

static void
csn_takeover_item_class_init (CsnTakeoverItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_takeover_item_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
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
csn_takeover_item_init (CsnTakeoverItem *self)
{
  self->told = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->told, NULL);
}

CsnTakeoverItem *
csn_takeover_item_new (CsnInboxItem *item, CsnTakeover *package, gint64 opened_at)
{
  CsnTakeoverItem *self = g_object_new (CSN_TYPE_TAKEOVER_ITEM, NULL);

  self->item = g_object_ref (item);
  self->package = csn_takeover_ref (package);
  self->opened_at = opened_at;
  return self;
}

void
csn_takeover_item_add_told (CsnTakeoverItem *self, const char *channel)
{
  if (g_strv_contains ((const char *const *) self->told->pdata, channel))
    return;

  g_ptr_array_insert (self->told, (int) self->told->len - 1, g_strdup (channel));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

CsnInboxItem *
csn_takeover_item_get_inbox_item (CsnTakeoverItem *self)
{
  g_return_val_if_fail (CSN_IS_TAKEOVER_ITEM (self), NULL);

  return self->item;
}

CsnTakeover *
csn_takeover_item_get_package (CsnTakeoverItem *self)
{
  g_return_val_if_fail (CSN_IS_TAKEOVER_ITEM (self), NULL);

  return self->package;
}

gint64
csn_takeover_item_get_opened_at (CsnTakeoverItem *self)
{
  g_return_val_if_fail (CSN_IS_TAKEOVER_ITEM (self), 0);

  return self->opened_at;
}

const char *const *
csn_takeover_item_get_told (CsnTakeoverItem *self)
{
  g_return_val_if_fail (CSN_IS_TAKEOVER_ITEM (self), NULL);

  return (const char *const *) self->told->pdata;
}
