/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-words.h"

static const char *const level_texts[] = {
  [CSN_LEVEL_FULL_AUTO] = "FULL_AUTO",           [CSN_LEVEL_NOTIFY_ONLY] = "NOTIFY_ONLY",
  [CSN_LEVEL_SOFT_APPROVAL] = "SOFT_APPROVAL",   [CSN_LEVEL_HARD_APPROVAL] = "HARD_APPROVAL",
  [CSN_LEVEL_HUMAN_TAKEOVER] = "HUMAN_TAKEOVER",
};

/* "No recommendation" has no word: it is absent wherever it would be written. */
static const char *const recommendation_texts[] = {
  [CSN_RECOMMENDATION_NONE] = NULL,
  [CSN_RECOMMENDATION_PROCEED] = "PROCEED",
  [CSN_RECOMMENDATION_CLARIFY] = "CLARIFY",
  [CSN_RECOMMENDATION_ESCALATE] = "ESCALATE",
};

static const char *const decision_texts[] = {
  [CSN_DECISION_APPROVE] = "approve",   [CSN_DECISION_EDIT] = "edit",
  [CSN_DECISION_REJECT] = "reject",     [CSN_DECISION_RESPOND] = "respond",
  [CSN_DECISION_TAKEOVER] = "takeover", [CSN_DECISION_ESCALATE] = "escalate",
};

static const char *const actor_texts[] = {
  [CSN_ACTOR_HUMAN] = "human",   [CSN_ACTOR_SILENCE] = "silence", [CSN_ACTOR_POLICY] = "policy",
  [CSN_ACTOR_SYSTEM] = "system", [CSN_ACTOR_AGENT] = "agent",
};

static const char *const request_state_texts[] = {
  [CSN_REQUEST_PENDING] = "pending",       [CSN_REQUEST_APPROVED] = "approved",
  [CSN_REQUEST_EDITED] = "edited",         [CSN_REQUEST_REJECTED] = "rejected",
  [CSN_REQUEST_RESPONDED] = "responded",   [CSN_REQUEST_ESCALATED] = "escalated",
  [CSN_REQUEST_TAKEN_OVER] = "taken_over", [CSN_REQUEST_WITHDRAWN] = "withdrawn",
};

static const char *const delivery_state_texts[] = {
  [CSN_DELIVERY_NONE] = "none",
  [CSN_DELIVERY_QUEUED] = "queued",
  [CSN_DELIVERY_ACKNOWLEDGED] = "acknowledged",
  [CSN_DELIVERY_REFUSED] = "refused",
  [CSN_DELIVERY_FAILED] = "failed",
};

static const char *const outcome_texts[] = {
  [CSN_OUTCOME_NONE] = "none",
  [CSN_OUTCOME_SUCCESS] = "success",
  [CSN_OUTCOME_FAILURE] = "failure",
  [CSN_OUTCOME_UNKNOWN] = "unknown",
};

static const char *const task_status_texts[] = {
  [CSN_TASK_RUNNING] = "running",     [CSN_TASK_PENDING_APPROVAL] = "pending_approval",
  [CSN_TASK_APPROVED] = "approved",   [CSN_TASK_REJECTED] = "rejected",
  [CSN_TASK_COMPLETED] = "completed", [CSN_TASK_FAILED] = "failed",
  [CSN_TASK_ESCALATED] = "escalated", [CSN_TASK_TAKEN_OVER] = "taken_over",
  [CSN_TASK_CANCELLED] = "cancelled",
};

static gboolean
find_text (const char *const *texts, guint n_texts, const char *text, guint *ret_index)
{
  if (text == NULL)
    return FALSE;

  for (guint i = 0; i < n_texts; i++)
    {
      if (g_strcmp0 (texts[i], text) == 0)
        {
          *ret_index = i;
          return TRUE;
        }
    }

  return FALSE;
}

#define DEFINE_TEXTS(Type, function, texts)                                                        \
  const char *csn_##function##_to_string (Type value)                                              \
  {                                                                                                \
    g_return_val_if_fail ((guint) value < G_N_ELEMENTS (texts), NULL);                             \
                                                                                                   \
    return texts[value];                                                                           \
  }                                                                                                \
                                                                                                   \
  gboolean csn_##function##_from_string (const char *text, Type *ret_value)                        \
  {                                                                                                \
    guint index;                                                                                   \
                                                                                                   \
    g_return_val_if_fail (ret_value != NULL, FALSE);                                               \
                                                                                                   \
    if (!find_text (texts, G_N_ELEMENTS (texts), text, &index))                                    \
      return FALSE;                                                                                \
                                                                                                   \
    *ret_value = (Type) index;                                                                     \
    return TRUE;                                                                                   \
  }

DEFINE_TEXTS (CsnLevel, level, level_texts)
DEFINE_TEXTS (CsnRecommendation, recommendation, recommendation_texts)
DEFINE_TEXTS (CsnDecisionKind, decision_kind, decision_texts)
DEFINE_TEXTS (CsnActorKind, actor_kind, actor_texts)
DEFINE_TEXTS (CsnRequestState, request_state, request_state_texts)
DEFINE_TEXTS (CsnDeliveryState, delivery_state, delivery_state_texts)
DEFINE_TEXTS (CsnOutcomeKind, outcome_kind, outcome_texts)
DEFINE_TEXTS (CsnTaskStatus, task_status, task_status_texts)
