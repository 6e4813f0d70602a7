"""Rule sets as `nft list ruleset` prints them and people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.document import Document
from grunnmur.collect.nftables.ruleset import (
    TRANSLATE,
    UNREAD,
    Chain,
    Ruleset,
    Table,
    priority,
)
from grunnmur.collect.nftables.statements import listed, mapped, statements
from grunnmur.collect.nftables.words import Words

_TOKEN = re.compile(r'"[^"]*"|[{}();,=]|!=|[<>]=?|[^\s{}();,=!<>"]+|!')
_FAMILIES = frozenset(("ip", "ip6", "inet", "arp", "bridge", "netdev"))
_BLOCKS = frozenset(("chain", "set", "map"))
_CLEARING = frozenset(("flush", "delete", "destroy", "reset", "list"))
"""Commands that write no rule: a file begins with them."""


def read(document: Document) -> Ruleset:
    """The document's rule set. A rule that cannot be read is kept as unread and the rest goes on."""
    found = Ruleset()
    variables: dict[str, list[tuple[str, int]]] = {}
    words = Words(list(_words(document)))
    try:
        _read(words, found, variables)
    except ValueError as error:
        found.cut = str(error)
    return found


def _read(words: Words, found: Ruleset, variables: dict[str, list[tuple[str, int]]]) -> None:
    while words:
        line, word = words.line, words.take()
        if word == "table":
            _table(words, found, variables)
        elif word == "define":
            name = words.take()
            words.take()
            variables[f"${name}"] = words.until(";")
        elif word != ";":
            said = words.until(";")
            if word not in _CLEARING and not _taken(word, _substituted(said, variables), found):
                found.unread.append((line, _text(word, said)))


def _words(document: Document) -> Iterator[tuple[str, int]]:
    for number, line in document.lines():
        text = re.sub(r'("[^"]*")|#.*', lambda quoted: quoted[1] or "", line)
        yield from ((token[0], number) for token in _TOKEN.finditer(text))
        if not text.rstrip().endswith("\\"):
            yield ";", number


def _table(words: Words, found: Ruleset, variables: dict[str, list[tuple[str, int]]]) -> None:
    table = found.table(*_named(words))
    while words.peek() == ";":
        words.take()
    if words.peek() != "{":  # named so that it is there to be deleted
        return
    words.take()
    while words and words.peek() != "}":
        word = words.take()
        if word in _BLOCKS:
            own = [part for part, _ in words.until("{")]
            inside = _substituted(words.until("}"), variables)
            words.take()
            _block(word, own[0] if own else "", inside, table, found)
        elif word == "include":
            found.unread.append((words.line, _text(word, words.until(";"))))
        elif word == "{":
            words.until("}")
            words.take()
    if words:
        words.take()


def _named(words: Words) -> tuple[str, str]:
    """The family and the name of the table that is named here."""
    first = words.take()
    return (first, words.take()) if first in _FAMILIES else ("ip", first)


def _text(word: str, more: list[tuple[str, int]]) -> str:
    return " ".join((word, *(one for one, _ in more)))


def _taken(command: str, words: Words, found: Ruleset) -> bool:
    try:
        return _command(command, words, found)
    except ValueError:
        return False


def _command(command: str, words: Words, found: Ruleset) -> bool:
    """Takes `add rule …`, `insert rule …`, `add element …` and the like; False for what is none of them."""
    kind = words.take() if words else ""
    if command not in ("add", "insert", "create") or kind not in (
        "rule",
        "element",
        "table",
        *_BLOCKS,
    ):
        return False
    table = found.table(*_named(words))
    if kind == "table":
        return True
    name = words.take()
    if kind == "rule":
        return _rule_added(name, words, table, found, first=command == "insert")
    if kind == "element":
        _added(name, words, table)
    elif words:
        words.take()
        _block(kind, name, Words(words.until("}")), table, found)
    return True


def _rule_added(name: str, words: Words, table: Table, found: Ruleset, *, first: bool) -> bool:
    """A rule written behind the others of its chain, or before them; False where only the kernel knows its place."""
    chain = table.chains.setdefault(name, Chain())
    if words.peek() in ("position", "handle", "index"):
        chain.rules.insert(0, UNREAD)
        return False
    line, rule = words.line, words.until(";")
    if rule:
        _line(rule, line, chain, table, found)
        if first:
            chain.rules.insert(0, chain.rules.pop())
    return True


def _added(name: str, words: Words, table: Table) -> None:
    """Elements of a set or a map that are written apart from it."""
    more = listed(words)
    if name in table.maps:
        table.maps[name] = (*(table.maps[name] or ()), *mapped(more))
    else:
        table.sets[name] = (*(table.sets.get(name) or ()), *(one for one, _ in more))


def _substituted(
    words: list[tuple[str, int]], variables: dict[str, list[tuple[str, int]]]
) -> Words:
    return Words([one for word in words for one in variables.get(word[0], [word])])


def _block(kind: str, name: str, words: Words, table: Table, found: Ruleset) -> None:
    if kind == "chain":
        chain = table.chains.setdefault(name, Chain())
        while words:
            line, rule = words.line, words.until(";")
            if rule:
                _line(rule, line, chain, table, found)
        return
    held = None
    while words:
        if words.take() == "elements":
            words.take()
            held = listed(words)
    if kind == "set":
        table.sets[name] = None if held is None else tuple(one for one, _ in held)
    else:
        table.maps[name] = None if held is None else mapped(held)


def _line(
    rule: list[tuple[str, int]], line: int, chain: Chain, table: Table, found: Ruleset
) -> None:
    """Takes a line of a chain: what the chain is, or a rule."""
    words = [word for word, _ in rule]
    if words[0] == "type" and "hook" in words:
        at, last = words.index("hook"), words.index("priority")
        chain.kind, chain.hook = words[1], words[at + 1]
        try:
            chain.priority = priority(" ".join(words[last + 1 :]))
        except ValueError:
            chain.priority = 0
    elif words[0] == "policy" and len(words) > 1:
        chain.policy = words[1]
    elif words[0] not in ("comment", "flags", "devices"):
        try:
            if words[0] == "include":
                raise ValueError(words[0])
            chain.rules.append(statements(Words(rule)))
            found.rows += 1
            found.translating.update(word for word in words if word in TRANSLATE)
        except (ValueError, IndexError):
            chain.rules.append(UNREAD)
            found.unread.append((line, " ".join(words)))
