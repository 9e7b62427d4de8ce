/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <signal.h>

#include "csn-answer-sender.h"
#include "csn-judgement.h"
#include "csn-preferences-window.h"
#include "csn-screenshots.h"
#include "csn-ui-resources.h"
#include "csn-window.h"

struct _CsnApplication
{
  AdwApplication parent_instance;

  CsnService *service;         /* (owned) (nullable) */
  CsnAnswerSender *sender;     /* (owned) (nullable): once the service has started */
  CsnScreenshots *screenshots; /* (owned) (nullable) */
  char *fault;                 /* (owned) (nullable): why the service could not start */
  char *data_dir;              /* (owned) (nullable) */
  char *pictures_dir;          /* (owned) (nullable) */
  guint signals[2];
  gboolean started;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (CsnApplication, csn_application, ADW_TYPE_APPLICATION)

static CsnWindow *
find_window (CsnApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CSN_IS_WINDOW (l->data))
      return CSN_WINDOW (l->data);
  return NULL;
}

static void
fill_window (CsnApplication *self, CsnWindow *window)
{
  if (self->started)
    csn_window_set_service (window, self->service, self->sender);
  else if (self->fault != NULL)
    csn_window_show_fault (window, self->fault);
}

static CsnWindow *
present_window (CsnApplication *self)
{
  CsnWindow *window = find_window (self);

  if (window == NULL)
    {
      window = csn_window_new (ADW_APPLICATION (self));
      fill_window (self, window);
    }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
on_review (CsnApplication *self, const char *request_id)
{
  CsnWindow *window = present_window (self);

  if (self->started)
    csn_window_show_request (window, request_id);
}

/* Only a person at the window can confirm it, so there has to be one. */
static void
on_policy_proposed (CsnApplication *self)
{
  if (csn_judgement_get_proposal (self->service) != NULL)
    present_window (self);
}

static void stop_and_quit (CsnApplication *self);

static void
take_pictures (CsnApplication *self)
{
  CsnWindow *window = present_window (self);

  self->screenshots = csn_screenshots_new (window, self->service, self->pictures_dir);
  g_signal_connect_object (self->screenshots,
                           "done",
                           G_CALLBACK (stop_and_quit),
                           self,
                           G_CONNECT_SWAPPED);
  csn_screenshots_start (self->screenshots);
}

static void
export_service (CsnApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (connection != NULL && !csn_service_export_dbus (self->service, connection, &error))
    g_warning ("The command line can't reach the gate: %s", error->message);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  CsnWindow *window = find_window (self);

  if (csn_service_start_finish (self->service, result, &error))
    {
      self->started = TRUE;
      self->sender = csn_answer_sender_new (csn_service_get_gate (self->service));
      g_signal_connect_object (self->service,
                               "review",
                               G_CALLBACK (on_review),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->service,
                               "policy-proposed",
                               G_CALLBACK (on_policy_proposed),
                               self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      self->fault = g_strdup (error->message);
      g_warning ("%s", error->message);
    }
  if (window != NULL)
    fill_window (self, window);
  if (self->started && self->pictures_dir != NULL)
    take_pictures (self);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!csn_service_stop_finish (CSN_SERVICE (source), result, &error))
    g_warning ("%s", error->message);
  g_application_quit (G_APPLICATION (self));
}

/* Everything is on disk before the process ends. */
static void
stop_and_quit (CsnApplication *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  if (self->started)
    csn_service_stop_async (self->service, on_stopped, g_object_ref (self));
  else
    g_application_quit (G_APPLICATION (self));
}

/* The end of the session is no crash. */
static gboolean
on_signal (gpointer user_data)
{
  stop_and_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static guint
count_pending (CsnApplication *self)
{
  GListModel *inbox = csn_gate_get_inbox (csn_service_get_gate (self->service));
  guint pending = 0;

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
        pending++;
    }
  return pending;
}

static void
on_quit_response (CsnApplication *self, const char *response)
{
  if (g_str_equal (response, "quit"))
    stop_and_quit (self);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CsnApplication *self = user_data;
  guint pending = self->started ? count_pending (self) : 0;
  g_autofree char *body = NULL;
  GtkWidget *dialog = NULL;

  if (pending == 0)
    {
      stop_and_quit (self);
      return;
    }
  body = g_strdup_printf (ngettext ("%u request waits. While Countersign is not running nobody is "
                                    "told and silence approves nothing.",
                                    "%u requests wait. While Countersign is not running nobody is "
                                    "told and silence approves nothing.",
                                    pending),
                          pending);
  dialog =
      adw_message_dialog_new (GTK_WINDOW (present_window (self)), _ ("Quit Countersign?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "quit",
                                    _ ("_Quit"),
                                    NULL);
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (on_quit_response),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CsnApplication *self = user_data;
  CsnWindow *window = present_window (self);

  if (self->started)
    gtk_window_present (
        GTK_WINDOW (csn_preferences_window_new (self->service, GTK_WINDOW (window))));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (GTK_WINDOW (present_window (user_data)),
                         "application-name",
                         _ ("Countersign"),
                         "application-icon",
                         CSN_APP_ID,
                         "version",
                         CSN_VERSION,
                         "developer-name",
                         _ ("The Countersign developers"),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Approve what your agents want to do."),
                         NULL);
}

static void
csn_application_activate (GApplication *application)
{
  present_window (CSN_APPLICATION (application));
}

static void
csn_application_startup (GApplication *application)
{
  CsnApplication *self = CSN_APPLICATION (application);
  const char *quit[] = { "<Control>q", NULL };
  const char *preferences[] = { "<Control>comma", NULL };
  /* Every process of the session can run these: none may approve, hand back or loosen policy. */
  const GActionEntry actions[] = {
    { "quit", on_quit },
    { "preferences", on_preferences },
    { "about", on_about },
  };

  csn_ui_register_resource ();
  G_APPLICATION_CLASS (csn_application_parent_class)->startup (application);
  gtk_source_init ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.preferences", preferences);
  gtk_window_set_default_icon_name (CSN_APP_ID);
  /* Values are selectable to be copied, not to light up when the focus passes over them. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  self->signals[0] = g_unix_signal_add (SIGTERM, on_signal, self);
  self->signals[1] = g_unix_signal_add (SIGINT, on_signal, self);
  /* The gate works without a window. */
  g_application_hold (application);
  self->service = csn_service_new (self->data_dir);
  /* Before the start, so that the command line hears why there is none. */
  export_service (self);
  csn_service_start_async (self->service, on_started, g_object_ref (self));
}

static void
csn_application_shutdown (GApplication *application)
{
  CsnApplication *self = CSN_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  g_clear_object (&self->screenshots);
  g_clear_object (&self->sender);
  G_APPLICATION_CLASS (csn_application_parent_class)->shutdown (application);
  g_clear_object (&self->service);
}

static int
csn_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CsnApplication *self = CSN_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("countersign %s\n", CSN_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_dir);
  g_variant_dict_lookup (options, "screenshots", "^ay", &self->pictures_dir);
  return -1;
}

static void
csn_application_finalize (GObject *object)
{
  CsnApplication *self = CSN_APPLICATION (object);

  g_free (self->fault);
  g_free (self->data_dir);
  g_free (self->pictures_dir);

  G_OBJECT_CLASS (csn_application_parent_class)->finalize (object);
}

static void
csn_application_class_init (CsnApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = csn_application_finalize;
  application_class->activate = csn_application_activate;
  application_class->startup = csn_application_startup;
  application_class->shutdown = csn_application_shutdown;
  application_class->handle_local_options = csn_application_handle_local_options;
}

static void
csn_application_init (CsnApplication *self)
{
  const GOptionEntry options[] = {
    { "data-dir",
      0,
      G_OPTION_FLAG_NONE,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("Keep everything in this folder"),
      N_ ("DIR") },
    { "screenshots",
      0,
      G_OPTION_FLAG_NONE,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("Save a picture of every page into this folder, then quit"),
      N_ ("DIR") },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

CsnApplication *
csn_application_new (void)
{
  return g_object_new (CSN_TYPE_APPLICATION,
                       "application-id",
                       CSN_APP_ID,
                       "flags",
                       G_APPLICATION_DEFAULT_FLAGS,
                       "resource-base-path",
                       "/io/github/countersign/Countersign",
                       NULL);
}

CsnService *
csn_application_get_service (CsnApplication *self)
{
  g_return_val_if_fail (CSN_IS_APPLICATION (self), NULL);

  return self->started ? self->service : NULL;
}
