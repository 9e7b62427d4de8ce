/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-json-writer.h"

#include <string.h>

#include "csn-json-private.h"

struct _CsnJsonWriter
{
  GString *out;      /* (owned) */
  GString *open;     /* (owned): the closing brackets that are due, the innermost last */
  gboolean is_first; /* nothing stands before the next value in its container */
  gboolean has_key;  /* a key was written whose value comes next */
};

CsnJsonWriter *
csn_json_writer_new (void)
{
  CsnJsonWriter *self = g_new0 (CsnJsonWriter, 1);

  self->out = g_string_new (NULL);
  self->open = g_string_new (NULL);
  self->is_first = TRUE;
  return self;
}

void
csn_json_writer_free (CsnJsonWriter *self)
{
  if (self == NULL)
    return;
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  g_string_free (self->open, TRUE);
  g_free (self);
}

static char
get_due_bracket (const CsnJsonWriter *self)
{
  return self->open->len > 0 ? self->open->str[self->open->len - 1] : '\0';
}

/* Writes the comma that is due before a value. */
static gboolean
begin_value (CsnJsonWriter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (get_due_bracket (self) == '}')
    {
      g_return_val_if_fail (self->has_key, FALSE);
      self->has_key = FALSE;
      return TRUE;
    }
  g_return_val_if_fail (self->open->len > 0 || self->out->len == 0, FALSE);
  if (!self->is_first)
    g_string_append_c (self->out, ',');
  self->is_first = FALSE;
  return TRUE;
}

static void
begin_container (CsnJsonWriter *self, char first, char last)
{
  g_string_append_c (self->out, first);
  g_string_append_c (self->open, last);
  self->is_first = TRUE;
}

static void
end_container (CsnJsonWriter *self, char last)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (get_due_bracket (self) == last && !self->has_key);

  g_string_append_c (self->out, last);
  g_string_truncate (self->open, self->open->len - 1);
  self->is_first = FALSE;
}

/* A document that isn't UTF-8 must never leave us, whatever the caller did. */
static void
append_text (CsnJsonWriter *self, const char *text)
{
  g_autofree char *valid = NULL;
  gsize length = strlen (text);

  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_critical ("A JSON string that is not UTF-8");
      valid = g_utf8_make_valid (text, (gssize) length);
      text = valid;
      length = strlen (valid);
    }
  csn_json_append_string (self->out, text, length);
}

void
csn_json_writer_begin_object (CsnJsonWriter *self)
{
  if (!begin_value (self))
    return;

  begin_container (self, '{', '}');
}

void
csn_json_writer_end_object (CsnJsonWriter *self)
{
  end_container (self, '}');
}

void
csn_json_writer_begin_array (CsnJsonWriter *self)
{
  if (!begin_value (self))
    return;

  begin_container (self, '[', ']');
}

void
csn_json_writer_end_array (CsnJsonWriter *self)
{
  end_container (self, ']');
}

void
csn_json_writer_key (CsnJsonWriter *self, const char *key)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (get_due_bracket (self) == '}' && !self->has_key);

  if (!self->is_first)
    g_string_append_c (self->out, ',');
  self->is_first = FALSE;
  append_text (self, key);
  g_string_append_c (self->out, ':');
  self->has_key = TRUE;
}

void
csn_json_writer_string (CsnJsonWriter *self, const char *value)
{
  if (!begin_value (self))
    return;

  if (value != NULL)
    append_text (self, value);
  else
    g_string_append (self->out, "null");
}

void
csn_json_writer_integer (CsnJsonWriter *self, gint64 value)
{
  if (!begin_value (self))
    return;

  g_string_append_printf (self->out, "%" G_GINT64_FORMAT, value);
}

void
csn_json_writer_boolean (CsnJsonWriter *self, gboolean value)
{
  if (!begin_value (self))
    return;

  g_string_append (self->out, value ? "true" : "false");
}

void
csn_json_writer_null (CsnJsonWriter *self)
{
  if (!begin_value (self))
    return;

  g_string_append (self->out, "null");
}

void
csn_json_writer_number (CsnJsonWriter *self, const char *text)
{
  g_autoptr (CsnJson) number = NULL;

  g_return_if_fail (text != NULL);

  number = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
  g_return_if_fail (number != NULL && number->type == CSN_JSON_NUMBER);
  csn_json_writer_value (self, number);
}

void
csn_json_writer_value (CsnJsonWriter *self, const CsnJson *value)
{
  if (!begin_value (self))
    return;

  if (value != NULL)
    csn_json_append_value (self->out, value, 0, 0);
  else
    g_string_append (self->out, "null");
}

void
csn_json_writer_member_string (CsnJsonWriter *self, const char *key, const char *value)
{
  csn_json_writer_key (self, key);
  csn_json_writer_string (self, value);
}

void
csn_json_writer_member_integer (CsnJsonWriter *self, const char *key, gint64 value)
{
  csn_json_writer_key (self, key);
  csn_json_writer_integer (self, value);
}

void
csn_json_writer_member_boolean (CsnJsonWriter *self, const char *key, gboolean value)
{
  csn_json_writer_key (self, key);
  csn_json_writer_boolean (self, value);
}

char *
csn_json_writer_finish (CsnJsonWriter *self)
{
  g_autoptr (CsnJsonWriter) writer = self;

  g_return_val_if_fail (writer != NULL, NULL);
  g_return_val_if_fail (writer->open->len == 0 && writer->out->len > 0, NULL);

  return g_string_free (g_steal_pointer (&writer->out), FALSE);
}
