/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-state.h"

#include "csn-demo-journal.h"
#include "csn-demo-json.h"

struct _CsnDemoState
{
  GObject parent_instance;

  CsnDemoJournal *journal; /* (owned) */
  GPtrArray *tasks;        /* (owned) (element-type CsnDemoTask), by number */
  GHashTable *indexes;     /* (owned): task id to place in tasks */
  GHashTable *modes;       /* (owned): agent id to whether it is read-only */
  GHashTable *positions;   /* (owned): scenario to proposals made */
  gboolean all_read_only;
  gint64 last_name; /* of the ids "t-1", "t-2", ... */
  guint n_pending;
};

enum
{
  SIGNAL_TASK_CHANGED,
  SIGNAL_MODE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnDemoState, csn_demo_state, G_TYPE_OBJECT)

static void
csn_demo_state_finalize (GObject *object)
{
  CsnDemoState *self = CSN_DEMO_STATE (object);

  g_clear_object (&self->journal);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->indexes, g_hash_table_unref);
  g_clear_pointer (&self->modes, g_hash_table_unref);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  G_OBJECT_CLASS (csn_demo_state_parent_class)->finalize (object);
}

static void
csn_demo_state_class_init (CsnDemoStateClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = csn_demo_state_finalize;
  signals[SIGNAL_TASK_CHANGED] = g_signal_new ("task-changed",
                                               type,
                                               G_SIGNAL_RUN_LAST,
                                               0,
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_TYPE_NONE,
                                               1,
                                               CSN_TYPE_DEMO_TASK);
  signals[SIGNAL_MODE_CHANGED] = g_signal_new ("mode-changed",
                                               type,
                                               G_SIGNAL_RUN_LAST,
                                               0,
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_TYPE_NONE,
                                               1,
                                               G_TYPE_STRING);
}

static void
csn_demo_state_init (CsnDemoState *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->modes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
is_pending (CsnDemoTask *task)
{
  return csn_demo_task_get_status (task) == CSN_TASK_PENDING_APPROVAL;
}

static void
note_name (CsnDemoState *self, const char *task_id)
{
  guint64 name;

  if (g_str_has_prefix (task_id, "t-") &&
      g_ascii_string_to_unsigned (task_id + 2, 10, 1, G_MAXINT32, &name, NULL))
    self->last_name = MAX (self->last_name, (gint64) name);
}

static void
apply_task (CsnDemoState *self, CsnDemoTask *task)
{
  const char *task_id = csn_demo_task_get_id (task);
  gpointer index;

  self->n_pending += is_pending (task) ? 1 : 0;
  if (g_hash_table_lookup_extended (self->indexes, task_id, NULL, &index))
    {
      gpointer *place = &g_ptr_array_index (self->tasks, GPOINTER_TO_UINT (index));

      self->n_pending -= is_pending (*place) ? 1 : 0;
      g_object_unref (*place);
      *place = g_object_ref (task);
      return;
    }
  g_hash_table_insert (self->indexes, g_strdup (task_id), GUINT_TO_POINTER (self->tasks->len));
  g_ptr_array_add (self->tasks, g_object_ref (task));
  note_name (self, task_id);
}

static void
apply_mode (CsnDemoState *self, const char *agent_id, gboolean read_only)
{
  if (agent_id != NULL)
    {
      g_hash_table_insert (self->modes, g_strdup (agent_id), GINT_TO_POINTER (read_only));
      return;
    }
  g_hash_table_remove_all (self->modes);
  self->all_read_only = read_only;
}

static void
apply_position (CsnDemoState *self, const char *scenario, guint position)
{
  g_hash_table_insert (self->positions, g_strdup (scenario), GUINT_TO_POINTER (position));
}

static void
apply_line (CsnDemoState *self, const CsnJson *line)
{
  const CsnJson *task = csn_json_get_member (line, "task");
  const CsnJson *mode = csn_json_get_member (line, "mode");
  const CsnJson *position = csn_json_get_member (line, "position");

  if (task != NULL)
    {
      g_autoptr (CsnDemoTask) loaded = csn_demo_task_load (task);

      if (loaded != NULL)
        apply_task (self, loaded);
    }
  if (mode != NULL)
    apply_mode (self,
                csn_demo_json_member_text (mode, "agent_id"),
                csn_demo_json_member_is_true (mode, "read_only"));
  if (position != NULL && csn_demo_json_member_text (position, "scenario") != NULL)
    apply_position (self,
                    csn_demo_json_member_text (position, "scenario"),
                    (guint) csn_demo_json_member_integer (position, "made", 0));
}

CsnDemoState *
csn_demo_state_open (const char *folder, GError **error)
{
  g_autoptr (CsnDemoState) self = g_object_new (CSN_TYPE_DEMO_STATE, NULL);
  g_autofree char *path = g_build_filename (folder, "journal.jsonl", NULL);
  g_autoptr (GPtrArray) lines = NULL;

  self->journal = csn_demo_journal_open (path, &lines, error);
  if (self->journal == NULL)
    return NULL;
  for (guint i = 0; i < lines->len; i++)
    apply_line (self, g_ptr_array_index (lines, i));
  return g_steal_pointer (&self);
}

static gboolean
keep (CsnDemoState *self, CsnJsonWriter *writer, GError **error)
{
  g_autofree char *line = NULL;

  csn_json_writer_end_object (writer);
  line = csn_json_writer_finish (writer);
  return csn_demo_journal_append (self->journal, line, error);
}

static CsnJsonWriter *
begin_line (const char *key)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, key);
  return writer;
}

