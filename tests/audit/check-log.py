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

import otlp
import report

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
    return json.loads(body, object_pairs_hook=strict_object, parse_float=otlp.Fraction)


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
                found = json.loads(unguard(cell), parse_float=otlp.Fraction) if cell else None
                assert found == expected, (found, expected)
            else:
                assert unguard(cell) == cell_of(event, column), (column, cell)


def check_ocsf(path, bodies):
    lines = path.read_text(encoding='utf-8').splitlines()
    assert len(lines) == len(bodies)
    for line, body in zip(lines, bodies):
        ocsf, event = parse(line), parse(body)
        assert ocsf['raw_data'] == body
        check_ocsf_class(ocsf)
        assert ocsf['time'] == microseconds(event['timestamp']) // 1000
        assert ocsf['metadata']['uid'] == f"{event['log_id']}:{event['seq']}"
        assert ocsf['metadata']['event_code'] == event['event_type']
        for name, value in ocsf['unmapped'].items():
            assert event[name] == value
        if event['actor']['kind'] == 'human' and 'name' in event['actor']:
            assert ocsf['actor']['user']['name'] == event['actor']['name']
        else:
            assert 'user' not in ocsf['actor']


# What OCSF 1.3.0 requires of an Entity Management event, and the types of what else is there.
OCSF = {'activity_id': int, 'activity_name': str, 'actor': dict, 'category_name': str,
        'category_uid': int, 'class_name': str, 'class_uid': int, 'entity': dict, 'message': str,
        'metadata': dict, 'raw_data': str, 'severity': str, 'severity_id': int, 'status': str,
        'status_id': int, 'time': int, 'type_uid': int, 'unmapped': dict}


def check_ocsf_class(ocsf):
    assert {name: type(value) for name, value in ocsf.items()} == OCSF
    assert ocsf['category_uid'] == 3 and ocsf['class_uid'] == 3004
    assert ocsf['activity_id'] in (1, 2, 3, 4, 99)
    assert ocsf['type_uid'] == 300400 + ocsf['activity_id']
    assert ocsf['severity_id'] in (1, 2, 3, 4) and ocsf['status_id'] in (1, 2)
    assert ocsf['metadata']['version'] == '1.3.0'
    assert ocsf['metadata']['product']['name'] and ocsf['metadata']['product']['vendor_name']
    assert {'name', 'uid'} & set(ocsf['entity'])
    assert {'user', 'app_name'} & set(ocsf['actor'])


CEF = re.compile(r'<(\d+)>1 (\S+) - countersign - (\S{1,32}) - CEF:0'
                 + r'\|((?:[^|\\]|\\.)*)' * 5 + r'\|(\d+)\|(.*)', re.S)
CEF_FIELDS = {'externalId': 'seq', 'deviceExternalId': 'log_id', 'act': 'reviewer_decision',
              'duser': 'reviewer_id', 'sourceServiceName': 'source', 'cs1': 'agent_id',
              'cs2': 'action_type', 'cs3': 'hitl_level', 'cs4': 'request_id',
              'cs6': 'action_digest', 'cn1': 'latency_ms', 'cn2': 'revision',
              'cfp1': 'confidence_score'}


def cef_unescape(text):
    return re.sub(r'\\(.)', lambda match: {'n': '\n', 'r': '\r'}.get(match[1], match[1]), text)


def cef_fields(extension):
    """Splits where a key and an equals sign that is not escaped begin a field."""
    starts = [match for match in re.finditer(r'(?:^| )([A-Za-z0-9]+)=', extension)
              if not is_escaped(extension, match.end() - 1)]
    ends = [match.start() for match in starts[1:]] + [len(extension)]
    return {match[1]: cef_unescape(extension[match.end():end])
            for match, end in zip(starts, ends)}


def is_escaped(text, place):
    backslashes = len(text[:place]) - len(text[:place].rstrip('\\'))
    return backslashes % 2 == 1


def cef_visible(text):
    return re.sub('[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]',
                  lambda match: f'‹U+{ord(match[0]):04X}›', text)


def check_cef(path, bodies):
    lines = path.read_text(encoding='utf-8').splitlines()
    assert len(lines) == len(bodies)
    for line, body in zip(lines, bodies):
        check_cef_line(line, body)


def check_cef_line(line, body):
    event = parse(body)
    priority, timestamp, _, vendor, product, version, code, words, severity, extension = (
        CEF.fullmatch(line).groups())
    assert int(priority) >> 3 == 13 and 3 <= int(priority) & 7 <= 6
    assert timestamp == event['timestamp'] and 0 <= int(severity) <= 10
    assert (vendor, product) == ('Countersign', 'Countersign') and words
    assert version == event['app_version'] and cef_unescape(code) == event['event_type']
    fields = cef_fields(extension)
    assert parse(fields['rawEvent']) == event
    assert int(fields['rt']) == microseconds(event['timestamp']) // 1000
    for key, member in CEF_FIELDS.items():
        value = event.get(member)
        assert fields.get(key, '') == ('' if value is None else cef_visible(str(value))), (key, value)


