"""The connections sensors saw: hour by hour, so that no amount of them fills the memory.

Every day has a stream of chance of its own, so that days can be made in any order and side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from grunnmur.example.exports import addresses, workers
from grunnmur.example.exports.export import Desk
from grunnmur.example.world.conversations import (
    ALWAYS,
    FAILOVER,
    JOBS,
    LAST,
    MONTHLY,
    NIGHTLY,
    OFFICE,
    WEEKLY,
    YEARLY,
)
from grunnmur.example.world.frame import Column
from grunnmur.example.world.outside import REALM

LINES = 2_000_000
"""Connections at size 1 over three days where nobody asked for a number. Busy pairs are seen less
often to stay below it, so that no pair vanishes."""
_FIRST_DAY = 1000
"""Streams of chance from this one on are the days'."""
_FAILOVERS_A_YEAR = 2.0
_REFUSED = 0.01
_WEEKEND = 0.2
_GAP_DAYS, _GAP_HOURS = 7, 12
"""In a window this long one platform's sensor stands still for so many hours."""
_WORTH_IT = 1_000_000
"""From so many records a second process saves more than it costs."""


@dataclass(frozen=True, slots=True)
class Block:
    """Connections of one platform in one hour, in order of time; one entry a connection."""

    realm: str
    talk: Column
    second: Column
    duration: Column
    source: Column
    target: Column
    source_port: Column
    sent: Column
    received: Column
    answered: Column


@dataclass(frozen=True, slots=True)
class Window:
    """The days watched, and how often each conversation that always goes on is seen a day."""

    days: tuple[np.datetime64, ...]
    rate: Column
    gap: tuple[str, np.datetime64, int] | None


def window(desk: Desk) -> Window:
    """The last days before the day the estate is judged for."""
    talk, flows = desk.world.conversation, desk.flows
    last = np.datetime64(desk.world.on, "D")
    days = tuple(last - np.timedelta64(back, "D") for back in range(flows.days, 0, -1))
    gap = _gap(desk, days)
    budget = float(flows.records or LINES / 3 * desk.world.size * flows.days)
    heard = _heard(desk, days)
    expected = _expected(desk, days, heard, gap)
    going = expected > 0
    budget = max(1.0, budget - _job_records(desk, days, heard))
    least = np.minimum(expected, _ceiling(expected[going], budget))
    if flows.records is not None and expected.sum() < budget:
        least = expected * (budget / expected.sum())
    share = np.divide(least, expected, out=np.zeros_like(expected), where=going)
    return Window(days, talk["per_day"] * share, gap)


def each_day(desk: Desk, seen: Window, write: Callable[[np.datetime64], Column]) -> Column:
    """Writes every day, side by side where that is worth it; gives the sum of what each gives."""
    many = (desk.flows.records or 0) >= _WORTH_IT
    found = workers.each(write, seen.days, workers=desk.flows.workers if many else 1)
    total: Column = np.sum(found, axis=0)
    return total


def hours(desk: Desk, seen: Window, day: np.datetime64) -> Iterator[list[Block]]:
    """The connections of each hour of the day, one block a platform, platforms in order."""
    world, talk = desk.world, desk.world.conversation
    rng = _chance(desk, day)
    weights, jobs = _weights(day), _running(rng, talk["rhythm"], talk["phase"], day)
    realms, realm = _realms(desk), _realm_of_address(desk)
    midnight = day.astype("datetime64[s]")
    rhythm = np.minimum(talk["rhythm"], ALWAYS)
    rate = np.where(np.isin(talk["rhythm"], (OFFICE, ALWAYS)), seen.rate, 0.0)
    held = addresses.at(world, midnight)
    for hour in range(24):
        before, held = held, addresses.at(world, midnight + np.timedelta64(hour + 1, "h"))
        keeps = np.where(before == held, held, -1)
        source, target = _ends(desk, keeps)
        heard = (source >= 0) & (target >= 0) & (realm[source] == realm[target])
        times = rng.poisson(rate * weights[rhythm, hour])
        run = np.flatnonzero(jobs & (talk["hour"] == hour))
        times[run] = np.maximum(1, rng.poisson(talk["per_day"][run]))
        rows = np.repeat(np.arange(len(times)), np.where(heard, times, 0))
        begins = (midnight.astype(np.int64) + hour * 3600).astype(float)
        yield [
            _block(rng, desk, one, rows[realm[source[rows]] == number], begins, source, target)
            for number, one in enumerate(realms)
            if not _stands_still(seen, one, day, hour)
        ]


