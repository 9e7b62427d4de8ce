/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-screen-saver-watch-private.h"

struct _CsnScreenSaverWatch
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  char *name;                  /* (owned) */
  char *path;                  /* (owned) */
  GCancellable *cancellable;   /* (owned) (nullable): of the question to the current owner */
  guint name_watch;
  guint subscription;
  gboolean known;
  gboolean active;
};

G_DEFINE_FINAL_TYPE (CsnScreenSaverWatch, csn_screen_saver_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (CsnScreenSaverWatch *self, gboolean known, gboolean active)
{
  if (self->known == known && self->active == active)
    return;
  self->known = known;
  self->active = active;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_active_changed (GDBusConnection *connection,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  gboolean active;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &active);
  set_state (user_data, TRUE, active);
}

static void
on_active_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  gboolean active;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      /* Some desktops offer the interface for inhibiting only. */
      set_state (user_data, FALSE, FALSE);
      return;
    }
  g_variant_get (reply, "(b)", &active);
  set_state (user_data, TRUE, active);
}

static void
forget_owner (CsnScreenSaverWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  self->subscription = 0;
}

static void
on_name_appeared (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  CsnScreenSaverWatch *self = user_data;

  forget_owner (self);
  self->cancellable = g_cancellable_new ();
  self->subscription = g_dbus_connection_signal_subscribe (connection,
                                                           self->name,
                                                           self->name,
                                                           "ActiveChanged",
                                                           self->path,
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_active_changed,
                                                           self,
                                                           NULL);
  g_dbus_connection_call (connection,
                          self->name,
                          self->path,
                          self->name,
                          "GetActive",
                          NULL,
                          G_VARIANT_TYPE ("(b)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          on_active_read,
                          self);
}

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  CsnScreenSaverWatch *self = user_data;

  forget_owner (self);
  set_state (self, FALSE, FALSE);
}

static void
csn_screen_saver_watch_dispose (GObject *object)
{
  CsnScreenSaverWatch *self = CSN_SCREEN_SAVER_WATCH (object);

  if (self->name_watch != 0)
    g_bus_unwatch_name (self->name_watch);
  self->name_watch = 0;
  forget_owner (self);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (csn_screen_saver_watch_parent_class)->dispose (object);
}

static void
csn_screen_saver_watch_class_init (CsnScreenSaverWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_screen_saver_watch_dispose;

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
csn_screen_saver_watch_init (CsnScreenSaverWatch *self)
{
}

CsnScreenSaverWatch *
csn_screen_saver_watch_new (GDBusConnection *connection, const char *name, const char *path)
{
  CsnScreenSaverWatch *self = g_object_new (CSN_TYPE_SCREEN_SAVER_WATCH, NULL);

  self->connection = g_object_ref (connection);
  self->name = g_strdup (name);
  self->path = g_strdup (path);
  self->name_watch = g_bus_watch_name_on_connection (connection,
                                                     name,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_name_appeared,
                                                     on_name_vanished,
                                                     self,
                                                     NULL);
  return self;
}

gboolean
csn_screen_saver_watch_get_known (CsnScreenSaverWatch *self)
{
  return self->known;
}

gboolean
csn_screen_saver_watch_get_active (CsnScreenSaverWatch *self)
{
  return self->active;
}
