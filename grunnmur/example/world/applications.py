"""Applications people use: names, owners, what they handle and what they need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world.drawing import Stream, count_of, flags, mix, numbered, numbers
from grunnmur.example.world.frame import Column, Frame, column_of, yes
from grunnmur.example.world.organisations import rows_of

FULL = 2_500
# operating system an application was made for: key → weight; its servers mostly follow.
ERA = {
    "w2003": 0.3, "w2008": 0.5, "w2008r2": 2.2, "w2012": 2.5, "w2012r2": 6.5, "w2016": 24.0,
    "w2019": 31.0, "w2022": 21.0, "w2025": 3.0, "rhel7": 1.4, "rhel8": 2.2, "rhel9": 1.4,
    "centos7": 0.7, "ol8": 0.5, "sles12": 0.4, "sles15": 0.5, "ubuntu2204": 0.6,
    "ubuntu2404": 0.4, "aix": 0.5, "solaris": 0.4,
}  # fmt: skip
_NEED = {
    "w2003": "Windows Server 2003", "w2008": "Windows Server 2008",
    "w2008r2": "Windows Server 2008 R2", "w2012": "Windows Server 2012",
    "w2012r2": "Windows Server 2012 R2", "w2016": "Windows Server 2016",
    "w2019": "Windows Server 2019", "w2022": "Windows Server 2022",
    "w2025": "Windows Server 2025", "rhel7": "Red Hat Enterprise Linux 7",
    "rhel8": "Red Hat Enterprise Linux 8", "rhel9": "Red Hat Enterprise Linux 9",
    "centos7": "CentOS Linux 7", "ol8": "Oracle Linux 8",
    "sles12": "SUSE Linux Enterprise Server 12 SP5",
    "sles15": "SUSE Linux Enterprise Server 15 SP7", "ubuntu2204": "Ubuntu 22.04",
    "ubuntu2404": "Ubuntu 24.04", "aix": "IBM AIX 7.1", "solaris": "Oracle Solaris 11.4",
}  # fmt: skip
_LETTER = {"A": 4, "B": 16, "C": 40, "D": 40}


def build(rng: Stream, organisation: Frame, size: float) -> Frame:
    """All applications. The first ten have each one function; the rest are drawn."""
    count = count_of(FULL, size, least=40)
    function = _functions(rng, count)
    trust = _owners_of(rng, organisation, count)
    era = mix(rng, ERA, count)
    era[:4] = ["w2008r2", "w2012r2", "rhel7", "w2019"]
    stated = flags(rng, 0.62, count)
    stated[:4] = True
    name, short = _names(rng, count)
    health = _health(rng, function)
    return Frame({
        "application_id": numbered("application-", count, 4),
        "application_no": numbered("APP-", count, 5),
        "name": name,
        "short": short,
        "organisation_row": trust,
        "controller_row": _controllers(rng, trust, health),
        "owner": _named_owners(rng, count),
        "supplier_row": _suppliers(rng, organisation, count),
        "function": function,
        "function_label": column_of([_of(key)["label"] for key in function]),
        "platform": _platforms(rng, organisation, trust),
        "criticality": _criticality(rng, function),
        "health_data": health,
        "scope": column_of([_of(key)["scope"] for key in function]),
        "disposition": column_of([None] * count),
        "status": column_of(np.where(flags(rng, 0.03, count), "retired", "active").tolist()),
        "requires": column_of([_NEED[key] if said else None
                               for key, said in zip(era, stated, strict=True)]),
        "requires_key": column_of([key if said else None
                                   for key, said in zip(era, stated, strict=True)]),
        "era": era,
        "users": _users(rng, function),
        "version": _versions(rng, count),
        "description": column_of([f"{_of(key)['label']} levert som programvare."
                                  for key in function]),
        "sbom": flags(rng, 0.12, count) | (np.arange(count) % 20 == 3),
    })  # fmt: skip


def _of(function: str) -> dict[str, object]:
    found: dict[str, object] = words("applications")["functions"][function]
    return found


def _functions(rng: Stream, count: int) -> Column:
    every = words("applications")["functions"]
    drawn = mix(rng, {key: float(value["share"]) for key, value in every.items()}, count)
    drawn[: len(every)] = list(every)
    return drawn


def _names(rng: Stream, count: int) -> tuple[Column, Column]:
    word = words("applications")
    pairs = [(front, end) for front in word["front"] for end in word["end"]]
    order = rng.permutation(len(pairs))
    names: list[str] = []
    shorts: list[str] = []
    taken: set[str] = set()
    for number in range(count):
        front, end = pairs[order[number % len(pairs)]]
        again = number // len(pairs)
        names.append(f"{front}{end}" + (f" {again + 1}" if again else ""))
        shorts.append(_short(front, end, taken))
    return column_of(names), column_of(shorts)


def _short(front: str, end: str, taken: set[str]) -> str:
    plain = (front + end).lower().translate(str.maketrans("æøå", "eoa"))
    stem = plain[:4] + end.lower()[:2].translate(str.maketrans("æøå", "eoa"))
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem[: 6 - len(str(number))]}{number}"
    taken.add(candidate)
    return candidate


def _owners_of(rng: Stream, organisation: Frame, count: int) -> Column:
    trusts = rows_of(organisation, "trust")
    return trusts[numbers(rng, np.sqrt(organisation["weight"][trusts]), count)]


def _health(rng: Stream, function: Column) -> Column:
    share = np.array([float(str(_of(key)["health"])) for key in function])
    held = column_of((rng.random(len(function)) < share).tolist())
    held[flags(rng, 0.03, len(function))] = None
    held[[1, 4]] = [True, None]
    return held


def _controllers(rng: Stream, trust: Column, health: Column) -> Column:
    named = yes(health) & ~flags(rng, 0.07, len(trust))
    controller = np.where(named, trust, -1)
    controller[[1, 2]] = -1
    return controller


def _named_owners(rng: Stream, count: int) -> Column:
    owner = column_of(words("applications")["owners"])[
        rng.integers(0, len(words("applications")["owners"]), size=count)
    ]
    owner[flags(rng, 0.12, count)] = None
    owner[[0, 5]] = None
    return owner


def _suppliers(rng: Stream, organisation: Frame, count: int) -> Column:
    supplier = rows_of(organisation, "supplier")
    drawn = supplier[numbers(rng, 1.0 / np.arange(1, len(supplier) + 1), count)]
    return np.where(flags(rng, 0.04, count), -1, drawn)


def _platforms(rng: Stream, organisation: Frame, trust: Column) -> Column:
    home = organisation["platform"][trust]
    drawn = mix(rng, {"A": 55, "B": 28, "C": 17}, len(trust))
    platform = np.where(flags(rng, 0.15, len(trust)), drawn, home)
    platform[flags(rng, 0.04, len(trust))] = None
    return platform


def _criticality(rng: Stream, function: Column) -> Column:
    letter = mix(rng, _LETTER, len(function))
    core = np.isin(function.astype(str), ("clinical_core", "patient_record", "radiology"))
    letter[core] = mix(rng, {"A": 70, "B": 30}, int(core.sum()))
    letter[3] = "B"
    return letter


def _users(rng: Stream, function: Column) -> Column:
    median = np.array([float(str(_of(key)["users"])) for key in function])
    return np.clip(median * rng.lognormal(0.0, 1.4, len(function)), 1, 70_000).astype(np.int64)


def _versions(rng: Stream, count: int) -> Column:
    parts: Sequence[Sequence[int]] = np.column_stack(
        [rng.integers(1, 13, count), rng.integers(0, 10, count), rng.integers(0, 40, count)]
    ).tolist()
    return column_of([".".join(map(str, part)) for part in parts])