def _block(rng: np.random.Generator, desk: Desk, realm: str, rows: Column, begins: float,
           source: Column, target: Column) -> Block:  # fmt: skip
    talk, count = desk.world.conversation, len(rows)
    rows = rows[rng.permutation(count)]
    answered = talk["answered"][rows] & (rng.random(count) >= _REFUSED)
    size = rng.lognormal(0.0, 0.6, count) * talk["bytes_per"][rows] * 0.83
    return Block(
        realm=realm,
        talk=rows,
        second=np.sort(np.round(begins + rng.uniform(0, 3600, count), 6)),
        duration=np.round(np.where(answered, rng.exponential(3.0, count) + 0.01, 0.001), 6),
        source=source[rows],
        target=target[rows],
        source_port=rng.integers(49152, 65535, count),
        sent=np.where(answered, size * 0.2, 0).astype(np.int64),
        received=np.where(answered, size * 0.8, 0).astype(np.int64),
        answered=answered,
    )


def _weights(day: np.datetime64) -> Column:
    """Share of a weekday's connections in each hour, for office hours and for all hours."""
    office = np.full(24, 0.35 / 24)
    office[7:16] += 0.65 / 9
    return np.vstack([office * (_WEEKEND if _weekday(day) >= 5 else 1.0), np.full(24, 1 / 24)])


def _running(rng: np.random.Generator, rhythm: Column, phase: Column, day: np.datetime64) -> Column:
    """Which jobs run that day."""
    month = day.astype("datetime64[M]")
    of_month = int((day - month.astype("datetime64[D]")).astype(int)) + 1
    last = (day + np.timedelta64(1, "D")).astype("datetime64[M]") != month
    of_year = int((day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)) + 1
    monthly = (phase == of_month) | (last & (phase == LAST))
    fails = rng.random(len(rhythm)) < _FAILOVERS_A_YEAR / 365
    running: Column = (
        (rhythm == NIGHTLY)
        | ((rhythm == WEEKLY) & (phase == _weekday(day)))
        | ((rhythm == MONTHLY) & monthly)
        | ((rhythm == YEARLY) & (phase == of_year))
        | ((rhythm == FAILOVER) & fails)
    )
    return running


def _heard(desk: Desk, days: tuple[np.datetime64, ...]) -> Column:
    """For each day which conversations have an address at both ends, in one realm, by noon.

    Where nobody asked for a number: those whose ends live in one realm, which is all that a ceiling needs.
    """
    if desk.flows.records is None:
        return np.tile(_realm(desk) != "", (len(days), 1))
    realm, heard = _realm_of_address(desk), []
    for day in days:
        held = addresses.at(desk.world, day.astype("datetime64[s]") + np.timedelta64(12, "h"))
        source, target = _ends(desk, held)
        heard.append((source >= 0) & (target >= 0) & (realm[source] == realm[target]))
    return np.array(heard)


def _expected(desk: Desk, days: tuple[np.datetime64, ...], heard: Column,
              gap: tuple[str, np.datetime64, int] | None) -> Column:  # fmt: skip
    """How many connections all days should show of each conversation that always goes on."""
    talk = desk.world.conversation
    going = np.isin(talk["rhythm"], (OFFICE, ALWAYS))
    rhythm, expected = np.minimum(talk["rhythm"], ALWAYS), np.zeros(len(talk))
    for day, here in zip(days, heard, strict=True):
        weight = _weights(day)
        expected += np.where(here, weight.sum(axis=1)[rhythm], 0.0)
        if desk.flows.records is not None and gap is not None and gap[1] == day:
            lost = weight[:, gap[2] : gap[2] + _GAP_HOURS].sum(axis=1)[rhythm]
            expected -= np.where(here & (_realm(desk) == gap[0]), lost, 0.0)
    return np.where(going, talk["per_day"] * expected, 0.0)


