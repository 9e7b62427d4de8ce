# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sample agents do: exactly what was approved, once, in their folder, or nothing."""

import email
import json
import resource
import signal
import time
import unittest

import demo_agent
from demo_agent import Agent, decision, digest


def run(agent, task_id, action_type, action, kind='approve', **changes):
    agent.start(task_id, action_type=action_type, proposed_action=action)
    answer = agent.decide(decision(agent.task(task_id), kind, **changes))
    assert answer.status == 200, answer.body
    return agent.wait_for_status(task_id, 'completed', 'failed', 'cancelled')


class Acting(unittest.TestCase):
    def test_nothing_is_done_before_the_decision(self):
        with Agent('quiet', speed=100) as agent:
            time.sleep(0.5)
            self.assertEqual([path.name for path in agent.folder.iterdir()], ['journal.jsonl'])

    def test_an_approval_does_the_proposed_action(self):
        with Agent() as agent:
            task = agent.task()
            agent.decide(decision(task))
            agent.wait_for_status('t-1', 'completed')
            bound = digest(task, task['proposed_action'])
            self.assertEqual(agent.read('refunds.csv').splitlines(),
                             ['task_id,revision,order,amount,currency,digest',
                              f't-1,1,"1182",120.00,USD,{bound}'])
            self.assertEqual(agent.ledger(), [{
                'task_id': 't-1', 'revision': 1, 'agent_id': 'billing-agent',
                'action_type': 'refund', 'action': task['proposed_action'],
                'executed_digest': bound}])

    def test_an_edit_does_the_edited_action_and_not_the_proposed_one(self):
        with Agent() as agent:
            task = agent.task()
            edited = dict(task['proposed_action'], amount='60.00')
            agent.decide(decision(task, 'edit', action=edited))
            done = agent.wait_for_status('t-1', 'completed')
            self.assertEqual(done['outcome']['executed_digest'], digest(task, edited))
            self.assertEqual(agent.ledger()[0]['action'], edited)
            self.assertIn(',60.00,USD,', agent.read('refunds.csv'))
            self.assertNotIn('120.00', agent.read('refunds.csv'))

    def test_no_other_decision_does_anything(self):
        with Agent('empty') as agent:
            for kind in ('reject', 'respond', 'takeover', 'escalate'):
                agent.start('x-' + kind)
                agent.decide(decision(agent.task('x-' + kind), kind))
            time.sleep(0.5)
            self.assertEqual(agent.ledger(), [])
            self.assertEqual(agent.task('x-reject')['status'], 'rejected')
            self.assertNotIn('outcome', agent.task('x-reject'))

    def test_numbers_reach_the_folder_as_they_were_approved(self):
        action = '{"record":"c-7","set":{"a":1.50,"b":1e2,"c":9007199254740993}}'
        with Agent('empty') as agent:
            agent.ask('POST', '/tasks/x-1/start',
                      f'{{"agent_id":"a","action_type":"update_record","proposed_action":{action}}}')
            body = json.dumps(decision(agent.task('x-1'), action_digest=None, action='ACTION',
                                       decision_id='d-1')).replace('"ACTION"', action)
            self.assertEqual(agent.decide(body.encode()).status, 200)
            agent.wait_for_status('x-1', 'completed')
            for number in ('1.50', '1e2', '9007199254740993'):
                self.assertIn(number, agent.read('records/c-7.json'))


