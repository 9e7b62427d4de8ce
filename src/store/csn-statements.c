/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-statements-private.h"

#define REQUEST_TABLES "FROM requests AS r LEFT JOIN payloads AS p ON p.request_id = r.id "

#define REQUEST_COLUMNS                                                                            \
  "r.id, r.source, r.task_id, r.agent_id, r.problem, r.verdict, r.policy_sha256, r.received_at, "  \
  "r.deadline_at, r.state, r.settled_at, r.decision, r.delivery, r.delivery_message, r.outcome, "  \
  "r.outcome_detail, r.outcome_digest, p.raw, r.revision, r.action_type " REQUEST_TABLES

/* Recorded requests as cases for another policy, newest first. A malformed one has nothing that a
 * policy could judge otherwise. */
#define CASE_COLUMNS                                                                               \
  "r.id, r.source, r.task_id, r.agent_id, r.problem, r.verdict, r.policy_sha256, r.received_at, "  \
  "r.deadline_at, r.state, r.settled_at, r.decision, r.delivery, r.delivery_message, r.outcome, "  \
  "r.outcome_detail, r.outcome_digest, p.raw, r.revision, r.action_type, r.outcome_at, "           \
  "(SELECT min (e.seq) FROM events AS e WHERE e.request_id = r.id), r.number"
#define CASE_FILTER                                                                                \
  "WHERE r.problem IS NULL AND r.received_at >= ?1 AND r.received_at < ?2 "                        \
  "AND (?3 IS NULL OR r.agent_id = ?3) AND (?4 IS NULL OR r.action_type = ?4) "
