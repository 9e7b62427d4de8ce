/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-service.h"

G_BEGIN_DECLS

/* What the window and the command line ask of the running log: whether it is signed, where its end
 * is anchored, what a verification found. #CsnService::changed tells of changes. */

/**
 * csn_audit_is_signed:
 * @self: a service
 *
 * Returns: %TRUE if what is recorded now gets signed checkpoints
 */
gboolean csn_audit_is_signed (CsnService *self);

/**
 * csn_audit_get_problem:
 * @self: a service
 *
 * Returns: (nullable): a sentence that says why the log is unsigned and what to do
 */
const char *csn_audit_get_problem (CsnService *self);

/**
 * csn_audit_get_alarm:
 * @self: a service
 *
 * Returns: (nullable): a sentence that says what a check found wrong with the log
 */
const char *csn_audit_get_alarm (CsnService *self);

/**
 * csn_audit_dup_public_key:
 * @self: a service
 *
 * Returns: (transfer full) (nullable): the public key that signs, to be kept elsewhere
 */
char *csn_audit_dup_public_key (CsnService *self);

/**
 * CsnAuditAnchor:
 * @name: "journal", "keyring" or "folder"
 * @is_kept: whether the settings want it, and it is there
 * @count: how many events it knows; 0 if nothing was written yet in this run
 * @problem: (nullable): why the last try failed
 *
 * How an anchor of the log's end does.
 */
typedef struct
{
  const char *name;
  gboolean is_kept;
  guint64 count;
  const char *problem;
} CsnAuditAnchor;

/**
 * csn_audit_get_anchor:
 * @self: a service
 * @index: from 0
 * @ret_anchor: (out): how it does; valid until #CsnService::changed
 *
 * Returns: %FALSE if there is none of that number
 */
gboolean csn_audit_get_anchor (CsnService *self, guint index, CsnAuditAnchor *ret_anchor);

/**
 * CsnAuditVerdict:
 * @integrity: "INTACT", "TAMPERED", "CORRUPT" or "UNVERIFIABLE"
 * @completeness: "ANCHORED", "EXPOSED" or "INCOMPLETE"
 * @n_events: how many events were read
 * @n_signatures: how many checkpoints were checked
 * @n_sealed: how many events a signature vouches for
 * @n_anchors: how many anchors agree
 * @n_exposed: how many events come after the newest of them
 * @fault: (nullable): a static code such as "altered"
 * @first_bad_seq: the first bad event, where @fault is set
 *
 * What a verification found.
 */
typedef struct
{
  const char *integrity;
  const char *completeness;
  guint64 n_events;
  guint64 n_signatures;
  guint64 n_sealed;
  guint64 n_anchors;
  guint64 n_exposed;
  const char *fault;
  guint64 first_bad_seq;
} CsnAuditVerdict;

/**
 * csn_audit_get_verdict:
 * @self: a service
 * @result: the result of csn_service_verify_async()
 * @ret_verdict: (out): what was found
 * @error: return location for %G_IO_ERROR_CANCELLED and the like
 *
 * In place of csn_service_verify_finish(), for both verdicts.
 *
 * Returns: %TRUE if the verification ran to its end, whatever it found
 */
gboolean csn_audit_get_verdict (CsnService *self,
                                GAsyncResult *result,
                                CsnAuditVerdict *ret_verdict,
                                GError **error);

/**
 * csn_audit_rotate_key_async:
 * @self: a service
 * @via: where the wish came from, a static string such as "window"
 * @callback: called when the log has a new key
 * @user_data: for @callback
 *
 * Makes a new key, keeps it in the Secret Service, and lets it sign from here on: signed by the old
 * key too where that can be had.
 */
void csn_audit_rotate_key_async (CsnService *self,
                                 const char *via,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean csn_audit_rotate_key_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * csn_audit_copy_proof_async:
 * @self: a service
 * @seq: an event
 * @callback: called with the proof
 * @user_data: for @callback
 */
void csn_audit_copy_proof_async (CsnService *self,
                                 guint64 seq,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * csn_audit_copy_proof_finish:
 * @self: a service
 * @result: the result
 * @error: return location for an error with a sentence for the user
 *
 * Returns: (transfer full) (nullable): what "countersignctl audit verify --proof" checks
 */
char *csn_audit_copy_proof_finish (CsnService *self, GAsyncResult *result, GError **error);

G_END_DECLS
