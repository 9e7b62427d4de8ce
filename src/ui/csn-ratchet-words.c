/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-ratchet-words.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-autonomy.h"
#include "csn-level-words.h"
#include "csn-time-words.h"
#include "csn-time.h"
#include "csn-visible-text.h"

char *
csn_ratchet_words_successes (const CsnProfile *profile, const CsnPolicyAutonomy *numbers)
{
  CsnLevel level = csn_profile_get_level (profile);
  guint successes = csn_profile_get_successes (profile);

  if (level == CSN_LEVEL_HUMAN_TAKEOVER)
    return g_strdup (_ ("Successes don’t count here; a hand-back leads to hard approval."));
  if (csn_profile_get_pinned (profile) || level == CSN_LEVEL_FULL_AUTO)
    return g_strdup_printf (ngettext ("%u success in a row", "%u successes in a row", successes),
                            successes);
  /* TRANSLATORS: "7 of 10 successes to “Notify only”" */
  return g_strdup_printf (_ ("%u of %u successes to “%s”"),
                          successes,
                          numbers->promote_after,
                          csn_level_words_name ((CsnLevel) (level - 1)));
}

char *
csn_ratchet_words_failures (const CsnProfile *profile, const CsnPolicyAutonomy *numbers, gint64 now)
{
  guint failures = csn_autonomy_failures_in_window (profile, numbers, now);
  g_autofree char *window = numbers->window == CSN_DAY ? g_strdup (_ ("24 h"))
                                                       : csn_time_words_duration (numbers->window);

  /* TRANSLATORS: "1 of 2 failures in 24 h" */
  return g_strdup_printf (_ ("%u of %u failures in %s"), failures, numbers->demote_after, window);
}

char *
csn_ratchet_words_promotion (const CsnProfile *profile)
{
  g_autofree char *action = csn_action_words_type (csn_profile_get_action_type (profile));
  g_autofree char *agent =
      csn_visible_text (csn_profile_get_agent_id (profile), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  CsnLevel level = csn_profile_get_level (profile);

  if (level == CSN_LEVEL_FULL_AUTO)
    return g_strdup ("");
  /* TRANSLATORS: an agent, a level, an action in words, the level now */
  return g_strdup_printf (_ ("%s has earned “%s” for “%s”, one level less oversight than “%s”. "
                             "Below is what that would have let through."),
                          agent,
                          csn_level_words_name ((CsnLevel) (level - 1)),
                          action,
                          csn_level_words_name (level));
}

char *
csn_ratchet_words_step (const CsnProfile *profile)
{
  CsnLevel level = csn_profile_get_level (profile);

  /* TRANSLATORS: "Soft approval: step 3 of 5 from full auto to takeover" */
  return g_strdup_printf (_ ("%s: step %d of %d from full auto to takeover"),
                          csn_level_words_name (level),
                          (int) level + 1,
                          CSN_LEVEL_HUMAN_TAKEOVER + 1);
}

char *
csn_ratchet_words_reset (const CsnProfile *profile)
{
  g_autofree char *action = csn_action_words_type (csn_profile_get_action_type (profile));

  if (csn_profile_get_level (profile) > CSN_LEVEL_SOFT_APPROVAL)
    /* TRANSLATORS: %s is an action in words, such as "Merge records" */
    return g_strdup_printf (_ ("“%s” starts anew at soft approval, where silence consents. That is "
                               "less oversight than now. Successes and failures are forgotten, and "
                               "it is recorded that you did this."),
                            action);
  return g_strdup_printf (_ ("“%s” starts anew at soft approval. Successes and failures are "
                             "forgotten, and it is recorded that you did this."),
                          action);
}

char *
csn_ratchet_words_pin (const CsnProfile *profile)
{
  g_autofree char *action = csn_action_words_type (csn_profile_get_action_type (profile));
  const char *level = csn_level_words_name (csn_profile_get_level (profile));

  if (csn_profile_get_pinned (profile))
    /* TRANSLATORS: %1$s is an action in words, %2$s a level */
    return g_strdup_printf (_ ("Successes and failures move “%s” from “%s” again."), action, level);
  return g_strdup_printf (_ ("“%s” stays at “%s”: successes no longer lead to less oversight, and "
                             "failures no longer to more."),
                          action,
                          level);
}
