/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-confidence-reply.h"

#include <string.h>

#include "csn-json-writer.h"

#define MAX_REPLY_BYTES (64 * 1024)
#define MAX_SCORE_BYTES 64

struct _CsnConfidenceReply
{
  CsnConfidence confidence; /* strings and strv (owned) */
};

typedef enum
{
  MEMBER_SCORE,
  MEMBER_RATIONALE,
  MEMBER_UNCERTAINTIES,
  MEMBER_RECOMMENDATION,
  N_MEMBERS,
} Member;

static const char *const member_names[N_MEMBERS] = {
  [MEMBER_SCORE] = "CONFIDENCE_SCORE",
  [MEMBER_RATIONALE] = "RATIONALE",
  [MEMBER_UNCERTAINTIES] = "UNCERTAINTIES",
  [MEMBER_RECOMMENDATION] = "RECOMMENDATION",
};

/* What stands behind one name: the rest of its line, then whole lines, until the next name. */
typedef struct
{
  Member member;
  GPtrArray *lines; /* (owned) (element-type utf8) */
} Section;

static void
section_free (gpointer data)
{
  Section *section = data;

  g_ptr_array_unref (section->lines);
  g_free (section);
}

static gboolean
set_invalid (GError **error, CsnModelError code, const char *format, const char *name)
{
  g_set_error (error, CSN_MODEL_ERROR, code, "%s %s", name, format);
  return FALSE;
}

/* Markdown's marks for emphasis and code, which may stand around a name or a value. */
static gboolean
is_emphasis (char c)
{
  return c == '*' || c == '_' || c == '`';
}

static const char *
skip_spaces_and_emphasis (const char *text)
{
  while (g_ascii_isspace (*text) || is_emphasis (*text))
    text++;

  return text;
}

/* Skips what Markdown puts before a line's text: quote, heading, list marks, numbers. */
static const char *
skip_line_mark (const char *line)
{
  const char *digits;

  while (g_ascii_isspace (*line) || (*line != '\0' && strchr (">#", *line) != NULL))
    line++;

  if ((*line == '-' || *line == '*' || *line == '+') && g_ascii_isspace (line[1]))
    return line + 2;

  digits = line + strspn (line, "0123456789");
  if (digits > line && (*digits == '.' || *digits == ')') && g_ascii_isspace (digits[1]))
    return digits + 2;

  return line;
}

static gboolean
is_list_item (const char *line)
{
  while (g_ascii_isspace (*line))
    line++;

  return skip_line_mark (line) != line && *line != '>' && *line != '#';
}

/* Matches a name without regard to case; its underscore may be a space, a hyphen or escaped. */
static const char *
skip_name (const char *text, const char *name)
{
  for (; *name != '\0'; name++)
    {
      if (*name == '_' && *text == '\\')
        text++;
      if (*name == '_' ? strchr ("_- ", *text) == NULL : g_ascii_toupper (*text) != *name)
        return NULL;
      if (*text == '\0')
        return NULL;
      text++;
    }

  return text;
}

/* Finds a "NAME: value" line and gives what stands behind the colon. */
static const char *
match_line (const char *line, Member *ret_member)
{
  const char *text = skip_spaces_and_emphasis (skip_line_mark (line));

  for (guint i = 0; i < N_MEMBERS; i++)
    {
      const char *rest = skip_name (text, member_names[i]);

      if (rest == NULL)
        continue;

      rest = skip_spaces_and_emphasis (rest);
      if (*rest == ':')
        {
          *ret_member = (Member) i;
          return rest + 1;
        }
    }

  return NULL;
}

static gboolean
is_fence (const char *line)
{
  while (g_ascii_isspace (*line))
    line++;

  return g_str_has_prefix (line, "```");
}

static GPtrArray *
split_sections (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  GPtrArray *sections = g_ptr_array_new_with_free_func (section_free);
  Section *current = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Member member;
      const char *rest = match_line (lines[i], &member);

      if (rest != NULL)
        {
          current = g_new0 (Section, 1);
          current->member = member;
          current->lines = g_ptr_array_new_with_free_func (g_free);
          g_ptr_array_add (sections, current);
        }
      else
        rest = lines[i];

      if (current != NULL && !is_fence (rest))
        g_ptr_array_add (current->lines, g_strdup (rest));
    }

  return sections;
}

static char *
strip_spaces (const char *text)
{
  return g_strstrip (g_strdup (text));
}

