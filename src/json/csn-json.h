/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CSN_JSON_MAX_DEPTH:
 *
 * How deep arrays and objects may nest in a document.
 */
#define CSN_JSON_MAX_DEPTH 64

/**
 * CSN_JSON_MAX_REQUEST_BYTES:
 *
 * The largest document that stands for one request, in bytes.
 */
#define CSN_JSON_MAX_REQUEST_BYTES (1024 * 1024)

/**
 * CSN_JSON_MAX_LIST_BYTES:
 *
 * The largest document that stands for a list of requests, in bytes.
 */
#define CSN_JSON_MAX_LIST_BYTES (8 * 1024 * 1024)

#define CSN_JSON_ERROR (csn_json_error_quark ())

/**
 * CsnJsonError:
 * @CSN_JSON_ERROR_SYNTAX: not RFC 8259
 * @CSN_JSON_ERROR_ENCODING: not UTF-8, a lone surrogate or a NUL
 * @CSN_JSON_ERROR_DEPTH: nested deeper than %CSN_JSON_MAX_DEPTH
 * @CSN_JSON_ERROR_SIZE: larger than the caller allows
 * @CSN_JSON_ERROR_DUPLICATE_KEY: an object has the same member twice
 * @CSN_JSON_ERROR_NOT_CANONICAL: the value has no RFC 8785 form
 *
 * Why JSON could not be read or written.
 */
typedef enum
{
  CSN_JSON_ERROR_SYNTAX,
  CSN_JSON_ERROR_ENCODING,
  CSN_JSON_ERROR_DEPTH,
  CSN_JSON_ERROR_SIZE,
  CSN_JSON_ERROR_DUPLICATE_KEY,
  CSN_JSON_ERROR_NOT_CANONICAL,
} CsnJsonError;

GQuark csn_json_error_quark (void);

/**
 * CsnJsonType:
 * @CSN_JSON_NULL: null
 * @CSN_JSON_BOOLEAN: true or false
 * @CSN_JSON_NUMBER: a number, kept as its text
 * @CSN_JSON_STRING: a string
 * @CSN_JSON_ARRAY: an array
 * @CSN_JSON_OBJECT: an object
 *
 * What kind of value a #CsnJson is.
 */
typedef enum
{
  CSN_JSON_NULL,
  CSN_JSON_BOOLEAN,
  CSN_JSON_NUMBER,
  CSN_JSON_STRING,
  CSN_JSON_ARRAY,
  CSN_JSON_OBJECT,
} CsnJsonType;

/**
 * CsnJson:
 *
 * One immutable JSON value. Values live in the document that they were read from; a reference on
 * any of them keeps the whole document. Numbers are kept as their text, members in their order.
 */
typedef struct _CsnJson CsnJson;

#define CSN_TYPE_JSON (csn_json_get_type ())

GType csn_json_get_type (void);

/**
 * csn_json_parse:
 * @text: (array length=length): bytes that came from outside
 * @length: how many
 * @max_bytes: the largest accepted length
 * @ret_offset: (out) (optional): on failure, the byte offset of the first fault
 * @error: return location for a #CsnJsonError
 *
 * Reads one strict RFC 8259 document: one root, valid UTF-8, no lone surrogates, no NUL, no
 * duplicate members (compared after escapes are resolved), at most %CSN_JSON_MAX_DEPTH deep.
 *
 * Returns: (transfer full) (nullable): the root value
 */
CsnJson *
csn_json_parse (const char *text, gsize length, gsize max_bytes, gsize *ret_offset, GError **error);

CsnJson *csn_json_ref (const CsnJson *self);

void csn_json_unref (CsnJson *self);

CsnJsonType csn_json_get_value_type (const CsnJson *self);

/**
 * csn_json_get_boolean:
 * @self: a %CSN_JSON_BOOLEAN
 *
 * Returns: its value
 */
gboolean csn_json_get_boolean (const CsnJson *self);

/**
 * csn_json_get_text:
 * @self: a %CSN_JSON_STRING or %CSN_JSON_NUMBER
 *
 * Returns: (transfer none): the string with escapes resolved, or the number exactly as written;
 *   NUL-terminated, UTF-8
 */
const char *csn_json_get_text (const CsnJson *self);

/**
 * csn_json_get_double:
 * @self: a value
 * @ret_value: (out): the number as an IEEE double
 *
 * Returns: %TRUE if @self is a number that a finite double can hold (perhaps rounded)
 */
gboolean csn_json_get_double (const CsnJson *self, double *ret_value);

/**
 * csn_json_get_integer:
 * @self: a value
 * @ret_value: (out): the number
 *
 * Returns: %TRUE if @self is a number written without fraction or exponent, within +-2^53
 */
gboolean csn_json_get_integer (const CsnJson *self, gint64 *ret_value);

/**
 * csn_json_get_size:
 * @self: an array or object
 *
 * Returns: how many elements or members it has; 0 for every other type
 */
guint csn_json_get_size (const CsnJson *self);

/**
 * csn_json_get_element:
 * @self: an array or object
 * @index: less than csn_json_get_size()
 *
 * Returns: (transfer none): the element, or the value of the member in document order
 */
const CsnJson *csn_json_get_element (const CsnJson *self, guint index);

/**
 * csn_json_get_key:
 * @self: an object
 * @index: less than csn_json_get_size()
 *
 * Returns: (transfer none): the name of the member in document order
 */
const char *csn_json_get_key (const CsnJson *self, guint index);

/**
 * csn_json_get_member:
 * @self: a value
 * @key: a member's name
 *
 * Returns: (transfer none) (nullable): the member's value; %NULL if there is none or @self is not
 *   an object
 */
const CsnJson *csn_json_get_member (const CsnJson *self, const char *key);

/**
 * csn_json_equal:
 * @a: a value
 * @b: a value
 *
 * Compares types, strings, number texts and structure; the order of members does not matter.
 *
 * Returns: %TRUE if both say the same
 */
gboolean csn_json_equal (const CsnJson *a, const CsnJson *b);

/**
 * csn_json_is_bindable:
 * @self: a value
 *
 * Returns: %TRUE if @self has a canonical form: no integer beyond +-2^53 and no number that
 *   changes its value when it passes through a double (safety.md, "Binding")
 */
gboolean csn_json_is_bindable (const CsnJson *self);

/**
 * csn_json_to_canonical:
 * @self: a value
 * @error: return location for %CSN_JSON_ERROR_NOT_CANONICAL
 *
 * Returns: (transfer full) (nullable): the RFC 8785 form, UTF-8
 */
char *csn_json_to_canonical (const CsnJson *self, GError **error);

/**
 * csn_json_to_text:
 * @self: a value
 * @indent: spaces per level, 0 for one line without white space
 *
 * Writes @self with numbers as they were read and members in their order.
 *
 * Returns: (transfer full): JSON, UTF-8
 */
char *csn_json_to_text (const CsnJson *self, guint indent);

/**
 * csn_json_append_string:
 * @out: where to write
 * @text: valid UTF-8
 * @length: its bytes
 *
 * Appends a JSON string as RFC 8785, 3.2.2.2 has it: only what must be escaped is.
 */
void csn_json_append_string (GString *out, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnJson, csn_json_unref)

G_END_DECLS
