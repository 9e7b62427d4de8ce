# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sample agents answer to a decision: the whole table of the tasks protocol."""

import json
import unittest

import demo_agent
from demo_agent import Agent, decision, digest


class Accepted(unittest.TestCase):
    def test_an_approval_is_accepted_and_the_outcome_names_what_was_done(self):
        with Agent() as agent:
            task = agent.task()
            answer = agent.decide(decision(task))
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.json, {'task_id': 't-1', 'status': 'approved'})
            done = agent.wait_for_status('t-1', 'completed')
            self.assertIs(done['outcome']['success'], True)
            self.assertEqual(done['outcome']['executed_digest'],
                             digest(task, task['proposed_action']))

    def test_each_decision_has_its_status(self):
        statuses = {'approve': 'approved', 'edit': 'approved', 'reject': 'rejected',
                    'respond': 'running', 'takeover': 'taken_over', 'escalate': 'escalated'}
        with Agent('empty') as agent:
            for kind, status in statuses.items():
                with self.subTest(kind):
                    agent.start('x-' + kind)
                    answer = agent.decide(decision(agent.task('x-' + kind), kind))
                    self.assertEqual(answer.status, 200)
                    self.assertEqual(answer.json['status'], status)

    def test_the_same_bytes_again_are_accepted_and_done_once(self):
        with Agent() as agent:
            body = json.dumps(decision(agent.task())).encode()
            self.assertEqual(agent.decide(body).json['status'], 'approved')
            self.assertEqual(agent.decide(body).status, 200)
            agent.wait_for_status('t-1', 'completed')
            again = agent.decide(body)
            self.assertEqual((again.status, again.json['status']), (200, 'completed'))
            self.assertEqual(len(agent.ledger()), 1)
            self.assertEqual(len(agent.read('refunds.csv').splitlines()), 2)

    def test_silence_and_policy_need_no_reviewer(self):
        with Agent('pair') as agent:
            for task_id, decider in (('t-1', 'policy'), ('t-2', 'silence')):
                body = decision(agent.task(task_id), decided_by=decider, reviewer_id=None, notes=None)
                self.assertEqual(agent.decide(body).status, 200)

    def test_an_action_without_a_canonical_form_is_compared_as_it_is(self):
        action = {'record': 'c-1', 'set': {'balance': 9007199254740993}}
        with Agent('empty') as agent:
            agent.start('x-1', proposed_action=action)
            other = {'record': 'c-1', 'set': {'balance': 9007199254740992}}
            task = agent.task('x-1')
            self.assertEqual(agent.decide(decision(task, action=other, action_digest=None)).status, 412)
            self.assertEqual(agent.decide(decision(task, action_digest=None)).status, 200)


class Refused(unittest.TestCase):
    def test_another_decision_comes_too_late(self):
        with Agent() as agent:
            task = agent.task()
            agent.decide(decision(task, 'reject'))
            answer = agent.decide(decision(task))
            self.assertEqual(answer.status, 409)
            self.assertEqual(answer.json['status'], 'rejected')
            self.assertEqual(answer.json['decided_by'], 'human')
            self.assertIn('error', answer.json)

    def test_the_same_id_with_other_bytes_is_another_decision(self):
        with Agent() as agent:
            task = agent.task()
            agent.decide(decision(task, 'reject', decision_id='d-1'))
            self.assertEqual(agent.decide(decision(task, decision_id='d-1')).status, 409)
            self.assertEqual(agent.task()['status'], 'rejected')

    def test_an_unknown_task_is_gone(self):
        with Agent() as agent:
            self.assertEqual(agent.decide(decision(agent.task(), task_id='t-99')).status, 410)

    def test_a_task_that_the_agent_withdrew_is_gone(self):
        with Agent('empty') as agent:
            agent.start('x-1', demo={'withdraws_after_ms': 50})
            task = agent.task('x-1')
            agent.wait_for_status('x-1', 'cancelled')
            self.assertEqual(agent.decide(decision(task)).status, 410)

    def test_an_expired_task_is_gone(self):
        with Agent('empty') as agent:
            agent.start('x-1', expires_at='2020-01-01T00:00:00Z')
            task = agent.wait_for_status('x-1', 'cancelled')
            self.assertEqual(agent.decide(decision(task)).status, 410)

    def test_what_is_not_pending_now_is_a_mismatch(self):
        with Agent() as agent:
            task = agent.task()
            other = dict(task['proposed_action'], amount='1200.00')
            cases = {
                'revision': decision(dict(task, revision=2)),
                'digest': decision(task, action_digest=digest(task, other)),
                'no digest': decision(task, action_digest=None),
                'approval of another action': decision(task, action=other),
                'edit with the digest of the proposed action':
                    decision(task, 'edit', action=other,
                             action_digest=digest(task, task['proposed_action'])),
                'rejection of another action': decision(task, 'reject', action=other),
            }
            for name, body in cases.items():
                with self.subTest(name):
                    self.assertEqual(agent.decide(body).status, 412)
            self.assertEqual(agent.task()['status'], 'pending_approval')
            self.assertEqual(agent.ledger(), [])

    def test_a_decision_that_the_agent_does_not_take_is_invalid(self):
        with Agent('empty') as agent:
            agent.start('x-1', allowed_decisions=['approve'])
            task = agent.task('x-1')
            for kind in ('edit', 'respond'):
                self.assertEqual(agent.decide(decision(task, kind)).status, 422)
            self.assertEqual(agent.decide(decision(task, 'reject')).status, 200)


