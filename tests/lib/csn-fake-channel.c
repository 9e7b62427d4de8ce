/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-fake-channel.h"

typedef struct
{
  CsnNoticeKind kind;
  char *request_id; /* (owned) (nullable) */
} Told;

struct _CsnFakeChannel
{
  GObject parent_instance;

  char *name; /* (owned) */
  gboolean is_backup;
  CsnFakeChannelMode mode;
  const char *problem; /* (unowned) (nullable): static */
  CsnFakeChannelTellFunc tell_func;
  gpointer tell_data;
  GPtrArray *told;    /* (owned) (element-type Told) */
  GPtrArray *hanging; /* (owned) (element-type GTask) */
  GHashTable *shown;  /* (owned) (element-type utf8): request ids */
};

static void csn_fake_channel_iface_init (CsnChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnFakeChannel,
                               csn_fake_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_CHANNEL,
                                                      csn_fake_channel_iface_init))

static void
told_free (gpointer data)
{
  Told *told = data;

  g_free (told->request_id);
  g_free (told);
}

static const char *
csn_fake_channel_get_name (CsnChannel *channel)
{
  return CSN_FAKE_CHANNEL (channel)->name;
}

static gboolean
csn_fake_channel_is_backup (CsnChannel *channel)
{
  return CSN_FAKE_CHANNEL (channel)->is_backup;
}

static const char *
csn_fake_channel_get_problem (CsnChannel *channel)
{
  return CSN_FAKE_CHANNEL (channel)->problem;
}

static void
csn_fake_channel_tell_async (CsnChannel *channel,
                             CsnNoticeKind kind,
                             CsnInboxItem *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  CsnFakeChannel *self = CSN_FAKE_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Told *told = g_new0 (Told, 1);

  told->kind = kind;
  told->request_id = item != NULL ? g_strdup (csn_inbox_item_get_id (item)) : NULL;
  g_ptr_array_add (self->told, told);
  if (self->tell_func != NULL)
    self->tell_func (self, kind, item, self->tell_data);
  switch (self->mode)
    {
    case CSN_FAKE_CHANNEL_ACCEPTS:
      if (item != NULL)
        g_hash_table_add (self->shown, g_strdup (told->request_id));
      g_task_return_boolean (task, TRUE);
      break;
    case CSN_FAKE_CHANNEL_FAILS:
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "Nobody listens");
      break;
    case CSN_FAKE_CHANNEL_HANGS:
      g_ptr_array_add (self->hanging, g_steal_pointer (&task));
      break;
    }
}

static gboolean
csn_fake_channel_tell_finish (CsnChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
csn_fake_channel_withdraw (CsnChannel *channel, const char *request_id)
{
  g_hash_table_remove (CSN_FAKE_CHANNEL (channel)->shown, request_id);
}

static void
csn_fake_channel_iface_init (CsnChannelInterface *iface)
{
  iface->get_name = csn_fake_channel_get_name;
  iface->is_backup = csn_fake_channel_is_backup;
  iface->tell_async = csn_fake_channel_tell_async;
  iface->tell_finish = csn_fake_channel_tell_finish;
  iface->withdraw = csn_fake_channel_withdraw;
  iface->get_problem = csn_fake_channel_get_problem;
}

static void
csn_fake_channel_finalize (GObject *object)
{
  CsnFakeChannel *self = CSN_FAKE_CHANNEL (object);

  g_free (self->name);
  g_ptr_array_unref (self->told);
  g_ptr_array_unref (self->hanging);
  g_hash_table_unref (self->shown);

  G_OBJECT_CLASS (csn_fake_channel_parent_class)->finalize (object);
}

static void
csn_fake_channel_class_init (CsnFakeChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = csn_fake_channel_finalize;
}

static void
csn_fake_channel_init (CsnFakeChannel *self)
{
  self->told = g_ptr_array_new_with_free_func (told_free);
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CsnFakeChannel *
csn_fake_channel_new (const char *name, gboolean is_backup)
{
  CsnFakeChannel *self = g_object_new (CSN_TYPE_FAKE_CHANNEL, NULL);

  self->name = g_strdup (name);
  self->is_backup = is_backup;
  return self;
}

void
csn_fake_channel_set_mode (CsnFakeChannel *self, CsnFakeChannelMode mode)
{
  self->mode = mode;
}

void
csn_fake_channel_set_problem (CsnFakeChannel *self, const char *problem)
{
  self->problem = problem;
  csn_channel_problem_changed (CSN_CHANNEL (self));
}

void
csn_fake_channel_set_tell_func (CsnFakeChannel *self,
                                CsnFakeChannelTellFunc func,
                                gpointer user_data)
{
  self->tell_func = func;
  self->tell_data = user_data;
}

void
csn_fake_channel_let_go (CsnFakeChannel *self)
{
  g_autoptr (GPtrArray) hanging = g_steal_pointer (&self->hanging);

  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < hanging->len; i++)
    g_task_return_boolean (g_ptr_array_index (hanging, i), TRUE);
}

guint
csn_fake_channel_count (CsnFakeChannel *self, CsnNoticeKind kind, const char *request_id)
{
  guint count = 0;

  for (guint i = 0; i < self->told->len; i++)
    {
      const Told *told = g_ptr_array_index (self->told, i);

      if (told->kind == kind &&
          (request_id == NULL || g_strcmp0 (told->request_id, request_id) == 0))
        count++;
    }
  return count;
}

gboolean
csn_fake_channel_shows (CsnFakeChannel *self, const char *request_id)
{
  return g_hash_table_contains (self->shown, request_id);
}
