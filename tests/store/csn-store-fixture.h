/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-store-reader.h"
#include "csn-store.h"
#include "csn-verify.h"

G_BEGIN_DECLS

#define CSN_FIXTURE_NOW G_GINT64_CONSTANT (1795331011120431) /* 2026-11-22T07:03:31.120431Z */

/**
 * CsnStoreFixture:
 * @folder: (owned): a temporary folder
 * @path: (owned): the database in it
 * @store: (owned) (nullable): the store
 * @signer: (owned) (nullable): its log's key
 *
 * A store of its own for one test.
 */
typedef struct
{
  char *folder;
  char *path;
  CsnStore *store;
  CsnSigner *signer;
} CsnStoreFixture;

void csn_store_fixture_init (CsnStoreFixture *self, CsnStoreFlags flags);

/* The same, with a log that is signed. */
void csn_store_fixture_init_signed (CsnStoreFixture *self, CsnStoreFlags flags);

/* Closes the store and opens it again. */
void csn_store_fixture_reopen (CsnStoreFixture *self, CsnStoreFlags flags);

/* Closes the store without opening it again. */
void csn_store_fixture_close (CsnStoreFixture *self);

void csn_store_fixture_clear (CsnStoreFixture *self);

/* Removes a folder with the files in it. */
void csn_store_fixture_remove_folder (const char *folder);

/* Takes @change and waits for the answer. */
gboolean csn_store_fixture_commit (CsnStore *store, CsnChange *change, GError **error);

void csn_store_fixture_commit_ok (CsnStore *store, CsnChange *change);

/* Takes @change; it must be refused with a conflict. */
void csn_store_fixture_commit_conflict (CsnStore *store, CsnChange *change);

gboolean csn_store_fixture_recover (CsnStore *store, GError **error);

CsnSnapshot *csn_store_fixture_load (CsnStore *store, gint64 now);

CsnStoredRequest *
csn_store_fixture_read_request (CsnStore *store, const char *request_id, GError **error);

GPtrArray *csn_store_fixture_read_history (CsnStore *store,
                                           const CsnHistoryQuery *query,
                                           guint64 before_seq,
                                           guint limit);

gint64 csn_store_fixture_count_history (CsnStore *store, const CsnHistoryQuery *query);

/* A refund of 120.00 USD, as protocol.md shows it. */
CsnRequest *csn_store_fixture_new_request (const char *task_id, gint64 revision);

CsnVerdict *csn_store_fixture_new_verdict (CsnLevel level);

CsnDecision *csn_store_fixture_new_decision (const CsnRequest *request, CsnDecisionKind kind);

/* An event about nothing, with a number in its details. */
CsnEvent *csn_store_fixture_new_event (gint64 timestamp, guint number);

/* A change that inserts a request with its event. */
CsnChange *csn_store_fixture_new_arrival (const char *request_id, CsnRequest *request);

/* Verifies the closed or open database; it must be there. */
CsnVerifyReport *csn_store_fixture_verify (const char *path);

void csn_store_fixture_assert_intact (const char *path, guint64 n_events);

G_END_DECLS
