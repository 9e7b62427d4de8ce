/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-proposal.h"

#include "csn-demo-json.h"
#include "csn-time.h"

#include <string.h>

#define SEED 20261122

typedef struct
{
  const char *name;
  const char *mail;
} Person;

static const Person people[] = {
  { "Jana Doe", "j.doe@example.org" },       { "Ravi Menon", "ravi.menon@example.net" },
  { "Ana Souza", "ana.souza@example.com" },  { "Liam Walsh", "liam@walsh.example" },
  { "Mei Tanaka", "mei.tanaka@example.jp" }, { "Omar Haddad", "o.haddad@example.org" },
  { "Ida Lund", "ida.lund@example.se" },     { "Tom Okafor", "tom.okafor@example.com" },
};

static const char *const topics[] = {
  "opening hours of the Lyon depot", "price of part 77-B",           "delivery time to Oslo",
  "warranty of the K2 series",       "customs code for steel bolts", "last invoice of Haddad Ltd",
};

typedef struct
{
  GRand *rand;
  gint64 now;
  char *order;
  char *amount;
  char *small;
  char *record;
  char *ticket;
  const Person *person;
  const char *topic;
} Picture;

static void
picture_init (Picture *self, guint index, gint64 now)
{
  const guint32 seed[] = { SEED, index };

  self->rand = g_rand_new_with_seed_array (seed, G_N_ELEMENTS (seed));
  self->now = now;
  self->order = g_strdup_printf ("%d", g_rand_int_range (self->rand, 1200, 1999));
  self->amount = g_strdup_printf ("%d.%02d",
                                  g_rand_int_range (self->rand, 105, 480),
                                  g_rand_int_range (self->rand, 0, 100));
  self->small = g_strdup_printf ("%d.%02d",
                                 g_rand_int_range (self->rand, 4, 40),
                                 g_rand_int_range (self->rand, 0, 100));
  self->record = g_strdup_printf ("c-%d", g_rand_int_range (self->rand, 8000, 9999));
  self->ticket = g_strdup_printf ("ticket-%d", g_rand_int_range (self->rand, 5000, 5999));
  self->person = &people[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (people))];
  self->topic = topics[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (topics))];
}

static void
picture_clear (Picture *self)
{
  g_rand_free (self->rand);
  g_free (self->order);
  g_free (self->amount);
  g_free (self->small);
  g_free (self->record);
  g_free (self->ticket);
}

static gboolean
replace_time (const GMatchInfo *match, GString *result, gpointer user_data)
{
  const Picture *picture = user_data;
  g_autofree char *number = g_match_info_fetch (match, 1);
  gint64 seconds = g_ascii_strtoll (number, NULL, 10);
  g_autofree char *time = csn_time_to_string (picture->now + seconds * CSN_SECOND);

  g_string_append (result, time);
  return FALSE;
}

static char *
fill_in (const Picture *picture, const char *text)
{
  g_autoptr (GString) filled = g_string_new (text);
  g_autoptr (GRegex) time = g_regex_new ("\\$([-+][0-9]+)s", 0, 0, NULL);

  g_string_replace (filled, "$order", picture->order, 0);
  g_string_replace (filled, "$amount", picture->amount, 0);
  g_string_replace (filled, "$small", picture->small, 0);
  g_string_replace (filled, "$person", picture->person->name, 0);
  g_string_replace (filled, "$mail", picture->person->mail, 0);
  g_string_replace (filled, "$record", picture->record, 0);
  g_string_replace (filled, "$ticket", picture->ticket, 0);
  g_string_replace (filled, "$topic", picture->topic, 0);
  return g_regex_replace_eval (time,
                               filled->str,
                               (gssize) filled->len,
                               0,
                               0,
                               replace_time,
                               (gpointer) picture,
                               NULL);
}

static void
write_text (const Picture *picture, CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *filled = NULL;

  if (text == NULL)
    return;
  filled = fill_in (picture, text);
  csn_json_writer_member_string (writer, key, filled);
}

static void
write_json (const Picture *picture, CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *filled = NULL;
  g_autoptr (CsnJson) json = NULL;

  if (text == NULL)
    return;
  filled = fill_in (picture, text);
  json = csn_demo_json_read (filled);
  if (json == NULL)
    g_critical ("The scenario's %s is not JSON: %s", key, filled);
  csn_json_writer_key (writer, key);
  csn_json_writer_value (writer, json);
}

CsnJson *
csn_demo_proposal_expand (const CsnDemoProposal *self, guint index, gint64 now, double speed)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  Picture picture;

  picture_init (&picture, index, now);
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "agent_id", self->agent_id);
  csn_json_writer_member_string (writer, "action_type", self->action_type);
  write_text (&picture, writer, "description", self->description);
  write_json (&picture, writer, "proposed_action", self->action);
  write_text (&picture, writer, "hitl_level", self->asked_level);
  write_json (&picture, writer, "facts", self->facts);
  write_json (&picture, writer, "confidence", self->confidence);
  write_json (&picture, writer, "delegation", self->delegation);
  write_json (&picture,
              writer,
              "allowed_decisions",
              self->allowed != NULL ? self->allowed
                                    : "[\"approve\",\"edit\",\"reject\",\"respond\"]");
  if (self->expires_in_s > 0)
    {
      gint64 wait = (gint64) ((double) (self->expires_in_s * CSN_SECOND) / speed);
      g_autofree char *expires_at = csn_time_to_string (now + wait);

      csn_json_writer_member_string (writer, "expires_at", expires_at);
    }
  write_json (&picture, writer, "history", self->history);
  write_json (&picture, writer, "state", self->state);
  write_json (&picture, writer, "demo", self->demo);
  csn_json_writer_end_object (writer);
  picture_clear (&picture);
  return csn_demo_json_finish (writer);
}
