/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-judgement-reader.h"
#include "csn-service.h"

G_BEGIN_DECLS

/**
 * CsnWork:
 *
 * One reading of the judgement off the main thread: what to read, and how far it is.
 */
typedef struct _CsnWork CsnWork;

/**
 * CsnWorkFunc:
 * @work: for csn_work_tell()
 * @reader: the database
 * @input: the caller's
 * @cancellable: (nullable): stops it
 * @error: return location for an error
 *
 * Runs in a thread.
 *
 * Returns: (transfer full) (nullable): what was read, never %NULL without an error
 */
typedef gpointer (*CsnWorkFunc) (CsnWork *work,
                                 CsnJudgementReader *reader,
                                 gpointer input,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * CsnWorkTask:
 * @func: reads
 * @free_value: frees what was read
 * @input: (owned) (nullable): for @func
 * @free_input: (nullable): frees @input, in the main thread
 * @progress: (nullable): told how far it is, in the main thread
 * @progress_data: for @progress
 *
 * What csn_work_run() needs.
 */
typedef struct
{
  CsnWorkFunc func;
  GDestroyNotify free_value;
  gpointer input;
  GDestroyNotify free_input;
  CsnServiceProgress progress;
  gpointer progress_data;
} CsnWorkTask;

/**
 * csn_work_run:
 * @service: a service
 * @task: (transfer full): the caller's; returns what was read
 * @what: what to do; its input is taken
 *
 * Reads the service's database, or answers that the service is not running.
 */
void csn_work_run (CsnService *service, GTask *task, const CsnWorkTask *what);

/* From the worker: so many of so many are done. */
void csn_work_tell (CsnWork *self, guint64 done, guint64 total);

G_END_DECLS
