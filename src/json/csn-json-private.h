/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/* 2^53: up to here every integer is a double, and every reader of JSON agrees on it. */
#define CSN_JSON_MAX_INTEGER (G_GINT64_CONSTANT (1) << 53)

/* Room for any double as RFC 8785 writes it: "-2.2250738585072014e-308" and a NUL. */
#define CSN_JSON_NUMBER_BYTES 32

typedef struct _CsnJsonDocument CsnJsonDocument;
typedef struct _CsnJsonMember CsnJsonMember;

/* Children of one value lie side by side, so a value is small and has no pointer to its parent. */
struct _CsnJson
{
  CsnJsonDocument *document;
  union
  {
    const char *text;
    const CsnJson *elements;
    const CsnJsonMember *members; /* followed by the order: guint32 for each, see below */
    gboolean boolean;
  } as;
  guint32 size; /* bytes of text, elements or members */
  CsnJsonType type;
};

struct _CsnJsonMember
{
  const char *key;
  gsize key_length;
  CsnJson value;
};

/* The positions of an object's members in the order of their keys' UTF-16 code units. The one
 * order serves look-up, comparison, duplicates and RFC 8785. */
static inline const guint32 *
csn_json_get_order (const CsnJson *self)
{
  return (const guint32 *) (const void *) (self->as.members + self->size);
}

CsnJsonDocument *csn_json_document_new (const char *text, gsize length);

void csn_json_document_unref (CsnJsonDocument *self);

char *csn_json_document_get_text (CsnJsonDocument *self);

gpointer csn_json_document_alloc (CsnJsonDocument *self, gsize bytes);

CsnJson *csn_json_document_set_root (CsnJsonDocument *self, const CsnJson *root);

int csn_json_compare_keys (const char *a, gsize a_length, const char *b, gsize b_length);

void csn_json_sort_members (const CsnJsonMember *members, guint32 n_members, guint32 *ret_order);

const CsnJsonMember *
csn_json_find_duplicate (const CsnJsonMember *members, guint32 n_members, const guint32 *order);

void csn_json_append_string (GString *out, const char *text, gsize length);

void csn_json_append_value (GString *out, const CsnJson *value, guint indent, guint level);

void csn_json_format_double (double value, char ret_text[CSN_JSON_NUMBER_BYTES]);

G_END_DECLS
