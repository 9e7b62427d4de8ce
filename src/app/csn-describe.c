/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-describe-private.h"

#include "csn-audit-service-private.h"
#include "csn-describe-write-private.h"

static const char *
get_presence_text (CsnPresenceState state)
{
  switch (state)
    {
    case CSN_PRESENCE_UNKNOWN:
      return "unknown";
    case CSN_PRESENCE_ATTENTIVE:
      return "attentive";
    case CSN_PRESENCE_AWAY:
      return "away";
    }
  g_return_val_if_reached ("unknown");
}

static const char *
get_wait_text (CsnWaitReason reason)
{
  switch (reason)
    {
    case CSN_WAIT_NONE:
      return NULL;
    case CSN_WAIT_AWAY:
      return "away";
    case CSN_WAIT_UNSEEN:
      return "unseen";
    case CSN_WAIT_CAP:
      return "cap";
    case CSN_WAIT_POLICY:
      return "policy";
    case CSN_WAIT_STOPPED:
      return "stopped";
    }
  g_return_val_if_reached (NULL);
}

static guint
count_pending (GListModel *inbox)
{
  guint n = g_list_model_get_n_items (inbox);
  guint pending = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      pending += csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING;
    }
  return pending;
}

static void
write_source_counts (CsnJsonWriter *writer, GListModel *sources)
{
  guint n = g_list_model_get_n_items (sources);
  guint connected = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnSourceItem) item = g_list_model_get_item (sources, i);

      connected += g_str_equal (csn_source_item_get_state (item), "connected");
    }
  csn_json_writer_key (writer, "sources");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "total", n);
  csn_json_writer_member_integer (writer, "connected", connected);
  csn_json_writer_end_object (writer);
}

static void
write_gate (CsnJsonWriter *writer, CsnGate *gate)
{
  csn_json_writer_key (writer, "gate");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_boolean (writer, "open", csn_gate_get_fault (gate) == NULL);
  csn_json_writer_member_string (writer, "fault", csn_gate_get_fault (gate));
  csn_json_writer_member_boolean (writer, "stopped", csn_gate_get_stopped (gate));
  csn_json_writer_end_object (writer);
}

static void
write_presence (CsnJsonWriter *writer, CsnService *self, CsnGate *gate)
{
  CsnPresence *presence = csn_gate_get_presence (gate);
  CsnSettings *settings = csn_service_get_settings (self);

  csn_json_writer_key (writer, "presence");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer,
                                 "state",
                                 get_presence_text (csn_presence_get_state (presence)));
  csn_json_writer_member_string (writer, "reason", csn_presence_get_reason (presence));
  csn_json_writer_member_boolean (writer,
                                  "unknown_accepted",
                                  csn_settings_get_accept_unknown_presence (settings));
  csn_json_writer_end_object (writer);
}

char *
csn_describe_status (CsnService *self)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  CsnGate *gate = csn_service_get_gate (self);
  g_autofree char *database =
      g_filename_display_name (csn_store_get_path (csn_service_get_store (self)));

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "version", CSN_VERSION);
  csn_json_writer_member_string (writer, "database", database);
  csn_audit_describe (writer, self);
  write_gate (writer, gate);
  csn_json_writer_member_integer (writer, "pending", count_pending (csn_gate_get_inbox (gate)));
  csn_json_writer_member_integer (writer,
                                  "takeovers",
                                  g_list_model_get_n_items (csn_gate_get_takeovers (gate)));
  write_source_counts (writer, csn_service_get_sources (self));
  csn_json_writer_member_string (writer, "reviewer_id", csn_gate_get_reviewer (gate));
  write_presence (writer, self, gate);
  csn_json_writer_member_string (writer,
                                 "notification_problem",
                                 csn_service_get_notification_problem (self));
  csn_json_writer_key (writer, "policy");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer,
                                 "preset",
                                 csn_policy_get_preset (csn_gate_get_policy (gate)));
  csn_json_writer_member_string (writer,
                                 "sha256",
                                 csn_policy_get_sha256 (csn_gate_get_policy (gate)));
  csn_json_writer_end_object (writer);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static void
