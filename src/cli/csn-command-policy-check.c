/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-commands.h"
#include "csn-output.h"
#include "csn-policy-changes.h"
#include "csn-policy-input.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autoptr (CsnPolicy) policy = NULL;
  g_autoptr (CsnPolicy) reference = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  policy = csn_policy_input_read (rest[0]);
  if (policy == NULL)
    return CSN_EXIT_USAGE;
  csn_output_text (_ ("This is a valid policy, preset %s.\n"), csn_policy_get_preset (policy));
  csn_output_text (_ ("SHA-256  %s\n"), csn_policy_get_sha256 (policy));
  reference = csn_policy_new_preset ("reference");
  if (g_str_equal (csn_policy_get_sha256 (policy), csn_policy_get_sha256 (reference)))
    return CSN_EXIT_OK;
  csn_output_text (_ ("\nWhat differs from the reference:\n"));
  csn_policy_changes_print (reference, policy);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_policy_check = {
  .name = "policy check",
  .arguments = N_ ("FILE"),
  .summary = N_ ("Say whether a policy file is valid"),
  .details =
      N_ ("Reads the file without the running program, and changes nothing. A mistake is told "
          "with its\n"
          "line, column and member.\n"
          "\n"
          "Exit status: 0 it is valid, 2 the file or the call can't be read."),
  .run = run,
};
