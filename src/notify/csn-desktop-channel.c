/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-desktop-channel.h"

#include <glib/gi18n.h>

#include "csn-notify-server-private.h"
#include "csn-notify-thread-private.h"

/* More requests than this become one notice. */
#define MAX_REQUEST_NOTICES 4

/* So many news are answered in one go. */
#define MAX_ANSWERS 32

#define KEY_MANY "many"
#define KEY_GATE "gate"

typedef struct
{
  CsnNoticeKind kind;
  CsnInboxItem *item; /* (owned) (nullable) */
  char *digest;       /* (owned) (nullable): the action as it was shown */
} Notice;

struct _CsnDesktopChannel
{
  GObject parent_instance;

  CsnNotifyThread *thread; /* (owned) */
  CsnNotifyServer *server; /* (owned) */
  GHashTable *notices;     /* (owned) (element-type utf8 Notice): by request id */
  guint n_waiting;         /* notices about what waits */
  GPtrArray *gathered;     /* (owned) (element-type GTask): whom the next notice of many answers */
  gboolean many_under_way;
  gboolean many_wanted; /* once more, when that is over */
  gboolean collapsed;
  gboolean may_approve;
  gboolean screen_locked;
  gboolean lacks_actions;
};

static void csn_desktop_channel_iface_init (CsnChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnDesktopChannel,
                               csn_desktop_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_CHANNEL,
                                                      csn_desktop_channel_iface_init))

static void
notice_free (Notice *notice)
{
  g_clear_object (&notice->item);
  g_free (notice->digest);
  g_free (notice);
}

static gboolean
is_about_waiting (CsnNoticeKind kind)
{
  return kind == CSN_NOTICE_REQUEST || kind == CSN_NOTICE_REMINDER;
}

static CsnNoticeText *
text_for (CsnDesktopChannel *self, CsnNoticeKind kind, CsnInboxItem *item)
{
  CsnNoticeText *text = NULL;

  if (self->screen_locked && item != NULL)
    return csn_notice_text_new_hidden (kind);
  text = csn_notice_text_new (kind, item);
  text->offers_approve = text->offers_approve && self->may_approve;
  return text;
}

static void
set_lacks_actions (CsnDesktopChannel *self, gboolean lacks_actions)
{
  if (self->lacks_actions == lacks_actions)
    return;
  self->lacks_actions = lacks_actions;
  csn_channel_problem_changed (CSN_CHANNEL (self));
}

static void
shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnDesktopChannel *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean has_actions = FALSE;

  if (!csn_notify_thread_show_finish (CSN_NOTIFY_THREAD (source), result, &has_actions, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  set_lacks_actions (self, !has_actions);
  g_task_return_boolean (task, TRUE);
}

static void
show (CsnDesktopChannel *self,
      const char *key,
      const CsnNoticeText *text,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, show);
  csn_notify_thread_show_async (self->thread, key, text, cancellable, shown, task);
}

static void start_many (CsnDesktopChannel *self);

/* One notice of many and those whose news is in it. */
typedef struct
{
  CsnDesktopChannel *channel; /* (owned) */
  GPtrArray *tasks;           /* (owned) (element-type GTask) */
  guint n_answered;
  GError *error; /* (owned) (nullable) */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_object_unref (batch->channel);
  g_ptr_array_unref (batch->tasks);
  g_clear_error (&batch->error);
  g_free (batch);
}

/* Takes the tasks that were gathered so far. */
static Batch *
batch_new (CsnDesktopChannel *self)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->channel = g_object_ref (self);
  batch->tasks = g_steal_pointer (&self->gathered);
  self->gathered = g_ptr_array_new_with_free_func (g_object_unref);
  return batch;
}

static gboolean
answer_some (gpointer user_data)
{
  Batch *batch = user_data;
  guint end = MIN (batch->n_answered + MAX_ANSWERS, batch->tasks->len);

  for (; batch->n_answered < end; batch->n_answered++)
    {
      GTask *task = g_ptr_array_index (batch->tasks, batch->n_answered);

      if (batch->error != NULL)
        g_task_return_error (task, g_error_copy (batch->error));
      else
        g_task_return_boolean (task, TRUE);
    }
  return end < batch->tasks->len ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Each answer is work for the gate, and there may be thousands; what else there is to do comes in
 * between. */
static void
batch_answer (Batch *batch)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, answer_some, batch, batch_free);
}

/* What they were about is settled, or the server that would show it is gone. */
static void
abandon_gathered (CsnDesktopChannel *self)
{
  Batch *batch = batch_new (self);

  self->many_wanted = FALSE;
  batch->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "There is nothing to show");
  batch_answer (batch);
}

