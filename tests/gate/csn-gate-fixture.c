/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

#include <glib/gstdio.h>

#include "csn-store-reader.h"
#include "csn-verify.h"

static void
open_gate (CsnGateFixture *self)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  gint64 now = csn_clock_get_wall (CSN_CLOCK (self->clock));

  self->store = csn_store_open (self->path, self->flags, now, &error);
  g_assert_no_error (error);
  self->gate = csn_gate_new (self->store,
                             self->policy,
                             CSN_CLOCK (self->clock),
                             CSN_PRESENCE (self->presence));
  csn_gate_set_reviewer (self->gate, "ana@example.org");
  csn_gate_add_channel (self->gate, CSN_CHANNEL (self->backup));
  csn_gate_add_channel (self->gate, CSN_CHANNEL (self->channel));
  g_assert_nonnull (csn_gate_get_fault (self->gate));
  csn_gate_start_async (self->gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_start_finish (self->gate, done, &error);
  g_assert_no_error (error);
  g_assert_null (csn_gate_get_fault (self->gate));
  csn_test_run_ready ();
}

static void
drop_gate (CsnGateFixture *self)
{
  csn_store_close (self->store);
  csn_fake_channel_let_go (self->channel);
  csn_fake_channel_let_go (self->backup);
  csn_test_run_ready ();
  g_assert_finalize_object (self->gate);
  self->gate = NULL;
  g_assert_finalize_object (self->store);
  self->store = NULL;
  g_assert_cmpuint (csn_fake_clock_get_n_alarms (self->clock), ==, 0);
}

static void
close_gate (CsnGateFixture *self)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_stop_async (self->gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_stop_finish (self->gate, done, &error);
  g_assert_no_error (error);
  g_clear_object (&done);
  csn_test_run_ready ();
  drop_gate (self);
}

