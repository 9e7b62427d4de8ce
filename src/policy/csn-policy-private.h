/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-writer.h"
#include "csn-policy.h"

G_BEGIN_DECLS

#define CSN_POLICY_VERSION 1
#define CSN_POLICY_CUSTOM "custom"

#define CSN_POLICY_N_NUMBERS 14

/* Room for a threshold as a sentence says it. */
#define CSN_POLICY_TEXT_BYTES 32

/**
 * CsnPolicyNumbers:
 *
 * All numbers that one action type is judged by.
 */
typedef struct
{
  CsnPolicyThresholds thresholds;
  guint failures_24h;          /* so many failures in 24 h are a takeover */
  gint64 soft_timeout;         /* microseconds */
  gint64 hard_timeout;         /* microseconds */
  gboolean irreversible_hard;  /* every action that isn't reversible is HARD */
  gboolean silence_reversible; /* silence approves only what is reversible */
  CsnPolicyAutonomy autonomy;
  GPtrArray *cost_limits; /* (owned) (element-type CsnMoney): by currency; none for one: HARD */
} CsnPolicyNumbers;

/**
 * CsnPolicyWords:
 *
 * What sentences say of the thresholds, made once.
 */
typedef struct
{
  char takeover[CSN_POLICY_TEXT_BYTES];
  char low[CSN_POLICY_TEXT_BYTES];
  char irreversible[CSN_POLICY_TEXT_BYTES];
  char moderate[CSN_POLICY_TEXT_BYTES];
  char reversible[CSN_POLICY_TEXT_BYTES];
} CsnPolicyWords;

/**
 * CsnPolicyNumbersFor:
 * @action_type: (nullable): whose numbers these are; %NULL for all others
 * @given: which numbers it says itself, a bit for each of csn_policy_numbers_get_info()
 * @own_limits: (owned) (element-type CsnMoney): the cost limits that it says itself
 * @numbers: all, with what it takes from the others
 *
 * The numbers of one action type.
 */
typedef struct
{
  char *action_type;
  guint given;
  GPtrArray *own_limits;
  CsnPolicyNumbers numbers;
  CsnPolicyWords words;
} CsnPolicyNumbersFor;

typedef enum
{
  CSN_POLICY_THRESHOLD, /* double in [0, 1] */
  CSN_POLICY_COUNT,     /* guint */
  CSN_POLICY_SECONDS,   /* gint64, in microseconds */
  CSN_POLICY_SWITCH,    /* gboolean */
} CsnPolicyNumberKind;

/**
 * CsnPolicyNumberInfo:
 * @group: (nullable): the object that the member is in
 * @name: the member
 * @offset: where it is in #CsnPolicyNumbers
 * @min: for a count or seconds
 * @max: for a count or seconds
 * @loosens: 1 if a greater value may give less oversight, -1 if a smaller one may, 0 if none may
 *
 * One number of a policy document.
 */
typedef struct
{
  const char *group;
  const char *name;
  CsnPolicyNumberKind kind;
  gsize offset;
  gint64 min;
  gint64 max;
  int loosens;
} CsnPolicyNumberInfo;

/* Of a number, by its index below %CSN_POLICY_N_NUMBERS; those of a group lie side by side. */
const CsnPolicyNumberInfo *csn_policy_numbers_get_info (guint index);

void csn_policy_numbers_copy (CsnPolicyNumbers *self, const CsnPolicyNumbers *from);

void csn_policy_numbers_clear (CsnPolicyNumbers *self);

gboolean csn_policy_numbers_equal (const CsnPolicyNumbers *a, const CsnPolicyNumbers *b);

/* Takes number @index over from @from. */
void csn_policy_numbers_take (CsnPolicyNumbers *self, const CsnPolicyNumbers *from, guint index);

/* Negative, 0 or positive as number @index of @a is less than, equal to or more than @b's. */
int csn_policy_numbers_compare (const CsnPolicyNumbers *a, const CsnPolicyNumbers *b, guint index);

/* (transfer full): JSON of number @index. */
char *csn_policy_numbers_format (const CsnPolicyNumbers *self, guint index);

/* (nullable) (transfer none): the limit for @currency. */
const CsnMoney *csn_policy_find_limit (const GPtrArray *limits, const char *currency);

/* Takes @limit over; keeps the order by currency. */
void csn_policy_put_limit (GPtrArray *limits, CsnMoney *limit);

GPtrArray *csn_policy_copy_limits (const GPtrArray *limits);

/**
 * CsnPolicyParts:
 *
 * What a policy is made of.
 */
typedef struct
{
  CsnPolicyNumbersFor base;
  GPtrArray *overrides; /* (owned) (element-type CsnPolicyNumbersFor): by action type */
  GPtrArray *rules;     /* (owned) (element-type CsnStandingRule) */
  GPtrArray *grants;    /* (owned) (element-type CsnGrant) */
} CsnPolicyParts;

/* Parts that say what the preset @name says; %FALSE if there is none. */
gboolean csn_policy_parts_init (CsnPolicyParts *self, const char *name);

void csn_policy_parts_clear (CsnPolicyParts *self);

/* An override of nothing yet. */
CsnPolicyNumbersFor *csn_policy_parts_add_override (CsnPolicyParts *self, const char *action_type);

/* Gives every override what it doesn't say itself. */
void csn_policy_parts_resolve (CsnPolicyParts *self);

/* The name of the preset that says the same, or "custom". */
const char *csn_policy_parts_get_preset (const CsnPolicyParts *self);

const CsnPolicyParts *csn_policy_get_parts (const CsnPolicy *self);

/* (transfer none): the canonical JSON. */
const char *csn_policy_peek_json (const CsnPolicy *self);

/* The numbers that @action_type is judged by. */
const CsnPolicyNumbersFor *csn_policy_get_numbers_for (const CsnPolicy *self,
                                                       const char *action_type);

/**
 * csn_policy_find_grants:
 * @self: a policy
 * @grantor: an agent
 * @delegate: an agent
 * @ret_n_grants: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=ret_n_grants): the grants from @grantor to
 *   @delegate, in the order of the document
 */
CsnGrant *const *csn_policy_find_grants (const CsnPolicy *self,
                                         const char *grantor,
                                         const char *delegate,
                                         guint *ret_n_grants);

/**
 * csn_policy_new_with_parts:
 * @parts: (transfer full): valid ones; empty afterwards
 *
 * Returns: (transfer full): the preset that says the same, or a custom policy
 */
CsnPolicy *csn_policy_new_with_parts (CsnPolicyParts *parts);

/* (transfer full): the canonical JSON of @parts. */
char *csn_policy_parts_to_json (const CsnPolicyParts *parts);

/* What speaks in a verdict, one file each. */

/**
 * CsnJudgement:
 *
 * What every rule of one judgement sees, and where it speaks.
 */
typedef struct
{
  const CsnPolicy *policy;
  const CsnPolicyNumbers *numbers;
  const CsnPolicyWords *words;
  const CsnRequest *request;
  const CsnFacts *facts;
  const CsnConfidence *confidence; /* (nullable) */
  const CsnPolicyContext *context;
  CsnVerdictBuilder *verdict;
} CsnJudgement;

void csn_judgement_delegation (const CsnJudgement *self);

/* Comes last, as lowering rules need to know what the others said. */
void csn_judgement_standing_rules (const CsnJudgement *self);

G_END_DECLS