gboolean
csn_demo_state_put (CsnDemoState *self, CsnDemoTask *task, GError **error)
{
  CsnJsonWriter *writer = begin_line ("task");

  csn_demo_task_save (task, writer);
  if (!keep (self, writer, error))
    return FALSE;
  apply_task (self, task);
  g_signal_emit (self, signals[SIGNAL_TASK_CHANGED], 0, task);
  return TRUE;
}

CsnDemoTask *
csn_demo_state_add (CsnDemoState *self,
                    const char *task_id,
                    const CsnJson *proposal,
                    gint64 now,
                    GError **error)
{
  g_autofree char *next_id = g_strdup_printf ("t-%" G_GINT64_FORMAT, self->last_name + 1);
  const char *id = task_id != NULL ? task_id : next_id;
  g_autoptr (CsnDemoTask) task = NULL;

  g_return_val_if_fail (csn_demo_state_lookup (self, id) == NULL, NULL);

  task = csn_demo_task_new (id, self->tasks->len + 1, proposal, now);
  if (csn_demo_task_is_read_only (task) ||
      !csn_demo_state_is_read_only (self, csn_demo_task_get_agent_id (task)))
    csn_demo_task_propose (task, now);
  if (!csn_demo_state_put (self, task, error))
    return NULL;
  return csn_demo_state_lookup (self, id);
}

CsnDemoTask *
csn_demo_state_lookup (CsnDemoState *self, const char *task_id)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (self->indexes, task_id, NULL, &index))
    return NULL;
  return g_ptr_array_index (self->tasks, GPOINTER_TO_UINT (index));
}

GPtrArray *
csn_demo_state_get_tasks (CsnDemoState *self)
{
  return self->tasks;
}

guint
csn_demo_state_count_pending (CsnDemoState *self)
{
  return self->n_pending;
}

gboolean
csn_demo_state_set_read_only (CsnDemoState *self,
                              const char *agent_id,
                              gboolean read_only,
                              GError **error)
{
  CsnJsonWriter *writer = begin_line ("mode");

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "agent_id", agent_id);
  csn_json_writer_member_boolean (writer, "read_only", read_only);
  csn_json_writer_end_object (writer);
  if (!keep (self, writer, error))
    return FALSE;
  apply_mode (self, agent_id, read_only);
  g_signal_emit (self, signals[SIGNAL_MODE_CHANGED], 0, agent_id);
  return TRUE;
}

gboolean
csn_demo_state_is_read_only (CsnDemoState *self, const char *agent_id)
{
  gpointer read_only;
  g_autoptr (GPtrArray) agents = NULL;

  if (agent_id != NULL && g_hash_table_lookup_extended (self->modes, agent_id, NULL, &read_only))
    return GPOINTER_TO_INT (read_only);
  if (agent_id != NULL)
    return self->all_read_only;
  agents = csn_demo_state_get_agents (self);
  for (guint i = 0; i < agents->len; i++)
    if (!csn_demo_state_is_read_only (self, g_ptr_array_index (agents, i)))
      return FALSE;
  return agents->len > 0 || self->all_read_only;
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
csn_demo_state_get_agents (CsnDemoState *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) agents = g_ptr_array_new ();

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const char *agent_id = csn_demo_task_get_agent_id (g_ptr_array_index (self->tasks, i));

      if (g_hash_table_add (seen, (gpointer) agent_id))
        g_ptr_array_add (agents, (gpointer) agent_id);
    }
  g_ptr_array_sort (agents, compare_text);
  return g_steal_pointer (&agents);
}

guint
csn_demo_state_get_position (CsnDemoState *self, const char *scenario)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, scenario));
}

gboolean
csn_demo_state_set_position (CsnDemoState *self,
                             const char *scenario,
                             guint position,
                             GError **error)
{
  CsnJsonWriter *writer = begin_line ("position");

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "scenario", scenario);
  csn_json_writer_member_integer (writer, "made", position);
  csn_json_writer_end_object (writer);
  if (!keep (self, writer, error))
    return FALSE;
  apply_position (self, scenario, position);
  return TRUE;
}
