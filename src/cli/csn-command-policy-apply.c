/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-commands.h"
#include "csn-output.h"
#include "csn-policy-input.h"
#include "csn-policy-proposal.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  gboolean wait = FALSE;
  const GOptionEntry options[] = {
    { "wait", 0, 0, G_OPTION_ARG_NONE, &wait, N_ ("Wait for the person's answer"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnPolicy) policy = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  policy = csn_policy_input_read (rest[0]);
  if (policy != NULL)
    return csn_policy_proposal_run (policy, wait);
  csn_output_error (_ ("The policy in force stays as it is."));
  return CSN_EXIT_USAGE;
}

const CsnCommand csn_command_policy_apply = {
  .name = "policy apply",
  .arguments = N_ ("FILE"),
  .summary = N_ ("Put a policy file in force"),
  .details = N_ (
      "What is at least as strict as the policy in force is in force at once. What may lead to "
      "less\n"
      "oversight has to be confirmed by a person in the window; nothing else can do that. A file\n"
      "with a mistake is refused whole.\n"
      "\n"
      "Exit status: 0 it is in force, 1 it isn't, or waits for a person, 2 the file or the call "
      "can't\n"
      "be read, 3 Countersign can't be reached."),
  .run = run,
};
