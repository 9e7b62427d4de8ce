/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-ratchet-words.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-autonomy.h"
#include "csn-level-words.h"

char *
csn_ratchet_words_successes (const CsnProfile *profile)
{
  CsnLevel level = csn_profile_get_level (profile);
  guint successes = csn_profile_get_successes (profile);

  if (level == CSN_LEVEL_HUMAN_TAKEOVER)
    return g_strdup (_ ("Successes don’t count here; a hand-back leads to hard approval."));
  if (csn_profile_get_pinned (profile) || level == CSN_LEVEL_FULL_AUTO)
    return g_strdup_printf (ngettext ("%u success in a row", "%u successes in a row", successes),
                            successes);
  /* TRANSLATORS: "7 of 10 successes to “Notify only”" */
  return g_strdup_printf (_ ("%u of %d successes to “%s”"),
                          successes,
                          CSN_AUTONOMY_PROMOTE_AFTER,
                          csn_level_words_name ((CsnLevel) (level - 1)));
}

char *
csn_ratchet_words_failures (const CsnProfile *profile, gint64 now)
{
  static const CsnPolicyAutonomy numbers = CSN_AUTONOMY_REFERENCE;

  return g_strdup_printf (_ ("%u of %d failures in 24 h"),
                          csn_autonomy_failures_in_window (profile, &numbers, now),
                          CSN_AUTONOMY_DEMOTE_AFTER);
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