def check_otlp(path, bodies):
    """Read by the JSON reader of protocol buffers, which refuses what it doesn't know."""
    records = []
    for line in path.read_text(encoding='utf-8').splitlines():
        assert len(line) < 2**20
        records += otlp.read_records(line)
    assert len(records) == len(bodies)
    for record, body in zip(records, bodies):
        event = parse(body)
        assert record.body.string_value == body
        assert record.time_unix_nano == microseconds(event['timestamp']) * 1000
        assert record.event_name == 'countersign.' + event['event_type']
        found = otlp.to_python(record.attributes)
        for name, value in found.items():
            expected = event
            for part in name.removeprefix('countersign.').split('.'):
                expected = expected[part]
            assert value == otlp.rounded(expected), (name, value, expected)


def check_html(path, bodies):
    """One well-formed page that loads nothing, runs nothing and shows every foreign character."""
    text = path.read_text(encoding='utf-8')
    page = report.read(text)
    assert page.tags <= report.TAGS, page.tags - report.TAGS
    assert page.attributes <= report.ATTRIBUTES, page.attributes - report.ATTRIBUTES
    assert not re.search('[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b]', text)
    assert 'url(' not in text and '@import' not in text and '://' not in text.replace(
        'http://x', '')
    counts = {}
    for body in bodies:
        name = parse(body)['event_type']
        counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        assert [name, str(count)] in [row[1:] for row in page.rows if len(row) == 3], name


def check_bundle(folder, bodies, chosen):
    """Every event has its line: its body, or its leaf."""
    lines = (folder / 'records.jsonl').read_text(encoding='utf-8').split('\n')
    assert lines.pop() == '' and len(lines) == len(bodies)
    for seq, (line, body) in enumerate(zip(lines, bodies)):
        if body in chosen:
            assert line == body
        else:
            assert parse(line) == {'seq': seq, 'leaf': leaf_of(body.encode()).hex()}
    assert sorted(path.name for path in folder.iterdir()) == [
        'checkpoints.txt', 'manifest.json', 'pubkey.txt', 'records.jsonl']
    manifest = json.loads((folder / 'manifest.json').read_text())
    for name, entry in [('records.jsonl', manifest), *manifest['files'].items()]:
        content = (folder / name).read_bytes()
        assert entry['sha256'] == hashlib.sha256(content).hexdigest()
        assert entry['bytes'] == len(content)
    assert manifest['n_events'] == len(chosen) and manifest['n_read'] == len(bodies)


VERIFIER = Path(__file__).resolve().parents[2] / 'data' / 'verify-bundle.py'
INTACT, TAMPERED, CORRUPT, UNVERIFIABLE = range(4)


def run_verifier(folder):
    return subprocess.run([sys.executable, VERIFIER, folder], check=False,
                          stdout=subprocess.DEVNULL).returncode


def check_verifier(folder):
    """The script takes the bundle as it is, and no other; this log is unsigned."""
    assert run_verifier(folder) == UNVERIFIABLE
    records = folder / 'records.jsonl'
    content = records.read_bytes()
    lines = content.splitlines(keepends=True)
    spoiled = {
        'altered': (content.replace(b'"kind":"human"', b'"kind":"agent"', 1), TAMPERED),
        'missing': (b''.join(lines[:5] + lines[6:]), TAMPERED),
        'swapped': (b''.join(lines[:5] + [lines[6], lines[5]] + lines[7:]), TAMPERED),
        'twice': (b''.join(lines[:5] + lines[4:]), TAMPERED),
        'shorter': (b''.join(lines[:-1]), TAMPERED),
        'cut off': (content[:-1], CORRUPT),
    }
    for name, (changed, expected) in spoiled.items():
        records.write_bytes(changed)
        assert run_verifier(folder) == expected, name
    records.write_bytes(content)
    more = folder / 'more.txt'
    more.write_text('')
    assert run_verifier(folder) == CORRUPT
    more.unlink()
    assert run_verifier(folder) == UNVERIFIABLE


def check_jq(path, bodies):
    """jq reads the lines, and finds what is in them."""
    found = subprocess.run(['jq', '-c', '[.seq, .event_type]', path], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    events = [parse(body) for body in bodies]
    assert [json.loads(line) for line in found] == [[event['seq'], event['event_type']]
                                                    for event in events]


CHECKS = {'jsonl': check_jsonl, 'csv': check_csv, 'ocsf': check_ocsf, 'cef': check_cef,
          'otlp': check_otlp, 'html': check_html}


def check_folder(folder):
    log_id, head, bodies = check_database(folder / 'log.db')
    chosen = [body for body in bodies if parse(body)['agent_id'] == 'billing-agent']
    assert 0 < len(chosen) < len(bodies)
    for name, check in CHECKS.items():
        for prefix, expected in (('log', bodies), ('agent', chosen)):
            path = folder / f'{prefix}.{name}'
            check(path, expected)
            check_manifest(path, log_id, head, len(expected), len(bodies))
    check_jq(folder / 'log.jsonl', bodies)
    check_bundle(folder / 'log.bundle', bodies, bodies)
    check_bundle(folder / 'agent.bundle', bodies, chosen)
    check_verifier(folder / 'log.bundle')
    check_verifier(folder / 'agent.bundle')
    return len(bodies)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        print('1..1')
        print(f'# {check_folder(Path(folder))} events')
        print('ok 1 /audit/independent/log-and-exports-agree')


if __name__ == '__main__':
    main()
