#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verifies a bundle of a Countersign audit log without any code of Countersign.

verify-bundle.py FOLDER

Needs nothing but Python; signatures are checked where the module "cryptography" or "nacl" is
installed. countersign-audit(7) describes the formats.

Exit status: 0 intact, 1 tampered with, 2 corrupt or unreadable, 3 unverifiable: there is no
signature, or nothing here that could check one.
"""

import base64
import binascii
import hashlib
import json
import re
import struct
import sys
from pathlib import Path

INTACT, TAMPERED, CORRUPT, UNVERIFIABLE = range(4)
NAMES = ['INTACT', 'TAMPERED', 'CORRUPT', 'UNVERIFIABLE']
FILES = {'records.jsonl', 'checkpoints.txt', 'pubkey.txt', 'manifest.json'}
SKELETON = re.compile(rb'\{"seq":(0|[1-9][0-9]*),"leaf":"([0-9a-f]{64})"\}')
PLACE = re.compile(rb'\{"v":1,"log_id":"([0-9a-f]{32})","seq":(0|[1-9][0-9]*),')
NOTE = re.compile(r'countersign/([0-9a-f]{32})\n'
                  r'(0|[1-9][0-9]*)\n'
                  r'([A-Za-z0-9+/]{43}=)\n'
                  r'ts ([0-9T:.-]+Z)\n'
                  r'min (0|[1-9][0-9]*) ([A-Za-z0-9+/]{43}=)\n'
                  r'prev ([A-Za-z0-9+/]{43}=)\n'
                  r'\n'
                  r'\u2014 ([0-9a-f]{32}) ([A-Za-z0-9+/]+=*)\n')
MAX_LINE = 64 * 1024
KEY_ID_BYTES = 4
ED25519 = b'\x01'


class Fault(Exception):
    """What is wrong, and what that makes of the bundle."""

    def __init__(self, verdict, message):
        super().__init__(message)
        self.verdict = verdict


def find_checker():
    """A function (key, signature, data) that tells whether the signature is good, or None."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        def check(key, signature, data):
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
                return True
            except (InvalidSignature, ValueError):
                return False
        return check
    except ImportError:
        pass
    try:
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey

        def check(key, signature, data):
            try:
                VerifyKey(key).verify(data, signature)
                return True
            except (CryptoError, ValueError):
                return False
        return check
    except ImportError:
        return None


def leaf_of(body):
    return hashlib.sha256(b'countersign.leaf.v1\0' + struct.pack('>Q', len(body)) + body).digest()


def chain_of(log_id, seq, previous, leaf):
    return hashlib.sha256(b'countersign.chain.v1\0' + log_id + struct.pack('>Q', seq) + previous
                          + leaf).digest()