class Effects(unittest.TestCase):
    def test_an_e_mail_lands_in_the_outbox_with_the_header_that_was_approved(self):
        with Agent('empty') as agent:
            run(agent, 'x-1', 'send_email',
                {'to': 'a@example.org', 'subject': 'Hi\r\nBcc: b@example.org', 'body': 'Text'})
            mail = email.message_from_string(agent.read('outbox/x-1.eml'))
            self.assertEqual(mail['To'], 'a@example.org')
            self.assertIsNone(mail['Bcc'])
            self.assertEqual(mail.get_payload().strip(), 'Text')

    def test_records_are_changed_and_merged(self):
        with Agent('empty') as agent:
            run(agent, 'x-1', 'update_record', {'record': 'c-1', 'set': {'a': 1, 'b': 2}})
            run(agent, 'x-2', 'update_record', {'record': 'c-1', 'set': {'b': 3}})
            run(agent, 'x-3', 'update_record', {'record': 'c-2', 'set': {'a': 9}})
            self.assertEqual(json.loads(agent.read('records/c-1.json')), {'a': 1, 'b': 3})
            run(agent, 'x-4', 'merge_records', {'keep': 'c-1', 'drop': 'c-2'})
            self.assertEqual(agent.read('records/c-2.json'), '')
            self.assertEqual(json.loads(agent.read('records/c-1.json'))['merged_from'], 'c-2')

    def test_shell_commands_are_played_on_files_of_the_folder(self):
        with Agent('empty') as agent:
            run(agent, 'x-1', 'shell_command', {'command': 'mkdir -p build && touch done'})
            self.assertTrue((agent.folder / 'shell/build').is_dir())
            self.assertTrue((agent.folder / 'shell/done').is_file())
            run(agent, 'x-2', 'shell_command', {'command': 'rm -rf build/ && git push --force'})
            self.assertFalse((agent.folder / 'shell/build').exists())
            self.assertEqual(len(agent.read('shell/commands.log').splitlines()), 2)

    def test_nothing_leads_out_of_the_folder(self):
        with Agent('empty') as agent:
            outside = agent.folder.parent / (agent.folder.name + '-outside')
            outside.write_text('still here')
            self.addCleanup(outside.unlink)
            before = set(agent.folder.parent.iterdir())
            names = ['../' + outside.name, str(outside), '..', '/', '.', '$(touch x)', '~', 'a/../../b']
            for number, name in enumerate(names):
                run(agent, f'x-{number}', 'shell_command', {'command': f"rm -rf '{name}'"})
                run(agent, f'y-{number}', 'shell_command', {'command': f"touch '{name}'"})
                run(agent, f'z-{number}', 'update_record', {'record': name, 'set': {'a': 1}})
                run(agent, f'w-{number}', 'merge_records', {'keep': 'c', 'drop': name})
            self.assertEqual(outside.read_text(), 'still here')
            self.assertEqual({path for path in agent.folder.parent.iterdir()
                              if path.name.startswith(agent.folder.name)},
                             {path for path in before if path.name.startswith(agent.folder.name)})
            self.assertEqual(agent.task('x-0')['status'], 'completed')


class Failing(unittest.TestCase):
    def test_a_failure_is_reported_with_its_reason_and_nothing_is_done(self):
        with Agent('empty') as agent:
            agent.start('x-1', demo={'fails': 'the disk is full'})
            agent.decide(decision(agent.task('x-1')))
            task = agent.wait_for_status('x-1', 'failed')
            self.assertEqual(task['outcome'], {'success': False, 'detail': 'the disk is full'})
            self.assertEqual(agent.ledger(), [])

    def test_an_edit_that_cannot_be_done_fails(self):
        wrong = {
            'refund': [{}, {'order': 1, 'amount': 5, 'currency': 'USD'},
                       {'order': 1, 'amount': '-5', 'currency': 'USD'},
                       {'order': 1, 'amount': '5', 'currency': 'dollars'}],
            'send_email': [{}, {'to': 'nobody'}, {'to': 7}],
            'update_record': [{}, {'record': 'c-1'}, {'record': 'c-1', 'set': []}],
            'merge_records': [{}, {'keep': 'c-1', 'drop': 'c-1'}],
            'shell_command': [{}, {'command': 7}, {'command': ''}, {'command': "touch 'x"},
                              {'command': "touch x && touch 'y"}],
        }
        with Agent('empty') as agent:
            for action_type, actions in wrong.items():
                for number, action in enumerate(actions):
                    with self.subTest((action_type, action)):
                        task = run(agent, f'x-{action_type}-{number}', action_type, action)
                        self.assertEqual(task['status'], 'failed')
                        self.assertIs(task['outcome']['success'], False)
                        self.assertTrue(task['outcome']['detail'])
            self.assertEqual(agent.ledger(), [])
            self.assertFalse((agent.folder / 'shell/x').exists())


class Lying(unittest.TestCase):
    def test_the_rogue_scenario_reports_what_it_was_not_allowed_to_do(self):
        with Agent('rogue') as agent:
            agent.decide(decision(agent.task('t-1'), 'reject'))
            agent.decide(decision(agent.task('t-2')))
            for task_id in ('t-1', 't-2'):
                task = agent.wait_for_status(task_id, 'completed')
                self.assertIs(task['outcome']['success'], True)
                self.assertNotEqual(task['outcome']['executed_digest'],
                                    digest(task, task['proposed_action']))
            self.assertEqual(agent.ledger(), [])


