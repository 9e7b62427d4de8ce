/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-notify-server-private.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define DUNST_INTERFACE "org.dunstproject.cmd0"
#define GNOME_SCHEMA "org.gnome.desktop.notifications"

struct _CsnNotifyServer
{
  GObject parent_instance;

  GCancellable *cancellable; /* (owned) */
  GDBusProxy *standard;      /* (owned) (nullable) */
  GDBusProxy *dunst;         /* (owned) (nullable) */
  GSettings *gnome;          /* (owned) (nullable) */
  const char *problem;
};

G_DEFINE_FINAL_TYPE (CsnNotifyServer, csn_notify_server, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
read_boolean (GDBusProxy *proxy, const char *property)
{
  g_autoptr (GVariant) value = NULL;

  if (proxy == NULL)
    return FALSE;
  value = g_dbus_proxy_get_cached_property (proxy, property);
  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}

static const char *
find_problem (CsnNotifyServer *self)
{
  g_autofree char *owner = NULL;

  if (self->standard != NULL)
    owner = g_dbus_proxy_get_name_owner (self->standard);
  if (owner == NULL)
    return "no-server";
  if (read_boolean (self->standard, "Inhibited") || read_boolean (self->dunst, "paused"))
    return "do-not-disturb";
  if (self->gnome != NULL && !g_settings_get_boolean (self->gnome, "show-banners"))
    return "do-not-disturb";
  return NULL;
}

static void
update (CsnNotifyServer *self)
{
  const char *problem = find_problem (self);

  if (g_strcmp0 (problem, self->problem) == 0)
    return;
  self->problem = problem;
  g_signal_emit (self, changed_signal, 0);
}

static void
got_proxy (CsnNotifyServer *self, GDBusProxy **field, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *proxy = g_dbus_proxy_new_for_bus_finish (result, &error);

  if (proxy == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("No notification proxy: %s", error->message);
      return;
    }
  *field = proxy;
  g_signal_connect_object (proxy,
                           "notify::g-name-owner",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (proxy,
                           "g-properties-changed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
got_standard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnNotifyServer) self = user_data;

  got_proxy (self, &self->standard, result);
}

static void
got_dunst (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnNotifyServer) self = user_data;

  got_proxy (self, &self->dunst, result);
}

static void
watch_gnome (CsnNotifyServer *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source == NULL)
    return;
  schema = g_settings_schema_source_lookup (source, GNOME_SCHEMA, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "show-banners"))
    return;
  self->gnome = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->gnome,
                           "changed::show-banners",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
csn_notify_server_dispose (GObject *object)
{
  CsnNotifyServer *self = CSN_NOTIFY_SERVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->standard);
  g_clear_object (&self->dunst);
  g_clear_object (&self->gnome);

  G_OBJECT_CLASS (csn_notify_server_parent_class)->dispose (object);
}

static void
csn_notify_server_class_init (CsnNotifyServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_notify_server_dispose;

  changed_signal = g_signal_new ("changed",
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
csn_notify_server_init (CsnNotifyServer *self)
{
  self->problem = "no-server";
  self->cancellable = g_cancellable_new ();
  watch_gnome (self);
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SESSION,
                            G_DBUS_PROXY_FLAGS_NONE,
                            NULL,
                            NAME,
                            PATH,
                            NAME,
                            self->cancellable,
                            got_standard,
                            g_object_ref (self));
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SESSION,
                            G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                            NULL,
                            NAME,
                            PATH,
                            DUNST_INTERFACE,
                            self->cancellable,
                            got_dunst,
                            g_object_ref (self));
}

CsnNotifyServer *
csn_notify_server_new (void)
{
  return g_object_new (CSN_TYPE_NOTIFY_SERVER, NULL);
}

const char *
csn_notify_server_get_problem (CsnNotifyServer *self)
{
  return self->problem;
}
