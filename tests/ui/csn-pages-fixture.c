/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-pages-fixture.h"

#include <adwaita.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "csn-screenshots.h"

#define RESOURCES "/io/github/countersign/Countersign"
#define PICTURE_WIDTH 960
#define PICTURE_HEIGHT 760
#define NARROW_WIDTH 360

static char *
read_url (GSubprocess *agent)
{
  GInputStream *output = g_subprocess_get_stdout_pipe (agent);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (output);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  return g_strdup (line + strlen ("listening on "));
}

/* The agents end with the test, however it ends. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_agents (CsnPagesFixture *self, const char *scenario)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *folder = g_build_filename (self->folder, "agents", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->agent = g_subprocess_launcher_spawn (launcher,
                                             &error,
                                             g_getenv ("CSN_DEMO_AGENT"),
                                             "--port",
                                             "0",
                                             "--speed",
                                             "20",
                                             "--scenario",
                                             scenario,
                                             "--folder",
                                             folder,
                                             NULL);
  g_assert_no_error (error);
  self->url = read_url (self->agent);
}

void
csn_pages_fixture_set_up (CsnPagesFixture *self, const char *scenario)
{
  g_autofree char *data = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("csn-pages-XXXXXX", NULL);
  data = g_build_filename (self->folder, "data", NULL);
  if (scenario != NULL)
    start_agents (self, scenario);
  self->service = csn_service_new (data);
  csn_service_start_async (self->service, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_service_start_finish (self->service, done, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (file,
                                 "standard::name",
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                 NULL,
                                 NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_folder (g_file_peek_path (child));
  g_file_delete (file, NULL, NULL);
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/* Nothing may hold a window or its page once it is closed. */
static void
destroy_window (CsnPagesFixture *self)
{
  gpointer window = self->window;
  gpointer page = NULL;

  if (window == NULL)
    return;
  page = gtk_widget_get_first_child (self->window);
  g_object_add_weak_pointer (window, &window);
  if (ADW_IS_WINDOW (window) && adw_window_get_content (ADW_WINDOW (window)) != NULL)
    page = adw_window_get_content (ADW_WINDOW (window));
  g_object_add_weak_pointer (page, &page);
  gtk_window_destroy (GTK_WINDOW (self->window));
  csn_test_wait_for (is_gone, &page, "the end of the page");
  csn_test_wait_for (is_gone, &window, "the end of the window");
}

void
csn_pages_fixture_tear_down (CsnPagesFixture *self)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  destroy_window (self);
  csn_service_stop_async (self->service, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_service_stop_finish (self->service, done, &error);
  g_assert_no_error (error);
  g_object_unref (self->service);
  if (self->agent != NULL)
    {
      g_subprocess_force_exit (self->agent);
      g_subprocess_wait (self->agent, NULL, NULL);
      g_object_unref (self->agent);
    }
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->url);
}

CsnGate *
csn_pages_fixture_get_gate (CsnPagesFixture *self)
{
  return csn_service_get_gate (self->service);
}

void
csn_pages_fixture_connect (CsnPagesFixture *self)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_service_add_source_async (self->service,
                                "demo",
                                self->url,
                                "tasks",
                                NULL,
                                FALSE,
                                csn_test_keep_result,
                                &result);
  done = csn_test_wait_result (&result);
  csn_service_add_source_finish (self->service, done, &error);
  g_assert_no_error (error);
}

void
csn_pages_fixture_show (CsnPagesFixture *self, GtkWidget *page)
{
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), PICTURE_WIDTH, PICTURE_HEIGHT);
  adw_window_set_content (ADW_WINDOW (self->window), page);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
approve (CsnPagesFixture *self, CsnInboxItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  CsnGate *gate = csn_pages_fixture_get_gate (self);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  CsnAnswer answer = {
    .request_id = csn_inbox_item_get_id (item),
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = CSN_DECISION_APPROVE,
    .via = "window",
  };

  csn_gate_decide_async (gate, &answer, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_decide_finish (gate, done, NULL);
}

void
csn_pages_fixture_approve_all (CsnPagesFixture *self)
{
  GListModel *inbox = csn_gate_get_inbox (csn_pages_fixture_get_gate (self));

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      if (csn_inbox_item_may_decide (item, CSN_DECISION_APPROVE))
        approve (self, item);
    }
}

