/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "csn-commands.h"

static const CsnCommand *const commands[] = {
  &csn_command_status,
  &csn_command_list,
  &csn_command_show,
  &csn_command_open,
  &csn_command_reject,
  &csn_command_source_add,
  &csn_command_source_add_task,
  &csn_command_source_list,
  &csn_command_source_remove,
  &csn_command_source_test,
  &csn_command_agents,
  &csn_command_audit_export,
  &csn_command_audit_rotate_key,
  &csn_command_audit_verify,
  &csn_command_backup,
  &csn_command_restore,
  &csn_command_payload_erase,
  &csn_command_policy_show,
  &csn_command_policy_check,
  &csn_command_policy_apply,
  &csn_command_policy_preset,
  &csn_command_policy_replay,
  &csn_command_policy_evaluate,
  &csn_command_autonomy_simulate,
  &csn_command_confidence_parse,
  NULL,
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (CSN_GETTEXT_PACKAGE, CSN_LOCALE_DIR);
  bind_textdomain_codeset (CSN_GETTEXT_PACKAGE, "UTF-8");
  textdomain (CSN_GETTEXT_PACKAGE);
  g_set_prgname ("countersignctl");

  return csn_command_main (commands, argv);
}
