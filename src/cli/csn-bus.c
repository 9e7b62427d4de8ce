/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-bus.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-output.h"

#define OBJECT_PATH "/io/github/countersign/Countersign"
#define INTERFACE "io.github.countersign.Countersign1"

/* An inbox of ten thousand requests has a few megabytes. */
#define MAX_REPLY_BYTES (256 * 1024 * 1024)

/* A service that was just started has its name before it has read its store. */
#define PATIENCE_MS 15000
#define PAUSE_MS 100

/* Reading an answer may mean asking an endpoint, which has 65 s. */
#define CALL_TIMEOUT_MS 90000

struct _CsnBus
{
  GDBusConnection *connection; /* (owned) */
  guint subscription;          /* 0 while nothing is watched */
  guint name_watch;
  gboolean heard;
  gboolean gone;
};

CsnBus *
csn_bus_new (GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  CsnBus *self;

  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local);
  if (connection == NULL)
    {
      g_set_error (
          error,
          G_IO_ERROR,
          G_IO_ERROR_NOT_CONNECTED,
          /* TRANSLATORS: %s is what the system says about the fault. */
          _ ("There is no session bus, so Countersign can't be reached. Run this inside of "
             "your desktop session. (%s)"),
          local->message);
      return NULL;
    }
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  self = g_new0 (CsnBus, 1);
  self->connection = g_steal_pointer (&connection);
  return self;
}

void
csn_bus_free (CsnBus *self)
{
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  if (self->name_watch != 0)
    g_bus_unwatch_name (self->name_watch);
  g_object_unref (self->connection);
  g_free (self);
}

gboolean
csn_bus_is_running (CsnBus *self)
{
  g_autoptr (GVariant) reply = NULL;
  gboolean running = FALSE;

  reply = g_dbus_connection_call_sync (self->connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "NameHasOwner",
                                       g_variant_new ("(s)", CSN_APP_ID),
                                       G_VARIANT_TYPE ("(b)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &running);
  return running;
}

static gboolean
is_starting (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  return g_strcmp0 (name, "io.github.countersign.Error.NotRunning") == 0 ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}

static GVariant *
call_once (CsnBus *self, const char *method, GVariant *parameters, GError **error)
{
  return g_dbus_connection_call_sync (self->connection,
                                      CSN_APP_ID,
                                      OBJECT_PATH,
                                      INTERFACE,
                                      method,
                                      parameters,
                                      NULL,
                                      G_DBUS_CALL_FLAGS_NONE,
                                      CALL_TIMEOUT_MS,
                                      NULL,
                                      error);
}

static void
on_pause_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
pause_a_moment (void)
{
  gboolean over = FALSE;

  g_timeout_add_once (PAUSE_MS, on_pause_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static GIOErrorEnum
get_code (const char *name)
{
  if (g_str_has_suffix (name, ".NotFound"))
    return G_IO_ERROR_NOT_FOUND;
  if (g_str_has_suffix (name, ".Invalid"))
    return G_IO_ERROR_INVALID_ARGUMENT;
  if (g_str_has_suffix (name, ".Failed") || g_str_has_suffix (name, ".NotRunning"))
    return G_IO_ERROR_NOT_CONNECTED;
  return G_IO_ERROR_FAILED;
}

/* What the program refuses comes as an error of its own; everything else means that there is none.
 */
static void
explain (const GError *from, GError **error)
{
  g_autoptr (GError) local = g_error_copy (from);
  g_autofree char *name = g_dbus_error_get_remote_error (local);

  g_dbus_error_strip_remote_error (local);
  if (name != NULL && g_str_has_prefix (name, "io.github.countersign.Error."))
    {
      g_set_error_literal (error, G_IO_ERROR, get_code (name), local->message);
      return;
    }
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_CONNECTED,
               /* TRANSLATORS: %s is what the bus says about the fault. */
               _ ("Countersign does not answer. Start it with \"countersign\" and try again. (%s)"),
               local->message);
}

GVariant *
csn_bus_call (CsnBus *self, const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) owned = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;

  for (guint waited = 0;; waited += PAUSE_MS)
    {
      g_autoptr (GError) local = NULL;
      GVariant *reply = call_once (self, method, owned, &local);

      if (reply != NULL)
        return reply;
      if (!is_starting (local) || waited >= PATIENCE_MS)
        {
          explain (local, error);
          return NULL;
        }
      pause_a_moment ();
    }
}

CsnJson *
csn_bus_call_for_json (CsnBus *self,
                       const char *method,
                       GVariant *parameters,
                       char **ret_text,
                       GError **error)
{
  g_autoptr (GVariant) reply = csn_bus_call (self, method, parameters, error);
  const char *text;
  CsnJson *json;

  if (reply == NULL)
    return NULL;
  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(s)")))
    {
      g_set_error_literal (
          error,
          G_IO_ERROR,
          G_IO_ERROR_NOT_CONNECTED,
          _ ("Countersign answers in a way that this program does not know. Update "
             "both to the same version."));
      return NULL;
    }
  g_variant_get (reply, "(&s)", &text);
  json = csn_json_parse (text, strlen (text), MAX_REPLY_BYTES, NULL, error);
  if (json != NULL && ret_text != NULL)
    *ret_text = g_strdup (text);
  return json;
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  CsnBus *self = user_data;

  self->heard = TRUE;
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  CsnBus *self = user_data;

  self->gone = TRUE;
}

void
csn_bus_watch (CsnBus *self, const char *signal)
{
  g_return_if_fail (self->subscription == 0);

  self->subscription = g_dbus_connection_signal_subscribe (self->connection,
                                                           CSN_APP_ID,
                                                           INTERFACE,
                                                           signal,
                                                           OBJECT_PATH,
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_signal,
                                                           self,
                                                           NULL);
}

gboolean
csn_bus_wait (CsnBus *self, GError **error)
{
  g_return_val_if_fail (self->subscription != 0, FALSE);

  if (self->name_watch == 0)
    self->name_watch = g_bus_watch_name_on_connection (self->connection,
                                                       CSN_APP_ID,
                                                       G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                       NULL,
                                                       on_vanished,
                                                       self,
                                                       NULL);
  while (!self->heard && !self->gone)
    g_main_context_iteration (NULL, TRUE);
  if (!self->heard)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_NOT_CONNECTED,
                           _ ("Countersign has ended."));
      return FALSE;
    }
  self->heard = FALSE;
  return TRUE;
}

CsnExit
csn_bus_report (const GError *error)
{
  g_autofree char *message = csn_output_visible (error->message);

  csn_output_error ("%s", message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return CSN_EXIT_USAGE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED))
    return CSN_EXIT_UNREACHABLE;
  return CSN_EXIT_REFUSED;
}
