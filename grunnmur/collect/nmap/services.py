"""Open ports and the products behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from grunnmur.collect.claim import SELF, Claim, reference

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PLAIN = re.compile(r"[A-Za-z0-9_]")


def answered(element: Element) -> bool:
    """Whether any port is known to be open or closed: either way something is there."""
    states = (port.find("state") for port in element.iter("port"))
    return any(state is not None and state.get("state") in ("open", "closed") for state in states)


def installations(element: Element) -> Iterator[Claim]:
    """One claim for each product and version behind an open port."""
    seen: set[tuple[str | None, str | None]] = set()
    for port in element.iter("port"):
        state, service = port.find("state"), port.find("service")
        if service is None or state is None or state.get("state") != "open":
            continue
        product, version = _product(service), service.get("version")
        if product and (product, version) not in seen:
            seen.add((product, version))
            values = {"asset_id": SELF, "product_id": product, "version": version}
            yield Claim("installation", values)


def _product(service: Element) -> str | None:
    """The product by its CPE where nmap knows it, else as nmap calls it."""
    for written in service.iter("cpe"):
        if (written.text or "").startswith("cpe:/a:"):
            return reference("cpe", formatted(written.text or ""))
    return service.get("product") or None


@lru_cache(4096)
def formatted(uri: str) -> str:
    """A CPE 2.2 URI (`cpe:/a:openbsd:openssh:7.4`) as a CPE 2.3 formatted string."""
    parts = [_bound(part) for part in uri.removeprefix("cpe:/").split(":")]
    return ":".join(["cpe", "2.3", *(parts + ["*"] * 11)[:11]])


def _bound(part: str) -> str:
    if part in ("", "-"):
        return part or "*"
    text = unquote(part)
    return (
        "".join(
            letter
            if _PLAIN.match(letter)
            else {"\x01": "?", "\x02": "*"}.get(letter, f"\\{letter}")
            for letter in text
        )
        .replace("\\.", ".")
        .replace("\\-", "-")
    )
