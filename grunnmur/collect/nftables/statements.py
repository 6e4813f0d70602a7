"""One rule of a rule set: what is looked at, and what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.nftables.ruleset import (
    Choice,
    Element,
    Statement,
    Test,
    Unclear,
    Verdict,
    Written,
)
from grunnmur.collect.nftables.words import Words

_VERDICTS = frozenset(("accept", "drop", "return", "continue", "jump", "goto", "reject", "queue"))
_PAIRED = frozenset((
    "ip", "ip6", "tcp", "udp", "th", "sctp", "dccp", "udplite", "icmp", "icmpv6", "ct", "meta", "ether", "vlan", "arp",
    "rt", "ah", "esp", "comp",
))  # fmt: skip
_ALONE = frozenset((
    "iif", "iifname", "oif", "oifname", "mark", "skuid", "skgid", "l4proto", "nfproto", "protocol", "iiftype",
    "oiftype", "iifgroup", "oifgroup", "pkttype", "cpu", "length", "priority",
))  # fmt: skip
_LOOKED_AT = _PAIRED | _ALONE
_QUIET = {"counter": 4, "log": 99, "comment": 1, "notrack": 0, "nftrace": 2, "audit": 0}
"""Statements that decide nothing, with how many words of theirs follow at most."""
_OF_QUIET = frozenset(
    ("packets", "bytes", "name", "prefix", "group", "snaplen", "queue-threshold", "set")
)  # fmt: skip
_LOGGED = {"tcp": ("sequence", "options", ","), "ip": ("options",)}
"""What of a packet may be logged, as `flags` name it."""
_COLON = re.compile(r"(.*[^:])?(:)(accept|drop|return|continue|jump|goto|queue)?")
_OF_ELEMENT = frozenset(("timeout", "expires", "counter", "comment"))


def statements(words: Words) -> Written:
    """The statements of a rule, in order. ValueError when it ends too early."""
    found: list[Statement] = []
    while words:
        word = words.take()
        if word in _VERDICTS:
            found.append(_verdict(word, words))
        elif word in _QUIET:
            _skip(words, _QUIET[word])
        elif word in _LOOKED_AT:
            found += _looked_at(word, words)
        else:  # limits, rates, address translation, anything new
            while words and words.peek() not in _VERDICTS:
                words.take()
            found.append(Unclear(word))
    return tuple(found)


def _verdict(word: str, words: Words) -> Verdict:
    if word in ("jump", "goto"):
        return Verdict(word, words.take())
    if word == "reject":
        words.until(";")
        return Verdict("drop")
    return Verdict(word)


def _skip(words: Words, most: int) -> None:
    """Passes over the words of a statement that decides nothing."""
    while words and most > 0:
        word = words.peek()
        if word in ("level", "flags"):
            words.take()
            of_packet = _LOGGED.get(words.take(), ()) if words else ()
            while words.peek() in of_packet:
                words.take()
            continue
        ours = word in _OF_QUIET or word.isdigit() or word.startswith('"') or word == ","
        if not ours:
            return
        words.take()
        most -= 1


def _looked_at(word: str, words: Words) -> Iterator[Statement]:
    """A test, a verdict map, or something set; of several keys joined by `.` each has a value in every element."""
    keys = [_key(word, words)]
    while words.peek() == ".":
        words.take()
        keys.append(_key(words.take(), words))
    if words.peek() == "set":
        words.take()
        yield from _set(keys[0], words)
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


def _set(key: str, words: Words) -> Iterator[Statement]:
    """Passes over the value something is set to; where it is worked out, over all there is before the verdict."""
    value = words.take()
    if value in _LOOKED_AT or words.peek() not in ("", *_VERDICTS, *_QUIET, *_LOOKED_AT):
        while words and words.peek() not in _VERDICTS:
            words.take()
        yield Unclear(f"{key} set")


def _key(word: str, words: Words) -> str:
    if word == "meta":
        return words.take()
    return f"{word} {words.take()}" if word in _PAIRED else word


def _choice(keys: tuple[str, ...], words: Words) -> Choice:
    if words.peek().startswith("@"):
        return Choice(keys, (), words.take()[1:])
    return Choice(keys, mapped(listed(words)))


def _elements(words: Words) -> tuple[Element, ...]:
    if words.peek() == "{":
        return tuple(element for element, _ in listed(words))
    found = [(_plain(words.take()),)]
    while words.peek() == ",":  # several flags or states
        words.take()
        found.append((_plain(words.take()),))
    return tuple(found)


def listed(words: Words) -> list[tuple[Element, list[str]]]:
    """The elements between braces, each with what stands behind its colon."""
    words.take()
    inside = Words(words.until("}"))
    if words.peek() == "}":
        words.take()
    found = []
    while inside:
        said = [word for word, _ in inside.until(",") if word != ";"]
        parts = [part for word in said for part in _parted(word)]
        if parts:
            end = parts.index(":") if ":" in parts else len(parts)
            stop = next((n for n, word in enumerate(parts[:end]) if word in _OF_ELEMENT), end)
            element = tuple(_plain(word) for word in parts[:stop] if word != ".")
            found.append((element, parts[end + 1 :]))
    return found


def _parted(word: str) -> Iterator[str]:
    """`22:accept` and `22:` as the words they are: people leave out the blanks."""
    found = _COLON.fullmatch(word)
    yield from (part for part in found.groups() if part) if found else (word,)


def mapped(listed: list[tuple[Element, list[str]]]) -> tuple[tuple[Element, Verdict], ...]:
    """The entries of a verdict map."""
    return tuple(
        (element, Verdict(behind[0], behind[1] if len(behind) > 1 else ""))
        for element, behind in listed
        if behind
    )


def _plain(word: str) -> str:
    return word.strip('"')
