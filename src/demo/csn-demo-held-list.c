/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-held-list.h"

#include "csn-demo-reply.h"

typedef struct
{
  CsnDemoState *state;        /* (owned) */
  SoupServerMessage *message; /* (owned) */
  CsnDemoListQuery query;
  char *status; /* (owned) (nullable): what query.status points to */
  char *etag;   /* (owned): what the asker has */
  gulong changed_handler;
  gulong finished_handler;
  guint timer;
} HeldList;

static void
held_list_free (HeldList *held)
{
  g_clear_signal_handler (&held->changed_handler, held->state);
  g_clear_signal_handler (&held->finished_handler, held->message);
  g_clear_handle_id (&held->timer, g_source_remove);
  g_object_unref (held->state);
  g_object_unref (held->message);
  g_free (held->status);
  g_free (held->etag);
  g_free (held);
}

static void
reply_page (SoupServerMessage *message, char *page, const char *etag)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "ETag", etag);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  csn_demo_reply_json (message, SOUP_STATUS_OK, page);
}

static void
reply_not_modified (SoupServerMessage *message, const char *etag)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "ETag", etag);
  soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
}

static void
on_changed (CsnDemoState *state, CsnDemoTask *task, HeldList *held)
{
  g_autoptr (SoupServerMessage) message = g_object_ref (held->message);
  g_autofree char *etag = NULL;
  g_autofree char *page = csn_demo_list_page (state, &held->query, &etag);

  if (g_str_equal (etag, held->etag))
    return;
  held_list_free (held);
  reply_page (message, g_steal_pointer (&page), etag);
  soup_server_message_unpause (message);
}

static gboolean
on_wait_passed (gpointer user_data)
{
  HeldList *held = user_data;
  g_autoptr (SoupServerMessage) message = g_object_ref (held->message);

  held->timer = 0;
  reply_not_modified (message, held->etag);
  held_list_free (held);
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
on_finished (SoupServerMessage *message, HeldList *held)
{
  held_list_free (held);
}

static void
hold (CsnDemoState *state,
      SoupServerMessage *message,
      const CsnDemoListQuery *query,
      const char *etag)
{
  HeldList *held = g_new0 (HeldList, 1);

  held->state = g_object_ref (state);
  held->message = g_object_ref (message);
  held->status = g_strdup (query->status);
  held->query = *query;
  held->query.status = held->status;
  held->etag = g_strdup (etag);
  held->changed_handler = g_signal_connect (state, "task-changed", G_CALLBACK (on_changed), held);
  held->finished_handler = g_signal_connect (message, "finished", G_CALLBACK (on_finished), held);
  held->timer = g_timeout_add (query->wait_s * 1000, on_wait_passed, held);
  soup_server_message_pause (message);
}

void
csn_demo_held_list_answer (CsnDemoState *state,
                           SoupServerMessage *message,
                           const CsnDemoListQuery *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *if_none_match = soup_message_headers_get_list (headers, "If-None-Match");
  g_autofree char *etag = NULL;
  g_autofree char *page = csn_demo_list_page (state, query, &etag);

  if (!csn_demo_list_matches (if_none_match, etag))
    reply_page (message, g_steal_pointer (&page), etag);
  else if (query->wait_s > 0)
    hold (state, message, query, etag);
  else
    reply_not_modified (message, etag);
}
