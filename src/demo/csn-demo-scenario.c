/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

static const CsnDemoScenario *const scenarios[] = {
  &csn_demo_scenario_mixed,    &csn_demo_scenario_quiet,  &csn_demo_scenario_trust,
  &csn_demo_scenario_takeover, &csn_demo_scenario_single, &csn_demo_scenario_pair,
  &csn_demo_scenario_rogue,    &csn_demo_scenario_empty,  &csn_demo_scenario_flood,
};

const CsnDemoScenario *
csn_demo_scenario_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (scenarios[i]->name, name))
      return scenarios[i];
  return NULL;
}

char *
csn_demo_scenario_describe_all (void)
{
  g_autoptr (GString) text = g_string_new ("Scenarios:\n");

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    g_string_append_printf (text, "  %-10s  %s\n", scenarios[i]->name, scenarios[i]->summary);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
