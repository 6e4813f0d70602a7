"""Facts that Ansible gathered: from the setup module, its cache, or a callback's log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.ansible import hosts, wrappers
from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document

_MARKS = (b'"ansible_facts"', b'"ansible_distribution"', b'"ansible_all_ipv4_addresses"')
_LINE = re.compile(rb"^\S+ \| (?:SUCCESS|CHANGED|FAILED!?|UNREACHABLE!?) => \{")


def recognise(document: Document) -> bool:
    """Whether it holds results of Ansible's with facts in them."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _LINE.match(head):
        return True
    return head.startswith(b"{") and any(mark in head for mark in _MARKS)


def parse(document: Document) -> Iterator[Found]:
    """A record for each host whose facts there are; a note for each that did not answer."""
    for result in wrappers.results(document):
        yield hosts.found(result, document.name)
