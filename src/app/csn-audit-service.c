/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-audit-service-private.h"

#include <glib/gi18n.h>

#include "csn-audit-keeper-private.h"
#include "csn-credentials.h"
#include "csn-log-access.h"
#include "csn-proof.h"
#include "csn-service-private.h"
#include "csn-store-seal.h"

#define TAIL_EVENTS 1000
#define FULL_CHECK_AFTER_SECONDS 600

gboolean
csn_audit_is_signed (CsnService *self)
{
  CsnStore *store = csn_service_get_store (self);

  return store != NULL && csn_store_is_signing (store);
}

const char *
csn_audit_get_problem (CsnService *self)
{
  CsnAuditKeeper *keeper = csn_service_get_keeper (self);

  if (keeper == NULL || csn_audit_is_signed (self))
    return NULL;
  return csn_seal_key_explain (csn_audit_keeper_get_key (keeper)->state);
}

const char *
csn_audit_get_alarm (CsnService *self)
{
  CsnAuditKeeper *keeper;

  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);

  keeper = csn_service_get_keeper (self);
  return keeper != NULL ? csn_audit_keeper_get_alarm (keeper) : NULL;
}

char *
csn_audit_dup_public_key (CsnService *self)
{
  CsnAuditKeeper *keeper = csn_service_get_keeper (self);
  CsnSigner *signer = keeper != NULL ? csn_audit_keeper_get_key (keeper)->signer : NULL;

  if (signer == NULL || !csn_audit_is_signed (self))
    return NULL;
  return csn_public_key_to_text (csn_signer_get_log_id (signer),
                                 csn_signer_get_public_key (signer));
}

gboolean
csn_audit_get_anchor (CsnService *self, guint index, CsnAuditAnchor *ret_anchor)
{
  CsnAuditKeeper *keeper = csn_service_get_keeper (self);
  const CsnAnchorStatus *status;

  if (keeper == NULL || index >= CSN_N_ANCHORS)
    return FALSE;
  status = csn_audit_keeper_get_status (keeper, index);
  ret_anchor->name = csn_anchor_kind_to_string (index);
  ret_anchor->is_kept = csn_anchors_has (csn_audit_keeper_get_anchors (keeper), index);
  ret_anchor->count = status->count;
  ret_anchor->problem = status->problem;
  return TRUE;
}

void
csn_audit_describe (CsnJsonWriter *writer, CsnService *self)
{
  g_autofree char *key = csn_audit_dup_public_key (self);
  CsnAuditAnchor anchor;

  csn_json_writer_key (writer, "audit");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_boolean (writer, "signed", csn_audit_is_signed (self));
  csn_json_writer_member_string (writer, "problem", csn_audit_get_problem (self));
  csn_json_writer_member_string (writer, "public_key", key);
  csn_json_writer_member_string (writer, "alarm", csn_audit_get_alarm (self));
  csn_json_writer_key (writer, "anchors");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; csn_audit_get_anchor (self, i, &anchor); i++)
    {
      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "name", anchor.name);
      csn_json_writer_member_boolean (writer, "kept", anchor.is_kept);
      csn_json_writer_member_integer (writer, "events", (gint64) anchor.count);
      csn_json_writer_member_string (writer, "problem", anchor.problem);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
}

/* Verification */

gboolean
csn_audit_get_verdict (CsnService *self,
                       GAsyncResult *result,
                       CsnAuditVerdict *ret_verdict,
                       GError **error)
{
  const CsnVerifyReport *report = csn_service_verify_get_report (self, result, error);

  if (report == NULL)
    return FALSE;
  *ret_verdict = (CsnAuditVerdict){
    .integrity = csn_integrity_to_string (report->integrity),
    .completeness = csn_completeness_to_string (report->completeness),
    .n_events = report->n_events,
    .n_signatures = report->n_signatures,
    .n_sealed = report->n_sealed,
    .n_anchors = report->n_anchors,
    .n_exposed = report->n_exposed,
    .first_bad_seq = report->first_bad_seq,
    .fault = report->fault != CSN_FAULT_NONE ? csn_fault_kind_to_string (report->fault) : NULL,
  };
  return TRUE;
}

static void
raise_alarm (CsnService *self, const CsnVerifyReport *report)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  const char *fault = csn_fault_kind_to_string (report->fault);
  g_autofree char *details = NULL;
  g_autofree char *sentence = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "code", "log-fault");
  csn_json_writer_member_string (writer, "integrity", csn_integrity_to_string (report->integrity));
  csn_json_writer_member_string (writer,
                                 "completeness",
                                 csn_completeness_to_string (report->completeness));
  csn_json_writer_member_string (writer, "fault", fault);
  csn_json_writer_member_integer (writer, "first_bad_seq", (gint64) report->first_bad_seq);
  csn_json_writer_end_object (writer);
  details = csn_json_writer_finish (writer);
  sentence = g_strdup_printf (
      /* TRANSLATORS: %1$s is a code such as "altered", then the number of an event. */
      _ ("The audit log is not what was written (%1$s, from event %2$" G_GUINT64_FORMAT
         " on). Verify it, and keep a copy of the database."),
      fault,
      report->first_bad_seq);
  if (csn_service_get_gate (self) != NULL)
    csn_gate_record_event (csn_service_get_gate (self), "alarm", details);
  csn_audit_keeper_set_alarm (csn_service_get_keeper (self), sentence);
}

static void
on_checked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CsnService *self = CSN_SERVICE (object);
  const CsnVerifyReport *report = csn_service_verify_get_report (self, result, NULL);

  if (report != NULL && report->fault != CSN_FAULT_NONE && csn_service_get_keeper (self) != NULL &&
      csn_audit_get_alarm (self) == NULL)
    raise_alarm (self, report);
}

