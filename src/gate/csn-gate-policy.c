/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-digest.h"
#include "csn-gate-private.h"
#include "csn-policy-change.h"

/* Of an event's 64 KiB: so much may a value take, and so much all values together. What is longer
 * stands in the policy that the event names. */
#define MAX_VALUE (16 * 1024)
#define MAX_VALUES (40 * 1024)

#define RULE_PREFIX "rules."
#define GRANT_PREFIX "grants."

/* Loading */

static gboolean
check_digest (const char *sha256, const char *text, GError **error)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *hex = NULL;

  csn_digest_sha256 (text, strlen (text), digest);
  hex = csn_digest_to_hex (digest, sizeof digest);
  if (g_str_equal (hex, sha256))
    return TRUE;
  g_set_error (error,
               CSN_GATE_ERROR,
               CSN_GATE_ERROR_CLOSED,
               "The policy in the database is not the one that was put in force (%.12s…): it was "
               "changed from outside. Nothing is decided. Restore the database from a backup.",
               sha256);
  return FALSE;
}

gboolean
csn_gate_load_policy (CsnGate *self, CsnSnapshot *snapshot, GError **error)
{
  const char *sha256 = g_hash_table_lookup (snapshot->values, CSN_STORE_POLICY_KEY);
  const char *text = sha256 != NULL ? g_hash_table_lookup (snapshot->policies, sha256) : NULL;
  g_autoptr (GError) cause = NULL;
  CsnPolicy *policy;

  self->has_policy = sha256 != NULL;
  if (sha256 == NULL)
    return TRUE;
  if (text == NULL)
    {
      g_set_error (error,
                   CSN_GATE_ERROR,
                   CSN_GATE_ERROR_CLOSED,
                   "The policy in force (%.12s…) is missing in the database. Nothing is decided. "
                   "Restore the database from a backup.",
                   sha256);
      return FALSE;
    }
  if (!check_digest (sha256, text, error))
    return FALSE;
  policy = csn_policy_parse (text, strlen (text), &cause);
  if (policy == NULL)
    {
      g_set_error (error,
                   CSN_GATE_ERROR,
                   CSN_GATE_ERROR_CLOSED,
                   "This Countersign can't read the policy in force: %s. Nothing is decided, for "
                   "another policy could be looser. Use the version that wrote it.",
                   cause->message);
      return FALSE;
    }
  csn_policy_unref (self->policy);
  self->policy = policy;
  csn_policy_unref (self->in_force);
  self->in_force = csn_policy_ref (policy);
  return TRUE;
}

/* Events */

static CsnJson *
parse_value (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_VALUE)
    return NULL;
  return csn_json_parse (text, length, MAX_VALUE, NULL, NULL);
}

/* The value itself, null for none, or how long the text is that has no room here. */
static void
write_value (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autoptr (CsnJson) value = parse_value (text);

  csn_json_writer_key (writer, key);
  if (value != NULL)
    csn_json_writer_value (writer, value);
  else if (text == NULL)
    csn_json_writer_null (writer);
  else
    {
      g_autofree char *said = g_strdup_printf ("‹%" G_GSIZE_FORMAT " bytes›", strlen (text));

      csn_json_writer_string (writer, said);
    }
}

static void
write_change (CsnJsonWriter *writer, const CsnPolicyChange *change, gboolean with_values)
{
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "path", change->path);
  if (with_values)
    {
      write_value (writer, "before", change->before);
      write_value (writer, "after", change->after);
    }
  csn_json_writer_member_boolean (writer, "loosens", change->loosens);
  csn_json_writer_end_object (writer);
}

static gsize
count_bytes (const CsnPolicyChange *change)
{
  gsize before = change->before != NULL ? strlen (change->before) : 0;
  gsize after = change->after != NULL ? strlen (change->after) : 0;

  return strlen (change->path) + MIN (before, MAX_VALUE) + MIN (after, MAX_VALUE) + 64;
}

static gboolean
is_of_list (const CsnPolicyChange *change)
{
  return g_str_has_prefix (change->path, RULE_PREFIX) ||
         g_str_has_prefix (change->path, GRANT_PREFIX);
}

static void
write_changes (CsnJsonWriter *writer, GPtrArray *changes)
{
  gsize room = MAX_VALUES;
  guint n_left_out = 0;

  csn_json_writer_key (writer, "changes");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < changes->len; i++)
    {
      const CsnPolicyChange *change = g_ptr_array_index (changes, i);
      gsize needed = count_bytes (change);

      /* Rules and grants have events of their own, with their values. */
      if (is_of_list (change))
        continue;
      if (needed <= room)
        write_change (writer, change, TRUE);
      else
        n_left_out++;
      room -= MIN (room, needed);
    }
  csn_json_writer_end_array (writer);
  if (n_left_out > 0)
    csn_json_writer_member_integer (writer, "left_out", n_left_out);
}

static CsnJson *
new_policy_details (const char *old_sha256,
                    CsnPolicy *policy,
                    GPtrArray *changes,
                    const char *reason)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "old_sha256", old_sha256);
  csn_json_writer_member_string (writer, "new_sha256", csn_policy_get_sha256 (policy));
  csn_json_writer_member_string (writer, "preset", csn_policy_get_preset (policy));
  if (reason != NULL)
    csn_json_writer_member_string (writer, "reason", reason);
  if (changes != NULL)
    write_changes (writer, changes);
  csn_json_writer_end_object (writer);
  return csn_details_end (writer);
}

/* From this event on the new policy counts, and it names that one. */
static void
add_policy_event (CsnMove *move, CsnEvent *event, CsnPolicy *policy, CsnJson *details)
{
  csn_event_set_policy (event, csn_policy_get_sha256 (policy));
  csn_move_event (move, event, details);
}

