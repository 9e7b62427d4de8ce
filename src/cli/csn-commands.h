/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"

G_BEGIN_DECLS

/* One file per command, one row each in main.c. */

extern const CsnCommand csn_command_status;
extern const CsnCommand csn_command_list;
extern const CsnCommand csn_command_show;
extern const CsnCommand csn_command_open;
extern const CsnCommand csn_command_reject;
extern const CsnCommand csn_command_source_add;
extern const CsnCommand csn_command_source_add_task;
extern const CsnCommand csn_command_source_list;
extern const CsnCommand csn_command_source_remove;
extern const CsnCommand csn_command_source_test;
extern const CsnCommand csn_command_agents;
extern const CsnCommand csn_command_audit_export;
extern const CsnCommand csn_command_audit_rotate_key;
extern const CsnCommand csn_command_audit_verify;
extern const CsnCommand csn_command_backup;
extern const CsnCommand csn_command_restore;
extern const CsnCommand csn_command_payload_erase;
extern const CsnCommand csn_command_policy_show;
extern const CsnCommand csn_command_policy_check;
extern const CsnCommand csn_command_policy_apply;
extern const CsnCommand csn_command_policy_preset;
extern const CsnCommand csn_command_policy_replay;
extern const CsnCommand csn_command_policy_evaluate;
extern const CsnCommand csn_command_autonomy_simulate;
extern const CsnCommand csn_command_confidence_parse;

G_END_DECLS
