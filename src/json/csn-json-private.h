/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/* 2^53: up to here every integer is a double, and every reader of JSON agrees on it. */
#define CSN_JSON_MAX_INTEGER (G_GINT64_CONSTANT (1) << 53)

/* Room for any double as RFC 8785 writes it: "-2.2250738585072014e-308" and a NUL. */
#define CSN_JSON_NUMBER_BYTES 32

/* Offsets in a document fit 32 bits: a byte of text needs at most eight bytes of tables. */
#define CSN_JSON_MAX_BYTES (256 * 1024 * 1024)

typedef struct _CsnJsonDocument CsnJsonDocument;
typedef struct _CsnJsonMember CsnJsonMember;

/* Many requests wait at once, so a value is small: a place in its document instead of pointers.
 * Children of one value lie side by side. */
struct _CsnJson
{
  CsnJsonDocument *document;
  guint32 at;        /* where in the document's text or tables; of a boolean, its value */
  guint32 size : 29; /* bytes of text, elements or members */
  guint32 type : 3;  /* a CsnJsonType */
};

struct _CsnJsonMember
{
  guint32 key; /* where in the document's text */
  guint32 key_length;
  CsnJson value;
};

/**
 * CsnJsonDocument:
 * @text: the text, in which strings are unescaped in place
 * @tables: of an array its elements, of an object its members and then their order
 *
 * What all values of one text share. The tables may move as long as it is being read.
 */
struct _CsnJsonDocument
{
  gatomicrefcount refs;
  CsnJson root;
  char *text;   /* (owned) */
  char *tables; /* (owned) (nullable) */
  gsize size;
  gsize capacity;
};

static inline const char *
csn_json_peek_text (const CsnJson *self)
{
  return self->document->text + self->at;
}

static inline const CsnJson *
csn_json_peek_elements (const CsnJson *self)
{
  return (const CsnJson *) (const void *) (self->document->tables + self->at);
}

static inline const CsnJsonMember *
csn_json_peek_members (const CsnJson *self)
{
  return (const CsnJsonMember *) (const void *) (self->document->tables + self->at);
}

static inline const char *
csn_json_peek_key (const CsnJson *self, guint32 index)
{
  return self->document->text + csn_json_peek_members (self)[index].key;
}

/* The positions of an object's members in the order of their keys' UTF-16 code units. The one
 * order serves look-up, comparison, duplicates and RFC 8785. */
static inline const guint32 *
csn_json_peek_order (const CsnJson *self)
{
  return (const guint32 *) (const void *) (csn_json_peek_members (self) + self->size);
}

CsnJsonDocument *csn_json_document_new (const char *text, gsize length);

void csn_json_document_unref (CsnJsonDocument *self);

guint32 csn_json_document_reserve (CsnJsonDocument *self, gsize bytes);

CsnJson *csn_json_document_finish (CsnJsonDocument *self, const CsnJson *root);

int csn_json_compare_keys (const char *a, gsize a_length, const char *b, gsize b_length);

void csn_json_sort_members (const char *text,
                            const CsnJsonMember *members,
                            guint32 n_members,
                            guint32 *ret_order);

const CsnJsonMember *csn_json_find_duplicate (const char *text,
                                              const CsnJsonMember *members,
                                              guint32 n_members,
                                              const guint32 *order);

void csn_json_append_value (GString *out, const CsnJson *value, guint indent, guint level);

void csn_json_format_double (double value, char ret_text[CSN_JSON_NUMBER_BYTES]);

G_END_DECLS
