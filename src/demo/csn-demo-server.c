/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "csn-demo-held-list.h"
#include "csn-demo-json.h"
#include "csn-demo-reply.h"

#define MAX_TASK_ID 128

struct _CsnDemoServer
{
  GObject parent_instance;

  CsnDemoState *state; /* (owned) */
  SoupServer *server;  /* (owned) */
  char *token;         /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnDemoServer, csn_demo_server, G_TYPE_OBJECT)

static void
csn_demo_server_dispose (GObject *object)
{
  CsnDemoServer *self = CSN_DEMO_SERVER (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->state);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (csn_demo_server_parent_class)->dispose (object);
}

static void
csn_demo_server_class_init (CsnDemoServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_demo_server_dispose;
}

static void
csn_demo_server_init (CsnDemoServer *self)
{
}

/* Takes as long for a wrong token as for the right one. */
static gboolean
is_same_secret (const char *a, const char *b)
{
  gsize length = strlen (b);
  guchar difference = strlen (a) == length ? 0 : 1;

  for (gsize i = 0; i < length && a[i] != '\0'; i++)
    difference |= (guchar) (a[i] ^ b[i]);
  return difference == 0;
}

static gboolean
is_allowed (CsnDemoServer *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");

  if (self->token == NULL)
    return TRUE;
  return header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0 &&
         is_same_secret (header + 7, self->token);
}

static gboolean
check_method (SoupServerMessage *message, const char *allowed)
{
  g_auto (GStrv) methods = g_strsplit (allowed, ", ", -1);

  if (g_strv_contains ((const char *const *) methods, soup_server_message_get_method (message)))
    return TRUE;
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Allow",
                                allowed);
  csn_demo_reply_error (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "not with this method");
  return FALSE;
}

static GBytes *
get_body (SoupServerMessage *message)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (message));
}

