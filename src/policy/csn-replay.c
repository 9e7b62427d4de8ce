/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-replay.h"

#include "csn-json-writer.h"
#include "csn-time.h"

#define N_LEVELS (CSN_LEVEL_HUMAN_TAKEOVER + 1)

struct _CsnReplay
{
  CsnPolicy *policy; /* (owned) */
  guint64 counts[N_LEVELS][N_LEVELS];
  guint64 n_skipped;
  GArray *skips; /* (owned) (element-type CsnReplaySkip) */
};

static void
skip_clear (gpointer data)
{
  CsnReplaySkip *skip = data;

  csn_replay_case_unref (skip->replay_case);
  csn_verdict_unref (skip->verdict);
}

CsnReplay *
csn_replay_new (CsnPolicy *policy)
{
  CsnReplay *self;

  g_return_val_if_fail (policy != NULL, NULL);

  self = g_new0 (CsnReplay, 1);
  self->policy = csn_policy_ref (policy);
  self->skips = g_array_new (FALSE, TRUE, sizeof (CsnReplaySkip));
  g_array_set_clear_func (self->skips, skip_clear);
  return self;
}

void
csn_replay_free (CsnReplay *self)
{
  if (self == NULL)
    return;

  csn_policy_unref (self->policy);
  g_array_unref (self->skips);
  g_free (self);
}

static CsnReplayReason
find_reasons (const CsnReplayRecord *record)
{
  gboolean by_person = record->decided && record->actor == CSN_ACTOR_HUMAN;
  CsnReplayReason reasons = 0;

  if (by_person && record->decision == CSN_DECISION_REJECT)
    reasons |= CSN_REPLAY_REJECTED;
  if (by_person && record->decision == CSN_DECISION_EDIT)
    reasons |= CSN_REPLAY_EDITED;
  if (record->outcome == CSN_OUTCOME_FAILURE)
    reasons |= CSN_REPLAY_FAILED;
  return reasons;
}

/* At NOTIFY_ONLY and below nobody is asked before the agent acts. */
static gboolean
waits_for_person (CsnLevel level)
{
  return level >= CSN_LEVEL_SOFT_APPROVAL;
}

CsnLevel
csn_replay_add (CsnReplay *self, CsnReplayCase *replay_case)
{
  g_autoptr (CsnVerdict) verdict = NULL;
  const CsnReplayRecord *record;
  CsnReplaySkip skip;
  CsnLevel level;

  g_return_val_if_fail (self != NULL, CSN_LEVEL_HUMAN_TAKEOVER);
  g_return_val_if_fail (replay_case != NULL, CSN_LEVEL_HUMAN_TAKEOVER);

  record = csn_replay_case_get_record (replay_case);
  verdict = csn_policy_evaluate (self->policy,
                                 csn_replay_case_get_request (replay_case),
                                 csn_replay_case_get_context (replay_case));
  level = csn_verdict_get_level (verdict);
  self->counts[record->level][level]++;

  skip.reasons = find_reasons (record);
  if (skip.reasons == 0 || !waits_for_person (record->level) || waits_for_person (level))
    return level;

  self->n_skipped++;
  if (self->skips->len < CSN_REPLAY_MAX_SKIPPED)
    {
      skip.replay_case = csn_replay_case_ref (replay_case);
      skip.verdict = g_steal_pointer (&verdict);
      g_array_append_val (self->skips, skip);
    }
  return level;
}

CsnReplay *
csn_replay_run (CsnPolicy *policy, CsnReplayCase *const *cases, guint n_cases)
{
  CsnReplay *self = csn_replay_new (policy);

  for (guint i = 0; self != NULL && i < n_cases; i++)
    csn_replay_add (self, cases[i]);
  return self;
}

/* Of all cases, or of those that moved. */
static guint64
sum_counts (const CsnReplay *self, gboolean only_moved)
{
  guint64 sum = 0;

  for (guint from = 0; from < N_LEVELS; from++)
    {
      for (guint to = 0; to < N_LEVELS; to++)
        sum += only_moved && from == to ? 0 : self->counts[from][to];
    }
  return sum;
}

guint64
csn_replay_get_total (const CsnReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sum_counts (self, FALSE);
}

guint64
csn_replay_get_moved (const CsnReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sum_counts (self, TRUE);
}

guint64
csn_replay_get_count (const CsnReplay *self, CsnLevel from, CsnLevel to)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail ((guint) from < N_LEVELS && (guint) to < N_LEVELS, 0);

  return self->counts[from][to];
}

guint64
csn_replay_get_in (const CsnReplay *self, CsnLevel level)
{
  guint64 sum = 0;

  for (CsnLevel from = 0; from < N_LEVELS; from++)
    sum += from == level ? 0 : csn_replay_get_count (self, from, level);
  return sum;
}

