/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"
#include "csn-history-model.h"
#include "csn-settings.h"
#include "csn-source-item.h"

G_BEGIN_DECLS

#define CSN_TYPE_SERVICE (csn_service_get_type ())

/**
 * CsnService:
 *
 * Everything but the window, wired: settings, store, presence, gate, sources, channels and the
 * D-Bus interface of the command line.
 */
G_DECLARE_FINAL_TYPE (CsnService, csn_service, CSN, SERVICE, GObject)

/**
 * csn_service_new:
 * @data_dir: (nullable): where the store lives; %NULL for the user's data folder
 *
 * Returns: (transfer full): a service that is not started
 */
CsnService *csn_service_new (const char *data_dir);

/**
 * csn_service_start_async:
 * @self: a service
 * @callback: called when the gate is open, or with a sentence that says why it can't be
 * @user_data: for @callback
 */
void csn_service_start_async (CsnService *self, GAsyncReadyCallback callback, gpointer user_data);

gboolean csn_service_start_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * csn_service_stop_async:
 * @self: a service
 * @callback: called when everything is on disk
 * @user_data: for @callback
 */
void csn_service_stop_async (CsnService *self, GAsyncReadyCallback callback, gpointer user_data);

gboolean csn_service_stop_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * csn_service_export_dbus:
 * @self: a started service
 * @connection: the session bus
 * @error: return location for an error
 *
 * Offers the command line's interface (data/io.github.countersign.Countersign1.xml).
 */
gboolean csn_service_export_dbus (CsnService *self, GDBusConnection *connection, GError **error);

CsnGate *csn_service_get_gate (CsnService *self);

CsnSettings *csn_service_get_settings (CsnService *self);

/**
 * csn_service_get_sources:
 * @self: a service
 *
 * Returns: (transfer none): a list model of #CsnSourceItem, sorted by id
 */
GListModel *csn_service_get_sources (CsnService *self);

/**
 * csn_service_get_notification_problem:
 * @self: a service
 *
 * Returns: (nullable): a stable code: "no-server", "no-actions" or "do-not-disturb"
 */
const char *csn_service_get_notification_problem (CsnService *self);

/**
 * csn_service_new_history:
 * @self: a started service
 *
 * Returns: (transfer full): a lazy list of the whole audit log
 */
CsnHistoryModel *csn_service_new_history (CsnService *self);

/**
 * csn_service_add_source_async:
 * @self: a service
 * @id: the source's id
 * @url: its base address
 * @protocol: "tasks"
 * @token: (nullable): its bearer token, for the Secret Service
 * @allow_insecure: an explicit, recorded switch for http beyond loopback
 * @callback: called when it is recorded and polled
 * @user_data: for @callback
 *
 * Adds or changes a source. The token is stored first: without it there is no source.
 */
void csn_service_add_source_async (CsnService *self,
                                   const char *id,
                                   const char *url,
                                   const char *protocol,
                                   const char *token,
                                   gboolean allow_insecure,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

gboolean csn_service_add_source_finish (CsnService *self, GAsyncResult *result, GError **error);

void csn_service_remove_source_async (CsnService *self,
                                      const char *id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean csn_service_remove_source_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * csn_service_test_source_async:
 * @self: a service
 * @id: (nullable): a configured source to test with its stored token, or %NULL
 * @url: (nullable): an address to try, where @id is %NULL
 * @token: (nullable): a token to try with @url
 * @allow_insecure: likewise
 * @cancellable: (nullable): stops it
 * @callback: called with the result
 * @user_data: for @callback
 */
void csn_service_test_source_async (CsnService *self,
                                    const char *id,
                                    const char *url,
                                    const char *token,
                                    gboolean allow_insecure,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * csn_service_test_source_finish:
 * @self: a service
 * @result: the result
 * @error: return location for a sentence that says what is wrong and what to do
 *
 * Returns: (transfer full) (nullable): a plain sentence about what was found
 */
char *csn_service_test_source_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * csn_service_add_task_async:
 * @self: a service
 * @source: a configured source's id
 * @task_id: a task's id there
 * @callback: called when the task was read and is with the gate
 * @user_data: for @callback
 *
 * Adds one request by its id, for an agent that has no list of them.
 */
void csn_service_add_task_async (CsnService *self,
                                 const char *source,
                                 const char *task_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean csn_service_add_task_finish (CsnService *self, GAsyncResult *result, GError **error);

/**
 * CsnServiceProgress:
 * @fraction: from 0 to 1
 * @user_data: the caller's
 *
 * Called in the main context.
 */
typedef void (*CsnServiceProgress) (double fraction, gpointer user_data);

/**
 * csn_service_export_async:
 * @self: a service
 * @format: "jsonl" or "csv"
 * @query: (nullable): which events; time, type and agent count
 * @path: the final name
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it; nothing is left under the final name
 * @callback: called when the file is there and the export is an event
 * @user_data: for @callback
 */
void csn_service_export_async (CsnService *self,
                               const char *format,
                               const CsnHistoryQuery *query,
                               const char *path,
                               CsnServiceProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * csn_service_export_finish:
 * @self: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many events were written, or -1
 */
gint64 csn_service_export_finish (CsnService *self, GAsyncResult *result, GError **error);

void csn_service_verify_async (CsnService *self,
                               CsnServiceProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * csn_service_verify_finish:
 * @self: a service
 * @result: the result
 * @ret_integrity: (out) (optional): "INTACT", "TAMPERED", "CORRUPT" or "UNVERIFIABLE"
 * @ret_n_events: (out) (optional): how many events were read
 * @ret_first_bad_seq: (out) (optional): the first bad event, where @ret_fault is set
 * @ret_fault: (out) (optional) (nullable): a static code such as "altered", or %NULL
 * @error: return location for %G_IO_ERROR_CANCELLED and the like
 *
 * Returns: %TRUE if the verification ran to its end, whatever it found
 */
gboolean csn_service_verify_finish (CsnService *self,
                                    GAsyncResult *result,
                                    const char **ret_integrity,
                                    guint64 *ret_n_events,
                                    guint64 *ret_first_bad_seq,
                                    const char **ret_fault,
                                    GError **error);

/**
 * CsnService::review:
 * @self: a service
 * @request_id: (nullable): which request to show
 *
 * Somebody (a notification, the command line) asked for the window.
 */

/**
 * CsnService::policy-proposed:
 * @self: a service
 *
 * Another policy waits for a person's confirmation in the window, or none any more: see
 * csn_judgement_get_proposal().
 */

/**
 * CsnService::changed:
 * @self: a service
 *
 * The notification problem changed.
 */

G_END_DECLS
