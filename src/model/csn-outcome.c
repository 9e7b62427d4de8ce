/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-outcome.h"

#include <string.h>

#include "csn-request.h"

#define MAX_DIGEST_BYTES 256

struct _CsnOutcome
{
  CsnOutcomeKind kind;
  CsnTaskStatus task_status;
  char *detail;          /* (owned) (nullable) */
  char *executed_digest; /* (owned) (nullable) */
};

static CsnOutcome *
outcome_new (CsnOutcomeKind kind,
             CsnTaskStatus task_status,
             const char *detail,
             const char *executed_digest)
{
  CsnOutcome *self = g_atomic_rc_box_new0 (CsnOutcome);

  self->kind = kind;
  self->task_status = task_status;
  self->detail = g_strdup (detail);
  self->executed_digest = g_strdup (executed_digest);
  return self;
}

static CsnOutcomeKind
kind_of_status (CsnTaskStatus status)
{
  switch (status)
    {
    case CSN_TASK_COMPLETED:
      return CSN_OUTCOME_SUCCESS;
    case CSN_TASK_FAILED:
      return CSN_OUTCOME_FAILURE;
    case CSN_TASK_CANCELLED:
      return CSN_OUTCOME_UNKNOWN;
    case CSN_TASK_RUNNING:
    case CSN_TASK_PENDING_APPROVAL:
    case CSN_TASK_APPROVED:
    case CSN_TASK_REJECTED:
    case CSN_TASK_ESCALATED:
    case CSN_TASK_TAKEN_OVER:
      return CSN_OUTCOME_NONE;
    }

  g_return_val_if_reached (CSN_OUTCOME_NONE);
}

static CsnOutcomeKind
kind_of_task (CsnTaskStatus status, const CsnJson *outcome)
{
  const CsnJson *success;

  if (outcome == NULL || csn_json_get_value_type (outcome) == CSN_JSON_NULL ||
      status == CSN_TASK_RUNNING || status == CSN_TASK_PENDING_APPROVAL)
    return kind_of_status (status);

  /* What can't be read is neither a success nor a failure. */
  if (csn_json_get_value_type (outcome) != CSN_JSON_OBJECT)
    return CSN_OUTCOME_UNKNOWN;

  success = csn_json_get_member (outcome, "success");
  if (success == NULL || csn_json_get_value_type (success) == CSN_JSON_NULL)
    return kind_of_status (status);
  if (csn_json_get_value_type (success) != CSN_JSON_BOOLEAN)
    return CSN_OUTCOME_UNKNOWN;

  /* A failed task that calls itself a success earns no trust. */
  return csn_json_get_boolean (success) && status != CSN_TASK_FAILED ? CSN_OUTCOME_SUCCESS
                                                                     : CSN_OUTCOME_FAILURE;
}

static const char *
string_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = object == NULL ? NULL : csn_json_get_member (object, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;

  return csn_json_get_text (member);
}

CsnOutcome *
csn_outcome_new_from_task (const CsnJson *task, GError **error)
{
  const char *text, *digest;
  const CsnJson *outcome;
  CsnTaskStatus status;

  g_return_val_if_fail (task != NULL, NULL);

  text = string_member (task, "status");
  if (text == NULL)
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_MISSING,
                           "The member “status” is missing or no string");
      return NULL;
    }
  if (!csn_task_status_from_string (text, &status))
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "The member “status” is none of the known states");
      return NULL;
    }

  outcome = csn_json_get_member (task, "outcome");
  digest = string_member (outcome, "executed_digest");
  if (digest != NULL && strlen (digest) > MAX_DIGEST_BYTES)
    digest = NULL;

  return outcome_new (kind_of_task (status, outcome),
                      status,
                      string_member (outcome, "detail"),
                      digest);
}

static CsnTaskStatus
status_of_kind (CsnOutcomeKind kind)
{
  switch (kind)
    {
    case CSN_OUTCOME_NONE:
      return CSN_TASK_RUNNING;
    case CSN_OUTCOME_SUCCESS:
      return CSN_TASK_COMPLETED;
    case CSN_OUTCOME_FAILURE:
      return CSN_TASK_FAILED;
    case CSN_OUTCOME_UNKNOWN:
      return CSN_TASK_CANCELLED;
    }

  g_return_val_if_reached (CSN_TASK_RUNNING);
}

CsnOutcome *
csn_outcome_new (CsnOutcomeKind kind, const char *detail, const char *executed_digest)
{
  return outcome_new (kind, status_of_kind (kind), detail, executed_digest);
}

CsnOutcome *
csn_outcome_ref (CsnOutcome *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
outcome_clear (gpointer data)
{
  CsnOutcome *self = data;

  g_free (self->detail);
  g_free (self->executed_digest);
}

void
csn_outcome_unref (CsnOutcome *self)
{
  g_atomic_rc_box_release_full (self, outcome_clear);
}

CsnOutcomeKind
csn_outcome_get_kind (const CsnOutcome *self)
{
  g_return_val_if_fail (self != NULL, CSN_OUTCOME_NONE);

  return self->kind;
}

CsnTaskStatus
csn_outcome_get_task_status (const CsnOutcome *self)
{
  g_return_val_if_fail (self != NULL, CSN_TASK_RUNNING);

  return self->task_status;
}

const char *
csn_outcome_get_detail (const CsnOutcome *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->detail;
}

const char *
csn_outcome_get_executed_digest (const CsnOutcome *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->executed_digest;
}
