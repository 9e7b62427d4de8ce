/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export-event-private.h"

G_BEGIN_DECLS

/* The longest lists of a report; what is left out is counted and said. */
#define CSN_EXPORT_REPORT_MAX_ROWS 500
#define CSN_EXPORT_REPORT_MAX_NAMES 200

/**
 * CsnExportDecision:
 *
 * The ways in which a wait ends, as a report counts them.
 */
typedef enum
{
  CSN_EXPORT_APPROVED,
  CSN_EXPORT_EDITED,
  CSN_EXPORT_REJECTED,
  CSN_EXPORT_RESPONDED,
  CSN_EXPORT_TAKEN_OVER,
  CSN_EXPORT_ESCALATED,
  CSN_EXPORT_N_DECISIONS,
} CsnExportDecision;

/**
 * CsnExportTally:
 * @name: (owned): whose; visible text
 * @kind: (owned): which kind of actor; empty where that has no meaning
 * @n_requests: requests received
 * @n_decisions: by #CsnExportDecision
 *
 * What one decider did, or what became of one agent's requests.
 */
typedef struct
{
  char *name;
  char *kind;
  guint64 n_requests;
  guint64 n_decisions[CSN_EXPORT_N_DECISIONS];
} CsnExportTally;

/**
 * CsnExportList:
 * @rows: (owned) (element-type utf8): HTML, the newest %CSN_EXPORT_REPORT_MAX_ROWS
 * @n_rows: how many there were
 *
 * A list of which only the end is kept.
 */
typedef struct
{
  GQueue rows;
  guint64 n_rows;
} CsnExportList;

void csn_export_list_append (CsnExportList *self, char *row);

/**
 * CsnExportReport:
 * @first_time: of the earliest event, microseconds since the epoch
 * @last_time: of the latest event
 * @types: (element-type utf8 guint64): how many events of each type
 * @deciders: (element-type CsnExportTally): in the order in which they came up
 * @agents: (element-type CsnExportTally): likewise
 * @latencies: (element-type guint64): milliseconds that each decision took, by kind of actor:
 *   human, silence and all others
 * @decisions: every decision
 * @alarms: what somebody should look at
 *
 * What a report tells, gathered event by event.
 */
typedef struct
{
  gint64 first_time;
  gint64 last_time;
  GHashTable *types;
  GPtrArray *deciders;
  GPtrArray *agents;
  GArray *latencies[3];
  CsnExportList decisions;
  CsnExportList alarms;
} CsnExportReport;

CsnExportReport *csn_export_report_new (void);

void csn_export_report_free (CsnExportReport *self);

void csn_export_report_add (CsnExportReport *self, const CsnExportEvent *event);

/**
 * csn_export_report_get_decision:
 * @event: an event
 * @ret_decision: (out): which one
 *
 * Returns: %TRUE if the event is a decision
 */
gboolean csn_export_report_get_decision (const CsnExportEvent *event,
                                         CsnExportDecision *ret_decision);

/**
 * csn_export_report_get_percentile:
 * @latencies: (element-type guint64): sorted
 * @percent: 1 to 100
 *
 * Returns: the smallest latency that so many percent of them don't exceed; 0 if there are none
 */
guint64 csn_export_report_get_percentile (const GArray *latencies, guint percent);

G_END_DECLS