static void
many_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  CsnDesktopChannel *self = batch->channel;
  CsnNotifyThread *thread = CSN_NOTIFY_THREAD (source);
  gboolean has_actions = FALSE;

  self->many_under_way = FALSE;
  if (csn_notify_thread_show_finish (thread, result, &has_actions, &batch->error))
    set_lacks_actions (self, !has_actions);
  if (self->many_wanted && self->collapsed)
    start_many (self);
  else if (self->gathered->len > 0)
    abandon_gathered (self);
  batch_answer (batch);
}

static void
start_many (CsnDesktopChannel *self)
{
  g_autoptr (CsnNoticeText) text = csn_notice_text_new_many (self->n_waiting);

  self->many_wanted = FALSE;
  self->many_under_way = TRUE;
  csn_notify_thread_show_async (self->thread, KEY_MANY, text, NULL, many_shown, batch_new (self));
}

/* Whatever comes while the server shows one notice of many is in the next: an agent that floods the
 * inbox doesn't flood the server. */
static void
show_many (CsnDesktopChannel *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  if (!self->collapsed)
    {
      g_hash_table_iter_init (&iter, self->notices);
      while (g_hash_table_iter_next (&iter, &key, &value))
        if (is_about_waiting (((Notice *) value)->kind))
          csn_notify_thread_close (self->thread, key);
    }
  self->collapsed = TRUE;
  if (callback != NULL)
    {
      GTask *task = g_task_new (self, NULL, callback, user_data);

      g_task_set_source_tag (task, show_many);
      g_ptr_array_add (self->gathered, task);
    }
  self->many_wanted = TRUE;
  if (!self->many_under_way)
    start_many (self);
}

static void
show_one (CsnDesktopChannel *self,
          const char *key,
          Notice *notice,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autoptr (CsnNoticeText) text = text_for (self, notice->kind, notice->item);

  show (self, key, text, cancellable, callback, user_data);
}

/* TRUE if it was about something that waits. */
static gboolean
forget (CsnDesktopChannel *self, const char *key)
{
  Notice *notice = g_hash_table_lookup (self->notices, key);
  gboolean was_waiting = notice != NULL && is_about_waiting (notice->kind);

  g_hash_table_remove (self->notices, key);
  if (was_waiting)
    self->n_waiting--;
  return was_waiting;
}

static Notice *
remember (CsnDesktopChannel *self, const char *key, CsnNoticeKind kind, CsnInboxItem *item)
{
  Notice *notice = g_new0 (Notice, 1);

  forget (self, key);
  notice->kind = kind;
  if (is_about_waiting (kind))
    self->n_waiting++;
  if (item != NULL)
    {
      CsnRequest *request = csn_inbox_item_get_request (item);

      notice->item = g_object_ref (item);
      notice->digest = g_strdup (csn_request_get_action_digest (request));
    }
  g_hash_table_replace (self->notices, g_strdup (key), notice);
  return notice;
}

static void
csn_desktop_channel_tell_async (CsnChannel *channel,
                                CsnNoticeKind kind,
                                CsnInboxItem *item,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CsnDesktopChannel *self = CSN_DESKTOP_CHANNEL (channel);
  const char *key = item != NULL ? csn_inbox_item_get_id (item) : KEY_GATE;
  Notice *notice = NULL;

  if (csn_notify_server_get_problem (self->server) != NULL)
    {
      g_task_report_new_error (self,
                               callback,
                               user_data,
                               csn_desktop_channel_tell_async,
                               G_IO_ERROR,
                               G_IO_ERROR_NOT_CONNECTED,
                               _ ("Desktop notifications don’t arrive."));
      return;
    }
  notice = remember (self, key, kind, item);
  if (is_about_waiting (kind) && self->n_waiting > MAX_REQUEST_NOTICES)
    show_many (self, callback, user_data);
  else
    show_one (self, key, notice, cancellable, callback, user_data);
}

static gboolean
csn_desktop_channel_tell_finish (CsnChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
expand (CsnDesktopChannel *self)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  self->collapsed = FALSE;
  csn_notify_thread_close (self->thread, KEY_MANY);
  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (is_about_waiting (((Notice *) value)->kind))
      show_one (self, key, value, NULL, NULL, NULL);
}

static void
csn_desktop_channel_withdraw (CsnChannel *channel, const char *request_id)
{
  CsnDesktopChannel *self = CSN_DESKTOP_CHANNEL (channel);
  gboolean was_waiting;

  if (!g_hash_table_contains (self->notices, request_id))
    return;
  was_waiting = forget (self, request_id);
  if (!self->collapsed || !was_waiting)
    csn_notify_thread_close (self->thread, request_id);
  else if (self->n_waiting == 0)
    expand (self);
  else
    show_many (self, NULL, NULL);
}

