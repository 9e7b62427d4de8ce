/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-snapshot.h"

G_BEGIN_DECLS

/**
 * CsnJudgementReader:
 *
 * Reads what was judged out of a database file, read-only, without the process that owns it. A file
 * of version 1 has requests and nothing else of it. Blocking; for one thread at a time.
 */
typedef struct _CsnJudgementReader CsnJudgementReader;

/**
 * csn_judgement_reader_open:
 * @path: a database file
 * @cancellable: (nullable): interrupts whatever is read
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): a reader of the database as it is now
 */
CsnJudgementReader *
csn_judgement_reader_open (const char *path, GCancellable *cancellable, GError **error);

void csn_judgement_reader_free (CsnJudgementReader *self);

/**
 * CsnCaseFilter:
 * @since: only what arrived then or later, microseconds since the epoch
 * @until: only what arrived before; 0 for no end
 * @agent_id: (nullable): only this agent's
 * @action_type: (nullable): only of this type
 *
 * Which recorded requests.
 */
typedef struct
{
  gint64 since;
  gint64 until;
  const char *agent_id;
  const char *action_type;
} CsnCaseFilter;

/**
 * csn_judgement_reader_count_cases:
 * @self: a reader
 * @filter: which requests
 * @error: return location for a #CsnStoreError
 *
 * Returns: how many there are, those with an erased payload among them, or -1
 */
gint64 csn_judgement_reader_count_cases (CsnJudgementReader *self,
                                         const CsnCaseFilter *filter,
                                         GError **error);

/**
 * csn_judgement_reader_begin_cases:
 * @self: a reader
 * @filter: which requests; what it points to must live until the last is read
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if csn_judgement_reader_next_case() can give them, newest first; one whose payload
 *   was erased can't be judged again and is left out
 */
gboolean csn_judgement_reader_begin_cases (CsnJudgementReader *self,
                                           const CsnCaseFilter *filter,
                                           GError **error);

/**
 * csn_judgement_reader_next_case:
 * @self: a reader
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the next one; %NULL without an error after the last
 */
CsnStoredCase *csn_judgement_reader_next_case (CsnJudgementReader *self, GError **error);

/**
 * csn_judgement_reader_list_track:
 * @self: a reader
 * @agent_id: an agent
 * @action_type: an action type
 * @limit: at most so many
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredCase): the newest requests that ended
 *   with an outcome or were rejected or edited, newest first
 */
GPtrArray *csn_judgement_reader_list_track (CsnJudgementReader *self,
                                            const char *agent_id,
                                            const char *action_type,
                                            guint limit,
                                            GError **error);

/**
 * CsnStoredCalibration:
 *
 * The sums of csn_change_count_scores() of one agent, action type and bin.
 */
typedef struct
{
  char *agent_id;
  char *action_type;
  CsnStoredScores scores;
} CsnStoredCalibration;

/**
 * csn_judgement_reader_list_calibration:
 * @self: a reader
 * @agent_id: (nullable): only this agent's
 * @action_type: (nullable): only of this type
 * @since: from the day of this moment on, microseconds since the epoch
 * @until: up to the day of this moment; 0 for no end
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredCalibration): by agent, action type
 *   and bin
 */
GPtrArray *csn_judgement_reader_list_calibration (CsnJudgementReader *self,
                                                  const char *agent_id,
                                                  const char *action_type,
                                                  gint64 since,
                                                  gint64 until,
                                                  GError **error);

/**
 * CsnStoredLevel:
 * @before: (nullable): the level before
 * @cause: (nullable): a stable code
 * @actor: "human", "system", ...
 *
 * One change of an earned level, see csn_change_add_level().
 */
typedef struct
{
  gint64 at;
  char *before;
  CsnLevel level;
  char *cause;
  char *actor;
} CsnStoredLevel;

/**
 * csn_judgement_reader_list_levels:
 * @self: a reader
 * @agent_id: an agent
 * @action_type: an action type
 * @limit: at most so many
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredLevel): newest first
 */
GPtrArray *csn_judgement_reader_list_levels (CsnJudgementReader *self,
                                             const char *agent_id,
                                             const char *action_type,
                                             guint limit,
                                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnJudgementReader, csn_judgement_reader_free)

G_END_DECLS
