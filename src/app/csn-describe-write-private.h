/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-writer.h"
#include "csn-request.h"
#include "csn-time.h"

G_BEGIN_DECLS

/**
 * csn_write_time:
 * @writer: a writer inside an object
 * @key: the member's name
 * @time: microseconds since the epoch; 0 writes null
 */
void csn_write_time (CsnJsonWriter *writer, const char *key, gint64 time);

/**
 * csn_write_request_head:
 * @writer: a writer inside an object
 * @id: the gate's id
 * @request: the request
 *
 * Writes what names a request.
 */
void csn_write_request_head (CsnJsonWriter *writer, const char *id, CsnRequest *request);

G_END_DECLS
