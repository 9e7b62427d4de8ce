/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-action-words.h"
#include "csn-level-words.h"
#include "csn-time-words.h"
#include "csn-visible-text.h"

static const struct
{
  const char *path;
  const char *words;
} members[] = {
  { "preset", N_ ("Preset") },
  { "confidence.takeover_below", N_ ("Takeover below a confidence of") },
  { "confidence.hard_below", N_ ("Hard approval below a confidence of") },
  { "confidence.soft_below", N_ ("Soft approval below a confidence of") },
  { "confidence.irreversible_soft_above",
    N_ ("Irreversible actions: soft approval above a confidence of") },
  { "confidence.reversible_auto_above",
    N_ ("Reversible actions: full auto above a confidence of") },
  { "failures_24h", N_ ("Failures in 24 hours that take an agent over") },
  { "timeout_seconds.soft", N_ ("Seconds until silence consents at soft approval") },
  { "timeout_seconds.hard", N_ ("Seconds until silence escalates at hard approval") },
  { "irreversible_hard", N_ ("Hard approval for every irreversible action") },
  { "silence_approves_reversible_only", N_ ("Silence approves only what can be undone") },
  { "autonomy.promote_after", N_ ("Successes in a row for one level less oversight") },
  { "autonomy.demote_after", N_ ("Failures that cost a level") },
  { "autonomy.window_seconds", N_ ("Seconds for which a failure counts") },
  { "autonomy.confirm_promotions", N_ ("Promotions wait for you") },
};

static char *
visible (const char *text)
{
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

static const char *
lookup (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].path, path))
      return _ (members[i].words);
  return NULL;
}

/* "action_types.NAME.MEMBER"; a name may hold dots itself, so the member is looked for from the
 * end. */
static char *
words_for_type (const char *rest)
{
  const char *dot = strchr (rest, '.');

  for (; dot != NULL; dot = strchr (dot + 1, '.'))
    {
      g_autofree char *type = NULL;
      g_autofree char *words = NULL;
      g_autofree char *member = NULL;

      if (lookup (dot + 1) == NULL && !g_str_has_prefix (dot + 1, "cost_limits."))
        continue;
      type = g_strndup (rest, (gsize) (dot - rest));
      words = csn_action_words_type (type);
      member = csn_policy_words_member (dot + 1);
      /* TRANSLATORS: %1$s is an action in words, %2$s a member of the policy in words */
      return g_strdup_printf (_ ("Only for “%s” · %s"), words, member);
    }
  return NULL;
}

char *
csn_policy_words_member (const char *path)
{
  const char *words = lookup (path);
  const char *dot = strchr (path, '.');
  g_autofree char *rest = dot != NULL ? visible (dot + 1) : NULL;
  g_autofree char *type = NULL;

  if (words != NULL)
    return g_strdup (words);
  if (rest != NULL && g_str_has_prefix (path, "cost_limits."))
    /* TRANSLATORS: %s is a currency, "USD" */
    return g_strdup_printf (_ ("Hard approval above a cost in %s of"), rest);
  if (rest != NULL && g_str_has_prefix (path, "rules."))
    return g_strdup_printf (_ ("Standing rule “%s”"), rest);
  if (rest != NULL && g_str_has_prefix (path, "grants."))
    return g_strdup_printf (_ ("Grant “%s”"), rest);
  if (rest != NULL && g_str_has_prefix (path, "action_types."))
    type = words_for_type (dot + 1);
  return type != NULL ? g_steal_pointer (&type) : visible (path);
}

/* A value of the policy for people: JSON, but without its quotation marks. */
static char *
say_value (const char *json)
{
  gsize length = strlen (json);
  g_autofree char *bare = NULL;

  if (g_str_equal (json, "true"))
    return g_strdup (_ ("on"));
  if (g_str_equal (json, "false"))
    return g_strdup (_ ("off"));
  if (length >= 2 && json[0] == '"')
    bare = g_strndup (json + 1, length - 2);
  return visible (bare != NULL ? bare : json);
}