class Answering(unittest.TestCase):
    def test_an_answer_brings_a_new_revision_with_another_digest(self):
        with Agent('empty') as agent:
            agent.start('x-1', confidence={'score': 0.6, 'recommendation': 'CLARIFY'},
                        demo={'answered': {'confidence': {'score': 0.9, 'recommendation': 'PROCEED'}}})
            first = agent.task('x-1')
            agent.decide(decision(first, 'respond', notes='after the run, please'))
            second = agent.wait_for_status('x-1', 'pending_approval')
            self.assertEqual(second['revision'], 2)
            self.assertEqual(second['confidence']['score'], 0.9)
            self.assertEqual(second['history'][-1]['result'], 'after the run, please')
            self.assertEqual(agent.decide(decision(first)).status, 412)
            self.assertEqual(agent.decide(decision(second)).status, 200)
            agent.wait_for_status('x-1', 'completed')
            self.assertEqual(agent.ledger()[0]['revision'], 2)


class Starting(unittest.TestCase):
    def test_a_start_is_accepted_and_proposes(self):
        with Agent('empty') as agent:
            answer = agent.ask('POST', '/tasks/x-1/start')
            self.assertEqual((answer.status, answer.json),
                             (202, {'task_id': 'x-1', 'status': 'pending_approval'}))
            self.assertEqual(agent.task('x-1')['agent_id'], 'research-agent')

    def test_the_same_start_again_is_accepted_and_another_is_not(self):
        with Agent('empty') as agent:
            self.assertEqual(agent.start('x-1').status, 202)
            self.assertEqual(agent.start('x-1').status, 202)
            self.assertEqual(agent.start('x-1', action_type='refund').status, 409)
            self.assertEqual(len(agent.pending()), 1)

    def test_a_start_with_a_wrong_body_is_refused(self):
        with Agent('empty') as agent:
            for body in (b'{', b'[]', b'{"agent_id":"a"}',
                         b'{"agent_id":7,"action_type":"x","proposed_action":{}}',
                         b'{"agent_id":"a","action_type":"x","proposed_action":[]}'):
                self.assertEqual(agent.ask('POST', '/tasks/x-1/start', body).status, 422)
            for name in ('%20', 'a%2Fb', 'x' * 200, '%F0%9F%98%80'):
                self.assertIn(agent.start(name).status, (404, 422))
            self.assertEqual(agent.pending(), [])


class Modes(unittest.TestCase):
    def set_mode(self, agent, **body):
        return agent.ask('PUT', '/mode', body)

    def test_a_mode_that_was_put_is_got(self):
        with Agent() as agent:
            self.assertEqual(agent.get('/mode').json['mode'], 'normal')
            for mode in ('read_only', 'normal'):
                answer = self.set_mode(agent, mode=mode, reason='test', task_id='t-1')
                self.assertEqual((answer.status, answer.json['mode']), (200, mode))
                self.assertEqual(agent.get('/mode').json['mode'], mode)

    def test_a_task_names_whose_mode_it_is(self):
        with Agent('pair') as agent:
            self.set_mode(agent, mode='read_only', reason='test', task_id='t-1')
            self.assertEqual(agent.get('/mode').json,
                             {'mode': 'normal', 'agents': {'billing-agent': 'read_only',
                                                           'support-agent': 'normal'}})
            self.set_mode(agent, mode='read_only', reason='test')
            self.assertEqual(agent.get('/mode').json['mode'], 'read_only')

    def test_wrong_modes_are_refused(self):
        with Agent() as agent:
            for body in ({}, {'mode': 'fast'}, {'mode': 7}):
                self.assertEqual(agent.ask('PUT', '/mode', body).status, 422)
            self.assertEqual(agent.ask('PUT', '/mode', b'nonsense').status, 422)
            self.assertEqual(self.set_mode(agent, mode='read_only', task_id='t-9').status, 404)
            self.assertEqual(agent.get('/mode').json['mode'], 'normal')

    def test_a_read_only_agent_proposes_only_what_changes_nothing(self):
        with Agent('empty') as agent:
            self.set_mode(agent, mode='read_only', reason='test')
            self.assertEqual(agent.start('x-1').json['status'], 'running')
            self.assertEqual(agent.start('x-2', facts={'read_only': True}).json['status'],
                             'pending_approval')
            time.sleep(0.4)
            self.assertEqual([task['task_id'] for task in agent.pending()], ['x-2'])
            self.set_mode(agent, mode='normal', reason='done')
            agent.wait_for_status('x-1', 'pending_approval')

    def test_a_read_only_agent_does_not_do_what_was_approved_before(self):
        with Agent() as agent:
            agent.decide(decision(agent.task()))
            self.set_mode(agent, mode='read_only', reason='test', task_id='t-1')
            task = agent.wait_for_status('t-1', 'cancelled')
            self.assertNotIn('outcome', task)
            self.assertEqual(agent.ledger(), [])

    def test_a_hand_back_leaves_its_note_with_the_task(self):
        with Agent() as agent:
            agent.decide(decision(agent.task(), 'takeover'))
            self.set_mode(agent, mode='read_only', reason='taken over', task_id='t-1')
            self.set_mode(agent, mode='normal', reason='refunded by hand', task_id='t-1')
            task = agent.task()
            self.assertEqual(task['status'], 'taken_over')
            self.assertEqual(task['history'][-1]['action'], 'handed back')
            self.assertEqual(task['history'][-1]['result'], 'refunded by hand')


