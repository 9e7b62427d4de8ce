# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop for the end-to-end tests: the real programs, driven as a person would.

Runs inside build-aux/virtual-session: a display, a session bus, a notification server, a keyring and
the accessibility bus are there. Every wait is bounded.
"""

import json
import os
import pathlib
import signal
import shutil
import subprocess
import tempfile
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APP_ID = 'io.github.countersign.Countersign'
BUILD = pathlib.Path(os.environ['CSN_BUILD_DIR'])
TOKEN = 'end-to-end-token'
# Newer versions of GTK and the accessibility bus say these differently.
ROLES = {
    'push button': ('push button', 'button'),
    'filler': ('filler', 'panel', 'generic', 'grouping'),
}


def wait_for(what, check, seconds=20):
    """Waits until check() gives something true, and gives that."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f'{what}: did not happen within {seconds} s')
        time.sleep(0.05)


class Program:
    """One process that is ended by its id."""

    def __init__(self, *command, log, **kwargs):
        self.log = open(log, 'ab')
        self.process = subprocess.Popen([str(part) for part in command], stdout=self.log,
                                        stderr=subprocess.STDOUT, **kwargs)

    def end(self, sig=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(sig)
            if sig == signal.SIGTERM:
                self.process.send_signal(signal.SIGCONT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
                raise AssertionError('the program did not end when asked')
        self.log.close()


class Agent(Program):
    """countersign-demo-agent on a free loopback port."""

    def __init__(self, folder, scenario):
        self.folder = folder / 'agents'
        self.output = folder / 'agent.log'
        self.output.write_bytes(b'')
        super().__init__(BUILD / 'src/demo/countersign-demo-agent', '--port', '0', '--token', TOKEN,
                         '--scenario', scenario, '--folder', self.folder, log=self.output)
        self.url = wait_for('the sample agent', self.read_url)

    def read_url(self):
        for line in self.output.read_text().splitlines():
            if line.startswith('listening on '):
                return line.split(' ', 2)[2]
        return None

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)

    def deeds(self):
        """What the agents did, one object a deed."""
        ledger = self.folder / 'ledger.jsonl'
        if not ledger.exists():
            return []
        return [json.loads(line) for line in ledger.read_text().splitlines()]


class Countersign(Program):
    """The program, its window, and its command line."""

    def __init__(self, folder, *args):
        self.folder = folder
        super().__init__(BUILD / 'src/ui/countersign', '--data-dir', folder / 'data', *args,
                         log=folder / 'countersign.log')
        wait_for('the service', self.answers)

    @staticmethod
    def ctl(*args, stdin=None, check=True):
        result = subprocess.run([str(BUILD / 'src/cli/countersignctl'), *map(str, args)], input=stdin,
                                capture_output=True, text=True, timeout=60, check=False)
        if check and result.returncode != 0:
            raise AssertionError(f'countersignctl {args}: {result.returncode}: {result.stderr}')
        return result

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError('countersign ended: ' + (self.folder / 'countersign.log').read_text())
        return self.ctl('status', '--json', check=False).returncode == 0

    def connect(self, agent):
        self.ctl('source', 'add', 'demo', agent.url, '--token-stdin', stdin=TOKEN)

    def requests(self):
        return json.loads(self.ctl('list', '--json').stdout)

    def quit(self):
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(APP_ID, '/' + APP_ID.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                      GLib.Variant('(sava{sv})', ('quit', [], {})), None, 0, 5000)
        self.process.wait(20)
        self.log.close()

    def events(self, *types):
        """The audit log as exported by the command line, without the process."""
        out = self.folder / f'export-{time.monotonic_ns()}.jsonl'
        self.ctl('audit', 'export', '--database', self.folder / 'data/countersign.db', '--format',
                 'jsonl', '--output', out)
        events = [json.loads(line) for line in out.read_text().splitlines()]
        return [event for event in events if not types or event['event_type'] in types]

    def activate_every_exported_action(self, except_for=()):
        """Does what any process of the session can do; gives how many actions it found."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        base = '/' + APP_ID.replace('.', '/')
        count = 0
        for path in [base] + [f'{base}/window/{i}' for i in range(1, 10)]:
            try:
                names, = bus.call_sync(APP_ID, path, 'org.gtk.Actions', 'List', None, None, 0,
                                       5000).unpack()
            except GLib.Error:
                continue
            for name in names:
                if name in except_for:
                    continue
                enabled, kind, _ = bus.call_sync(
                    APP_ID, path, 'org.gtk.Actions', 'Describe', GLib.Variant('(s)', (name,)),
                    None, 0, 5000).unpack()[0]
                arguments = [GLib.Variant(kind, '')] if kind == 's' else []
                if enabled and kind in ('', 's'):
                    bus.call_sync(APP_ID, path, 'org.gtk.Actions', 'Activate',
                                  GLib.Variant('(sava{sv})', (name, arguments, {})), None, 0, 5000)
                    count += 1
        return count

    # The window, through the accessibility bus.

    @staticmethod
    def application():
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() in ('countersign', 'Countersign'):
                return child
        return None

    @classmethod
    def find_all(cls, role=None, name=None, root=None):
        stack = [root or cls.application()]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            try:
                if (role is None or node.get_role_name() in ROLES.get(role, (role,))) and \
                        (name is None or name == node.get_name() or
                         hasattr(name, 'search') and name.search(node.get_name() or '')):
                    yield node
                stack.extend(node.get_child_at_index(i)
                             for i in reversed(range(node.get_child_count())))
            except GLib.Error:
                continue

    def find(self, role, name, seconds=20):
        return wait_for(f'{role} "{name}"', lambda: next(self.find_all(role, name), None), seconds)

    @staticmethod
    def has_state(node, state):
        try:
            return node.get_state_set().contains(state)
        except GLib.Error:
            return False

    @classmethod
    def words(cls, root=None):
        """Every text that a screen reader would read below a node, as one string."""
        found = []
        for node in cls.find_all(root=root):
            try:
                text = node.get_text_iface()
                found.append(Atspi.Text.get_text(text, 0, -1) if text else node.get_name() or '')
            except GLib.Error:
                continue
        return '\n'.join(found)

    def focus_window(self):
        """Does what a window manager does when somebody clicks a window."""
        subprocess.run(['xdotool', 'search', '--sync', '--onlyvisible', '--class', 'countersign',
                        'windowfocus', '--sync'], timeout=20, check=True, stdout=subprocess.DEVNULL)

    def open_row(self, words):
        """Opens the row of the inbox that says something, with the keyboard."""
        def row():
            inbox = next(self.find_all('list', 'Requests'), None)
            for item in self.find_all('list item', root=inbox) if inbox else ():
                if words in self.words(item):
                    return item
            return None
        self.focus_window()
        wait_for(f'a row that says "{words}"', row)
        self.key('j')

    @staticmethod
    def key(name):
        subprocess.run(['xdotool', 'key', name], timeout=20, check=True)

    def press(self, role, name, seconds=20):
        """Presses a button once it is visible and sensitive."""
        def ready():
            for node in self.find_all(role, name):
                if self.has_state(node, Atspi.StateType.SENSITIVE) and \
                        self.has_state(node, Atspi.StateType.VISIBLE):
                    return node
            return None
        node = wait_for(f'a ready {role} "{name}"', ready, seconds)
        assert node.do_action(0), f'{name} has no action'


class Desktop:
    """A folder, sample agents and the program, all ended at the end."""

    def __init__(self, scenario):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='csn-e2e-'))
        os.environ['XDG_CONFIG_HOME'] = str(self.folder / 'config')
        os.environ['XDG_DATA_HOME'] = str(self.folder / 'home')
        os.environ['GSETTINGS_BACKEND'] = 'keyfile'
        (self.folder / 'data').mkdir(mode=0o700)
        self.set('accept-unknown-presence', 'true')
        # What a killed program left on the screen.
        subprocess.run(['dunstctl', 'close-all'], check=True, timeout=20)
        self.agent = Agent(self.folder, scenario)
        self.program = None

    @staticmethod
    def set(key, value):
        subprocess.run(['gsettings', 'set', APP_ID, key, value], check=True, timeout=20)

    def start(self, *args):
        self.program = Countersign(self.folder, *args)
        return self.program

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            print((self.folder / 'agent.log').read_text())
            if (self.folder / 'countersign.log').exists():
                print((self.folder / 'countersign.log').read_text())
        if self.program is not None:
            self.program.end()
        self.agent.thaw()
        self.agent.end()
        shutil.rmtree(self.folder)
