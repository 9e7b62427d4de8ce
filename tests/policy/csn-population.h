/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"
#include "csn-time.h"

G_BEGIN_DECLS

/* A population of agents with known reliability and known over-confidence, and what they propose;
 * simulate-population.c says what is assumed of them. */

typedef enum
{
  CSN_POPULATION_CALIBRATED,
  CSN_POPULATION_OVER,
  CSN_POPULATION_VERY_OVER,
  CSN_POPULATION_UNDER,
  CSN_POPULATION_BLIND,
} CsnPopulationKind;

#define CSN_POPULATION_N_KINDS 5
#define CSN_POPULATION_N_RELIABILITIES 4
#define CSN_POPULATION_N_AGENTS (CSN_POPULATION_N_KINDS * CSN_POPULATION_N_RELIABILITIES)
#define CSN_POPULATION_N_ACTIONS 4

#define CSN_POPULATION_START (G_GINT64_CONSTANT (1763795000) * CSN_SECOND)

extern const char *const csn_population_kinds[CSN_POPULATION_N_KINDS];

/* The share of right proposals. */
extern const double csn_population_reliabilities[CSN_POPULATION_N_RELIABILITIES];

extern const char *const csn_population_actions[CSN_POPULATION_N_ACTIONS];

/**
 * CsnProposal:
 * @agent: below %CSN_POPULATION_N_AGENTS
 * @kind: how it scores
 * @reliability: below %CSN_POPULATION_N_RELIABILITIES
 * @action: below %CSN_POPULATION_N_ACTIONS
 * @undoable: whether it can be undone
 * @at: when, microseconds since the epoch
 * @score: what the agent says
 * @good: whether it is right
 * @look: 0 to 1: the luck that decides whether anybody looks
 * @judge: 0 to 1: the luck of who looks
 * @report: 0 to 1: the luck of what is reported
 * @request: (owned): the request
 *
 * One thing that an agent wants to do, with all the luck that it will have, whatever the policy.
 */
typedef struct
{
  guint agent;
  CsnPopulationKind kind;
  guint reliability;
  guint action;
  gboolean undoable;
  gint64 at;
  double score;
  gboolean good;
  double look;
  double judge;
  double report;
  CsnRequest *request;
} CsnProposal;

/**
 * csn_population_propose:
 * @seed: a seed
 * @days: how long it goes
 *
 * Returns: (transfer full) (element-type CsnProposal): what all agents propose, in time order
 */
GArray *csn_population_propose (guint32 seed, guint days);

G_END_DECLS
