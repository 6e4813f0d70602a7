"""Rule sets as `nft list ruleset` prints them and people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.document import Document
from grunnmur.collect.nftables.ruleset import (
    TRANSLATE,
    Chain,
    Choice,
    Element,
    Ruleset,
    Statement,
    Table,
    Test,
    Unclear,
    Verdict,
    Written,
    priority,
)

_TOKEN = re.compile(r'"[^"]*"|[{}();,=]|!=|[<>]=?|[^\s{}();,=!<>"]+|!')
_VERDICTS = frozenset(("accept", "drop", "return", "continue", "jump", "goto", "reject", "queue"))
_PAIRED = frozenset((
    "ip", "ip6", "tcp", "udp", "th", "sctp", "dccp", "udplite", "icmp", "icmpv6", "ct", "meta", "ether", "vlan", "arp",
    "rt", "ah", "esp", "comp",
))  # fmt: skip
_ALONE = frozenset((
    "iif", "iifname", "oif", "oifname", "mark", "skuid", "skgid", "l4proto", "nfproto", "protocol", "iiftype",
    "oiftype", "iifgroup", "oifgroup", "pkttype", "cpu", "length", "priority",
))  # fmt: skip
_QUIET = {"counter": 4, "log": 99, "comment": 1, "notrack": 0, "nftrace": 2, "audit": 0}
"""Statements that decide nothing, with how many words of theirs follow at most."""
_OF_QUIET = frozenset(
    ("packets", "bytes", "name", "prefix", "level", "flags", "group", "snaplen", "queue-threshold", "all", "set")
)  # fmt: skip
_OF_ELEMENT = frozenset(("timeout", "expires", "counter", "comment"))


class _Words:
    """Words of a rule set, with the line each stands in."""

    def __init__(self, words: list[tuple[str, int]]) -> None:
        self._words = words
        self.place = 0

    def __bool__(self) -> bool:
        return self.place < len(self._words)

    @property
    def line(self) -> int:
        return self._words[min(self.place, len(self._words) - 1)][1]

    def peek(self) -> str:
        """The next word, "" at the end."""
        return self._words[self.place][0] if self else ""

    def take(self) -> str:
        """The next word. ValueError at the end."""
        if not self:
            raise ValueError("the rule set ends too early")
        self.place += 1
        return self._words[self.place - 1][0]

    def until(self, *ends: str) -> list[tuple[str, int]]:
        """The words up to one of these outside all braces, which is taken too."""
        found, depth = [], 0
        while self:
            word = self._words[self.place]
            self.place += 1
            if depth == 0 and word[0] in ends:
                break
            depth += {"{": 1, "}": -1}.get(word[0], 0)
            if depth < 0:
                self.place -= 1
                break
            found.append(word)
        return found


def read(document: Document) -> Ruleset:
    """The document's rule set. A rule that cannot be read is kept as unread and the rest goes on."""
    found = Ruleset()
    variables: dict[str, list[tuple[str, int]]] = {}
    words = _Words(list(_words(document)))
    try:
        _read(words, found, variables)
    except ValueError as error:
        found.cut = str(error)
    return found


def _read(words: _Words, found: Ruleset, variables: dict[str, list[tuple[str, int]]]) -> None:
    while words:
        word = words.take()
        if word == "table":
            _table(words, found, variables)
        elif word == "define":
            name = words.take()
            words.take()
            variables[f"${name}"] = words.until(";")
        elif word != ";":
            words.until(";")


def _words(document: Document) -> Iterator[tuple[str, int]]:
    for number, line in document.lines():
        text = re.sub(r'("[^"]*")|#.*', lambda quoted: quoted[1] or "", line)
        yield from ((token[0], number) for token in _TOKEN.finditer(text))
        if not text.rstrip().endswith("\\"):
            yield ";", number


def _table(words: _Words, found: Ruleset, variables: dict[str, list[tuple[str, int]]]) -> None:
    named = [word for word, _ in words.until("{")]
    family, name = (named if len(named) == 2 else ["ip", *named[:1]])[:2]
    table = found.table(family, name)
    while words and words.peek() != "}":
        word = words.take()
        if word in ("chain", "set", "map"):
            own = [part for part, _ in words.until("{")]
            inside = _substituted(words.until("}"), variables)
            words.take()
            _block(word, own[0] if own else "", inside, table, found)
        elif word == "{":
            words.until("}")
            words.take()
    if words:
        words.take()


