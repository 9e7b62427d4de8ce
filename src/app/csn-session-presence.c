/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-session-presence-private.h"

#include "csn-idle-watch-private.h"
#include "csn-logind-watch-private.h"
#include "csn-screen-saver-watch-private.h"

static const struct
{
  const char *name;
  const char *path;
} savers[] = {
  { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
  { "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver" },
  { "org.mate.ScreenSaver", "/org/mate/ScreenSaver" },
  { "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver" },
};

struct _CsnSessionPresence
{
  GObject parent_instance;

  GCancellable *cancellable;                                 /* (owned): of finding the buses */
  CsnLogindWatch *logind;                                    /* (owned) (nullable) */
  CsnScreenSaverWatch *screen_savers[G_N_ELEMENTS (savers)]; /* (owned) (nullable) */
  CsnIdleWatch *idle;                                        /* (owned) (nullable) */
  guint64 idle_threshold_ms;
  CsnPresenceState state;
  const char *reason; /* (nullable): static */
};

static void csn_session_presence_iface_init (CsnPresenceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnSessionPresence,
                               csn_session_presence,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_PRESENCE,
                                                      csn_session_presence_iface_init))

static gboolean
is_locked (CsnSessionPresence *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      if (self->screen_savers[i] != NULL &&
          csn_screen_saver_watch_get_active (self->screen_savers[i]))
        return TRUE;
    }
  return self->logind != NULL && csn_logind_watch_get_locked (self->logind);
}

static gboolean
is_lock_known (CsnSessionPresence *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      if (self->screen_savers[i] != NULL &&
          csn_screen_saver_watch_get_known (self->screen_savers[i]))
        return TRUE;
    }
  return self->logind != NULL && csn_logind_watch_get_lock_known (self->logind);
}

static CsnPresenceState
judge (CsnSessionPresence *self, const char **ret_reason)
{
  *ret_reason = NULL;
  if (self->logind != NULL && csn_logind_watch_get_sleeping (self->logind))
    *ret_reason = "suspended";
  else if (is_locked (self))
    *ret_reason = "screen-locked";
  else if (self->logind != NULL && csn_logind_watch_get_inactive (self->logind))
    *ret_reason = "session-inactive";
  else if (self->idle != NULL && csn_idle_watch_get_idle (self->idle))
    *ret_reason = "idle";
  if (*ret_reason != NULL)
    return CSN_PRESENCE_AWAY;

  if (is_lock_known (self))
    return CSN_PRESENCE_ATTENTIVE;
  *ret_reason = "unknown";
  return CSN_PRESENCE_UNKNOWN;
}

static void
update (CsnSessionPresence *self)
{
  const char *reason;
  CsnPresenceState state = judge (self, &reason);

  if (state == self->state && g_strcmp0 (reason, self->reason) == 0)
    return;
  self->state = state;
  self->reason = reason;
  csn_presence_changed (CSN_PRESENCE (self));
}

static void
watch_system_bus (CsnSessionPresence *self, GDBusConnection *bus)
{
  self->logind = csn_logind_watch_new (bus);
  g_signal_connect_swapped (self->logind, "changed", G_CALLBACK (update), self);
}

static void
watch_session_bus (CsnSessionPresence *self, GDBusConnection *bus)
{
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      self->screen_savers[i] = csn_screen_saver_watch_new (bus, savers[i].name, savers[i].path);
      g_signal_connect_swapped (self->screen_savers[i], "changed", G_CALLBACK (update), self);
    }
  self->idle = csn_idle_watch_new (bus, self->idle_threshold_ms);
  g_signal_connect_swapped (self->idle, "changed", G_CALLBACK (update), self);
}

static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus != NULL)
    watch_system_bus (user_data, bus);
  else
    g_debug ("There is no system bus: %s", error->message);
}

static void
on_session_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus != NULL)
    watch_session_bus (user_data, bus);
  else
    g_debug ("There is no session bus: %s", error->message);
}

static CsnPresenceState
csn_session_presence_get_state (CsnPresence *presence)
{
  return CSN_SESSION_PRESENCE (presence)->state;
}

static const char *
csn_session_presence_get_reason (CsnPresence *presence)
{
  return CSN_SESSION_PRESENCE (presence)->reason;
}

static void
csn_session_presence_iface_init (CsnPresenceInterface *iface)
{
  iface->get_state = csn_session_presence_get_state;
  iface->get_reason = csn_session_presence_get_reason;
}

static void
drop_watch (CsnSessionPresence *self, gpointer watch)
{
  if (watch == NULL)
    return;
  g_signal_handlers_disconnect_by_data (watch, self);
  g_object_unref (watch);
}

static void
csn_session_presence_dispose (GObject *object)
{
  CsnSessionPresence *self = CSN_SESSION_PRESENCE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_watch (self, g_steal_pointer (&self->logind));
  drop_watch (self, g_steal_pointer (&self->idle));
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    drop_watch (self, g_steal_pointer (&self->screen_savers[i]));

  G_OBJECT_CLASS (csn_session_presence_parent_class)->dispose (object);
}

static void
csn_session_presence_class_init (CsnSessionPresenceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_session_presence_dispose;
}

static void
csn_session_presence_init (CsnSessionPresence *self)
{
  self->cancellable = g_cancellable_new ();
  self->state = CSN_PRESENCE_UNKNOWN;
  self->reason = "unknown";
}

CsnPresence *
csn_session_presence_new (guint64 idle_threshold_ms)
{
  CsnSessionPresence *self = g_object_new (CSN_TYPE_SESSION_PRESENCE, NULL);

  self->idle_threshold_ms = idle_threshold_ms;
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_session_bus, self);
  return CSN_PRESENCE (self);
}

CsnPresence *
csn_session_presence_new_on (GDBusConnection *system_bus,
                             GDBusConnection *session_bus,
                             guint64 idle_threshold_ms)
{
  CsnSessionPresence *self = g_object_new (CSN_TYPE_SESSION_PRESENCE, NULL);

  self->idle_threshold_ms = idle_threshold_ms;
  if (system_bus != NULL)
    watch_system_bus (self, system_bus);
  if (session_bus != NULL)
    watch_session_bus (self, session_bus);
  return CSN_PRESENCE (self);
}
