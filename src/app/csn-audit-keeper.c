/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-audit-keeper-private.h"

#include <string.h>

#include "csn-store-seal.h"

/* The journal costs nothing; the others are disk writes, or a keyring that is written whole. */
static const guint intervals[CSN_N_ANCHORS] = {
  [CSN_ANCHOR_JOURNAL] = 1,
  [CSN_ANCHOR_KEYRING] = 60,
  [CSN_ANCHOR_FOLDER] = 60,
};

struct _CsnAuditKeeper
{
  GObject parent_instance;

  CsnStore *store;       /* (owned) */
  CsnSettings *settings; /* (owned) */
  CsnSealKey *key;       /* (owned) */
  CsnAnchors *anchors;   /* (owned) */
  CsnAnchorStatus status[CSN_N_ANCHORS];
  guint timers[CSN_N_ANCHORS];
  guint n_writing;
  char *alarm; /* (owned) (nullable): what is wrong with the log */
  guint check_timer;
  GTask *stopping; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnAuditKeeper, csn_audit_keeper, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  CsnAuditKeeper *keeper; /* (owned) */
  CsnAnchorKind kind;
  CsnAnchor anchor;
} CsnWriting;

static void
end_writing (CsnWriting *writing)
{
  CsnAuditKeeper *self = writing->keeper;

  self->n_writing--;
  if (self->n_writing == 0 && self->stopping != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

      g_task_return_boolean (task, TRUE);
    }
  g_object_unref (writing->keeper);
  g_free (writing);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CsnWriting *writing = user_data;
  CsnAnchorStatus *status = &writing->keeper->status[writing->kind];
  g_autoptr (GError) error = NULL;
  gboolean had_problem = status->problem != NULL;

  g_clear_pointer (&status->problem, g_free);
  if (csn_anchors_write_finish (result, &error))
    status->count = writing->anchor.count;
  else
    status->problem = g_strdup (error->message);
  if (had_problem != (status->problem != NULL))
    g_signal_emit (writing->keeper, signals[CHANGED], 0);
  end_writing (writing);
}

static void
on_head_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CsnWriting *writing = user_data;
  CsnAuditKeeper *self = writing->keeper;
  g_autofree CsnLogHead *head = csn_store_read_head_finish (CSN_STORE (object), result, NULL);

  if (head == NULL || head->count == self->status[writing->kind].count ||
      !csn_anchors_has (self->anchors, writing->kind))
    {
      end_writing (writing);
      return;
    }
  memcpy (writing->anchor.log_id, head->log_id, sizeof writing->anchor.log_id);
  memcpy (writing->anchor.head, head->chain, sizeof writing->anchor.head);
  writing->anchor.count = head->count;
  writing->anchor.timestamp = head->timestamp;
  csn_anchors_write_async (self->anchors, writing->kind, &writing->anchor, on_written, writing);
}

static void
write_anchor (CsnAuditKeeper *self, CsnAnchorKind kind)
{
  CsnWriting *writing = g_new0 (CsnWriting, 1);

  writing->keeper = g_object_ref (self);
  writing->kind = kind;
  self->n_writing++;
  csn_store_read_head_async (self->store, NULL, on_head_read, writing);
}

