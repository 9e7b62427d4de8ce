#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A collector that takes the log by HTTP, and misbehaves as told.

collector.py PORT FILE BEHAVIOUR...   with CSN_TEST_CERTIFICATE set it speaks TLS

Appends what it takes to FILE, one JSON object a line. Each BEHAVIOUR is for one request, in order;
after them it behaves. Prints its port, and at the end of each request what it did.
"""

import http.server
import json
import os
import ssl
import sys
import time

behaviours = sys.argv[3:]
log = open(sys.argv[2], 'ab', buffering=0)


def read_otlp(body):
    for resource in json.loads(body)['resourceLogs']:
        for scope in resource['scopeLogs']:
            for record in scope['logRecords']:
                yield record['body']['stringValue'].encode()


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def say(self, status, headers=(), body=b''):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def take(self, body):
        lines = list(read_otlp(body)) if self.path == '/v1/logs' else body.splitlines()
        for line in lines:
            log.write(line + b'\n')
        return len(lines)

    def do_POST(self):
        behaviour = behaviours.pop(0) if behaviours else 'take'
        length = int(self.headers['Content-Length'])
        token = os.environ.get('CSN_TEST_TOKEN')
        if behaviour == 'die':  # in the middle of a batch
            self.rfile.read(length // 2)
            self.connection.close()
            os._exit(1)
        body = self.rfile.read(length)
        if token is not None and self.headers['Authorization'] != 'Bearer ' + token:
            self.say(401)
        elif behaviour == 'take-and-hang-up':  # the log has it, the sender doesn't know
            self.take(body)
            self.close_connection = True
        elif behaviour == 'redirect':
            self.say(307, [('Location', '/elsewhere')])
        elif behaviour == 'partial':
            self.say(200, (), b'{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"no\\nroom"}}')
        elif behaviour.startswith('at-most-'):
            behaviours.insert(0, behaviour)
            if body.count(b'\n') > int(behaviour[8:]):
                self.say(413)
            else:
                self.take(body)
                self.say(200)
        elif behaviour.isdigit():
            self.say(int(behaviour), [('Retry-After', '1')])
        else:
            if behaviour == 'slow':
                time.sleep(2)
            self.take(body)
            self.say(200)


def main():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Collector)
    certificate = os.environ.get('CSN_TEST_CERTIFICATE')
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
