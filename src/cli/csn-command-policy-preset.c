/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-commands.h"
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
  policy = csn_policy_input_find_preset (rest[0]);
  return policy != NULL ? csn_policy_proposal_run (policy, wait) : CSN_EXIT_USAGE;
}

const CsnCommand csn_command_policy_preset = {
  .name = "policy preset",
  .arguments = N_ ("NAME"),
  .summary = N_ ("Put a preset in force: reference or cautious"),
  .details =
      N_ ("A preset has no standing rules and no grants. As with \"policy apply\", what may lead "
          "to less\n"
          "oversight has to be confirmed by a person in the window.\n"
          "\n"
          "Exit status: 0 it is in force, 1 it isn't, or waits for a person, 2 a wrong call, 3 "
          "Countersign\n"
          "can't be reached."),
  .run = run,
};
