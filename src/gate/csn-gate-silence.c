/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

/* gate.md, "Silent consent": so many in a row per agent and action type, so many an hour in all. */
#define MAX_IN_A_ROW 5
#define MAX_AN_HOUR 10

#define ROW_PREFIX "silence-row:"
#define HOUR_KEY "silence-hour"

static char *
new_row_key (CsnInboxItem *item)
{
  return g_strconcat (ROW_PREFIX,
                      csn_request_get_agent_id (item->request),
                      "\n",
                      csn_request_get_action_type (item->request),
                      NULL);
}

static void
forget_old (CsnGate *self, gint64 now)
{
  guint n_old = 0;

  while (n_old < self->silence_hour->len &&
         g_array_index (self->silence_hour, gint64, n_old) <= now - CSN_HOUR)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (self->silence_hour, 0, n_old);
}

gboolean
csn_gate_silence_is_capped (CsnGate *self, CsnInboxItem *item, gint64 now)
{
  g_autofree char *key = new_row_key (item);
  guint in_a_row = GPOINTER_TO_UINT (g_hash_table_lookup (self->silence_rows, key));

  forget_old (self, now);
  return in_a_row >= MAX_IN_A_ROW || self->silence_hour->len >= MAX_AN_HOUR;
}

/*
 * A silence approves this one; the caps hold across restarts.
 */
void
csn_gate_count_silence (CsnMove *move, CsnInboxItem *item)
{
  CsnGate *self = move->gate;
  char *key = new_row_key (item);
  guint in_a_row = GPOINTER_TO_UINT (g_hash_table_lookup (self->silence_rows, key)) + 1;
  g_autofree char *row = g_strdup_printf ("%u", in_a_row);
  g_autoptr (GString) hour = g_string_new (NULL);

  csn_change_put_value (move->change, key, row);
  g_hash_table_insert (self->silence_rows, key, GUINT_TO_POINTER (in_a_row));

  forget_old (self, move->now);
  g_array_append_val (self->silence_hour, move->now);
  for (guint i = 0; i < self->silence_hour->len; i++)
    g_string_append_printf (hour,
                            "%s%" G_GINT64_FORMAT,
                            i > 0 ? " " : "",
                            g_array_index (self->silence_hour, gint64, i));
  csn_change_put_value (move->change, HOUR_KEY, hour->str);
}

/*
 * A person answered one of this agent and action type.
 */
void
csn_gate_break_silence (CsnMove *move, CsnInboxItem *item)
{
  g_autofree char *key = new_row_key (item);

  if (g_hash_table_remove (move->gate->silence_rows, key))
    csn_change_put_value (move->change, key, NULL);
}

static void
load_hour (CsnGate *self, const char *text)
{
  g_auto (GStrv) times = g_strsplit (text, " ", -1);

  for (guint i = 0; times[i] != NULL; i++)
    {
      gint64 at;

      if (g_ascii_string_to_signed (times[i], 10, G_MININT64, G_MAXINT64, &at, NULL))
        g_array_append_val (self->silence_hour, at);
    }
}

void
csn_gate_load_silence (CsnGate *self, GHashTable *values)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_remove_all (self->silence_rows);
  g_array_set_size (self->silence_hour, 0);
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint64 in_a_row;

      if (g_str_equal (key, HOUR_KEY))
        load_hour (self, value);
      if (g_str_has_prefix (key, ROW_PREFIX) &&
          g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT, &in_a_row, NULL))
        g_hash_table_insert (self->silence_rows,
                             g_strdup (key),
                             GUINT_TO_POINTER ((guint) in_a_row));
    }
}
