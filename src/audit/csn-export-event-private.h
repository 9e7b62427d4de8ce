/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnExportSeverity:
 * @CSN_EXPORT_INFO: the everyday
 * @CSN_EXPORT_NOTICE: somebody decided or changed something
 * @CSN_EXPORT_WARNING: somebody should look
 * @CSN_EXPORT_ERROR: something could not be done
 *
 * How much an event matters to those who watch; every format has its own numbers for it.
 */
typedef enum
{
  CSN_EXPORT_INFO,
  CSN_EXPORT_NOTICE,
  CSN_EXPORT_WARNING,
  CSN_EXPORT_ERROR,
} CsnExportSeverity;

/**
 * CsnExportActivity:
 *
 * What an event did to the thing that it is about; the numbers are OCSF's.
 */
typedef enum
{
  CSN_EXPORT_CREATE = 1,
  CSN_EXPORT_READ = 2,
  CSN_EXPORT_UPDATE = 3,
  CSN_EXPORT_DELETE = 4,
  CSN_EXPORT_OTHER = 99,
} CsnExportActivity;

/**
 * CsnExportEvent:
 * @seq: its place
 * @body: (owned): what it says
 * @event_type: its code, or "unknown"
 * @words: (owned): the same in words
 * @timestamp: microseconds since the epoch
 * @severity: how much it matters
 * @activity: what it did
 * @failed: it tells of something that didn't come off
 *
 * One body as the formats see it.
 */
typedef struct
{
  guint64 seq;
  CsnJson *body;
  const char *event_type;
  char *words;
  gint64 timestamp;
  CsnExportSeverity severity;
  CsnExportActivity activity;
  gboolean failed;
} CsnExportEvent;

/**
 * csn_export_event_init:
 * @self: an event to fill
 * @row: where it stands
 * @error: return location for %G_IO_ERROR_INVALID_DATA
 *
 * Returns: %FALSE if the body can't be read; then @self needs no clearing
 */
gboolean csn_export_event_init (CsnExportEvent *self, const CsnLogRow *row, GError **error);

void csn_export_event_clear (CsnExportEvent *self);

/**
 * csn_export_event_get:
 * @self: an event
 * @member: a member of the body, or "actor.name" for one of its actor
 *
 * Returns: (nullable): the value; %NULL where there is none or null
 */
const CsnJson *csn_export_event_get (const CsnExportEvent *self, const char *member);

/**
 * csn_export_event_get_text:
 * @self: an event
 * @member: as for csn_export_event_get()
 *
 * Returns: (nullable): a string, or a number as it is written; %NULL for everything else
 */
const char *csn_export_event_get_text (const CsnExportEvent *self, const char *member);

/**
 * csn_export_event_get_type_words:
 * @event_type: a code
 *
 * Returns: (transfer full): the code in words, such as "Approved"
 */
char *csn_export_event_get_type_words (const char *event_type);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsnExportEvent, csn_export_event_clear)

G_END_DECLS
