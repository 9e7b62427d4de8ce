/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-audit-log.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "csn-bus.h"
#include "csn-log-access.h"

struct _CsnAuditWatch
{
  GCancellable *cancellable; /* (owned) */
  guint interrupt;
  gboolean show;
  guint percent;
};

static char *
ask_running (void)
{
  g_autoptr (CsnBus) bus = csn_bus_new (NULL);
  g_autoptr (CsnJson) status = NULL;
  const CsnJson *database;

  if (bus == NULL || !csn_bus_is_running (bus))
    return NULL;
  status = csn_bus_call_for_json (bus, "GetStatus", NULL, NULL, NULL);
  database = status != NULL ? csn_json_get_member (status, "database") : NULL;
  if (database == NULL || csn_json_get_value_type (database) != CSN_JSON_STRING)
    return NULL;
  return g_filename_from_utf8 (csn_json_get_text (database), -1, NULL, NULL, NULL);
}

char *
csn_audit_log_find (const char *chosen)
{
  char *path;

  if (chosen != NULL)
    return g_strdup (chosen);
  path = ask_running ();
  return path != NULL ? path : csn_log_access_get_default_path ();
}

static gboolean
on_interrupt (gpointer user_data)
{
  CsnAuditWatch *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

CsnAuditWatch *
csn_audit_watch_new (void)
{
  CsnAuditWatch *self = g_new0 (CsnAuditWatch, 1);

  self->cancellable = g_cancellable_new ();
  self->interrupt = g_unix_signal_add (SIGINT, on_interrupt, self);
  self->show = isatty (STDERR_FILENO);
  self->percent = G_MAXUINT;
  return self;
}

void
csn_audit_watch_free (CsnAuditWatch *self)
{
  if (self->show && self->percent != G_MAXUINT)
    fputs ("\r      \r", stderr);
  g_source_remove (self->interrupt);
  g_object_unref (self->cancellable);
  g_free (self);
}

GCancellable *
csn_audit_watch_get_cancellable (CsnAuditWatch *self)
{
  return self->cancellable;
}

void
csn_audit_watch_progress (guint64 done, guint64 total, gpointer user_data)
{
  CsnAuditWatch *self = user_data;
  guint percent = total > 0 ? (guint) (done * 100 / total) : 100;

  /* The job has this thread, so this is where a Ctrl+C is noticed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (!self->show || percent == self->percent)
    return;
  self->percent = percent;
  fprintf (stderr, "\r%3u %%", percent);
}
