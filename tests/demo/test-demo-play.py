# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample agents' scenarios, played fast with a reviewer who answers at once."""

import time
import unittest

import demo_agent
from demo_agent import Agent, decision


def review(agent, until, answer=lambda task: 'approve'):
    """Decides whatever is pending until a condition holds; the answer None leaves a task alone."""
    end = time.monotonic() + 2 * demo_agent.PATIENCE_S
    while not until():
        if time.monotonic() > end:
            raise AssertionError('the condition never came true')
        for task in agent.pending():
            kind = answer(task)
            if kind:
                agent.decide(decision(task, kind))
        time.sleep(0.02)


def by_status(agent, status):
    return agent.get(f'/tasks?status={status}&limit=200').json['tasks']


class Mixed(unittest.TestCase):
    def test_the_first_screenful_is_there_at_once_and_of_every_agent(self):
        with Agent('mixed') as agent:
            tasks = agent.pending()
            self.assertGreaterEqual(len(tasks), 8)
            self.assertEqual({task['agent_id'] for task in tasks},
                             {'billing-agent', 'support-agent', 'crm-agent', 'ops-agent',
                              'research-agent'})
            text = agent.get('/tasks').body.decode()
            self.assertIn('\u200b', text)
            self.assertIn('ex\u0430mple', text)

    def test_the_stream_waits_for_the_reviewer(self):
        with Agent('mixed', speed=500) as agent:
            time.sleep(1.5)
            self.assertEqual(len(agent.pending()), 14)
            agent.decide(decision(agent.pending()[0], 'reject'))
            agent.decide(decision(agent.pending()[0], 'reject'))
            time.sleep(0.5)
            self.assertEqual(len(agent.pending()), 14)

    def test_the_stream_goes_on_and_most_of_it_succeeds(self):
        with Agent('mixed', speed=500) as agent:
            review(agent, lambda: len(by_status(agent, 'completed')) >= 60)
            failed = by_status(agent, 'failed')
            self.assertGreaterEqual(len(failed), 2)
            self.assertEqual({task['agent_id'] for task in failed}, {'ops-agent'})
            done = {entry['task_id'] for entry in agent.ledger()}
            self.assertFalse(done & {task['task_id'] for task in failed})
            self.assertEqual(len(done), len(agent.ledger()))

    def test_a_read_only_agent_leaves_the_stream_to_the_others(self):
        with Agent('mixed', speed=500) as agent:
            agent.ask('PUT', '/mode', {'mode': 'read_only', 'task_id': 't-8'})
            review(agent, lambda: len(by_status(agent, 'completed')) >= 30,
                   lambda task: 'approve' if int(task['task_id'][2:]) > 8 else 'reject')
            later = [task for task in agent.get('/tasks?limit=200').json['tasks']
                     if task['agent_id'] == 'crm-agent' and int(task['task_id'][2:]) > 8]
            self.assertTrue(later)
            self.assertTrue(all(task['facts']['read_only'] for task in later))


class Trust(unittest.TestCase):
    def test_trust_is_earned_twice_and_then_lost(self):
        with Agent('trust', speed=100) as agent:
            review(agent, lambda: len(by_status(agent, 'failed')) == 2)
            agent.wait_for_status('t-22', 'completed')
            self.assertEqual([task['task_id'] for task in by_status(agent, 'failed')],
                             ['t-23', 't-24'])
            self.assertGreaterEqual(len(by_status(agent, 'completed')), 22)
            kinds = {(task['agent_id'], task['action_type'])
                     for task in agent.get('/tasks').json['tasks']}
            self.assertEqual(len(kinds), 1)


class Takeover(unittest.TestCase):
    def test_after_two_failures_the_agent_gets_unsure_and_waits_to_be_handed_back(self):
        with Agent('takeover', speed=50) as agent:
            def answer(task):
                if task['confidence']['recommendation'] == 'ESCALATE':
                    agent.ask('PUT', '/mode', {'mode': 'read_only', 'reason': 'taken over',
                                               'task_id': task['task_id']})
                    return 'takeover'
                return 'approve'
            review(agent, lambda: by_status(agent, 'taken_over'), answer)
            self.assertEqual(len(by_status(agent, 'failed')), 2)
            taken = by_status(agent, 'taken_over')[0]
            self.assertGreaterEqual(len(taken['history']), 3)
            self.assertTrue(taken['state'])
            review(agent, lambda: [t for t in by_status(agent, 'completed')
                                   if t['action_type'] == 'lookup'])
            time.sleep(1.5)
            self.assertEqual(agent.pending(), [])
            agent.ask('PUT', '/mode', {'mode': 'normal', 'reason': 'merged by hand',
                                       'task_id': taken['task_id']})
            review(agent, lambda: len(by_status(agent, 'completed')) == 4)


class Flood(unittest.TestCase):
    def test_a_flood_is_more_than_may_be_taken(self):
        with Agent('flood') as agent:
            time.sleep(1.2)
            self.assertGreater(len(agent.get('/tasks?limit=200').json['tasks']), 20)


if __name__ == '__main__':
    demo_agent.main()
