/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-change-private.h"

#include <sys/random.h>

#include "csn-chain.h"
#include "csn-json-writer.h"
#include "csn-snapshot.h"
#include "csn-time.h"

/* Values are turned into what the database keeps right here, in the caller's thread, so that the
 * writer's has nothing to do but to write. */
struct _CsnChange
{
  GPtrArray *steps;        /* (owned) (element-type CsnStep) */
  GPtrArray *events;       /* (owned) (element-type CsnEvent) */
  GHashTable *commitments; /* (owned) (element-type utf8 guint8): by request id */
  gboolean erases;
};

static void
step_free (gpointer data)
{
  CsnStep *step = data;

  g_clear_pointer (&step->values, g_variant_unref);
  g_free (step);
}

CsnChange *
csn_change_new (void)
{
  CsnChange *self = g_new0 (CsnChange, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_event_unref);
  self->commitments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
csn_change_free (CsnChange *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->events);
  g_hash_table_unref (self->commitments);
  g_free (self);
}

GPtrArray *
csn_change_get_steps (const CsnChange *self)
{
  return self->steps;
}

GPtrArray *
csn_change_get_events (const CsnChange *self)
{
  return self->events;
}

const guint8 *
csn_change_get_commitment (const CsnChange *self, const CsnEvent *event)
{
  const char *request_id = csn_event_get_request_id (event);

  if (request_id == NULL || csn_event_get_event_type (event) != CSN_EVENT_REQUESTED)
    return NULL;
  return g_hash_table_lookup (self->commitments, request_id);
}

void
csn_change_add_step (CsnChange *self,
                     CsnStatement statement,
                     const char *conflict,
                     GVariant *values)
{
  CsnStep *step = g_new0 (CsnStep, 1);

  step->statement = statement;
  step->values = g_variant_ref_sink (values);
  step->conflict = conflict;
  g_ptr_array_add (self->steps, step);
}

static GVariant *
new_bytes (GBytes *bytes)
{
  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GVariant *
new_maybe_bytes (GBytes *bytes)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_BYTESTRING, bytes != NULL ? new_bytes (bytes) : NULL);
}

void
csn_change_add_event (CsnChange *self, CsnEvent *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  g_ptr_array_add (self->events, event);
}

/* The kernel's random numbers: a salt that can be guessed would give away what it hides. */
static void
fill_with_salt (guint8 salt[CSN_PAYLOAD_SALT_BYTES])
{
  if (getrandom (salt, CSN_PAYLOAD_SALT_BYTES, 0) != CSN_PAYLOAD_SALT_BYTES)
    g_abort ();
}

static void
insert_payload (CsnChange *self, const char *request_id, GBytes *raw)
{
  guint8 salt[CSN_PAYLOAD_SALT_BYTES];
  guint8 *commitment = g_malloc (CSN_SHA256_BYTES);

  fill_with_salt (salt);
  csn_payload_commitment (salt, raw, commitment);
  g_hash_table_insert (self->commitments, g_strdup (request_id), commitment);
  csn_change_add_step (
      self,
      CSN_STATEMENT_INSERT_PAYLOAD,
      NULL,
      g_variant_new ("(s@ay@ay)",
                     request_id,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, salt, sizeof salt, 1),
                     new_bytes (raw)));
}

void
csn_change_insert_request (CsnChange *self,
                           const char *request_id,
                           CsnRequest *request,
                           CsnVerdict *verdict,
                           const char *policy_sha256,
                           const char *context,
                           gint64 received_at,
                           gint64 deadline_at)
{
  g_autofree char *verdict_text = NULL;
  const char *problem = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (verdict != NULL);

  verdict_text = csn_verdict_to_json (verdict);
  if ((csn_request_get_flags (request) & CSN_REQUEST_FLAG_MALFORMED) != 0)
    problem = csn_request_get_problems (request)[0];
  csn_change_add_step (self,
                       CSN_STATEMENT_INSERT_REQUEST,
                       NULL,
                       g_variant_new ("(sssxmsmsmssmsxxms)",
                                      request_id,
                                      csn_request_get_source (request),
                                      csn_request_get_task_id (request),
                                      csn_request_get_revision (request),
                                      csn_request_get_agent_id (request),
                                      csn_request_get_action_type (request),
                                      problem,
                                      verdict_text,
                                      policy_sha256,
                                      received_at,
                                      deadline_at,
                                      context));
  insert_payload (self, request_id, csn_request_get_raw (request));
}

