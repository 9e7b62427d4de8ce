/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-editor.h"

#include <adwaita.h>
#include <string.h>

#include "csn-json-edit.h"

#define FAULT "fault"

static void
update_scheme (GtkSourceBuffer *buffer)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (
      buffer,
      gtk_source_style_scheme_manager_get_scheme (schemes, dark ? "Adwaita-dark" : "Adwaita"));
}

void
csn_policy_editor_set_up (GtkSourceView *view)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();

  gtk_source_mark_attributes_set_icon_name (attributes, "dialog-error-symbolic");
  gtk_source_view_set_mark_attributes (view, FAULT, attributes, 1);
  gtk_source_buffer_set_language (buffer,
                                  gtk_source_language_manager_get_language (languages, "json"));
  update_scheme (buffer);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (update_scheme),
                           buffer,
                           G_CONNECT_SWAPPED);
}

void
csn_policy_editor_put (GtkSourceView *view, const CsnPolicy *policy)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *canonical = csn_policy_to_json (policy);
  g_autoptr (CsnJson) json =
      csn_json_parse (canonical, strlen (canonical), CSN_POLICY_MAX_BYTES, NULL, NULL);
  g_autofree char *text = json != NULL ? csn_json_edit_text (json) : g_strdup (canonical);
  GtkTextIter start;

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

guint
csn_policy_editor_find_line (const char *message)
{
  guint64 line = 0;
  const char *start = NULL;

  if (message == NULL || !g_str_has_prefix (message, "Line "))
    return 0;
  start = message + strlen ("Line ");
  line = g_ascii_strtoull (start, NULL, 10);
  return line <= G_MAXINT ? (guint) line : 0;
}

static void
mark_fault (GtkTextBuffer *buffer, guint line)
{
  GtkTextIter start;

  if (line == 0)
    return;
  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line - 1);
  gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (buffer), NULL, FAULT, &start);
}

CsnPolicy *
csn_policy_editor_parse (GtkSourceView *view, GError **error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (GError) fault = NULL;
  g_autoptr (CsnPolicy) policy = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (buffer), &start, &end, FAULT);
  policy = csn_policy_parse (text, strlen (text), &fault);
  if (policy != NULL)
    return g_steal_pointer (&policy);
  mark_fault (buffer, csn_policy_editor_find_line (fault->message));
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}
