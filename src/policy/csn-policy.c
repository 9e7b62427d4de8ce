/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy.h"

#include <string.h>

#include "csn-autonomy.h"
#include "csn-digest.h"
#include "csn-json-writer.h"
#include "csn-policy-private.h"
#include "csn-time.h"

struct _CsnPolicy
{
  const char *preset; /* a static string */
  CsnPolicyNumbers numbers;
  char *json;   /* (owned) */
  char *sha256; /* (owned) */
};

#define REFERENCE_THRESHOLDS                                                                       \
  {                                                                                                \
    .takeover = 0.5, .low = 0.65, .irreversible = 0.75, .moderate = 0.80, .reversible = 0.85,      \
  }

static const struct
{
  const char *name;
  CsnPolicyNumbers numbers;
} presets[] = {
  /* The seed note's own numbers. */
  { "reference",
    {
        .thresholds = REFERENCE_THRESHOLDS,
        .failures_24h = 3,
        .cost_limit = "100.00",
        .cost_currency = "USD",
        .soft_timeout = 300 * CSN_SECOND,
        .hard_timeout = 86400 * CSN_SECOND,
    } },
  { "cautious",
    {
        .thresholds = REFERENCE_THRESHOLDS,
        .failures_24h = 3,
        .cost_limit = "100.00",
        .cost_currency = "USD",
        .soft_timeout = 300 * CSN_SECOND,
        .hard_timeout = 86400 * CSN_SECOND,
        .irreversible_hard = TRUE,
        .silence_reversible = TRUE,
    } },
};

/* The shortest decimal that reads back as the same double: the one that has a canonical form. */
static void
write_number (CsnJsonWriter *writer, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_dtostr (text, sizeof text, value);

  csn_json_writer_key (writer, key);
  csn_json_writer_number (writer, text);
}

static void
write_thresholds (CsnJsonWriter *writer, const CsnPolicyThresholds *thresholds)
{
  csn_json_writer_key (writer, "confidence");
  csn_json_writer_begin_object (writer);
  write_number (writer, "takeover_below", thresholds->takeover);
  write_number (writer, "hard_below", thresholds->low);
  write_number (writer, "irreversible_soft_above", thresholds->irreversible);
  write_number (writer, "soft_below", thresholds->moderate);
  write_number (writer, "reversible_auto_above", thresholds->reversible);
  csn_json_writer_end_object (writer);
}

static void
write_autonomy (CsnJsonWriter *writer)
{
  csn_json_writer_key (writer, "autonomy");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "promote_after", CSN_AUTONOMY_PROMOTE_AFTER);
  csn_json_writer_member_integer (writer, "demote_after", CSN_AUTONOMY_DEMOTE_AFTER);
  csn_json_writer_member_integer (writer, "window_seconds", CSN_DAY / CSN_SECOND);
  csn_json_writer_end_object (writer);
}

static char *
write_canonical (const CsnPolicy *self)
{
  const CsnPolicyNumbers *numbers = &self->numbers;
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "version", CSN_POLICY_VERSION);
  csn_json_writer_member_string (writer, "preset", self->preset);
  write_thresholds (writer, &numbers->thresholds);
  csn_json_writer_member_integer (writer, "failures_24h", numbers->failures_24h);
  csn_json_writer_key (writer, "cost_limits");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, numbers->cost_currency, numbers->cost_limit);
  csn_json_writer_end_object (writer);
  csn_json_writer_key (writer, "timeout_seconds");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "soft", numbers->soft_timeout / CSN_SECOND);
  csn_json_writer_member_integer (writer, "hard", numbers->hard_timeout / CSN_SECOND);
  csn_json_writer_end_object (writer);
  csn_json_writer_member_boolean (writer, "irreversible_hard", numbers->irreversible_hard);
  csn_json_writer_member_boolean (writer,
                                  "silence_approves_reversible_only",
                                  numbers->silence_reversible);
  write_autonomy (writer);
  csn_json_writer_end_object (writer);

  text = csn_json_writer_finish (writer);
  json = csn_json_parse (text, strlen (text), strlen (text), NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  return csn_json_to_canonical (json, NULL);
}

static CsnPolicy *
policy_new (const char *preset, const CsnPolicyNumbers *numbers)
{
  CsnPolicy *self = g_atomic_rc_box_new0 (CsnPolicy);
  guint8 digest[CSN_SHA256_BYTES];

  self->preset = preset;
  self->numbers = *numbers;
  self->json = write_canonical (self);
  csn_digest_sha256 (self->json, strlen (self->json), digest);
  self->sha256 = csn_digest_to_hex (digest, sizeof digest);
  return self;
}

CsnPolicy *
csn_policy_new_preset (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (g_strcmp0 (presets[i].name, name) == 0)
        return policy_new (presets[i].name, &presets[i].numbers);
    }

  return NULL;
}

static gboolean
same_numbers (const CsnPolicyNumbers *a, const CsnPolicyNumbers *b)
{
  return a->thresholds.takeover == b->thresholds.takeover &&
         a->thresholds.low == b->thresholds.low &&
         a->thresholds.irreversible == b->thresholds.irreversible &&
         a->thresholds.moderate == b->thresholds.moderate &&
         a->thresholds.reversible == b->thresholds.reversible &&
         a->failures_24h == b->failures_24h && a->soft_timeout == b->soft_timeout &&
         a->hard_timeout == b->hard_timeout && a->irreversible_hard == b->irreversible_hard &&
         a->silence_reversible == b->silence_reversible &&
         strcmp (a->cost_limit, b->cost_limit) == 0 &&
         strcmp (a->cost_currency, b->cost_currency) == 0;
}

CsnPolicy *
csn_policy_new_with_numbers (const CsnPolicyNumbers *numbers)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (same_numbers (&presets[i].numbers, numbers))
        return policy_new (presets[i].name, numbers);
    }

  return policy_new (CSN_POLICY_CUSTOM, numbers);
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

  return &self->numbers.thresholds;
}

const CsnPolicyNumbers *
csn_policy_get_numbers (const CsnPolicy *self)
{
  return &self->numbers;
}

gint64
csn_policy_get_timeout (const CsnPolicy *self, CsnLevel level, const char *action_type)
{
  g_return_val_if_fail (self != NULL, 0);

  switch (level)
    {
    case CSN_LEVEL_SOFT_APPROVAL:
      return self->numbers.soft_timeout;
    case CSN_LEVEL_HARD_APPROVAL:
      return self->numbers.hard_timeout;
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
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  if (csn_request_get_flags (request) != CSN_REQUEST_FLAG_NONE ||
      !csn_request_allows (request, CSN_DECISION_APPROVE))
    return FALSE;

  return !self->numbers.silence_reversible ||
         csn_request_get_facts (request)->reversible == CSN_TRISTATE_TRUE;
}

char *
csn_policy_to_json (const CsnPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup (self->json);
}
