# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the sample agents for a test, talks to them, and writes TAP."""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

PROGRAM = os.environ.get('CSN_DEMO_AGENT', 'countersign-demo-agent')
PATIENCE_S = 10


def digest(task, action):
    """The digest of protocol.md, on its own feet. The actions here have no floats to get wrong."""
    bound = {'action': action, 'action_type': task['action_type'], 'agent_id': task['agent_id'],
             'revision': task['revision'], 'task_id': task['task_id']}
    text = json.dumps(bound, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return 'sha-256=' + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def decision(task, kind='approve', **changes):
    action = changes.get('action', task['proposed_action'])
    body = {
        'task_id': task['task_id'], 'revision': task['revision'],
        'approved': kind in ('approve', 'edit'), 'decision': kind,
        'reviewer_id': 'ana@example.org', 'notes': 'ok',
        'action': action, 'action_digest': digest(task, action),
        'hitl_level': 'HARD_APPROVAL', 'decision_id': uuid.uuid4().hex,
        'decided_at': '2026-11-22T07:03:11.120Z', 'decided_by': 'human',
    }
    body.update(changes)
    return {key: value for key, value in body.items() if value is not ...}


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Agent:
    """One process of the sample agents, on a free port, in a folder."""

    def __init__(self, scenario='single', token=None, folder=None, speed=None):
        self.token = token
        self.temporary = None if folder else tempfile.TemporaryDirectory(prefix='csn-demo-test-')
        self.folder = pathlib.Path(folder or self.temporary.name)
        command = [PROGRAM, '--port', '0', '--scenario', scenario, '--folder', str(self.folder)]
        if token:
            command += ['--token', token]
        if speed:
            command += ['--speed', str(speed)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                                        restore_signals=False)
        self.url = self.process.stdout.readline().removeprefix('listening on ').strip()
        self.port = int(self.url.rstrip('/').rpartition(':')[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        if self.temporary:
            self.temporary.cleanup()

    def stop(self, kill=False):
        if self.process.poll() is not None:
            return self.process.returncode
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        status = self.process.wait(timeout=PATIENCE_S)
        self.process.stdout.close()
        return status

    def connect(self):
        return http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_S)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        sent = {} if self.token is None else {'Authorization': 'Bearer ' + self.token}
        sent.update(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
        response = connection.getresponse()
        answer = Answer(response, response.read())
        connection.close()
        return answer

    def get(self, path, **headers):
        return self.ask('GET', path, headers={k.replace('_', '-'): v for k, v in headers.items()})

    def decide(self, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        key = body.get('decision_id') if isinstance(body, dict) else json.loads(data)['decision_id']
        return self.ask('POST', '/tasks/approve', data, {'Idempotency-Key': str(key)})

    def start(self, task_id, **members):
        task = {'agent_id': 'crm-agent', 'action_type': 'update_record',
                'proposed_action': {'record': 'c-1', 'set': {'city': 'Lyon'}}}
        task.update(members)
        return self.ask('POST', f'/tasks/{task_id}/start', task)

    def task(self, task_id='t-1'):
        return self.get(f'/tasks/{task_id}/status').json

    def pending(self):
        return self.get('/tasks?status=pending_approval').json['tasks']

    def wait_for_status(self, task_id, *statuses):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            task = self.task(task_id)
            if task['status'] in statuses:
                return task
            time.sleep(0.02)
        raise AssertionError(f'{task_id} is still {task["status"]}')

    def read(self, name):
        path = self.folder / name
        return path.read_text(encoding='utf-8') if path.exists() else ''

    def ledger(self):
        return [json.loads(line) for line in self.read('ledger.jsonl').splitlines()]


class TapResult(unittest.TestResult):
    """One line a test, whatever became of its parts."""

    def startTest(self, test):
        super().startTest(test)
        self.problems = []

    def stopTest(self, test):
        name = test.id().split('.', 1)[1].replace('.', '/').replace('_', ' ')
        print(f'{"not ok" if self.problems else "ok"} {self.testsRun} - {name}', flush=True)
        for problem in self.problems:
            for line in problem.splitlines():
                print('#', line, flush=True)
        super().stopTest(test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problems.append(self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self.problems.append(self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.problems.append(str(subtest) + '\n' + self._exc_info_to_string(err, test))


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print(f'1..{suite.countTestCases()}', flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
