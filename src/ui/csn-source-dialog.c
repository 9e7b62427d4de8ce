/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-source-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-connection-words.h"
#include "csn-widgets.h"

#define PROTOCOL "tasks"

struct _CsnSourceDialog
{
  AdwWindow parent_instance;

  GtkButton *save_button;
  GtkEditable *url;
  GtkEditable *name;
  GtkEditable *token;
  GtkWidget *insecure_row;
  GtkSwitch *insecure;
  GtkLabel *hint;
  GtkWidget *test_button;
  GtkSpinner *spinner;
  GtkLabel *result;

  CsnService *service;       /* (owned) (nullable) */
  CsnSourceItem *source;     /* (owned) (nullable): what is changed */
  GCancellable *cancellable; /* (owned) (nullable): of a test */
  gboolean named;            /* the reviewer chose the name */
  gboolean naming;           /* we are choosing it */
  gboolean saving;
  gboolean closed;
};

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnSourceDialog, csn_source_dialog, ADW_TYPE_WINDOW)

char *
csn_source_dialog_suggest_name (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  GString *name = NULL;

  if (host == NULL || *host == '\0')
    return NULL;
  if (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1"))
    host = "localhost";
  name = g_string_new (NULL);
  for (const char *c = host; *c != '\0' && name->len < 64; c++)
    if (g_ascii_isalnum (*c) || strchr ("-_.", *c) != NULL)
      g_string_append_c (name, *c);
  return g_string_free (name, FALSE);
}

static gboolean
allows_insecure (CsnSourceDialog *self)
{
  return csn_connection_words_is_insecure (gtk_editable_get_text (self->url)) &&
         gtk_switch_get_active (self->insecure);
}

static char *
dup_token (CsnSourceDialog *self)
{
  const char *token = gtk_editable_get_text (self->token);

  return *token != '\0' ? g_strdup (token) : NULL;
}

static gboolean
is_known (CsnSourceDialog *self, const char *id)
{
  GListModel *sources = csn_service_get_sources (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      if (g_str_equal (csn_source_item_get_id (source), id))
        return TRUE;
    }
  return FALSE;
}

static void
say_hint (CsnSourceDialog *self, const char *text)
{
  gtk_label_set_text (self->hint, text);
}

static void
say_result (CsnSourceDialog *self, const char *text, const char *css_class)
{
  gtk_widget_set_css_classes (GTK_WIDGET (self->result), (const char *[]){ css_class, NULL });
  csn_widgets_mark_visible_text (self->result, text);
}

/* What is wrong or what it means, in one sentence; TRUE if it can be saved. */
static gboolean
check (CsnSourceDialog *self)
{
  const char *url = gtk_editable_get_text (self->url);
  const char *name = gtk_editable_get_text (self->name);
  g_autoptr (CsnSourceConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  if (*url == '\0')
    {
      say_hint (self,
                _ ("The address where the agent lists its tasks, such as "
                   "https://agents.example.org or http://localhost:8377."));
      return FALSE;
    }
  if (csn_connection_words_is_insecure (url) && !gtk_switch_get_active (self->insecure))
    {
      say_hint (self, _ ("This address is not encrypted. Use https://, or allow it above."));
      return FALSE;
    }
  config = csn_source_config_new (name, url, PROTOCOL, allows_insecure (self), &error);
  if (config == NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s.", error->message);

      say_hint (self, text);
      return FALSE;
    }
  if (self->source == NULL && is_known (self, name))
    say_hint (self, _ ("A source of this name is there already; its address and token change."));
  else if (self->source != NULL)
    say_hint (self, _ ("An empty token keeps the one that is there, unless the address changes."));
  else
    say_hint (self, _ ("The token is kept in your keyring and sent to this address alone."));
  return TRUE;
}

static void
update (CsnSourceDialog *self)
{
  gboolean is_insecure = FALSE;
  gboolean valid = FALSE;

  if (self->service == NULL)
    return;
  is_insecure = csn_connection_words_is_insecure (gtk_editable_get_text (self->url));
  gtk_widget_set_visible (self->insecure_row, is_insecure);
  valid = check (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), valid && !self->saving);
  gtk_widget_set_sensitive (self->test_button, valid && self->cancellable == NULL);
  if (self->cancellable == NULL)
    say_result (self, "", "dim-label");
}

static void
on_url_changed (CsnSourceDialog *self)
{
  g_autofree char *name = NULL;

  if (!self->named)
    {
      name = csn_source_dialog_suggest_name (gtk_editable_get_text (self->url));
      self->naming = TRUE;
      gtk_editable_set_text (self->name, name != NULL ? name : "");
      self->naming = FALSE;
    }
  update (self);
}

static void
on_name_changed (CsnSourceDialog *self)
{
  if (!self->naming)
    self->named = *gtk_editable_get_text (self->name) != '\0';
  update (self);
}

static void
set_testing (CsnSourceDialog *self, gboolean testing)
{
  if (!testing)
    g_clear_object (&self->cancellable);
  else
    self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), testing);
  gtk_spinner_set_spinning (self->spinner, testing);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnSourceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = csn_service_test_source_finish (CSN_SERVICE (source), result, &error);

  if (self->closed)
    return;
  set_testing (self, FALSE);
  update (self);
  if (found != NULL)
    say_result (self, found, "success");
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say_result (self, error->message, "error");
}

