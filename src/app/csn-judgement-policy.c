/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-judgement.h"
#include "csn-policy-change.h"
#include "csn-service-private.h"

CsnPolicy *
csn_judgement_get_policy (CsnService *service)
{
  CsnGate *gate = csn_service_get_gate (service);

  return gate != NULL ? csn_gate_get_policy (gate) : NULL;
}

CsnPolicy *
csn_judgement_get_proposal (CsnService *service)
{
  g_return_val_if_fail (CSN_IS_SERVICE (service), NULL);

  return csn_service_get_proposal (service);
}

void
csn_judgement_drop_proposal (CsnService *service)
{
  g_return_if_fail (CSN_IS_SERVICE (service));

  csn_service_set_proposal (service, NULL);
}

static gboolean
says_the_same (CsnPolicy *a, CsnPolicy *b)
{
  return g_str_equal (csn_policy_get_sha256 (a), csn_policy_get_sha256 (b));
}

static void
on_set (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *service = g_task_get_source_object (task);
  CsnPolicy *proposal = csn_service_get_proposal (service);
  GError *error = NULL;

  if (!csn_gate_set_policy_finish (CSN_GATE (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (proposal != NULL && says_the_same (proposal, g_task_get_task_data (task)))
    csn_service_set_proposal (service, NULL);
  g_task_return_int (task, CSN_PROPOSAL_APPLIED);
}

/* Takes @task. */
static void
set_policy (CsnService *service, CsnPolicy *policy, const char *via, GTask *task)
{
  g_task_set_task_data (task, csn_policy_ref (policy), (GDestroyNotify) csn_policy_unref);
  csn_gate_set_policy_async (csn_service_get_gate (service), policy, via, on_set, task);
}

void
csn_judgement_set_policy_async (CsnService *service,
                                CsnPolicy *policy,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (policy != NULL);

  task = g_task_new (service, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_set_policy_async);
  if (!csn_service_return_if_stopped (service, task))
    set_policy (service, policy, "window", g_steal_pointer (&task));
}

gboolean
csn_judgement_set_policy_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), FALSE);

  return g_task_propagate_int (G_TASK (result), error) == CSN_PROPOSAL_APPLIED;
}

void
csn_judgement_propose_policy_async (CsnService *service,
                                    const char *text,
                                    const char *via,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (CsnPolicy) policy = NULL;
  CsnPolicy *in_force;
  GError *error = NULL;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (text != NULL);

  task = g_task_new (service, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_propose_policy_async);
  if (csn_service_return_if_stopped (service, task))
    return;
  policy = csn_policy_parse (text, strlen (text), &error);
  if (policy == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  in_force = csn_judgement_get_policy (service);
  if (says_the_same (policy, in_force))
    g_task_return_int (task, CSN_PROPOSAL_UNCHANGED);
  else if (csn_policy_is_at_least_as_strict (policy, in_force))
    set_policy (service, policy, via, g_steal_pointer (&task));
  else
    {
      csn_service_set_proposal (service, policy);
      g_task_return_int (task, CSN_PROPOSAL_WAITS);
    }
}

gboolean
csn_judgement_propose_policy_finish (CsnService *service,
                                     GAsyncResult *result,
                                     CsnProposalAnswer *ret_answer,
                                     GError **error)
{
  gssize answer;

  g_return_val_if_fail (g_task_is_valid (result, service), FALSE);
  g_return_val_if_fail (ret_answer != NULL, FALSE);

  answer = g_task_propagate_int (G_TASK (result), error);
  if (answer < 0)
    return FALSE;
  *ret_answer = (CsnProposalAnswer) answer;
  return TRUE;
}