static gboolean
on_journal_due (gpointer user_data)
{
  CsnAuditKeeper *self = user_data;

  self->timers[CSN_ANCHOR_JOURNAL] = 0;
  write_anchor (self, CSN_ANCHOR_JOURNAL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_keyring_due (gpointer user_data)
{
  CsnAuditKeeper *self = user_data;

  self->timers[CSN_ANCHOR_KEYRING] = 0;
  write_anchor (self, CSN_ANCHOR_KEYRING);
  return G_SOURCE_REMOVE;
}

static gboolean
on_folder_due (gpointer user_data)
{
  CsnAuditKeeper *self = user_data;

  self->timers[CSN_ANCHOR_FOLDER] = 0;
  write_anchor (self, CSN_ANCHOR_FOLDER);
  return G_SOURCE_REMOVE;
}

static void
on_committed (CsnAuditKeeper *self)
{
  static const GSourceFunc due[CSN_N_ANCHORS] = {
    [CSN_ANCHOR_JOURNAL] = on_journal_due,
    [CSN_ANCHOR_KEYRING] = on_keyring_due,
    [CSN_ANCHOR_FOLDER] = on_folder_due,
  };

  for (CsnAnchorKind kind = 0; kind < CSN_N_ANCHORS; kind++)
    if (self->timers[kind] == 0 && csn_anchors_has (self->anchors, kind))
      self->timers[kind] = g_timeout_add_seconds (intervals[kind], due[kind], self);
}

static void
on_settings_changed (CsnAuditKeeper *self)
{
  g_clear_pointer (&self->anchors, csn_anchors_unref);
  self->anchors = csn_anchors_new (self->settings);
  for (CsnAnchorKind kind = 0; kind < CSN_N_ANCHORS; kind++)
    {
      g_clear_pointer (&self->status[kind].problem, g_free);
      self->status[kind].count = 0;
    }
  on_committed (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_timers (CsnAuditKeeper *self)
{
  for (CsnAnchorKind kind = 0; kind < CSN_N_ANCHORS; kind++)
    g_clear_handle_id (&self->timers[kind], g_source_remove);
}

static void
csn_audit_keeper_dispose (GObject *object)
{
  CsnAuditKeeper *self = CSN_AUDIT_KEEPER (object);

  clear_timers (self);
  g_clear_handle_id (&self->check_timer, g_source_remove);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, csn_seal_key_free);
  g_clear_pointer (&self->alarm, g_free);
  g_clear_pointer (&self->anchors, csn_anchors_unref);
  for (CsnAnchorKind kind = 0; kind < CSN_N_ANCHORS; kind++)
    g_clear_pointer (&self->status[kind].problem, g_free);

  G_OBJECT_CLASS (csn_audit_keeper_parent_class)->dispose (object);
}

static void
csn_audit_keeper_class_init (CsnAuditKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_audit_keeper_dispose;

  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
csn_audit_keeper_init (CsnAuditKeeper *self)
{
}

CsnAuditKeeper *
csn_audit_keeper_new (CsnStore *store, CsnSettings *settings, CsnSealKey *key)
{
  CsnAuditKeeper *self = g_object_new (CSN_TYPE_AUDIT_KEEPER, NULL);
  static const char *const names[] = {
    "notify::anchor-journal",
    "notify::anchor-keyring",
    "notify::anchor-folder",
  };

  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->key = key;
  self->anchors = csn_anchors_new (settings);
  g_signal_connect_swapped (store, "committed", G_CALLBACK (on_committed), self);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_swapped (settings, names[i], G_CALLBACK (on_settings_changed), self);
  return self;
}

void
csn_audit_keeper_stop_async (CsnAuditKeeper *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, csn_audit_keeper_stop_async);
  clear_timers (self);
  g_clear_handle_id (&self->check_timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->store, self);
  for (CsnAnchorKind kind = 0; kind < CSN_N_ANCHORS; kind++)
    if (csn_anchors_has (self->anchors, kind))
      write_anchor (self, kind);
  if (self->n_writing > 0)
    {
      self->stopping = task;
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
csn_audit_keeper_stop_finish (CsnAuditKeeper *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

const CsnSealKey *
csn_audit_keeper_get_key (CsnAuditKeeper *self)
{
  return self->key;
}

void
csn_audit_keeper_set_signer (CsnAuditKeeper *self, CsnSigner *signer)
{
  csn_signer_ref (signer);
  g_clear_pointer (&self->key->signer, csn_signer_unref);
  self->key->signer = signer;
  self->key->state = CSN_SEAL_KEY_READY;
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
csn_audit_keeper_get_alarm (CsnAuditKeeper *self)
{
  return self->alarm;
}

void
csn_audit_keeper_set_alarm (CsnAuditKeeper *self, const char *sentence)
{
  g_free (self->alarm);
  self->alarm = g_strdup (sentence);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
csn_audit_keeper_take_timer (CsnAuditKeeper *self, guint timer)
{
  g_clear_handle_id (&self->check_timer, g_source_remove);
  self->check_timer = timer;
}

void
csn_audit_keeper_forget_timer (CsnAuditKeeper *self)
{
  self->check_timer = 0;
}

CsnAnchors *
csn_audit_keeper_get_anchors (CsnAuditKeeper *self)
{
  return self->anchors;
}

const CsnAnchorStatus *
csn_audit_keeper_get_status (CsnAuditKeeper *self, CsnAnchorKind kind)
{
  return &self->status[kind];
}
