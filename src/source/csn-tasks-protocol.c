/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-protocol-private.h"

#include "csn-json.h"
#include "csn-tasks-reader-private.h"
#include "csn-tasks-reply-private.h"

#define FIRST_PAGE_SIZE 200
#define MAX_WAIT_S 55
#define MAX_REPLY_BYTES (64 * 1024)

/* What takes longer than a frame to read is read in a thread (performance.md: 16 ms). */
#define INLINE_BYTES (16 * 1024)

struct _CsnTasksProtocol
{
  GObject parent_instance;

  char *source;    /* (owned) */
  CsnHttp *http;   /* (owned) */
  guint page_size; /* shrinks where a page is more than we take */
};

static void csn_tasks_protocol_iface_init (CsnProtocolInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnTasksProtocol,
                               csn_tasks_protocol,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_PROTOCOL,
                                                      csn_tasks_protocol_iface_init))

/* One question under way. */
typedef struct
{
  char *source;  /* (owned) */
  char *task_id; /* (owned) (nullable) */
  GBytes *body;  /* (owned) (nullable): the answer's body while a thread reads it */
  char *etag;    /* (owned) (nullable) */
  gboolean asked_for_change;
  gint64 retry_after;
  CsnDelivery *delivery; /* (owned) (nullable) */
} Question;

static void
question_free (Question *question)
{
  g_free (question->source);
  g_free (question->task_id);
  g_free (question->etag);
  g_clear_pointer (&question->body, g_bytes_unref);
  g_clear_pointer (&question->delivery, csn_delivery_free);
  g_free (question);
}

static GTask *
new_question (CsnTasksProtocol *self,
              gpointer tag,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->source = g_strdup (self->source);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);

  return task;
}

/* "." and ".." climb out of the path however they are escaped: nobody can be asked for such a task.
 */
static gboolean
is_path_step (const char *task_id)
{
  return g_str_equal (task_id, ".") || g_str_equal (task_id, "..");
}

static void
return_silence (GTask *task, GError *error)
{
  if (error->domain == CSN_HTTP_ERROR)
    {
      g_task_return_new_error (task,
                               CSN_PROTOCOL_ERROR,
                               CSN_PROTOCOL_ERROR_UNREACHABLE,
                               "%s",
                               error->message);
      g_error_free (error);
      return;
    }
  g_task_return_error (task, error);
}

static CsnProtocolFlags
csn_tasks_protocol_get_flags (CsnProtocol *protocol)
{
  return CSN_PROTOCOL_LISTS | CSN_PROTOCOL_HOLDS | CSN_PROTOCOL_EDITS | CSN_PROTOCOL_BINDS |
         CSN_PROTOCOL_SETS_MODE;
}

/* Lists */

static void
read_list (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  CsnListing *listing = csn_tasks_read_list (question->source, question->body);

  listing->etag = g_steal_pointer (&question->etag);
  g_task_return_pointer (task, listing, (GDestroyNotify) csn_listing_free);
}

static void
return_unchanged (GTask *task, Question *question)
{
  CsnListing *listing = csn_listing_new ();

  listing->unchanged = TRUE;
  listing->etag = g_steal_pointer (&question->etag);
  g_task_return_pointer (task, listing, (GDestroyNotify) csn_listing_free);
}

static void
on_list_answer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnTasksProtocol *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (CsnHttpAnswer) answer = NULL;
  GError *error = NULL;

  answer = csn_http_send_finish (CSN_HTTP (object), result, &error);
  if (answer == NULL)
    {
      if (g_error_matches (error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TOO_LARGE))
        self->page_size = MAX (1, self->page_size / 4);
      return_silence (task, error);
      return;
    }
  question->etag = g_steal_pointer (&answer->etag);
  question->retry_after = answer->retry_after;
  if (answer->status == 304 && question->asked_for_change)
    {
      return_unchanged (task, question);
      return;
    }
  if (!csn_tasks_check_status (answer->status, csn_http_get_place (self->http), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  question->body = g_bytes_ref (answer->body);
  if (g_bytes_get_size (answer->body) > INLINE_BYTES)
    g_task_run_in_thread (task, read_list);
  else
    read_list (task, self, question, NULL);
}

static void
csn_tasks_protocol_list_async (CsnProtocol *protocol,
                               const CsnListQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  CsnTasksProtocol *self = CSN_TASKS_PROTOCOL (protocol);
  GTask *task = new_question (self, csn_tasks_protocol_list_async, callback, user_data);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GString) path = g_string_new (NULL);
  CsnHttpCall call = { "GET", NULL, query->etag, NULL, NULL, CSN_JSON_MAX_LIST_BYTES };

  question->asked_for_change = query->etag != NULL;
  g_string_printf (path, "/tasks?status=pending_approval&limit=%u", self->page_size);
  if (query->cursor != NULL)
    {
      g_autofree char *cursor = g_uri_escape_string (query->cursor, NULL, FALSE);

      g_string_append_printf (path, "&cursor=%s", cursor);
    }
  if (query->etag != NULL && query->wait_s > 0)
    g_string_append_printf (path, "&wait=%u", MIN (query->wait_s, MAX_WAIT_S));
  call.path = path->str;
  csn_http_send_async (self->http, &call, cancellable, on_list_answer, task);
}

