# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares csn-calibration with the textbook on random cases.

Everything is computed from the definitions, with exact fractions where there are any: the Wilson
interval is found as what it is, the shares p with |seen - p| <= z * sqrt(p * (1 - p) / n), by
bisection and not by its closed form, and z comes from the normal distribution.
"""

import json
import math
import os
import random
import statistics
import subprocess
import sys
import unittest
from fractions import Fraction

PROBE = os.environ['CSN_CALIBRATION_PROBE']
SEED = int(os.environ.get('CSN_TEST_SEED', random.SystemRandom().randrange(2 ** 32)))
Z = statistics.NormalDist().inv_cdf(0.975)
RESULTS = ('right', 'failed', 'rejected', 'edited')


def interval(right, n):
    seen = right / n

    def fits(p):
        return abs(seen - p) <= Z * math.sqrt(p * (1 - p) / n)

    def edge(inside, outside):
        if fits(outside):
            return outside
        for _ in range(100):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if fits(middle) else (inside, middle)
        return inside
    # Near 0 and 1 the shares seen themselves fit only just; the middle is always inside.
    inside = (seen + Z * Z / (2 * n)) / (1 + Z * Z / n)
    return (edge(inside, 0.0) if right else 0.0), (edge(inside, 1.0) if right < n else 1.0)


def reference(cases):
    bins = [[] for _ in range(10)]
    for score, result in cases:
        bins[min(int(score * 10), 9)].append((score, result))
    brier = sum((score - (result == 'right')) ** 2 for score, result in cases) / len(cases)
    error = Fraction(0)
    rows = []
    for group in bins:
        n = len(group)
        right = sum(result == 'right' for _, result in group)
        row = {'n': n, 'right': right, 'said': 0.0, 'right_share': 0.0, 'low': 0.0, 'high': 1.0,
               'rejected': sum(result == 'rejected' for _, result in group),
               'edited': sum(result == 'edited' for _, result in group)}
        if n:
            said = sum(score for score, _ in group) / n
            error += abs(said - Fraction(right, n)) * n / len(cases)
            row['said'], row['right_share'] = float(said), right / n
            row['low'], row['high'] = interval(right, n)
        rows.append(row)
    return rows, float(brier), float(error)


def ranges(rows):
    marks = [0 if row['n'] < 10 or row['low'] <= row['said'] <= row['high']
             else 1 if row['said'] > row['high'] else -1 for row in rows]
    found = []
    for i, mark in enumerate(marks):
        if not mark:
            continue
        if found and found[-1]['last'] == i - 1 and found[-1]['over'] == (mark > 0):
            found[-1]['last'] = i
        else:
            found.append({'over': mark > 0, 'first': i, 'last': i})
    for entry in found:
        group = rows[entry['first']:entry['last'] + 1]
        entry['n'] = sum(row['n'] for row in group)
        entry['right'] = sum(row['right'] for row in group)
        entry['said'] = sum(row['said'] * row['n'] for row in group) / entry['n']
    return found


def random_cases(rand):
    """An agent with its own way of scoring: sharp or vague, over- or under-confident."""
    cases = []
    decimals = rand.choice((1, 2, 2, 3, 6))
    shift = rand.uniform(-0.5, 0.5)
    for _ in range(rand.choice((1, 2, 9, 10, 50, 1000, 5000))):
        score = Fraction(round(rand.random() ** rand.choice((0.3, 1, 2)) * 10 ** decimals),
                         10 ** decimals)
        right = rand.random() < min(max(float(score) + shift, 0), 1)
        cases.append((score, 'right' if right else rand.choice(RESULTS[1:])))
    return cases


class Calibration(unittest.TestCase):
    def compare(self, cases):
        text = ''.join(f'{float(score):.6f} {result}\n' for score, result in cases)
        ours = json.loads(subprocess.run([PROBE], input=text, capture_output=True, text=True,
                                         check=True).stdout)
        rows, brier, error = reference(cases)
        self.assertAlmostEqual(ours['brier'], brier, delta=1e-9)
        self.assertAlmostEqual(ours['expected_error'], error, delta=1e-12)
        for mine, theirs in zip(ours['bins'], rows):
            for key, value in theirs.items():
                self.assertAlmostEqual(mine[key], value, delta=1e-9, msg=key)
        expected = ranges(rows)
        self.assertEqual(len(ours['ranges']), len(expected))
        for mine, theirs in zip(ours['ranges'], expected):
            for key, value in theirs.items():
                self.assertAlmostEqual(mine[key], value, delta=1e-9, msg=key)

    def test_every_number_is_the_textbooks(self):
        rand = random.Random(SEED)
        for _ in range(25):
            self.compare(random_cases(rand))

    def test_bins_begin_at_their_tenth_and_the_last_holds_one(self):
        for tenths in range(11):
            for millionths in (tenths * 100000 - 1, tenths * 100000, tenths * 100000 + 1):
                if 0 <= millionths <= 1000000:
                    self.compare([(Fraction(millionths, 1000000), 'right')])


if __name__ == '__main__':
    print(f'# seed {SEED} (CSN_TEST_SEED repeats it)', file=sys.stderr)
    unittest.main(verbosity=2)
