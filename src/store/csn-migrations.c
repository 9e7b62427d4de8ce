/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-statements-private.h"

/* Version 1.
 *
 * The log: events hold the exact bytes and what is derived from them; nothing changes or deletes a
 * row. Everything else is the gate's state, which the log can explain but not replace.
 * Times are microseconds since the epoch, 0 for none. */
static const char migration_1[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;"

    "CREATE TABLE events ("
    "  seq INTEGER PRIMARY KEY,"
    "  body TEXT NOT NULL,"
    "  leaf BLOB NOT NULL CHECK (length (leaf) = 32),"
    "  chain BLOB NOT NULL CHECK (length (chain) = 32),"
    "  timestamp INTEGER NOT NULL,"
    "  event_type TEXT NOT NULL,"
    "  request_id TEXT,"
    "  agent_id TEXT,"
    "  action_type TEXT,"
    "  hitl_level TEXT"
    ") STRICT;"
    /* A page is read along the index of its first filter, in the order of the seq; the columns
     * after that answer the other filters without a look at the row. */
    "CREATE INDEX events_by_time ON events (timestamp);"
    "CREATE INDEX events_by_type ON events (event_type, seq, timestamp);"
    "CREATE INDEX events_by_request ON events (request_id) WHERE request_id IS NOT NULL;"
    "CREATE INDEX events_by_agent ON events (agent_id, seq, action_type, event_type, timestamp)"
    "  WHERE agent_id IS NOT NULL;"
    "CREATE INDEX events_by_action ON events (action_type, seq, event_type, timestamp)"
    "  WHERE action_type IS NOT NULL;"
    "CREATE TRIGGER events_never_change BEFORE UPDATE ON events"
    "  BEGIN SELECT RAISE (ABORT, 'events never change'); END;"
    "CREATE TRIGGER events_never_go BEFORE DELETE ON events"
    "  BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;"

    "CREATE TABLE requests ("
    "  number INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  source TEXT NOT NULL,"
    "  task_id TEXT NOT NULL,"
    "  revision INTEGER NOT NULL,"
    "  agent_id TEXT,"
    "  action_type TEXT,"
    "  problem TEXT," /* of a malformed request; NULL for a good one */
    "  verdict TEXT NOT NULL,"
    "  policy_sha256 TEXT,"
    "  received_at INTEGER NOT NULL,"
    "  deadline_at INTEGER NOT NULL,"
    "  state TEXT NOT NULL DEFAULT 'pending',"
    "  settled_at INTEGER NOT NULL DEFAULT 0,"
    "  decision BLOB,"
    "  delivery TEXT NOT NULL DEFAULT 'none',"
    "  delivery_message TEXT,"
    "  outcome TEXT,"
    "  outcome_detail TEXT,"
    "  outcome_digest TEXT,"
    "  outcome_at INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (source, task_id, revision)"
    ") STRICT;"
    "CREATE INDEX requests_pending ON requests (number) WHERE state = 'pending';"
    "CREATE INDEX requests_queued ON requests (number) WHERE delivery = 'queued';"
    "CREATE INDEX requests_without_outcome ON requests (settled_at)"
    "  WHERE outcome IS NULL AND state NOT IN ('pending', 'withdrawn');"
    "CREATE TRIGGER requests_settle_once BEFORE UPDATE OF state ON requests"
    "  WHEN OLD.state <> 'pending'"
    "  BEGIN SELECT RAISE (ABORT, 'a request is settled once'); END;"
    "CREATE TRIGGER requests_never_go BEFORE DELETE ON requests"
    "  BEGIN SELECT RAISE (ABORT, 'requests are never deleted'); END;"

    /* The raw request, and the salt of the commitment that its event holds. */
    "CREATE TABLE payloads ("
    "  request_id TEXT PRIMARY KEY,"
    "  salt BLOB NOT NULL CHECK (length (salt) = 16),"
    "  raw BLOB NOT NULL"
    ") STRICT;"

    "CREATE TABLE deliveries ("
    "  number INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL CHECK (kind IN ('decision', 'mode')),"
    "  source TEXT NOT NULL,"
    "  request_id TEXT,"
    "  body BLOB NOT NULL,"
    "  queued_at INTEGER NOT NULL,"
    "  give_up_at INTEGER NOT NULL,"
    "  state TEXT NOT NULL DEFAULT 'queued',"
    "  attempts INTEGER NOT NULL DEFAULT 0,"
    "  next_attempt_at INTEGER NOT NULL DEFAULT 0,"
    "  message TEXT"
    ") STRICT;"
    "CREATE INDEX deliveries_queued ON deliveries (number) WHERE state = 'queued';"

    "CREATE TABLE profiles ("
    "  agent_id TEXT NOT NULL,"
    "  action_type TEXT NOT NULL,"
    "  level TEXT NOT NULL,"
    "  successes INTEGER NOT NULL,"
    "  failures TEXT NOT NULL," /* their times, a JSON array */
    "  pinned INTEGER NOT NULL,"
    "  PRIMARY KEY (agent_id, action_type)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE failures (agent_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX failures_by_time ON failures (at);"

    "CREATE TABLE agents ("
    "  agent_id TEXT PRIMARY KEY,"
    "  source TEXT,"
    "  read_only INTEGER NOT NULL,"
    "  mode_acknowledged INTEGER NOT NULL,"
    "  stopped INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE takeovers ("
    "  request_id TEXT PRIMARY KEY,"
    "  package TEXT NOT NULL,"
    "  opened_at INTEGER NOT NULL,"
    "  closed_at INTEGER NOT NULL DEFAULT 0,"
    "  note TEXT"
    ") STRICT;"
    "CREATE INDEX takeovers_open ON takeovers (opened_at) WHERE closed_at = 0;"

    "CREATE TABLE sources ("
    "  id TEXT PRIMARY KEY,"
    "  url TEXT NOT NULL,"
    "  protocol TEXT NOT NULL,"
    "  allow_insecure INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE gate_values (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"

    "PRAGMA user_version = 1;";

/* Version 2: the judgement's own records, and what the log needs to be signed, found and kept. */
static const char migration_2[] =
    /* The judgement: policies that were ever in force (gate_values names the one that is), with
     * each request what it was judged by, what approvals drew from grants, how scores turned out
     * by day and tenth, and how the earned levels went. */
    "CREATE TABLE policies ("
    "  sha256 TEXT PRIMARY KEY,"
    "  json TEXT NOT NULL,"
    "  first_used_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER policies_never_change BEFORE UPDATE ON policies"
    "  BEGIN SELECT RAISE (ABORT, 'a policy never changes'); END;"
    "ALTER TABLE requests ADD COLUMN context TEXT;" /* NULL: judged by version 1 */
    "CREATE INDEX requests_by_agent ON requests (agent_id, action_type);"
    "ALTER TABLE profiles ADD COLUMN promotion_waits INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE profiles ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE draws ("
    "  request_id TEXT NOT NULL,"
    "  grant_id TEXT NOT NULL,"
    "  amount TEXT NOT NULL,"
    "  currency TEXT NOT NULL,"
    "  drawn_at INTEGER NOT NULL,"
    "  PRIMARY KEY (request_id, grant_id)"
    ") STRICT, WITHOUT ROWID;"
    /* The sums of the draws: SQLite can't add decimals. */
    "CREATE TABLE drawn ("
    "  grant_id TEXT NOT NULL,"
    "  currency TEXT NOT NULL,"
    "  amount TEXT NOT NULL,"
    "  PRIMARY KEY (grant_id, currency)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE calibration ("
    "  agent_id TEXT NOT NULL,"
    "  action_type TEXT NOT NULL,"
    "  day INTEGER NOT NULL,"
    "  bin INTEGER NOT NULL CHECK (bin BETWEEN 0 AND 9),"
    "  n INTEGER NOT NULL,"
    "  n_right INTEGER NOT NULL,"
    "  n_rejected INTEGER NOT NULL,"
    "  n_edited INTEGER NOT NULL,"
    "  score_sum INTEGER NOT NULL," /* millionths */
    "  error_sum INTEGER NOT NULL," /* billionths */
    "  PRIMARY KEY (agent_id, action_type, day, bin)"
    ") STRICT, WITHOUT ROWID;"
    /* What version 1 knew the end of and nobody has counted yet. */
    "CREATE TABLE uncounted (number INTEGER PRIMARY KEY) STRICT;"
    "INSERT INTO uncounted SELECT number FROM requests WHERE problem IS NULL"
    "  AND (state IN ('rejected', 'edited')"
    "  OR (state = 'approved' AND outcome IN ('success', 'failure')));"
    "CREATE TABLE levels ("
    "  number INTEGER PRIMARY KEY,"
    "  agent_id TEXT NOT NULL,"
    "  action_type TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  level_before TEXT,"
    "  level TEXT NOT NULL,"
    "  cause TEXT,"
    "  actor TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX levels_by_profile ON levels (agent_id, action_type);"
    "INSERT INTO levels (agent_id, action_type, at, level_before, level, cause, actor)"
    "  SELECT agent_id, action_type, timestamp, json_extract (body, '$.details.from'), hitl_level,"
    "    json_extract (body, '$.details.cause'), json_extract (body, '$.actor.kind')"
    "  FROM events WHERE event_type IN ('promoted', 'demoted', 'profile_set')"
    "    AND agent_id IS NOT NULL AND action_type IS NOT NULL AND hitl_level IS NOT NULL"
    "    AND json_valid (body) AND json_extract (body, '$.actor.kind') IS NOT NULL"
    "  ORDER BY seq;"

    /* Checkpoints and anchors: the signed notes by the number of events that they vouch for, and
     * from which event on which key signs; NULL where the log went unsigned. */
    "CREATE TABLE checkpoints (count INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER checkpoints_never_change BEFORE UPDATE ON checkpoints"
    "  BEGIN SELECT RAISE (ABORT, 'checkpoints never change'); END;"
    "CREATE TRIGGER checkpoints_never_go BEFORE DELETE ON checkpoints"
    "  BEGIN SELECT RAISE (ABORT, 'checkpoints are never deleted'); END;"
    "CREATE TABLE log_keys ("
    "  since INTEGER PRIMARY KEY,"
    "  public_key BLOB CHECK (public_key IS NULL OR length (public_key) = 32)"
    ") STRICT;"
    "CREATE TRIGGER log_keys_never_change BEFORE UPDATE ON log_keys"
    "  BEGIN SELECT RAISE (ABORT, 'keys never change'); END;"
    "CREATE TRIGGER log_keys_never_go BEFORE DELETE ON log_keys"
    "  BEGIN SELECT RAISE (ABORT, 'keys are never deleted'); END;"

    /* Finding and keeping. The index beside the log (csn-index.c) does what these did, and costs
     * nothing when events are appended. */
    "DROP INDEX events_by_type;"
    "DROP INDEX events_by_agent;"
    "DROP INDEX events_by_action;"

    /* Forwarding: where the log goes besides, and the first event that was not acknowledged. */
    "CREATE TABLE forwarders ("
    "  id TEXT PRIMARY KEY,"
    "  kind TEXT NOT NULL,"
    "  address TEXT NOT NULL,"
    "  allow_insecure INTEGER NOT NULL,"
    "  next_seq INTEGER NOT NULL,"
    "  sent_at INTEGER NOT NULL DEFAULT 0"
    ") STRICT, WITHOUT ROWID;"

    "PRAGMA user_version = 2;";

static const char *const migrations[] = { migration_1, migration_2 };

G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == CSN_STATEMENTS_VERSION);

const char *
csn_statements_get_migration (int version)
{
  g_return_val_if_fail (version >= 1 && version <= CSN_STATEMENTS_VERSION, NULL);

  return migrations[version - 1];
}