static void
on_test_clicked (CsnSourceDialog *self)
{
  const char *url = gtk_editable_get_text (self->url);
  g_autofree char *token = dup_token (self);
  /* The stored token is only for the stored address. */
  gboolean stored = self->source != NULL && token == NULL &&
                    g_str_equal (csn_source_item_get_url (self->source), url);

  set_testing (self, TRUE);
  update (self);
  say_result (self, _ ("Asking…"), "dim-label");
  csn_service_test_source_async (self->service,
                                 stored ? csn_source_item_get_id (self->source) : NULL,
                                 stored ? NULL : url,
                                 token,
                                 allows_insecure (self),
                                 self->cancellable,
                                 on_tested,
                                 g_object_ref (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnSourceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = csn_service_add_source_finish (CSN_SERVICE (source), result, &error);

  self->saving = FALSE;
  if (self->closed)
    return;
  update (self);
  if (!saved)
    {
      say_result (self, error->message, "error");
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, gtk_editable_get_text (self->name));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_save_clicked (CsnSourceDialog *self)
{
  g_autofree char *token = dup_token (self);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    return;
  self->saving = TRUE;
  update (self);
  csn_service_add_source_async (self->service,
                                gtk_editable_get_text (self->name),
                                gtk_editable_get_text (self->url),
                                PROTOCOL,
                                token,
                                allows_insecure (self),
                                on_saved,
                                g_object_ref (self));
}

static gboolean
csn_source_dialog_close_request (GtkWindow *window)
{
  CsnSourceDialog *self = CSN_SOURCE_DIALOG (window);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (csn_source_dialog_parent_class)->close_request (window);
}

static void
csn_source_dialog_dispose (GObject *object)
{
  CsnSourceDialog *self = CSN_SOURCE_DIALOG (object);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_source_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-source-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, url);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, token);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, insecure_row);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, insecure);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsnSourceDialog, result);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_url_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
csn_source_dialog_class_init (CsnSourceDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_source_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = csn_source_dialog_close_request;
  signals[SAVED] = g_signal_new ("saved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
csn_source_dialog_init (CsnSourceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
is_allowed_insecure (CsnService *service, CsnSourceItem *source)
{
  g_autoptr (GPtrArray) configs = csn_gate_get_sources (csn_service_get_gate (service));

  for (guint i = 0; i < configs->len; i++)
    {
      CsnSourceConfig *config = g_ptr_array_index (configs, i);

      if (g_str_equal (csn_source_config_get_id (config), csn_source_item_get_id (source)))
        return csn_source_config_get_allow_insecure (config);
    }
  return FALSE;
}

static void
show_source (CsnSourceDialog *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Change a Source"));
  gtk_button_set_label (self->save_button, _ ("_Save"));
  self->named = TRUE;
  gtk_editable_set_text (self->name, csn_source_item_get_id (self->source));
  gtk_editable_set_editable (self->name, FALSE);
  gtk_editable_set_text (self->url, csn_source_item_get_url (self->source));
  gtk_switch_set_active (self->insecure, is_allowed_insecure (self->service, self->source));
}

GtkWidget *
csn_source_dialog_new (GtkWindow *parent, CsnService *service, CsnSourceItem *source)
{
  CsnSourceDialog *self = g_object_new (CSN_TYPE_SOURCE_DIALOG, "transient-for", parent, NULL);

  self->service = g_object_ref (service);
  g_set_object (&self->source, source);
  if (source != NULL)
    show_source (self);
  update (self);
  return GTK_WIDGET (self);
}
