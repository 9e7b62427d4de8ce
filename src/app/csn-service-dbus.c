/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-service-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-audit-service.h"
#include "csn-dbus-interface.h"
#include "csn-describe-private.h"
#include "csn-judgement.h"

#define OBJECT_PATH "/io/github/countersign/Countersign"
#define MAX_DETAILS_BYTES (16 * 1024)

/* A call that is answered later. */
typedef struct
{
  CsnService *service;               /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
} Call;

typedef void (*Handler) (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation);

static Call *
call_new (CsnService *service, GDBusMethodInvocation *invocation)
{
  Call *self = g_new0 (Call, 1);

  self->service = g_object_ref (service);
  self->invocation = g_object_ref (invocation);
  return self;
}

static void
call_free (Call *self)
{
  g_object_unref (self->service);
  g_object_unref (self->invocation);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static const char *
get_error_name (const GError *error)
{
  if (g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_NOT_FOUND) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return "io.github.countersign.Error.NotFound";
  if (g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_INVALID) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ||
      error->domain == CSN_MODEL_ERROR || error->domain == CSN_JSON_ERROR)
    return "io.github.countersign.Error.Invalid";
  return "io.github.countersign.Error.Refused";
}

static void
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  g_dbus_method_invocation_return_dbus_error (invocation, get_error_name (error), error->message);
}

static void
return_text (GDBusMethodInvocation *invocation, const char *text)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", text));
}

static void
return_not_found (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_dbus_error (invocation,
                                              "io.github.countersign.Error.NotFound",
                                              _ ("There is no such request."));
}

static void
handle_get_status (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = csn_describe_status (self);

  return_text (invocation, text);
}

static void
handle_list_requests (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = csn_describe_inbox (self);

  return_text (invocation, text);
}

static void
handle_list_agents (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = csn_describe_agents (self);

  return_text (invocation, text);
}

static void
handle_list_sources (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = csn_describe_sources (self);

  return_text (invocation, text);
}

static void
on_request_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  stored = csn_store_read_request_finish (CSN_STORE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      return_not_found (call->invocation);
      return;
    }
  if (stored == NULL)
    {
      return_error (call->invocation, error);
      return;
    }
  text = csn_describe_stored (stored);
  return_text (call->invocation, text);
}

static void
handle_show_request (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  CsnInboxItem *item;
  const char *id;

  g_variant_get (parameters, "(&s)", &id);
  item = csn_gate_lookup (csn_service_get_gate (self), id);
  if (item != NULL)
    {
      g_autofree char *text = csn_describe_item (item);

      return_text (invocation, text);
      return;
    }
  csn_store_read_request_async (csn_service_get_store (self),
                                id,
                                NULL,
                                on_request_read,
                                call_new (self, invocation));
}

