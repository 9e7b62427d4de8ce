/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-verdict-private.h"

/* Enough for nearly every verdict, so that building one asks for memory once. */
#define FIRST_RULES 16
#define FIRST_TEXT 1536

typedef struct
{
  gsize code; /* where in the text */
  gsize why;
  CsnLevel level;
  CsnVerdictRole role;
} Said;

struct _CsnVerdictBuilder
{
  CsnVerdictSum sum;
  guint n_rules;
  guint rules_capacity;
  gsize length;
  gsize text_capacity;
  Said *rules; /* (owned) unless it is @first_rules */
  char *text;  /* (owned) unless it is @first_text: strings, one after the other */
  Said first_rules[FIRST_RULES];
  char first_text[FIRST_TEXT];
};

CsnVerdictBuilder *
csn_verdict_builder_new (void)
{
  CsnVerdictBuilder *self = g_malloc (sizeof *self);

  self->sum = (CsnVerdictSum){ 0 };
  self->n_rules = 0;
  self->rules_capacity = FIRST_RULES;
  self->length = 0;
  self->text_capacity = FIRST_TEXT;
  self->rules = self->first_rules;
  self->text = self->first_text;
  return self;
}

void
csn_verdict_builder_free (CsnVerdictBuilder *self)
{
  if (self == NULL)
    return;

  if (self->rules != self->first_rules)
    g_free (self->rules);
  if (self->text != self->first_text)
    g_free (self->text);
  g_free (self);
}

static void
append (CsnVerdictBuilder *self, const char *text, gsize length)
{
  if (self->length + length > self->text_capacity)
    {
      gsize capacity = MAX (2 * self->text_capacity, self->length + length);
      char *larger = g_malloc (capacity);

      memcpy (larger, self->text, self->length);
      if (self->text != self->first_text)
        g_free (self->text);
      self->text = larger;
      self->text_capacity = capacity;
    }
  memcpy (self->text + self->length, text, length);
  self->length += length;
}

/* The sentence follows. */
static void
begin_rule (CsnVerdictBuilder *self, const char *code, CsnLevel level)
{
  Said said = { .code = self->length, .level = level, .role = csn_verdict_role_of_code (code) };

  append (self, code, strlen (code) + 1);
  said.why = self->length;
  if (self->n_rules == self->rules_capacity)
    {
      Said *larger = g_new (Said, 2 * self->rules_capacity);

      memcpy (larger, self->rules, self->n_rules * sizeof *larger);
      if (self->rules != self->first_rules)
        g_free (self->rules);
      self->rules = larger;
      self->rules_capacity *= 2;
    }
  self->rules[self->n_rules++] = said;
  csn_verdict_sum_add (&self->sum, said.role, level);
}

void
csn_verdict_builder_add (CsnVerdictBuilder *self, const char *code, CsnLevel level, char *why)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL && why != NULL);

  begin_rule (self, code, level);
  append (self, why, strlen (why) + 1);
  g_free (why);
}

void
csn_verdict_builder_say (CsnVerdictBuilder *self,
                         const char *code,
                         CsnLevel level,
                         const char *first,
                         ...)
{
  va_list parts;

  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL);

  begin_rule (self, code, level);
  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    append (self, part, strlen (part));
  va_end (parts);
  append (self, "", 1);
}

CsnLevel
csn_verdict_builder_get_level (const CsnVerdictBuilder *self)
{
  g_return_val_if_fail (self != NULL, CSN_LEVEL_HUMAN_TAKEOVER);

  return csn_verdict_sum_get_level (&self->sum);
}

CsnLevel
csn_verdict_builder_get_lowered (const CsnVerdictBuilder *self, CsnLevel level)
{
  CsnVerdictSum sum;

  g_return_val_if_fail (self != NULL, CSN_LEVEL_HUMAN_TAKEOVER);

  sum = self->sum;
  csn_verdict_sum_add (&sum, CSN_VERDICT_LOWERS, level);
  return csn_verdict_sum_get_level (&sum);
}

CsnVerdict *
csn_verdict_builder_end (CsnVerdictBuilder *self)
{
  CsnVerdict *verdict;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  verdict =
      g_atomic_rc_box_alloc (sizeof *verdict + self->n_rules * sizeof (CsnRule) + self->length);
  verdict->n_rules = self->n_rules;
  verdict->level = csn_verdict_sum_get_level (&self->sum);
  text = (char *) (verdict->rules + self->n_rules);
  memcpy (text, self->text, self->length);
  for (guint i = 0; i < self->n_rules; i++)
    {
      const Said *said = &self->rules[i];

      verdict->rules[i].code = text + said->code;
      verdict->rules[i].why = text + said->why;
      verdict->rules[i].level = said->level;
      verdict->rules[i].decisive = csn_verdict_sum_decides (&self->sum, said->role, said->level);
    }

  /* A verdict without any rule would be a programming error; it must not be a way through. */
  if (verdict->n_rules == 0)
    {
      g_critical ("A verdict needs at least one rule");
      verdict->level = CSN_LEVEL_HUMAN_TAKEOVER;
    }
  csn_verdict_builder_free (self);
  return verdict;
}
