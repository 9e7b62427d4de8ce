/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-notice-text-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-visible-text.h"

#define MAX_LINE_CHARS 160
#define SEPARATOR "·"

static CsnNoticeText *
notice_new (char *title, char *body)
{
  CsnNoticeText *self = g_new0 (CsnNoticeText, 1);

  self->title = title;
  self->body = body;
  self->offers_review = TRUE;
  return self;
}

void
csn_notice_text_free (CsnNoticeText *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

static char *
visible (const char *text)
{
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

static char *
describe_value (const char *key, const CsnJson *value, gboolean *whole)
{
  g_autofree char *text = NULL;

  if (csn_json_get_value_type (value) == CSN_JSON_STRING)
    text = g_strdup (csn_json_get_text (value));
  else
    text = csn_json_to_text (value, 0);
  if (!csn_visible_is_secret (key, text))
    return visible (text);
  *whole = FALSE;
  return g_strdup ("••••");
}

/* Secrets may sit anywhere below the top, where one line would not mask them. */
static gboolean
is_nested (const CsnJson *value)
{
  CsnJsonType type = csn_json_get_value_type (value);

  return type == CSN_JSON_ARRAY || type == CSN_JSON_OBJECT;
}

char *
csn_notice_text_describe_action (const CsnJson *action, gboolean *ret_whole)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean whole = TRUE;

  for (guint i = 0; i < csn_json_get_size (action); i++)
    {
      const char *key = csn_json_get_key (action, i);
      const CsnJson *value = csn_json_get_element (action, i);
      g_autofree char *name = visible (key);
      g_autofree char *text = NULL;

      if (is_nested (value))
        {
          text = g_strdup ("…");
          whole = FALSE;
        }
      else
        text = describe_value (key, value, &whole);
      /* Read in one line it could pass for other members than there are. */
      if (strstr (name, SEPARATOR) != NULL || strstr (text, SEPARATOR) != NULL)
        whole = FALSE;
      g_string_append_printf (line, "%s%s: %s", line->len > 0 ? " " SEPARATOR " " : "", name, text);
    }
  if (g_utf8_strlen (line->str, -1) > MAX_LINE_CHARS)
    {
      g_autofree char *start = g_utf8_substring (line->str, 0, MAX_LINE_CHARS);

      *ret_whole = FALSE;
      return g_strconcat (start, "…", NULL);
    }
  *ret_whole = whole;
  return g_strdup (line->str);
}

static char *
title_for_request (CsnNoticeKind kind, CsnInboxItem *item, const char *type)
{
  if (kind == CSN_NOTICE_REMINDER)
    /* TRANSLATORS: %s is an action type such as "refund". */
    return g_strdup_printf (_ ("Still waiting for approval: %s"), type);
  if (csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL)
    /* TRANSLATORS: %s is an action type such as "refund". */
    return g_strdup_printf (_ ("Approval needed: %s"), type);
  /* TRANSLATORS: %s is an action type such as "refund". */
  return g_strdup_printf (_ ("Your approval is required: %s"), type);
}

static CsnNoticeText *
notice_for_request (CsnNoticeKind kind, CsnInboxItem *item)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autofree char *type = visible (csn_request_get_action_type (request));
  g_autofree char *agent = visible (csn_request_get_agent_id (request));
  gboolean whole = FALSE;
  g_autofree char *line =
      csn_notice_text_describe_action (csn_request_get_action (request), &whole);
  gboolean flagged = csn_request_get_flags (request) != CSN_REQUEST_FLAG_NONE;
  CsnNoticeText *self = NULL;

  if (flagged)
    {
      g_free (line);
      line = g_strdup (_ ("This request needs a careful look. Open it to see why."));
    }
  self = notice_new (title_for_request (kind, item, type), g_strdup_printf ("%s\n%s", agent, line));
  self->offers_reject = csn_inbox_item_may_decide (item, CSN_DECISION_REJECT);
  self->offers_approve = whole && !flagged &&
                         csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL &&
                         csn_inbox_item_may_decide (item, CSN_DECISION_APPROVE);
  self->urgent =
      kind == CSN_NOTICE_REMINDER || csn_inbox_item_get_level (item) >= CSN_LEVEL_HARD_APPROVAL;
  return self;
}

static CsnNoticeText *
notice_about (CsnInboxItem *item, const char *title_format, const char *advice)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autofree char *type = visible (csn_request_get_action_type (request));
  g_autofree char *agent = visible (csn_request_get_agent_id (request));
  g_auto (GStrv) parts = g_strsplit (title_format, "%s", 2);

  return notice_new (g_strjoin (type, parts[0], parts[1] != NULL ? parts[1] : "", NULL),
                     g_strdup_printf ("%s\n%s", agent, advice));
}

static CsnNoticeText *
notice_of_gate (CsnNoticeKind kind)
{
  CsnNoticeText *self = NULL;

  if (kind == CSN_NOTICE_GATE_OPEN)
    return notice_new (g_strdup (_ ("Countersign decides again")),
                       g_strdup (_ ("Decisions can be recorded again. Nothing was lost.")));
  self = notice_new (g_strdup (_ ("Countersign approves nothing now")),
                     g_strdup (_ ("Decisions can’t be recorded. Open Countersign to see why.")));
  self->urgent = TRUE;
  return self;
}

CsnNoticeText *
csn_notice_text_new (CsnNoticeKind kind, CsnInboxItem *item)
{
  CsnNoticeText *self = NULL;

  switch (kind)
    {
    case CSN_NOTICE_REQUEST:
    case CSN_NOTICE_REMINDER:
      return notice_for_request (kind, item);
    case CSN_NOTICE_DONE:
      /* TRANSLATORS: %s is an action type such as "refund". */
      return notice_about (item, _ ("Done: %s"), _ ("The policy approved it without asking you."));
    case CSN_NOTICE_TAKEOVER:
      /* TRANSLATORS: %s is an action type such as "refund". */
      self = notice_about (item,
                           _ ("Takeover: %s"),
                           _ ("The agent has stopped and needs you to go on."));
      self->urgent = TRUE;
      return self;
    case CSN_NOTICE_ALARM:
      if (item == NULL)
        return notice_of_gate (CSN_NOTICE_GATE_CLOSED);
      /* TRANSLATORS: %s is an action type such as "refund". */
      self = notice_about (item,
                           _ ("Alarm: %s"),
                           _ ("The agent did something that was not approved."));
      self->urgent = TRUE;
      return self;
    case CSN_NOTICE_GATE_CLOSED:
    case CSN_NOTICE_GATE_OPEN:
      return notice_of_gate (kind);
    }
  g_return_val_if_reached (NULL);
}

CsnNoticeText *
csn_notice_text_new_hidden (CsnNoticeKind kind)
{
  const char *title = _ ("News of an agent");
  CsnNoticeText *self = NULL;

  if (kind == CSN_NOTICE_REQUEST || kind == CSN_NOTICE_REMINDER)
    title = _ ("A request waits");
  else if (kind == CSN_NOTICE_TAKEOVER)
    title = _ ("An agent needs you");
  self = notice_new (g_strdup (title), g_strdup (_ ("Unlock the screen to see it.")));
  self->offers_review = FALSE;
  return self;
}

CsnNoticeText *
csn_notice_text_new_many (guint n_waiting)
{
  return notice_new (
      g_strdup_printf (ngettext ("%u request waits", "%u requests wait", n_waiting), n_waiting),
      g_strdup (_ ("Open Countersign to decide.")));
}
