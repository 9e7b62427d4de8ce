/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-glob.h"
#include "csn-policy-private.h"
#include "csn-visible-text.h"

/* Why a grant doesn't cover a request, in the order in which one is told: the last is the nearest
 * miss. */
typedef enum
{
  FAULT_ACTION_TYPE,
  FAULT_EXPIRED,
  FAULT_UNKNOWN_TIME,
  FAULT_UNKNOWN_COST,
  FAULT_CURRENCY,
  FAULT_COST_LIMIT,
  FAULT_UNKNOWN_DRAWN,
  FAULT_BUDGET,
  FAULT_NONE,
} Fault;

/**
 * Link:
 * @grantor: who passes authority on
 * @delegate: to whom
 * @n_further: how many links come after it
 * @grant: (nullable): the grant that an approval draws from
 * @n_grants: how many there are between the two, whatever they cover
 * @fault: why @grant does not cover the request
 * @floor: what oversight the link asks for
 * @shallow: (nullable): a grant that may not be passed on so often, where none covers the request
 *
 * One step of a delegation, judged.
 */
typedef struct
{
  const char *grantor;
  const char *delegate;
  guint n_further;
  CsnGrant *grant;
  guint n_grants;
  Fault fault;
  CsnLevel floor;
  CsnGrant *shallow;
} Link;

static char *
visible (const char *text)
{
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

/* %NULL if the sum can't be told. */
static CsnMoney *
add_drawn (const CsnPolicyContext *context, const CsnGrantTerms *terms, const CsnMoney *cost)
{
  CsnMoney *sum = csn_money_copy (cost);

  for (guint i = 0; i < context->n_drawn && sum != NULL; i++)
    {
      const CsnDrawn *drawn = &context->drawn[i];
      CsnMoney *more;

      if (strcmp (drawn->grant_id, terms->id) != 0 ||
          strcmp (csn_money_get_currency (drawn->money), csn_money_get_currency (cost)) != 0)
        continue;
      more = csn_money_add (sum, drawn->money);
      csn_money_free (sum);
      sum = more;
    }
  return sum;
}

static gboolean
is_within (const CsnMoney *money, const CsnMoney *limit)
{
  return money != NULL &&
         strcmp (csn_money_get_currency (money), csn_money_get_currency (limit)) == 0 &&
         csn_money_compare_amounts (csn_money_get_amount (money), csn_money_get_amount (limit)) <=
             0;
}

static Fault
find_cost_fault (const CsnPolicyContext *context, const CsnGrantTerms *terms, const CsnMoney *cost)
{
  const CsnMoney *limits[] = { terms->cost_limit, terms->cost_budget };
  g_autoptr (CsnMoney) sum = NULL;

  if (terms->cost_limit == NULL && terms->cost_budget == NULL)
    return FAULT_NONE;
  if (cost == NULL)
    return FAULT_UNKNOWN_COST;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      if (limits[i] != NULL &&
          strcmp (csn_money_get_currency (limits[i]), csn_money_get_currency (cost)) != 0)
        return FAULT_CURRENCY;
    }
  if (terms->cost_limit != NULL && !is_within (cost, terms->cost_limit))
    return FAULT_COST_LIMIT;
  if (terms->cost_budget == NULL)
    return FAULT_NONE;
  if (!context->knows_drawn)
    return FAULT_UNKNOWN_DRAWN;

  sum = add_drawn (context, terms, cost);
  return is_within (sum, terms->cost_budget) ? FAULT_NONE : FAULT_BUDGET;
}

static Fault
find_fault (const CsnPolicyContext *context, const CsnGrantTerms *terms, const CsnRequest *request)
{
  if (!csn_glob_matches (terms->action_types, csn_request_get_action_type (request)))
    return FAULT_ACTION_TYPE;
  if (context->now == 0)
    return FAULT_UNKNOWN_TIME;
  if (context->now >= terms->expires_at)
    return FAULT_EXPIRED;

  return find_cost_fault (context, terms, csn_request_get_facts (request)->cost);
}

/* Of grants that cover the request, the one with the lowest floor counts; where none does, the
 * highest floor of those for its action type does. So a request that becomes riskier, and loses a
 * grant by it, never loses oversight. */
static void
judge_grants (Link *self,
              const CsnPolicy *policy,
              const CsnRequest *request,
              const CsnPolicyContext *context)
{
  CsnGrant *const *grants =
      csn_policy_find_grants (policy, self->grantor, self->delegate, &self->n_grants);
  CsnGrant *covering = NULL;

  for (guint i = 0; i < self->n_grants; i++)
    {
      const CsnGrantTerms *terms = csn_grant_get_terms (grants[i]);
      Fault fault = find_fault (context, terms, request);

      if (self->grant == NULL || fault > self->fault)
        {
          self->grant = grants[i];
          self->fault = fault;
        }
      if (fault == FAULT_ACTION_TYPE)
        continue;
      if (terms->depth < self->n_further)
        self->shallow = self->shallow != NULL ? self->shallow : grants[i];
      else if (fault == FAULT_NONE &&
               (covering == NULL ||
                terms->level_floor < csn_grant_get_terms (covering)->level_floor))
        covering = grants[i];
      self->floor = MAX (self->floor, terms->level_floor);
    }
  if (covering == NULL)
    return;

  self->grant = covering;
  self->fault = FAULT_NONE;
  self->shallow = NULL;
  self->floor = csn_grant_get_terms (covering)->level_floor;
}

