/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-feedback.h"

#include <glib/gi18n.h>

AdwToast *
csn_feedback_toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);

  /* The title of a toast is markup; a label of our own is not. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

void
csn_feedback_toast (AdwToastOverlay *overlay, const char *text)
{
  adw_toast_overlay_add_toast (overlay, csn_feedback_toast_new (text));
}

GtkWidget *
csn_feedback_confirm (GtkWidget *over,
                      const char *heading,
                      const char *body,
                      const char *label,
                      AdwResponseAppearance appearance)
{
  GtkRoot *root = gtk_widget_get_root (over);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, "no", _ ("_Cancel"));
  adw_message_dialog_add_response (message, "yes", label);
  adw_message_dialog_set_response_appearance (message, "yes", appearance);
  adw_message_dialog_set_default_response (message, "no");
  adw_message_dialog_set_close_response (message, "no");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
