#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, with the real programs on a real desktop, as a person would do it."""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from desktop import Desktop, wait_for  # noqa: E402


def choose(button):
    """Which line tests/lib/choose-action takes from the notification server's menu."""
    (pathlib.Path(os.environ['CSN_SESSION_DIR']) / 'choice').write_text(button, encoding='utf-8')


def notifications():
    out = subprocess.run(['dunstctl', 'count', 'displayed'], capture_output=True, text=True,
                         timeout=10, check=True)
    return int(out.stdout)


def open_menu():
    subprocess.run(['dunstctl', 'context'], timeout=10, check=True)


class EndToEndTest(unittest.TestCase):
    def setUp(self):
        self.desktop = None

    def desk(self, scenario):
        self.desktop = Desktop(scenario)
        self.addCleanup(self.leave)
        return self.desktop

    def leave(self):
        self.desktop.__exit__(None if self._outcome.success else AssertionError, None, None)

    def waiting(self, program, task):
        """The request of a task, once the inbox has it."""
        return wait_for(f'request {task}', lambda: next(
            (r for r in program.requests() if r['task_id'] == task), None))

    def approve_in_window(self, program):
        program.open_row('Refund')
        card = program.find('filler', 'Request')
        wait_for('the action on the card', lambda: '1182' in program.words(card))
        program.press('push button', 'Approve', 30)

    def wait_for_deeds(self, count):
        wait_for('the agent to act', lambda: len(self.desktop.agent.deeds()) >= count)
        # Twice would come soon after once.
        time.sleep(2)
        self.assertEqual(len(self.desktop.agent.deeds()), count)

    def wait_for_event(self, program, kind, count=1):
        wait_for(f'event {kind}', lambda: len(program.events(kind)) >= count, 30)
        self.assertEqual(len(program.events(kind)), count)

    def verify(self, program):
        path = self.desktop.folder / 'data/countersign.db'
        self.assertEqual(program.ctl('audit', 'verify', path).returncode, 0)

    def test_open_read_approve_and_the_agent_acts(self):
        desk = self.desk('single')
        program = desk.start()
        program.connect(desk.agent)
        self.waiting(program, 't-1')
        self.approve_in_window(program)
        self.wait_for_deeds(1)
        self.wait_for_event(program, 'outcome')
        approved, = program.events('approved')
        self.assertEqual(approved['actor']['kind'], 'human')
        self.assertEqual(approved['actor']['via'], 'window')
        self.assertGreater(approved['latency_ms'], 0)
        self.verify(program)

    def test_reject_from_a_notification_with_the_window_closed(self):
        desk = self.desk('single')
        program = desk.start('--gapplication-service')
        program.connect(desk.agent)
        request = self.waiting(program, 't-1')
        wait_for('the notification', lambda: notifications() == 1)
        self.assertEqual(list(program.find_all('frame')), [])
        choose('#Reject')
        open_menu()
        self.wait_for_event(program, 'rejected')
        rejected, = program.events('rejected')
        self.assertEqual(rejected['actor']['via'], 'notification')
        self.assertEqual(rejected['request_id'], request['id'])
        self.wait_for_event(program, 'delivered')
        wait_for('the notification to go', lambda: notifications() == 0)
        self.assertEqual(desk.agent.deeds(), [])
        self.verify(program)

    def decide_while_the_agent_is_silent(self, desk):
        program = desk.start()
        program.connect(desk.agent)
        self.waiting(program, 't-1')
        desk.agent.freeze()
        self.approve_in_window(program)
        self.wait_for_event(program, 'approved')
        self.assertEqual(desk.agent.deeds(), [])
        return program

    def go_on(self, desk):
        program = desk.start('--gapplication-service')
        desk.agent.thaw()
        self.wait_for_deeds(1)
        self.wait_for_event(program, 'outcome')
        self.assertEqual(len(program.events('approved')), 1)
        self.assertEqual(len(program.events('delivered')), 1)
        self.verify(program)

    def test_quit_between_decision_and_delivery(self):
        desk = self.desk('single')
        program = self.decide_while_the_agent_is_silent(desk)
        program.quit()
        self.go_on(desk)

    def test_kill_between_decision_and_delivery(self):
        desk = self.desk('single')
        program = self.decide_while_the_agent_is_silent(desk)
        program.end(signal.SIGKILL)
        self.go_on(desk)

    def test_no_action_that_any_process_may_run_decides(self):
        """Everything that GtkApplication exports is activated by a stranger; nothing is decided."""
        desk = self.desk('pair')
        program = desk.start()
        program.connect(desk.agent)
        self.waiting(program, 't-1')
        self.waiting(program, 't-2')
        self.assertGreater(program.activate_every_exported_action(except_for={'quit'}), 0)
        time.sleep(2)
        decided = program.events('approved', 'edited', 'rejected', 'responded', 'timeout',
                                 'handed_back')
        self.assertEqual(decided, [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
