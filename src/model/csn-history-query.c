/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-query.h"

CsnHistoryQuery *
csn_history_query_copy (const CsnHistoryQuery *self)
{
  CsnHistoryQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (CsnHistoryQuery, 1);
  copy->since = self->since;
  copy->until = self->until;
  copy->event_type = g_strdup (self->event_type);
  copy->agent_id = g_strdup (self->agent_id);
  copy->action_type = g_strdup (self->action_type);
  copy->request_id = g_strdup (self->request_id);
  return copy;
}

void
csn_history_query_free (CsnHistoryQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->event_type);
  g_free (self->agent_id);
  g_free (self->action_type);
  g_free (self->request_id);
  g_free (self);
}

void
csn_stored_event_free (CsnStoredEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->body);
  g_free (self);
}
