/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-anchors.h"
#include "csn-seal-key.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * CsnAnchorStatus:
 * @count: how many events the newest anchor there knows; 0 if none was written yet
 * @problem: (owned) (nullable): why the last try failed
 *
 * How an anchor does.
 */
typedef struct
{
  guint64 count;
  char *problem;
} CsnAnchorStatus;

#define CSN_TYPE_AUDIT_KEEPER (csn_audit_keeper_get_type ())

/**
 * CsnAuditKeeper:
 *
 * Keeps anchors of a running log: after commits, gathered over a while that each place has, and at
 * the end. It holds what is known of the log's key.
 *
 * Signals: "changed", when an anchor does better or worse.
 */
G_DECLARE_FINAL_TYPE (CsnAuditKeeper, csn_audit_keeper, CSN, AUDIT_KEEPER, GObject)

/**
 * csn_audit_keeper_new:
 * @store: an open store
 * @settings: which anchors to keep
 * @key: (transfer full): what became of the log's key
 *
 * Returns: (transfer full): a keeper
 */
CsnAuditKeeper *csn_audit_keeper_new (CsnStore *store, CsnSettings *settings, CsnSealKey *key);

/**
 * csn_audit_keeper_stop_async:
 * @self: a keeper
 * @callback: called when every place has the end of the log, or failed
 * @user_data: for @callback
 */
void csn_audit_keeper_stop_async (CsnAuditKeeper *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

void csn_audit_keeper_stop_finish (CsnAuditKeeper *self, GAsyncResult *result);

/* (transfer none): what became of the log's key. */
const CsnSealKey *csn_audit_keeper_get_key (CsnAuditKeeper *self);

/* The log has another key now. */
void csn_audit_keeper_set_signer (CsnAuditKeeper *self, CsnSigner *signer);

/* (nullable): a sentence that says what is wrong with the log. */
const char *csn_audit_keeper_get_alarm (CsnAuditKeeper *self);

/* Keeps it, and tells of it. */
void csn_audit_keeper_set_alarm (CsnAuditKeeper *self, const char *sentence);

/* Takes a source's id, to be removed with the keeper. */
void csn_audit_keeper_take_timer (CsnAuditKeeper *self, guint timer);

/* The timer that was taken has run. */
void csn_audit_keeper_forget_timer (CsnAuditKeeper *self);

CsnAnchors *csn_audit_keeper_get_anchors (CsnAuditKeeper *self);

const CsnAnchorStatus *csn_audit_keeper_get_status (CsnAuditKeeper *self, CsnAnchorKind kind);

G_END_DECLS
