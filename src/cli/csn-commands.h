/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"

G_BEGIN_DECLS

/* One file per command, one row each in main.c. */

extern const CsnCommand csn_command_policy_evaluate;
extern const CsnCommand csn_command_autonomy_simulate;
extern const CsnCommand csn_command_confidence_parse;

G_END_DECLS
