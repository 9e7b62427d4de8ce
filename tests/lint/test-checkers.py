#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checkers find what each sample does wrong, say exactly that, and exit with 1."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
CHECKERS = HERE.parent.parent / 'build-aux'


def run(checker, folder):
    return subprocess.run([sys.executable, str(CHECKERS / checker), str(folder)],
                          capture_output=True, text=True, check=False)


class CheckersTest(unittest.TestCase):
    def check_samples(self, kind, checker):
        samples = sorted((HERE / 'samples' / kind).iterdir())
        self.assertGreater(len(samples), 4)
        for sample in samples:
            with self.subTest(sample=sample.name), tempfile.TemporaryDirectory() as folder:
                # Away from the checkout, so that the checker sees files and not a repository.
                copy = pathlib.Path(folder) / 'sample'
                shutil.copytree(sample, copy)
                expected = (copy / 'expected').read_text(encoding='utf-8')
                (copy / 'expected').unlink()
                result = run(checker, copy)
                self.assertEqual(result.stdout, expected)
                self.assertEqual(result.returncode, 1)

    def test_rooms(self):
        self.check_samples('rooms', 'check-rooms')

    def test_source(self):
        self.check_samples('source', 'check-source')

    def test_a_clean_tree_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            src = pathlib.Path(folder) / 'src' / 'json'
            src.mkdir(parents=True)
            (src / 'csn-good.c').write_text(
                '/* SPDX-License-Identifier: GPL-3.0-or-later */\n#include <glib.h>\n',
                encoding='utf-8')
            self.assertEqual(run('check-rooms', src.parent).returncode, 0)
            self.assertEqual(run('check-source', folder).returncode, 0)


if __name__ == '__main__':
    unittest.main()
