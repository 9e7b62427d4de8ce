/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-notify-thread-private.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

/* What both threads hold; lives until the last of them lets go. */
typedef struct
{
  GMainContext *context; /* (owned): the notify thread's */
  GMainLoop *loop;       /* (owned) */
  GWeakRef owner;        /* to the CsnNotifyThread; read in the main thread only */
  char *app_name;        /* (owned) */

  /* Only the notify thread touches these. */
  GHashTable *shown; /* (owned) (element-type utf8 NotifyNotification) */
  gboolean has_actions;
  gboolean has_markup;
} Shared;

struct _CsnNotifyThread
{
  GObject parent_instance;

  Shared *shared; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CsnNotifyThread, csn_notify_thread, G_TYPE_OBJECT)

typedef struct
{
  Shared *shared; /* (owned) */
  char *key;      /* (owned) */
  char *title;    /* (owned) (nullable): NULL closes */
  char *body;     /* (owned) (nullable) */
  gboolean approve;
  gboolean reject;
  gboolean review;
  gboolean urgent;
  GTask *task; /* (owned) (nullable) */
} Job;

typedef struct
{
  Shared *shared; /* (owned) */
  char *key;      /* (owned) */
  char *action;   /* (owned) */
} Press;

static guint activated_signal;

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_pointer (&shared->shown, g_hash_table_unref);
  g_clear_pointer (&shared->loop, g_main_loop_unref);
  g_clear_pointer (&shared->context, g_main_context_unref);
  g_weak_ref_clear (&shared->owner);
  g_free (shared->app_name);
}

static void
shared_unref (Shared *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

static void
job_free (Job *job)
{
  g_free (job->key);
  g_free (job->title);
  g_free (job->body);
  g_clear_object (&job->task);
  shared_unref (job->shared);
  g_free (job);
}

static void
press_free (Press *press)
{
  g_free (press->key);
  g_free (press->action);
  shared_unref (press->shared);
  g_free (press);
}

static gboolean
press_in_main_thread (gpointer data)
{
  Press *press = data;
  g_autoptr (CsnNotifyThread) self = g_weak_ref_get (&press->shared->owner);

  if (self != NULL)
    g_signal_emit (self, activated_signal, 0, press->key, press->action);
  return G_SOURCE_REMOVE;
}

static void
on_action (NotifyNotification *notification, char *action, gpointer user_data)
{
  Press *press = user_data;
  Press *copy = g_new0 (Press, 1);

  copy->shared = g_atomic_rc_box_acquire (press->shared);
  copy->key = g_strdup (press->key);
  copy->action = g_strdup (action);
  g_main_context_invoke_full (NULL,
                              G_PRIORITY_DEFAULT,
                              press_in_main_thread,
                              copy,
                              (GDestroyNotify) press_free);
}

static void
add_button (NotifyNotification *notification, Job *job, const char *action, const char *label)
{
  Press *press = g_new0 (Press, 1);

  press->shared = g_atomic_rc_box_acquire (job->shared);
  press->key = g_strdup (job->key);
  press->action = g_strdup (action);
  notify_notification_add_action (notification,
                                  action,
                                  label,
                                  on_action,
                                  press,
                                  (GFreeFunc) press_free);
}

static void
read_capabilities (Shared *shared)
{
  GList *caps = notify_get_server_caps ();

  shared->has_actions = g_list_find_custom (caps, "actions", (GCompareFunc) g_strcmp0) != NULL;
  shared->has_markup = g_list_find_custom (caps, "body-markup", (GCompareFunc) g_strcmp0) != NULL;
  g_list_free_full (caps, g_free);
}

/* Servers that know markup read it in every body; the text is foreign, so it is escaped for them.
 */
static char *
body_for_server (Shared *shared, const char *body)
{
  return shared->has_markup ? g_markup_escape_text (body, -1) : g_strdup (body);
}

static NotifyNotification *
notification_for (Job *job)
{
  g_autofree char *body = body_for_server (job->shared, job->body);
  NotifyNotification *old = g_hash_table_lookup (job->shared->shown, job->key);
  NotifyNotification *notification = notify_notification_new (job->title, body, CSN_APP_ID);

  if (old != NULL)
    {
      int id = 0;

      g_object_get (old, "id", &id, NULL);
      g_object_set (notification, "id", id, NULL);
    }
  notify_notification_set_app_name (notification, job->shared->app_name);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string (CSN_APP_ID));
  notify_notification_set_urgency (notification,
                                   job->urgent ? NOTIFY_URGENCY_CRITICAL : NOTIFY_URGENCY_NORMAL);
  notify_notification_set_timeout (notification, NOTIFY_EXPIRES_NEVER);
  if (job->review)
    add_button (notification, job, "default", _ ("Review"));
  if (job->approve)
    add_button (notification, job, "approve", _ ("Approve"));
  if (job->reject)
    add_button (notification, job, "reject", _ ("Reject"));
  if (job->review)
    add_button (notification, job, "review", _ ("Review"));
  return notification;
}