/* Returns an object, which is empty where the body is; NULL and an answer otherwise. */
static CsnJson *
read_object (SoupServerMessage *message)
{
  g_autoptr (GBytes) body = get_body (message);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (GError) error = NULL;

  if (length == 0)
    return csn_demo_json_read ("{}");
  json = csn_json_parse (text, length, CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  if (json != NULL && csn_json_get_value_type (json) == CSN_JSON_OBJECT)
    return g_steal_pointer (&json);
  csn_demo_reply_error (message,
                        SOUP_STATUS_UNPROCESSABLE_ENTITY,
                        error != NULL ? error->message : "the body must be an object");
  return NULL;
}

static void
reply_not_kept (SoupServerMessage *message, const GError *error)
{
  g_printerr ("The agents can't write to their folder: %s\n", error->message);
  csn_demo_reply_error (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "could not be kept; try again");
}

static void
handle_list (CsnDemoServer *self, SoupServerMessage *message, GHashTable *query)
{
  CsnDemoListQuery parsed;
  g_autoptr (GError) error = NULL;

  if (!check_method (message, "GET"))
    return;
  if (!csn_demo_list_query_parse (query, &parsed, &error))
    {
      csn_demo_reply_error (message, SOUP_STATUS_BAD_REQUEST, error->message);
      return;
    }
  csn_demo_held_list_answer (self->state, message, &parsed);
}

static void
handle_status (CsnDemoServer *self, SoupServerMessage *message, const char *task_id)
{
  CsnDemoTask *task = csn_demo_state_lookup (self->state, task_id);
  CsnJsonWriter *writer;

  if (!check_method (message, "GET"))
    return;
  if (task == NULL)
    {
      csn_demo_reply_error (message, SOUP_STATUS_NOT_FOUND, "there is no such task");
      return;
    }
  writer = csn_json_writer_new ();
  csn_demo_task_write (task, writer);
  csn_demo_reply_json (message, SOUP_STATUS_OK, csn_json_writer_finish (writer));
}

static gboolean
is_task_id (const char *text)
{
  static const char allowed[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.:";

  return *text != '\0' && strlen (text) <= MAX_TASK_ID && strspn (text, allowed) == strlen (text);
}

static gboolean
is_proposal (const CsnJson *json)
{
  const char *agent_id = csn_demo_json_member_text (json, "agent_id");
  const char *action_type = csn_demo_json_member_text (json, "action_type");
  const CsnJson *action = csn_json_get_member (json, "proposed_action");

  return agent_id != NULL && *agent_id != '\0' && action_type != NULL && *action_type != '\0' &&
         action != NULL && csn_json_get_value_type (action) == CSN_JSON_OBJECT;
}

/* What an agent does with a task that brings no proposal along. */
static CsnJson *
usual_task (void)
{
  return csn_demo_json_read ("{\"agent_id\":\"research-agent\",\"action_type\":\"lookup\","
                             "\"description\":\"Look up what the task needs\","
                             "\"proposed_action\":{\"query\":\"opening hours\"},"
                             "\"facts\":{\"reversible\":true,\"financial\":false,\"pii\":false,"
                             "\"regulated\":false,\"read_only\":true}}");
}

static void
handle_start (CsnDemoServer *self, SoupServerMessage *message, const char *task_id)
{
  CsnDemoTask *task = csn_demo_state_lookup (self->state, task_id);
  g_autoptr (CsnJson) proposal = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_method (message, "POST"))
    return;
  proposal = read_object (message);
  if (proposal == NULL)
    return;
  if (csn_json_get_size (proposal) == 0)
    {
      csn_json_unref (proposal);
      proposal = usual_task ();
    }
  if (!is_task_id (task_id) || !is_proposal (proposal))
    {
      csn_demo_reply_error (message,
                            SOUP_STATUS_UNPROCESSABLE_ENTITY,
                            "a task has a plain id, agent_id, action_type and proposed_action");
      return;
    }
  if (task != NULL && !csn_json_equal (proposal, csn_demo_task_get_proposal (task)))
    {
      csn_demo_reply_refusal (message, SOUP_STATUS_CONFLICT, "started already", task);
      return;
    }
  if (task == NULL)
    task = csn_demo_state_add (self->state, task_id, proposal, csn_demo_now (), &error);
  if (task == NULL)
    reply_not_kept (message, error);
  else
    csn_demo_reply_status (message, SOUP_STATUS_ACCEPTED, task);
}

static void
take_decision (CsnDemoServer *self,
               SoupServerMessage *message,
               CsnDemoTask *task,
               const CsnDemoDecision *decision)
{
  g_autoptr (CsnDemoTask) decided = csn_demo_task_copy (task);
  g_autoptr (GError) error = NULL;

  csn_demo_task_decide (decided, decision, csn_demo_now ());
  if (csn_demo_state_put (self->state, decided, &error))
    csn_demo_reply_status (message, SOUP_STATUS_OK, decided);
  else
    reply_not_kept (message, error);
}

static void
answer_decision (CsnDemoServer *self,
                 SoupServerMessage *message,
                 CsnDemoTask *task,
                 const CsnDemoDecision *decision)
{
  switch (csn_demo_task_judge (task, decision))
    {
    case CSN_DEMO_ANSWER_ACCEPTED:
      take_decision (self, message, task, decision);
      break;
    case CSN_DEMO_ANSWER_REPEATED:
      csn_demo_reply_status (message, SOUP_STATUS_OK, task);
      break;
    case CSN_DEMO_ANSWER_DECIDED:
      csn_demo_reply_refusal (message, SOUP_STATUS_CONFLICT, "decided already", task);
      break;
    case CSN_DEMO_ANSWER_GONE:
      csn_demo_reply_refusal (message, SOUP_STATUS_GONE, "the task is gone", task);
      break;
    case CSN_DEMO_ANSWER_MISMATCH:
      csn_demo_reply_refusal (message,
                              SOUP_STATUS_PRECONDITION_FAILED,
                              "revision, action or digest are not what is pending now",
                              task);
      break;
    case CSN_DEMO_ANSWER_INVALID:
      csn_demo_reply_refusal (message,
                              SOUP_STATUS_UNPROCESSABLE_ENTITY,
                              "the agent does not take this decision",
                              task);
      break;
    }
}

static void
handle_approve (CsnDemoServer *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (CsnDemoDecision) decision = NULL;
  g_autoptr (GError) error = NULL;
  CsnDemoTask *task;

  if (!check_method (message, "POST"))
    return;
  body = get_body (message);
  decision = csn_demo_decision_parse (body,
                                      soup_message_headers_get_one (headers, "Idempotency-Key"),
                                      &error);
  if (decision == NULL)
    {
      csn_demo_reply_error (message, SOUP_STATUS_UNPROCESSABLE_ENTITY, error->message);
      return;
    }
  task = csn_demo_state_lookup (self->state, decision->task_id);
  if (task == NULL)
    csn_demo_reply_error (message, SOUP_STATUS_GONE, "there is no such task");
  else
    answer_decision (self, message, task, decision);
}

/* The mode of all agents, and, for whoever wants to know more, of each. */
static void
reply_mode (CsnDemoServer *self, SoupServerMessage *message, gboolean read_only)
{
  g_autoptr (GPtrArray) agents = csn_demo_state_get_agents (self->state);
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "mode", read_only ? "read_only" : "normal");
  csn_json_writer_key (writer, "agents");
  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < agents->len; i++)
    {
      const char *agent_id = g_ptr_array_index (agents, i);

      csn_json_writer_member_string (
          writer,
          agent_id,
          csn_demo_state_is_read_only (self->state, agent_id) ? "read_only" : "normal");
    }
  csn_json_writer_end_object (writer);
  csn_json_writer_end_object (writer);
  csn_demo_reply_json (message, SOUP_STATUS_OK, csn_json_writer_finish (writer));
}

