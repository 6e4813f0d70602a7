"""Rule sets as `nft --json list ruleset` prints them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from grunnmur.collect.nftables.ruleset import (
    TRANSLATE,
    UNREAD,
    Choice,
    Element,
    Ruleset,
    Statement,
    Test,
    Unclear,
    Verdict,
)
from grunnmur.collect.nftables.ruleset import Chain as ChainOf
from grunnmur.errors import CollectError

T = TypeVar("T")
_VERDICTS = frozenset(("accept", "drop", "return", "continue", "jump", "goto", "reject", "queue"))
_QUIET = frozenset(("counter", "log", "notrack", "mangle", "comment", "ct helper", "quota_object"))


def read(text: str) -> Ruleset:
    """The rule set. Raises CollectError where it is no such JSON."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise CollectError("json_damaged", reason=str(error)) from error
    listed = said.get("nftables") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise CollectError("json_other_shape", wanted="nftables")
    found = Ruleset()
    for entry in listed:
        for kind, value in entry.items() if isinstance(entry, dict) else ():
            if isinstance(value, dict):
                _take(kind, value, found)
    return found


def _take(kind: str, said: Mapping[str, Any], found: Ruleset) -> None:
    if kind not in ("chain", "rule", "set", "map"):
        return
    table = found.table(str(said.get("family")), str(said.get("table")))
    if kind == "chain":
        chain = table.chains.setdefault(str(said.get("name")), ChainOf())
        chain.kind, chain.hook = str(said.get("type", "")), str(said.get("hook", ""))
        chain.priority, chain.policy = int(said.get("prio") or 0), str(said.get("policy", "accept"))
    elif kind == "set":
        table.sets[str(said["name"])] = _kept(said.get("elem"), _elements)
    elif kind == "map":
        table.maps[str(said["name"])] = _kept(said.get("elem"), _entries)
    else:
        chain = table.chains.setdefault(str(said.get("chain")), ChainOf())
        try:
            chain.rules.append(tuple(_statements(said["expr"])))
            found.rows += 1
            found.translating.update(
                kind for one in said["expr"] for kind in one if kind in TRANSLATE
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            chain.rules.append(UNREAD)
            found.unread.append((None, json.dumps(said)))


def _kept(listed: list[Any] | None, read: Callable[[list[Any]], T]) -> T | None:
    """What a set or a map holds; None where that is not said, or in a way nobody understood."""
    try:
        return None if listed is None else read(listed)
    except (KeyError, TypeError, ValueError):
        return None


def _statements(expressions: list[Mapping[str, Any]]) -> Iterator[Statement]:
    for expression in expressions:
        ((kind, said),) = expression.items()
        if kind in _VERDICTS:
            yield _verdict(kind, said)
        elif kind == "match":
            yield _test(said)
        elif kind == "vmap":
            keys, data = _keys(said["key"]), said["data"]
            if isinstance(data, str):
                yield Choice(keys, (), data.removeprefix("@"))
            else:
                yield Choice(keys, _entries(data["set"]))
        elif kind not in _QUIET:
            yield Unclear(kind)


def _verdict(kind: str, said: object) -> Verdict:
    target = str(said["target"]) if isinstance(said, dict) and "target" in said else ""
    return Verdict("drop" if kind == "reject" else kind, target)


def _test(said: Mapping[str, Any]) -> Statement:
    keys, operator, right = _keys(said["left"]), said.get("op", "=="), said["right"]
    if operator in ("<", ">", "<=", ">="):
        return Unclear(f"{keys[0]} {operator}")
    listed = right["set"] if isinstance(right, dict) and "set" in right else right
    elements = listed if isinstance(listed, list) else [listed]
    return Test(keys, tuple(map(_element, elements)), operator == "!=")


def _keys(said: Mapping[str, Any]) -> tuple[str, ...]:
    if "concat" in said:
        return tuple(key for part in said["concat"] for key in _keys(part))
    if "payload" in said and "field" in said["payload"]:
        return (f"{said['payload']['protocol']} {said['payload']['field']}",)
    if "meta" in said:
        return (str(said["meta"]["key"]),)
    if "ct" in said:
        return (f"ct {said['ct']['key']}",)
    return (next(iter(said)),)


def _elements(listed: list[Any]) -> tuple[Element, ...]:
    return tuple(map(_element, listed))


def _entries(listed: list[Any]) -> tuple[tuple[Element, Verdict], ...]:
    found = []
    for key, data in listed:
        ((kind, said),) = data.items() if isinstance(data, dict) else ((str(data), None),)
        found.append((_element(key), _verdict(kind, said)))
    return tuple(found)


def _element(said: object) -> Element:
    if isinstance(said, dict) and "elem" in said:  # with a comment, a counter or an end of its own
        return _element(said["elem"]["val"])
    if isinstance(said, dict) and "concat" in said:
        return tuple(_value(part) for part in said["concat"])
    return (_value(said),)


def _value(said: object) -> str:
    if isinstance(said, dict):
        if "prefix" in said:
            return f"{said['prefix']['addr']}/{said['prefix']['len']}"
        if "range" in said:
            low, high = said["range"]
            return f"{low}-{high}"
        raise ValueError(said)
    return str(said)
