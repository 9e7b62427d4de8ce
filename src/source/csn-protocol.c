/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-protocol-private.h"

G_DEFINE_INTERFACE (CsnProtocol, csn_protocol, G_TYPE_OBJECT)

G_DEFINE_QUARK (csn - protocol - error - quark, csn_protocol_error)

static void
csn_protocol_default_init (CsnProtocolInterface *iface)
{
}

CsnListing *
csn_listing_new (void)
{
  CsnListing *self = g_new0 (CsnListing, 1);

  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_request_unref);

  return self;
}

void
csn_listing_free (CsnListing *self)
{
  g_ptr_array_unref (self->requests);
  g_free (self->next_cursor);
  g_free (self->etag);
  g_free (self->fault);
  g_free (self->fault_digest);
  g_free (self);
}

void
csn_task_report_free (CsnTaskReport *self)
{
  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_pointer (&self->outcome, csn_outcome_unref);
  g_free (self);
}

void
csn_attempt_report_free (CsnAttemptReport *self)
{
  g_free (self->message);
  g_free (self);
}

CsnProtocolFlags
csn_protocol_get_flags (CsnProtocol *self)
{
  return CSN_PROTOCOL_GET_IFACE (self)->get_flags (self);
}

void
csn_protocol_list_async (CsnProtocol *self,
                         const CsnListQuery *query,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  CSN_PROTOCOL_GET_IFACE (self)->list_async (self, query, cancellable, callback, user_data);
}

CsnListing *
csn_protocol_list_finish (CsnProtocol *self,
                          GAsyncResult *result,
                          gint64 *ret_retry_after,
                          GError **error)
{
  return CSN_PROTOCOL_GET_IFACE (self)->list_finish (self, result, ret_retry_after, error);
}

void
csn_protocol_read_task_async (CsnProtocol *self,
                              const char *task_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  CSN_PROTOCOL_GET_IFACE (self)->read_task_async (self, task_id, cancellable, callback, user_data);
}

CsnTaskReport *
csn_protocol_read_task_finish (CsnProtocol *self, GAsyncResult *result, GError **error)
{
  return CSN_PROTOCOL_GET_IFACE (self)->read_task_finish (self, result, error);
}

void
csn_protocol_deliver_async (CsnProtocol *self,
                            const CsnDelivery *delivery,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  CSN_PROTOCOL_GET_IFACE (self)->deliver_async (self, delivery, cancellable, callback, user_data);
}

CsnAttemptReport *
csn_protocol_deliver_finish (CsnProtocol *self, GAsyncResult *result, GError **error)
{
  return CSN_PROTOCOL_GET_IFACE (self)->deliver_finish (self, result, error);
}
