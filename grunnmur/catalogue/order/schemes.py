"""Which order a product's versions follow, and the orders that packaging systems define themselves.

Where a system defines its order (Maven, PEP 440, Semantic Versioning, Debian, RPM), univers compares;
what univers cannot read has no place in the order and is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from univers import versions
from univers.versions import InvalidVersion, Version

from grunnmur.catalogue.order import cisco, keys

PLAIN, CISCO = "plain", "cisco"

_CLASSES: Mapping[str, type[Version]] = {
    "semver": versions.SemverVersion,
    "maven": versions.MavenVersion,
    "python": versions.PypiVersion,
    "gem": versions.RubygemsVersion,
    "nuget": versions.NugetVersion,
    "deb": versions.DebianVersion,
    "rpm": versions.RpmVersion,
}
_SAME = {"npm": "semver", "pypi": "python", "pep440": "python", "cargo": "semver", "dpkg": "deb"}
_PRODUCTS = dict.fromkeys(cisco.PRODUCTS, CISCO)


def scheme(product_id: str) -> str:
    """The scheme of a product's versions: its own, its ecosystem's, or plain.

    What single records state is left aside: all of a product's ranges must lie in one order.
    """
    if product_id in _PRODUCTS:
        return _PRODUCTS[product_id]
    ecosystem = product_id.partition(":")[0]
    named = _SAME.get(ecosystem, ecosystem)
    return named if named in _CLASSES else PLAIN


def ordered(scheme: str, written: Iterable[str]) -> dict[str, keys.Key | None]:
    """Each version's key in a scheme of univers, from its place among all that are given."""
    read = {version: _read(_CLASSES[scheme], version) for version in set(written)}
    places: dict[str, keys.Key | None] = dict.fromkeys(read)
    last, place = None, 0
    known = ((version, found) for version, found in read.items() if found is not None)
    for version, found in sorted(known, key=lambda pair: pair[1]):
        place += last is None or last < found
        last = found
        point = f"{place:08d}"
        places[version] = keys.Key(
            point + keys.END, point + keys.LOWEST, point + keys.HIGHEST, point + keys.HIGHEST
        )
    return places


def between(scheme: str, version: str, listed: Mapping[str, str]) -> keys.Key | None:
    """The key of a version among those that `ordered` placed: theirs where it is one, else after the last below it."""
    kind = _CLASSES[scheme]
    own = _read(kind, version)
    if own is None:
        return None
    known = ((_read(kind, other), point) for other, point in listed.items())
    below = [(other, point) for other, point in known if other is not None and not own < other]
    last, point = max(below, key=lambda pair: pair[1], default=(None, "00000000" + keys.END))
    stem = point.removesuffix(keys.END)
    if last is None or last < own:
        stem += keys.HIGHEST + keys.HIGHEST
    return keys.Key(stem + keys.END, stem + keys.LOWEST, stem + keys.HIGHEST, stem + keys.HIGHEST)


def _read(kind: type[Version], version: str) -> Version | None:
    try:
        return kind(version)
    except (InvalidVersion, ValueError, TypeError):
        return None
