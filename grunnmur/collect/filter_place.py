"""Where a packet filter stands, as the source's settings say: what is behind its interfaces, and its own addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grunnmur.collect.document import Document
from grunnmur.collect.packet_addresses import EVERYWHERE, NOWHERE, Ranges, joined, network, without
from grunnmur.collect.packet_filter import Match, Rule

_LOOP = "lo"


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses behind each interface, and those of the host itself."""

    interfaces: Mapping[str, Ranges]
    host: Ranges

    @staticmethod
    def of(document: Document) -> Place:
        """From `interfaces` (by name) and `addresses` of the source; `lo` need not be said."""
        said = {_LOOP: ["127.0.0.0/8", "::1"], **dict(document.options.get("interfaces") or {})}
        return Place(
            {name: _addresses(one) for name, one in said.items()},
            _addresses(document.options.get("addresses")),
        )

    def around(self, *, forwarding: bool) -> list[Rule] | None:
        """What passes whatever the filter says, since it never meets it; None where that cannot be told.

        What is forwarded does not come from where it goes; and of what comes in, only what is sent to the host
        itself is judged.
        """
        if forwarding:
            behind = [one for name, one in sorted(self.interfaces.items()) if name != _LOOP]
            return [Rule((Match(one, one),), allow=True) for one in behind]
        if not self.host:
            return None
        return [Rule((Match(targets=without(EVERYWHERE, self.host)),), allow=True)]


def _addresses(said: object) -> Ranges:
    """One network, or several in a list or separated by a comma."""
    if said is None:
        return NOWHERE
    listed = said if isinstance(said, list) else str(said).split(",")
    return joined(one for written in listed for one in network(str(written).strip()))
