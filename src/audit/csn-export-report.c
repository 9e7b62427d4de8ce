/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-report-private.h"

#include <string.h>

#include "csn-visible-text.h"

#define OTHERS "all others"

static void
tally_free (gpointer data)
{
  CsnExportTally *self = data;

  g_free (self->name);
  g_free (self->kind);
  g_free (self);
}

CsnExportReport *
csn_export_report_new (void)
{
  CsnExportReport *self = g_new0 (CsnExportReport, 1);

  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->deciders = g_ptr_array_new_with_free_func (tally_free);
  self->agents = g_ptr_array_new_with_free_func (tally_free);
  for (gsize i = 0; i < G_N_ELEMENTS (self->latencies); i++)
    self->latencies[i] = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_queue_init (&self->decisions.rows);
  g_queue_init (&self->alarms.rows);
  return self;
}

void
csn_export_report_free (CsnExportReport *self)
{
  g_hash_table_unref (self->types);
  g_ptr_array_unref (self->deciders);
  g_ptr_array_unref (self->agents);
  for (gsize i = 0; i < G_N_ELEMENTS (self->latencies); i++)
    g_array_unref (self->latencies[i]);
  g_queue_clear_full (&self->decisions.rows, g_free);
  g_queue_clear_full (&self->alarms.rows, g_free);
  g_free (self);
}

void
csn_export_list_append (CsnExportList *self, char *row)
{
  self->n_rows++;
  g_queue_push_tail (&self->rows, row);
  if (g_queue_get_length (&self->rows) > CSN_EXPORT_REPORT_MAX_ROWS)
    g_free (g_queue_pop_head (&self->rows));
}

/* The tally of that name; once there are too many names the rest share one. */
static CsnExportTally *
get_tally (GPtrArray *tallies, const char *kind, const char *raw_name)
{
  g_autofree char *name = csn_visible_text (raw_name, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  CsnExportTally *tally;

  for (guint i = 0; i < tallies->len; i++)
    {
      tally = g_ptr_array_index (tallies, i);
      if (g_str_equal (tally->name, name) && g_str_equal (tally->kind, kind))
        return tally;
    }
  if (tallies->len == CSN_EXPORT_REPORT_MAX_NAMES)
    return get_tally (tallies, "", OTHERS);
  if (tallies->len > CSN_EXPORT_REPORT_MAX_NAMES)
    return g_ptr_array_index (tallies, tallies->len - 1);
  tally = g_new0 (CsnExportTally, 1);
  tally->name = g_steal_pointer (&name);
  tally->kind = g_strdup (kind);
  g_ptr_array_add (tallies, tally);
  return tally;
}

gboolean
csn_export_report_get_decision (const CsnExportEvent *event, CsnExportDecision *ret_decision)
{
  static const struct
  {
    const char *event_type;
    CsnExportDecision decision;
  } decisions[] = {
    { "approved", CSN_EXPORT_APPROVED },   { "timeout", CSN_EXPORT_APPROVED },
    { "edited", CSN_EXPORT_EDITED },       { "rejected", CSN_EXPORT_REJECTED },
    { "responded", CSN_EXPORT_RESPONDED }, { "takeover", CSN_EXPORT_TAKEN_OVER },
    { "escalated", CSN_EXPORT_ESCALATED },
  };

  /* A takeover that follows from a decision has an event as well, but it decides nothing. */
  if (csn_export_event_get_text (event, "reviewer_decision") == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      if (!g_str_equal (event->event_type, decisions[i].event_type))
        continue;
      *ret_decision = decisions[i].decision;
      return TRUE;
    }
  return FALSE;
}

static void
add_latency (CsnExportReport *self, const CsnExportEvent *event, const char *kind)
{
  const CsnJson *value = csn_export_event_get (event, "latency_ms");
  gint64 latency;
  guint64 milliseconds;

  if (value == NULL || !csn_json_get_integer (value, &latency) || latency < 0)
    return;
  milliseconds = (guint64) latency;
  if (g_str_equal (kind, "human"))
    g_array_append_val (self->latencies[0], milliseconds);
  else if (g_str_equal (kind, "silence"))
    g_array_append_val (self->latencies[1], milliseconds);
  else
    g_array_append_val (self->latencies[2], milliseconds);
}

static void
add_decision (CsnExportReport *self, const CsnExportEvent *event, CsnExportDecision decision)
{
  const char *kind = csn_export_event_get_text (event, "actor.kind");
  const char *name = csn_export_event_get_text (event, "actor.name");
  const char *agent = csn_export_event_get_text (event, "agent_id");

  if (kind == NULL)
    kind = "unknown";
  if (name == NULL)
    name = g_str_equal (kind, "human") ? "a person without a name" : "";
  get_tally (self->deciders, kind, name)->n_decisions[decision]++;
  if (agent != NULL)
    get_tally (self->agents, "", agent)->n_decisions[decision]++;
  add_latency (self, event, kind);
}

static void
count_type (CsnExportReport *self, const char *event_type)
{
  guint64 *count = g_hash_table_lookup (self->types, event_type);

  if (count == NULL && g_hash_table_size (self->types) >= CSN_EXPORT_REPORT_MAX_NAMES)
    event_type = OTHERS;
  count = g_hash_table_lookup (self->types, event_type);
  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (self->types, g_strdup (event_type), count);
    }
  ++*count;
}

void
csn_export_report_add (CsnExportReport *self, const CsnExportEvent *event)
{
  const char *agent = csn_export_event_get_text (event, "agent_id");
  CsnExportDecision decision;

  if (self->first_time == 0 || event->timestamp < self->first_time)
    self->first_time = event->timestamp;
  self->last_time = MAX (self->last_time, event->timestamp);
  count_type (self, event->event_type);
  if (g_str_equal (event->event_type, "requested") && agent != NULL)
    get_tally (self->agents, "", agent)->n_requests++;
  if (csn_export_report_get_decision (event, &decision))
    add_decision (self, event, decision);
}

guint64
csn_export_report_get_percentile (const GArray *latencies, guint percent)
{
  guint rank;

  if (latencies->len == 0)
    return 0;
  rank = (guint) (((guint64) latencies->len * percent + 99) / 100);
  return g_array_index (latencies, guint64, MAX (rank, 1) - 1);
}
