"""CPEs and package URLs → our product ids, through the identifiers the lifecycle files name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from grunnmur.catalogue.lifecycle import Product


class Identifiers:
    """Which product a CPE or package URL names."""

    def __init__(self, products: Iterable[Product]) -> None:
        listed = tuple(products)
        self._by_cpe = {cpe: product.product_id for product in listed for cpe in product.cpes}
        self._by_purl = {
            _bare(purl): product.product_id for product in listed for purl in product.purls
        }

    def read(self, identifier: str) -> tuple[str, str | None] | None:
        """(product_id, version); a product no lifecycle file names keeps its own vendor:product."""
        if identifier.startswith("pkg:"):
            return self._purl(identifier)
        return self._cpe(identifier)

    def _cpe(self, identifier: str) -> tuple[str, str | None] | None:
        fields = _cpe_fields(identifier)
        if len(fields) < 3 or not fields[1] or not fields[2]:
            return None
        cpe = f"{fields[1]}:{fields[2]}"
        version = " ".join(field for field in fields[3:5] if field) or None
        return self._by_cpe.get(cpe, cpe), version

    def _purl(self, identifier: str) -> tuple[str, str | None] | None:
        bare = _bare(identifier)
        kind, _, path = bare.removeprefix("pkg:").partition("/")
        if not path:
            return None
        namespace, _, name = path.rpartition("/")
        own = f"{namespace or kind}:{name}"
        _, at, version = re.sub(r"[?#].*$", "", identifier).rpartition("@")
        return self._by_purl.get(bare, own), unquote(version) if at and version else None


def product_and_version(decided: str) -> tuple[str, str | None]:
    """What a person decided a name to mean: "acme:thing", or with its version "acme:thing 2.1", or a CPE."""
    product_id, _, version = decided.strip().partition(" ")
    if product_id.casefold().startswith("cpe:"):
        _, vendor, product, *told = [*_cpe_fields(product_id), "", "", ""]
        return f"{vendor}:{product}", version.strip() or told[0] or None
    return product_id.casefold(), version.strip() or None


def _cpe_fields(identifier: str) -> list[str]:
    """Part, vendor, product, version, update; empty for "any" and "not applicable"."""
    body = identifier.removeprefix("cpe:2.3:").removeprefix("cpe:/")
    fields = [unquote(field.replace("\\", "")) for field in re.split(r"(?<!\\):", body)]
    return ["" if field in ("*", "-") else field.casefold() for field in fields]


def _bare(purl: str) -> str:
    """The package URL without version, qualifiers and subpath."""
    return unquote(re.sub(r"(?<!/)@[^@/]*$", "", re.sub(r"[?#].*$", "", purl))).casefold()