void
csn_change_settle (CsnChange *self,
                   const char *request_id,
                   CsnRequestState state,
                   CsnDecision *decision,
                   gint64 settled_at)
{
  GBytes *body = decision != NULL ? csn_decision_get_body (decision) : NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (state != CSN_REQUEST_PENDING);

  csn_change_add_step (self,
                       CSN_STATEMENT_SETTLE,
                       "The request is not pending",
                       g_variant_new ("(ss@mayx)",
                                      request_id,
                                      csn_request_state_to_string (state),
                                      new_maybe_bytes (body),
                                      settled_at));
}

void
csn_change_set_deadline (CsnChange *self, const char *request_id, gint64 deadline_at)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);

  /* A request that was settled meanwhile has no use for one, so that is no conflict. */
  csn_change_add_step (self,
                       CSN_STATEMENT_SET_DEADLINE,
                       NULL,
                       g_variant_new ("(sx)", request_id, deadline_at));
}

void
csn_change_queue_delivery (CsnChange *self,
                           const char *delivery_id,
                           CsnDeliveryKind kind,
                           const char *source,
                           const char *request_id,
                           GBytes *body,
                           gint64 queued_at,
                           gint64 give_up_at)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (delivery_id != NULL);
  g_return_if_fail (source != NULL);
  g_return_if_fail (body != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_INSERT_DELIVERY,
                       NULL,
                       g_variant_new ("(sssms@ayxx)",
                                      delivery_id,
                                      kind == CSN_DELIVERY_MODE ? "mode" : "decision",
                                      source,
                                      request_id,
                                      new_bytes (body),
                                      queued_at,
                                      give_up_at));
  if (kind == CSN_DELIVERY_DECISION && request_id != NULL)
    csn_change_add_step (self, CSN_STATEMENT_MARK_QUEUED, NULL, g_variant_new ("(s)", request_id));
}

void
csn_change_set_delivery (CsnChange *self,
                         const char *delivery_id,
                         CsnDeliveryState state,
                         guint attempts,
                         gint64 next_attempt_at,
                         const char *message)
{
  const char *text = csn_delivery_state_to_string (state);

  g_return_if_fail (self != NULL);
  g_return_if_fail (delivery_id != NULL);

  csn_change_add_step (
      self,
      CSN_STATEMENT_SET_DELIVERY,
      "The delivery is not queued",
      g_variant_new ("(ssxxms)", delivery_id, text, (gint64) attempts, next_attempt_at, message));
  csn_change_add_step (self,
                       CSN_STATEMENT_MARK_DELIVERY,
                       NULL,
                       g_variant_new ("(ssms)", delivery_id, text, message));
}

void
csn_change_set_outcome (CsnChange *self, const char *request_id, CsnOutcome *outcome, gint64 at)
{
  CsnOutcomeKind kind;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (outcome != NULL);

  kind = csn_outcome_get_kind (outcome);
  csn_change_add_step (self,
                       CSN_STATEMENT_SET_OUTCOME,
                       "The request has an outcome already",
                       g_variant_new ("(ssmsmsx)",
                                      request_id,
                                      csn_outcome_kind_to_string (kind),
                                      csn_outcome_get_detail (outcome),
                                      csn_outcome_get_executed_digest (outcome),
                                      at));
  if (kind == CSN_OUTCOME_FAILURE)
    csn_change_add_step (self,
                         CSN_STATEMENT_INSERT_FAILURE,
                         NULL,
                         g_variant_new ("(sx)", request_id, at));
}

static char *
failures_to_json (const CsnProfile *profile)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  guint n_failures;
  const gint64 *failures = csn_profile_get_failures (profile, &n_failures);

  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < n_failures; i++)
    csn_json_writer_integer (writer, failures[i]);
  csn_json_writer_end_array (writer);
  return csn_json_writer_finish (writer);
}