static CsnListing *
csn_tasks_protocol_list_finish (CsnProtocol *protocol,
                                GAsyncResult *result,
                                gint64 *ret_retry_after,
                                GError **error)
{
  Question *question = g_task_get_task_data (G_TASK (result));

  if (ret_retry_after != NULL)
    *ret_retry_after = question->retry_after;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* One task */

static void
read_task (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  GError *error = NULL;
  CsnTaskReport *report = NULL;

  report = csn_tasks_read_task (question->source, question->task_id, question->body, &error);
  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) csn_task_report_free);
  else
    g_task_return_error (task, error);
}

static void
return_gone (GTask *task)
{
  CsnTaskReport *report = g_new0 (CsnTaskReport, 1);

  report->gone = TRUE;
  g_task_return_pointer (task, report, (GDestroyNotify) csn_task_report_free);
}

static void
on_task_answer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnTasksProtocol *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (CsnHttpAnswer) answer = NULL;
  GError *error = NULL;

  answer = csn_http_send_finish (CSN_HTTP (object), result, &error);
  if (answer == NULL)
    {
      return_silence (task, error);
      return;
    }
  if (answer->status == 404 || answer->status == 410)
    {
      return_gone (task);
      return;
    }
  if (!csn_tasks_check_status (answer->status, csn_http_get_place (self->http), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  question->body = g_bytes_ref (answer->body);
  if (g_bytes_get_size (answer->body) > INLINE_BYTES)
    g_task_run_in_thread (task, read_task);
  else
    read_task (task, self, question, NULL);
}

static void
csn_tasks_protocol_read_task_async (CsnProtocol *protocol,
                                    const char *task_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  CsnTasksProtocol *self = CSN_TASKS_PROTOCOL (protocol);
  GTask *task = new_question (self, csn_tasks_protocol_read_task_async, callback, user_data);
  Question *question = g_task_get_task_data (task);
  g_autofree char *escaped = g_uri_escape_string (task_id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/tasks/%s/status", escaped);
  CsnHttpCall call = { "GET", path, NULL, NULL, NULL, CSN_JSON_MAX_REQUEST_BYTES };

  question->task_id = g_strdup (task_id);
  if (is_path_step (task_id))
    {
      return_gone (task);
      g_object_unref (task);
      return;
    }
  csn_http_send_async (self->http, &call, cancellable, on_task_answer, task);
}

static CsnTaskReport *
csn_tasks_protocol_read_task_finish (CsnProtocol *protocol, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Deliveries */

static void
on_deliver_answer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (CsnHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  CsnAttemptReport *report = NULL;

  answer = csn_http_send_finish (CSN_HTTP (object), result, &error);
  if (answer == NULL && error->domain != CSN_HTTP_ERROR)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  report = answer != NULL ? csn_tasks_judge_reply (question->delivery, answer)
                          : csn_tasks_judge_silence (error);
  g_task_return_pointer (task, report, (GDestroyNotify) csn_attempt_report_free);
}

static void
csn_tasks_protocol_deliver_async (CsnProtocol *protocol,
                                  const CsnDelivery *delivery,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  CsnTasksProtocol *self = CSN_TASKS_PROTOCOL (protocol);
  GTask *task = new_question (self, csn_tasks_protocol_deliver_async, callback, user_data);
  Question *question = g_task_get_task_data (task);
  CsnHttpCall call = { "POST", "/tasks/approve", NULL, delivery->id, NULL, MAX_REPLY_BYTES };

  if (delivery->is_mode)
    {
      call.method = "PUT";
      call.path = "/mode";
    }
  call.body = delivery->body;
  question->delivery = csn_delivery_copy (delivery);
  csn_http_send_async (self->http, &call, cancellable, on_deliver_answer, task);
}

static CsnAttemptReport *
csn_tasks_protocol_deliver_finish (CsnProtocol *protocol, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
csn_tasks_protocol_iface_init (CsnProtocolInterface *iface)
{
  iface->get_flags = csn_tasks_protocol_get_flags;
  iface->list_async = csn_tasks_protocol_list_async;
  iface->list_finish = csn_tasks_protocol_list_finish;
  iface->read_task_async = csn_tasks_protocol_read_task_async;
  iface->read_task_finish = csn_tasks_protocol_read_task_finish;
  iface->deliver_async = csn_tasks_protocol_deliver_async;
  iface->deliver_finish = csn_tasks_protocol_deliver_finish;
}

static void
csn_tasks_protocol_dispose (GObject *object)
{
  CsnTasksProtocol *self = CSN_TASKS_PROTOCOL (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->source, g_free);

  G_OBJECT_CLASS (csn_tasks_protocol_parent_class)->dispose (object);
}

static void
csn_tasks_protocol_class_init (CsnTasksProtocolClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_tasks_protocol_dispose;
}

static void
csn_tasks_protocol_init (CsnTasksProtocol *self)
{
  self->page_size = FIRST_PAGE_SIZE;
}

CsnProtocol *
csn_tasks_protocol_new (const char *source, CsnHttp *http)
{
  CsnTasksProtocol *self = g_object_new (CSN_TYPE_TASKS_PROTOCOL, NULL);

  self->source = g_strdup (source);
  self->http = g_object_ref (http);

  return CSN_PROTOCOL (self);
}
