/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_event_words_name:
 * @event_type: the text of an event type
 *
 * Returns: it in words for a list, "delivery_attempt" as "Telling the agent"; an unknown one is
 *   given back as it is
 */
const char *csn_event_words_name (const char *event_type);

/**
 * csn_event_words_css_class:
 * @event_type: the text of an event type
 *
 * Returns: (nullable): the style class for events that a reviewer must not overlook
 */
const char *csn_event_words_css_class (const char *event_type);

/**
 * csn_event_words_actor:
 * @actor_kind: the text of an actor kind
 * @reviewer: (nullable): the reviewer's identity, visible text
 *
 * Returns: (transfer full): who did it, for a list: the person's name, "silence", "policy"
 */
char *csn_event_words_actor (const char *actor_kind, const char *reviewer);

G_END_DECLS
