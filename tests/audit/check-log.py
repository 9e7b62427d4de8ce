#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a database and its exports without any code of this project.

Recomputes every leaf and chain value as audit.md has them, compares the derived
columns with the bodies, the commitments with the payloads, and the exports with
the database, each read by Python's own json and csv. Given a program that makes
such a folder, it runs that first, in a temporary folder.
"""

import base64
import csv
import hashlib
import json
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

ELEVEN = ['v', 'log_id', 'seq', 'timestamp', 'event_type', 'request_id', 'agent_id', 'action_type',
          'hitl_level', 'confidence_score', 'reviewer_id', 'reviewer_decision', 'latency_ms', 'actor']
OPTIONAL = ['source', 'task_id', 'revision', 'action_digest', 'policy_sha256', 'rules', 'details']
MAX_BYTES = 64 * 1024
MAX_TEXT = 512
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def strict_object(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f'duplicate member in {keys}'
    return dict(pairs)


def parse(body):
    return json.loads(body, object_pairs_hook=strict_object, parse_float=str)


def shortened(text):
    raw = text.encode()
    if len(raw) <= MAX_TEXT:
        return text
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    return f'sha-256={digest} ({len(raw)} bytes)'


def leaf_of(body):
    return hashlib.sha256(b'countersign.leaf.v1\0' + struct.pack('>Q', len(body)) + body).digest()


def chain_of(log_id, seq, previous, leaf):
    return hashlib.sha256(b'countersign.chain.v1\0' + log_id + struct.pack('>Q', seq) + previous
                          + leaf).digest()


def microseconds(text):
    moment = datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc)
    delta = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds


def check_form(body, event):
    assert len(body.encode()) <= MAX_BYTES
    assert not re.search(r'\s', STRING.sub('""', body)), 'white space outside of strings'
    members = list(event)
    assert members[:len(ELEVEN)] == ELEVEN, members
    assert members[-1] == 'app_version', members
    rest = members[len(ELEVEN):-1]
    assert rest == [name for name in OPTIONAL if name in rest], rest
    for name in ('request_id', 'agent_id', 'action_type'):
        assert event[name] is None or event[name] == shortened(event[name])


def check_database(path):
    database = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    database.text_factory = str
    log_id, = database.execute("SELECT value FROM meta WHERE key = 'log_id'").fetchone()
    previous = bytes(32)
    bodies = []
    rows = database.execute('SELECT seq, body, leaf, chain, timestamp, event_type, request_id, '
                            'agent_id, action_type, hitl_level FROM events ORDER BY seq')
    for expected_seq, row in enumerate(rows):
        seq, body, leaf, chain, timestamp, *texts = row
        event = parse(body)
        check_form(body, event)
        assert seq == expected_seq == event['seq']
        assert event['log_id'] == log_id.hex()
        assert leaf == leaf_of(body.encode())
        assert chain == chain_of(log_id, seq, previous, leaf)
        assert timestamp == microseconds(event['timestamp'])
        assert texts == [event[name] for name in ('event_type', 'request_id', 'agent_id',
                                                  'action_type', 'hitl_level')]
        previous = chain
        bodies.append(body)
    check_payloads(database, bodies)
    return log_id, previous, bodies


def check_payloads(database, bodies):
    commitments = {}
    for body in bodies:
        event = parse(body)
        if event['event_type'] == 'requested':
            commitments[event['request_id']] = event['details']['payload_commitment']
    payloads = database.execute('SELECT request_id, salt, raw FROM payloads').fetchall()
    assert len(payloads) == len(commitments) > 0
    for request_id, salt, raw in payloads:
        computed = hashlib.sha256(b'countersign.commit.v1\0' + salt + raw).hexdigest()
        assert commitments[request_id] == computed
    assert len({salt for _, salt, _ in payloads}) == len(payloads)


def check_manifest(path, log_id, head, n_events, n_read):
    manifest = json.loads(Path(f'{path}.manifest.json').read_text())
    content = path.read_bytes()
    assert manifest['file'] == path.name
    assert manifest['sha256'] == hashlib.sha256(content).hexdigest()
    assert manifest['bytes'] == len(content)
    assert manifest['log_id'] == log_id.hex()
    assert manifest['head'] == head.hex()
    assert manifest['n_events'] == n_events
    assert manifest['n_read'] == n_read


def check_jsonl(path, bodies):
    assert path.read_bytes() == b''.join(body.encode() + b'\n' for body in bodies)


def unguard(cell):
    return cell[1:] if cell.startswith("'") else cell


def cell_of(event, column):
    value = event
    for name in column.split('.'):
        value = value.get(name)
        if value is None:
            return ''
    if isinstance(value, list):
        return ' '.join(value)
    return str(value)


def check_csv(path, bodies):
    with path.open(newline='', encoding='utf-8') as file:
        rows = list(csv.reader(file, strict=True))
    columns = rows[0]
    assert len(rows) == len(bodies) + 1
    for row, body in zip(rows[1:], bodies):
        event = parse(body)
        assert len(row) == len(columns)
        for column, cell in zip(columns, row):
            assert cell[:1] not in ('=', '+', '-', '@', '\t', '\r'), cell
            if column == 'details':
                expected = event.get('details')
                found = json.loads(unguard(cell), parse_float=str) if cell else None
                assert found == expected, (found, expected)
            else:
                assert unguard(cell) == cell_of(event, column), (column, cell)


def check_folder(folder):
    log_id, head, bodies = check_database(folder / 'log.db')
    check_jsonl(folder / 'log.jsonl', bodies)
    check_csv(folder / 'log.csv', bodies)
    chosen = [body for body in bodies if parse(body)['agent_id'] == 'billing-agent']
    check_jsonl(folder / 'agent.jsonl', chosen)
    check_manifest(folder / 'log.jsonl', log_id, head, len(bodies), len(bodies))
    check_manifest(folder / 'log.csv', log_id, head, len(bodies), len(bodies))
    check_manifest(folder / 'agent.jsonl', log_id, head, len(chosen), len(bodies))
    assert 0 < len(chosen) < len(bodies)
    return len(bodies)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        print('1..1')
        print(f'# {check_folder(Path(folder))} events')
        print('ok 1 /audit/independent/log-and-exports-agree')


if __name__ == '__main__':
    main()