/* Memory where there is such a folder: these tests are about the gate, not the disk. */
static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *in_memory = g_strdup ("/dev/shm/csn-gate-XXXXXX");
  char *folder;

  if (g_mkdtemp (in_memory) != NULL)
    return in_memory;
  g_free (in_memory);
  folder = g_dir_make_tmp ("csn-gate-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

static CsnGateFixture *
new_fixture (CsnStoreFlags flags)
{
  CsnGateFixture *self = g_new0 (CsnGateFixture, 1);

  self->flags = flags;
  self->folder = make_folder ();
  self->path = g_build_filename (self->folder, "countersign.db", NULL);
  self->policy = csn_policy_new_preset ("reference");
  self->clock = csn_fake_clock_new (CSN_FIXTURE_NOW);
  self->presence = csn_fake_presence_new ();
  self->channel = csn_fake_channel_new ("desktop", FALSE);
  self->backup = csn_fake_channel_new ("e-mail", TRUE);
  open_gate (self);
  return self;
}

CsnGateFixture *
csn_gate_fixture_new (void)
{
  return new_fixture (CSN_STORE_INLINE);
}

CsnGateFixture *
csn_gate_fixture_new_threaded (void)
{
  return new_fixture (CSN_STORE_DEFAULT);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
csn_gate_fixture_free (CsnGateFixture *self)
{
  if (self->gate != NULL)
    close_gate (self);
  csn_gate_fixture_assert_intact (self);
  remove_folder (self->folder);
  csn_policy_unref (self->policy);
  g_assert_finalize_object (self->clock);
  g_assert_finalize_object (self->presence);
  g_assert_finalize_object (self->channel);
  g_assert_finalize_object (self->backup);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static void
run_test (gconstpointer data)
{
  void (*const *func) (CsnGateFixture *) = data;
  CsnGateFixture *self = csn_gate_fixture_new ();

  (*func) (self);
  csn_gate_fixture_free (self);
}

void
csn_gate_fixture_add (const char *path, void (*func) (CsnGateFixture *self))
{
  void (**data) (CsnGateFixture *) = g_malloc (sizeof func);

  *data = func;
  g_test_add_data_func_full (path, data, run_test, g_free);
}

void
csn_gate_fixture_restart (CsnGateFixture *self)
{
  close_gate (self);
  open_gate (self);
}

void
csn_gate_fixture_crash (CsnGateFixture *self)
{
  drop_gate (self);
  open_gate (self);
}

void
csn_gate_fixture_assert_intact (CsnGateFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (self->path, &error);
  g_autoptr (CsnVerifyReport) report = NULL;

  g_assert_no_error (error);
  report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_fault_kind_to_string (report->fault), ==, "none");
  g_assert_cmpint (report->integrity, ==, CSN_INTEGRITY_UNVERIFIABLE);
}

static char *
submit (CsnGateFixture *self, const char *task_id, const char *members, GError **error)
{
  g_autoptr (CsnRequest) request = csn_test_request_new (CSN_FIXTURE_SOURCE, task_id, members);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  char *id;

  csn_gate_submit_async (self->gate, request, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  id = csn_gate_submit_finish (self->gate, done, error);
  csn_test_run_ready ();
  return id;
}

char *
csn_gate_fixture_submit (CsnGateFixture *self, const char *task_id, const char *members)
{
  g_autoptr (GError) error = NULL;
  char *id = submit (self, task_id, members, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

static int
code_of (const GError *error)
{
  if (error == NULL)
    return -1;
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (CSN_GATE_ERROR));
  return error->code;
}

int
csn_gate_fixture_submit_error (CsnGateFixture *self, const char *task_id, const char *members)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = submit (self, task_id, members, &error);

  g_assert_null (id);
  return code_of (error);
}

CsnInboxItem *
csn_gate_fixture_item (CsnGateFixture *self, const char *id)
{
  CsnInboxItem *item = csn_gate_lookup (self->gate, id);

  g_assert_nonnull (item);
  return item;
}

void
csn_gate_fixture_assert_state (CsnGateFixture *self, const char *id, CsnRequestState state)
{
  CsnInboxItem *item = csn_gate_fixture_item (self, id);

  g_assert_false (csn_inbox_item_get_settling (item));
  g_assert_cmpstr (csn_request_state_to_string (csn_inbox_item_get_state (item)),
                   ==,
                   csn_request_state_to_string (state));
}

CsnAnswer
csn_gate_fixture_answer (CsnGateFixture *self, const char *id, CsnDecisionKind kind)
{
  CsnRequest *request = csn_inbox_item_get_request (csn_gate_fixture_item (self, id));

  return (CsnAnswer){ .request_id = id,
                      .revision = csn_request_get_revision (request),
                      .digest = csn_request_get_action_digest (request),
                      .kind = kind,
                      .via = "window" };
}

int
csn_gate_fixture_try (CsnGateFixture *self, const CsnAnswer *answer, char **ret_message)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_decide_async (self->gate, answer, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_decide_finish (self->gate, done, &error);
  csn_test_run_ready ();
  if (ret_message != NULL)
    *ret_message = error != NULL ? g_strdup (error->message) : NULL;
  return code_of (error);
}

void
csn_gate_fixture_decide (CsnGateFixture *self, const char *id, CsnDecisionKind kind)
{
  CsnAnswer answer = csn_gate_fixture_answer (self, id, kind);

  if (kind == CSN_DECISION_RESPOND)
    answer.notes = "Ask the customer first.";
  g_assert_cmpint (csn_gate_fixture_try (self, &answer, NULL), ==, -1);
}

static void
report_attempt (CsnGateFixture *self, const CsnDelivery *delivery, CsnAttemptResult attempt)
{
  static const guint statuses[] = { 200, 503, 409 };
  gint64 now = csn_clock_get_wall (CSN_CLOCK (self->clock));
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_report_attempt_async (self->gate,
                                 delivery->id,
                                 attempt,
                                 statuses[attempt],
                                 "What it met",
                                 now + CSN_SECOND,
                                 csn_test_keep_result,
                                 &result);
  done = csn_test_wait_result (&result);
  csn_gate_report_attempt_finish (self->gate, done, &error);
  g_assert_no_error (error);
  csn_test_run_ready ();
}

char *
csn_gate_fixture_attempt (CsnGateFixture *self, CsnAttemptResult result)
{
  g_autoptr (GPtrArray) deliveries = csn_gate_get_deliveries (self->gate, CSN_FIXTURE_SOURCE);
  const CsnDelivery *oldest;

  g_assert_cmpuint (deliveries->len, >, 0);
  oldest = g_ptr_array_index (deliveries, 0);
  report_attempt (self, oldest, result);
  return g_strdup (oldest->id);
}

guint
csn_gate_fixture_acknowledge_all (CsnGateFixture *self)
{
  g_autoptr (GPtrArray) deliveries = csn_gate_get_deliveries (self->gate, CSN_FIXTURE_SOURCE);

  for (guint i = 0; i < deliveries->len; i++)
    report_attempt (self, g_ptr_array_index (deliveries, i), CSN_ATTEMPT_ACKNOWLEDGED);
  return deliveries->len;
}

int
csn_gate_fixture_report (CsnGateFixture *self,
                         const char *id,
                         CsnOutcomeKind kind,
                         const char *executed_digest)
{
  g_autoptr (CsnOutcome) outcome = csn_outcome_new (kind, "said the agent", executed_digest);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_record_outcome_async (self->gate, id, outcome, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_record_outcome_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

int
csn_gate_fixture_dismiss (CsnGateFixture *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_dismiss_async (self->gate, id, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_dismiss_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

char *
csn_gate_fixture_live (CsnGateFixture *self,
                       const char *task_id,
                       const char *members,
                       CsnOutcomeKind outcome)
{
  char *id = csn_gate_fixture_submit (self, task_id, members);
  CsnInboxItem *item = csn_gate_fixture_item (self, id);

  if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
    csn_gate_fixture_decide (self, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_acknowledge_all (self);
  g_assert_cmpint (csn_gate_fixture_report (self, id, outcome, NULL), ==, -1);
  return id;
}

void
csn_gate_fixture_set_stopped (CsnGateFixture *self, const char *agent_id, gboolean stopped)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_set_stopped_async (self->gate, agent_id, stopped, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_set_stopped_finish (self->gate, done, &error);
  g_assert_no_error (error);
  csn_test_run_ready ();
}

int
csn_gate_fixture_hand_back (CsnGateFixture *self, const char *id, const char *note)
{
  static const char *const steps[] = { "Called the customer", NULL };
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_hand_back_async (self->gate, id, steps, note, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_hand_back_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

CsnPolicy *
csn_gate_fixture_new_policy (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{'version': 1, %s}", members);
  g_autoptr (GError) error = NULL;
  CsnPolicy *policy;

  g_strdelimit (text, "'", '"');
  policy = csn_policy_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return policy;
}

int
csn_gate_fixture_set_policy (CsnGateFixture *self, const char *members, const char *via)
{
  g_autoptr (CsnPolicy) policy = csn_gate_fixture_new_policy (members);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_set_policy_async (self->gate, policy, via, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_set_policy_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

int
csn_gate_fixture_answer_promotion (CsnGateFixture *self, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_answer_promotion_async (self->gate,
                                   "agent-1",
                                   "refund",
                                   accept,
                                   csn_test_keep_result,
                                   &result);
  done = csn_test_wait_result (&result);
  csn_gate_answer_promotion_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

int
csn_gate_fixture_set_profile (CsnGateFixture *self, CsnProfile *profile)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_set_profile_async (self->gate, profile, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_set_profile_finish (self->gate, done, &error);
  csn_test_run_ready ();
  return code_of (error);
}

CsnProfile *
csn_gate_fixture_profile (CsnGateFixture *self)
{
  GPtrArray *profiles = csn_agent_item_get_profiles (csn_gate_fixture_agent (self, "agent-1"));

  for (guint i = 0; i < profiles->len; i++)
    {
      CsnProfile *profile = g_ptr_array_index (profiles, i);

      if (g_str_equal (csn_profile_get_action_type (profile), "refund"))
        return profile;
    }
  g_assert_not_reached ();
}

gboolean
csn_gate_fixture_has_rule (CsnGateFixture *self, const char *id, const char *code)
{
  CsnVerdict *verdict = csn_inbox_item_get_verdict (csn_gate_fixture_item (self, id));

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      if (g_str_equal (csn_verdict_get_rule (verdict, i)->code, code))
        return TRUE;
    }
  return FALSE;
}

CsnAgentItem *
csn_gate_fixture_agent (CsnGateFixture *self, const char *agent_id)
{
  GListModel *agents = csn_gate_get_agents (self->gate);

  for (guint i = 0; i < g_list_model_get_n_items (agents); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);

      if (g_str_equal (csn_agent_item_get_agent_id (agent), agent_id))
        return agent;
    }
  g_assert_not_reached ();
}

CsnLevel
csn_gate_fixture_level (CsnGateFixture *self)
{
  GPtrArray *profiles = csn_agent_item_get_profiles (csn_gate_fixture_agent (self, "agent-1"));

  for (guint i = 0; i < profiles->len; i++)
    {
      if (g_str_equal (csn_profile_get_action_type (g_ptr_array_index (profiles, i)), "refund"))
        return csn_profile_get_level (g_ptr_array_index (profiles, i));
    }
  return CSN_LEVEL_SOFT_APPROVAL;
}

static GPtrArray *
read_history (CsnGateFixture *self, const char *id, const char *event_type)
{
  CsnHistoryQuery query = { .event_type = (char *) event_type, .request_id = (char *) id };
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  GPtrArray *events;

  csn_store_read_history_async (self->store,
                                &query,
                                G_MAXUINT64,
                                1000,
                                NULL,
                                csn_test_keep_result,
                                &result);
  done = csn_test_wait_result (&result);
  events = csn_store_read_history_finish (self->store, done, &error);
  g_assert_no_error (error);
  return events;
}

guint
csn_gate_fixture_count (CsnGateFixture *self, const char *id, const char *event_type)
{
  g_autoptr (GPtrArray) events = read_history (self, id, event_type);

  return events->len;
}

char **
csn_gate_fixture_event_types (CsnGateFixture *self, const char *id)
{
  g_autoptr (GPtrArray) events = read_history (self, id, NULL);
  g_autoptr (GStrvBuilder) types = g_strv_builder_new ();

  for (guint i = 0; i < events->len; i++)
    {
      const CsnStoredEvent *event = g_ptr_array_index (events, i);
      g_autoptr (CsnJson) body =
          csn_json_parse (event->body, strlen (event->body), 65536, NULL, NULL);

      g_strv_builder_add (types, csn_gate_fixture_text (body, "event_type", NULL));
    }
  return g_strv_builder_end (types);
}

CsnJson *
csn_gate_fixture_event (CsnGateFixture *self, const char *id, const char *event_type)
{
  g_autoptr (GPtrArray) events = read_history (self, id, event_type);
  const CsnStoredEvent *newest;

  g_assert_cmpuint (events->len, >, 0);
  newest = g_ptr_array_index (events, 0);
  return csn_json_parse (newest->body, strlen (newest->body), 65536, NULL, NULL);
}

const char *
csn_gate_fixture_text (const CsnJson *json, const char *name, const char *member)
{
  const CsnJson *value = csn_json_get_member (json, name);

  if (member != NULL && value != NULL)
    value = csn_json_get_member (value, member);
  if (value == NULL || (csn_json_get_value_type (value) != CSN_JSON_STRING &&
                        csn_json_get_value_type (value) != CSN_JSON_NUMBER))
    return NULL;
  return csn_json_get_text (value);
}