static void
add_list_event (CsnMove *move,
                const CsnPolicyChange *change,
                CsnPolicy *policy,
                const CsnActor *actor)
{
  gboolean is_rule = g_str_has_prefix (change->path, RULE_PREFIX);
  const char *id = strchr (change->path, '.') + 1;
  CsnJsonWriter *writer = csn_json_writer_new ();
  CsnEvent *event;

  event =
      csn_event_new (is_rule ? CSN_EVENT_RULE_CHANGED : CSN_EVENT_GRANT_CHANGED, move->now, actor);
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "id", id);
  csn_json_writer_member_string (writer,
                                 "change",
                                 change->before == NULL  ? "added"
                                 : change->after == NULL ? "removed"
                                                         : "changed");
  write_value (writer, "before", change->before);
  write_value (writer, "after", change->after);
  csn_json_writer_member_boolean (writer, "loosens", change->loosens);
  csn_json_writer_end_object (writer);
  add_policy_event (move, event, policy, csn_details_end (writer));
}

static void
put_policy (CsnMove *move, CsnPolicy *policy)
{
  g_autofree char *json = csn_policy_to_json (policy);

  csn_change_put_policy (move->change, csn_policy_get_sha256 (policy), json, move->now);
}

void
csn_gate_keep_first_policy (CsnMove *move)
{
  CsnGate *self = move->gate;

  if (self->has_policy)
    return;
  put_policy (move, self->policy);
  add_policy_event (move,
                    csn_event_new (CSN_EVENT_POLICY_CHANGED, move->now, &csn_actor_system),
                    self->policy,
                    new_policy_details (NULL, self->policy, NULL, "first_use"));
  self->has_policy = TRUE;
}

/* Requests that wait */

static gboolean
was_judged_otherwise (CsnGate *self, CsnInboxItem *item)
{
  return csn_inbox_item_is_pending (item) &&
         g_strcmp0 (item->policy_sha256, csn_policy_get_sha256 (self->policy)) != 0;
}

/* Judges anew one by one what waits; gives the last move, not yet run, or NULL. */
static CsnMove *
judge_pending (CsnGate *self)
{
  g_autoptr (GPtrArray) items = csn_gate_list_objects (self->items);
  CsnMove *last = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);
      CsnMove *move;

      if (!was_judged_otherwise (self, item))
        continue;
      move = csn_move_new (self);
      if (csn_gate_judge_anew (move, item, "policy_changed"))
        {
          if (last != NULL)
            csn_move_run (last, NULL);
          last = move;
          continue;
        }
      csn_move_free (move);
      /* A window that silence ends may have become longer, never shorter. */
      if (csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL)
        {
          gint64 timeout = csn_policy_get_timeout (self->policy,
                                                   CSN_LEVEL_SOFT_APPROVAL,
                                                   csn_request_get_action_type (item->request));

          item->timeout = MAX (item->timeout, timeout);
          if (item->window_boot >= 0)
            item->window_boot = -1;
        }
    }
  csn_gate_look_soon (self);
  return last;
}

void
csn_gate_judge_pending (CsnGate *self)
{
  CsnMove *last = judge_pending (self);

  if (last != NULL)
    csn_move_run (last, NULL);
}

/* Changing */

static void
apply_policy (CsnGate *gate, gpointer data)
{
  csn_policy_unref (gate->in_force);
  gate->in_force = csn_policy_ref (data);
  csn_gate_emit_policy_changed (gate);
}

static CsnMove *
new_change (CsnGate *self, CsnPolicy *policy, GPtrArray *changes, const char *via)
{
  CsnActor actor = csn_gate_reviewer_actor (self, via);
  CsnMove *move = csn_move_new (self);

  put_policy (move, policy);
  add_policy_event (
      move,
      csn_event_new (CSN_EVENT_POLICY_CHANGED, move->now, &actor),
      policy,
      new_policy_details (csn_policy_get_sha256 (self->policy), policy, changes, NULL));
  for (guint i = 0; i < changes->len; i++)
    {
      const CsnPolicyChange *change = g_ptr_array_index (changes, i);

      if (is_of_list (change))
        add_list_event (move, change, policy, &actor);
    }
  csn_move_then (move, apply_policy, csn_policy_ref (policy), (GDestroyNotify) csn_policy_unref);
  return move;
}

static void
set_policy (CsnGate *self, CsnPolicy *policy, const char *via, GTask *task)
{
  g_autoptr (GPtrArray) changes = csn_policy_describe_changes (self->policy, policy);
  CsnMove *move = new_change (self, policy, changes, via);
  CsnMove *last;

  csn_policy_unref (self->policy);
  self->policy = csn_policy_ref (policy);

  /* First the policy, then whom it reaches, each by itself: the caller hears when all is durable.
   */
  last = judge_pending (self);
  csn_move_run (move, last == NULL ? task : NULL);
  if (last != NULL)
    csn_move_run (last, task);
}

void
csn_gate_set_policy_async (CsnGate *self,
                           CsnPolicy *policy,
                           const char *via,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (policy != NULL);

  g_task_set_source_tag (task, csn_gate_set_policy_async);
  if (!csn_gate_check_open (self, task))
    return;
  if (g_strcmp0 (via, "window") != 0 && !csn_policy_is_at_least_as_strict (policy, self->policy))
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_ALLOWED,
                               "This policy may loosen something; only a person in the window can "
                               "put it in force.");
      g_object_unref (task);
    }
  else if (g_str_equal (csn_policy_get_sha256 (policy), csn_policy_get_sha256 (self->policy)))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else
    set_policy (self, policy, g_intern_string (via), task);
}

gboolean
csn_gate_set_policy_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
