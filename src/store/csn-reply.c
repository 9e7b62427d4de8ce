/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-reply-private.h"

CsnReply *
csn_reply_new (GTask *task)
{
  CsnReply *self = g_new0 (CsnReply, 1);

  self->task = task;
  return self;
}

void
csn_reply_give (CsnReply *self)
{
  if (self->error != NULL)
    g_task_return_error (self->task, g_steal_pointer (&self->error));
  else
    g_task_return_pointer (self->task, self->value, self->free_value);
  g_object_unref (self->task);
  g_clear_pointer (&self->change, csn_change_free);
  if (self->free_input != NULL)
    self->free_input (self->input);
  g_free (self);
}
