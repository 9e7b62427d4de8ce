/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-takeover-words.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-moment-words.h"
#include "csn-visible-text.h"

static char *
dup_agent (CsnTakeoverItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (csn_takeover_item_get_inbox_item (item));

  return csn_visible_text (csn_request_get_agent_id (request), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

static char *
dup_action (CsnTakeoverItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (csn_takeover_item_get_inbox_item (item));

  return csn_action_words_type (csn_request_get_action_type (request));
}

char *
csn_takeover_words_title (CsnTakeoverItem *item)
{
  g_autofree char *agent = dup_agent (item);
  g_autofree char *action = dup_action (item);

  return g_strdup_printf ("%s · %s", agent, action);
}

static char *
channel_words (const char *channel)
{
  if (g_str_equal (channel, "desktop"))
    return g_strdup (_ ("notification shown"));
  /* TRANSLATORS: %s is the name of a channel such as Slack */
  return g_strdup_printf (_ ("%s told"), channel);
}

static const char *
acknowledged_words (CsnAgentItem *agent)
{
  if (csn_agent_item_get_mode_acknowledged (agent))
    /* TRANSLATORS: the agent's endpoint confirmed that it is read-only */
    return _ ("acknowledged");
  return _ ("not acknowledged yet");
}

char *
csn_takeover_words_mode (CsnTakeoverItem *item, CsnAgentItem *agent, gint64 now)
{
  const char *const *told = csn_takeover_item_get_told (item);
  g_autofree char *name = dup_agent (item);
  g_autofree char *since = csn_moment_words (csn_takeover_item_get_opened_at (item), now);
  g_autoptr (GString) text = g_string_new (NULL);

  if (agent != NULL && csn_agent_item_get_read_only (agent))
    /* TRANSLATORS: "crm-agent is read-only since 06:51:10 (acknowledged)" */
    g_string_append_printf (text,
                            _ ("%s is read-only since %s (%s)"),
                            name,
                            since,
                            acknowledged_words (agent));
  else
    /* TRANSLATORS: "crm-agent handed over at 06:51:10" */
    g_string_append_printf (text, _ ("%s handed over at %s"), name, since);
  for (guint i = 0; told != NULL && told[i] != NULL; i++)
    {
      g_autofree char *channel = channel_words (told[i]);

      g_string_append_printf (text, " · %s", channel);
    }
  if (told == NULL || told[0] == NULL)
    g_string_append_printf (text, " · %s", _ ("nobody was told by notification"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
say_steps (GString *text, CsnTakeoverItem *item, guint n_done)
{
  const char *const *steps = csn_takeover_get_next_steps (csn_takeover_item_get_package (item));
  guint n_steps = steps != NULL ? g_strv_length ((char **) steps) : 0;

  if (n_steps == 0)
    return;
  if (n_done == n_steps)
    g_string_append_printf (text, " %s", _ ("You ticked every step."));
  else
    /* TRANSLATORS: "You ticked 1 of 3 steps." */
    g_string_append_printf (
        text,
        ngettext (" You ticked %u of %u step.", " You ticked %u of %u steps.", n_steps),
        n_done,
        n_steps);
}

char *
csn_takeover_words_hand_back (CsnTakeoverItem *item, guint n_done, gboolean others_open)
{
  g_autofree char *agent = dup_agent (item);
  g_autofree char *action = dup_action (item);
  g_autoptr (GString) text = g_string_new (NULL);

  if (others_open)
    g_string_append_printf (
        text,
        _ ("%s gets your note and stays read-only: another takeover of it is open."),
        agent);
  else
    g_string_append_printf (text, _ ("%s gets your note and may act again."), agent);
  g_string_append_printf (text,
                          /* TRANSLATORS: %s is an action in words, such as "Merge records" */
                          _ (" “%s” starts anew at hard approval: every one waits for a person."),
                          action);
  say_steps (text, item, n_done);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