/* The first line that says something, without emphasis around it. */
static char *
first_word (const Section *section)
{
  for (guint i = 0; i < section->lines->len; i++)
    {
      g_autofree char *line =
          g_strdup (skip_spaces_and_emphasis (g_ptr_array_index (section->lines, i)));
      gsize length = strlen (line);

      while (length > 0 && (g_ascii_isspace (line[length - 1]) || is_emphasis (line[length - 1])))
        line[--length] = '\0';
      if (length > 0)
        return g_steal_pointer (&line);
    }

  return g_strdup ("");
}

/* "0.82", "1", "1.0": a decimal in [0, 1] and nothing else. */
static gboolean
is_score (const char *text)
{
  const char *fraction;

  if (strlen (text) > MAX_SCORE_BYTES || (text[0] != '0' && text[0] != '1'))
    return FALSE;
  if (text[1] == '\0')
    return TRUE;
  if (text[1] != '.' || text[2] == '\0')
    return FALSE;

  fraction = text + 2;
  return fraction[strspn (fraction, text[0] == '1' ? "0" : "0123456789")] == '\0';
}

static gboolean
read_score (CsnConfidence *confidence, const Section *section, GError **error)
{
  g_autofree char *text = first_word (section);
  double score;

  if (!is_score (text))
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "must be a decimal number between 0 and 1, such as 0.82",
                        member_names[MEMBER_SCORE]);

  score = g_ascii_strtod (text, NULL);
  if (confidence->score_text != NULL && confidence->score != score)
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "comes twice and differs",
                        member_names[MEMBER_SCORE]);

  g_free ((char *) confidence->score_text);
  confidence->score_text = g_steal_pointer (&text);
  confidence->score = score;
  return TRUE;
}

static gboolean
read_recommendation (CsnConfidence *confidence, const Section *section, GError **error)
{
  g_autofree char *text = first_word (section);
  g_autofree char *upper = g_ascii_strup (text, -1);
  CsnRecommendation recommendation;

  if (!csn_recommendation_from_string (upper, &recommendation))
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "must be PROCEED, CLARIFY or ESCALATE",
                        member_names[MEMBER_RECOMMENDATION]);

  if (confidence->recommendation != CSN_RECOMMENDATION_NONE &&
      confidence->recommendation != recommendation)
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "comes twice and differs",
                        member_names[MEMBER_RECOMMENDATION]);

  confidence->recommendation = recommendation;
  return TRUE;
}

/* Drops emphasis around the whole, and what closes a "**NAME:" that began before the colon. */
static char *
strip_emphasis (const char *text)
{
  g_autofree char *stripped = strip_spaces (text);
  gsize marks = 0;
  gsize end;

  while (is_emphasis (stripped[marks]))
    marks++;
  if (marks == 0)
    return g_steal_pointer (&stripped);

  end = strlen (stripped);
  if (end >= 2 * marks && strncmp (stripped, stripped + end - marks, marks) == 0)
    stripped[end - marks] = '\0';
  else if (!g_ascii_isspace (stripped[marks]) && stripped[marks] != '\0')
    return g_steal_pointer (&stripped);

  return strip_spaces (stripped + marks);
}

/* One paragraph: what follows a blank line is no longer the rationale. */
static gboolean
read_rationale (CsnConfidence *confidence, const Section *section, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rationale = NULL;

  for (guint i = 0; i < section->lines->len; i++)
    {
      g_autofree char *line = strip_spaces (g_ptr_array_index (section->lines, i));

      if (*line == '\0' && text->len > 0)
        break;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, line);
    }

  rationale = strip_emphasis (text->str);
  if (*rationale == '\0')
    return TRUE;

  if (confidence->rationale != NULL && strcmp (confidence->rationale, rationale) != 0)
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "comes twice and differs",
                        member_names[MEMBER_RATIONALE]);

  g_free ((char *) confidence->rationale);
  confidence->rationale = g_steal_pointer (&rationale);
  return TRUE;
}

