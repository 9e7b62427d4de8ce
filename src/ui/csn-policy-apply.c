/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-apply.h"

#include <glib/gi18n.h>

#include "csn-policy-change.h"
#include "csn-policy-dialog.h"

typedef struct
{
  GtkWidget *widget; /* (owned) */
  CsnPolicySay say;
} Editor;

static Editor *
editor_new (GtkWidget *widget, CsnPolicySay say)
{
  Editor *editor = g_new0 (Editor, 1);

  editor->widget = g_object_ref (widget);
  editor->say = say;
  return editor;
}

static void
editor_free (Editor *editor)
{
  g_object_unref (editor->widget);
  g_free (editor);
}

static void
say_applied (Editor *editor)
{
  editor->say (editor->widget, _ ("The change is in force and recorded."));
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Editor *editor = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (csn_judgement_set_policy_finish (CSN_SERVICE (source), result, &error))
    {
      say_applied (editor);
    }
  else
    {
      text = g_strdup_printf (_ ("The old policy stays in force: %s"), error->message);
      editor->say (editor->widget, text);
    }
  editor_free (editor);
}

static void
free_editor (gpointer data, GClosure *closure)
{
  editor_free (data);
}

static void
ask (GtkWidget *widget, CsnService *service, CsnPolicy *policy, CsnPolicySay say)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  CsnPolicyDialog *dialog =
      csn_policy_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, service, policy);

  g_signal_connect_data (dialog,
                         "applied",
                         G_CALLBACK (say_applied),
                         editor_new (widget, say),
                         free_editor,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
csn_policy_apply (GtkWidget *widget,
                  CsnService *service,
                  CsnPolicy *policy,
                  const GError *error,
                  CsnPolicySay say)
{
  CsnPolicy *before = csn_judgement_get_policy (service);

  if (policy == NULL)
    say (widget, error != NULL ? error->message : _ ("This makes no policy."));
  else if (g_str_equal (csn_policy_get_sha256 (policy), csn_policy_get_sha256 (before)))
    say (widget, _ ("Nothing is changed."));
  else if (csn_policy_is_at_least_as_strict (policy, before))
    csn_judgement_set_policy_async (service, policy, on_set, editor_new (widget, say));
  else
    ask (widget, service, policy, say);
}