static void
handle_open_request (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *id;

  g_variant_get (parameters, "(&s)", &id);
  if (*id != '\0' && csn_gate_lookup (csn_service_get_gate (self), id) == NULL)
    {
      return_not_found (invocation);
      return;
    }
  csn_service_review (self, *id != '\0' ? id : NULL);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_rejected (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_decide_finish (CSN_GATE (object), result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_reject_request (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  CsnGate *gate = csn_service_get_gate (self);
  CsnAnswer answer = { .kind = CSN_DECISION_REJECT, .via = "command-line" };
  CsnInboxItem *item;
  const char *notes;

  g_variant_get (parameters, "(&s&s)", &answer.request_id, &notes);
  item = csn_gate_lookup (gate, answer.request_id);
  if (item == NULL)
    {
      return_not_found (invocation);
      return;
    }
  answer.revision = csn_request_get_revision (csn_inbox_item_get_request (item));
  answer.digest = csn_request_get_action_digest (csn_inbox_item_get_request (item));
  answer.notes = *notes != '\0' ? notes : NULL;
  csn_gate_decide_async (gate, &answer, on_rejected, call_new (self, invocation));
}

static void
on_source_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_service_add_source_finish (call->service, result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_add_source (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name;
  const char *url;
  const char *protocol;
  const char *token;
  gboolean allow_insecure;

  g_variant_get (parameters, "(&s&s&s&sb)", &name, &url, &protocol, &token, &allow_insecure);
  csn_service_add_source_async (self,
                                name,
                                url,
                                protocol,
                                *token != '\0' ? token : NULL,
                                allow_insecure,
                                on_source_added,
                                call_new (self, invocation));
}

static void
on_source_removed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_service_remove_source_finish (call->service, result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_remove_source (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  csn_service_remove_source_async (self, name, on_source_removed, call_new (self, invocation));
}

static void
on_source_tested (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = csn_service_test_source_finish (call->service, result, &error);

  if (found != NULL)
    return_text (call->invocation, found);
  else
    return_error (call->invocation, error);
}

static void
handle_test_source (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  csn_service_test_source_async (self,
                                 name,
                                 NULL,
                                 NULL,
                                 FALSE,
                                 NULL,
                                 on_source_tested,
                                 call_new (self, invocation));
}

static void
on_task_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_service_add_task_finish (call->service, result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_add_task (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *source;
  const char *task_id;

  g_variant_get (parameters, "(&s&s)", &source, &task_id);
  csn_service_add_task_async (self, source, task_id, on_task_added, call_new (self, invocation));
}

static void
on_export_recorded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_record_event_finish (CSN_GATE (object), result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_record_export (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (GError) error = NULL;
  const char *details;

  g_variant_get (parameters, "(&s)", &details);
  json = csn_json_parse (details, strlen (details), MAX_DETAILS_BYTES, NULL, &error);
  if (json == NULL)
    {
      return_error (invocation, error);
      return;
    }
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    {
      g_dbus_method_invocation_return_dbus_error (invocation,
                                                  "io.github.countersign.Error.Invalid",
                                                  _ ("The details are not an object."));
      return;
    }
  csn_gate_record_event_async (csn_service_get_gate (self),
                               "exported",
                               details,
                               "command-line",
                               on_export_recorded,
                               call_new (self, invocation));
}

static void
on_payload_erased (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_erase_payload_finish (CSN_GATE (object), result, &error))
    g_dbus_method_invocation_return_value (call->invocation, NULL);
  else
    return_error (call->invocation, error);
}

static void
handle_erase_payload (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *id;
  const char *reason;

  g_variant_get (parameters, "(&s&s)", &id, &reason);
  csn_gate_erase_payload_async (csn_service_get_gate (self),
                                id,
                                reason,
                                "command-line",
                                on_payload_erased,
                                call_new (self, invocation));
}

static void
handle_get_policy (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = csn_policy_to_json (csn_judgement_get_policy (self));

  return_text (invocation, text);
}

static void
handle_get_proposal (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  CsnPolicy *proposal = csn_judgement_get_proposal (self);
  g_autofree char *text = proposal != NULL ? csn_policy_to_json (proposal) : g_strdup ("");

  return_text (invocation, text);
}

static void
on_proposed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  static const char *const answers[] = {
    [CSN_PROPOSAL_APPLIED] = "applied",
    [CSN_PROPOSAL_UNCHANGED] = "unchanged",
    [CSN_PROPOSAL_WAITS] = "needs-confirmation",
  };
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  CsnProposalAnswer answer;

  if (csn_judgement_propose_policy_finish (call->service, result, &answer, &error))
    return_text (call->invocation, answers[answer]);
  else
    return_error (call->invocation, error);
}

static void
handle_propose_policy (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *text;

  g_variant_get (parameters, "(&s)", &text);
  csn_judgement_propose_policy_async (self,
                                      text,
                                      "command-line",
                                      on_proposed,
                                      call_new (self, invocation));
}

static void
on_key_rotated (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  if (!csn_audit_rotate_key_finish (CSN_SERVICE (object), result, &error))
    {
      return_error (call->invocation, error);
      return;
    }
  key = csn_audit_dup_public_key (CSN_SERVICE (object));
  return_text (call->invocation, key != NULL ? key : "");
}

static void
handle_rotate_key (CsnService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  csn_audit_rotate_key_async (self, "command-line", on_key_rotated, call_new (self, invocation));
}

static const struct
{
  const char *method;
  Handler handler;
} handlers[] = {
  { "GetStatus", handle_get_status },
  { "ListRequests", handle_list_requests },
  { "ShowRequest", handle_show_request },
  { "OpenRequest", handle_open_request },
  { "RejectRequest", handle_reject_request },
  { "ListAgents", handle_list_agents },
  { "ListSources", handle_list_sources },
  { "AddSource", handle_add_source },
  { "RemoveSource", handle_remove_source },
  { "TestSource", handle_test_source },
  { "AddTask", handle_add_task },
  { "RecordExport", handle_record_export },
  { "ErasePayload", handle_erase_payload },
  { "GetPolicy", handle_get_policy },
  { "GetProposal", handle_get_proposal },
  { "ProposePolicy", handle_propose_policy },
  { "RotateKey", handle_rotate_key },
};

/* Who asks while it starts asks again; a start that failed is an answer. */
static void
return_not_running (CsnService *self, GDBusMethodInvocation *invocation)
{
  const char *fault = csn_service_get_start_fault (self);

  if (fault != NULL)
    g_dbus_method_invocation_return_dbus_error (invocation,
                                                "io.github.countersign.Error.Failed",
                                                fault);
  else
    g_dbus_method_invocation_return_dbus_error (
        invocation,
        "io.github.countersign.Error.NotRunning",
        _ ("Countersign is not running yet, or is about to stop."));
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  CsnService *self = user_data;

  if (csn_service_get_pool (self) == NULL)
    {
      return_not_running (self, invocation);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_str_equal (handlers[i].method, method))
        {
          handlers[i].handler (self, parameters, invocation);
          return;
        }
    }
  g_dbus_method_invocation_return_dbus_error (invocation,
                                              "org.freedesktop.DBus.Error.UnknownMethod",
                                              "There is no such method");
}

void
csn_service_tell_policy_changed (CsnService *self, GDBusConnection *connection)
{
  g_dbus_connection_emit_signal (connection,
                                 NULL,
                                 OBJECT_PATH,
                                 csn_dbus_countersign1_interface.name,
                                 "PolicyChanged",
                                 NULL,
                                 NULL);
}

gboolean
csn_service_export_dbus (CsnService *self, GDBusConnection *connection, GError **error)
{
  static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { 0 } };
  guint id;

  g_return_val_if_fail (CSN_IS_SERVICE (self), FALSE);

  id = g_dbus_connection_register_object (connection,
                                          OBJECT_PATH,
                                          (GDBusInterfaceInfo *) &csn_dbus_countersign1_interface,
                                          &vtable,
                                          self,
                                          NULL,
                                          error);
  if (id == 0)
    return FALSE;
  csn_service_take_export (self, connection, id);
  return TRUE;
}
