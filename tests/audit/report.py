# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the report for people with Python's own HTML reader."""

from html.parser import HTMLParser

TAGS = set('html head meta title style body h1 h2 p div ul li b br em span code table thead tbody tr '
           'th td footer'.split())
ATTRIBUTES = {'lang', 'charset', 'http-equiv', 'content', 'name', 'class'}
VOID = {'meta', 'br'}


class Page(HTMLParser):
    """What tags and attributes there are, and the cells of every row of a table."""

    def __init__(self):
        super().__init__()
        self.tags = set()
        self.attributes = set()
        self.open = []
        self.rows = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == 'tr':
            self.rows.append([])
        if tag in ('td', 'th'):
            self.rows[-1].append('')

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if 'td' in self.open or 'th' in self.open:
            self.rows[-1][-1] += data


def read(text):
    assert text.startswith('<!doctype html>\n')
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open
    return page
