/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-delivery.h"
#include "csn-outcome.h"
#include "csn-request.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_PROTOCOL_ERROR (csn_protocol_error_quark ())

/**
 * CsnProtocolError:
 * @CSN_PROTOCOL_ERROR_UNREACHABLE: no usable answer
 * @CSN_PROTOCOL_ERROR_UNAUTHORIZED: the token is missing, wrong or not enough
 * @CSN_PROTOCOL_ERROR_BUSY: the other side asks to come back later, or failed itself
 * @CSN_PROTOCOL_ERROR_UNSUPPORTED: the other side does not offer this
 * @CSN_PROTOCOL_ERROR_BAD_ANSWER: it answered, but not as the protocol says
 *
 * Why something could not be learned. Messages are sentences for the reviewer, visible text.
 */
typedef enum
{
  CSN_PROTOCOL_ERROR_UNREACHABLE,
  CSN_PROTOCOL_ERROR_UNAUTHORIZED,
  CSN_PROTOCOL_ERROR_BUSY,
  CSN_PROTOCOL_ERROR_UNSUPPORTED,
  CSN_PROTOCOL_ERROR_BAD_ANSWER,
} CsnProtocolError;

GQuark csn_protocol_error_quark (void);

/**
 * CsnProtocolFlags:
 * @CSN_PROTOCOL_LISTS: pending requests can be listed
 * @CSN_PROTOCOL_HOLDS: a list question can be held until something changes
 * @CSN_PROTOCOL_EDITS: an edited action can be sent back
 * @CSN_PROTOCOL_BINDS: decisions carry the action's digest
 * @CSN_PROTOCOL_SETS_MODE: agents can be switched to read-only
 *
 * What a protocol can do; what it can't is shown to the reviewer.
 */
typedef enum /*< flags >*/
{
  CSN_PROTOCOL_LISTS = 1 << 0,
  CSN_PROTOCOL_HOLDS = 1 << 1,
  CSN_PROTOCOL_EDITS = 1 << 2,
  CSN_PROTOCOL_BINDS = 1 << 3,
  CSN_PROTOCOL_SETS_MODE = 1 << 4,
} CsnProtocolFlags;

/**
 * CsnListQuery:
 * @cursor: (nullable): the page; %NULL for the first
 * @etag: (nullable): what the last answer was marked with; the answer may be "unchanged"
 * @wait_s: how long the other side may hold the question, or 0
 *
 * A question for pending requests.
 */
typedef struct
{
  const char *cursor;
  const char *etag;
  guint wait_s;
} CsnListQuery;

/**
 * CsnListing:
 * @unchanged: nothing changed since the entity tag; all else is empty
 * @requests: (element-type CsnRequest): readable and malformed ones, in the order of the list
 * @next_cursor: (nullable): where the next page begins
 * @etag: (nullable): marks this state of the list
 * @fault: (nullable): a sentence that says why the page is not (or not wholly) readable
 * @fault_offset: the byte offset of the fault
 * @fault_digest: (nullable): "sha-256=..." of the page that can't be read
 *
 * One page of pending requests.
 */
typedef struct
{
  gboolean unchanged;
  GPtrArray *requests;
  char *next_cursor;
  char *etag;
  char *fault;
  gsize fault_offset;
  char *fault_digest;
} CsnListing;

CsnListing *csn_listing_new (void);

void csn_listing_free (CsnListing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnListing, csn_listing_free)

/**
 * CsnTaskReport:
 * @gone: the other side does not know the task
 * @status: where the task stands, unless gone
 * @request: (nullable): what is pending, if it is pending
 * @outcome: (nullable): what the other side says of its end, unless gone
 *
 * The state of one task.
 */
typedef struct
{
  gboolean gone;
  CsnTaskStatus status;
  CsnRequest *request;
  CsnOutcome *outcome;
} CsnTaskReport;

void csn_task_report_free (CsnTaskReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnTaskReport, csn_task_report_free)

/**
 * CsnAttemptReport:
 * @result: what the attempt met
 * @status: the HTTP status, or 0
 * @message: (nullable): a sentence about it, visible text
 * @retry_after: microseconds that the other side asks to wait, or 0
 * @concerns_source: whether other deliveries to this source would meet the same
 *
 * What an attempt to deliver came to.
 */
typedef struct
{
  CsnAttemptResult result;
  guint status;
  char *message;
  gint64 retry_after;
  gboolean concerns_source;
} CsnAttemptReport;

void csn_attempt_report_free (CsnAttemptReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnAttemptReport, csn_attempt_report_free)

#define CSN_TYPE_PROTOCOL (csn_protocol_get_type ())

G_DECLARE_INTERFACE (CsnProtocol, csn_protocol, CSN, PROTOCOL, GObject)

/**
 * CsnProtocolInterface:
 * @get_flags: what it can do
 * @list_async: asks for one page of pending requests
 * @list_finish: gives it, or a #CsnProtocolError and how long the other side asks to wait
 * @read_task_async: asks where one task stands
 * @read_task_finish: gives it, or a #CsnProtocolError
 * @deliver_async: tells a decision or a mode
 * @deliver_finish: says what came of it; %NULL only when broken off
 *
 * How one kind of agent endpoint is spoken to. Nothing here changes a request's state.
 */
struct _CsnProtocolInterface
{
  GTypeInterface parent_iface;

  CsnProtocolFlags (*get_flags) (CsnProtocol *self);

  void (*list_async) (CsnProtocol *self,
                      const CsnListQuery *query,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  CsnListing *(*list_finish) (CsnProtocol *self,
                              GAsyncResult *result,
                              gint64 *ret_retry_after,
                              GError **error);

  void (*read_task_async) (CsnProtocol *self,
                           const char *task_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  CsnTaskReport *(*read_task_finish) (CsnProtocol *self, GAsyncResult *result, GError **error);

  void (*deliver_async) (CsnProtocol *self,
                         const CsnDelivery *delivery,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  CsnAttemptReport *(*deliver_finish) (CsnProtocol *self, GAsyncResult *result, GError **error);
};

CsnProtocolFlags csn_protocol_get_flags (CsnProtocol *self);

void csn_protocol_list_async (CsnProtocol *self,
                              const CsnListQuery *query,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * csn_protocol_list_finish:
 * @self: a protocol
 * @result: the result
 * @ret_retry_after: (out) (optional): on failure, microseconds that the other side asks to wait
 * @error: return location for a #CsnProtocolError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): one page
 */
CsnListing *csn_protocol_list_finish (CsnProtocol *self,
                                      GAsyncResult *result,
                                      gint64 *ret_retry_after,
                                      GError **error);

void csn_protocol_read_task_async (CsnProtocol *self,
                                   const char *task_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

CsnTaskReport *
csn_protocol_read_task_finish (CsnProtocol *self, GAsyncResult *result, GError **error);

void csn_protocol_deliver_async (CsnProtocol *self,
                                 const CsnDelivery *delivery,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

CsnAttemptReport *
csn_protocol_deliver_finish (CsnProtocol *self, GAsyncResult *result, GError **error);

G_END_DECLS