guint64
csn_replay_get_out (const CsnReplay *self, CsnLevel level)
{
  guint64 sum = 0;

  for (CsnLevel to = 0; to < N_LEVELS; to++)
    sum += to == level ? 0 : csn_replay_get_count (self, level, to);
  return sum;
}

guint64
csn_replay_get_n_skipped (const CsnReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_skipped;
}

guint
csn_replay_get_n_kept (const CsnReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->skips->len;
}

const CsnReplaySkip *
csn_replay_get_skip (const CsnReplay *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->skips->len, NULL);

  return &g_array_index (self->skips, CsnReplaySkip, index);
}

static void
write_levels (const CsnReplay *self, CsnJsonWriter *writer)
{
  csn_json_writer_key (writer, "levels");
  csn_json_writer_begin_array (writer);
  for (CsnLevel level = 0; level < N_LEVELS; level++)
    {
      guint64 in = csn_replay_get_in (self, level);
      guint64 out = csn_replay_get_out (self, level);
      guint64 stayed = self->counts[level][level];

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "level", csn_level_to_string (level));
      csn_json_writer_member_integer (writer, "before", (gint64) (stayed + out));
      csn_json_writer_member_integer (writer, "after", (gint64) (stayed + in));
      csn_json_writer_member_integer (writer, "in", (gint64) in);
      csn_json_writer_member_integer (writer, "out", (gint64) out);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

static void
write_moves (const CsnReplay *self, CsnJsonWriter *writer)
{
  csn_json_writer_key (writer, "moves");
  csn_json_writer_begin_array (writer);
  for (CsnLevel from = 0; from < N_LEVELS; from++)
    {
      for (CsnLevel to = 0; to < N_LEVELS; to++)
        {
          if (from == to || self->counts[from][to] == 0)
            continue;
          csn_json_writer_begin_object (writer);
          csn_json_writer_member_string (writer, "from", csn_level_to_string (from));
          csn_json_writer_member_string (writer, "to", csn_level_to_string (to));
          csn_json_writer_member_integer (writer, "count", (gint64) self->counts[from][to]);
          csn_json_writer_end_object (writer);
        }
    }
  csn_json_writer_end_array (writer);
}

static void
write_reasons (CsnJsonWriter *writer, CsnReplayReason reasons)
{
  csn_json_writer_key (writer, "reasons");
  csn_json_writer_begin_array (writer);
  if (reasons & CSN_REPLAY_REJECTED)
    csn_json_writer_string (writer, "rejected");
  if (reasons & CSN_REPLAY_EDITED)
    csn_json_writer_string (writer, "edited");
  if (reasons & CSN_REPLAY_FAILED)
    csn_json_writer_string (writer, "failed");
  csn_json_writer_end_array (writer);
}

static void
write_why (CsnJsonWriter *writer, const CsnVerdict *verdict)
{
  g_autoptr (GString) why = g_string_new (NULL);

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (rule->decisive)
        g_string_append_printf (why, "%s%s", why->len > 0 ? " " : "", rule->why);
    }
  csn_json_writer_member_string (writer, "why", why->str);
}

static void
write_skips (const CsnReplay *self, CsnJsonWriter *writer)
{
  csn_json_writer_key (writer, "skipped");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < self->skips->len; i++)
    {
      const CsnReplaySkip *skip = csn_replay_get_skip (self, i);
      const CsnReplayRecord *record = csn_replay_case_get_record (skip->replay_case);
      const CsnRequest *request = csn_replay_case_get_request (skip->replay_case);
      g_autofree char *time = csn_time_to_string (record->time);

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "id", record->id);
      csn_json_writer_member_integer (writer, "seq", record->seq);
      csn_json_writer_member_string (writer, "time", time);
      csn_json_writer_member_string (writer, "agent_id", csn_request_get_agent_id (request));
      csn_json_writer_member_string (writer, "action_type", csn_request_get_action_type (request));
      csn_json_writer_member_string (writer, "from", csn_level_to_string (record->level));
      csn_json_writer_member_string (writer,
                                     "to",
                                     csn_level_to_string (csn_verdict_get_level (skip->verdict)));
      write_reasons (writer, skip->reasons);
      write_why (writer, skip->verdict);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

char *
csn_replay_to_json (const CsnReplay *self)
{
  CsnJsonWriter *writer;

  g_return_val_if_fail (self != NULL, NULL);

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "total", (gint64) csn_replay_get_total (self));
  csn_json_writer_member_integer (writer, "moved", (gint64) csn_replay_get_moved (self));
  write_levels (self, writer);
  write_moves (self, writer);
  csn_json_writer_member_integer (writer, "skipped_count", (gint64) self->n_skipped);
  write_skips (self, writer);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}
