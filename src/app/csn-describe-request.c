/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-describe-private.h"

#include <string.h>

#include "csn-describe-write-private.h"
#include "csn-visible-text.h"

#define MASK "‹masked›"

void
csn_write_time (CsnJsonWriter *writer, const char *key, gint64 time)
{
  g_autofree char *text = time != 0 ? csn_time_to_string (time) : NULL;

  csn_json_writer_member_string (writer, key, text);
}

static void
write_masked (CsnJsonWriter *writer, const char *key, const CsnJson *json)
{
  CsnJsonType type = csn_json_get_value_type (json);
  const char *text = type == CSN_JSON_STRING ? csn_json_get_text (json) : NULL;

  if (csn_visible_is_secret (key, text) && type != CSN_JSON_NULL && type != CSN_JSON_BOOLEAN)
    {
      csn_json_writer_string (writer, MASK);
      return;
    }
  if (type != CSN_JSON_OBJECT && type != CSN_JSON_ARRAY)
    {
      csn_json_writer_value (writer, json);
      return;
    }
  if (type == CSN_JSON_OBJECT)
    csn_json_writer_begin_object (writer);
  else
    csn_json_writer_begin_array (writer);
  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      const char *name = type == CSN_JSON_OBJECT ? csn_json_get_key (json, i) : NULL;

      if (name != NULL)
        csn_json_writer_key (writer, name);
      write_masked (writer, name, csn_json_get_element (json, i));
    }
  if (type == CSN_JSON_OBJECT)
    csn_json_writer_end_object (writer);
  else
    csn_json_writer_end_array (writer);
}

static void
write_masked_member (CsnJsonWriter *writer, const char *key, const CsnJson *json)
{
  csn_json_writer_key (writer, key);
  if (json != NULL)
    write_masked (writer, NULL, json);
  else
    csn_json_writer_null (writer);
}

static void
write_masked_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  csn_json_writer_member_string (writer, key, csn_visible_is_secret (NULL, text) ? MASK : text);
}

static void
write_texts (CsnJsonWriter *writer, const char *key, const char *const *texts)
{
  csn_json_writer_key (writer, key);
  csn_json_writer_begin_array (writer);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    csn_json_writer_string (writer, csn_visible_is_secret (NULL, texts[i]) ? MASK : texts[i]);
  csn_json_writer_end_array (writer);
}

static void
write_fact (CsnJsonWriter *writer, const char *key, CsnTristate fact)
{
  csn_json_writer_key (writer, key);
  if (fact == CSN_TRISTATE_UNKNOWN)
    csn_json_writer_null (writer);
  else
    csn_json_writer_boolean (writer, fact == CSN_TRISTATE_TRUE);
}

static void
write_facts (CsnJsonWriter *writer, const CsnFacts *facts)
{
  csn_json_writer_key (writer, "facts");
  csn_json_writer_begin_object (writer);
  write_fact (writer, "reversible", facts->reversible);
  write_fact (writer, "financial", facts->financial);
  write_fact (writer, "pii", facts->pii);
  write_fact (writer, "regulated", facts->regulated);
  write_fact (writer, "read_only", facts->read_only);
  csn_json_writer_key (writer, "cost");
  if (facts->cost != NULL)
    {
      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "amount", csn_money_get_amount (facts->cost));
      csn_json_writer_member_string (writer, "currency", csn_money_get_currency (facts->cost));
      csn_json_writer_end_object (writer);
    }
  else
    {
      csn_json_writer_null (writer);
    }
  csn_json_writer_end_object (writer);
}

static void
write_confidence (CsnJsonWriter *writer, const CsnConfidence *confidence)
{
  csn_json_writer_key (writer, "confidence");
  if (confidence == NULL)
    {
      csn_json_writer_null (writer);
      return;
    }
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "score");
  if (confidence->score_text != NULL)
    csn_json_writer_number (writer, confidence->score_text);
  else
    csn_json_writer_null (writer);
  write_masked_text (writer, "rationale", confidence->rationale);
  write_texts (writer, "uncertainties", confidence->uncertainties);
  csn_json_writer_member_string (writer,
                                 "recommendation",
                                 csn_recommendation_to_string (confidence->recommendation));
  csn_json_writer_end_object (writer);
}

void
csn_write_request_head (CsnJsonWriter *writer, const char *id, CsnRequest *request)
{
  csn_json_writer_member_string (writer, "id", id);
  csn_json_writer_member_string (writer, "source", csn_request_get_source (request));
  csn_json_writer_member_string (writer, "task_id", csn_request_get_task_id (request));
  csn_json_writer_member_integer (writer, "revision", csn_request_get_revision (request));
  csn_json_writer_member_string (writer, "agent_id", csn_request_get_agent_id (request));
  csn_json_writer_member_string (writer, "action_type", csn_request_get_action_type (request));
  csn_json_writer_member_boolean (writer,
                                  "flagged",
                                  csn_request_get_flags (request) != CSN_REQUEST_FLAG_NONE);
}