def _substituted(
    words: list[tuple[str, int]], variables: dict[str, list[tuple[str, int]]]
) -> _Words:
    return _Words([one for word in words for one in variables.get(word[0], [word])])


def _block(kind: str, name: str, words: _Words, table: Table, found: Ruleset) -> None:
    if kind == "chain":
        chain = table.chains.setdefault(name, Chain())
        while words:
            line, rule = words.line, words.until(";")
            if rule:
                _line(rule, line, chain, table, found)
        return
    listed = None
    while words:
        if words.take() == "elements":
            words.take()
            listed = _listed(words)
    if kind == "set":
        table.sets[name] = None if listed is None else tuple(one for one, _ in listed)
    else:
        table.maps[name] = None if listed is None else _mapped(listed)


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
            chain.rules.append(tuple(_statements(_Words(rule))))
            found.rows += 1
            found.translating.update(word for word in words if word in TRANSLATE)
        except (ValueError, IndexError):
            chain.rules.append((Unclear("rule"), Verdict("accept")))
            found.unread.append((line, " ".join(words)))


def _statements(words: _Words) -> Written:
    found: list[Statement] = []
    while words:
        word = words.take()
        if word in _VERDICTS:
            found.append(_verdict(word, words))
        elif word in _QUIET:
            _skip(words, _QUIET[word])
        elif word in _PAIRED or word in _ALONE:
            found += _looked_at(word, words)
        else:  # limits, rates, address translation, anything new
            while words and words.peek() not in _VERDICTS:
                words.take()
            found.append(Unclear(word))
    return tuple(found)


def _verdict(word: str, words: _Words) -> Verdict:
    if word in ("jump", "goto"):
        return Verdict(word, words.take())
    if word == "reject":
        words.until(";")
        return Verdict("drop")
    return Verdict(word)


def _skip(words: _Words, most: int) -> None:
    """Passes over the words of a statement that decides nothing."""
    while words and most > 0:
        word = words.peek()
        ours = word in _OF_QUIET or word.isdigit() or word.startswith('"') or word == ","
        if not ours:
            return
        words.take()
        most -= 1


def _looked_at(word: str, words: _Words) -> Iterator[Statement]:
    """A test, a verdict map, or something set; of several keys joined by `.` each has a value in every element."""
    keys = [_key(word, words)]
    while words.peek() == ".":
        words.take()
        keys.append(_key(words.take(), words))
    if words.peek() == "set":
        words.until(";")
        return
    turned = words.peek() in ("!=", "!")
    if words.peek() in ("!=", "==", "=", "!", "<", ">", "<=", ">="):
        how = words.take()
        if how == "=" and words.peek() == "=":
            words.take()
        if how in ("<", ">", "<=", ">="):
            words.take()
            yield Unclear(f"{keys[0]} {how}")
            return
    if words.peek() == "vmap":
        words.take()
        yield _choice(tuple(keys), words)
        return
    yield Test(tuple(keys), _elements(words), turned)


def _key(word: str, words: _Words) -> str:
    if word == "meta":
        return words.take()
    return f"{word} {words.take()}" if word in _PAIRED else word


def _choice(keys: tuple[str, ...], words: _Words) -> Choice:
    if words.peek().startswith("@"):
        return Choice(keys, (), words.take()[1:])
    return Choice(keys, _mapped(_listed(words)))


def _elements(words: _Words) -> tuple[Element, ...]:
    if words.peek() == "{":
        return tuple(element for element, _ in _listed(words))
    found = [(_plain(words.take()),)]
    while words.peek() == ",":  # several flags or states
        words.take()
        found.append((_plain(words.take()),))
    return tuple(found)


def _listed(words: _Words) -> list[tuple[Element, list[str]]]:
    """The elements between braces, each with what stands behind its colon."""
    words.take()
    inside = _Words(words.until("}"))
    if words.peek() == "}":
        words.take()
    found = []
    while inside:
        parts = [word for word, _ in inside.until(",") if word != ";"]
        if parts:
            end = parts.index(":") if ":" in parts else len(parts)
            stop = next((n for n, word in enumerate(parts[:end]) if word in _OF_ELEMENT), end)
            element = tuple(_plain(word) for word in parts[:stop] if word != ".")
            found.append((element, parts[end + 1 :]))
    return found


def _mapped(listed: list[tuple[Element, list[str]]]) -> tuple[tuple[Element, Verdict], ...]:
    return tuple(
        (element, Verdict(behind[0], behind[1] if len(behind) > 1 else ""))
        for element, behind in listed
        if behind
    )


def _plain(word: str) -> str:
    return word.strip('"')
