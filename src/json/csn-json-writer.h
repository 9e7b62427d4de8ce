/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnJsonWriter:
 *
 * Writes one JSON document without white space, members in the order of the calls. For bytes that
 * are hashed or sent with foreign values in them: numbers keep their text, which a tree of doubles
 * can't promise. Commas are the writer's business; wrong nesting is a programming error.
 */
typedef struct _CsnJsonWriter CsnJsonWriter;

CsnJsonWriter *csn_json_writer_new (void);

void csn_json_writer_free (CsnJsonWriter *self);

void csn_json_writer_begin_object (CsnJsonWriter *self);

void csn_json_writer_end_object (CsnJsonWriter *self);

void csn_json_writer_begin_array (CsnJsonWriter *self);

void csn_json_writer_end_array (CsnJsonWriter *self);

/**
 * csn_json_writer_key:
 * @self: a writer inside an object
 * @key: the name of the member whose value comes next
 */
void csn_json_writer_key (CsnJsonWriter *self, const char *key);

/**
 * csn_json_writer_string:
 * @self: a writer
 * @value: (nullable): valid UTF-8; %NULL writes null
 */
void csn_json_writer_string (CsnJsonWriter *self, const char *value);

void csn_json_writer_integer (CsnJsonWriter *self, gint64 value);

void csn_json_writer_boolean (CsnJsonWriter *self, gboolean value);

void csn_json_writer_null (CsnJsonWriter *self);

/**
 * csn_json_writer_number:
 * @self: a writer
 * @text: a JSON number as it was read
 */
void csn_json_writer_number (CsnJsonWriter *self, const char *text);

/**
 * csn_json_writer_value:
 * @self: a writer
 * @value: (nullable): a value to copy, numbers as they were read; %NULL writes null
 */
void csn_json_writer_value (CsnJsonWriter *self, const CsnJson *value);

/**
 * csn_json_writer_member_string:
 * @self: a writer inside an object
 * @key: the member's name
 * @value: (nullable): its value
 */
void csn_json_writer_member_string (CsnJsonWriter *self, const char *key, const char *value);

void csn_json_writer_member_integer (CsnJsonWriter *self, const char *key, gint64 value);

void csn_json_writer_member_boolean (CsnJsonWriter *self, const char *key, gboolean value);

/**
 * csn_json_writer_finish:
 * @self: (transfer full): a writer whose document is complete
 *
 * Returns: (transfer full): the document, UTF-8, NUL-terminated
 */
char *csn_json_writer_finish (CsnJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnJsonWriter, csn_json_writer_free)

G_END_DECLS
