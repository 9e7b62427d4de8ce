/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy.h"

#include <string.h>

#include "csn-digest.h"
#include "csn-policy-private.h"

struct _CsnPolicy
{
  const char *preset; /* a static string */
  CsnPolicyParts parts;
  GPtrArray *grants; /* (owned) (element-type CsnGrant): by grantor and delegate */
  char *json;        /* (owned) */
  char *sha256;      /* (owned) */
};

static int
compare_pairs (const CsnGrantTerms *terms, const char *grantor, const char *delegate)
{
  int order = strcmp (terms->grantor, grantor);

  return order != 0 ? order : strcmp (terms->delegate, delegate);
}

/* Stable, as the order of the document breaks ties. */
static GPtrArray *
sort_grants (const GPtrArray *grants)
{
  GPtrArray *sorted = g_ptr_array_sized_new (grants->len);

  for (guint i = 0; i < grants->len; i++)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (grants->pdata[i]);
      guint at = sorted->len;

      while (at > 0 && compare_pairs (csn_grant_get_terms (sorted->pdata[at - 1]),
                                      terms->grantor,
                                      terms->delegate) > 0)
        at--;
      g_ptr_array_insert (sorted, (gint) at, grants->pdata[i]);
    }
  return sorted;
}

CsnGrant *const *
csn_policy_find_grants (const CsnPolicy *self,
                        const char *grantor,
                        const char *delegate,
                        guint *ret_n_grants)
{
  CsnGrant *const *grants = (CsnGrant *const *) self->grants->pdata;
  guint first = 0;
  guint end = self->grants->len;

  *ret_n_grants = 0;
  if (end == 0)
    return NULL;
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (compare_pairs (csn_grant_get_terms (grants[middle]), grantor, delegate) < 0)
        first = middle + 1;
      else
        end = middle;
    }
  while (end < self->grants->len &&
         compare_pairs (csn_grant_get_terms (grants[end]), grantor, delegate) == 0)
    end++;
  *ret_n_grants = end - first;
  return grants + first;
}

CsnPolicy *
csn_policy_new_with_parts (CsnPolicyParts *parts)
{
  CsnPolicy *self = g_atomic_rc_box_new0 (CsnPolicy);
  guint8 digest[CSN_SHA256_BYTES];

  self->parts = *parts;
  *parts = (CsnPolicyParts){ 0 };
  csn_policy_parts_resolve (&self->parts);
  self->preset = csn_policy_parts_get_preset (&self->parts);
  self->grants = sort_grants (self->parts.grants);
  self->json = csn_policy_parts_to_json (&self->parts);
  csn_digest_sha256 (self->json, strlen (self->json), digest);
  self->sha256 = csn_digest_to_hex (digest, sizeof digest);
  return self;
}

CsnPolicy *
csn_policy_new_preset (const char *name)
{
  CsnPolicyParts parts;

  if (!csn_policy_parts_init (&parts, name))
    return NULL;

  return csn_policy_new_with_parts (&parts);
}

CsnPolicy *
csn_policy_ref (CsnPolicy *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
policy_clear (gpointer data)
{
  CsnPolicy *self = data;

  csn_policy_parts_clear (&self->parts);
  g_ptr_array_unref (self->grants);
  g_free (self->json);
  g_free (self->sha256);
}

void
csn_policy_unref (CsnPolicy *self)
{
  g_atomic_rc_box_release_full (self, policy_clear);
}

const char *
csn_policy_get_preset (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->preset;
}

const char *
csn_policy_get_sha256 (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sha256;
}

const CsnPolicyThresholds *
csn_policy_get_thresholds (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->parts.base.numbers.thresholds;
}

const CsnPolicyParts *
csn_policy_get_parts (const CsnPolicy *self)
{
  return &self->parts;
}

const char *
csn_policy_peek_json (const CsnPolicy *self)
{
  return self->json;
}

const CsnPolicyNumbersFor *
csn_policy_get_numbers_for (const CsnPolicy *self, const char *action_type)
{
  const GPtrArray *overrides = self->parts.overrides;
  guint first = 0;
  guint end = action_type != NULL ? overrides->len : 0;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;
      const CsnPolicyNumbersFor *override = overrides->pdata[middle];
      int order = strcmp (override->action_type, action_type);

      if (order == 0)
        return override;
      if (order < 0)
        first = middle + 1;
      else
        end = middle;
    }
  return &self->parts.base;
}

const CsnPolicyThresholds *
csn_policy_get_thresholds_for (const CsnPolicy *self, const char *action_type)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &csn_policy_get_numbers_for (self, action_type)->numbers.thresholds;
}

const CsnPolicyAutonomy *
csn_policy_get_autonomy (const CsnPolicy *self, const char *action_type)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &csn_policy_get_numbers_for (self, action_type)->numbers.autonomy;
}

guint
csn_policy_get_n_rules (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.rules->len;
}

CsnStandingRule *
csn_policy_get_rule (const CsnPolicy *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->parts.rules->len, NULL);

  return self->parts.rules->pdata[index];
}

guint
csn_policy_get_n_grants (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.grants->len;
}

CsnGrant *
csn_policy_get_grant (const CsnPolicy *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->parts.grants->len, NULL);

  return self->parts.grants->pdata[index];
}

gint64
csn_policy_get_timeout (const CsnPolicy *self, CsnLevel level, const char *action_type)
{
  g_return_val_if_fail (self != NULL, 0);

  switch (level)
    {
    case CSN_LEVEL_SOFT_APPROVAL:
      return csn_policy_get_numbers_for (self, action_type)->numbers.soft_timeout;
    case CSN_LEVEL_HARD_APPROVAL:
      return csn_policy_get_numbers_for (self, action_type)->numbers.hard_timeout;
    case CSN_LEVEL_FULL_AUTO:
    case CSN_LEVEL_NOTIFY_ONLY:
    case CSN_LEVEL_HUMAN_TAKEOVER:
      return 0;
    }

  g_return_val_if_reached (0);
}

gboolean
csn_policy_silence_may_consent (const CsnPolicy *self, const CsnRequest *request)
{
  const CsnPolicyNumbersFor *numbers;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  if (csn_request_get_flags (request) != CSN_REQUEST_FLAG_NONE ||
      !csn_request_allows (request, CSN_DECISION_APPROVE))
    return FALSE;

  numbers = csn_policy_get_numbers_for (self, csn_request_get_action_type (request));
  return !numbers->numbers.silence_reversible ||
         csn_request_get_facts (request)->reversible == CSN_TRISTATE_TRUE;
}

char *
csn_policy_to_json (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup (self->json);
}
