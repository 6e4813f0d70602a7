"""Names as inventories write them → product, version and release cycle, with a confidence.

Patterns are data: naming/*.yaml. What no pattern knows is not recognised; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files, identifiers, lifecycle, versions, windows

FOLDER = Path(__file__).parent / "naming"

# How sure a name makes us, as far as it goes; only their order carries meaning.
CERTAIN = 1.0  # product and one release of it
SEVERAL = 0.95  # product and a version that may be several releases: "Windows 10"
UNLISTED = 0.9  # product and version, but no such release in the catalogue
VERSIONLESS = 0.7  # product only
VAGUE = 0.4  # the name itself says that it is a guess: "CentOS 4/5 or later"

_DECORATION = re.compile(
    r"(?i)[®™©]|\((?:r|tm|c)\)|\(?\b(?:64|32)[- ]?bit\b\)?|\bx(?:64|86)(?:_64)?\b|\bamd64\b"
)
_DESCRIBED = re.compile(r"(?i)^hardware:.*?software: ")  # a Windows SNMP system description
_VAGUE = re.compile(
    r"(?i)\d/\d+/?|\bor (?:later|newer|above|higher)\b|\bog nyere\b|\bpre-?\d|\d[\w.]* - \d"
)
_SEVERAL = re.compile(r"(?i)\bor (?!later|newer|above|higher)")
_VERSION = re.compile(r"(?i)[^\w]*(?:version|release|ver|v)?\.?[^\w]*(?P<version>\d[\w.:+~-]*)")

_OPEN_END = re.compile(r"(?i)(?:\.x\b.*|[.:+~-]+)$")  # "17.X" says 17


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name says. `version` and `cycle` are None when it does not say which."""

    product_id: str
    version: str | None
    cycle: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of naming/*.yaml, ready to use."""

    product_id: str
    kind: str
    name: re.Pattern[str]
    without: re.Pattern[str] | None
    accepts: re.Pattern[str] | None
    rewrite: tuple[tuple[re.Pattern[str], str], ...]
    becomes: tuple[tuple[re.Pattern[str], str], ...]


class Names:
    """Recognises names against `products` and patterns."""

    def __init__(self, products: Iterable[lifecycle.Product], folder: Path = FOLDER) -> None:
        listed = tuple(products)
        self._cycles = {
            product.product_id: versions.CycleIndex((c.cycle, c.version) for c in product.cycles)
            for product in listed
        }
        self._patterns = _patterns(folder)
        self._windows = windows.tables(folder / "windows.yaml")
        self._identifiers = identifiers.Identifiers(listed)

    def recognise(
        self, name: str, version: str | None = None, kind_hint: str | None = None
    ) -> Recognised | None:
        """What the name, and a version given beside it, say; None when no pattern knows the name.

        `name` may also be a CPE or a package URL. `kind_hint` is "server" or "client" where known: some
        Windows builds are both.
        """
        if name.startswith(("cpe:", "pkg:")):
            return self._identified(name, version)
        cleaned = _cleaned(name)
        system = self._windows_name(cleaned, version, kind_hint)
        if system:
            return self._judged(*system, vague=bool(_VAGUE.search(cleaned)))
        for pattern in self._patterns:
            if found := _match(pattern, cleaned, version):
                return self._judged(*found, vague=bool(_VAGUE.search(cleaned)))
        return None

    def cycles(
        self, product_id: str, version: str | None, name: str | None = None
    ) -> tuple[str, ...]:
        """The release cycles a version of a product may belong to.

        `version` may be as a source wrote it, a bare build number too; `name` is the product's name as
        written, which may say more than the version.
        """
        index = self._cycles.get(product_id)
        if index is None:
            return ()
        spellings = (
            self._named(product_id, version, name),
            version,
            self._told(product_id, version),
        )
        found = (index.candidates(spelling) for spelling in spellings)
        return next((cycles for cycles in found if cycles), ())

    def _named(self, product_id: str, version: str | None, name: str | None) -> str | None:
        found = self.recognise(name, version) if name else None
        return found.version if found and found.product_id == product_id else None

    def _told(self, product_id: str, version: str | None) -> str | None:
        if version is None:
            return None
        if product_id.startswith("microsoft:windows"):
            return windows.told(product_id, version, self._windows)
        patterns = (pattern for pattern in self._patterns if pattern.product_id == product_id)
        told = (_rewritten(pattern, _accepted(pattern, version)) for pattern in patterns)
        return next((spelling for spelling in told if spelling), None)

    def _windows_name(
        self, cleaned: str, version: str | None, kind_hint: str | None
    ) -> tuple[str, str | None] | None:
        together = f"{cleaned} {_cleaned(version or '')}".strip().casefold()
        return windows.recognise(together, kind_hint, self._windows)

    def _identified(self, identifier: str, version: str | None) -> Recognised | None:
        found = self._identifiers.read(identifier)
        if found is None:
            return None
        product_id, written = found
        if product_id.startswith("microsoft:windows"):
            spelt = f"{product_id.removeprefix('microsoft:').replace('_', ' ')} {written or version or ''}"
            system = windows.recognise(_cleaned(spelt).casefold(), None, self._windows)
            return self._judged(*system) if system else self._judged(product_id, written or version)
        return self._judged(product_id, written or version)

    def _judged(self, product_id: str, version: str | None, *, vague: bool = False) -> Recognised:
        if vague:
            return Recognised(product_id, None, None, VAGUE)
        if version is None:
            return Recognised(product_id, None, None, VERSIONLESS)
        cycles = self.cycles(product_id, version)
        if len(cycles) == 1:
            return Recognised(product_id, version, cycles[0], CERTAIN)
        return Recognised(product_id, version, None, SEVERAL if cycles else UNLISTED)


@cache
def shipped() -> Names:
    """Names recognised by what is shipped with the project."""
    return Names(lifecycle.load())


def recognise(
    name: str, version: str | None = None, kind_hint: str | None = None
) -> Recognised | None:
    """What the shipped catalogue says of a name; see `Names.recognise`."""
    return shipped().recognise(name, version, kind_hint)


def _cleaned(name: str) -> str:
    spaced = _DECORATION.sub(" ", _DESCRIBED.sub("", name.replace("\xa0", " ")))
    return " ".join(spaced.replace("_", " ").split())


def _match(pattern: Pattern, name: str, beside: str | None) -> tuple[str, str | None] | None:
    match = pattern.name.match(name)
    if not match or (pattern.without and pattern.without.search(name)) or _SEVERAL.search(name):
        return None
    named = _rewritten(pattern, _said(match, name))
    given = _rewritten(pattern, _accepted(pattern, beside))
    version = given if given and (named is None or given.startswith(named)) else named
    product_id = next(
        (other for test, other in pattern.becomes if version and test.match(version)),
        pattern.product_id,
    )
    return product_id, version


def _said(match: re.Match[str], name: str) -> str | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    if groups:
        return next(iter(groups.values()))
    follows = _VERSION.match(name[match.end() :])
    return _OPEN_END.sub("", follows["version"]) if follows else None


def _accepted(pattern: Pattern, beside: str | None) -> str | None:
    if not beside or not pattern.accepts:
        return None
    cleaned = _cleaned(beside)
    if pattern.accepts.fullmatch(cleaned):
        return cleaned
    told = any(
        rule.fullmatch(cleaned) for rule, _ in pattern.rewrite if rule.pattern.startswith("^.*")
    )
    return cleaned if told else None


def _rewritten(pattern: Pattern, version: str | None) -> str | None:
    if version is None:
        return None
    for rule, replacement in pattern.rewrite:
        version = rule.sub(replacement, version)
    return version


@cache
def _patterns(folder: Path) -> tuple[Pattern, ...]:
    found: list[Pattern] = []
    for path in sorted(folder.glob("*.yaml")):
        text = files.read(path)
        for entry in text.get("patterns", ()):
            files.require(path, entry, "product", "name")
            found.append(_pattern(entry, text["kind"]))
    return tuple(found)


def _pattern(entry: Mapping[str, Any], kind: str) -> Pattern:
    return Pattern(
        product_id=entry["product"],
        kind=kind,
        name=_regex(entry["name"]),
        without=_regex(entry["without"]) if "without" in entry else None,
        accepts=_regex(entry["accepts"]) if "accepts" in entry else None,
        rewrite=tuple((_regex(rule), to) for rule, to in entry.get("rewrite", ())),
        becomes=tuple((_regex(rule), to) for rule, to in entry.get("becomes", {}).items()),
    )


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
