"""Who there is to move: trusts, kinds, clusters, sizes. Structure only, no money and no time."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.waves import family
from benchmarks.waves.chance import Chance
from benchmarks.waves.family import Kind


@dataclass(frozen=True, slots=True)
class Member:
    """One workload to be. `cluster` is the clinical or administrative service it is a part of.

    A regional one is used by, and takes a cutover slot in, every trust.
    """

    number: int
    kind: Kind
    trust: int
    platform: int
    site: int
    cluster: int
    regional: bool
    servers: int
    devices: int

    @property
    def id(self) -> str:
        """The workload's id."""
        return f"w{self.number:04}"


def members(count: int, seed: int) -> tuple[Member, ...]:
    """`count` members. Foundations come first, then the regional hubs."""
    chance = Chance(seed, "members")
    kinds = _kinds(count, chance)
    hubs = 2 + count // 500
    clusters = max(2, round(count / 9))
    cluster_trust = [_trust(chance) for _ in range(clusters)]
    most_servers = min(80, 6 + count // 8)
    found: list[Member] = []
    foundations = kinds.count("foundation")
    for number, kind in enumerate(kinds):
        regional = foundations <= number < foundations + hubs
        cluster = chance.whole(0, clusters - 1)
        trust = cluster_trust[cluster]
        home = family.TRUST_PLATFORM[trust] if kind != "foundation" else number % 3
        found.append(
            Member(
                number=number,
                kind="data" if regional and number % 2 else kind,
                trust=trust,
                platform=home if _at_home(kind, chance) else chance.whole(0, 2),
                site=family.TRUST_SITE[trust]
                if chance.happens(family.AT_SITE)
                else chance.whole(0, 3),
                cluster=cluster,
                regional=regional,
                servers=int(chance.heavy(2 if regional else 1.35, 1.3, most_servers)),
                devices=_devices(kind, chance),
            )
        )
    return tuple(found)


def _kinds(count: int, chance: Chance) -> list[Kind]:
    foundations = max(len(family.PLATFORMS), round(family.KIND_SHARES["foundation"] * count))
    rest: list[Kind] = []
    for kind, share in family.KIND_SHARES.items():
        if kind != "foundation":
            rest += [kind] * round(share * count)
    while len(rest) < count - foundations:
        rest.append("administrative")
    services: list[Kind] = ["foundation"] * foundations
    return services + chance.shuffled(rest)[: count - foundations]


def _trust(chance: Chance) -> int:
    return chance.weighted(range(len(family.TRUSTS)), family.TRUST_SHARES)


def _at_home(kind: Kind, chance: Chance) -> bool:
    at_home = chance.happens(family.AT_HOME)
    return at_home or kind == "foundation"


def _devices(kind: Kind, chance: Chance) -> int:
    drawn = chance.heavy(1, 1.15, 60)
    least = {"clinical": 18, "administrative": 11, "device hub": 90}.get(kind, 0)
    return int(least * drawn)
