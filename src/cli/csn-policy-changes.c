/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-changes.h"

#include <glib/gi18n.h>

#include "csn-policy-change.h"
#include "csn-table.h"

void
csn_policy_changes_print (const CsnPolicy *before, const CsnPolicy *after)
{
  g_autoptr (GPtrArray) changes = csn_policy_describe_changes (before, after);
  g_autoptr (CsnTable) table = NULL;

  if (changes->len == 0)
    return;
  table = csn_table_new (_ ("MEMBER"), _ ("OVERSIGHT"), _ ("BEFORE"), _ ("AFTER"), NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const CsnPolicyChange *change = changes->pdata[i];

      csn_table_add_cell (table, change->path);
      csn_table_add_cell (table, change->loosens ? _ ("maybe less") : _ ("not less"));
      csn_table_add_cell (table, change->before);
      csn_table_add_cell (table, change->after);
    }
  csn_table_print (table);
}
