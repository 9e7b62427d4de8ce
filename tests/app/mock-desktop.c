/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-desktop.h"

#define SESSION_PATH "/org/freedesktop/login1/session/_32"

static const char manager_xml[] = "<node><interface name='org.freedesktop.login1.Manager'>"
                                  "<method name='GetSession'><arg type='s' direction='in'/><arg "
                                  "type='o' direction='out'/></method>"
                                  "<signal name='PrepareForSleep'><arg type='b'/></signal>"
                                  "</interface></node>";

static const char session_xml[] = "<node><interface name='org.freedesktop.login1.Session'>"
                                  "<property name='Active' type='b' access='read'/>"
                                  "<property name='LockedHint' type='b' access='read'/>"
                                  "</interface></node>";

static const char saver_xml[] = "<node><interface name='%s'>"
                                "<method name='GetActive'><arg type='b' direction='out'/></method>"
                                "<signal name='ActiveChanged'><arg type='b'/></signal>"
                                "</interface></node>";

static const char idle_xml[] =
    "<node><interface name='org.gnome.Mutter.IdleMonitor'>"
    "<method name='GetIdletime'><arg type='t' direction='out'/></method>"
    "<method name='AddIdleWatch'><arg type='t' direction='in'/><arg type='u' "
    "direction='out'/></method>"
    "<method name='AddUserActiveWatch'><arg type='u' direction='out'/></method>"
    "<method name='RemoveWatch'><arg type='u' direction='in'/></method>"
    "<signal name='WatchFired'><arg type='u'/></signal>"
    "</interface></node>";

static char *
saver_path (const char *name)
{
  char *path = g_strconcat ("/", name, NULL);

  return g_strdelimit (path, ".", '/');
}

static void
answer (MockDesktop *self, const char *method, GDBusMethodInvocation *invocation)
{
  if (g_str_equal (method, "GetSession"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", SESSION_PATH));
  else if (g_str_equal (method, "GetIdletime"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(t)", self->idle_ms));
  else if (g_str_equal (method, "AddIdleWatch"))
    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(u)", self->idle_watch = ++self->next_watch));
  else if (g_str_equal (method, "AddUserActiveWatch"))
    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(u)", self->active_watch = ++self->next_watch));
  else if (g_str_equal (method, "GetActive") && !self->saver_refuses)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", self->saver_active));
  else if (g_str_equal (method, "GetActive"))
    g_dbus_method_invocation_return_error_literal (invocation,
                                                   G_DBUS_ERROR,
                                                   G_DBUS_ERROR_NOT_SUPPORTED,
                                                   "Only for inhibiting");
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  answer (user_data, method, invocation);
}

static GVariant *
on_get_property (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *property,
                 GError **error,
                 gpointer user_data)
{
  MockDesktop *self = user_data;

  return g_variant_new_boolean (g_str_equal (property, "Active") ? self->active
                                                                 : self->locked_hint);
}

static const GDBusInterfaceVTable vtable = { on_call, on_get_property, NULL, { 0 } };

static void
offer (MockDesktop *self, const char *name, const char *path, const char *xml)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);
  GArray *ids = g_hash_table_lookup (self->objects, name);
  guint id;

  g_assert_no_error (error);
  id = g_dbus_connection_register_object (self->connection,
                                          path,
                                          node->interfaces[0],
                                          &vtable,
                                          self,
                                          NULL,
                                          &error);
  g_assert_no_error (error);
  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->objects, g_strdup (name), ids);
    }
  g_array_append_val (ids, id);
}

static void
ask_bus (MockDesktop *self, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (self->connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       method,
                                       parameters,
                                       G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
}

static void
emit (MockDesktop *self,
      const char *path,
      const char *interface,
      const char *signal,
      GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (self->connection,
                                 NULL,
                                 path,
                                 interface,
                                 signal,
                                 parameters,
                                 &error);
  g_assert_no_error (error);
}

MockDesktop *
mock_desktop_new (const char *bus_address)
{
  MockDesktop *self = g_new0 (MockDesktop, 1);
  g_autoptr (GError) error = NULL;

  self->active = TRUE;
  self->objects =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->connection =
      g_dbus_connection_new_for_address_sync (bus_address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
  return self;
}

static void
withdraw (MockDesktop *self, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_dbus_connection_unregister_object (self->connection, g_array_index (ids, guint, i));
}

void
mock_desktop_free (MockDesktop *self)
{
  GHashTableIter iter;
  gpointer ids;

  g_hash_table_iter_init (&iter, self->objects);
  while (g_hash_table_iter_next (&iter, NULL, &ids))
    withdraw (self, ids);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  g_hash_table_unref (self->objects);
  g_free (self);
}

void
mock_desktop_own (MockDesktop *self, const char *name)
{
  if (g_str_equal (name, "org.freedesktop.login1"))
    {
      offer (self, name, "/org/freedesktop/login1", manager_xml);
      offer (self, name, SESSION_PATH, session_xml);
    }
  else if (g_str_equal (name, "org.gnome.Mutter.IdleMonitor"))
    {
      offer (self, name, "/org/gnome/Mutter/IdleMonitor/Core", idle_xml);
    }
  else
    {
      g_autofree char *path = saver_path (name);
      g_auto (GStrv) parts = g_strsplit (saver_xml, "%s", 2);
      g_autofree char *xml = g_strconcat (parts[0], name, parts[1], NULL);

      offer (self, name, path, xml);
    }
  ask_bus (self, "RequestName", g_variant_new ("(su)", name, 4));
}

void
mock_desktop_disown (MockDesktop *self, const char *name)
{
  ask_bus (self, "ReleaseName", g_variant_new ("(s)", name));
  withdraw (self, g_hash_table_lookup (self->objects, name));
  g_hash_table_remove (self->objects, name);
}

void
mock_desktop_set_session (MockDesktop *self, gboolean active, gboolean locked_hint)
{
  GVariantBuilder changed;

  self->active = active;
  self->locked_hint = locked_hint;
  g_variant_builder_init (&changed, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&changed, "{sv}", "Active", g_variant_new_boolean (active));
  g_variant_builder_add (&changed, "{sv}", "LockedHint", g_variant_new_boolean (locked_hint));
  emit (self,
        SESSION_PATH,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        g_variant_new ("(sa{sv}as)", "org.freedesktop.login1.Session", &changed, NULL));
}

void
mock_desktop_prepare_for_sleep (MockDesktop *self, gboolean start)
{
  emit (self,
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "PrepareForSleep",
        g_variant_new ("(b)", start));
}

void
mock_desktop_set_saver (MockDesktop *self, const char *name, gboolean active)
{
  g_autofree char *path = saver_path (name);

  self->saver_active = active;
  emit (self, path, name, "ActiveChanged", g_variant_new ("(b)", active));
}

void
mock_desktop_fire (MockDesktop *self, guint watch)
{
  emit (self,
        "/org/gnome/Mutter/IdleMonitor/Core",
        "org.gnome.Mutter.IdleMonitor",
        "WatchFired",
        g_variant_new ("(u)", watch));
}
