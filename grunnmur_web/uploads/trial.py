"""The trial's own process: `python -m grunnmur_web.uploads.trial MEGABYTES [ESTATE]`, told what to do on its standard
input.

It knows no database and no web, reaches no network, and dies with the process that started it. Until it is told,
it makes ready: it imports what a trial needs, and has a process at hand that readers are made from.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from grunnmur.errors import GrunnmurError
from grunnmur.kit import quoted
from grunnmur.kit.solitude import leave_network
from grunnmur_web.uploads import estate
from grunnmur_web.uploads.leash import MADE, TOLD
from grunnmur_web.uploads.offer import Offer
from grunnmur_web.uploads.spool import Spool

if TYPE_CHECKING:
    import duckdb

    from grunnmur import pipeline
    from grunnmur.diff import Difference
    from grunnmur.settings import Settings

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of linux/prctl.h."""
_NEEDED = ("grunnmur.pipeline", "grunnmur.diff", "splink", "splink.internals.linker")
"""What the verbs import only where they come to it is imported while nobody waits."""
_CONNECTIONS = 3
"""That a trial opens: what was read of the file, the run, and the comparison."""
_LOOK = 0.2
"""Seconds after which it is told again how far a run is."""
_NOTES, _THINGS = 100, 200
"""So many kinds of notes, and rows of each table of differences, are kept to be shown."""


def main() -> int:
    """0 when the trial came to a result, good or bad, or nobody asked for one."""
    megabytes = int(sys.argv[1])
    say = _saying()
    _be_bound(megabytes)
    from duckdb import OutOfMemoryException  # starts threads: only once the network is left

    _make_ready(*map(Path, sys.argv[2:]))
    asked = sys.stdin.read()
    if not asked:  # whoever started it has ended
        return 0
    told = json.loads(asked)
    spool = Spool(Path(told["spool"]))
    try:
        spool.tell("preview", _trial(spool, told, made=lambda run: say(f"{MADE} {run}")))
    except GrunnmurError as error:
        spool.tell("preview", {"refused": {"code": error.code, "facts": error.facts}})
    except (MemoryError, OutOfMemoryException):
        facts = {"megabytes": megabytes}
        spool.tell("preview", {"refused": {"code": "upload_too_much_memory", "facts": facts}})
    say(TOLD)
    return 0


