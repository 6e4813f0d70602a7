"""What binds members to each other: couplings, precedences and exclusions."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.waves import family
from benchmarks.waves.chance import Chance
from benchmarks.waves.estate import Member
from grunnmur.plan.conditions import Coupling, Exclusion, Precedence

Pair = tuple[int, int]
LINKS_A_MEMBER = (1.75, 0.75, 0.70)
"""Links drawn for each member: in its cluster, in its trust, to regional hubs. Twins are merged."""


def pairs(members: tuple[Member, ...], seed: int) -> tuple[Pair, ...]:
    """Coupled pairs: each end is drawn among those at hand, as likely as the links it has."""
    chance = Chance(seed, "pairs")
    able = [row for row in members if row.kind != "foundation"]
    hubs = [row.number for row in able if row.regional]
    in_cluster: dict[int, list[int]] = defaultdict(list)
    in_trust: dict[int, list[int]] = defaultdict(list)
    degree = [0] * len(members)
    found: set[Pair] = set()
    for row in chance.shuffled(able):
        places = (in_cluster[row.cluster], in_trust[row.trust], hubs)
        for place, mean in zip(places, LINKS_A_MEMBER, strict=True):
            for _ in range(int(mean) + chance.happens(mean % 1)):
                other = _attached(place, degree, chance)
                if other is not None and other != row.number:
                    found.add((min(row.number, other), max(row.number, other)))
                    degree[row.number] += 1
                    degree[other] += 1
        in_cluster[row.cluster].append(row.number)
        in_trust[row.trust].append(row.number)
    return tuple(sorted(found))


def _attached(place: list[int], degree: list[int], chance: Chance) -> int | None:
    """One at the place, preferring those with many links already."""
    if not place:
        return None
    return chance.weighted(place, [1 + degree[n] for n in place])


def couplings(
    members: tuple[Member, ...], found: tuple[Pair, ...], seed: int, *, month: float, scale: float
) -> tuple[Coupling, ...]:
    """A price for each pair; on different platforms the bridge stands from the start."""
    chance = Chance(seed, "bridges")
    rows = []
    for a, b in found:
        price = chance.heavy(family.BRIDGE_NOK, 1.4, 25 * family.BRIDGE_NOK) * month * scale
        whole = max(1, round(price))
        apart = members[a].platform != members[b].platform
        rows.append(Coupling(members[a].id, members[b].id, whole, whole, whole if apart else 0))
    return tuple(rows)


def precedences(
    members: tuple[Member, ...], found: tuple[Pair, ...], seed: int
) -> tuple[Precedence, ...]:
    """A platform's service strictly before who needs it; data with or before its consumer."""
    chance = Chance(seed, "precedences")
    services: dict[int, list[int]] = defaultdict(list)
    for row in members:
        if row.kind == "foundation":
            services[row.platform].append(row.number)
    edges: dict[Pair, tuple[int, str]] = {}
    for row in members:
        if row.kind != "foundation":
            needed = services[row.platform][row.cluster % len(services[row.platform])]
            edges[needed, row.number] = (1, "platform service")
    for a, b in found:
        kinds = (members[a].kind, members[b].kind)
        if kinds.count("data") == 1 and chance.happens(0.62):
            first, then = (a, b) if kinds[0] == "data" else (b, a)
            edges[first, then] = (0, "data before consumer")
    return tuple(
        Precedence(members[a].id, members[b].id, lag, reason)
        for (a, b), (lag, reason) in sorted(edges.items())
    )


def exclusions(members: tuple[Member, ...], seed: int) -> tuple[Exclusion, ...]:
    """Redundant pairs, and parts of one clinical service, that may not move at once."""
    chance = Chance(seed, "exclusions")
    by_cluster: dict[int, list[Member]] = defaultdict(list)
    for row in members:
        if row.kind in ("clinical", "data"):
            by_cluster[row.cluster].append(row)
    rows: list[Exclusion] = []
    for cluster, inside in sorted(by_cluster.items()):
        for _ in range(1 + (len(inside) > 6)):
            if len(inside) < 2 or not chance.happens(0.5):
                continue
            pair = chance.happens(0.6)
            chosen = chance.shuffled(inside)[: 2 if pair else min(4, len(inside))]
            reason = "redundant pair" if pair else "one clinical service"
            names = tuple(sorted(row.id for row in chosen))
            rows.append(Exclusion(f"exclusion-{cluster:03}-{len(rows):03}", names, reason))
    return tuple(rows)