static gboolean
on_full_check_due (gpointer user_data)
{
  CsnService *self = user_data;

  csn_audit_keeper_forget_timer (csn_service_get_keeper (self));
  if (csn_audit_get_alarm (self) == NULL)
    csn_service_verify_tail_async (self, 0, NULL, NULL, NULL, on_checked, NULL);
  return G_SOURCE_REMOVE;
}

void
csn_audit_begin (CsnService *self)
{
  csn_service_verify_tail_async (self, TAIL_EVENTS, NULL, NULL, NULL, on_checked, NULL);
  csn_audit_keeper_take_timer (csn_service_get_keeper (self),
                               g_timeout_add_seconds_full (G_PRIORITY_LOW,
                                                           FULL_CHECK_AFTER_SECONDS,
                                                           on_full_check_due,
                                                           self,
                                                           NULL));
}

/* Rotation */

typedef struct
{
  CsnSigner *signer; /* (owned) */
  char *name;        /* (owned) */
  const char *via;
} CsnRotation;

static void
rotation_free (gpointer data)
{
  CsnRotation *self = data;

  csn_signer_unref (self->signer);
  g_free (self->name);
  g_free (self);
}

static void
on_rotated_key_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_credentials_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
keep_key (CsnRotation *rotation, gboolean is_next, GAsyncReadyCallback callback, GTask *task)
{
  g_autofree char *name =
      is_next ? csn_seal_key_get_next_name (rotation->name) : g_strdup (rotation->name);
  char *secret = csn_signer_to_secret (rotation->signer);

  csn_credentials_store_secret_async (CSN_CREDENTIALS_LOG_KEY, name, secret, NULL, callback, task);
  csn_signer_free_secret (secret);
}

static void
on_key_taken (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  CsnRotation *rotation = g_task_get_task_data (task);
  GError *error = NULL;

  if (!csn_store_take_key_finish (CSN_STORE (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (csn_service_get_keeper (self) != NULL)
    csn_audit_keeper_set_signer (csn_service_get_keeper (self), rotation->signer);
  keep_key (rotation, FALSE, on_rotated_key_kept, g_steal_pointer (&task));
}

/* The log takes the key only once it is kept: under a name beside that of the old one, which still
 * signs should this end here. */
static void
on_next_key_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  const CsnRotation *rotation = g_task_get_task_data (task);
  g_autofree char *reviewer = csn_settings_dup_reviewer_id (csn_service_get_settings (self));
  const CsnActor actor = { CSN_ACTOR_HUMAN, reviewer, rotation->via };
  gint64 now;
  GError *error = NULL;

  if (!csn_credentials_store_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (csn_service_return_if_stopped (self, task))
    return;
  now = csn_clock_get_wall (csn_gate_get_clock (csn_service_get_gate (self)));
  csn_store_take_key_async (csn_service_get_store (self),
                            rotation->signer,
                            &actor,
                            now,
                            on_key_taken,
                            g_steal_pointer (&task));
}

static void
on_log_id_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnRotation *rotation = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree CsnLogHead *head = csn_store_read_head_finish (CSN_STORE (object), result, &error);

  if (head == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  rotation->signer = csn_signer_new (head->log_id);
  rotation->name = csn_digest_to_hex (head->log_id, CSN_LOG_ID_BYTES);
  keep_key (rotation, TRUE, on_next_key_kept, g_steal_pointer (&task));
}

void
csn_audit_rotate_key_async (CsnService *self,
                            const char *via,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  CsnRotation *rotation = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  g_task_set_source_tag (task, csn_audit_rotate_key_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  rotation = g_new0 (CsnRotation, 1);
  rotation->via = via;
  g_task_set_task_data (task, rotation, rotation_free);
  csn_store_read_head_async (csn_service_get_store (self),
                             NULL,
                             on_log_id_read,
                             g_steal_pointer (&task));
}

gboolean
csn_audit_rotate_key_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Proof */

typedef struct
{
  char *path; /* (owned) */
  guint64 seq;
} CsnProofWish;

static void
proof_wish_free (gpointer data)
{
  CsnProofWish *self = data;

  g_free (self->path);
  g_free (self);
}

static void
prove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const CsnProofWish *wish = data;
  g_autoptr (CsnLogReader) reader = NULL;
  char *proof = NULL;
  GError *error = NULL;

  reader = csn_log_access_open (wish->path, &error);
  if (reader != NULL)
    proof = csn_proof_make (reader, wish->seq, cancellable, &error);
  if (proof != NULL)
    g_task_return_pointer (task, proof, g_free);
  else
    g_task_return_error (task, error);
}

/* A thread may drop its task last, so that task owns nothing of the service's. */
static void
on_proved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *proof = g_task_propagate_pointer (G_TASK (result), &error);

  if (proof != NULL)
    g_task_return_pointer (task, proof, g_free);
  else
    g_task_return_error (task, error);
}

void
csn_audit_copy_proof_async (CsnService *self,
                            guint64 seq,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) work = NULL;
  CsnProofWish *wish = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  g_task_set_source_tag (task, csn_audit_copy_proof_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  wish = g_new0 (CsnProofWish, 1);
  wish->path = g_strdup (csn_store_get_path (csn_service_get_store (self)));
  wish->seq = seq;
  work = g_task_new (NULL, NULL, on_proved, g_steal_pointer (&task));
  g_task_set_source_tag (work, prove_in_thread);
  g_task_set_task_data (work, wish, proof_wish_free);
  g_task_run_in_thread (work, prove_in_thread);
}

char *
csn_audit_copy_proof_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
