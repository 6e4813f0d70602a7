"""What an installation of the site consists of: the closure of `grunnmur[web]`, as the lock file pins it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
_LOCK = ROOT / "requirements-dev.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(\[[^]]*\])?==([^\s\\;]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One distribution: its name, version, the hashes it may have, and its lines in the lock."""

    name: str
    version: str
    hashes: tuple[str, ...]
    text: str


def pinned(*extras: str) -> tuple[Pinned, ...]:
    """What `grunnmur` with these extras needs on this machine, sorted by name. Nothing is asked of a network."""
    lock = {p.name: p for p in _pins(_LOCK.read_text(encoding="utf-8"))}
    needed = closure("grunnmur", frozenset(extras))
    missing = sorted(needed - lock.keys())
    assert not missing, f"not in the lock: {missing}"
    return tuple(lock[name] for name in sorted(needed))


def closure(root: str, extras: frozenset[str]) -> set[str]:
    """Names of all distributions that `root` needs, itself not among them, as they are installed here."""
    found: set[str] = set()
    asked: set[tuple[str, frozenset[str]]] = set()
    waiting = [(root, extras)]
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in asked:
            continue
        asked.add((name, wanted))
        for requirement in _requirements(name, wanted):
            other = str(canonicalize_name(requirement.name))
            found.add(other)
            waiting.append((other, frozenset(requirement.extras)))
    return found - {root}


def _requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for written in metadata.distribution(name).requires or ():
        requirement = Requirement(written)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield requirement


def _pins(lock: str) -> Iterator[Pinned]:
    starts = [*(match.start() for match in _PIN.finditer(lock)), len(lock)]
    for begin, end in pairwise(starts):
        text = lock[begin:end]
        match = _PIN.match(text)
        assert match is not None
        name = str(canonicalize_name(match[1]))
        yield Pinned(name, match[3], tuple(_HASH.findall(text)), text)
