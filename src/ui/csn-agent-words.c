/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-agent-words.h"

#include <glib/gi18n.h>

static const char *
mode_words (CsnAgentItem *agent)
{
  gboolean knows = csn_agent_item_get_mode_acknowledged (agent);

  if (csn_agent_item_get_stopped (agent))
    return knows ? _ ("Stopped") : _ ("Stopped (not acknowledged yet)");
  if (csn_agent_item_get_read_only (agent))
    return knows ? _ ("Read-only") : _ ("Read-only (not acknowledged yet)");
  return _ ("Normal");
}

char *
csn_agent_words_mode (CsnAgentItem *agent)
{
  guint failures = csn_agent_item_get_failures_24h (agent);
  g_autofree char *failed = NULL;

  if (failures == 0)
    return g_strdup_printf ("%s · %s", mode_words (agent), _ ("no failures in 24 h"));
  failed =
      g_strdup_printf (ngettext ("%u failure in 24 h", "%u failures in 24 h", failures), failures);
  return g_strdup_printf ("%s · %s", mode_words (agent), failed);
}

const char *
csn_agent_words_css_class (CsnAgentItem *agent)
{
  if (csn_agent_item_get_stopped (agent))
    return "error";
  if (csn_agent_item_get_read_only (agent))
    return "level-takeover";
  return "dim-label";
}
