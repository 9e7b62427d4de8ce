/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-proposal.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-bus.h"
#include "csn-output.h"
#include "csn-policy-changes.h"

typedef enum
{
  STANDING_IN_FORCE,
  STANDING_WAITS,
  STANDING_DROPPED,
} Standing;

/* NULL without an error: there is none. */
static CsnPolicy *
get_policy (CsnBus *bus, const char *method, GError **error)
{
  g_autoptr (GVariant) reply = csn_bus_call (bus, method, NULL, error);
  const char *text;

  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(&s)", &text);
  return *text != '\0' ? csn_policy_parse (text, strlen (text), error) : NULL;
}

static gboolean
is_same (CsnPolicy *a, CsnPolicy *b)
{
  return a != NULL && g_str_equal (csn_policy_get_sha256 (a), csn_policy_get_sha256 (b));
}

static gboolean
find_standing (CsnBus *bus, CsnPolicy *policy, Standing *ret_standing, GError **error)
{
  g_autoptr (CsnPolicy) in_force = get_policy (bus, "GetPolicy", error);
  g_autoptr (CsnPolicy) proposed = NULL;
  g_autoptr (GError) local = NULL;

  if (in_force == NULL)
    return FALSE;
  if (is_same (in_force, policy))
    {
      *ret_standing = STANDING_IN_FORCE;
      return TRUE;
    }
  proposed = get_policy (bus, "GetProposal", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *ret_standing = is_same (proposed, policy) ? STANDING_WAITS : STANDING_DROPPED;
  return TRUE;
}

static CsnExit
wait_for_person (CsnBus *bus, CsnPolicy *policy)
{
  g_autoptr (GError) error = NULL;
  Standing standing = STANDING_WAITS;

  while (find_standing (bus, policy, &standing, &error) && standing == STANDING_WAITS)
    {
      if (!csn_bus_wait (bus, &error))
        break;
    }
  if (error != NULL)
    {
      CsnExit status = csn_bus_report (error);

      csn_output_error (
          _ ("Whether the policy is in force is not known: countersignctl policy show "
             "says it."));
      return status;
    }
  if (standing == STANDING_IN_FORCE)
    {
      csn_output_text (_ ("It was confirmed and is in force.\n"));
      return CSN_EXIT_OK;
    }
  csn_output_text (_ ("It was not confirmed. The policy in force stays as it is.\n"));
  return CSN_EXIT_REFUSED;
}

static CsnExit
tell (CsnBus *bus, CsnPolicy *before, CsnPolicy *policy, const char *answer, gboolean wait)
{
  if (g_str_equal (answer, "unchanged"))
    {
      csn_output_text (_ ("This policy is in force already.\n"));
      return CSN_EXIT_OK;
    }
  csn_policy_changes_print (before, policy);
  if (g_str_equal (answer, "applied"))
    {
      csn_output_text (_ ("The policy is in force.\n"));
      return CSN_EXIT_OK;
    }
  csn_output_text (
      _ ("It may lead to less oversight, so a person has to confirm it in Countersign's "
         "window. Until then the policy in force stays as it is.\n"));
  return wait ? wait_for_person (bus, policy) : CSN_EXIT_REFUSED;
}

static CsnExit
report (const GError *error)
{
  CsnExit status = csn_bus_report (error);

  csn_output_error (_ ("The policy in force stays as it is."));
  return status;
}

CsnExit
csn_policy_proposal_run (CsnPolicy *policy, gboolean wait)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBus) bus = csn_bus_new (&error);
  g_autoptr (CsnPolicy) before = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *text = csn_policy_to_json (policy);
  const char *answer;

  if (bus == NULL)
    return report (error);
  /* Watched from before the proposal, so that no answer is missed. */
  csn_bus_watch (bus, "PolicyChanged");
  before = get_policy (bus, "GetPolicy", &error);
  if (before == NULL)
    return report (error);
  reply = csn_bus_call (bus, "ProposePolicy", g_variant_new ("(s)", text), &error);
  if (reply == NULL)
    return report (error);
  g_variant_get (reply, "(&s)", &answer);
  return tell (bus, before, policy, answer, wait);
}
