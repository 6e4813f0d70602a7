"""What our products are called by the publishers of vulnerabilities: product and version as in CPE.

The same thing may have several names there ("windows_10_22h2" by build, "windows_10" by release).
cpe.yaml says which; a product it does not name keeps its own name and those the lifecycle files give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files
from grunnmur.catalogue.lifecycle import Product

FILE = Path(__file__).parent / "cpe.yaml"

_BUILD = re.compile(r"\b(\d+\.\d+)[ .(]*(\d{4,5}(?:\.\d+)*)\)?")
_SERVICE_PACK = re.compile(r"\bSP(\d)\b", re.IGNORECASE)
# Packages of distributions carry fixes back into old versions; what follows the dash is theirs.
_DISTRIBUTION = re.compile(
    r"[^-+~]+[-+~].*?(?:(?:\b|_)el\d|\bfc\d|deb\d|debian|ubuntu|\brh\b|amzn|suse|\bsles?\d|\blp1\d|\bmga\d).*",
    re.IGNORECASE,
)
# How a service that answers says it: "5.9p1 Debian 5ubuntu1", "8.9p1 Ubuntu-3ubuntu0.6", "2.4.57 (Debian)".
_ANSWERED = re.compile(
    r"(\d\S*)\s+\(?(?:ubuntu|debian|raspbian|red ?hat|centos|fedora|amazon|suse)\b.*", re.IGNORECASE
)
# MariaDB says a version of MySQL first, because old clients refuse a tenth: "5.5.5-10.11.6-MariaDB".
_BEFORE_MARIADB = re.compile(r"5\.5\.5-(?=\d+\.\d+\.\d+)")
# Only packages have an epoch, and it is no part of the maker's version.
_EPOCH = re.compile(r"\d+:(?=\w)")
# Where the system is known to be a distribution, a release alone tells its package: 1.0.2p-3.49.1.
_RELEASE = re.compile(r"[^-]+-\d.*")
_PACKAGING = re.compile(r"[-+~]")
# PostgreSQL's own packages are built of its own releases: nothing is carried back.
_MAKERS_PACKAGE = re.compile(r"([^-+~]+)-\d+\.pgdg.*", re.IGNORECASE)
_WHOLE_BUILD = 4  # numbers: 10.0.19045.3803 says which update, 10.0.19045 does not


@dataclass(frozen=True, slots=True)
class Reading:
    """One way CPE may write what runs. `version` None is not known, "-" not applicable.

    `is_open`: the version may go on further than was said. `role`: `affected` may be affected;
    `condition` only meets conditions; `kin` is built of the same system without being listed.
    `basis`: `release` names a release whose updates the version does not show. `backported`: a
    distribution's package, whose fixes the version does not show.
    """

    cpe: str
    version: str | None
    update: str | None = None
    is_open: bool = False
    role: str = "affected"
    basis: str = "version"
    backported: bool = False


@dataclass(frozen=True, slots=True)
class _Spelling:
    cpe: str
    when: re.Pattern[str] | None
    version: str | None
    update: str | None
    is_open: bool
    role: str


class Spellings:
    """What CPE calls products, from cpe.yaml and the names the lifecycle files give."""

    def __init__(self, products: Iterable[Product], file: Path = FILE) -> None:
        self._spellings = _load(file)
        self._cpes = {product.product_id: product.cpes for product in products}

    def read(
        self,
        product_id: str,
        version: str | None,
        written: str | None = None,
        *,
        on_distribution: bool = False,
    ) -> tuple[Reading, ...]:
        """Every reading of a product and its version, `written` being the version as the source had it.

        A product that is known under several names gives one reading for each; never none. `on_distribution`: it
        runs on one of `distributions()`.
        """
        spellings = self._spellings.get(product_id)
        basis = "release" if product_id in mended_in_place() else "version"
        if spellings is None:
            return self._plain(product_id, version, basis, on_distribution=on_distribution)
        found = [_applied(spelling, version, written or version, basis) for spelling in spellings]
        readings = tuple(dict.fromkeys(reading for reading in found if reading))
        return readings or (Reading(product_id, None, basis=basis),)

    def _plain(
        self, product_id: str, version: str | None, basis: str, *, on_distribution: bool
    ) -> tuple[Reading, ...]:
        upstream, backported = version, False
        if version:
            upstream, backported = _upstream(version, on_distribution=on_distribution)
            backported |= on_distribution and upstream == version and product_id in carried_back()
        names = dict.fromkeys((product_id, *self._cpes.get(product_id, ())))
        return tuple(Reading(name, upstream, basis=basis, backported=backported) for name in names)


def _upstream(version: str, *, on_distribution: bool) -> tuple[str, bool]:
    """The maker's version within a package's, and whether a distribution carries fixes back."""
    version = _BEFORE_MARIADB.sub("", version)
    if found := _MAKERS_PACKAGE.fullmatch(version):
        return found[1], False
    if found := _ANSWERED.fullmatch(version):
        return _PACKAGING.split(found[1])[0], True
    epoch = _EPOCH.match(version)
    rest = version[epoch.end() :] if epoch else version
    if epoch or _DISTRIBUTION.fullmatch(rest) or (on_distribution and _RELEASE.fullmatch(rest)):
        return _PACKAGING.split(rest)[0], True
    return version, False


def _applied(
    spelling: _Spelling, version: str | None, written: str | None, basis: str
) -> Reading | None:
    """The reading, or None where the version does not fit the spelling."""
    if version is None or (spelling.when is None and spelling.version is None):
        return _unfitted(spelling, version, basis)
    match = (spelling.when or re.compile(".*")).fullmatch(version)
    if match is None:
        return None
    build = _build(written or "")
    named = version if spelling.version is None else _filled(spelling.version, match, build)
    update = _update(spelling.update, match, version)
    by_build = spelling.version == "{build}"
    is_open = (
        spelling.is_open
        or (by_build and named.count(".") < _WHOLE_BUILD - 1)
        or (spelling.update == "{service_pack}" and update is None)
    )
    cpe = _expanded(spelling.cpe, match).casefold()
    basis = "version" if by_build else basis
    return Reading(cpe, named or None, update, is_open, spelling.role, basis)


def _unfitted(spelling: _Spelling, version: str | None, basis: str) -> Reading | None:
    """A product without a version: unknown under its plain names; a name that needs one is left out."""
    if "\\" in spelling.cpe:
        return None
    constant = spelling.version if spelling.when is None else None
    return Reading(spelling.cpe, constant or version, role=spelling.role, basis=basis)


def _filled(template: str, match: re.Match[str], build: str | None) -> str:
    if template == "{packed}":
        number = int(match[0])
        return f"{number >> 10}.{number >> 5 & 31}.{number & 31}"
    return build or "" if template == "{build}" else _expanded(template, match).casefold()


def _update(template: str | None, match: re.Match[str], version: str) -> str | None:
    if template != "{service_pack}":
        return _expanded(template, match) if template else None
    found = _SERVICE_PACK.search(version)
    return f"sp{found[1]}" if found else None


def _expanded(template: str, match: re.Match[str]) -> str:
    return match.expand(template) if "\\" in template else template


def _build(written: str) -> str | None:
    found = _BUILD.search(written)
    return f"{found[1]}.{found[2]}" if found else None


@cache
def mended_in_place(file: Path = FILE) -> Mapping[str, int]:
    """Products whose updates leave the release as it is, and the days an update may take to come."""
    found: Mapping[str, int] = files.read(file)["mended_in_place"]
    return found


@cache
def target_systems(file: Path = FILE) -> Mapping[str, str]:
    """What the target systems that rows name are among products."""
    found: Mapping[str, str] = files.read(file)["target_systems"]
    return found


@cache
def unread_bounds(file: Path = FILE) -> Mapping[str, str]:
    """Products some of whose bounds no version can be compared with, and the pattern those fit."""
    found: Mapping[str, str] = files.read(file)["unread_bounds"]
    return found


@cache
def distributions(file: Path = FILE) -> tuple[str, ...]:
    """Systems whose packages say their release alone, and carry fixes back into old versions."""
    return tuple(files.read(file)["distributions"])


@cache
def carried_back(file: Path = FILE) -> frozenset[str]:
    """Products that `distributions()` package: the maker's version alone does not tell what was mended."""
    return frozenset(files.read(file)["carried_back"])


@cache
def _load(file: Path) -> Mapping[str, tuple[_Spelling, ...]]:
    listed: Mapping[str, list[Mapping[str, Any]]] = files.read(file)["spellings"]
    return {product: tuple(map(_spelling, entries)) for product, entries in listed.items()}


def _spelling(entry: Mapping[str, Any]) -> _Spelling:
    return _Spelling(
        cpe=entry["as"],
        when=re.compile(entry["when"], re.IGNORECASE) if "when" in entry else None,
        version=entry.get("version"),
        update=entry.get("update"),
        is_open=bool(entry.get("open")),
        role=entry.get("role", "affected"),
    )
