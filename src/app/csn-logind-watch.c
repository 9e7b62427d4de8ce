/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-logind-watch-private.h"

#define LOGIND_NAME "org.freedesktop.login1"
#define MANAGER_PATH "/org/freedesktop/login1"
#define MANAGER_INTERFACE "org.freedesktop.login1.Manager"
#define SESSION_INTERFACE "org.freedesktop.login1.Session"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

struct _CsnLogindWatch
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  GCancellable *finding;       /* (owned) (nullable): of the question for the session */
  GCancellable *reading;       /* (owned) (nullable): of the questions about the session */
  char *session_path;          /* (owned) (nullable) */
  guint name_watch;
  guint manager_subscription;
  guint session_subscription;
  gboolean known; /* the session's properties were read */
  gboolean active;
  gboolean locked;
  gboolean lock_known;
  gboolean sleeping;
};

G_DEFINE_FINAL_TYPE (CsnLogindWatch, csn_logind_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
take_properties (CsnLogindWatch *self, GVariant *dict)
{
  gboolean active = self->active;
  gboolean locked = self->locked;
  gboolean known = self->known;

  if (g_variant_lookup (dict, "Active", "b", &active))
    known = TRUE;
  g_variant_lookup (dict, "LockedHint", "b", &locked);
  if (known == self->known && active == self->active && locked == self->locked)
    return;
  self->known = known;
  self->active = active;
  self->locked = locked;
  self->lock_known |= locked;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_properties_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) dict = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      g_debug ("The session can't be read: %s", error->message);
      return;
    }
  dict = g_variant_get_child_value (reply, 0);
  take_properties (user_data, dict);
}

static void
read_properties (CsnLogindWatch *self)
{
  g_dbus_connection_call (self->connection,
                          LOGIND_NAME,
                          self->session_path,
                          PROPERTIES_INTERFACE,
                          "GetAll",
                          g_variant_new ("(s)", SESSION_INTERFACE),
                          G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->reading,
                          on_properties_read,
                          self);
}

static void
on_properties_changed (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *signal,
                       GVariant *parameters,
                       gpointer user_data)
{
  CsnLogindWatch *self = user_data;
  g_autoptr (GVariant) dict = NULL;
  g_autofree const char **invalidated = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  g_variant_get (parameters, "(&s@a{sv}^a&s)", NULL, &dict, &invalidated);
  take_properties (self, dict);
  if (g_strv_contains (invalidated, "Active") || g_strv_contains (invalidated, "LockedHint"))
    read_properties (self);
}

static void
forget_session (CsnLogindWatch *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->session_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->session_subscription);
  self->session_subscription = 0;
  g_clear_pointer (&self->session_path, g_free);
}

static void
take_session (CsnLogindWatch *self, const char *path)
{
  if (self->session_path != NULL && g_str_equal (self->session_path, path))
    return;
  forget_session (self);
  self->reading = g_cancellable_new ();
  self->session_path = g_strdup (path);
  self->lock_known = FALSE;
  self->session_subscription = g_dbus_connection_signal_subscribe (self->connection,
                                                                   LOGIND_NAME,
                                                                   PROPERTIES_INTERFACE,
                                                                   "PropertiesChanged",
                                                                   path,
                                                                   SESSION_INTERFACE,
                                                                   G_DBUS_SIGNAL_FLAGS_NONE,
                                                                   on_properties_changed,
                                                                   self,
                                                                   NULL);
  read_properties (self);
}

static void
lose_session (CsnLogindWatch *self)
{
  gboolean had = self->known || self->sleeping;

  forget_session (self);
  self->known = FALSE;
  self->locked = FALSE;
  self->lock_known = FALSE;
  self->sleeping = FALSE;
  if (had)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_session_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnLogindWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  const char *path;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      g_debug ("There is no session: %s", error->message);
      lose_session (self);
      return;
    }
  g_variant_get (reply, "(&o)", &path);
  take_session (self, path);
}

/* "auto" is the caller's session or, for a service of the user, the one on the user's display. */
static void
find_session (CsnLogindWatch *self)
{
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  g_dbus_connection_call (self->connection,
                          LOGIND_NAME,
                          MANAGER_PATH,
                          MANAGER_INTERFACE,
                          "GetSession",
                          g_variant_new ("(s)", "auto"),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->finding,
                          on_session_found,
                          self);
}

static void
on_manager_signal (GDBusConnection *connection,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  CsnLogindWatch *self = user_data;
  gboolean sleeping;

  if (g_str_equal (signal, "SessionNew") || g_str_equal (signal, "SessionRemoved"))
    {
      find_session (self);
      return;
    }
  if (!g_str_equal (signal, "PrepareForSleep") ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &sleeping);
  if (self->sleeping == sleeping)
    return;
  self->sleeping = sleeping;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget_owner (CsnLogindWatch *self)
{
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  forget_session (self);
  if (self->manager_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->manager_subscription);
  self->manager_subscription = 0;
}

static void
on_name_appeared (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  CsnLogindWatch *self = user_data;

  forget_owner (self);
  self->manager_subscription = g_dbus_connection_signal_subscribe (connection,
                                                                   LOGIND_NAME,
                                                                   MANAGER_INTERFACE,
                                                                   NULL,
                                                                   MANAGER_PATH,
                                                                   NULL,
                                                                   G_DBUS_SIGNAL_FLAGS_NONE,
                                                                   on_manager_signal,
                                                                   self,
                                                                   NULL);
  find_session (self);
}

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  CsnLogindWatch *self = user_data;

  forget_owner (self);
  lose_session (self);
}

static void
csn_logind_watch_dispose (GObject *object)
{
  CsnLogindWatch *self = CSN_LOGIND_WATCH (object);

  if (self->name_watch != 0)
    g_bus_unwatch_name (self->name_watch);
  self->name_watch = 0;
  forget_owner (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (csn_logind_watch_parent_class)->dispose (object);
}

static void
csn_logind_watch_class_init (CsnLogindWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_logind_watch_dispose;

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
csn_logind_watch_init (CsnLogindWatch *self)
{
}

CsnLogindWatch *
csn_logind_watch_new (GDBusConnection *connection)
{
  CsnLogindWatch *self = g_object_new (CSN_TYPE_LOGIND_WATCH, NULL);

  self->connection = g_object_ref (connection);
  self->name_watch = g_bus_watch_name_on_connection (connection,
                                                     LOGIND_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_name_appeared,
                                                     on_name_vanished,
                                                     self,
                                                     NULL);
  return self;
}

gboolean
csn_logind_watch_get_inactive (CsnLogindWatch *self)
{
  return self->known && !self->active;
}

gboolean
csn_logind_watch_get_locked (CsnLogindWatch *self)
{
  return self->locked;
}

gboolean
csn_logind_watch_get_lock_known (CsnLogindWatch *self)
{
  return self->lock_known;
}

gboolean
csn_logind_watch_get_sleeping (CsnLogindWatch *self)
{
  return self->sleeping;
}