/* Nobody can judge again what was erased. */
#define CASES                                                                                      \
  "FROM requests AS r JOIN payloads AS p ON p.request_id = r.id " CASE_FILTER                      \
  "ORDER BY r.number DESC"

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
  [CSN_STATEMENT_INSERT_CHECKPOINT] = "INSERT INTO checkpoints (count, note) VALUES (?1, ?2)",
  [CSN_STATEMENT_GET_LAST_CHECKPOINT] =
      "SELECT count, note FROM checkpoints ORDER BY count DESC LIMIT 1",
  [CSN_STATEMENT_INSERT_KEY] = "INSERT INTO log_keys (since, public_key) VALUES (?1, ?2)",

  [CSN_STATEMENT_INSERT_REQUEST] =
      "INSERT INTO requests (id, source, task_id, revision, agent_id, action_type, problem, "
      "verdict, policy_sha256, received_at, deadline_at, context) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
  [CSN_STATEMENT_INSERT_PAYLOAD] =
      "INSERT INTO payloads (request_id, salt, raw) VALUES (?1, ?2, ?3)",
  [CSN_STATEMENT_SETTLE] = "UPDATE requests SET state = ?2, decision = ?3, settled_at = ?4 "
                           "WHERE id = ?1 AND state = 'pending'",
  [CSN_STATEMENT_SET_DEADLINE] =
      "UPDATE requests SET deadline_at = ?2 WHERE id = ?1 AND state = 'pending'",
  [CSN_STATEMENT_SET_VERDICT] =
      "UPDATE requests SET verdict = ?2, policy_sha256 = ?3, context = ?4, deadline_at = ?5 "
      "WHERE id = ?1 AND state = 'pending'",
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
      "INSERT INTO profiles (agent_id, action_type, level, successes, failures, pinned, "
      "promotion_waits, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
      "ON CONFLICT (agent_id, action_type) DO UPDATE SET level = excluded.level, "
      "successes = excluded.successes, failures = excluded.failures, pinned = excluded.pinned, "
      "promotion_waits = excluded.promotion_waits, last_at = excluded.last_at",
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

  [CSN_STATEMENT_INSERT_POLICY] =
      "INSERT INTO policies (sha256, json, first_used_at) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (sha256) DO NOTHING",
  [CSN_STATEMENT_INSERT_DRAW] =
      "INSERT INTO draws (request_id, grant_id, amount, currency, drawn_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5)",
  [CSN_STATEMENT_PUT_DRAWN] =
      "INSERT INTO drawn (grant_id, currency, amount) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (grant_id, currency) DO UPDATE SET amount = excluded.amount",
  [CSN_STATEMENT_COUNT_SCORE] =
      "INSERT INTO calibration (agent_id, action_type, day, bin, n, n_right, n_rejected, "
      "n_edited, score_sum, error_sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
      "ON CONFLICT (agent_id, action_type, day, bin) DO UPDATE SET "
      "n = n + excluded.n, n_right = n_right + excluded.n_right, "
      "n_rejected = n_rejected + excluded.n_rejected, n_edited = n_edited + excluded.n_edited, "
      "score_sum = score_sum + excluded.score_sum, error_sum = error_sum + excluded.error_sum",
  [CSN_STATEMENT_MARK_COUNTED] = "DELETE FROM uncounted WHERE number = ?1",
  [CSN_STATEMENT_INSERT_LEVEL] =
      "INSERT INTO levels (agent_id, action_type, at, level_before, level, cause, actor) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
  [CSN_STATEMENT_ERASE_PAYLOAD] =
      "DELETE FROM payloads WHERE request_id = ?1 AND EXISTS ("
      "  SELECT 1 FROM requests WHERE id = ?1 AND state <> 'pending' AND delivery <> 'queued' "
      "    AND (outcome IS NOT NULL OR state IN ('responded', 'withdrawn') OR settled_at <= ?2 "
      "      OR (state = 'rejected' AND settled_at <= ?3))) "
      "AND NOT EXISTS (SELECT 1 FROM takeovers WHERE request_id = ?1 AND closed_at = 0)",
  [CSN_STATEMENT_ERASE_DECISION] = "UPDATE requests SET decision = ?2 WHERE id = ?1",
  [CSN_STATEMENT_ERASE_DELIVERIES] =
      "UPDATE deliveries SET body = x'' WHERE request_id = ?1 AND state <> 'queued'",
  [CSN_STATEMENT_ERASE_TAKEOVER] = "UPDATE takeovers SET package = '{}' WHERE request_id = ?1",

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
      "SELECT agent_id, action_type, level, successes, failures, pinned, promotion_waits, "
      "last_at FROM profiles",
  [CSN_STATEMENT_LOAD_AGENTS] =
      "SELECT agent_id, source, read_only, mode_acknowledged, stopped FROM agents",
  [CSN_STATEMENT_LOAD_TAKEOVERS] =
      "SELECT request_id, package, opened_at FROM takeovers WHERE closed_at = 0 "
      "ORDER BY opened_at, rowid",
  [CSN_STATEMENT_LOAD_FAILURES] =
      "SELECT agent_id, at FROM failures WHERE at >= ?1 ORDER BY at, rowid",
  [CSN_STATEMENT_LOAD_SOURCES] = "SELECT id, url, protocol, allow_insecure FROM sources",
  [CSN_STATEMENT_LOAD_VALUES] = "SELECT key, value FROM gate_values",
  [CSN_STATEMENT_LOAD_POLICIES] =
      "SELECT sha256, json FROM policies WHERE sha256 IN ("
      "  SELECT value FROM gate_values WHERE key = 'policy'"
      "  UNION SELECT policy_sha256 FROM requests WHERE state = 'pending')",
  [CSN_STATEMENT_LOAD_DRAWN] = "SELECT grant_id, amount, currency FROM drawn",
  [CSN_STATEMENT_READ_REQUEST] = "SELECT " REQUEST_COLUMNS "WHERE r.id = ?1",

  [CSN_STATEMENT_READ_CASES] = "SELECT " CASE_COLUMNS ", r.context " CASES,
  [CSN_STATEMENT_READ_CASES_OF_VERSION_1] = "SELECT " CASE_COLUMNS ", NULL " CASES,
  [CSN_STATEMENT_COUNT_CASES] = "SELECT count (*) FROM requests AS r " CASE_FILTER,
  [CSN_STATEMENT_READ_UNCOUNTED] =
      "SELECT " CASE_COLUMNS ", NULL " REQUEST_TABLES "WHERE r.number IN "
      "(SELECT number FROM uncounted ORDER BY number LIMIT ?1)",
  [CSN_STATEMENT_READ_CALIBRATION] =
      "SELECT agent_id, action_type, bin, sum (n), sum (n_right), sum (n_rejected), "
      "sum (n_edited), sum (score_sum), sum (error_sum) FROM calibration "
      "WHERE (?1 IS NULL OR agent_id = ?1) AND (?2 IS NULL OR action_type = ?2) "
      "AND day >= ?3 AND day <= ?4 GROUP BY agent_id, action_type, bin "
      "ORDER BY agent_id, action_type, bin",
  [CSN_STATEMENT_READ_LEVELS] =
      "SELECT agent_id, action_type, at, level_before, level, cause, actor FROM levels "
      "WHERE agent_id = ?1 AND action_type = ?2 ORDER BY number DESC LIMIT ?3",
  [CSN_STATEMENT_READ_TRACK] =
      "SELECT " CASE_COLUMNS ", NULL " REQUEST_TABLES
      "WHERE r.agent_id = ?1 AND r.action_type = ?2 AND (r.state IN ('rejected', 'edited') OR "
      "(r.state = 'approved' AND r.outcome IN ('success', 'failure'))) "
      "ORDER BY r.number DESC LIMIT ?3",

  [CSN_STATEMENT_READ_LOG] =
      "SELECT e.seq, e.body, e.leaf, e.chain, e.timestamp, e.event_type, e.request_id, e.agent_id, "
      "e.action_type, e.hitl_level, p.salt, p.raw FROM events AS e LEFT JOIN payloads AS p "
      "ON e.event_type = 'requested' AND p.request_id = e.request_id "
      "WHERE e.seq >= ?1 ORDER BY e.seq",
  [CSN_STATEMENT_READ_BODIES] =
      "SELECT seq, body, leaf, chain FROM events WHERE seq >= ?1 ORDER BY seq",
  [CSN_STATEMENT_READ_CHECKPOINTS] =
      "SELECT count, note FROM checkpoints WHERE count > ?1 ORDER BY count",
  [CSN_STATEMENT_READ_KEYS] = "SELECT since, public_key FROM log_keys ORDER BY since",
  [CSN_STATEMENT_COUNT_LOG] = "SELECT count (*) FROM events",
  [CSN_STATEMENT_READ_CHAIN] = "SELECT chain FROM events WHERE seq = ?1",

  [CSN_STATEMENT_PUT_FORWARDER] =
      "INSERT INTO forwarders (id, kind, address, allow_insecure, next_seq) VALUES (?1, ?2, ?3, "
      "?4, CASE WHEN ?5 THEN 0 ELSE (SELECT coalesce (max (seq) + 1, 0) FROM events) END) "
      "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address, "
      "allow_insecure = excluded.allow_insecure",
  [CSN_STATEMENT_REMOVE_FORWARDER] = "DELETE FROM forwarders WHERE id = ?1",
  [CSN_STATEMENT_ADVANCE_FORWARDER] =
      "UPDATE forwarders SET next_seq = max (next_seq, ?2), sent_at = ?3 WHERE id = ?1",
  [CSN_STATEMENT_LOAD_FORWARDERS] =
      "SELECT id, kind, address, allow_insecure, next_seq, sent_at FROM forwarders ORDER BY id",
  [CSN_STATEMENT_READ_FORWARD] =
      "SELECT seq, body FROM events WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
};

G_STATIC_ASSERT (G_N_ELEMENTS (texts) == CSN_N_STATEMENTS);

const char *
csn_statements_get_text (CsnStatement statement)
{
  g_return_val_if_fail (statement < CSN_N_STATEMENTS, NULL);

  return texts[statement];
}
