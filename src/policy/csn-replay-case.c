/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-replay-case.h"

struct _CsnReplayCase
{
  CsnRequest *request;      /* (owned) */
  CsnPolicyContext context; /* arrays and what is in them (owned) */
  CsnReplayRecord record;   /* its text (owned) */
};

static CsnDrawn *
copy_drawn (const CsnDrawn *drawn, guint n_drawn)
{
  CsnDrawn *copy = g_new0 (CsnDrawn, n_drawn);

  for (guint i = 0; i < n_drawn; i++)
    {
      copy[i].grant_id = g_strdup (drawn[i].grant_id);
      copy[i].money = csn_money_copy (drawn[i].money);
    }
  return copy;
}

CsnReplayCase *
csn_replay_case_new (CsnRequest *request,
                     const CsnPolicyContext *context,
                     const CsnReplayRecord *record)
{
  CsnReplayCase *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self = g_atomic_rc_box_new0 (CsnReplayCase);
  self->request = csn_request_ref (request);
  self->context = *context;
  self->context.chain_levels =
      g_memdup2 (context->chain_levels, context->n_chain_levels * sizeof (CsnLevel));
  self->context.drawn = copy_drawn (context->drawn, context->n_drawn);
  self->record = *record;
  self->record.id = g_strdup (record->id);
  return self;
}

CsnReplayCase *
csn_replay_case_ref (CsnReplayCase *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
replay_case_clear (gpointer data)
{
  CsnReplayCase *self = data;

  for (guint i = 0; i < self->context.n_drawn; i++)
    {
      g_free ((char *) self->context.drawn[i].grant_id);
      csn_money_free ((CsnMoney *) self->context.drawn[i].money);
    }
  g_free ((CsnDrawn *) self->context.drawn);
  g_free ((CsnLevel *) self->context.chain_levels);
  g_free ((char *) self->record.id);
  csn_request_unref (self->request);
}

void
csn_replay_case_unref (CsnReplayCase *self)
{
  g_atomic_rc_box_release_full (self, replay_case_clear);
}

CsnRequest *
csn_replay_case_get_request (const CsnReplayCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request;
}

const CsnPolicyContext *
csn_replay_case_get_context (const CsnReplayCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->context;
}

const CsnReplayRecord *
csn_replay_case_get_record (const CsnReplayCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->record;
}
