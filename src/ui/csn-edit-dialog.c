/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-edit-dialog.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "csn-arming.h"
#include "csn-json-diff.h"
#include "csn-json-edit.h"
#include "csn-level-badge.h"
#include "csn-level-words.h"
#include "csn-widgets.h"

#define CHECK_DELAY_MS 250
#define MAX_CHANGES 100

struct _CsnEditDialog
{
  AdwWindow parent_instance;

  GtkWidget *send_button;
  GtkTextView *editor;
  GtkLabel *status;
  GtkGrid *changes;
  CsnLevelBadge *badge;
  GtkEditable *notes;

  CsnRequest *request; /* (owned) */
  CsnJson *edited;     /* (owned) (nullable): only while it may be sent */
  CsnEditVerdictFunc verdict_func;
  gpointer verdict_data;
  GDestroyNotify verdict_destroy;
  CsnArming *arming; /* (owned) */
  guint arming_ms;
  guint check;
  gboolean keys_approve;
};

enum
{
  SEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnEditDialog, csn_edit_dialog, ADW_TYPE_WINDOW)

static void
update_send (CsnEditDialog *self)
{
  gtk_widget_set_sensitive (self->send_button, csn_edit_dialog_get_may_send (self));
}

static void
set_status (CsnEditDialog *self, const char *text, const char *css_class)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "dim-label");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), css_class);
}

static GtkWidget *
new_cell (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *shown = NULL;

  shown = g_utf8_strlen (text, -1) > 400 ? g_utf8_substring (text, 0, 400) : g_strdup (text);
  csn_widgets_mark_visible_text (GTK_LABEL (label), shown);
  if (!g_str_equal (shown, text))
    {
      g_autofree char *cut = g_strconcat (shown, _ (" … (read the rest in the editor)"), NULL);

      csn_widgets_mark_visible_text (GTK_LABEL (label), cut);
    }
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
show_changes (CsnEditDialog *self, GPtrArray *changes)
{
  guint shown = changes != NULL ? MIN (changes->len, MAX_CHANGES) : 0;

  csn_widgets_remove_children (GTK_WIDGET (self->changes));
  gtk_widget_set_visible (GTK_WIDGET (self->changes), shown > 0);
  for (guint i = 0; i < shown; i++)
    {
      const CsnJsonChange *change = g_ptr_array_index (changes, i);
      const char *before = change->before != NULL ? change->before : _ ("(added)");
      const char *after = change->after != NULL ? change->after : _ ("(removed)");
      GtkWidget *arrow = new_cell ("→", "dim-label");
      GtkWidget *edited = new_cell (after, change->after != NULL ? "diff-after" : "dim-label");

      gtk_widget_set_hexpand (edited, TRUE);
      gtk_grid_attach (self->changes, new_cell (change->path, "dim-label"), 0, (int) i, 1, 1);
      gtk_grid_attach (self->changes,
                       new_cell (before, change->before != NULL ? "diff-before" : "dim-label"),
                       1,
                       (int) i,
                       1,
                       1);
      gtk_grid_attach (self->changes, arrow, 2, (int) i, 1, 1);
      gtk_grid_attach (self->changes, edited, 3, (int) i, 1, 1);
    }
}

static void
show_verdict (CsnEditDialog *self, const CsnJson *edited)
{
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autofree char *why = NULL;

  if (edited != NULL && self->verdict_func != NULL)
    verdict = self->verdict_func (edited, self->verdict_data);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), verdict != NULL);
  self->keys_approve = FALSE;
  if (verdict == NULL)
    return;
  why = csn_level_words_why (verdict);
  csn_level_badge_set_level (self->badge, csn_verdict_get_level (verdict), why);
  self->keys_approve = csn_verdict_get_level (verdict) < CSN_LEVEL_HARD_APPROVAL;
}

static char *
dup_text (CsnEditDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->editor);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Gives the action if it may be sent, and says what is the matter in any case. */
static CsnJson *
check_text (CsnEditDialog *self, GPtrArray **ret_changes)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  guint line = 0;
  guint column = 0;
  g_autoptr (CsnJson) edited = csn_json_edit_parse (text, &line, &column, &error);
  g_autoptr (GPtrArray) changes = NULL;

  if (edited == NULL)
    {
      message = g_strdup_printf (_ ("Line %u, character %u: %s"), line, column, error->message);
      set_status (self, message, "error");
      return NULL;
    }
  if (!csn_json_is_bindable (edited))
    {
      set_status (self,
                  _ ("A number in it is too large or too exact to be bound; write it as text."),
                  "error");
      return NULL;
    }
  changes = csn_json_diff (csn_request_get_action (self->request), edited);
  if (changes->len == 0)
    {
      set_status (self, _ ("Nothing is changed yet."), "dim-label");
      return NULL;
    }
  message = g_strdup_printf (ngettext ("%u change; the agent will do exactly what stands above.",
                                       "%u changes; the agent will do exactly what stands above.",
                                       changes->len),
                             changes->len);
  set_status (self, message, NULL);
  *ret_changes = g_steal_pointer (&changes);
  return g_steal_pointer (&edited);
}

