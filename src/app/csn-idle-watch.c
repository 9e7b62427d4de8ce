/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-idle-watch-private.h"

#define MONITOR_NAME "org.gnome.Mutter.IdleMonitor"
#define MONITOR_PATH "/org/gnome/Mutter/IdleMonitor/Core"

struct _CsnIdleWatch
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  GCancellable *cancellable;   /* (owned) (nullable): of the questions to the current owner */
  guint64 threshold_ms;
  guint name_watch;
  guint subscription;
  guint idle_id;   /* the monitor's id of our watch for idleness, or 0 */
  guint active_id; /* the monitor's id of our watch for the return, or 0 */
  gboolean idle;
};

G_DEFINE_FINAL_TYPE (CsnIdleWatch, csn_idle_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_idle (CsnIdleWatch *self, gboolean idle)
{
  if (self->idle == idle)
    return;
  self->idle = idle;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask (CsnIdleWatch *self,
     const char *method,
     GVariant *parameters,
     const char *reply_type,
     GAsyncReadyCallback callback)
{
  g_dbus_connection_call (self->connection,
                          MONITOR_NAME,
                          MONITOR_PATH,
                          MONITOR_NAME,
                          method,
                          parameters,
                          G_VARIANT_TYPE (reply_type),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          callback,
                          self);
}

/* Gives %NULL where the answer is of no use; @self may then be gone. */
static GVariant *
finish (GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The idle monitor does not answer: %s", error->message);
  return reply;
}

static void
on_idle_watch_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish (source, result);

  if (reply != NULL)
    g_variant_get (reply, "(u)", &((CsnIdleWatch *) user_data)->idle_id);
}

static void
on_active_watch_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish (source, result);

  if (reply != NULL)
    g_variant_get (reply, "(u)", &((CsnIdleWatch *) user_data)->active_id);
}

static void
become_idle (CsnIdleWatch *self)
{
  /* A watch for the return fires once, so each idle time needs its own. */
  ask (self, "AddUserActiveWatch", NULL, "(u)", on_active_watch_added);
  set_idle (self, TRUE);
}

static void
on_idle_time_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish (source, result);
  CsnIdleWatch *self = user_data;
  guint64 idle_ms;

  if (reply == NULL)
    return;
  g_variant_get (reply, "(t)", &idle_ms);
  if (idle_ms >= self->threshold_ms && !self->idle)
    become_idle (self);
}

static void
on_watch_fired (GDBusConnection *connection,
                const char *sender,
                const char *path,
                const char *interface,
                const char *signal,
                GVariant *parameters,
                gpointer user_data)
{
  CsnIdleWatch *self = user_data;
  guint id;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    return;
  g_variant_get (parameters, "(u)", &id);
  if (id == 0)
    return;
  if (id == self->idle_id && !self->idle)
    {
      become_idle (self);
    }
  else if (id == self->active_id)
    {
      self->active_id = 0;
      set_idle (self, FALSE);
    }
}

static void
forget_owner (CsnIdleWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  self->subscription = 0;
  self->idle_id = 0;
  self->active_id = 0;
}

static void
on_name_appeared (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  CsnIdleWatch *self = user_data;

  forget_owner (self);
  self->cancellable = g_cancellable_new ();
  self->subscription = g_dbus_connection_signal_subscribe (connection,
                                                           MONITOR_NAME,
                                                           MONITOR_NAME,
                                                           "WatchFired",
                                                           MONITOR_PATH,
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_watch_fired,
                                                           self,
                                                           NULL);
  ask (self, "AddIdleWatch", g_variant_new ("(t)", self->threshold_ms), "(u)", on_idle_watch_added);
  /* A watch does not fire for an idle time that began before it. */
  ask (self, "GetIdletime", NULL, "(t)", on_idle_time_read);
}

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  CsnIdleWatch *self = user_data;

  forget_owner (self);
  set_idle (self, FALSE);
}

static void
remove_watch (CsnIdleWatch *self, guint id)
{
  if (id == 0 || self->connection == NULL)
    return;
  g_dbus_connection_call (self->connection,
                          MONITOR_NAME,
                          MONITOR_PATH,
                          MONITOR_NAME,
                          "RemoveWatch",
                          g_variant_new ("(u)", id),
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          NULL,
                          NULL,
                          NULL);
}

static void
csn_idle_watch_dispose (GObject *object)
{
  CsnIdleWatch *self = CSN_IDLE_WATCH (object);

  if (self->name_watch != 0)
    g_bus_unwatch_name (self->name_watch);
  self->name_watch = 0;
  remove_watch (self, self->idle_id);
  remove_watch (self, self->active_id);
  forget_owner (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (csn_idle_watch_parent_class)->dispose (object);
}

static void
csn_idle_watch_class_init (CsnIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_idle_watch_dispose;

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
csn_idle_watch_init (CsnIdleWatch *self)
{
}

CsnIdleWatch *
csn_idle_watch_new (GDBusConnection *connection, guint64 threshold_ms)
{
  CsnIdleWatch *self = g_object_new (CSN_TYPE_IDLE_WATCH, NULL);

  self->connection = g_object_ref (connection);
  self->threshold_ms = threshold_ms;
  self->name_watch = g_bus_watch_name_on_connection (connection,
                                                     MONITOR_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_name_appeared,
                                                     on_name_vanished,
                                                     self,
                                                     NULL);
  return self;
}

gboolean
csn_idle_watch_get_idle (CsnIdleWatch *self)
{
  return self->idle;
}