def _ends(desk: Desk, held: Column) -> tuple[Column, Column]:
    """The address of either end of each conversation, what lies outside behind our own; −1: none."""
    talk, beyond = desk.world.conversation, len(desk.world.address)
    source, target = (
        np.where(
            talk[f"{end}_outside"] >= 0, talk[f"{end}_outside"] + beyond, held[talk[f"{end}_row"]]
        )
        for end in ("source", "target")
    )
    return source, target


def _job_records(desk: Desk, days: tuple[np.datetime64, ...], heard: Column) -> float:
    """About how many connections the jobs make: on those very days where somebody asked for a number."""
    talk = desk.world.conversation
    rhythm, per_day = talk["rhythm"], talk["per_day"]
    if desk.flows.records is None:
        runs = {NIGHTLY: 1.0, WEEKLY: 1 / 7, MONTHLY: 1 / 30, YEARLY: 1 / 365, FAILOVER: 2 / 365}
        sums = {one: per_day[heard[0] & (rhythm == one)].sum() for one in JOBS}
        return float(sum(sums[one] * runs[one] for one in JOBS)) * len(days)
    each = per_day + np.exp(-per_day)  # a job that runs makes one connection at least
    return float(sum(
        each[here & _running(_chance(desk, day), rhythm, talk["phase"], day)].sum()
        for day, here in zip(days, heard, strict=True)
    ))  # fmt: skip


def _chance(desk: Desk, day: np.datetime64) -> np.random.Generator:
    """The day's own stream of chance, from its beginning: which jobs run is drawn first."""
    return desk.stream(_FIRST_DAY + int((np.datetime64(desk.world.on, "D") - day).astype(int)))


def _gap(desk: Desk, days: tuple[np.datetime64, ...]) -> tuple[str, np.datetime64, int] | None:
    """When the smallest platform's sensor stands still."""
    if len(days) < _GAP_DAYS:
        return None
    place, hour = desk.stream(999).integers([0, 0], [len(days), 24 - _GAP_HOURS])
    return _realms(desk)[-1], days[int(place)], int(hour)


def _stands_still(seen: Window, realm: str, day: np.datetime64, hour: int) -> bool:
    if seen.gap is None or seen.gap[:2] != (realm, day):
        return False
    return seen.gap[2] <= hour < seen.gap[2] + _GAP_HOURS


def _realm(desk: Desk) -> Column:
    """The realm both ends of a conversation lie in, empty where they lie in two."""
    world = desk.world
    talk, realm = world.conversation, world.asset["realm"]
    source, target = (
        np.where(talk[f"{end}_outside"] >= 0, REALM, realm[talk[f"{end}_row"]])
        for end in ("source", "target")
    )
    return np.where(source == target, source, "")


def _realm_of_address(desk: Desk) -> Column:
    """The number of the realm of each address, our own first; the last is of no address."""
    known = np.searchsorted(_realms(desk), addresses.every_realm(desk.world).astype(str))
    return np.append(known, -1)


def _realms(desk: Desk) -> list[str]:
    return sorted(set(desk.world.network["realm"].tolist()))


def _weekday(day: np.datetime64) -> int:
    return int((day.astype(int) + 3) % 7)  # the first of January 1970 was a Thursday


def _ceiling(rates: Column, budget: float) -> float:
    """The most connections a pair may have, so that all together stay in the budget."""
    ordered = np.sort(rates)
    below = np.r_[0.0, np.cumsum(ordered)[:-1]]
    total = below + ordered * np.arange(len(ordered), 0, -1)
    fits = np.flatnonzero(total <= budget)
    if len(fits) == len(ordered):
        return float("inf")
    first = len(fits)
    return float((budget - below[first]) / (len(ordered) - first))