static gboolean
says_none (const char *text)
{
  static const char *const words[] = { "none", "none.", "n/a", "-", "no", "[]", "nothing" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (text, words[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_uncertainty (GPtrArray *items, const char *text)
{
  char *item = strip_emphasis (text);

  if (*item == '\0' || says_none (item))
    g_free (item);
  else
    g_ptr_array_add (items, item);
}

static void
add_uncertainties_of_line (GPtrArray *items, const char *line)
{
  g_autofree char *text = strip_emphasis (line);
  gsize length = strlen (text);
  g_auto (GStrv) parts = NULL;

  if (length >= 2 && text[0] == '[' && text[length - 1] == ']')
    {
      text[0] = ' ';
      text[length - 1] = ' ';
    }

  parts = g_strsplit (text, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    add_uncertainty (items, parts[i]);
}

/* A comma-separated line, or a list of one item a line. */
static char **
list_uncertainties (const Section *section)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < section->lines->len; i++)
    {
      const char *line = g_ptr_array_index (section->lines, i);

      if (is_list_item (line))
        add_uncertainty (items, skip_line_mark (line));
      else if (items->len == 0)
        add_uncertainties_of_line (items, line);
    }

  g_ptr_array_add (items, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&items), FALSE);
}

static gboolean
read_uncertainties (CsnConfidence *confidence, const Section *section, GError **error)
{
  g_auto (GStrv) list = list_uncertainties (section);

  if (confidence->uncertainties != NULL &&
      !g_strv_equal (confidence->uncertainties, (const char *const *) list))
    return set_invalid (error,
                        CSN_MODEL_ERROR_INVALID,
                        "comes twice and differs",
                        member_names[MEMBER_UNCERTAINTIES]);

  g_strfreev ((char **) confidence->uncertainties);
  confidence->uncertainties = (const char *const *) g_steal_pointer (&list);
  return TRUE;
}

static gboolean
read_section (CsnConfidence *confidence, const Section *section, GError **error)
{
  switch (section->member)
    {
    case MEMBER_SCORE:
      return read_score (confidence, section, error);
    case MEMBER_RATIONALE:
      return read_rationale (confidence, section, error);
    case MEMBER_UNCERTAINTIES:
      return read_uncertainties (confidence, section, error);
    case MEMBER_RECOMMENDATION:
      return read_recommendation (confidence, section, error);
    case N_MEMBERS:
      break;
    }

  g_return_val_if_reached (FALSE);
}

/* A reply that was cut off, or has no judgement in it, is no reply. */
static gboolean
check_complete (const CsnConfidence *confidence, GError **error)
{
  if (confidence->score_text == NULL)
    return set_invalid (error, CSN_MODEL_ERROR_MISSING, "is missing", member_names[MEMBER_SCORE]);
  if (confidence->recommendation == CSN_RECOMMENDATION_NONE)
    return set_invalid (error,
                        CSN_MODEL_ERROR_MISSING,
                        "is missing",
                        member_names[MEMBER_RECOMMENDATION]);

  return TRUE;
}

CsnConfidenceReply *
csn_confidence_reply_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (CsnConfidenceReply) self = NULL;
  g_autoptr (GPtrArray) sections = NULL;
  g_autofree char *copy = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (size > MAX_REPLY_BYTES || !g_utf8_validate_len (text, size, NULL))
    {
      set_invalid (error,
                   CSN_MODEL_ERROR_INVALID,
                   "must be UTF-8 text of at most 64 KiB",
                   "The reply");
      return NULL;
    }

  copy = g_strndup (text, size);
  sections = split_sections (copy);
  self = g_new0 (CsnConfidenceReply, 1);
  for (guint i = 0; i < sections->len; i++)
    {
      if (!read_section (&self->confidence, g_ptr_array_index (sections, i), error))
        return NULL;
    }
  if (!check_complete (&self->confidence, error))
    return NULL;

  if (self->confidence.uncertainties == NULL)
    self->confidence.uncertainties = (const char *const *) g_new0 (char *, 1);
  return g_steal_pointer (&self);
}

void
csn_confidence_reply_free (CsnConfidenceReply *self)
{
  if (self == NULL)
    return;

  g_free ((char *) self->confidence.score_text);
  g_free ((char *) self->confidence.rationale);
  g_strfreev ((char **) self->confidence.uncertainties);
  g_free (self);
}

const CsnConfidence *
csn_confidence_reply_get_confidence (const CsnConfidenceReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->confidence;
}

char *
csn_confidence_reply_to_json (const CsnConfidenceReply *self)
{
  const CsnConfidence *confidence;
  CsnJsonWriter *writer;

  g_return_val_if_fail (self != NULL, NULL);

  confidence = &self->confidence;
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "score");
  csn_json_writer_number (writer, confidence->score_text);
  csn_json_writer_member_string (writer, "rationale", confidence->rationale);
  csn_json_writer_key (writer, "uncertainties");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; confidence->uncertainties[i] != NULL; i++)
    csn_json_writer_string (writer, confidence->uncertainties[i]);
  csn_json_writer_end_array (writer);
  csn_json_writer_member_string (writer,
                                 "recommendation",
                                 csn_recommendation_to_string (confidence->recommendation));
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}
