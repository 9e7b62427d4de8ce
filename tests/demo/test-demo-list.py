# SPDX-License-Identifier: GPL-3.0-or-later
"""How the sample agents list their tasks: filter, pages, entity tags, long poll."""

import threading
import time
import unittest

import demo_agent
from demo_agent import Agent, decision

PENDING = '/tasks?status=pending_approval'


class Tasks(unittest.TestCase):
    def test_the_single_scenario_offers_exactly_one_refund(self):
        with Agent('single') as agent:
            listing = agent.get(PENDING).json
            self.assertIsNone(listing['next_cursor'])
            self.assertEqual([task['task_id'] for task in listing['tasks']], ['t-1'])
            self.assertEqual(listing['tasks'][0], agent.task())
            self.assertEqual(agent.task()['revision'], 1)
            self.assertEqual(agent.task()['proposed_action'],
                             {'order': 1182, 'amount': '120.00', 'currency': 'USD'})

    def test_the_pair_scenario_adds_an_e_mail(self):
        with Agent('pair') as agent:
            self.assertEqual([(task['task_id'], task['action_type']) for task in agent.pending()],
                             [('t-1', 'refund'), ('t-2', 'send_email')])

    def test_what_only_the_demo_knows_is_not_told(self):
        with Agent('quiet') as agent:
            for task in agent.pending():
                self.assertNotIn('demo', task)

    def test_the_quiet_scenario_is_the_same_every_time(self):
        def seen():
            with Agent('quiet') as agent:
                tasks = agent.pending()
            for task in tasks:
                del task['created_at']
                for step in task.get('history', []):
                    del step['at']
            return tasks
        first = seen()
        self.assertGreaterEqual(len(first), 8)
        self.assertEqual(first, seen())

    def test_only_tasks_of_the_status_are_listed(self):
        with Agent('quiet') as agent:
            agent.decide(decision(agent.task('t-2'), 'reject'))
            listed = {task['task_id'] for task in agent.pending()}
            self.assertNotIn('t-2', listed)
            self.assertEqual([task['task_id'] for task in agent.get('/tasks?status=rejected').json['tasks']],
                             ['t-2'])
            self.assertEqual(len(agent.get('/tasks').json['tasks']), len(listed) + 1)

    def test_wrong_questions_are_refused(self):
        with Agent() as agent:
            for query in ('limit=0', 'limit=-1', 'limit=x', 'cursor=x', 'wait=x', 'wait=-1',
                          'status=waiting', 'status='):
                with self.subTest(query):
                    self.assertEqual(agent.get('/tasks?' + query).status, 400)


class Pages(unittest.TestCase):
    def pages(self, agent, limit, between=lambda: None):
        cursor, seen = '', []
        while True:
            page = agent.get(f'{PENDING}&limit={limit}{cursor}').json
            self.assertLessEqual(len(page['tasks']), limit)
            seen += [task['task_id'] for task in page['tasks']]
            if page['next_cursor'] is None:
                return seen
            self.assertIsInstance(page['next_cursor'], str)
            cursor = '&cursor=' + page['next_cursor']
            between()

    def test_pages_of_every_size_give_each_task_once(self):
        with Agent('quiet') as agent:
            everything = [task['task_id'] for task in agent.pending()]
            for limit in (1, 2, 3, len(everything), 200, 100000):
                with self.subTest(limit):
                    self.assertEqual(self.pages(agent, limit), everything)

    def test_a_decision_between_two_pages_hides_no_other_task(self):
        with Agent('quiet') as agent:
            everything = [task['task_id'] for task in agent.pending()]
            victims = iter(['t-1', 't-2'])

            def decide_one():
                task_id = next(victims, None)
                if task_id:
                    agent.decide(decision(agent.task(task_id), 'reject'))
            self.assertEqual(self.pages(agent, 3, decide_one), everything)

    def test_a_page_of_huge_tasks_stays_below_what_may_be_read(self):
        with Agent('empty') as agent:
            for number in range(10):
                action = {'record': 'c-1', 'set': {'text': 'x' * 900_000}}
                self.assertEqual(agent.start(f'x-{number}', proposed_action=action).status, 202)
            sizes = []
            answer = agent.get(PENDING)
            sizes.append(len(answer.body))
            seen = len(answer.json['tasks'])
            while answer.json['next_cursor']:
                answer = agent.get(PENDING + '&cursor=' + answer.json['next_cursor'])
                sizes.append(len(answer.body))
                seen += len(answer.json['tasks'])
            self.assertEqual(seen, 10)
            self.assertLess(max(sizes), 8 * 1024 * 1024)


