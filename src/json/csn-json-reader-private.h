/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-private.h"

G_BEGIN_DECLS

/* Bytes are read from text and written to copy, at the same place or before it: that is why a
 * string can be closed with a NUL in the copy while the quote after it is still to be read. */
typedef struct
{
  const char *text;
  gsize length;
  gsize position;
  char *copy;
  CsnJsonDocument *document;
  CsnJsonMember *stack; /* children of the containers that are still open */
  gsize stack_size;
  gsize stack_capacity;
  guint depth;
  CsnJsonError fault;
  gsize fault_offset;
  const char *fault_reason;
  const char *fault_key; /* (nullable) */
} CsnJsonReader;

static inline gboolean
csn_json_reader_is_next (const CsnJsonReader *self, char expected)
{
  return self->position < self->length && self->text[self->position] == expected;
}

gboolean
csn_json_reader_fail (CsnJsonReader *self, CsnJsonError fault, gsize offset, const char *reason);

gboolean csn_json_reader_fail_at_byte (CsnJsonReader *self, const char *reason);

gboolean
csn_json_reader_read_string (CsnJsonReader *self, const char **ret_text, gsize *ret_length);

gboolean csn_json_reader_read_number (CsnJsonReader *self, CsnJson *ret_value);

gboolean
csn_json_reader_read_literal (CsnJsonReader *self, const char *literal, CsnJson *ret_value);

G_END_DECLS
