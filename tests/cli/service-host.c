/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <signal.h>

#include "csn-judgement.h"
#include "csn-service.h"

/* The running program without its window: service-host DATA_DIR. Owns the program's name on the
 * session bus, ends on SIGTERM. SIGUSR1 and SIGUSR2 stand for the person in the window who confirms
 * a proposed policy, or doesn't want it. */

typedef struct
{
  GMainLoop *loop;
  CsnService *service;
} Host;

static void
on_review (CsnService *service, const char *request_id, gpointer user_data)
{
  g_print ("review %s\n", request_id != NULL ? request_id : "inbox");
}

static void
on_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Host *host = user_data;

  csn_service_stop_finish (host->service, result, NULL);
  g_main_loop_quit (host->loop);
}

static gboolean
on_term (gpointer user_data)
{
  Host *host = user_data;

  csn_service_stop_async (host->service, on_stopped, host);
  return G_SOURCE_REMOVE;
}

static void
on_policy_set (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  csn_judgement_set_policy_finish (CSN_SERVICE (object), result, &error);
  g_assert_no_error (error);
}

static gboolean
on_confirm (gpointer user_data)
{
  Host *host = user_data;

  csn_judgement_set_policy_async (host->service,
                                  csn_judgement_get_proposal (host->service),
                                  on_policy_set,
                                  NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_decline (gpointer user_data)
{
  Host *host = user_data;

  csn_judgement_drop_proposal (host->service);
  return G_SOURCE_CONTINUE;
}

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!csn_service_start_finish (CSN_SERVICE (object), result, &error))
    g_printerr ("%s\n", error->message);
}

static void
on_bus (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Host *host = user_data;
  g_autoptr (GError) error = NULL;

  csn_service_export_dbus (host->service, connection, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  Host host = { g_main_loop_new (NULL, FALSE), csn_service_new (argv[1]) };
  guint name;

  g_unix_signal_add (SIGTERM, on_term, &host);
  g_unix_signal_add (SIGUSR1, on_confirm, &host);
  g_unix_signal_add (SIGUSR2, on_decline, &host);
  g_signal_connect (host.service, "review", G_CALLBACK (on_review), NULL);
  name = g_bus_own_name (G_BUS_TYPE_SESSION,
                         "io.github.countersign.Countersign",
                         G_BUS_NAME_OWNER_FLAGS_NONE,
                         on_bus,
                         NULL,
                         NULL,
                         &host,
                         NULL);
  csn_service_start_async (host.service, on_started, &host);
  g_main_loop_run (host.loop);
  g_bus_unown_name (name);
  g_object_unref (host.service);
  g_main_loop_unref (host.loop);
  return 0;
}