void
csn_change_put_profile (CsnChange *self, CsnProfile *profile)
{
  g_autofree char *failures = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (profile != NULL);

  failures = failures_to_json (profile);
  csn_change_add_step (self,
                       CSN_STATEMENT_PUT_PROFILE,
                       NULL,
                       g_variant_new ("(sssxsxxx)",
                                      csn_profile_get_agent_id (profile),
                                      csn_profile_get_action_type (profile),
                                      csn_level_to_string (csn_profile_get_level (profile)),
                                      (gint64) csn_profile_get_successes (profile),
                                      failures,
                                      (gint64) csn_profile_get_pinned (profile),
                                      (gint64) csn_profile_get_promotion_waits (profile),
                                      csn_profile_get_last_at (profile)));
}

void
csn_change_put_agent (CsnChange *self,
                      const char *agent_id,
                      const char *source,
                      gboolean read_only,
                      gboolean mode_acknowledged,
                      gboolean stopped)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (agent_id != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_PUT_AGENT,
                       NULL,
                       g_variant_new ("(smsxxx)",
                                      agent_id,
                                      source,
                                      (gint64) (read_only != FALSE),
                                      (gint64) (mode_acknowledged != FALSE),
                                      (gint64) (stopped != FALSE)));
}

void
csn_change_open_takeover (CsnChange *self,
                          const char *request_id,
                          CsnTakeover *package,
                          gint64 opened_at)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (package != NULL);

  text = csn_takeover_to_json (package);
  csn_change_add_step (self,
                       CSN_STATEMENT_OPEN_TAKEOVER,
                       NULL,
                       g_variant_new ("(ssx)", request_id, text, opened_at));
}

void
csn_change_close_takeover (CsnChange *self,
                           const char *request_id,
                           const char *note,
                           gint64 closed_at)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_CLOSE_TAKEOVER,
                       "The takeover is not open",
                       g_variant_new ("(smsx)", request_id, note, closed_at));
}

void
csn_change_put_source (CsnChange *self, CsnSourceConfig *config)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (config != NULL);

  csn_change_add_step (
      self,
      CSN_STATEMENT_PUT_SOURCE,
      NULL,
      g_variant_new ("(sssx)",
                     csn_source_config_get_id (config),
                     csn_source_config_get_url (config),
                     csn_source_config_get_protocol (config),
                     (gint64) (csn_source_config_get_allow_insecure (config) != FALSE)));
}

void
csn_change_remove_source (CsnChange *self, const char *source)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (source != NULL);

  csn_change_add_step (self, CSN_STATEMENT_REMOVE_SOURCE, NULL, g_variant_new ("(s)", source));
}

void
csn_change_put_value (CsnChange *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  if (value != NULL)
    csn_change_add_step (self, CSN_STATEMENT_PUT_VALUE, NULL, g_variant_new ("(ss)", key, value));
  else
    csn_change_add_step (self, CSN_STATEMENT_REMOVE_VALUE, NULL, g_variant_new ("(s)", key));
}

void
csn_change_erase_payload (CsnChange *self,
                          const char *request_id,
                          GBytes *decision,
                          gint64 rejected_before,
                          gint64 now)
{
  gint64 watched_since = now - CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME * CSN_DAY;

  csn_change_add_step (self,
                       CSN_STATEMENT_ERASE_PAYLOAD,
                       "The request still needs its payload, or has none",
                       g_variant_new ("(sxx)", request_id, watched_since, rejected_before));
  csn_change_add_step (self,
                       CSN_STATEMENT_ERASE_DECISION,
                       NULL,
                       g_variant_new ("(s@may)", request_id, new_maybe_bytes (decision)));
  csn_change_add_step (self,
                       CSN_STATEMENT_ERASE_DELIVERIES,
                       NULL,
                       g_variant_new ("(s)", request_id));
  csn_change_add_step (self, CSN_STATEMENT_ERASE_TAKEOVER, NULL, g_variant_new ("(s)", request_id));
  self->erases = TRUE;
}

gboolean
csn_change_get_erases (const CsnChange *self)
{
  return self->erases;
}
