"""Where in a file the facts are: Ansible's tools wrap them differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from grunnmur.collect import trees
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_LINE = re.compile(r"^(\S+) \| (SUCCESS|CHANGED|FAILED!?|UNREACHABLE!?) => (\{.*)$")


@dataclass(frozen=True, slots=True)
class Result:
    """What one host answered. `name` is its name in Ansible's inventory, where that is told."""

    name: str | None
    facts: Mapping[str, Any]
    failure: str | None = None
    line: int | None = None


def results(document: Document) -> Iterator[Result]:
    """One result a host. CollectError when there is nothing of the kind."""
    if not document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _lines(document)
        return
    tree = trees.json(document)
    if not isinstance(tree, dict):
        raise CollectError("json_not_an_object")
    if "plays" in tree:
        yield from _plays(tree)
    elif "ansible_facts" in tree or any(name.startswith("ansible_") for name in tree):
        yield _result(None, tree)
    else:
        for name, result in tree.items():
            yield _result(name, result if isinstance(result, dict) else {})


def _result(name: str | None, result: Mapping[str, Any]) -> Result:
    facts = result.get("ansible_facts", result)
    failed = result.get("unreachable") or result.get("failed")
    failure = trees.words(result.get("msg")) or "failed" if failed else None
    return Result(name, facts if isinstance(facts, dict) else {}, failure)


def _plays(tree: Mapping[str, Any]) -> Iterator[Result]:
    """The JSON callback: plays, tasks, hosts. Only tasks that gathered facts are about hosts."""
    for play in trees.objects(tree.get("plays")):
        for task in trees.objects(play.get("tasks")):
            answers = task.get("hosts")
            for name, result in answers.items() if isinstance(answers, dict) else ():
                if isinstance(result, dict) and (
                    result.get("ansible_facts") or result.get("unreachable")
                ):
                    yield _result(name, result)


def _lines(document: Document) -> Iterator[Result]:
    """What the command line prints: `host | SUCCESS => {` and an object, often over many lines."""
    block: list[str] = []
    start = 0
    for number, line in document.lines():
        if _LINE.match(line) and block:
            yield _block(block, start)
            block = []
        if not block:
            start = number
        if line.strip() or block:
            block.append(line)
    if block:
        yield _block(block, start)


def _block(lines: list[str], number: int) -> Result:
    match = _LINE.match(lines[0])
    if match is None:
        return Result(None, {}, "no result", number)
    try:
        tree = orjson.loads("\n".join((match[3], *lines[1:])))
    except orjson.JSONDecodeError as error:
        return Result(match[1], {}, str(error), number)
    found = _result(match[1], tree)
    failure = found.failure or (
        match[2] if match[2].startswith(("FAILED", "UNREACHABLE")) else None
    )
    return Result(found.name, found.facts, failure, number)