def _saying() -> Callable[[str], None]:
    """What says a line to whoever started this process. Nothing that libraries print gets there."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return lambda line: print(line, file=out, flush=True)


def _be_bound(megabytes: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    leave_network()
    os.nice(10)  # people who look at pages come first
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def _make_ready(directory: Path | None = None) -> None:
    from grunnmur import collect, reconcile, settings
    from grunnmur.catalogue import naming
    from grunnmur.kit import engine

    for module in _NEEDED:
        import_module(module)
    naming.shipped()  # reads what is shipped of products, once a process
    collect.make_ready()
    reconcile.make_ready()
    engine.make_ready(_CONNECTIONS)
    if directory is not None:
        with suppress(GrunnmurError):  # told where it is tried
            settings.read(directory, environment=os.environ)


def _trial(
    spool: Spool, told: dict[str, Any], *, made: Callable[[str], None] = lambda _run: None
) -> dict[str, Any]:
    from grunnmur import (
        collect,
        diff,
        pipeline,
        settings,
        workspace,
    )  # they start threads: only once the network is left

    directory, base = Path(told["estate"]), Path(told["base"])
    offer = Offer(**told["offer"])
    place = PurePosixPath(told["place"])
    as_it_is = estate.state(directory)
    mirrored = estate.mirror(
        *(directory, spool.work / "estate", offer, place, spool.file),
        named=_named(settings.read(directory, environment=os.environ)),
    )
    spool.tell("progress", {"verb": "read", "share": 0.0})
    reading = _reading(mirrored, offer, place, spool)
    found: dict[str, Any] = {"reading": reading, "state": as_it_is, "place": str(place)}
    if not reading["claimed"]:
        return {**found, "refused": {"code": "upload_nothing_used", "facts": {}}}
    result = pipeline.run(
        mirrored,
        workspace.beside(spool.work / "work", base).folder,
        on=date.fromisoformat(told["on"]),
        until=told["until"],
        environment=os.environ,
        catalogue_folder=Path(told["catalogue"]) if told["catalogue"] else None,
        workers=told["workers"],
        memory=f"{told['megabytes'] // 2}MB",
        readings=collect.Readings(
            workspace.open_workspace(Path(told["workspace"])).readings,
            growing=False,
            also=spool.readings,
        ),
        beside=directory,
        progress=_progress(spool),
    )
    made(result.run_id)
    spool.tell("progress", {"verb": "diff", "share": 0.0})
    differs = diff.between(base, result.folder)
    found["difference"] = _difference(differs)
    found["claims"] = _claims(differs, offer.source)
    return {**found, "run": result.run_id, "plans": [_plan(base), _plan(result.folder)]}


def _named(wishes: Settings) -> list[str]:
    """The paths that the settings name, as they name them."""
    from grunnmur.catalogue.editions import place

    folders = (*wishes.rules, *wishes.controls, *place.standards(wishes.directory))
    within = (path for path in folders if path.is_relative_to(wishes.directory))
    return [source.path for source in wishes.sources] + [
        str(path.relative_to(wishes.directory)) for path in within
    ]


def _progress(spool: Spool) -> pipeline.Progress:
    """Tells how far a run is, as often as somebody might look: there may be thousands of files."""
    last, at = "", 0.0

    def tell(verb: str, _at: str, share: float) -> None:
        nonlocal last, at
        now = time.monotonic()
        if verb != last or now - at >= _LOOK:
            last, at = verb, now
            spool.tell("progress", {"verb": verb, "share": share})

    return tell


def _reading(directory: Path, offer: Offer, place: PurePosixPath, spool: Spool) -> dict[str, Any]:
    """What the file alone gives: the format it is of, how many rows are used, and why others are not.

    What was read is kept for the run, which reads it together with others only where it is small.
    """
    from grunnmur import collect, settings
    from grunnmur.kit.engine import connect

    wishes = settings.read(directory, environment=os.environ)
    (source,) = (row for row in wishes.sources if row.name == offer.source)
    alone = replace(wishes, sources=(replace(source, path=str(place)),))
    folder = spool.work / "alone"
    collect.collect(alone, folder, readings=collect.Readings(spool.readings), workers=1)
    connection = connect()
    counts = connection.execute(
        "select coalesce(string_agg(distinct format, ', ' order by format), ''), coalesce(sum(records), 0)::bigint, "
        "coalesce(sum(claimed), 0)::bigint, coalesce(sum(noted), 0)::bigint "
        f"from read_parquet({quoted.text(folder / '_count' / '*.parquet')})"
    ).fetchone()
    notes = []
    if (folder / "_note").is_dir():
        notes = connection.execute(
            "select code, count(*), min(place), arg_min(facts, place) "
            f"from read_parquet({quoted.text(folder / '_note' / '*.parquet')}) "
            f"group by code order by 2 desc, 1 limit {_NOTES}"
        ).fetchall()
    form, records, claimed, noted = counts or ("", 0, 0, 0)
    return {
        "format": form,
        "records": records,
        "claimed": claimed,
        "noted": noted,
        "notes": [
            {"code": code, "count": count, "place": at, "facts": json.loads(facts or "{}")}
            for code, count, at, facts in notes
        ],
    }


def _difference(differs: Difference) -> dict[str, Any]:
    """What would be new, changed and gone, counted by noun, with the first rows of each."""
    found: dict[str, Any] = {}
    for name in ("appeared", "changed", "gone", "merged", "split"):
        table = differs.table(name)
        found[name] = {
            "count": len(table),
            "by_noun": dict(table.aggregate("noun, count(*)").order("noun").fetchall()),
            "rows": _rows(table),
        }
    for name in ("opened", "closed"):
        counted = differs.table(name).aggregate("rule_id, subject_kind, verdict, count(*) as rows")
        found[name] = {"rows": _rows(counted.order("rows desc, rule_id, subject_kind, verdict"))}
    return found


def _claims(differs: Difference, source: str) -> list[dict[str, Any]]:
    """What the source says and did not say before, by attribute: how much holds, and how much others overrule.

    What agrees with the winner holds, whoever was chosen.
    """
    rows = differs.connection.execute(
        f"""
            with told as (
                select noun, entity_id, attribute, value from after.evidence now
                where source = $source and not exists (
                    select 1 from before.evidence old where old.source = $source and old.record_key = now.record_key
                        and old.noun = now.noun and old.attribute = now.attribute and old.value = now.value
                )
            )
            select attribute, count(*) filter (winner.value = told.value) as holds,
                count(*) filter (winner.value <> told.value) as overruled
            from told left join after.evidence winner using (noun, entity_id, attribute)
            where winner.chosen group by attribute order by overruled desc, holds desc, attribute limit {_NOTES}
            """,
        {"source": source},
    ).fetchall()
    return [{"attribute": a, "holds": h, "overruled": o} for a, h, o in rows]


def _plan(folder: Path) -> dict[str, Any] | None:
    """What the run's plan costs and breaks, and when each workload moves; None where it has none."""
    from grunnmur import plan

    path = folder / "plan.json"
    if not path.exists():
        return None
    made = plan.read_plan(json.loads(path.read_text(encoding="utf-8")))
    return {
        "cost_total": made.cost_total,
        "cost": made.cost,
        "violations": made.broken,
        "moves": {move.workload: move.period for move in made.moves},
    }


def _rows(table: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    names = table.columns
    return [dict(zip(names, row, strict=True)) for row in table.limit(_THINGS).fetchall()]


if __name__ == "__main__":
    os._exit(main())  # somebody waits, and the system is faster at taking back what is held