static Link *
judge_links (const CsnPolicy *policy,
             const CsnRequest *request,
             const CsnPolicyContext *context,
             guint *ret_n_links)
{
  const char *const *chain = csn_request_get_delegation (request);
  guint n_links = g_strv_length ((char **) chain);
  Link *links = g_new0 (Link, n_links);

  for (guint i = 0; i < n_links; i++)
    {
      links[i].grantor = chain[i];
      links[i].delegate = i + 1 < n_links ? chain[i + 1] : csn_request_get_agent_id (request);
      links[i].n_further = n_links - 1 - i;
      judge_grants (&links[i], policy, request, context);
    }
  *ret_n_links = n_links;
  return links;
}

GPtrArray *
csn_policy_list_grants (const CsnPolicy *self,
                        const CsnRequest *request,
                        const CsnPolicyContext *context)
{
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_grant_unref);
  g_autofree Link *links = NULL;
  guint n_links;

  g_return_val_if_fail (self != NULL, grants);
  g_return_val_if_fail (request != NULL, grants);
  g_return_val_if_fail (context != NULL, grants);

  links = judge_links (self, request, context, &n_links);
  for (guint i = 0; i < n_links; i++)
    {
      if (links[i].grant != NULL && links[i].fault != FAULT_ACTION_TYPE)
        g_ptr_array_add (grants, csn_grant_ref (links[i].grant));
    }
  return grants;
}

/* Says how trusted the strictest of the chain is. */
static void
speak_of_chain (const CsnJudgement *self, const Link *links, guint n_links)
{
  CsnLevel strictest = CSN_LEVEL_FULL_AUTO;
  gboolean known = TRUE;
  guint at = 0;
  g_autofree char *name = NULL;

  for (guint i = 0; i < n_links; i++)
    {
      gboolean knows = i < self->context->n_chain_levels;
      CsnLevel level = knows ? self->context->chain_levels[i] : CSN_LEVEL_HARD_APPROVAL;

      if (i > 0 && level <= strictest)
        continue;
      strictest = level;
      known = knows;
      at = i;
    }

  name = visible (links[at].grantor);
  csn_verdict_builder_say (self->verdict,
                           "delegation.chain",
                           strictest,
                           "The agent acts on behalf of ",
                           name,
                           known ? ", whose record for this action type stands at "
                                 : ", whose record for this action type is unknown, which means ",
                           csn_level_to_string (strictest),
                           ".",
                           NULL);
}

static void
speak_of_floor (const CsnJudgement *self, const Link *links, guint n_links)
{
  const Link *strictest = &links[0];
  g_autofree char *grantor = NULL;
  g_autofree char *delegate = NULL;

  for (guint i = 1; i < n_links; i++)
    strictest = links[i].floor > strictest->floor ? &links[i] : strictest;
  if (strictest->floor == CSN_LEVEL_FULL_AUTO)
    return;

  grantor = visible (strictest->grantor);
  delegate = visible (strictest->delegate);
  csn_verdict_builder_say (self->verdict,
                           "delegation.chain",
                           strictest->floor,
                           "What ",
                           grantor,
                           " granted to ",
                           delegate,
                           " asks for at least ",
                           csn_level_to_string (strictest->floor),
                           ".",
                           NULL);
}

/* Tells the first of several, and how many more there are. */
static char *
describe_others (guint count)
{
  if (count <= 1)
    return g_strdup ("");

  return g_strdup_printf (" So it is for %u more of its links.", count - 1);
}

static void
speak_of_missing (const CsnJudgement *self, const Link *links, guint n_links)
{
  const Link *first = NULL;
  guint count = 0;
  g_autofree char *grantor = NULL;
  g_autofree char *delegate = NULL;
  g_autofree char *others = NULL;

  for (guint i = 0; i < n_links; i++)
    {
      if (links[i].n_grants > 0)
        continue;
      first = first != NULL ? first : &links[i];
      count++;
    }
  if (first == NULL)
    return;

  grantor = visible (first->grantor);
  delegate = visible (first->delegate);
  others = describe_others (count);
  csn_verdict_builder_say (self->verdict,
                           "delegation.missing",
                           CSN_LEVEL_HARD_APPROVAL,
                           "No grant says that ",
                           delegate,
                           " may act on behalf of ",
                           grantor,
                           ".",
                           others,
                           NULL);
}

static char *
describe_money (const CsnMoney *money)
{
  return money == NULL ? g_strdup ("")
                       : g_strdup_printf ("%s %s",
                                          csn_money_get_amount (money),
                                          csn_money_get_currency (money));
}