static const char *
csn_desktop_channel_get_name (CsnChannel *channel)
{
  return "desktop";
}

static gboolean
csn_desktop_channel_is_backup (CsnChannel *channel)
{
  return FALSE;
}

static const char *
csn_desktop_channel_get_channel_problem (CsnChannel *channel)
{
  return csn_notify_server_get_problem (CSN_DESKTOP_CHANNEL (channel)->server);
}

static void
csn_desktop_channel_iface_init (CsnChannelInterface *iface)
{
  iface->get_name = csn_desktop_channel_get_name;
  iface->is_backup = csn_desktop_channel_is_backup;
  iface->tell_async = csn_desktop_channel_tell_async;
  iface->tell_finish = csn_desktop_channel_tell_finish;
  iface->withdraw = csn_desktop_channel_withdraw;
  iface->get_problem = csn_desktop_channel_get_channel_problem;
}

static void
on_activated (CsnNotifyThread *thread, const char *key, const char *action, CsnDesktopChannel *self)
{
  Notice *notice = g_hash_table_lookup (self->notices, key);
  g_autofree char *digest = NULL;

  if (notice == NULL || notice->item == NULL)
    {
      csn_channel_review (CSN_CHANNEL (self), NULL);
      return;
    }
  if (self->screen_locked)
    return;
  digest = g_strdup (notice->digest);
  if (g_str_equal (action, "approve") && self->may_approve)
    csn_channel_answered (CSN_CHANNEL (self), key, digest, CSN_DECISION_APPROVE);
  else if (g_str_equal (action, "reject"))
    csn_channel_answered (CSN_CHANNEL (self), key, digest, CSN_DECISION_REJECT);
  else
    csn_channel_review (CSN_CHANNEL (self), key);
}

/* What a server showed is gone with it; the gate tells again when there is one. */
static void
on_server_changed (CsnNotifyServer *server, CsnDesktopChannel *self)
{
  if (g_strcmp0 (csn_notify_server_get_problem (server), "no-server") == 0)
    {
      csn_notify_thread_forget (self->thread);
      g_hash_table_remove_all (self->notices);
      self->n_waiting = 0;
      self->collapsed = FALSE;
    }
  csn_channel_problem_changed (CSN_CHANNEL (self));
}

static void
csn_desktop_channel_dispose (GObject *object)
{
  CsnDesktopChannel *self = CSN_DESKTOP_CHANNEL (object);

  if (self->thread != NULL)
    csn_notify_thread_shut_down (self->thread);
  g_clear_object (&self->thread);
  g_clear_object (&self->server);
  g_clear_pointer (&self->notices, g_hash_table_unref);
  g_clear_pointer (&self->gathered, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_desktop_channel_parent_class)->dispose (object);
}

static void
csn_desktop_channel_class_init (CsnDesktopChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_desktop_channel_dispose;
}

static void
csn_desktop_channel_init (CsnDesktopChannel *self)
{
  self->notices =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) notice_free);
  self->gathered = g_ptr_array_new_with_free_func (g_object_unref);
  self->may_approve = TRUE;
  self->server = csn_notify_server_new ();
  g_signal_connect_object (self->server,
                           "changed",
                           G_CALLBACK (on_server_changed),
                           self,
                           G_CONNECT_DEFAULT);
}

CsnDesktopChannel *
csn_desktop_channel_new (const char *app_name)
{
  CsnDesktopChannel *self = g_object_new (CSN_TYPE_DESKTOP_CHANNEL, NULL);

  self->thread = csn_notify_thread_new (app_name);
  g_signal_connect_object (self->thread,
                           "activated",
                           G_CALLBACK (on_activated),
                           self,
                           G_CONNECT_DEFAULT);
  return self;
}

void
csn_desktop_channel_set_may_approve (CsnDesktopChannel *self, gboolean may_approve)
{
  self->may_approve = may_approve;
}

void
csn_desktop_channel_set_screen_locked (CsnDesktopChannel *self, gboolean screen_locked)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  if (self->screen_locked == screen_locked)
    return;
  self->screen_locked = screen_locked;
  if (csn_notify_server_get_problem (self->server) != NULL)
    return;
  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Notice *) value)->item != NULL &&
        !(self->collapsed && is_about_waiting (((Notice *) value)->kind)))
      show_one (self, key, value, NULL, NULL, NULL);
}

const char *
csn_desktop_channel_get_problem (CsnDesktopChannel *self)
{
  const char *problem = csn_notify_server_get_problem (self->server);

  if (problem != NULL)
    return problem;
  return self->lacks_actions ? "no-actions" : NULL;
}
