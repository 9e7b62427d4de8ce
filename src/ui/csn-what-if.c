/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-what-if.h"

gboolean
csn_what_if_went_wrong (const CsnReplayRecord *record)
{
  if (record->outcome == CSN_OUTCOME_FAILURE)
    return TRUE;
  return record->decided && record->actor == CSN_ACTOR_HUMAN &&
         (record->decision == CSN_DECISION_REJECT || record->decision == CSN_DECISION_EDIT);
}

CsnWhatIf
csn_what_if_count (CsnPolicy *policy, GPtrArray *cases)
{
  g_autoptr (CsnReplay) replay = csn_replay_new (policy);
  CsnWhatIf counts = { .total = cases->len };

  for (guint i = 0; i < cases->len; i++)
    {
      CsnReplayCase *replay_case = g_ptr_array_index (cases, i);
      gboolean asked = csn_replay_add (replay, replay_case) >= CSN_LEVEL_SOFT_APPROVAL;

      counts.asked += asked;
      counts.passed += !asked;
      if (!csn_what_if_went_wrong (csn_replay_case_get_record (replay_case)))
        continue;
      counts.wrong++;
      counts.caught += asked;
      counts.missed += !asked;
    }
  return counts;
}
