/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-agents.h"

#include "csn-demo-actions.h"
#include "csn-demo-json.h"
#include "csn-time.h"

/* How long to wait before doing again what could not be written down. */
#define RETRY_MS 2000

struct _CsnDemoAgents
{
  GObject parent_instance;

  CsnDemoState *state; /* (owned) */
  char *folder;        /* (owned) */
  guint act_ms;
  GHashTable *timers; /* (owned): task id to the id of its next step's timer */
};

typedef struct
{
  CsnDemoAgents *agents; /* (unowned): clears its timers first */
  char *task_id;         /* (owned) */
} Step;

G_DEFINE_FINAL_TYPE (CsnDemoAgents, csn_demo_agents, G_TYPE_OBJECT)

static void
remove_timer (gpointer timer)
{
  g_source_remove (GPOINTER_TO_UINT (timer));
}

static void
csn_demo_agents_dispose (GObject *object)
{
  CsnDemoAgents *self = CSN_DEMO_AGENTS (object);

  g_clear_pointer (&self->timers, g_hash_table_unref);
  if (self->state != NULL)
    g_signal_handlers_disconnect_by_data (self->state, self);
  g_clear_object (&self->state);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (csn_demo_agents_parent_class)->dispose (object);
}

static void
csn_demo_agents_class_init (CsnDemoAgentsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_demo_agents_dispose;
}

static void
csn_demo_agents_init (CsnDemoAgents *self)
{
  self->timers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, remove_timer);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->task_id);
  g_free (step);
}

/* What goes wrong is what the scenario wants to go wrong, and what really does. */
static gboolean
perform (CsnDemoAgents *self, CsnDemoTask *task, char **ret_detail, char **ret_digest)
{
  const CsnJson *demo = csn_json_get_member (csn_demo_task_get_proposal (task), "demo");
  const char *fails = csn_demo_json_member_text (demo, "fails");
  const char *approved_digest;
  const CsnJson *action = csn_demo_task_get_approved_action (task, &approved_digest);
  g_autofree char *digest = csn_demo_task_digest (task, action);
  g_autoptr (GError) error = NULL;
  CsnDemoDeed deed = {
    .folder = self->folder,
    .task_id = csn_demo_task_get_id (task),
    .revision = csn_demo_task_get_revision (task),
    .agent_id = csn_demo_task_get_agent_id (task),
    .action_type = csn_demo_task_get_action_type (task),
    .action = action,
    .digest = digest,
  };

  if (g_strcmp0 (digest, approved_digest) != 0)
    {
      *ret_detail = g_strdup ("not done: the action is not the one that was approved");
      return FALSE;
    }
  if (fails != NULL)
    {
      *ret_detail = g_strdup (fails);
      return FALSE;
    }
  if (!csn_demo_actions_perform (&deed, ret_detail, &error))
    {
      *ret_detail = g_strdup_printf ("not done: %s", error->message);
      return FALSE;
    }
  *ret_digest = g_steal_pointer (&digest);
  return TRUE;
}

/* The digest that an agent which can't be trusted will report, whatever was decided. */
static const char *
get_claim (CsnDemoTask *task)
{
  const CsnJson *demo = csn_json_get_member (csn_demo_task_get_proposal (task), "demo");

  return csn_demo_json_member_text (demo, "claims");
}

/* Even such an agent does nothing of what it says. */
static void
claim (CsnDemoTask *task)
{
  csn_demo_task_finish (task, TRUE, "done", get_claim (task));
}

static void
act (CsnDemoAgents *self, CsnDemoTask *task)
{
  g_autofree char *detail = NULL;
  g_autofree char *digest = NULL;
  gboolean success;

  if (get_claim (task) != NULL)
    {
      claim (task);
      return;
    }
  if (!csn_demo_task_is_read_only (task) &&
      csn_demo_state_is_read_only (self->state, csn_demo_task_get_agent_id (task)))
    {
      csn_demo_task_cancel (task, "not done: the agent is read-only", csn_demo_now ());
      return;
    }
  success = perform (self, task, &detail, &digest);
  csn_demo_task_finish (task, success, detail, digest);
}

static void step_in (CsnDemoAgents *self, CsnDemoTask *task, gint64 wait_ms);