static gboolean
run_show (gpointer data)
{
  Job *job = data;
  NotifyNotification *notification = NULL;
  GError *error = NULL;

  read_capabilities (job->shared);
  notification = notification_for (job);
  g_hash_table_replace (job->shared->shown, g_strdup (job->key), notification);
  if (notify_notification_show (notification, &error))
    {
      g_task_return_int (job->task, job->shared->has_actions ? 1 : 0);
      return G_SOURCE_REMOVE;
    }
  g_hash_table_remove (job->shared->shown, job->key);
  g_task_return_error (job->task, error);
  return G_SOURCE_REMOVE;
}

static gboolean
run_close (gpointer data)
{
  Job *job = data;
  NotifyNotification *notification = g_hash_table_lookup (job->shared->shown, job->key);

  if (notification != NULL)
    notify_notification_close (notification, NULL);
  g_hash_table_remove (job->shared->shown, job->key);
  return G_SOURCE_REMOVE;
}

static gboolean
run_forget (gpointer data)
{
  Job *job = data;

  g_hash_table_remove_all (job->shared->shown);
  return G_SOURCE_REMOVE;
}

static gboolean
run_quit (gpointer data)
{
  Shared *shared = data;
  GHashTableIter iter;
  gpointer notification = NULL;

  g_hash_table_iter_init (&iter, shared->shown);
  while (g_hash_table_iter_next (&iter, NULL, &notification))
    notify_notification_close (notification, NULL);
  g_hash_table_remove_all (shared->shown);
  g_main_loop_quit (shared->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
thread_main (gpointer data)
{
  /* libnotify has one proxy for the process, bound to the thread that met it first. */
  static GMutex one_at_a_time;
  Shared *shared = data;

  g_mutex_lock (&one_at_a_time);
  g_main_context_push_thread_default (shared->context);
  notify_init (shared->app_name);
  g_main_loop_run (shared->loop); /* nocheck: this thread's only loop */
  notify_uninit ();
  g_main_context_pop_thread_default (shared->context);
  g_mutex_unlock (&one_at_a_time);
  shared_unref (shared);
  return NULL;
}

static void
csn_notify_thread_dispose (GObject *object)
{
  csn_notify_thread_shut_down (CSN_NOTIFY_THREAD (object));

  G_OBJECT_CLASS (csn_notify_thread_parent_class)->dispose (object);
}

static void
csn_notify_thread_class_init (CsnNotifyThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_notify_thread_dispose;

  activated_signal = g_signal_new ("activated",
                                   G_TYPE_FROM_CLASS (klass),
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
csn_notify_thread_init (CsnNotifyThread *self)
{
}

CsnNotifyThread *
csn_notify_thread_new (const char *app_name)
{
  CsnNotifyThread *self = g_object_new (CSN_TYPE_NOTIFY_THREAD, NULL);
  Shared *shared = g_atomic_rc_box_new0 (Shared);

  shared->context = g_main_context_new ();
  shared->loop = g_main_loop_new (shared->context, FALSE);
  shared->app_name = g_strdup (app_name);
  shared->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_weak_ref_init (&shared->owner, self);
  self->shared = shared;
  g_thread_unref (g_thread_new ("csn-notify", thread_main, g_atomic_rc_box_acquire (shared)));
  return self;
}

static void
invoke (Shared *shared, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Not g_main_context_invoke(): before the thread has its context, that would run it here. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, shared->context);
}

void
csn_notify_thread_shut_down (CsnNotifyThread *self)
{
  Shared *shared = g_steal_pointer (&self->shared);

  if (shared == NULL)
    return;
  invoke (shared, run_quit, shared, (GDestroyNotify) shared_unref);
}

void
csn_notify_thread_show_async (CsnNotifyThread *self,
                              const char *key,
                              const CsnNoticeText *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = NULL;

  g_task_set_source_tag (task, csn_notify_thread_show_async);
  if (self->shared == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_CLOSED,
                               _ ("Notifications are shut down."));
      return;
    }
  job = g_new0 (Job, 1);
  job->shared = g_atomic_rc_box_acquire (self->shared);
  job->key = g_strdup (key);
  job->title = g_strdup (text->title);
  job->body = g_strdup (text->body);
  job->approve = text->offers_approve;
  job->reject = text->offers_reject;
  job->review = text->offers_review;
  job->urgent = text->urgent;
  job->task = g_steal_pointer (&task);
  invoke (self->shared, run_show, job, (GDestroyNotify) job_free);
}

gboolean
csn_notify_thread_show_finish (CsnNotifyThread *self,
                               GAsyncResult *result,
                               gboolean *ret_has_actions,
                               GError **error)
{
  gssize has_actions = g_task_propagate_int (G_TASK (result), error);

  if (has_actions < 0)
    return FALSE;
  if (ret_has_actions != NULL)
    *ret_has_actions = has_actions > 0;
  return TRUE;
}

void
csn_notify_thread_close (CsnNotifyThread *self, const char *key)
{
  Job *job = NULL;

  if (self->shared == NULL)
    return;
  job = g_new0 (Job, 1);
  job->shared = g_atomic_rc_box_acquire (self->shared);
  job->key = g_strdup (key);
  invoke (self->shared, run_close, job, (GDestroyNotify) job_free);
}

void
csn_notify_thread_forget (CsnNotifyThread *self)
{
  Job *job = NULL;

  if (self->shared == NULL)
    return;
  job = g_new0 (Job, 1);
  job->shared = g_atomic_rc_box_acquire (self->shared);
  invoke (self->shared, run_forget, job, (GDestroyNotify) job_free);
}
