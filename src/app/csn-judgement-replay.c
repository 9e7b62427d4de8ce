/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-judgement-work-private.h"
#include "csn-judgement.h"
#include "csn-policy-with.h"
#include "csn-recorded-context.h"

/* So many matches of a rule are kept to be shown. */
#define MAX_NEWEST 20

/* How often somebody is told how far it is, in requests. */
#define TELL_EVERY 256

/* A copy of a CsnCaseQuery, and what is done with what it finds. */
typedef struct
{
  CsnCaseQuery query;
  char *agent_id;        /* (owned) (nullable): that of @query */
  char *action_type;     /* (owned) (nullable): likewise */
  CsnPolicy *policy;     /* (owned) (nullable) */
  CsnStandingRule *rule; /* (owned) (nullable) */
  gboolean promotes;     /* to @level */
  CsnLevel level;
} Input;

static Input *
input_new (const CsnCaseQuery *query)
{
  Input *self = g_new0 (Input, 1);

  if (query != NULL)
    self->query = *query;
  self->agent_id = g_strdup (self->query.agent_id);
  self->action_type = g_strdup (self->query.action_type);
  self->query.agent_id = self->agent_id;
  self->query.action_type = self->action_type;
  return self;
}

static void
input_free (gpointer data)
{
  Input *self = data;

  g_free (self->agent_id);
  g_free (self->action_type);
  g_clear_pointer (&self->policy, csn_policy_unref);
  g_clear_pointer (&self->rule, csn_standing_rule_unref);
  g_free (self);
}

/* Cases */

static CsnRecordedContext *
read_context (const CsnStoredCase *stored)
{
  CsnRecordedContext *context = NULL;

  if (stored->context != NULL)
    context = csn_recorded_context_read (stored->context, NULL);
  return context != NULL
             ? context
             : csn_recorded_context_guess (stored->request->verdict, stored->request->received_at);
}

static CsnReplayCase *
new_case (const CsnStoredCase *stored, const Input *input)
{
  const CsnStoredRequest *request = stored->request;
  g_autoptr (CsnRecordedContext) recorded = read_context (stored);
  CsnPolicyContext context = *csn_recorded_context_get (recorded);
  CsnReplayRecord record = {
    .id = request->id,
    .seq = stored->seq,
    .time = request->received_at,
    .level = csn_verdict_get_level (request->verdict),
    .decided = request->decision != NULL,
  };

  if (record.decided)
    {
      record.decision = csn_decision_get_kind (request->decision);
      record.actor = csn_decision_get_actor_kind (request->decision);
    }
  if (request->outcome != NULL)
    record.outcome = csn_outcome_get_kind (request->outcome);
  if (input->promotes)
    context.profile_level = input->level;
  return csn_replay_case_new (request->request, &context, &record);
}

/* What is done with each case. */
typedef void (*CaseFunc) (CsnReplayCase *replay_case, gpointer data);

typedef struct
{
  CsnJudgementReader *reader;
  const Input *input;
  CaseFunc func;
  gpointer data;
  CsnReplayProgress progress; /* (nullable) */
  gpointer progress_data;
} Walk;