/* The person's words at a hand-back belong to the task that was taken over. */
static gboolean
note_hand_back (CsnDemoServer *self, CsnDemoTask *task, const CsnJson *body, GError **error)
{
  g_autoptr (CsnDemoTask) noted = csn_demo_task_copy (task);

  csn_demo_task_add_history (noted,
                             "handed back",
                             csn_demo_json_member_text (body, "reason"),
                             csn_demo_now ());
  return csn_demo_state_put (self->state, noted, error);
}

static void
set_mode (CsnDemoServer *self, SoupServerMessage *message, const CsnJson *body)
{
  const char *mode = csn_demo_json_member_text (body, "mode");
  const char *task_id = csn_demo_json_member_text (body, "task_id");
  CsnDemoTask *task = task_id != NULL ? csn_demo_state_lookup (self->state, task_id) : NULL;
  g_autofree char *agent_id = g_strdup (csn_demo_json_member_text (body, "agent_id"));
  gboolean read_only = g_strcmp0 (mode, "read_only") == 0;
  g_autoptr (GError) error = NULL;

  if (!read_only && g_strcmp0 (mode, "normal") != 0)
    {
      csn_demo_reply_error (message,
                            SOUP_STATUS_UNPROCESSABLE_ENTITY,
                            "\"mode\" must be read_only or normal");
      return;
    }
  if (task_id != NULL && task == NULL)
    {
      csn_demo_reply_error (message, SOUP_STATUS_NOT_FOUND, "there is no such task");
      return;
    }
  if (task != NULL && agent_id == NULL)
    agent_id = g_strdup (csn_demo_task_get_agent_id (task));
  if ((task != NULL && !read_only && !note_hand_back (self, task, body, &error)) ||
      !csn_demo_state_set_read_only (self->state, agent_id, read_only, &error))
    reply_not_kept (message, error);
  else
    reply_mode (self, message, read_only);
}

static void
handle_mode (CsnDemoServer *self, SoupServerMessage *message)
{
  g_autoptr (CsnJson) body = NULL;

  if (!check_method (message, "GET, PUT"))
    return;
  if (g_str_equal (soup_server_message_get_method (message), "GET"))
    {
      reply_mode (self, message, csn_demo_state_is_read_only (self->state, NULL));
      return;
    }
  body = read_object (message);
  if (body != NULL)
    set_mode (self, message, body);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  CsnDemoServer *self = user_data;
  g_auto (GStrv) parts = g_strsplit (path, "/", 5);
  guint n_parts = g_strv_length (parts);

  if (!is_allowed (self, message))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate",
                                    "Bearer");
      csn_demo_reply_error (message, SOUP_STATUS_UNAUTHORIZED, "the token is not the right one");
    }
  else if (g_str_equal (path, "/tasks"))
    handle_list (self, message, query);
  else if (g_str_equal (path, "/tasks/approve"))
    handle_approve (self, message);
  else if (g_str_equal (path, "/mode"))
    handle_mode (self, message);
  else if (n_parts == 4 && g_str_equal (parts[1], "tasks") && g_str_equal (parts[3], "status"))
    handle_status (self, message, parts[2]);
  else if (n_parts == 4 && g_str_equal (parts[1], "tasks") && g_str_equal (parts[3], "start"))
    handle_start (self, message, parts[2]);
  else
    csn_demo_reply_error (message, SOUP_STATUS_NOT_FOUND, "there is nothing here");
}

CsnDemoServer *
csn_demo_server_new (CsnDemoState *state, const char *token)
{
  CsnDemoServer *self = g_object_new (CSN_TYPE_DEMO_SERVER, NULL);

  self->state = g_object_ref (state);
  self->token = g_strdup (token);
  self->server = soup_server_new ("server-header", "countersign-demo-agent", NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  return self;
}

guint
csn_demo_server_listen (CsnDemoServer *self, guint port, GError **error)
{
  GSList *uris;
  guint heard;

  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return 0;
  uris = soup_server_get_uris (self->server);
  heard = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return heard;
}
