"""Names as inventories write them → product, version and release cycle, with a confidence.

Patterns are data: naming/*.yaml. What no pattern knows is not recognised; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grunnmur.catalogue import identifiers, lifecycle, patterns, versions, windows

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

_HEADLINE = 60  # characters; system descriptions go on with days like 2/20/2016


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name says. `version` and `cycle` are None when it does not say which."""

    product_id: str
    version: str | None
    cycle: str | None
    confidence: float


class Names:
    """Recognises names against `products` and the patterns of `folder`."""

    def __init__(self, products: Iterable[lifecycle.Product], folder: Path = FOLDER) -> None:
        listed = tuple(products)
        self._cycles = {
            product.product_id: versions.CycleIndex(
                ((c.cycle, c.version) for c in product.cycles),
                windows.shorter if product.product_id == windows.CLIENT else lambda _: (),
            )
            for product in listed
        }
        self._patterns = patterns.load(folder)
        self._windows = windows.tables(folder / "windows.yaml")
        self._identifiers = identifiers.Identifiers(listed)

    def recognise(
        self, name: str, version: str | None = None, kind_hint: str | None = None
    ) -> Recognised | None:
        """What the name, and a version given beside it, say; None when no pattern knows the name.

        `name` may also be a CPE or a package URL. `kind_hint` is "server" or "client" where known:
        some Windows builds are both.
        """
        if name.startswith(("cpe:", "pkg:")):
            return self._identified(name, version)
        cleaned = _cleaned(name)
        found = self._windows_name(cleaned, version, kind_hint)
        found = found or self._other_name(cleaned, version)
        vague = bool(_VAGUE.search(cleaned[:_HEADLINE]))
        return self._judged(*found, vague=vague) if found else None

    def cycles(
        self, product_id: str, version: str | None, name: str | None = None
    ) -> tuple[str, ...]:
        """The release cycles a version of a product may belong to.

        `version` may be as a source wrote it, a bare build number too; `name` is the product's name
        as written, which may say more than the version.
        """
        index = self._cycles.get(product_id)
        if index is None:
            return ()
        named, told = self._named(product_id, version, name), self._told(product_id, version)
        found = (index.candidates(spelling) for spelling in (named, version, told))
        return next((cycles for cycles in found if cycles), ())

    def version(self, product_id: str, version: str | None, name: str | None = None) -> str | None:
        """The version our way, from the version as written and the product's name as written.

        None where it says none: only releases the catalogue lists ("XP") may be words alone.
        """
        told = self._named(product_id, version, name) or self._told(product_id, version)
        told = told or versions.stated(version)
        return told or (version if self.cycles(product_id, version) else None)

    def _windows_name(
        self, cleaned: str, version: str | None, kind_hint: str | None
    ) -> tuple[str, str | None] | None:
        together = f"{cleaned} {_cleaned(version or '')}".strip().casefold()
        return windows.recognise(together, kind_hint, self._windows)

    def _other_name(self, cleaned: str, version: str | None) -> tuple[str, str | None] | None:
        said = (pattern.says(cleaned, version) for pattern in self._patterns)
        return next((found for found in said if found), None)

    def _identified(self, identifier: str, beside: str | None) -> Recognised | None:
        found = self._identifiers.read(identifier)
        if found is None:
            return None
        product_id, version = found[0], found[1] or beside
        if product_id.startswith("microsoft:windows"):
            # A CPE names each Windows as a product of its own: windows_server_2012:r2.
            spelt = f"{product_id.removeprefix('microsoft:')} {version or ''}"
            system = windows.recognise(_cleaned(spelt).casefold(), None, self._windows)
            return self._judged(*(system or (product_id, version)))
        return self._judged(product_id, version)

    def _named(self, product_id: str, version: str | None, name: str | None) -> str | None:
        found = self.recognise(name, version) if name else None
        return found.version if found and found.product_id == product_id else None

    def _told(self, product_id: str, version: str | None) -> str | None:
        if version is None:
            return None
        if product_id.startswith("microsoft:windows"):
            return windows.told(product_id, version, self._windows)
        same = (pattern for pattern in self._patterns if pattern.product_id == product_id)
        spellings = (pattern.spelt(version) for pattern in same)
        return next((spelling for spelling in spellings if spelling), None)

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
