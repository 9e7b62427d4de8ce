#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP server that answers with exactly the bytes it was told to, however wrong they are.

It listens on two loopback ports and prints them. Everything below /NAME/ plays the script NAME:

  POST /_add/NAME?match=GET+/tasks&then=close&delay=0   the body becomes the next answer to questions
        whose method and path (after /NAME) begin with MATCH; the last answer is repeated for ever.
        A body that does not begin with "HTTP/" is wrapped into a correct 200.
        then: close, hang (say no more, keep the connection), drip (one byte at a time),
        endless (repeat the last byte for ever), gzip-bomb (100 MiB of zeros, compressed)
  GET /_log/NAME       the questions so far, one JSON object a line
  GET /_strangers      how many connections the second port, which nobody should call, has seen
"""

import json
import socket
import sys
import threading
import time
import urllib.parse
import zlib

LIMIT = 60


class Script:
    def __init__(self):
        self.answers = {}
        self.log = []


class Server:
    def __init__(self):
        self.scripts = {}
        self.strangers = 0
        self.lock = threading.Lock()

    def script(self, name):
        with self.lock:
            return self.scripts.setdefault(name, Script())

    def next_answer(self, script, question):
        with self.lock:
            for match, answers in sorted(script.answers.items(), key=lambda item: -len(item[0])):
                if question.startswith(match):
                    return answers[0] if len(answers) == 1 else answers.pop(0)
        return None


def read_question(connection):
    data = b''
    while b'\r\n\r\n' not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, body = data.split(b'\r\n\r\n', 1)
    lines = head.decode('latin-1').split('\r\n')
    method, path, version = lines[0].split(' ')
    headers = {}
    for line in lines[1:]:
        key, value = line.split(':', 1)
        headers[key.strip().lower()] = value.strip()
    length = int(headers.get('content-length', 0))
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            return None
        body += piece
    return {'method': method, 'path': path, 'version': version, 'headers': headers, 'body': body}


def wrap(body, status='200 OK', extra=''):
    return (f'HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n'
            f'Connection: close\r\n{extra}\r\n').encode() + body


def gzip_bomb():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1024 * 1024)
    data = b''.join(packer.compress(zeros) for _ in range(100)) + packer.flush()
    return wrap(data, extra='Content-Encoding: gzip\r\n')


def wait_for_end(connection):
    connection.settimeout(LIMIT)
    while connection.recv(65536):
        pass


def play(connection, raw, then):
    if then == 'gzip-bomb':
        raw = gzip_bomb()
    if then == 'drip':
        for i in range(len(raw)):
            connection.sendall(raw[i:i + 1])
            time.sleep(0.05)
        return
    connection.sendall(raw)
    if then == 'hang':
        wait_for_end(connection)
    if then == 'endless':
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            connection.sendall(raw[-1:] * 65536)


def control(server, question):
    url = urllib.parse.urlsplit(question['path'])
    query = dict(urllib.parse.parse_qsl(url.query))
    if url.path == '/_strangers':
        return wrap(str(server.strangers).encode())
    name = url.path.split('/')[2]
    script = server.script(name)
    with server.lock:
        if url.path.startswith('/_log/'):
            return wrap('\n'.join(script.log).encode())
        answer = (question['body'], query.get('then', 'close'), int(query.get('delay', 0)))
        script.answers.setdefault(query['match'], []).append(answer)
    return wrap(b'{}')


def serve(server, connection):
    question = read_question(connection)
    if question is None:
        return
    if question['path'].startswith('/_'):
        connection.sendall(control(server, question))
        return
    name, _, rest = question['path'][1:].partition('/')
    script = server.script(name)
    with server.lock:
        script.log.append(json.dumps(dict(question, path='/' + rest, time=time.monotonic(),
                                          body=question['body'].decode('utf-8', 'replace'))))
    answer = server.next_answer(script, question['method'] + ' /' + rest)
    if answer is None:
        connection.sendall(wrap(b'{"error":"no such place"}', '404 Not Found'))
        return
    raw, then, delay = answer
    time.sleep(delay / 1000)
    play(connection, raw if raw.startswith(b'HTTP/') else wrap(raw), then)


def handle(server, connection):
    try:
        with connection:
            serve(server, connection)
    except OSError:
        pass


def listen(server, on_connection):
    listener = socket.create_server(('127.0.0.1', 0), backlog=100)

    def accept():
        while True:
            on_connection(server, listener.accept()[0])

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def on_question(server, connection):
    threading.Thread(target=handle, args=(server, connection), daemon=True).start()


def on_stranger(server, connection):
    server.strangers += 1
    connection.close()


def main():
    server = Server()
    print(listen(server, on_question), listen(server, on_stranger), flush=True)
    sys.stdin.read()  # until whoever started it is gone


main()
