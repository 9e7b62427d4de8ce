/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-level-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const char *word;
  const char *icon;
  const char *css_class;
} LevelWords;

static const LevelWords levels[] = {
  [CSN_LEVEL_FULL_AUTO] = { N_ ("Full auto"),
                            N_ ("Auto"),
                            "csn-level-auto-symbolic",
                            "level-auto" },
  [CSN_LEVEL_NOTIFY_ONLY] = { N_ ("Notify only"),
                              N_ ("Notify"),
                              "csn-level-notify-symbolic",
                              "level-notify" },
  [CSN_LEVEL_SOFT_APPROVAL] = { N_ ("Soft approval"),
                                N_ ("Soft"),
                                "csn-level-soft-symbolic",
                                "level-soft" },
  [CSN_LEVEL_HARD_APPROVAL] = { N_ ("Hard approval"),
                                N_ ("Hard"),
                                "csn-level-hard-symbolic",
                                "level-hard" },
  [CSN_LEVEL_HUMAN_TAKEOVER] = { N_ ("Takeover"),
                                 N_ ("Takeover"),
                                 "csn-level-takeover-symbolic",
                                 "level-takeover" },
};

const char *
csn_level_words_name (CsnLevel level)
{
  return _ (levels[level].name);
}

const char *
csn_level_words_short (CsnLevel level)
{
  return _ (levels[level].word);
}

const char *
csn_level_words_icon (CsnLevel level)
{
  return levels[level].icon;
}

const char *
csn_level_words_css_class (CsnLevel level)
{
  return levels[level].css_class;
}

/* At HARD_APPROVAL the score is behind a click, so no sentence in front of it may tell it. */
static const char *
say_rule (const CsnRule *rule)
{
  if (rule->level != CSN_LEVEL_HARD_APPROVAL)
    return rule->why;
  if (g_str_equal (rule->code, "confidence.low"))
    return _ ("The agent is not sure enough of itself.");
  if (g_str_equal (rule->code, "matrix.irreversible_unsure"))
    return _ ("It can’t be undone, and the agent is not sure enough of itself.");
  return rule->why;
}

char *
csn_level_words_why (const CsnVerdict *verdict)
{
  const char *why = NULL;
  guint more = 0;

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (!rule->decisive)
        continue;
      if (why == NULL)
        why = say_rule (rule);
      else
        more++;
    }
  if (why == NULL)
    return g_strdup ("");
  if (more == 0)
    return g_strdup (why);
  /* TRANSLATORS: %s is a whole sentence */
  return g_strdup_printf (ngettext ("%s %u more rule says so.", "%s %u more rules say so.", more),
                          why,
                          more);
}