static void
write_request_body (CsnJsonWriter *writer, CsnRequest *request)
{
  write_masked_member (writer, "action", csn_request_get_action (request));
  csn_json_writer_member_string (writer, "action_digest", csn_request_get_action_digest (request));
  write_masked_text (writer, "description", csn_request_get_description (request));
  write_facts (writer, csn_request_get_facts (request));
  write_confidence (writer, csn_request_get_confidence (request));
  write_texts (writer, "delegation", csn_request_get_delegation (request));
  write_texts (writer, "problems", csn_request_get_problems (request));
  csn_write_time (writer, "created_at", csn_request_get_created_at (request));
  csn_write_time (writer, "expires_at", csn_request_get_expires_at (request));
  write_masked_member (writer, "history", csn_request_get_history (request));
  write_masked_member (writer, "agent_state", csn_request_get_state_of_agent (request));
}

static void
write_json_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);

  csn_json_writer_key (writer, key);
  csn_json_writer_value (writer, json);
}

static void
write_decision (CsnJsonWriter *writer, CsnDecision *decision)
{
  csn_json_writer_key (writer, "decision");
  if (decision == NULL)
    {
      csn_json_writer_null (writer);
      return;
    }
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "id", csn_decision_get_id (decision));
  csn_json_writer_member_string (writer,
                                 "decision",
                                 csn_decision_kind_to_string (csn_decision_get_kind (decision)));
  csn_json_writer_member_string (writer,
                                 "decided_by",
                                 csn_actor_kind_to_string (csn_decision_get_actor_kind (decision)));
  csn_json_writer_member_string (writer, "reviewer_id", csn_decision_get_reviewer (decision));
  write_masked_text (writer, "notes", csn_decision_get_notes (decision));
  csn_write_time (writer, "decided_at", csn_decision_get_decided_at (decision));
  csn_json_writer_member_string (writer,
                                 "action_digest",
                                 csn_decision_get_action_digest (decision));
  csn_json_writer_end_object (writer);
}

static void
write_outcome (CsnJsonWriter *writer, CsnOutcome *outcome)
{
  csn_json_writer_key (writer, "outcome");
  if (outcome == NULL)
    {
      csn_json_writer_null (writer);
      return;
    }
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer,
                                 "kind",
                                 csn_outcome_kind_to_string (csn_outcome_get_kind (outcome)));
  write_masked_text (writer, "detail", csn_outcome_get_detail (outcome));
  csn_json_writer_member_string (writer,
                                 "executed_digest",
                                 csn_outcome_get_executed_digest (outcome));
  csn_json_writer_end_object (writer);
}

char *
csn_describe_stored (const CsnStoredRequest *stored)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *verdict = csn_verdict_to_json (stored->verdict);

  csn_json_writer_begin_object (writer);
  csn_write_request_head (writer, stored->id, stored->request);
  csn_json_writer_member_string (writer,
                                 "level",
                                 csn_level_to_string (csn_verdict_get_level (stored->verdict)));
  csn_json_writer_member_string (writer, "state", csn_request_state_to_string (stored->state));
  csn_json_writer_member_boolean (writer, "payload_erased", stored->erased);
  csn_write_time (writer, "received_at", stored->received_at);
  csn_write_time (writer, "deadline_at", stored->deadline_at);
  csn_write_time (writer, "settled_at", stored->settled_at);
  csn_json_writer_member_string (writer,
                                 "delivery",
                                 csn_delivery_state_to_string (stored->delivery));
  csn_json_writer_member_string (writer, "delivery_message", stored->delivery_message);
  write_request_body (writer, stored->request);
  write_json_text (writer, "verdict", verdict);
  write_decision (writer, stored->decision);
  write_outcome (writer, stored->outcome);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

char *
csn_describe_item (CsnInboxItem *item)
{
  const CsnStoredRequest view = {
    .id = (char *) csn_inbox_item_get_id (item),
    .request = csn_inbox_item_get_request (item),
    .verdict = csn_inbox_item_get_verdict (item),
    .state = csn_inbox_item_get_state (item),
    .received_at = csn_inbox_item_get_received_at (item),
    .deadline_at = csn_inbox_item_get_deadline_at (item),
    .settled_at = csn_inbox_item_get_settled_at (item),
    .decision = csn_inbox_item_get_decision (item),
    .delivery = csn_inbox_item_get_delivery (item),
    .delivery_message = (char *) csn_inbox_item_get_delivery_message (item),
    .outcome = csn_inbox_item_get_outcome (item),
  };

  return csn_describe_stored (&view);
}