static gboolean
on_check (gpointer user_data)
{
  CsnEditDialog *self = user_data;
  g_autoptr (GPtrArray) changes = NULL;

  self->check = 0;
  self->edited = check_text (self, &changes);
  show_changes (self, changes);
  show_verdict (self, self->edited);
  csn_arming_restart (self->arming, self->arming_ms);
  update_send (self);
  return G_SOURCE_REMOVE;
}

static void
on_text_changed (CsnEditDialog *self)
{
  g_clear_pointer (&self->edited, csn_json_unref);
  csn_arming_stop (self->arming);
  update_send (self);
  g_clear_handle_id (&self->check, g_source_remove);
  self->check = g_timeout_add (CHECK_DELAY_MS, on_check, self);
}

static void
on_active (CsnEditDialog *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && self->check == 0)
    csn_arming_restart (self->arming, self->arming_ms);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnEditDialog *self)
{
  csn_arming_key_pressed (self->arming, keycode);
  if (gtk_window_get_focus (GTK_WINDOW (self)) != self->send_button)
    return FALSE;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter &&
      keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return FALSE;
  return !self->keys_approve || !csn_arming_key_counts (self->arming, keycode);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 CsnEditDialog *self)
{
  csn_arming_key_released (self->arming, keycode);
}

static void
on_send_clicked (CsnEditDialog *self)
{
  const char *notes = gtk_editable_get_text (self->notes);

  if (!csn_edit_dialog_get_may_send (self))
    return;
  g_signal_emit (self, signals[SEND], 0, self->edited, *notes != '\0' ? notes : NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
csn_edit_dialog_dispose (GObject *object)
{
  CsnEditDialog *self = CSN_EDIT_DIALOG (object);

  g_clear_handle_id (&self->check, g_source_remove);
  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_pointer (&self->edited, csn_json_unref);
  g_clear_object (&self->arming);
  if (self->verdict_destroy != NULL)
    g_clear_pointer (&self->verdict_data, self->verdict_destroy);

  G_OBJECT_CLASS (csn_edit_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-edit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, status);
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, badge);
  gtk_widget_class_bind_template_child (widget_class, CsnEditDialog, notes);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
  gtk_widget_class_bind_template_callback (widget_class, on_send_clicked);
}

static void
csn_edit_dialog_class_init (CsnEditDialogClass *klass)
{
  g_type_ensure (CSN_TYPE_LEVEL_BADGE);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = csn_edit_dialog_dispose;
  signals[SEND] = g_signal_new ("send",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                CSN_TYPE_JSON,
                                G_TYPE_STRING);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
update_scheme (CsnEditDialog *self)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->editor);

  gtk_source_buffer_set_style_scheme (
      GTK_SOURCE_BUFFER (buffer),
      gtk_source_style_scheme_manager_get_scheme (schemes, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
csn_edit_dialog_init (CsnEditDialog *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkTextBuffer *buffer = NULL;

  self->arming = csn_arming_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->editor);
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer),
                                  gtk_source_language_manager_get_language (languages, "json"));
  update_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (update_scheme),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->arming,
                           "notify::armed",
                           G_CALLBACK (update_send),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer,
                           "changed",
                           G_CALLBACK (on_text_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

CsnEditDialog *
csn_edit_dialog_new (GtkWindow *parent,
                     CsnRequest *request,
                     guint arming_ms,
                     CsnEditVerdictFunc verdict_func,
                     gpointer user_data,
                     GDestroyNotify destroy)
{
  CsnEditDialog *self =
      g_object_new (CSN_TYPE_EDIT_DIALOG, "transient-for", parent, "modal", parent != NULL, NULL);
  g_autofree char *text = csn_json_edit_text (csn_request_get_action (request));

  self->request = csn_request_ref (request);
  self->arming_ms = arming_ms;
  self->verdict_func = verdict_func;
  self->verdict_data = user_data;
  self->verdict_destroy = destroy;
  csn_edit_dialog_set_text (self, text);
  return self;
}

void
csn_edit_dialog_set_text (CsnEditDialog *self, const char *text)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start;

  g_return_if_fail (CSN_IS_EDIT_DIALOG (self));

  buffer = gtk_text_view_get_buffer (self->editor);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

const char *
csn_edit_dialog_get_status (CsnEditDialog *self)
{
  g_return_val_if_fail (CSN_IS_EDIT_DIALOG (self), NULL);

  return gtk_label_get_text (self->status);
}

gboolean
csn_edit_dialog_get_may_send (CsnEditDialog *self)
{
  g_return_val_if_fail (CSN_IS_EDIT_DIALOG (self), FALSE);

  return self->edited != NULL && csn_arming_get_armed (self->arming);
}