write_item (CsnJsonWriter *writer, CsnInboxItem *item)
{
  CsnOutcome *outcome = csn_inbox_item_get_outcome (item);

  csn_json_writer_begin_object (writer);
  csn_write_request_head (writer, csn_inbox_item_get_id (item), csn_inbox_item_get_request (item));
  csn_json_writer_member_string (writer,
                                 "level",
                                 csn_level_to_string (csn_inbox_item_get_level (item)));
  csn_json_writer_member_string (writer,
                                 "state",
                                 csn_request_state_to_string (csn_inbox_item_get_state (item)));
  csn_write_time (writer, "received_at", csn_inbox_item_get_received_at (item));
  csn_write_time (writer, "deadline_at", csn_inbox_item_get_deadline_at (item));
  csn_json_writer_member_string (writer,
                                 "waits",
                                 get_wait_text (csn_inbox_item_get_wait_reason (item)));
  csn_json_writer_member_string (writer,
                                 "delivery",
                                 csn_delivery_state_to_string (csn_inbox_item_get_delivery (item)));
  csn_json_writer_member_string (
      writer,
      "outcome",
      outcome != NULL ? csn_outcome_kind_to_string (csn_outcome_get_kind (outcome)) : NULL);
  csn_json_writer_end_object (writer);
}

char *
csn_describe_inbox (CsnService *self)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  GListModel *inbox = csn_gate_get_inbox (csn_service_get_gate (self));
  guint n = g_list_model_get_n_items (inbox);

  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      write_item (writer, item);
    }
  csn_json_writer_end_array (writer);
  return csn_json_writer_finish (writer);
}

static void
write_profile (CsnJsonWriter *writer, const CsnProfile *profile)
{
  guint n_failures = 0;

  csn_profile_get_failures (profile, &n_failures);
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "action_type", csn_profile_get_action_type (profile));
  csn_json_writer_member_string (writer,
                                 "level",
                                 csn_level_to_string (csn_profile_get_level (profile)));
  csn_json_writer_member_integer (writer,
                                  "consecutive_successes",
                                  csn_profile_get_successes (profile));
  csn_json_writer_member_integer (writer, "unspent_failures", n_failures);
  csn_json_writer_member_boolean (writer, "pinned", csn_profile_get_pinned (profile));
  csn_json_writer_end_object (writer);
}

static void
write_agent (CsnJsonWriter *writer, CsnAgentItem *agent)
{
  GPtrArray *profiles = csn_agent_item_get_profiles (agent);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "agent_id", csn_agent_item_get_agent_id (agent));
  csn_json_writer_member_string (writer, "source", csn_agent_item_get_source (agent));
  csn_json_writer_member_string (writer,
                                 "mode",
                                 csn_agent_item_get_read_only (agent) ? "read_only" : "normal");
  csn_json_writer_member_boolean (writer,
                                  "mode_acknowledged",
                                  csn_agent_item_get_mode_acknowledged (agent));
  csn_json_writer_member_boolean (writer, "stopped", csn_agent_item_get_stopped (agent));
  csn_json_writer_member_integer (writer, "failures_24h", csn_agent_item_get_failures_24h (agent));
  csn_json_writer_key (writer, "profiles");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < profiles->len; i++)
    write_profile (writer, profiles->pdata[i]);
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
}

char *
csn_describe_agents (CsnService *self)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  GListModel *agents = csn_gate_get_agents (csn_service_get_gate (self));
  guint n = g_list_model_get_n_items (agents);

  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);

      write_agent (writer, agent);
    }
  csn_json_writer_end_array (writer);
  return csn_json_writer_finish (writer);
}

static void
write_source (CsnJsonWriter *writer, CsnSourceItem *source)
{
  gint64 latency_us = csn_source_item_get_latency_us (source);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "id", csn_source_item_get_id (source));
  csn_json_writer_member_string (writer, "url", csn_source_item_get_url (source));
  csn_json_writer_member_string (writer, "protocol", csn_source_item_get_protocol (source));
  csn_json_writer_member_string (writer, "state", csn_source_item_get_state (source));
  csn_json_writer_member_string (writer, "message", csn_source_item_get_message (source));
  csn_write_time (writer, "last_contact", csn_source_item_get_last_contact (source));
  csn_json_writer_key (writer, "latency_ms");
  if (latency_us >= 0)
    csn_json_writer_integer (writer, latency_us / 1000);
  else
    csn_json_writer_null (writer);
  csn_json_writer_member_boolean (writer, "long_poll", csn_source_item_get_long_poll (source));
  csn_json_writer_member_boolean (writer, "encrypted", csn_source_item_get_encrypted (source));
  csn_json_writer_member_boolean (writer,
                                  "authenticated",
                                  csn_source_item_get_authenticated (source));
  csn_json_writer_end_object (writer);
}

char *
csn_describe_sources (CsnService *self)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  GListModel *sources = csn_service_get_sources (self);
  guint n = g_list_model_get_n_items (sources);

  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      write_source (writer, source);
    }
  csn_json_writer_end_array (writer);
  return csn_json_writer_finish (writer);
}