class Invalid(unittest.TestCase):
    WRONG = {
        'no task_id': {'task_id': ...}, 'task_id a number': {'task_id': 1},
        'no revision': {'revision': ...}, 'revision 0': {'revision': 0},
        'revision as text': {'revision': '1'}, 'revision 1.5': {'revision': 1.5},
        'no approved': {'approved': ...}, 'approved as text': {'approved': 'true'},
        'approved false': {'approved': False}, 'no decision': {'decision': ...},
        'decision unknown': {'decision': 'maybe'}, 'no action': {'action': ...},
        'action a list': {'action': []}, 'digest a number': {'action_digest': 7},
        'no level': {'hitl_level': ...}, 'level unknown': {'hitl_level': 'SOFTISH'},
        'no decision_id': {'decision_id': ...}, 'decision_id empty': {'decision_id': ''},
        'no decided_at': {'decided_at': ...}, 'decided_at no time': {'decided_at': 'noon'},
        'decided_by the agent': {'decided_by': 'agent'}, 'no decided_by': {'decided_by': ...},
        'human without a name': {'reviewer_id': ...},
    }

    def test_each_wrong_member_is_refused_and_nothing_is_done(self):
        with Agent() as agent:
            task = agent.task()
            for name, changes in self.WRONG.items():
                with self.subTest(name):
                    body = decision(task)
                    body.update(changes)
                    body = {key: value for key, value in body.items() if value is not ...}
                    answer = agent.decide(body)
                    self.assertEqual(answer.status, 422, answer.body)
                    self.assertTrue(answer.json['error'])
            self.assertEqual(agent.task(), task)

    def test_a_rejection_that_says_approved_is_refused(self):
        with Agent() as agent:
            self.assertEqual(agent.decide(decision(agent.task(), 'reject', approved=True)).status, 422)

    def test_what_is_not_strict_json_is_refused(self):
        with Agent() as agent:
            good = json.dumps(decision(agent.task(), decision_id='d-1')).encode()
            bad = [b'', b'{', b'[]', b'null', b"{'task_id':'t-1'}", good + b'{}',
                   good[:-1] + b',"approved":true}', b'\xff', b'[' * 100000]
            for body in bad:
                with self.subTest(body[:40]):
                    answer = agent.ask('POST', '/tasks/approve', body, {'Idempotency-Key': 'd-1'})
                    self.assertEqual(answer.status, 422)
            self.assertEqual(agent.decide(good).status, 200)

    def test_the_idempotency_key_must_be_the_decision_id(self):
        with Agent() as agent:
            body = decision(agent.task(), decision_id='d-1')
            for headers in ({}, {'Idempotency-Key': 'd-2'}):
                self.assertEqual(agent.ask('POST', '/tasks/approve', body, headers).status, 422)


class Credentials(unittest.TestCase):
    def test_only_the_right_token_opens_any_door(self):
        doors = [('GET', '/tasks'), ('GET', '/tasks/t-1/status'), ('POST', '/tasks/approve'),
                 ('POST', '/tasks/x/start'), ('GET', '/mode'), ('PUT', '/mode')]
        wrong = [None, 'Bearer', 'Bearer ', 'Bearer secre', 'Bearer secret2', 'Basic secret', 'secret']
        with Agent(token='secret') as agent:
            for method, path in doors:
                for header in wrong:
                    with self.subTest((method, path, header)):
                        answer = agent.ask(method, path, headers={'Authorization': header})
                        self.assertEqual(answer.status, 401)
                        self.assertEqual(answer.headers['WWW-Authenticate'], 'Bearer')
            self.assertEqual(agent.get('/tasks').status, 200)
            self.assertEqual(agent.decide(decision(agent.task())).status, 200)

    def test_a_wrong_token_decides_nothing(self):
        with Agent(token='secret') as agent:
            body = decision(agent.task(), decision_id='d-1')
            answer = agent.ask('POST', '/tasks/approve', body,
                               {'Authorization': 'Bearer nope', 'Idempotency-Key': 'd-1'})
            self.assertEqual(answer.status, 401)
            self.assertEqual(agent.task()['status'], 'pending_approval')


class Addresses(unittest.TestCase):
    def test_unknown_addresses_and_methods_say_so(self):
        with Agent() as agent:
            for method, path, status in [
                    ('GET', '/', 404), ('GET', '/tasks/', 404), ('GET', '/tasks/t-1', 404),
                    ('GET', '/tasks/t-9/status', 404), ('GET', '/tasks/t-1/status/more', 404),
                    ('POST', '/tasks', 405), ('GET', '/tasks/approve', 405),
                    ('GET', '/tasks/t-1/start', 405), ('DELETE', '/mode', 405),
                    ('PUT', '/tasks/t-1/status', 405)]:
                with self.subTest((method, path)):
                    answer = agent.ask(method, path)
                    self.assertEqual(answer.status, status)
                    self.assertIn('error', answer.json)
                    self.assertEqual('Allow' in answer.headers, status == 405)


if __name__ == '__main__':
    demo_agent.main()
