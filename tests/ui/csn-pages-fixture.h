/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"
#include "csn-test-wait.h"

G_BEGIN_DECLS

/**
 * CsnPagesFixture:
 * @folder: where the service and the sample agents keep their files
 * @service: a running service
 * @agent: (nullable): the sample agents
 * @url: (nullable): their address
 * @window: (nullable): what csn_pages_fixture_show() opened
 *
 * A whole service with real sample agents behind it, for tests of the pages.
 */
typedef struct
{
  char *folder;
  CsnService *service;
  GSubprocess *agent;
  char *url;
  GtkWidget *window;
} CsnPagesFixture;

/**
 * csn_pages_fixture_set_up:
 * @self: a fixture
 * @scenario: (nullable): what the sample agents do; %NULL for none
 */
void csn_pages_fixture_set_up (CsnPagesFixture *self, const char *scenario);

void csn_pages_fixture_tear_down (CsnPagesFixture *self);

CsnGate *csn_pages_fixture_get_gate (CsnPagesFixture *self);

/**
 * csn_pages_fixture_connect:
 * @self: a fixture
 *
 * Adds the sample agents as the source "demo".
 */
void csn_pages_fixture_connect (CsnPagesFixture *self);

/**
 * csn_pages_fixture_show:
 * @self: a fixture
 * @page: a page
 *
 * Shows @page in a window of its own.
 */
void csn_pages_fixture_show (CsnPagesFixture *self, GtkWidget *page);

/**
 * csn_pages_fixture_approve_all:
 * @self: a fixture
 *
 * Approves what is pending, as a person at the window.
 */
void csn_pages_fixture_approve_all (CsnPagesFixture *self);

/**
 * csn_pages_fixture_load_style:
 *
 * Loads the program's style, icons and font; once, before the first window.
 */
void csn_pages_fixture_load_style (void);

/**
 * csn_pages_fixture_picture:
 * @self: a fixture
 * @window: (nullable): a window; %NULL for the one that is shown
 * @name: what is to be seen
 *
 * Saves light, dark and narrow pictures to the folder that CSN_TEST_PICTURES names, if it does.
 */
void csn_pages_fixture_picture (CsnPagesFixture *self, GtkWindow *window, const char *name);

/**
 * csn_pages_fixture_find:
 * @parent: a widget
 * @type: a class
 * @text: (nullable): the label of a button, or the text of a label
 *
 * Returns: (transfer none) (nullable): the first visible widget of that class below @parent
 */
GtkWidget *csn_pages_fixture_find (GtkWidget *parent, GType type, const char *text);

/**
 * csn_pages_fixture_click:
 * @parent: a widget
 * @label: the label of a button below it
 *
 * Waits for the button and clicks it.
 */
void csn_pages_fixture_click (GtkWidget *parent, const char *label);

/**
 * csn_pages_fixture_shows:
 * @parent: a widget
 * @text: part of what a label below it says
 *
 * Returns: %TRUE if a visible label says so
 */
gboolean csn_pages_fixture_shows (GtkWidget *parent, const char *text);

/**
 * csn_pages_fixture_wait_shown:
 * @parent: a widget
 * @text: part of what a label below it will say
 */
void csn_pages_fixture_wait_shown (GtkWidget *parent, const char *text);

/**
 * csn_pages_fixture_wait_dialog:
 * @self: a fixture
 *
 * Returns: (transfer none): the dialog that opens over the window
 */
GtkWindow *csn_pages_fixture_wait_dialog (CsnPagesFixture *self);

/**
 * csn_pages_fixture_respond:
 * @self: a fixture
 * @response: "yes" or "no"
 *
 * Waits for the question over the window and answers it.
 */
void csn_pages_fixture_respond (CsnPagesFixture *self, const char *response);

G_END_DECLS
