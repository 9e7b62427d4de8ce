/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Services with the names and interfaces of logind, the screen savers and Mutter's idle monitor on
 * a private bus, for a machine that runs none of the real ones. */

typedef struct
{
  GDBusConnection *connection; /* (owned): the services' own */
  GHashTable *objects;         /* (owned): bus name to registration */
  gboolean active;             /* logind: Session.Active */
  gboolean locked_hint;        /* logind: Session.LockedHint */
  gboolean saver_active;       /* the screen savers' GetActive */
  gboolean saver_refuses;      /* the screen savers know only how to inhibit */
  guint64 idle_ms;             /* the idle monitor's GetIdletime */
  guint next_watch;
  guint idle_watch; /* ids that were given */
  guint active_watch;
} MockDesktop;

MockDesktop *mock_desktop_new (const char *bus_address);

void mock_desktop_free (MockDesktop *self);

void mock_desktop_own (MockDesktop *self, const char *name);

void mock_desktop_disown (MockDesktop *self, const char *name);

void mock_desktop_set_session (MockDesktop *self, gboolean active, gboolean locked_hint);

void mock_desktop_prepare_for_sleep (MockDesktop *self, gboolean start);

void mock_desktop_set_saver (MockDesktop *self, const char *name, gboolean active);

void mock_desktop_fire (MockDesktop *self, guint watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockDesktop, mock_desktop_free)

G_END_DECLS