def strict_object(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError('a member stands there twice')
    return dict(pairs)


def read_manifest(folder):
    found = {path.name for path in folder.iterdir()}
    if found - FILES:
        raise Fault(CORRUPT, f'{sorted(found - FILES)[0]!r} does not belong into a bundle')
    if FILES - found:
        raise Fault(CORRUPT, f'{sorted(FILES - found)[0]} is missing')
    try:
        manifest = json.loads((folder / 'manifest.json').read_bytes(),
                              object_pairs_hook=strict_object)
        if manifest['format'] != 'bundle' or manifest['file'] != 'records.jsonl':
            raise ValueError('it is that of something else')
        return {
            'log_id': bytes.fromhex(manifest['log_id']),
            'head': bytes.fromhex(manifest['head']),
            'n_read': int(manifest['n_read']),
            'base_seq': int(manifest['base']['seq']),
            'base_chain': bytes.fromhex(manifest['base']['chain']),
            'digests': {'records.jsonl': manifest['sha256'],
                        **{name: manifest['files'][name]['sha256']
                           for name in ('checkpoints.txt', 'pubkey.txt')}},
        }
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Fault(CORRUPT, f'manifest.json is damaged: {error}') from None


def read_note(text, log_id, number):
    match = NOTE.fullmatch(text)
    if not match:
        raise Fault(TAMPERED, f'checkpoint {number} is no signed note')
    name, count, head, _, min_seq, min_chain, previous, signer, signature = match.groups()
    try:
        sealed = base64.b64decode(signature, validate=True)
    except binascii.Error:
        sealed = b''
    if name != log_id.hex() or signer != name or len(sealed) != KEY_ID_BYTES + 64:
        raise Fault(TAMPERED, f'checkpoint {number} is not of this log')
    return {
        'count': int(count), 'head': base64.b64decode(head), 'min_seq': int(min_seq),
        'min_chain': base64.b64decode(min_chain), 'previous': base64.b64decode(previous),
        'key_id': sealed[:KEY_ID_BYTES], 'signature': sealed[KEY_ID_BYTES:],
        'signed': text[:text.index('\n\n') + 1].encode(),
        'digest': hashlib.sha256(text.encode()).digest(),
    }


def split_notes(text):
    """A note ends with its signature; an empty line stands between two."""
    notes = []
    lines = text.splitlines(keepends=True)
    while lines:
        end = next((i for i, line in enumerate(lines) if line.startswith('\u2014 ')), None)
        if end is None:
            raise Fault(TAMPERED, 'checkpoints.txt ends without a signature')
        notes.append(''.join(lines[:end + 1]))
        lines = lines[end + 1:]
        if lines and (lines.pop(0) != '\n' or not lines):
            raise Fault(TAMPERED, f'there is something between checkpoints {len(notes)} and '
                        f'{len(notes) + 1}')
    return notes


def read_notes(folder, manifest):
    try:
        text = (folder / 'checkpoints.txt').read_bytes().decode()
    except UnicodeDecodeError:
        raise Fault(CORRUPT, 'checkpoints.txt is not text') from None
    notes = [read_note(note, manifest['log_id'], number)
             for number, note in enumerate(split_notes(text), 1)]
    for number, (before, note) in enumerate(zip(notes, notes[1:]), 2):
        if note['previous'] != before['digest']:
            raise Fault(TAMPERED, f'checkpoint {number} does not follow from the one before')
        if note['count'] <= before['count']:
            raise Fault(TAMPERED, f'checkpoint {number} is out of order')
    if notes and notes[0]['min_seq'] == 0 and manifest['base_seq'] == 0 and any(
            notes[0]['previous']):
        raise Fault(TAMPERED, 'the first checkpoint names one before it')
    if notes and (notes[-1]['min_seq'], notes[-1]['min_chain']) != (manifest['base_seq'],
                                                                    manifest['base_chain']):
        raise Fault(TAMPERED, 'the manifest and the newest checkpoint differ about the begin')
    return notes


def read_keys(folder, log_id):
    """The steps of the keys' history: since which event, and the key or None."""
    steps = []
    for line in (folder / 'pubkey.txt').read_bytes().splitlines():
        match = re.fullmatch(rb'(0|[1-9][0-9]*) (?:-|([0-9a-f]{32})\+([0-9a-f]{8})\+(\S+))', line)
        if not match or (match[2] and match[2] != log_id.hex().encode()):
            raise Fault(TAMPERED, 'pubkey.txt is damaged, or of another log')
        key = None
        if match[2]:
            try:
                key = base64.b64decode(match[4], validate=True)
            except binascii.Error:
                key = b''
            if len(key) != 33 or key[:1] != ED25519 or key_id(log_id, key[1:]).hex() != (
                    match[3].decode()):
                raise Fault(TAMPERED, 'pubkey.txt has a key that is none')
            key = key[1:]
        steps.append((int(match[1]), key))
    return steps


def key_id(log_id, key):
    return hashlib.sha256(log_id.hex().encode() + b'\n' + ED25519 + key).digest()[:KEY_ID_BYTES]


def check_signatures(notes, steps, log_id, check):
    for number, note in enumerate(notes, 1):
        key = None
        for since, step in steps:
            if since < note['count']:
                key = step
        if key is None or note['key_id'] != key_id(log_id, key):
            raise Fault(TAMPERED, f'checkpoint {number} is signed by another key')
        if check is not None and not check(key, note['signature'], note['signed']):
            raise Fault(TAMPERED, f'checkpoint {number} has a bad signature')


def read_lines(path):
    with path.open('rb') as file:
        while line := file.readline(MAX_LINE + 2):
            if not line.endswith(b'\n'):
                raise Fault(CORRUPT, f'a line of {path.name} is cut off or too long')
            yield line[:-1]


def get_leaf(line, seq, log_id):
    skeleton = SKELETON.fullmatch(line)
    if skeleton:
        claimed, leaf = int(skeleton[1]), bytes.fromhex(skeleton[2].decode())
    else:
        place = PLACE.match(line)
        if not place or place[1].decode() != log_id.hex():
            raise Fault(TAMPERED, f'event {seq} is not an event of this log')
        claimed, leaf = int(place[2]), leaf_of(line)
        check_body(line, seq)
    if claimed != seq:
        kind = 'missing' if claimed > seq else 'inserted'
        raise Fault(TAMPERED, f'event {seq}: {kind}, there is event {claimed} in its place')
    return leaf


def check_body(line, seq):
    try:
        json.loads(line, object_pairs_hook=strict_object)
    except (ValueError, RecursionError):
        raise Fault(TAMPERED, f'event {seq} was altered: it is not JSON') from None


def follow_chain(folder, manifest, notes):
    """The last chain value, and how many events there are."""
    log_id = manifest['log_id']
    heads = {note['count']: note['head'] for note in notes}
    seq, chain, sealed = manifest['base_seq'], manifest['base_chain'], manifest['base_seq']
    for line in read_lines(folder / 'records.jsonl'):
        chain = chain_of(log_id, seq, chain, get_leaf(line, seq, log_id))
        seq += 1
        head = heads.pop(seq, None)
        if head is not None and head != chain:
            raise Fault(TAMPERED, f'altered: one of the events {sealed} to {seq - 1}')
        if head is not None:
            sealed = seq
    left = [count for count in heads if count > manifest['base_seq']]
    if left:
        raise Fault(TAMPERED, f'missing: there were {max(left)} events')
    if chain != manifest['head']:
        raise Fault(TAMPERED, f'altered: one of the events {sealed} to {seq - 1}')
    if seq - manifest['base_seq'] != manifest['n_read']:
        raise Fault(CORRUPT, 'the manifest has another number of events')
    return chain, seq, sealed


def check_digests(folder, manifest):
    for name, expected in manifest['digests'].items():
        digest = hashlib.sha256()
        with (folder / name).open('rb') as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise Fault(CORRUPT, f'{name} is not the file that the manifest names')


def verify(folder):
    check = find_checker()
    manifest = read_manifest(folder)
    notes = read_notes(folder, manifest)
    steps = read_keys(folder, manifest['log_id'])
    chain, end, sealed = follow_chain(folder, manifest, notes)
    check_signatures(notes, steps, manifest['log_id'], check)
    check_digests(folder, manifest)
    print(f'Events        {end - manifest["base_seq"]}')
    print(f'Checkpoints   {len(notes)}')
    print(f'Last chain    {chain.hex()}')
    if not notes:
        print('Signatures    none: whoever could write the bundle could have written all of it')
        return UNVERIFIABLE
    if check is None:
        print('Signatures    not checked: install the Python module cryptography or nacl')
        return UNVERIFIABLE
    print(f'Signatures    good, up to event {sealed - 1}')
    print('              Compare the newest key with one that you got elsewhere:')
    print(f'              {(folder / "pubkey.txt").read_text().splitlines()[-1]}')
    return INTACT if sealed == end else UNVERIFIABLE


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith('-'):
        print(__doc__.strip())
        return CORRUPT if len(sys.argv) != 2 else 0
    try:
        verdict = verify(Path(sys.argv[1]))
    except Fault as fault:
        print(f'Fault         {fault}')
        verdict = fault.verdict
    except OSError as error:
        print(f'Fault         {error}')
        verdict = CORRUPT
    print(f'Integrity     {NAMES[verdict]}')
    return verdict


if __name__ == '__main__':
    sys.exit(main())
