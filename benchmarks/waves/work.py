"""Members → workloads: the ways to do each, what it costs before and after, when it may be."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.waves import family
from benchmarks.waves.chance import Chance
from benchmarks.waves.estate import Member
from benchmarks.waves.family import Way
from grunnmur.plan.period import Period
from grunnmur.plan.workload import Deadline, Disposition, Workload


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The periods of an instance; `month` is the share of a month a period is."""

    periods: tuple[Period, ...]
    month: float

    def work_periods(self, months: int) -> int:
        """How many periods the months are, at least one."""
        return max(1, round(months / self.month))

    def holidays(self) -> tuple[int, ...]:
        """The periods that begin in July or December."""
        return tuple(n for n, row in enumerate(self.periods) if row.starts_on.month in (7, 12))


def workloads(members: tuple[Member, ...], rhythm: Rhythm, seed: int) -> tuple[Workload, ...]:
    """A workload for each member, without deadlines that bind: those come with the hidden plan."""
    chance = Chance(seed, "workloads")
    most_days = max(family.LEAST_TEAM_DAYS, 4.0 * len(members) / len(rhythm.periods) / rhythm.month)
    return tuple(_workload(row, rhythm, chance, most_days) for row in members)


def _workload(member: Member, rhythm: Rhythm, chance: Chance, most: float) -> Workload:
    count = len(rhythm.periods)
    exposure = _exposure(member, chance) * rhythm.month
    run = _run(member) * chance.between(0.7, 1.5) * rhythm.month
    days = _days(member, chance)
    ways = [
        _disposition(way, member, days, rhythm, chance, before=(exposure, run), most=most)
        for way in _ways(member, chance)
    ]
    clinical = member.kind in family.CLINICAL
    soft = chance.happens(0.25)
    due = Deadline(
        chance.whole(count // 4, count - 2),
        penalty=round(exposure * chance.between(0.5, 3)),
        reason="end of support",
    )
    earliest = chance.whole(1, count // 5) if _may_wait(member, chance) else 0
    return Workload(
        id=member.id,
        name=f"{member.kind} {member.number:04}",
        dispositions=tuple(ways),
        kind=member.kind,
        platform=family.PLATFORMS[member.platform],
        organisations=_organisations(member),
        services=(f"service-{member.cluster:03}",) if clinical else (),
        exposure=(round(exposure),) * count,
        run_before=(round(run),) * count,
        earliest=earliest,
        closed=rhythm.holidays() if clinical else (),
        deadlines=(due,) if soft else (),
    )


def _may_wait(member: Member, chance: Chance) -> bool:
    waits = chance.happens(0.10)
    return waits and member.kind != "foundation"


def _organisations(member: Member) -> tuple[str, ...]:
    if member.kind == "foundation":
        return ()
    return family.TRUSTS if member.regional else (family.TRUSTS[member.trust],)


def _exposure(member: Member, chance: Chance) -> float:
    size: float = (1 + member.servers) ** 0.5 * (1 + member.devices / 200) ** 0.5
    return family.EXPOSURE_NOK[member.kind] * 0.4 * size * chance.heavy(0.45, 1.6, 12)


def _run(member: Member) -> float:
    by_size = family.RUN_SERVER_NOK * member.servers + family.RUN_DEVICE_NOK * member.devices
    return family.RUN_LEAST_NOK + by_size


def _days(member: Member, chance: Chance) -> dict[str, float]:
    return {
        skill: (least + server * member.servers + device * member.devices)
        * chance.between(0.6, 1.6)
        for skill, (least, server, device) in family.SKILL_DAYS[member.kind].items()
    }


def _ways(member: Member, chance: Chance) -> list[Way]:
    """One of the first ways, and each other as likely as its share. Services are not retired."""
    must = chance.weighted(family.FIRST_WAYS, (0.85, 0.15))
    chosen = []
    for way in family.WAYS:
        wanted = chance.happens(way.share * 0.86)
        kept = member.kind in ("foundation", "data") and way.name in ("retire", "isolate")
        if way.name == must or (wanted and not kept):
            chosen.append(way)
    return chosen


def _disposition(
    way: Way,
    member: Member,
    days: dict[str, float],
    rhythm: Rhythm,
    chance: Chance,
    *,
    before: tuple[float, float],
    most: float,
) -> Disposition:
    """The way's work, spread evenly; stretched where it is more than a small team can do at once."""
    exposure, run = before
    amounts = {skill: value * way.days for skill, value in days.items()}
    duration = max(
        rhythm.work_periods(chance.whole(*way.months)),
        -int(-max(amounts.values()) // (most * rhythm.month)),
    )
    equipment = family.EQUIPMENT_NOK * member.servers * way.equipment * chance.between(0.7, 1.4)
    one_off = family.DAY_NOK * sum(amounts.values()) + equipment
    return Disposition(
        name=way.name,
        duration=min(duration, max(1, len(rhythm.periods) // 5)),
        effort=tuple((skill, max(1, round(v / duration))) for skill, v in sorted(amounts.items())),
        one_off=round(one_off, -3).__trunc__(),
        exposure_after=round(exposure * way.exposure * chance.between(0.8, 1.2)),
        run_after=round(run * way.run * chance.between(0.9, 1.1)),
    )
