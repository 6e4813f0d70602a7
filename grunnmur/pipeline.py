"""The sentence: from raw exports to a checked plan. Read this first; the verbs stand in their order.

    sources ─collect→ claims ─reconcile→ estate ─depend→ dependencies ─assess→ findings
     ─reach→ who reaches patient data ─plan→ a checked plan

Every verb reads tables and writes tables; this is the only place where verbs meet.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path

from grunnmur import (
    assess,
    catalogue,
    collect,
    depend,
    measure,
    plan,
    reach,
    reconcile,
    settings,
    workspace,
)
from grunnmur.catalogue import controls, editions, lifecycle, standard
from grunnmur.catalogue.editions import cycles, place
from grunnmur.errors import NothingUsable
from grunnmur.estate import TABLES, Estate
from grunnmur.kit import quoted
from grunnmur.kit.engine import connect, threads_for

VERBS = ("collect", "reconcile", "depend", "assess", "reach", "plan")

EFFORT, WORKLOADS_A_STEP = 500, 4
"""Of the plan's search and proof, in thousand steps: so much, or one for so many workloads where that is more. Half a
minute for a whole region on two cores. `plan solve` goes on from `problem.json` and `plan.json` as long as a person
wants."""

Progress = Callable[[str, str, float], None]
"""Called with the verb, what it is at, and how far it has come (0–1)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one verb cost."""

    verb: str
    seconds: float


@dataclass(frozen=True)
class RunResult:
    """A finished run: where it is, what each verb cost, and its tables for who asks."""

    run_id: str
    folder: Path
    stages: tuple[Stage, ...]
    memory: str = "4GB"

    @cached_property
    def estate(self) -> Estate:
        """Its tables, on a connection of their own."""
        return Estate(self.folder, connect(memory=self.memory))


@dataclass(slots=True)
class _Line:
    """One run under way: what the verbs hand on to each other."""

    wishes: settings.Settings
    environment: Mapping[str, str] | None
    estate: Estate
    scratch: Path
    run_id: str
    on: date
    previous: Path | None
    progress: Progress
    workers: int
    knowledge: editions.Edition | None
    engine: str
    readings: collect.Readings
    beside: Path | None
    claims: collect.Claims | None = None
    anew: str | None = None


def run(
    directory: Path,
    folder: Path,
    *,
    on: date | None = None,
    until: str = "plan",
    environment: Mapping[str, str] | None = None,
    catalogue_folder: Path | None = None,
    workers: int = 2,
    memory: str = "4GB",
    engine: str | None = None,
    readings: collect.Readings | None = None,
    beside: Path | None = None,
    progress: Progress = lambda _verb, _at, _share: None,
) -> RunResult:
    """Runs the sentence over an estate directory into a workspace, as far as the verb `until`.

    `on` is the day the estate is judged for; today unless given. `catalogue_folder` holds editions
    of what publishers know; else the settings name it, else it is `catalogue` in the workspace.
    `engine` is what adds up flow records: `duckdb`, `spark` or `spark://host:port`; else the settings
    say. What was read of files is kept in the workspace for the next run, or as `readings` say.
    `beside` is the directory as the run before read it: newcomers are put beside what that run found, where nothing
    else is told otherwise (decision 091). The run is the same as one that reconciles everything anew.
    A run that fails or is killed leaves the workspace as it was.
    """
    wishes = settings.read(directory, environment=environment)
    started_at = datetime.now(UTC).replace(tzinfo=None)  # the one clock: when this run began
    on = on or started_at.date()
    home = workspace.create(folder)
    run_id = _run_id(home, started_at)
    stages: list[Stage] = []
    with (
        workspace.new_run(home, run_id) as partial,
        tempfile.TemporaryDirectory(dir=partial, prefix=".") as scratch,
    ):
        connection = connect(memory=memory, threads=workers, spill=Path(scratch) / "spill")
        line = _Line(
            wishes,
            environment,
            Estate(partial, connection),
            Path(scratch),
            run_id,
            on,
            home.current(),
            progress,
            workers,
            _knowledge(directory, folder, catalogue_folder),
            engine or wishes.engine.flows,
            readings or collect.Readings(home.readings),
            beside,
        )
        for verb in VERBS[: VERBS.index(until) + 1]:
            began = time.perf_counter()
            progress(verb, "", 0.0)
            _SENTENCE[verb](line)
            stages.append(Stage(verb, time.perf_counter() - began))
        _sign(line, started_at, stages)
        connection.close()
    return RunResult(run_id, folder / "runs" / run_id, tuple(stages), memory)


def reach_again(estate: Estate, *, budgets: Sequence[int] | None = None) -> None:
    """Who reaches what, anew in a run's own tables for its own day and by its own rules, and what hangs on it.

    A folder of rules that is gone is noted.
    """
    on, parameters = estate.connection.execute(
        "select on_date, parameters from run order by started_at desc limit 1"
    ).fetchall()[0]
    folders = [Path(folder) for folder in json.loads(parameters or "{}").get("rules", [])]
    reach.reach(estate, on=on, folders=folders, budgets=budgets)
    assess.assess(estate, on=on, folders=folders, after="reach")
    plan.removal_waves(estate)


def reach_after_wave(
    estate: Estate,
    folder: Path,
    wave: str,
    *,
    budgets: Sequence[int] | None = None,
) -> Estate:
    """The estate as the run's plan has made it when the wave is done, with who reaches what then.

    `folder` takes its tables; the run itself stays as it is. It is judged for the run's own day, so
    that only what the plan changes is another.
    """
    interim = plan.after_wave(estate, folder, wave)
    reach_again(interim, budgets=budgets)
    return interim


def _collect(line: _Line) -> None:
    line.claims = collect.collect(
        line.wishes,
        line.scratch / "claims",
        readings=line.readings,
        workers=line.workers,
        progress=lambda at, share: line.progress("collect", at, share),
    )
    threads = threads_for(line.claims.folder.glob("*/*.parquet"), most=line.workers)
    line.estate.connection.execute(f"set threads={threads}")


def _reconcile(line: _Line) -> None:
    products = cycles.products(line.knowledge, lifecycle.load())
    lifecycle.write(line.estate, products)
    decided = collect.read_decisions(line.wishes.directory)
    given = reconcile.Given(
        run_id=line.run_id,
        on=line.on,
        products=tuple(products),
        decided=decided.rows,
        decision_notes=decided.notes,
        progress=lambda at, share: line.progress("reconcile", at, share),
    )
    claims, wishes = line.scratch / "claims", collect.storable(line.wishes)
    before = _before(line)
    line.anew = "other_files"
    if before is not None:
        line.anew = reconcile.reconcile_newcomers(
            wishes, claims, line.estate, given, before, scratch=line.scratch
        )
    if line.anew is not None:
        reconcile.reconcile(wishes, claims, line.estate, given, previous=line.previous)
    if not any(line.estate.count(noun) for noun in ("record", "asset", "application")):
        notes = line.estate.connection.execute(
            "select source, place, code, facts from note order by all"
        ).fetchall()
        code = (
            "nothing_but_flows" if depend.has_records(line.scratch / "claims") else "nothing_usable"
        )
        raise NothingUsable(code, notes=notes, path=str(line.wishes.directory))


def _before(line: _Line) -> reconcile.Before | None:
    """What the run before was made of, where the directory it read is told and is still that."""
    if line.beside is None or line.previous is None or line.claims is None:
        return None
    wishes = replace(line.wishes, directory=line.beside)
    if (line.beside / settings.FILE).read_bytes() != (
        line.wishes.directory / settings.FILE
    ).read_bytes():
        wishes = settings.read(line.beside, environment=line.environment)
    folder = line.scratch / "before"
    parting = collect.part(line.claims, wishes, folder, readings=line.readings)
    digest = line.estate.connection.execute(
        f"select input_digest from read_parquet({quoted.text(line.previous / 'run.parquet')})"
    ).fetchall()[0][0]
    if parting is None or parting.digest != digest:
        return None
    told = reconcile.Parts(parting.sources, parting.now, parting.before, parting.beside, folder)
    return reconcile.Before(line.previous, collect.storable(wishes), told)


def _depend(line: _Line) -> None:
    realms = {source.name: source.realm for source in line.wishes.sources}
    wishes = line.wishes.engine
    with depend.adding_up(
        line.engine,
        line.estate,
        shared=wishes.shared or str(line.scratch / "spark"),
        settings=wishes.spark,
    ) as adding:
        depend.depend(
            line.estate, line.scratch / "claims", realms=realms, on=line.on, engine=adding
        )
    line.progress("depend", "", 0.7)
    depend.conclude(line.estate, on=line.on, group_most=line.wishes.depend.group_most)
    line.progress("depend", "", 1.0)


def _assess(line: _Line) -> None:
    for path in place.standards(line.wishes.directory)[-1:]:
        standard.write(line.estate, standard.read(path))
    assess.assess(
        line.estate,
        on=line.on,
        folders=line.wishes.rules,
        catalogue=line.knowledge,
        packs=controls.load(line.wishes.controls, line.wishes.control_values),
        previous=line.previous,
    )
    line.progress("assess", "", 1.0)


def _reach(line: _Line) -> None:
    """Reach stands on what assess found, and a few rules judge what it tells: they are last."""
    reach.reach(line.estate, on=line.on, folders=line.wishes.rules)
    line.progress("reach", "", 0.9)
    assess.assess(line.estate, on=line.on, folders=line.wishes.rules, after="reach")
    line.progress("reach", "", 1.0)


def _plan(line: _Line) -> None:
    built = plan.build(line.estate, on=line.on, settings=line.wishes.plan)
    line.progress("plan", "build", 0.3)
    effort = max(EFFORT, len(built.problem.workloads) // WORKLOADS_A_STEP)
    built, planned = plan.plan_on(built, line.previous, effort=effort, workers=line.workers)
    plan.write(line.estate, built, planned)
    plan.removal_waves(line.estate)
    measure.measure(line.estate)
    line.progress("plan", "", 1.0)


_SENTENCE: dict[str, Callable[[_Line], None]] = {
    "collect": _collect,
    "reconcile": _reconcile,
    "depend": _depend,
    "assess": _assess,
    "reach": _reach,
    "plan": _plan,
}


def _knowledge(directory: Path, folder: Path, given: Path | None) -> editions.Edition | None:
    """The current edition of the catalogue, if there is one. A run never downloads."""
    found = place.place(given=given, estate=directory, workspace=folder)
    return None if found is None else editions.open_edition(found)


def _run_id(home: workspace.Workspace, started_at: datetime) -> str:
    """The moment the run began, with a number when two began in one second."""
    base = started_at.strftime("%Y%m%dT%H%M%S")
    taken = sum(name.startswith(base) for name in home.runs())
    return base if not taken else f"{base}-{taken + 1}"


def _sign(line: _Line, started_at: datetime, stages: list[Stage]) -> None:
    """Writes the `run` row: what was read, and with what."""
    parameters = {
        "group": line.wishes.group,
        "scopes": len(line.wishes.scopes),
        "rules": [str(folder.resolve()) for folder in _lasting(line)],
        "precedence": {key: list(value) for key, value in sorted(line.wishes.precedence.items())},
        **({} if line.beside is None else {"reconciled_anew": line.anew}),
        "stages": {stage.verb: round(stage.seconds, 2) for stage in stages},
    }
    line.estate.connection.execute(
        "create or replace temp table signed as select ? as run_id, ?::date as on_date, ?::timestamp as started_at, "
        "? as input_digest, ? as code_version, ? as catalogue_edition, ? as parameters",
        [
            line.run_id,
            line.on,
            started_at,
            line.claims.digest if line.claims else "",
            metadata.version("grunnmur"),
            _editions(line.knowledge),
            json.dumps(parameters),
        ],
    )
    line.estate.write(TABLES["run"], "select * from signed")


def _lasting(line: _Line) -> list[Path]:
    """The folders of rules: where a mirror of the directory was read, those of the directory, which stay."""
    read, lasting = line.wishes.directory, line.beside or line.wishes.directory
    return [
        lasting / folder.relative_to(read) if folder.is_relative_to(read) else folder
        for folder in line.wishes.rules
    ]


def _editions(knowledge: editions.Edition | None) -> str:
    """The shipped knowledge's edition, and the publishers' if there is one."""
    shipped = catalogue.edition()
    return shipped if knowledge is None else f"{shipped} {knowledge.name}"
