/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-private.h"

G_BEGIN_DECLS

/* Bytes are read from text and written to the document's copy of it, at the same place or before
 * it: that is why a string can be closed with a NUL in the copy while the quote is still to be
 * read. */
typedef struct
{
  const char *text;
  gsize length;
  gsize position;
  CsnJsonDocument *document;
  CsnJsonMember *stack; /* (owned) (nullable): children of the containers that are open */
  gsize stack_size;
  gsize stack_capacity;
  guint depth;
  CsnJsonError fault;
  gsize fault_offset;
  const char *fault_reason;
} CsnJsonReader;

static inline gboolean
csn_json_reader_is_next (const CsnJsonReader *self, char expected)
{
  return self->position < self->length && self->text[self->position] == expected;
}

static inline void
csn_json_reader_set (const CsnJsonReader *self,
                     CsnJson *ret_value,
                     CsnJsonType type,
                     gsize at,
                     gsize size)
{
  ret_value->document = self->document;
  ret_value->at = (guint32) at;
  ret_value->size = (guint32) size & ((1u << 29) - 1);
  ret_value->type = (guint) type & 7;
}

gboolean
csn_json_reader_fail (CsnJsonReader *self, CsnJsonError fault, gsize offset, const char *reason);

gboolean csn_json_reader_fail_at_byte (CsnJsonReader *self, const char *reason);

gboolean csn_json_reader_read_string (CsnJsonReader *self, CsnJson *ret_value);

gboolean csn_json_reader_read_number (CsnJsonReader *self, CsnJson *ret_value);

gboolean
csn_json_reader_read_literal (CsnJsonReader *self, const char *literal, CsnJson *ret_value);

G_END_DECLS