/* One after the other, newest first: a whole history needs no memory. */
static gboolean
walk (const Walk *self, GError **error)
{
  const CsnCaseQuery *query = &self->input->query;
  const CsnCaseFilter filter = {
    query->since,
    query->until,
    query->agent_id,
    query->action_type,
  };
  guint64 limit = query->limit > 0 ? query->limit : G_MAXUINT64;
  g_autoptr (GError) local = NULL;
  gint64 total = csn_judgement_reader_count_cases (self->reader, &filter, error);
  guint64 n_read = 0;

  if (total < 0 || !csn_judgement_reader_begin_cases (self->reader, &filter, error))
    return FALSE;
  while (n_read < limit)
    {
      g_autoptr (CsnStoredCase) stored = csn_judgement_reader_next_case (self->reader, &local);
      g_autoptr (CsnReplayCase) replay_case = NULL;

      if (stored == NULL)
        break;
      replay_case = new_case (stored, self->input);
      self->func (replay_case, self->data);
      n_read++;
      if (self->progress != NULL && n_read % TELL_EVERY == 0)
        self->progress (n_read, MIN ((guint64) total, limit), self->progress_data);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
tell_work (guint64 done, guint64 total, gpointer data)
{
  csn_work_tell (data, done, total);
}

static void
keep_case (CsnReplayCase *replay_case, gpointer data)
{
  g_ptr_array_add (data, csn_replay_case_ref (replay_case));
}

static gpointer
load_cases (CsnWork *work,
            CsnJudgementReader *reader,
            gpointer input,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) cases =
      g_ptr_array_new_with_free_func ((GDestroyNotify) csn_replay_case_unref);
  const Walk all = { reader, input, keep_case, cases, NULL, NULL };

  return walk (&all, error) ? g_steal_pointer (&cases) : NULL;
}

void
csn_judgement_load_cases_async (CsnService *service,
                                const CsnCaseQuery *query,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CsnWorkTask what = { .func = load_cases, .free_input = input_free };
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));

  what.free_value = (GDestroyNotify) g_ptr_array_unref;
  what.input = input_new (query);
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_load_cases_async);
  csn_work_run (service, task, &what);
}

GPtrArray *
csn_judgement_load_cases_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Replay */

static void
replay_case_again (CsnReplayCase *replay_case, gpointer data)
{
  csn_replay_add (data, replay_case);
}

static gpointer
replay (CsnWork *work,
        CsnJudgementReader *reader,
        gpointer data,
        GCancellable *cancellable,
        GError **error)
{
  const Input *input = data;
  g_autoptr (CsnReplay) report = csn_replay_new (input->policy);
  const Walk all = { reader, input, replay_case_again, report, tell_work, work };

  return walk (&all, error) ? g_steal_pointer (&report) : NULL;
}

static gboolean
check_exists (const char *path, GError **error)
{
  g_autofree char *name = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_FOUND,
               /* TRANSLATORS: %s is the name of a file. */
               _ ("There is no database at %s."),
               name);
  return FALSE;
}

CsnReplay *
csn_judgement_replay_file (const char *path,
                           CsnPolicy *policy,
                           const CsnCaseQuery *query,
                           CsnReplayProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (CsnReplay) report = NULL;
  Input *input;
  gboolean done = FALSE;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  if (!check_exists (path, error))
    return NULL;
  input = input_new (query);
  report = csn_replay_new (policy);
  reader = csn_judgement_reader_open (path, cancellable, error);
  if (reader != NULL)
    {
      const Walk all = { reader, input, replay_case_again, report, progress, progress_data };

      done = walk (&all, error);
    }
  input_free (input);
  return done ? g_steal_pointer (&report) : NULL;
}

static void
run_replay (CsnService *service,
            GTask *task,
            Input *input,
            CsnServiceProgress progress,
            gpointer data)
{
  const CsnWorkTask what = {
    .func = replay,
    .free_value = (GDestroyNotify) csn_replay_free,
    .input = input,
    .free_input = input_free,
    .progress = progress,
    .progress_data = data,
  };

  csn_work_run (service, task, &what);
}

void
csn_judgement_replay_async (CsnService *service,
                            CsnPolicy *policy,
                            const CsnCaseQuery *query,
                            CsnServiceProgress progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  Input *input;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (policy != NULL);

  input = input_new (query);
  input->policy = csn_policy_ref (policy);
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_replay_async);
  run_replay (service, task, input, progress, progress_data);
}

