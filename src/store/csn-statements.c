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

static const char *const migrations[] = { migration_1 };

G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == CSN_STATEMENTS_VERSION);

#define REQUEST_COLUMNS                                                                            \
  "r.id, r.source, r.task_id, r.agent_id, r.problem, r.verdict, r.policy_sha256, r.received_at, "  \
  "r.deadline_at, r.state, r.settled_at, r.decision, r.delivery, r.delivery_message, r.outcome, "  \
  "r.outcome_detail, r.outcome_digest, p.raw "                                                     \
  "FROM requests AS r LEFT JOIN payloads AS p ON p.request_id = r.id "

static const char *const texts[] = {
  [CSN_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
  [CSN_STATEMENT_BEGIN_READ] = "BEGIN",
  [CSN_STATEMENT_COMMIT] = "COMMIT",
  [CSN_STATEMENT_ROLLBACK] = "ROLLBACK",
  [CSN_STATEMENT_SAVE] = "SAVEPOINT change",
  [CSN_STATEMENT_RELEASE] = "RELEASE change",
  [CSN_STATEMENT_RETURN] = "ROLLBACK TO change",

  [CSN_STATEMENT_GET_HEAD] = "SELECT seq, chain FROM events ORDER BY seq DESC LIMIT 1",
  [CSN_STATEMENT_GET_META] = "SELECT value FROM meta WHERE key = ?1",
  [CSN_STATEMENT_PUT_META] = "INSERT INTO meta (key, value) VALUES (?1, ?2) "
                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  [CSN_STATEMENT_INSERT_EVENT] =
      "INSERT INTO events (seq, body, leaf, chain, timestamp, event_type, request_id, agent_id, "
      "action_type, hitl_level) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",

  [CSN_STATEMENT_INSERT_REQUEST] =
      "INSERT INTO requests (id, source, task_id, revision, agent_id, action_type, problem, "
      "verdict, policy_sha256, received_at, deadline_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
  [CSN_STATEMENT_INSERT_PAYLOAD] =
      "INSERT INTO payloads (request_id, salt, raw) VALUES (?1, ?2, ?3)",
  [CSN_STATEMENT_SETTLE] = "UPDATE requests SET state = ?2, decision = ?3, settled_at = ?4 "
                           "WHERE id = ?1 AND state = 'pending'",
  [CSN_STATEMENT_SET_DEADLINE] =
      "UPDATE requests SET deadline_at = ?2 WHERE id = ?1 AND state = 'pending'",
  [CSN_STATEMENT_INSERT_DELIVERY] =
      "INSERT INTO deliveries (id, kind, source, request_id, body, queued_at, give_up_at, "
      "next_attempt_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)",
  [CSN_STATEMENT_MARK_QUEUED] =
      "UPDATE requests SET delivery = 'queued', delivery_message = NULL WHERE id = ?1",
  [CSN_STATEMENT_SET_DELIVERY] =
      "UPDATE deliveries SET state = ?2, attempts = ?3, next_attempt_at = ?4, message = ?5 "
      "WHERE id = ?1 AND state = 'queued'",
  [CSN_STATEMENT_MARK_DELIVERY] =
      "UPDATE requests SET delivery = ?2, delivery_message = ?3 WHERE id = "
      "(SELECT request_id FROM deliveries WHERE id = ?1 AND kind = 'decision')",
  [CSN_STATEMENT_SET_OUTCOME] =
      "UPDATE requests SET outcome = ?2, outcome_detail = ?3, outcome_digest = ?4, outcome_at = ?5 "
      "WHERE id = ?1 AND outcome IS NULL",
  [CSN_STATEMENT_INSERT_FAILURE] =
      "INSERT INTO failures (agent_id, at) SELECT agent_id, ?2 FROM requests "
      "WHERE id = ?1 AND agent_id IS NOT NULL",
  [CSN_STATEMENT_PUT_PROFILE] =
      "INSERT INTO profiles (agent_id, action_type, level, successes, failures, pinned) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (agent_id, action_type) DO UPDATE SET "
      "level = excluded.level, successes = excluded.successes, failures = excluded.failures, "
      "pinned = excluded.pinned",
  [CSN_STATEMENT_PUT_AGENT] =
      "INSERT INTO agents (agent_id, source, read_only, mode_acknowledged, stopped) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (agent_id) DO UPDATE SET source = excluded.source, "
      "read_only = excluded.read_only, mode_acknowledged = excluded.mode_acknowledged, "
      "stopped = excluded.stopped",
  [CSN_STATEMENT_OPEN_TAKEOVER] =
      "INSERT INTO takeovers (request_id, package, opened_at) VALUES (?1, ?2, ?3)",
  [CSN_STATEMENT_CLOSE_TAKEOVER] =
      "UPDATE takeovers SET note = ?2, closed_at = ?3 WHERE request_id = ?1 AND closed_at = 0",
  [CSN_STATEMENT_PUT_SOURCE] =
      "INSERT INTO sources (id, url, protocol, allow_insecure) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (id) DO UPDATE SET url = excluded.url, protocol = excluded.protocol, "
      "allow_insecure = excluded.allow_insecure",
  [CSN_STATEMENT_REMOVE_SOURCE] = "DELETE FROM sources WHERE id = ?1",
  [CSN_STATEMENT_PUT_VALUE] = "INSERT INTO gate_values (key, value) VALUES (?1, ?2) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  [CSN_STATEMENT_REMOVE_VALUE] = "DELETE FROM gate_values WHERE key = ?1",

  [CSN_STATEMENT_LOAD_REQUESTS] =
      "SELECT " REQUEST_COLUMNS "WHERE r.number IN ("
      "  SELECT number FROM requests WHERE state = 'pending'"
      "  UNION SELECT number FROM requests WHERE delivery = 'queued'"
      "  UNION SELECT number FROM requests WHERE outcome IS NULL "
      "    AND state NOT IN ('pending', 'withdrawn') AND settled_at >= ?1"
      "  UNION SELECT o.number FROM requests AS o JOIN takeovers AS t ON t.request_id = o.id "
      "    WHERE t.closed_at = 0"
      ") ORDER BY r.number",
  [CSN_STATEMENT_LOAD_DELIVERIES] =
      "SELECT id, kind, source, request_id, body, queued_at, give_up_at, attempts, "
      "next_attempt_at, message FROM deliveries WHERE state = 'queued' ORDER BY number",
  [CSN_STATEMENT_LOAD_PROFILES] =
      "SELECT agent_id, action_type, level, successes, failures, pinned FROM profiles",
  [CSN_STATEMENT_LOAD_AGENTS] =
      "SELECT agent_id, source, read_only, mode_acknowledged, stopped FROM agents",
  [CSN_STATEMENT_LOAD_TAKEOVERS] =
      "SELECT request_id, package, opened_at FROM takeovers WHERE closed_at = 0 "
      "ORDER BY opened_at, rowid",
  [CSN_STATEMENT_LOAD_FAILURES] =
      "SELECT agent_id, at FROM failures WHERE at >= ?1 ORDER BY at, rowid",
  [CSN_STATEMENT_LOAD_SOURCES] = "SELECT id, url, protocol, allow_insecure FROM sources",
  [CSN_STATEMENT_LOAD_VALUES] = "SELECT key, value FROM gate_values",
  [CSN_STATEMENT_READ_REQUEST] = "SELECT " REQUEST_COLUMNS "WHERE r.id = ?1",

  [CSN_STATEMENT_READ_LOG] =
      "SELECT seq, body, leaf, chain, timestamp, event_type, request_id, agent_id, action_type, "
      "hitl_level FROM events ORDER BY seq",
  [CSN_STATEMENT_READ_BODIES] = "SELECT seq, body, leaf, chain FROM events ORDER BY seq",
  [CSN_STATEMENT_COUNT_LOG] = "SELECT count (*) FROM events",
};

G_STATIC_ASSERT (G_N_ELEMENTS (texts) == CSN_N_STATEMENTS);

const char *
csn_statements_get_text (CsnStatement statement)
{
  g_return_val_if_fail (statement < CSN_N_STATEMENTS, NULL);

  return texts[statement];
}

const char *
csn_statements_get_migration (int version)
{
  g_return_val_if_fail (version >= 1 && version <= CSN_STATEMENTS_VERSION, NULL);

  return migrations[version - 1];
}
