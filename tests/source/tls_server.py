#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers over TLS with each certificate of tls/ named as an argument, each on a port of its own.

Prints the ports. An answer is an empty list of tasks that also says which protocol the handshake
chose out of HTTP/2 and HTTP/1.1.
"""

import pathlib
import socket
import ssl
import sys
import threading

FOLDER = pathlib.Path(__file__).parent / 'tls'


def answer(connection, context):
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            body = '{"tasks":[],"protocol":"%s"}' % secure.selected_alpn_protocol()
            secure.sendall(f'HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n'
                           f'Connection: close\r\n\r\n{body}'.encode())
    except OSError:
        pass


def listen(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / (name + '.pem'))
    context.set_alpn_protocols(['h2', 'http/1.1'])
    listener = socket.create_server(('127.0.0.1', 0))

    def accept():
        while True:
            threading.Thread(target=answer, args=(listener.accept()[0], context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    print(*[listen(name) for name in sys.argv[1:]], flush=True)
    sys.stdin.read()  # until whoever started it is gone


main()