static gboolean
on_step (gpointer user_data)
{
  Step *step = user_data;
  CsnDemoAgents *self = step->agents;
  g_autofree char *task_id = g_strdup (step->task_id);
  g_autoptr (CsnDemoTask) task = csn_demo_task_copy (csn_demo_state_lookup (self->state, task_id));
  g_autoptr (GError) error = NULL;

  g_hash_table_remove (self->timers, task_id);
  if (csn_demo_task_get_status (task) == CSN_TASK_APPROVED)
    act (self, task);
  else if (csn_demo_task_get_status (task) == CSN_TASK_REJECTED)
    claim (task);
  else if (csn_demo_task_get_status (task) == CSN_TASK_RUNNING)
    csn_demo_task_propose (task, csn_demo_now ());
  else
    csn_demo_task_cancel (task, "no longer needed", csn_demo_now ());
  if (!csn_demo_state_put (self->state, task, &error))
    {
      g_printerr ("The agents can't write to their folder: %s\n", error->message);
      step_in (self, task, RETRY_MS);
    }
  return G_SOURCE_REMOVE;
}

static void
step_in (CsnDemoAgents *self, CsnDemoTask *task, gint64 wait_ms)
{
  Step *step = g_new0 (Step, 1);
  guint timer;

  step->agents = self;
  step->task_id = g_strdup (csn_demo_task_get_id (task));
  timer = g_timeout_add_full (G_PRIORITY_DEFAULT,
                              (guint) CLAMP (wait_ms, 0, G_MAXINT),
                              on_step,
                              step,
                              step_free);
  g_hash_table_replace (self->timers, g_strdup (step->task_id), GUINT_TO_POINTER (timer));
}

/* When the agent gives up a request that nobody has decided; -1 for never. */
static gint64
patience_ms (CsnDemoTask *task)
{
  const CsnJson *demo = csn_json_get_member (csn_demo_task_get_proposal (task), "demo");
  gint64 wait_ms = csn_demo_json_member_integer (demo, "withdraws_after_ms", -1);
  gint64 expires_at = csn_demo_task_get_expires_at (task);

  if (expires_at > 0 && wait_ms < 0)
    wait_ms = MAX (expires_at - csn_demo_now (), 0) / (CSN_SECOND / 1000) + 1;
  return wait_ms <= G_MAXINT ? wait_ms : -1;
}

static void
look_at (CsnDemoAgents *self, CsnDemoTask *task)
{
  CsnTaskStatus status = csn_demo_task_get_status (task);

  g_hash_table_remove (self->timers, csn_demo_task_get_id (task));
  if (status == CSN_TASK_APPROVED || (status == CSN_TASK_REJECTED && get_claim (task) != NULL))
    step_in (self, task, self->act_ms);
  else if (status == CSN_TASK_PENDING_APPROVAL && patience_ms (task) >= 0)
    step_in (self, task, patience_ms (task));
  else if (status == CSN_TASK_RUNNING &&
           (csn_demo_task_is_read_only (task) ||
            !csn_demo_state_is_read_only (self->state, csn_demo_task_get_agent_id (task))))
    step_in (self, task, self->act_ms);
}

static void
on_task_changed (CsnDemoState *state, CsnDemoTask *task, CsnDemoAgents *self)
{
  look_at (self, task);
}

static void
look_at_all (CsnDemoAgents *self)
{
  GPtrArray *tasks = csn_demo_state_get_tasks (self->state);

  for (guint i = 0; i < tasks->len; i++)
    look_at (self, g_ptr_array_index (tasks, i));
}

static void
on_mode_changed (CsnDemoState *state, const char *agent_id, CsnDemoAgents *self)
{
  GPtrArray *tasks = csn_demo_state_get_tasks (self->state);

  for (guint i = 0; i < tasks->len; i++)
    {
      CsnDemoTask *task = g_ptr_array_index (tasks, i);

      if (csn_demo_task_get_status (task) == CSN_TASK_RUNNING)
        look_at (self, task);
    }
}

CsnDemoAgents *
csn_demo_agents_new (CsnDemoState *state, const char *folder, guint act_ms)
{
  CsnDemoAgents *self = g_object_new (CSN_TYPE_DEMO_AGENTS, NULL);

  self->state = g_object_ref (state);
  self->folder = g_strdup (folder);
  self->act_ms = act_ms;
  g_signal_connect (state, "task-changed", G_CALLBACK (on_task_changed), self);
  g_signal_connect (state, "mode-changed", G_CALLBACK (on_mode_changed), self);
  look_at_all (self);
  return self;
}