CsnReplay *
csn_judgement_replay_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
csn_judgement_replay_promotion_async (CsnService *service,
                                      const char *agent_id,
                                      const char *action_type,
                                      CsnLevel level,
                                      const CsnCaseQuery *query,
                                      CsnServiceProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  CsnCaseQuery of_profile = { 0 };
  CsnPolicy *policy;
  Input *input;
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (agent_id != NULL && action_type != NULL);

  if (query != NULL)
    of_profile = *query;
  of_profile.agent_id = agent_id;
  of_profile.action_type = action_type;
  input = input_new (&of_profile);
  input->promotes = TRUE;
  input->level = level;
  policy = csn_judgement_get_policy (service);
  if (policy != NULL)
    input->policy = csn_policy_ref (policy);
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_replay_promotion_async);
  run_replay (service, task, input, progress, progress_data);
}

/* Rules */

void
csn_rule_matches_free (CsnRuleMatches *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->newest);
  g_free (self);
}

/* One rule against one case after the other. */
typedef struct
{
  CsnStandingRule *rule; /* (unowned) */
  CsnPolicy *without;    /* (owned): the policy in force, less the rule */
  CsnPolicy *with;       /* (owned): with the rule at work */
  CsnRuleMatches *matches;
} Trial;

static CsnLevel
judge (const CsnPolicy *policy, const CsnReplayCase *replay_case)
{
  g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy,
                                                        csn_replay_case_get_request (replay_case),
                                                        csn_replay_case_get_context (replay_case));

  return csn_verdict_get_level (verdict);
}

static void
try_rule (CsnReplayCase *replay_case, gpointer data)
{
  Trial *trial = data;
  CsnLevel before, after;

  trial->matches->n_read++;
  if (!csn_standing_rule_matches (trial->rule, csn_replay_case_get_request (replay_case)))
    return;
  trial->matches->n_matches++;
  if (trial->matches->newest->len < MAX_NEWEST)
    g_ptr_array_add (trial->matches->newest, csn_replay_case_ref (replay_case));
  before = judge (trial->without, replay_case);
  after = judge (trial->with, replay_case);
  trial->matches->n_raised += after > before;
  trial->matches->n_lowered += after < before;
}

/* The rule as it would be at work: an end that came before the recorded requests did, or a dry run,
 * must not hide what it does. */
static CsnPolicy *
new_policy_with (const CsnPolicy *without, CsnStandingRule *rule, GError **error)
{
  CsnStandingRuleTerms terms = *csn_standing_rule_get_terms (rule);
  g_autoptr (CsnStandingRule) working = NULL;

  terms.dry_run = FALSE;
  working = csn_standing_rule_new (&terms);
  return csn_policy_with_rule (without, working, error);
}

static gpointer
match_rule (CsnWork *work,
            CsnJudgementReader *reader,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Input *input = data;
  const char *id = csn_standing_rule_get_terms (input->rule)->id;
  g_autoptr (CsnPolicy) without = csn_policy_without_rule (input->policy, id);
  g_autoptr (CsnPolicy) with = NULL;
  g_autoptr (CsnRuleMatches) matches = g_new0 (CsnRuleMatches, 1);
  Trial trial = { .rule = input->rule, .matches = matches };
  const Walk all = { reader, input, try_rule, &trial, tell_work, work };

  matches->newest = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_replay_case_unref);
  with = new_policy_with (without, input->rule, error);
  if (with == NULL)
    return NULL;
  trial.without = without;
  trial.with = with;
  return walk (&all, error) ? g_steal_pointer (&matches) : NULL;
}

void
csn_judgement_match_rule_async (CsnService *service,
                                CsnStandingRule *rule,
                                const CsnCaseQuery *query,
                                CsnServiceProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CsnWorkTask what = { .func = match_rule, .free_input = input_free };
  CsnPolicy *policy;
  Input *input;
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (rule != NULL);

  input = input_new (query);
  input->rule = csn_standing_rule_ref (rule);
  policy = csn_judgement_get_policy (service);
  if (policy != NULL)
    input->policy = csn_policy_ref (policy);
  what.free_value = (GDestroyNotify) csn_rule_matches_free;
  what.input = input;
  what.progress = progress;
  what.progress_data = progress_data;
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_match_rule_async);
  csn_work_run (service, task, &what);
}

CsnRuleMatches *
csn_judgement_match_rule_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
