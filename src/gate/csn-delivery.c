/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-delivery.h"

/**
 * csn_delivery_copy:
 * @self: a delivery
 *
 * Returns: (transfer full): the same
 */
CsnDelivery *
csn_delivery_copy (const CsnDelivery *self)
{
  CsnDelivery *copy = g_new (CsnDelivery, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->source = g_strdup (self->source);
  copy->request_id = g_strdup (self->request_id);
  copy->task_id = g_strdup (self->task_id);
  copy->body = g_bytes_ref (self->body);
  return copy;
}

/**
 * csn_delivery_free:
 * @self: a delivery
 */
void
csn_delivery_free (CsnDelivery *self)
{
  g_free (self->id);
  g_free (self->source);
  g_free (self->request_id);
  g_free (self->task_id);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}