class EntityTags(unittest.TestCase):
    def test_a_list_that_is_known_is_not_sent_again(self):
        with Agent('pair') as agent:
            etag = agent.get(PENDING).headers['ETag']
            for header in (etag, 'W/' + etag, '"x", ' + etag, '*'):
                with self.subTest(header):
                    answer = agent.get(PENDING, If_None_Match=header)
                    self.assertEqual((answer.status, answer.body), (304, b''))
                    self.assertEqual(answer.headers['ETag'], etag)
            self.assertEqual(agent.get(PENDING, If_None_Match='"x"').status, 200)

    def test_every_change_of_the_list_changes_its_tag(self):
        with Agent('pair') as agent:
            first = agent.get(PENDING).headers['ETag']
            agent.decide(decision(agent.task('t-1'), 'reject'))
            answer = agent.get(PENDING, If_None_Match=first)
            self.assertEqual(answer.status, 200)
            self.assertNotEqual(answer.headers['ETag'], first)


class LongPoll(unittest.TestCase):
    def ask_in_background(self, agent, wait, etag):
        result = {}

        def ask():
            began = time.monotonic()
            result['answer'] = agent.get(f'{PENDING}&wait={wait}', If_None_Match=etag)
            result['took'] = time.monotonic() - began
        thread = threading.Thread(target=ask)
        thread.start()
        return thread, result

    def test_without_a_known_tag_nothing_is_held(self):
        with Agent() as agent:
            began = time.monotonic()
            self.assertEqual(agent.get(PENDING + '&wait=30').status, 200)
            self.assertLess(time.monotonic() - began, 5)

    def test_the_wait_ends_with_not_modified(self):
        with Agent() as agent:
            etag = agent.get(PENDING).headers['ETag']
            began = time.monotonic()
            answer = agent.get(PENDING + '&wait=1', If_None_Match=etag)
            self.assertGreaterEqual(time.monotonic() - began, 0.95)
            self.assertEqual((answer.status, answer.body), (304, b''))
            self.assertEqual(answer.headers['ETag'], etag)

    def test_a_change_ends_the_wait_at_once(self):
        with Agent('pair') as agent:
            etag = agent.get(PENDING).headers['ETag']
            thread, result = self.ask_in_background(agent, 30, etag)
            time.sleep(0.3)
            self.assertTrue(thread.is_alive())
            agent.start('x-1')
            thread.join(demo_agent.PATIENCE_S)
            self.assertEqual(result['answer'].status, 200)
            self.assertLess(result['took'], 5)
            self.assertEqual(len(result['answer'].json['tasks']), 3)

    def test_a_change_that_the_list_does_not_show_does_not_end_the_wait(self):
        with Agent('pair') as agent:
            agent.decide(decision(agent.task('t-1')))
            etag = agent.get(PENDING).headers['ETag']
            thread, result = self.ask_in_background(agent, 1, etag)
            agent.wait_for_status('t-1', 'completed')
            thread.join(demo_agent.PATIENCE_S)
            self.assertEqual(result['answer'].status, 304)

    def test_many_are_held_and_all_are_told(self):
        with Agent() as agent:
            etag = agent.get(PENDING).headers['ETag']
            waiting = [self.ask_in_background(agent, 30, etag) for _ in range(10)]
            time.sleep(0.3)
            agent.decide(decision(agent.task(), 'reject'))
            for thread, result in waiting:
                thread.join(demo_agent.PATIENCE_S)
                self.assertEqual(result['answer'].status, 200)
                self.assertEqual(result['answer'].json['tasks'], [])

    def test_who_hangs_up_while_held_harms_nobody(self):
        with Agent('pair') as agent:
            etag = agent.get(PENDING).headers['ETag']
            for _ in range(5):
                connection = agent.connect()
                connection.request('GET', PENDING + '&wait=1', headers={'If-None-Match': etag})
                time.sleep(0.05)
                connection.close()
            agent.decide(decision(agent.task('t-1'), 'reject'))
            time.sleep(1.2)
            self.assertEqual(agent.get(PENDING).status, 200)
            self.assertEqual(agent.stop(), 0)


if __name__ == '__main__':
    demo_agent.main()