char *
csn_policy_words_change (const CsnPolicyChange *change)
{
  g_autofree char *member = csn_policy_words_member (change->path);
  g_autofree char *before = change->before != NULL ? say_value (change->before) : NULL;
  g_autofree char *after = change->after != NULL ? say_value (change->after) : NULL;
  gboolean whole =
      g_str_has_prefix (change->path, "rules.") || g_str_has_prefix (change->path, "grants.");

  if (before == NULL && whole)
    /* TRANSLATORS: %s is "Standing rule “small refunds”" */
    return g_strdup_printf (_ ("%s is new"), member);
  if (after == NULL && whole)
    return g_strdup_printf (_ ("%s is removed"), member);
  if (whole)
    return g_strdup_printf (_ ("%s is changed"), member);
  if (before == NULL)
    return g_strdup_printf (_ ("%s: %s (new)"), member, after != NULL ? after : "");
  if (after == NULL)
    return g_strdup_printf (_ ("%s: %s (removed)"), member, before);
  return g_strdup_printf (_ ("%s: %s → %s"), member, before, after);
}

char *
csn_policy_words_moved (const CsnReplay *replay)
{
  guint64 total = csn_replay_get_total (replay);
  guint64 moved = csn_replay_get_moved (replay);

  if (total == 0)
    return g_strdup (_ ("There is no recorded request yet to try this on."));
  if (moved == 0)
    return g_strdup_printf (ngettext ("%u recorded request: its level would not have changed.",
                                      "%u recorded requests: no level would have changed.",
                                      (gulong) total),
                            (guint) total);
  /* TRANSLATORS: "43 of 412 recorded requests would have got another level." */
  return g_strdup_printf (ngettext ("%u of %u recorded request would have got another level.",
                                    "%u of %u recorded requests would have got another level.",
                                    (gulong) total),
                          (guint) moved,
                          (guint) total);
}

char *
csn_policy_words_skips (const CsnReplay *replay)
{
  guint64 n = csn_replay_get_n_skipped (replay);

  if (csn_replay_get_total (replay) == 0)
    return g_strdup ("");
  if (n == 0)
    return g_strdup (_ ("No request that a person stopped, or that failed, would have passed."));
  return g_strdup_printf (ngettext ("%u request would have passed without a person, although a "
                                    "person rejected or edited it or its outcome failed:",
                                    "%u requests would have passed without a person, although a "
                                    "person rejected or edited them or their outcome failed:",
                                    (gulong) n),
                          (guint) n);
}

static const char *
say_reason (CsnReplayReason reasons)
{
  if (reasons & CSN_REPLAY_REJECTED)
    return _ ("a person rejected it");
  if (reasons & CSN_REPLAY_EDITED)
    return _ ("a person edited it");
  return _ ("its outcome failed");
}

char *
csn_policy_words_skip (const CsnReplaySkip *skip)
{
  CsnRequest *request = csn_replay_case_get_request (skip->replay_case);
  const CsnReplayRecord *record = csn_replay_case_get_record (skip->replay_case);
  g_autofree char *type = csn_action_words_type (csn_request_get_action_type (request));
  g_autofree char *agent = visible (csn_request_get_agent_id (request));
  g_autofree char *time = csn_time_words_local_full (record->time);

  /* TRANSLATORS: action, agent, time, the level then, the level by the new policy, the reason */
  return g_strdup_printf (_ ("%s · %s · %s · %s → %s · %s"),
                          type,
                          agent,
                          time,
                          csn_level_words_name (record->level),
                          csn_level_words_name (csn_verdict_get_level (skip->verdict)),
                          say_reason (skip->reasons));
}

const char *
csn_policy_words_preset (const char *preset)
{
  if (g_strcmp0 (preset, "reference") == 0)
    return _ ("Reference");
  if (g_strcmp0 (preset, "cautious") == 0)
    return _ ("Cautious");
  return _ ("Custom");
}
