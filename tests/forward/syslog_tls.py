#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes syslog over TLS as RFC 5425 has it: syslog_tls.py PORT FILE CERTIFICATE. Prints its port.

Appends the message of each to FILE, one a line, before it ends its side of a connection.
"""

import socket
import ssl
import sys


def split(data):
    while data:
        length, _, data = data.partition(b' ')
        yield data[:int(length)]
        data = data[int(length):]


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3])
    listener = socket.create_server(('127.0.0.1', int(sys.argv[1])))
    print(listener.getsockname()[1], flush=True)
    with open(sys.argv[2], 'ab', buffering=0) as log:
        while True:
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as secure:
                    data = b''.join(iter(lambda: secure.recv(65536), b''))
                    for message in split(data):
                        log.write(message[message.index(b'] {"v"') + 2:] + b'\n')
                    secure.unwrap()
            except OSError as error:
                print(error, file=sys.stderr)


main()
