/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-change-private.h"
#include "csn-store.h"
#include "csn-time.h"

/* What a change holds of the judgement. */

void
csn_change_set_verdict (CsnChange *self,
                        const char *request_id,
                        CsnVerdict *verdict,
                        const char *policy_sha256,
                        const char *context,
                        gint64 deadline_at)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (verdict != NULL);

  text = csn_verdict_to_json (verdict);
  csn_change_add_step (
      self,
      CSN_STATEMENT_SET_VERDICT,
      "The request is not pending",
      g_variant_new ("(ssmsmsx)", request_id, text, policy_sha256, context, deadline_at));
}

void
csn_change_put_policy (CsnChange *self, const char *sha256, const char *json, gint64 now)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (sha256 != NULL);
  g_return_if_fail (json != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_INSERT_POLICY,
                       NULL,
                       g_variant_new ("(ssx)", sha256, json, now));
  csn_change_put_value (self, CSN_STORE_POLICY_KEY, sha256);
}

void
csn_change_draw (CsnChange *self,
                 const char *request_id,
                 const char *grant_id,
                 const CsnMoney *cost,
                 const CsnMoney *total,
                 gint64 at)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (grant_id != NULL);
  g_return_if_fail (cost != NULL && total != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_INSERT_DRAW,
                       NULL,
                       g_variant_new ("(ssssx)",
                                      request_id,
                                      grant_id,
                                      csn_money_get_amount (cost),
                                      csn_money_get_currency (cost),
                                      at));
  csn_change_add_step (self,
                       CSN_STATEMENT_PUT_DRAWN,
                       NULL,
                       g_variant_new ("(sss)",
                                      grant_id,
                                      csn_money_get_currency (total),
                                      csn_money_get_amount (total)));
}

void
csn_change_count_scores (CsnChange *self,
                         const char *agent_id,
                         const char *action_type,
                         gint64 at,
                         const CsnStoredScores *scores)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (agent_id != NULL);
  g_return_if_fail (action_type != NULL);
  g_return_if_fail (scores != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_COUNT_SCORE,
                       NULL,
                       g_variant_new ("(ssxxxxxxxx)",
                                      agent_id,
                                      action_type,
                                      at / CSN_DAY,
                                      (gint64) scores->bin,
                                      scores->n,
                                      scores->n_right,
                                      scores->n_rejected,
                                      scores->n_edited,
                                      scores->score_sum,
                                      scores->error_sum));
}

void
csn_change_mark_counted (CsnChange *self, gint64 number)
{
  g_return_if_fail (self != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_MARK_COUNTED,
                       "The request is counted already",
                       g_variant_new ("(x)", number));
}

void
csn_change_add_level (CsnChange *self,
                      const char *agent_id,
                      const char *action_type,
                      gint64 at,
                      const CsnLevel *before,
                      CsnLevel level,
                      const char *cause,
                      CsnActorKind actor)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (agent_id != NULL);
  g_return_if_fail (action_type != NULL);

  csn_change_add_step (self,
                       CSN_STATEMENT_INSERT_LEVEL,
                       NULL,
                       g_variant_new ("(ssxmssmss)",
                                      agent_id,
                                      action_type,
                                      at,
                                      before != NULL ? csn_level_to_string (*before) : NULL,
                                      csn_level_to_string (level),
                                      cause,
                                      csn_actor_kind_to_string (actor)));
}
