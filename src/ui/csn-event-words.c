/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-event-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *type;
  const char *name;
  const char *css_class;
} EventWords;

static const EventWords events[] = {
  { "requested", N_ ("Requested"), NULL },
  { "notified", N_ ("Notification shown"), NULL },
  { "shown", N_ ("Shown in the window"), NULL },
  { "approved", N_ ("Approved"), "success" },
  { "edited", N_ ("Approved with changes"), "success" },
  { "rejected", N_ ("Rejected"), "error" },
  { "responded", N_ ("Answered"), NULL },
  { "timeout", N_ ("Approved by silence"), "warning" },
  { "escalated", N_ ("Escalated"), "warning" },
  { "withdrawn", N_ ("Withdrawn"), NULL },
  { "refused", N_ ("Answer refused"), "warning" },
  { "delivery_attempt", N_ ("Tried to tell the agent"), NULL },
  { "delivered", N_ ("Agent told"), NULL },
  { "delivery_failed", N_ ("Agent could not be told"), "error" },
  { "outcome", N_ ("Outcome"), NULL },
  { "alarm", N_ ("Alarm"), "error" },
  { "promoted", N_ ("Promoted"), "success" },
  { "demoted", N_ ("Demoted"), "error" },
  { "profile_set", N_ ("Profile set"), NULL },
  { "read_only", N_ ("Agent read-only"), "warning" },
  { "takeover", N_ ("Takeover"), "warning" },
  { "handed_back", N_ ("Handed back"), NULL },
  { "stopped", N_ ("Stopped"), "error" },
  { "resumed", N_ ("Stop lifted"), NULL },
  { "assessed", N_ ("Assessed"), NULL },
  { "policy_changed", N_ ("Policy changed"), "warning" },
  { "rule_changed", N_ ("Rule changed"), "warning" },
  { "grant_changed", N_ ("Grant changed"), "warning" },
  { "source_changed", N_ ("Source changed"), NULL },
  { "request_malformed", N_ ("Unreadable request"), "error" },
  { "clock_jump", N_ ("Clock jumped"), "warning" },
  { "presence", N_ ("Presence changed"), NULL },
  { "store_fault", N_ ("Store fault"), "error" },
  { "log_opened", N_ ("Log opened"), NULL },
  { "exported", N_ ("Exported"), NULL },
  { "pruned", N_ ("Pruned"), "warning" },
  { "key_changed", N_ ("Signing key changed"), "warning" },
  { "payload_erased", N_ ("Payload erased"), "warning" },
  { "app_started", N_ ("Countersign started"), NULL },
  { "app_stopped", N_ ("Countersign stopped"), NULL },
  { "forwarder_changed", N_ ("Forwarder changed"), "warning" },
  { "restored", N_ ("Restored from a backup"), "warning" },
  { "rejudged", N_ ("Judged anew"), "warning" },
};

static const EventWords *
look_up (const char *event_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_str_equal (events[i].type, event_type))
      return &events[i];
  return NULL;
}

const char *
csn_event_words_name (const char *event_type)
{
  const EventWords *words = look_up (event_type);

  return words != NULL ? _ (words->name) : event_type;
}

const char *
csn_event_words_css_class (const char *event_type)
{
  const EventWords *words = look_up (event_type);

  return words != NULL ? words->css_class : NULL;
}

char *
csn_event_words_actor (const char *actor_kind, const char *reviewer)
{
  if (g_str_equal (actor_kind, "human"))
    return g_strdup (reviewer != NULL ? reviewer : _ ("a person"));
  if (g_str_equal (actor_kind, "silence"))
    return g_strdup (_ ("silence"));
  if (g_str_equal (actor_kind, "policy"))
    return g_strdup (_ ("policy"));
  if (g_str_equal (actor_kind, "agent"))
    return g_strdup (_ ("the agent"));
  return g_strdup (_ ("Countersign"));
}
