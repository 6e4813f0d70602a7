"""Patterns of names as data: naming/*.yaml, and what one of them says of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files

# "Windows 7 or Windows Server 2008 R2" names several products, so none.
_SEVERAL = re.compile(r"(?i)\bor (?!later|newer|above|higher)")
_VERSION = re.compile(r"(?i)[^\w]*(?:version|release|ver|v)?\.?[^\w]*(?P<version>\d[\w.:+~-]*)")
_OPEN_END = re.compile(r"(?i)(?:\.x\b.*|[.:+~-]+)$")  # "17.X" says 17


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one product is written. `name` is matched from the beginning of a cleaned name.

    What follows is searched for a version, unless `name` holds a group for it. `without` names
    other products that begin alike. A version given beside the name must look like `accepts`.
    `rewrite` spells versions our way; `becomes` names another product for some versions.
    """

    product_id: str
    name: re.Pattern[str]
    without: re.Pattern[str] | None
    accepts: re.Pattern[str] | None
    rewrite: tuple[tuple[re.Pattern[str], str], ...]
    becomes: tuple[tuple[re.Pattern[str], str], ...]

    def says(self, name: str, beside: str | None) -> tuple[str, str | None] | None:
        """(product_id, version) of a cleaned name, or None when the name is of something else."""
        match = self.name.match(name)
        if not match or (self.without and self.without.search(name)) or _SEVERAL.search(name):
            return None
        named = self._rewritten(_said(match, name))
        given = self.spelt(beside)
        more_precise = given and (named is None or _goes_on(named, given))
        version = given if more_precise else named
        others = (other for test, other in self.becomes if version and test.match(version))
        return next(others, self.product_id), version

    def spelt(self, version: str | None) -> str | None:
        """A version as a source wrote it, spelt our way; None when it is none of this product."""
        if not version or not self.accepts:
            return None
        written = " ".join(version.split())
        return self._rewritten(written) if self.accepts.fullmatch(written) else None

    def _rewritten(self, version: str | None) -> str | None:
        if version is None:
            return None
        for rule, replacement in self.rewrite:
            version = rule.sub(replacement, version)
        return version


@cache
def load(folder: Path) -> tuple[Pattern, ...]:
    """The patterns of every file in the folder, in order of file name and then of the file."""
    found: list[Pattern] = []
    for path in sorted(folder.glob("*.yaml")):
        for entry in files.read(path).get("patterns", ()):
            files.require(path, entry, "product", "name")
            found.append(_pattern(entry))
    return tuple(found)


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(
        product_id=entry["product"],
        name=_regex(entry["name"]),
        without=_regex(entry["without"]) if "without" in entry else None,
        accepts=_regex(entry["accepts"]) if "accepts" in entry else None,
        rewrite=tuple((_regex(rule), to) for rule, to in entry.get("rewrite", ())),
        becomes=tuple((_regex(rule), to) for rule, to in entry.get("becomes", {}).items()),
    )


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _goes_on(named: str, given: str) -> bool:
    """Whether a version says the same and perhaps more: 3.7 in 3.7.2, not 3.7.2 in an installer's 3.7.2150."""
    return given.startswith(named) and not given[len(named) :][:1].isdigit()


def _said(match: re.Match[str], name: str) -> str | None:
    groups = [value for value in match.groupdict().values() if value]
    if groups:
        return groups[0]
    follows = _VERSION.match(name[match.end() :])
    return _OPEN_END.sub("", follows["version"]) if follows else None
