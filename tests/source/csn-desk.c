/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-desk.h"

#include <glib/gstdio.h>

#include "csn-fake-presence.h"
#include "csn-store-reader.h"
#include "csn-store.h"
#include "csn-test-wait.h"

static char *
get_path (CsnDesk *self)
{
  return g_build_filename (self->folder, "countersign.db", NULL);
}

static void
open_desk (CsnDesk *self)
{
  g_autoptr (CsnClock) clock = csn_system_clock_new ();
  g_autoptr (CsnFakePresence) presence = csn_fake_presence_new ();
  CsnPolicy *policy = csn_policy_new_preset ("reference");
  g_autofree char *path = get_path (self);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  self->store = csn_store_open (path, CSN_STORE_DEFAULT, csn_clock_get_wall (clock), &error);
  g_assert_no_error (error);
  self->gate = csn_gate_new (self->store, policy, clock, CSN_PRESENCE (presence));
  csn_policy_unref (policy);
  csn_gate_set_reviewer (self->gate, "ana@example.org");
  csn_gate_start_async (self->gate, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_gate_start_finish (self->gate, result, &error);
  g_assert_no_error (error);
  self->pool = csn_source_pool_new (self->gate);
}

static void
close_desk (CsnDesk *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;

  csn_source_pool_shut_down (self->pool);
  csn_gate_stop_async (self->gate, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  g_assert_true (csn_gate_stop_finish (self->gate, result, NULL));
  g_clear_object (&self->pool);
  g_clear_object (&self->gate);
  csn_store_close (self->store);
  g_clear_object (&self->store);
}

CsnDesk *
csn_desk_new (void)
{
  CsnDesk *self = g_new0 (CsnDesk, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("countersign-source-XXXXXX", &error);
  g_assert_no_error (error);
  open_desk (self);

  return self;
}

void
csn_desk_free (CsnDesk *self)
{
  g_autoptr (GDir) folder = NULL;
  const char *name = NULL;

  close_desk (self);
  folder = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

void
csn_desk_restart (CsnDesk *self)
{
  close_desk (self);
  open_desk (self);
}

void
csn_desk_add_source (CsnDesk *self, const char *id, const char *url)
{
  g_autoptr (CsnSourceConfig) config = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  config = csn_source_config_new (id, url, "tasks", FALSE, &error);
  g_assert_no_error (error);
  csn_gate_put_source_async (self->gate, config, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_gate_put_source_finish (self->gate, result, &error);
  g_assert_no_error (error);
}

void
csn_desk_add_script (CsnDesk *self, CsnHostileServer *server, const char *script)
{
  g_autofree char *url = csn_hostile_server_get_url (server, script);

  csn_desk_add_source (self, script, url);
}

CsnInboxItem *
csn_desk_find (CsnDesk *self, const char *source, const char *task_id)
{
  GListModel *inbox = csn_gate_get_inbox (self->gate);

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);
      CsnRequest *request = csn_inbox_item_get_request (item);

      if (g_str_equal (csn_request_get_source (request), source) &&
          (task_id == NULL || g_str_equal (csn_request_get_task_id (request), task_id)))
        return item; /* the inbox holds it */
    }

  return NULL;
}

typedef struct
{
  CsnDesk *desk;
  const char *source;
  const char *task_id;
  CsnInboxItem *item;
  int wanted;
} Wait;

static gboolean
is_there (gpointer user_data)
{
  Wait *wait = user_data;

  return csn_desk_find (wait->desk, wait->source, wait->task_id) != NULL;
}

CsnInboxItem *
csn_desk_wait_for_task (CsnDesk *self, const char *source, const char *task_id)
{
  Wait wait = { self, source, task_id, NULL, 0 };

  csn_test_wait_for (is_there, &wait, task_id != NULL ? task_id : source);

  return csn_desk_find (self, source, task_id);
}

static gboolean
has_state (gpointer user_data)
{
  Wait *wait = user_data;

  return (int) csn_inbox_item_get_state (wait->item) == wait->wanted;
}

void
csn_desk_wait_for_state (CsnInboxItem *item, CsnRequestState state)
{
  Wait wait = { .item = item, .wanted = (int) state };

  csn_test_wait_for (has_state, &wait, csn_request_state_to_string (state));
}

static gboolean
has_delivery (gpointer user_data)
{
  Wait *wait = user_data;

  return (int) csn_inbox_item_get_delivery (wait->item) == wait->wanted;
}

void
csn_desk_wait_for_delivery (CsnInboxItem *item, CsnDeliveryState state)
{
  Wait wait = { .item = item, .wanted = (int) state };

  csn_test_wait_for (has_delivery, &wait, csn_delivery_state_to_string (state));
}

static gboolean
has_outcome (gpointer user_data)
{
  Wait *wait = user_data;
  CsnOutcome *outcome = csn_inbox_item_get_outcome (wait->item);

  return outcome != NULL && (int) csn_outcome_get_kind (outcome) == wait->wanted;
}

void
csn_desk_wait_for_outcome (CsnInboxItem *item, CsnOutcomeKind kind)
{
  Wait wait = { .item = item, .wanted = (int) kind };

  csn_test_wait_for (has_outcome, &wait, csn_outcome_kind_to_string (kind));
}

static gboolean
has_status (gpointer user_data)
{
  Wait *wait = user_data;
  const CsnSourceStatus *status = csn_source_pool_get_status (wait->desk->pool, wait->source);

  return status != NULL && (int) status->state == wait->wanted;
}

void
csn_desk_wait_for_status (CsnDesk *self, const char *source, CsnSourceState state)
{
  Wait wait = { self, source, NULL, NULL, (int) state };

  csn_test_wait_for (has_status, &wait, source);
}

static gboolean
on_time (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

void
csn_desk_run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
csn_desk_decide (CsnDesk *self, CsnInboxItem *item, CsnDecisionKind kind)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  CsnAnswer answer = {
    .request_id = csn_inbox_item_get_id (item),
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = kind,
    .notes = "as the test says",
    .via = "window",
  };

  csn_gate_decide_async (self->gate, &answer, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);

  return csn_gate_decide_finish (self->gate, result, NULL);
}

guint
csn_desk_count_items (CsnDesk *self, const char *source)
{
  GListModel *inbox = csn_gate_get_inbox (self->gate);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (inbox); i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      if (g_str_equal (csn_request_get_source (csn_inbox_item_get_request (item)), source))
        count++;
    }

  return count;
}

guint
csn_desk_count_events (CsnDesk *self, const char *type)
{
  g_autofree char *path = get_path (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (path, &error);
  CsnLogRow row;
  guint count = 0;

  g_assert_no_error (error);
  while (csn_log_reader_next (CSN_LOG_READER (reader), &row, &error))
    count += g_str_equal (row.event_type, type) ? 1 : 0;
  g_assert_no_error (error);

  return count;
}
