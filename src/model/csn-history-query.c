/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-query.h"

gboolean
csn_history_query_is_empty (const CsnHistoryQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->since == 0 && self->until == 0 && self->event_type == NULL &&
         self->agent_id == NULL && self->action_type == NULL && self->request_id == NULL &&
         self->level == NULL && self->reviewer == NULL && self->decision == NULL &&
         self->text == NULL;
}

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
  copy->level = g_strdup (self->level);
  copy->reviewer = g_strdup (self->reviewer);
  copy->decision = g_strdup (self->decision);
  copy->text = g_strdup (self->text);
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
  g_free (self->level);
  g_free (self->reviewer);
  g_free (self->decision);
  g_free (self->text);
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