static char *
describe_fault (const CsnJudgement *self, const Link *link)
{
  const CsnGrantTerms *terms = csn_grant_get_terms (link->grant);
  g_autofree char *cost = describe_money (self->facts->cost);
  g_autofree char *limit = describe_money (terms->cost_limit);
  g_autofree char *budget = describe_money (terms->cost_budget);
  g_autofree char *pattern = visible (terms->action_types);

  switch (link->fault)
    {
    case FAULT_ACTION_TYPE:
      return g_strdup_printf ("is for the action types “%s” only", pattern);
    case FAULT_EXPIRED:
      return g_strdup ("has expired");
    case FAULT_UNKNOWN_TIME:
      return g_strdup ("may have expired, as the time is unknown");
    case FAULT_UNKNOWN_COST:
      return g_strdup_printf (
          "covers a cost of at most %s, and the agent doesn't say what this costs",
          terms->cost_limit != NULL ? limit : budget);
    case FAULT_CURRENCY:
      return g_strdup_printf ("covers a cost in %s, and this costs %s",
                              csn_money_get_currency (terms->cost_limit != NULL
                                                          ? terms->cost_limit
                                                          : terms->cost_budget),
                              cost);
    case FAULT_COST_LIMIT:
      return g_strdup_printf ("covers at most %s for one action, and this costs %s", limit, cost);
    case FAULT_UNKNOWN_DRAWN:
      return g_strdup_printf ("covers %s in total, and what was spent of it is unknown", budget);
    case FAULT_BUDGET:
      return g_strdup_printf ("covers %s in total, and not so much is left for the %s of this",
                              budget,
                              cost);
    case FAULT_NONE:
      break;
    }

  g_return_val_if_reached (NULL);
}

static void
speak_of_exceeded (const CsnJudgement *self, const Link *links, guint n_links)
{
  const Link *first = NULL;
  guint count = 0;
  g_autofree char *grantor = NULL;
  g_autofree char *delegate = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *others = NULL;

  for (guint i = 0; i < n_links; i++)
    {
      if (links[i].n_grants == 0 || links[i].fault == FAULT_NONE)
        continue;
      first = first != NULL ? first : &links[i];
      count++;
    }
  if (first == NULL)
    return;

  grantor = visible (first->grantor);
  delegate = visible (first->delegate);
  fault = describe_fault (self, first);
  others = describe_others (count);
  csn_verdict_builder_say (self->verdict,
                           "delegation.exceeded",
                           CSN_LEVEL_HARD_APPROVAL,
                           "What ",
                           grantor,
                           " granted to ",
                           delegate,
                           " ",
                           fault,
                           ".",
                           others,
                           NULL);
}

/* Who stands in the chain twice; %NULL if nobody does. */
static const char *
find_loop (const Link *links, guint n_links)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (seen, (char *) links[0].grantor);
  for (guint i = 0; i < n_links; i++)
    {
      if (!g_hash_table_add (seen, (char *) links[i].delegate))
        return links[i].delegate;
    }
  return NULL;
}

static char *
describe_depth (guint depth, guint passed_on)
{
  if (depth == 0)
    return g_strdup_printf ("may not be passed on, and it was, %u times.", passed_on);

  return g_strdup_printf ("may be passed on %u times, and it was, %u times.", depth, passed_on);
}

static void
speak_of_depth (const CsnJudgement *self, const Link *links, guint n_links)
{
  const char *twice = find_loop (links, n_links);
  const Link *shallow = NULL;
  g_autofree char *name = NULL;
  g_autofree char *delegate = NULL;
  g_autofree char *depth = NULL;

  for (guint i = 0; i < n_links && shallow == NULL; i++)
    shallow = links[i].shallow != NULL ? &links[i] : NULL;

  if (twice != NULL)
    {
      name = visible (twice);
      csn_verdict_builder_say (self->verdict,
                               "delegation.depth",
                               CSN_LEVEL_HUMAN_TAKEOVER,
                               "The delegation goes in a loop: ",
                               name,
                               " stands in it twice.",
                               NULL);
    }
  else if (shallow != NULL)
    {
      name = visible (shallow->grantor);
      delegate = visible (shallow->delegate);
      depth = describe_depth (csn_grant_get_terms (shallow->shallow)->depth, shallow->n_further);
      csn_verdict_builder_say (self->verdict,
                               "delegation.depth",
                               CSN_LEVEL_HUMAN_TAKEOVER,
                               "What ",
                               name,
                               " granted to ",
                               delegate,
                               " ",
                               depth,
                               NULL);
    }
}

void
csn_judgement_delegation (const CsnJudgement *self)
{
  g_autofree Link *links = NULL;
  guint n_links;

  if (csn_request_get_delegation (self->request)[0] == NULL)
    return;

  links = judge_links (self->policy, self->request, self->context, &n_links);
  speak_of_chain (self, links, n_links);
  speak_of_floor (self, links, n_links);
  speak_of_missing (self, links, n_links);
  speak_of_exceeded (self, links, n_links);
  speak_of_depth (self, links, n_links);
}
