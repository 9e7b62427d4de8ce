/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-grant.h"

#include "csn-json-writer.h"
#include "csn-time.h"

struct _CsnGrant
{
  CsnGrantTerms terms; /* all of it (owned) */
};

CsnGrant *
csn_grant_new (const CsnGrantTerms *terms)
{
  CsnGrant *self;

  g_return_val_if_fail (terms != NULL, NULL);

  self = g_atomic_rc_box_new0 (CsnGrant);
  self->terms = *terms;
  self->terms.id = g_strdup (terms->id);
  self->terms.grantor = g_strdup (terms->grantor);
  self->terms.delegate = g_strdup (terms->delegate);
  self->terms.action_types = g_strdup (terms->action_types);
  if (terms->cost_limit != NULL)
    self->terms.cost_limit = csn_money_copy (terms->cost_limit);
  if (terms->cost_budget != NULL)
    self->terms.cost_budget = csn_money_copy (terms->cost_budget);
  return self;
}

CsnGrant *
csn_grant_ref (CsnGrant *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
grant_clear (gpointer data)
{
  CsnGrant *self = data;

  g_free ((char *) self->terms.id);
  g_free ((char *) self->terms.grantor);
  g_free ((char *) self->terms.delegate);
  g_free ((char *) self->terms.action_types);
  csn_money_free ((CsnMoney *) self->terms.cost_limit);
  csn_money_free ((CsnMoney *) self->terms.cost_budget);
}

void
csn_grant_unref (CsnGrant *self)
{
  g_atomic_rc_box_release_full (self, grant_clear);
}

const CsnGrantTerms *
csn_grant_get_terms (const CsnGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->terms;
}

static void
write_money (CsnJsonWriter *writer, const char *key, const CsnMoney *money)
{
  if (money == NULL)
    return;

  csn_json_writer_key (writer, key);
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "amount", csn_money_get_amount (money));
  csn_json_writer_member_string (writer, "currency", csn_money_get_currency (money));
  csn_json_writer_end_object (writer);
}

char *
csn_grant_to_json (const CsnGrant *self)
{
  const CsnGrantTerms *terms;
  CsnJsonWriter *writer;
  g_autofree char *expires_at = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  terms = &self->terms;
  expires_at = csn_time_to_string (terms->expires_at);
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "id", terms->id);
  csn_json_writer_member_string (writer, "grantor", terms->grantor);
  csn_json_writer_member_string (writer, "delegate", terms->delegate);
  csn_json_writer_member_string (writer, "action_types", terms->action_types);
  csn_json_writer_member_string (writer, "level_floor", csn_level_to_string (terms->level_floor));
  write_money (writer, "cost_limit", terms->cost_limit);
  write_money (writer, "cost_budget", terms->cost_budget);
  csn_json_writer_member_integer (writer, "depth", terms->depth);
  csn_json_writer_member_string (writer, "expires_at", expires_at);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}
