/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-anchor.h"
#include "csn-settings.h"

G_BEGIN_DECLS

/**
 * CsnAnchorKind:
 * @CSN_ANCHOR_JOURNAL: the systemd journal
 * @CSN_ANCHOR_KEYRING: an item in the Secret Service, which never counts down
 * @CSN_ANCHOR_FOLDER: a file in a folder that a person chose, which only grows
 *
 * Where an anchor is kept.
 */
typedef enum
{
  CSN_ANCHOR_JOURNAL,
  CSN_ANCHOR_KEYRING,
  CSN_ANCHOR_FOLDER,
  CSN_N_ANCHORS,
} CsnAnchorKind;

const char *csn_anchor_kind_to_string (CsnAnchorKind kind);

/**
 * CsnAnchors:
 *
 * The places where anchors are kept, as the settings had them when it was made. Immutable.
 */
typedef struct _CsnAnchors CsnAnchors;

CsnAnchors *csn_anchors_new (CsnSettings *settings);

/**
 * csn_anchors_new_for_places:
 * @journal_socket: (nullable): where journald listens; %NULL for no journal
 * @keyring: whether to use the Secret Service
 * @folder: (nullable): a folder
 *
 * Returns: (transfer full): those places
 */
CsnAnchors *
csn_anchors_new_for_places (const char *journal_socket, gboolean keyring, const char *folder);

CsnAnchors *csn_anchors_ref (CsnAnchors *self);

void csn_anchors_unref (CsnAnchors *self);

gboolean csn_anchors_has (const CsnAnchors *self, CsnAnchorKind kind);

/**
 * csn_anchors_write_async:
 * @self: places
 * @kind: one of them
 * @anchor: where the log ends
 * @callback: called when it is kept there
 * @user_data: for @callback
 */
void csn_anchors_write_async (CsnAnchors *self,
                              CsnAnchorKind kind,
                              const CsnAnchor *anchor,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

gboolean csn_anchors_write_finish (GAsyncResult *result, GError **error);

/**
 * csn_anchors_read_async:
 * @self: places
 * @log_id: (array fixed-size=16): a log
 * @callback: called with what is known of it
 * @user_data: for @callback
 *
 * Reads the newest anchors from every place. A place that can't be read gives none.
 */
void csn_anchors_read_async (CsnAnchors *self,
                             const guint8 log_id[CSN_LOG_ID_BYTES],
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * csn_anchors_read_finish:
 * @result: the result
 *
 * Returns: (transfer full) (element-type CsnAnchor): the anchors, in no order
 */
GArray *csn_anchors_read_finish (GAsyncResult *result);

/**
 * csn_anchors_read:
 * @self: places
 * @log_id: (array fixed-size=16): a log
 *
 * The same for the command line, which waits: runs the main context.
 *
 * Returns: (transfer full) (element-type CsnAnchor): the anchors
 */
GArray *csn_anchors_read (CsnAnchors *self, const guint8 log_id[CSN_LOG_ID_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnAnchors, csn_anchors_unref)

G_END_DECLS