static gboolean
on_settled (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
let_settle (guint ms)
{
  gboolean settled = FALSE;

  g_timeout_add (ms, on_settled, &settled);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
}

static void
save (GtkWindow *window, const char *name, const char *variant)
{
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, variant);
  g_autofree char *path = g_build_filename (g_getenv ("CSN_TEST_PICTURES"), file, NULL);
  g_autoptr (GError) error = NULL;

  let_settle (700);
  /* While something waits to be drawn there is nothing to be saved. */
  for (guint i = 0; i < 20 && !csn_screenshots_save (window, path, &error); i++)
    {
      g_clear_error (&error);
      let_settle (50);
    }
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static GtkCssProvider *
new_provider (const char *file)
{
  g_autofree char *path = g_strdup_printf (RESOURCES "/%s", file);
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);
  return provider;
}

/* What an AdwApplication does by itself. */
void
csn_pages_fixture_load_style (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = new_provider ("style.css");

  gtk_style_context_add_provider_for_display (display,
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), RESOURCES "/icons");
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
}

void
csn_pages_fixture_picture (CsnPagesFixture *self, GtkWindow *window, const char *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean is_page = window == NULL;
  g_autoptr (GtkCssProvider) dark = NULL;

  if (g_getenv ("CSN_TEST_PICTURES") == NULL)
    return;
  window = is_page ? GTK_WINDOW (self->window) : window;
  save (window, name, "light");
  if (is_page)
    {
      gtk_window_set_default_size (window, NARROW_WIDTH, PICTURE_HEIGHT);
      save (window, name, "narrow");
      gtk_window_set_default_size (window, PICTURE_WIDTH, PICTURE_HEIGHT);
    }
  dark = new_provider ("style-dark.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (dark),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  save (window, name, "dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                 GTK_STYLE_PROVIDER (dark));
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  return NULL;
}

GtkWidget *
csn_pages_fixture_find (GtkWidget *parent, GType type, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (!gtk_widget_get_child_visible (child) || !gtk_widget_get_visible (child))
        continue;
      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) &&
          (text == NULL || g_strcmp0 (text_of (child), text) == 0))
        return child;
      found = csn_pages_fixture_find (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *parent;
  const char *text;
} Wanted;

static gboolean
can_be_clicked (gpointer user_data)
{
  Wanted *wanted = user_data;
  GtkWidget *button = csn_pages_fixture_find (wanted->parent, GTK_TYPE_BUTTON, wanted->text);

  return button != NULL && gtk_widget_is_sensitive (button);
}

void
csn_pages_fixture_click (GtkWidget *parent, const char *label)
{
  Wanted wanted = { parent, label };

  csn_test_wait_for (can_be_clicked, &wanted, label);
  g_signal_emit_by_name (csn_pages_fixture_find (parent, GTK_TYPE_BUTTON, label), "clicked");
}

gboolean
csn_pages_fixture_shows (GtkWidget *parent, const char *text)
{
  if (GTK_IS_LABEL (parent) && strstr (gtk_label_get_text (GTK_LABEL (parent)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child) && gtk_widget_get_visible (child) &&
        csn_pages_fixture_shows (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_shown (gpointer user_data)
{
  Wanted *shown = user_data;

  return csn_pages_fixture_shows (shown->parent, shown->text);
}

void
csn_pages_fixture_wait_shown (GtkWidget *parent, const char *text)
{
  Wanted shown = { parent, text };

  csn_test_wait_for (is_shown, &shown, text);
}

static GtkWindow *
find_dialog (CsnPagesFixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

      if (gtk_window_get_transient_for (window) != NULL &&
          gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
has_dialog (gpointer user_data)
{
  return find_dialog (user_data) != NULL;
}

GtkWindow *
csn_pages_fixture_wait_dialog (CsnPagesFixture *self)
{
  csn_test_wait_for (has_dialog, self, "a dialog");
  return find_dialog (self);
}

void
csn_pages_fixture_respond (CsnPagesFixture *self, const char *response)
{
  GtkWindow *dialog = csn_pages_fixture_wait_dialog (self);

  g_assert_true (ADW_IS_MESSAGE_DIALOG (dialog));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  csn_test_run_ready ();
}