class FullDisk(unittest.TestCase):
    def limit(self, agent, n_bytes):
        resource.prlimit(agent.process.pid, resource.RLIMIT_FSIZE, (n_bytes, resource.RLIM_INFINITY))

    def test_what_can_not_be_kept_is_not_accepted(self):
        with Agent() as agent:
            body = json.dumps(decision(agent.task())).encode()
            size = (agent.folder / 'journal.jsonl').stat().st_size
            self.limit(agent, size + 40)
            self.assertEqual(agent.decide(body).status, 503)
            self.assertEqual(agent.task()['status'], 'pending_approval')
            self.assertEqual(agent.start('x-1').status, 503)
            self.assertEqual(agent.ask('PUT', '/mode', {'mode': 'read_only'}).status, 503)
            self.limit(agent, resource.RLIM_INFINITY)
            self.assertEqual(agent.decide(body).status, 200)
            agent.wait_for_status('t-1', 'completed')
            agent.stop(kill=True)
            with Agent(folder=agent.folder) as later:
                self.assertEqual(later.task()['status'], 'completed')
                self.assertEqual(later.get('/mode').json['mode'], 'normal')
                self.assertEqual(len(later.ledger()), 1)


class Restarting(unittest.TestCase):
    def again(self, agent, scenario='single', kill=False):
        agent.stop(kill=kill)
        return Agent(scenario, folder=agent.folder)

    def test_what_was_pending_is_pending_and_nothing_is_offered_twice(self):
        with Agent('quiet') as agent:
            before = agent.pending()
            with self.again(agent, 'quiet') as later:
                self.assertEqual(later.pending(), before)

    def test_an_approval_before_a_kill_is_done_after_it_and_once(self):
        with Agent() as agent:
            body = json.dumps(decision(agent.task())).encode()
            self.assertEqual(agent.decide(body).status, 200)
            with self.again(agent, kill=True) as later:
                self.assertEqual(later.decide(body).status, 200)
                later.wait_for_status('t-1', 'completed')
                self.assertEqual(len(later.ledger()), 1)
                with self.again(later, kill=True) as last:
                    time.sleep(0.4)
                    self.assertEqual(last.decide(body).json['status'], 'completed')
                    self.assertEqual(len(last.ledger()), 1)
                    self.assertEqual(len(last.read('refunds.csv').splitlines()), 2)

    def test_a_deed_that_was_not_written_down_is_not_done_twice(self):
        with Agent() as agent:
            agent.decide(decision(agent.task()))
            agent.wait_for_status('t-1', 'completed')
            agent.stop(kill=True)
            journal = agent.folder / 'journal.jsonl'
            lines = journal.read_text().splitlines()
            journal.write_text('\n'.join(lines[:-1]) + '\n' + lines[-1][:20])
            with Agent(folder=agent.folder) as later:
                later.wait_for_status('t-1', 'completed')
                self.assertEqual(len(later.ledger()), 1)
                self.assertEqual(len(later.read('refunds.csv').splitlines()), 2)
                later.start('x-1')
                with self.again(later, kill=True) as last:
                    self.assertEqual(last.task('x-1')['status'], 'pending_approval')
                    self.assertEqual(last.task('t-1')['status'], 'completed')

    def test_modes_outlive_a_restart(self):
        with Agent() as agent:
            agent.ask('PUT', '/mode', {'mode': 'read_only', 'task_id': 't-1'})
            with self.again(agent) as later:
                self.assertEqual(later.get('/mode').json['mode'], 'read_only')


if __name__ == '__main__':
    # Inherited by the agents: a file that grows too big is an error to them, not their end.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    demo_agent.main()
