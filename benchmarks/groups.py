"""Groups of hosts on real networks: recovery where the groups are known, stability from day to day.

    python -m benchmarks.groups [FOLDER]

FOLDER holds the Cisco Secure Workload graphs (cisco_g21_with_truth.tar.xz, cisco_day_graphs.tar.xz); it is
`dependency_graphs` of GRUNNMUR_DATA unless given. *Alike* puts hosts together that speak with the same others on the
same ports in the same direction (average linkage of cosines, weighted by rarity); Louvain and Leiden (modularity, as
igraph and leidenalg have them) put hosts together that speak with each other. Alike is measured here and is no part of
a run. Needs `pip install leidenalg igraph`, which are GPL: for this comparison only.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import machine

Edge = tuple[str, str, str]
"""Source, target, port."""
Groups = Mapping[str, int]
_SEEDS = 20
_ALIKE = 0.5
"""Cosine above which two groups are alike; set before looking, its neighbours are printed beside."""
_MOST = 2_100
"""Hosts of the largest day graph compared."""


def main() -> None:
    """Prints both measurements."""
    parser = argparse.ArgumentParser()
    shared = os.environ.get("GRUNNMUR_DATA", Path(__file__).parents[2] / "shared" / "data")
    folder = Path(shared) / "dependency_graphs"
    parser.add_argument("folder", nargs="?", type=Path, default=folder)
    wanted = parser.parse_args()
    print(machine.line())
    _recovery(wanted.folder / "cisco_g21_with_truth.tar.xz")
    _stability(wanted.folder / "cisco_day_graphs.tar.xz")


def _recovery(path: Path) -> None:
    files = dict(_files(path))
    truth = {
        host: number
        for number, line in enumerate(_named(files, "groupings.gt.txt").splitlines())
        for host in line.split(",")
    }
    windows = ("12hrs", "2days_feb", "4days", "6days_tillFeb9_partial")
    print("g21: adjusted Rand index against the known groups: mean (least–most over seeds)")
    print(
        "window | hosts | alike "
        + " | alike ".join(f"{one:.1f}" for one in (0.3, 0.4, 0.5, 0.6))
        + " | Louvain | Leiden"
    )
    for window in windows:
        edges = _edges(_named(files, window))
        known = sorted({host for one, other, _ in edges for host in (one, other)} & set(truth))
        cells = [
            f"{_index(alike(edges, least=least), truth, known):.3f}"
            for least in (0.3, 0.4, 0.5, 0.6)
        ]
        for method in (_louvain, _leiden):
            found = [_index(method(edges, seed=seed), truth, known) for seed in range(_SEEDS)]
            cells.append(f"{statistics.mean(found):.3f} ({min(found):.3f}–{max(found):.3f})")
        print(f"{window} | {len(known)} | " + " | ".join(cells), flush=True)


def _stability(path: Path) -> None:
    days: dict[str, dict[int, list[Edge]]] = {}
    for name, text in _files(path):
        network, _, day = Path(name).stem.partition("_")
        if day.isdigit():
            days.setdefault(network, {})[int(day)] = _edges(text)
    print(
        "day to day: adjusted Rand index of the groups of hosts seen on both days · share of the later day's edges that"
    )
    print(
        "rules of the earlier day's groups (group, group, port) allow · those rules, per edge of the earlier day"
    )
    print("network | hosts | alike | Louvain | Leiden")
    methods: tuple[Callable[..., Groups], ...] = (
        alike,
        partial(_louvain, seed=0),
        partial(_leiden, seed=0),
    )
    for network in sorted(days, key=lambda name: int(name[1:])):
        hosts = len(
            {host for one, other, _ in days[network][min(days[network])] for host in (one, other)}
        )
        if hosts > _MOST:
            print(f"{network} | {hosts} | larger than {_MOST}, not compared")
            continue
        cells = [
            _day_to_day([days[network][day] for day in sorted(days[network])], method)
            for method in methods
        ]
        print(f"{network} | {hosts} | " + " | ".join(cells), flush=True)


def _day_to_day(days: Sequence[list[Edge]], method: Callable[..., Groups]) -> str:
    grouped = [method(edges) for edges in days]
    same, allowed, rules = [], [], []
    for number in range(len(days) - 1):
        before, after = grouped[number], grouped[number + 1]
        both = sorted(set(before) & set(after))
        same.append(_index(before, after, both))
        written = {(before[one], before[other], port) for one, other, port in days[number]}
        later = [edge for edge in days[number + 1] if edge[0] in before and edge[1] in before]
        hits = sum((before[one], before[other], port) in written for one, other, port in later)
        allowed.append(hits / max(1, len(later)))
        rules.append(len(written) / max(1, len(days[number])))
    return " · ".join(f"{statistics.mean(some):.3f}" for some in (same, allowed, rules))


def alike(edges: Sequence[Edge], *, least: float = _ALIKE) -> Groups:
    """Hosts that speak with the same others on the same ports in the same direction."""
    hosts = sorted({host for one, other, _ in edges for host in (one, other)})
    place = {host: number for number, host in enumerate(hosts)}
    features: dict[tuple[str, str, str], int] = {}
    cells = set()
    for one, other, port in edges:
        for host, feature in (
            (one, ("to", other, "")), (one, ("calls", "", port)),
            (other, ("from", one, "")), (other, ("answers", "", port)),
        ):  # fmt: skip
            cells.add((place[host], features.setdefault(feature, len(features))))
    row, column = np.array(sorted(cells)).T
    carried = np.bincount(column, minlength=len(features))
    table = np.zeros((len(hosts), len(features)), dtype=np.float32)
    table[row, column] = np.log((1 + len(hosts)) / carried[column])
    table /= np.maximum(1e-9, np.linalg.norm(table, axis=1, keepdims=True))
    labels = _linked(np.asarray(table @ table.T, dtype=np.float64), least)
    return dict(zip(hosts, labels, strict=True))


def _linked(similar: np.ndarray[Any, Any], least: float) -> list[int]:
    """Average linkage: the two most alike groups are joined until none are alike enough."""
    count = len(similar)
    np.fill_diagonal(similar, -1.0)
    size, label = np.ones(count), np.arange(count)
    nearest = similar.argmax(axis=1)
    every = np.arange(count)
    while True:
        one = int(similar[every, nearest].argmax())
        other = int(nearest[one])
        if similar[one, other] < least:
            break
        joined = (size[one] * similar[one] + size[other] * similar[other]) / (
            size[one] + size[other]
        )
        joined[[one, other]] = -1.0
        similar[one], similar[:, one] = joined, joined
        similar[other], similar[:, other] = -1.0, -1.0
        size[one] += size[other]
        label[label == other] = one
        stale = np.isin(nearest, (one, other)) | (joined > similar[every, nearest])
        stale[[one, other]] = True
        nearest[stale] = similar[stale].argmax(axis=1)
    return [int(number) for number in label]


def _louvain(edges: Sequence[Edge], *, seed: int) -> Groups:
    hosts, graph = _graph(edges)
    random.seed(seed)  # igraph draws from Python's own stream
    return dict(zip(hosts, graph.community_multilevel().membership, strict=True))


def _leiden(edges: Sequence[Edge], *, seed: int) -> Groups:
    import leidenalg  # type: ignore[import-untyped]

    hosts, graph = _graph(edges)
    found = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, seed=seed)
    return dict(zip(hosts, found.membership, strict=True))


def _graph(edges: Sequence[Edge]) -> tuple[list[str], Any]:
    import igraph  # type: ignore[import-untyped]

    hosts = sorted({host for one, other, _ in edges for host in (one, other)})
    place = {host: number for number, host in enumerate(hosts)}
    pairs = sorted(
        {tuple(sorted((place[one], place[other]))) for one, other, _ in edges if one != other}
    )
    return hosts, igraph.Graph(n=len(hosts), edges=pairs)


def _index(one: Groups, other: Groups, hosts: Sequence[str]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985)."""
    first = np.unique([one[host] for host in hosts], return_inverse=True)[1]
    second = np.unique([other[host] for host in hosts], return_inverse=True)[1]
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    pairs, rows, columns = (
        float((some * (some - 1) / 2).sum())
        for some in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = rows * columns / (len(hosts) * (len(hosts) - 1) / 2)
    most = (rows + columns) / 2
    return 1.0 if most == expected else (pairs - expected) / (most - expected)


def _edges(text: str) -> list[Edge]:
    return [
        (one, other, port.rpartition("-")[0])
        for line in text.splitlines()
        if line.count("\t") == 3
        for _, one, other, ports in (line.split("\t"),)
        if one != other
        for port in ports.split(",")
    ]


def _files(path: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read().decode("utf-8", "replace")


def _named(files: Mapping[str, str], part: str) -> str:
    return next(text for name, text in sorted(files.items()) if part in Path(name).name)


if __name__ == "__main__":
    main()
