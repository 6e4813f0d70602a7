"""The worker: tries what was sent, takes what was confirmed, and hands decisions on to the next run.

One a workspace, as the owner, beside the site. All it has to remember stands in the database and the
workspace: killed at any moment, the next one goes on where this one was (decision 040).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from grunnmur import collect, pipeline, workspace
from grunnmur.catalogue.editions import place as editions
from grunnmur.errors import GrunnmurError
from grunnmur.estate import TABLES
from grunnmur.kit import engine, quoted
from grunnmur_web.actions import audit, load
from grunnmur_web.actions.upload import CHANNEL
from grunnmur_web.models import Upload
from grunnmur_web.queries import decisions
from grunnmur_web.uploads import estate as directory
from grunnmur_web.uploads import leash, offer, spool
from grunnmur_web.uploads.offer import Offer
from grunnmur_web.uploads.spool import Spool

_CONNECTIONS = 2
"""That are opened for a trial here: to ask what it begins at, and to stage what it made."""
_ONE_WORKER = 7203913
"""The key of the database's lock that lets one worker in."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the worker works: an estate directory, its workspace, and what holds its trials.

    `catalogue` is where editions lie; None where the settings or the workspace say it.
    """

    estate: Path
    workspace: Path
    environment: Mapping[str, str]
    trials: leash.Leash
    catalogue: Path | None = None


def begin() -> bool:
    """Whether this is the only worker; then what a worker before it was at is tried again."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_ONE_WORKER])
        alone = bool(cursor.fetchone()[0])
        cursor.execute(f"listen {CHANNEL}")
    if alone:
        Upload.objects.filter(state="trying").update(state="waiting")
    return alone


def wait(seconds: float) -> None:
    """Until somebody sends a file or says what is to become of one, at most so long: a call may be missed."""
    for _ in connection.connection.notifies(timeout=seconds, stop_after=1):
        return


def step(bench: Bench) -> bool:
    """Does what is next: what is confirmed first, then what waits longest. Whether there was anything."""
    hand_on(bench.estate)
    upload = _next().first()
    _sweep(bench)
    if upload is None:
        return False
    kept = spool.of(bench.workspace, upload.upload_id)
    if upload.state == "confirmed":
        return _take(bench, upload, kept)
    _try(bench, upload, kept)
    return True


def _next() -> QuerySet[Upload]:
    """What there is to do, in order."""
    return Upload.objects.filter(state__in=("confirmed", "waiting")).order_by("state", "id")


def hand_on(estate: Path) -> None:
    """Writes what holds of the site's decisions to decisions/web.csv, where the next run reads it."""
    names = [column.name for column in TABLES["decision"].columns]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    rows = decisions.in_files_form()
    writer.writerows(["" if row[name] is None else row[name] for name in names] for row in rows)
    path = estate / directory.DECIDED
    content = written.getvalue().encode()
    if (rows or path.exists()) and not (path.exists() and path.read_bytes() == content):
        path.parent.mkdir(exist_ok=True)
        directory.put(path, content)


def _try(bench: Bench, upload: Upload, kept: Spool) -> None:
    """Finds out what the file would change, beside the estate.

    Once its run is made, and nothing else waits, what people would see of it is made ready (decision 084).
    """
    with ThreadPoolExecutor(1) as beside:
        staging = _try_beside(bench, upload, kept, beside)
    if staging is not None:
        staging.result()


def _try_beside(bench: Bench, upload: Upload, kept: Spool, beside: Executor) -> Future[None] | None:
    base = workspace.open_workspace(bench.workspace).current()
    if base is None or not kept.file.exists():
        _move(upload, "refused", why={"code": "upload_file_gone", "facts": {}})
        return None
    if not _move(upload, "trying", base_run=base.name, why=None):
        return None
    ground = load.ground(base, beside=beside)
    staging: Future[None] | None = None

    def stage(run: str) -> None:
        nonlocal staging
        if not _next().exists():
            staging = load.stage(_made(kept, run), instead_of=ground, beside=beside)

    asked = Upload.objects.filter(pk=upload.pk, state="trying")
    try:
        known = offer.sources(bench.estate, dict(bench.environment))
        place = offer.target(_offer(upload), known, bench.estate)
        catalogue = editions.place(
            given=bench.catalogue, estate=bench.estate, workspace=bench.workspace
        )
        trial = leash.Trial(
            *(bench.estate, bench.workspace, base, *_as_before(base), _offer(upload), place),
            catalogue=catalogue,
        )
        broken = bench.trials.run(trial, kept, wanted=asked.exists, made=stage)
    except GrunnmurError as error:
        broken = error.code, error.facts
    found = kept.preview() or {}
    why = {"code": broken[0], "facts": broken[1]} if broken else found.get("refused")
    if why:
        _move(upload, "refused", why=why)
    else:
        _move(upload, "tried", made_run=found["run"])
    return staging


def _take(bench: Bench, upload: Upload, kept: Spool) -> bool:
    """Puts the file into the estate directory, makes the trial's run the current one, and shows it.

    Begun once, it is done to the end, also by the next worker: both steps may be done again. What was
    changed since the trial makes the trial outdated, and nothing is done. False while a run is written.
    A site that shows something else than the run before is left as it is; `grunnmur serve` or an operator shows
    what is new also where the worker is killed before it has.
    """
    home, found = workspace.open_workspace(bench.workspace), kept.preview() or {}
    current = home.current()
    begun = (kept.folder / "taking.json").exists()
    same = current is not None and current.name == upload.base_run
    if not begun and not (same and directory.state(bench.estate) == found.get("state")):
        _move(upload, "outdated")
        return True
    place = PurePosixPath(found["place"])
    kept.tell("taking", {"run": upload.made_run})
    try:
        directory.install(bench.estate, _offer(upload), place, kept.file)
    except OSError as error:
        (kept.folder / "taking.json").unlink()
        _move(upload, "refused", why={"code": "file_unreadable", "facts": {"reason": str(error)}})
        return True
    try:
        workspace.adopt(home, _made(kept, upload.made_run))
    except GrunnmurError as error:
        if error.code == "workspace_locked":
            return False
        raise
    collect.Readings(home.readings).take_over(kept.readings)  # no later trial reads the file again
    with transaction.atomic():
        _move(upload, "applied")
        audit.record(
            actor=audit.WORKER,
            action="apply_file",
            subject=("upload", upload.upload_id),
            before={"run": upload.base_run},
            after={"run": upload.made_run, "file": str(place), "digest": upload.digest},
        )
    runs = home.folder / "runs"
    load.load_new(
        runs / upload.made_run,
        instead_of=runs / upload.base_run,
        staged_from=_made(kept, upload.made_run),
    )
    return True


def _made(kept: Spool, run: str) -> Path:
    """The run that the trial made."""
    return kept.work / "work" / "runs" / run


def _move(upload: Upload, state: str, **changes: Any) -> bool:  # noqa: ANN401 columns of the row
    """Moves the row on. False where a person has moved it meanwhile."""
    asked = Upload.objects.filter(pk=upload.pk, state=upload.state)
    if not asked.update(state=state, **changes):
        return False
    upload.state = state
    return True


def _sweep(bench: Bench) -> None:
    """Takes away the files of uploads that are decided about."""
    folder = bench.workspace / "uploads"
    lying = {path.parent.name for path in folder.glob("*/file")} if folder.is_dir() else set()
    done = Upload.objects.filter(upload_id__in=lying, state__in=("applied", "discarded"))
    for upload_id in done.values_list("upload_id", flat=True):
        spool.of(bench.workspace, upload_id).clear()


def make_ready(bench: Bench) -> None:
    """Does what every trial begins with, while nobody waits for one."""
    bench.trials.make_ready()
    engine.make_ready(_CONNECTIONS)


def _as_before(base: Path) -> tuple[str, str]:
    """The day the run before was judged for, and the verb it went to: so that only the file differs."""
    run = f"read_parquet({quoted.text(base / 'run.parquet')})"
    (row,) = engine.connect().execute(f"select on_date, parameters from {run}").fetchall()
    done = json.loads(row[1] or "{}").get("stages", {})
    reached = [verb for verb in pipeline.VERBS if verb in done]
    return row[0].isoformat(), reached[-1] if reached else pipeline.VERBS[-1]


def _offer(upload: Upload) -> Offer:
    return Offer(upload.file_name, upload.source, upload.new_source, upload.organisation)


def bench(
    estate: Path,
    folder: Path,
    environment: Mapping[str, str] = os.environ,
    *,
    catalogue: Path | None = None,
) -> Bench:
    """A bench as the environment says what a trial may cost."""
    from grunnmur_web import environment as told

    limits = leash.Limits(
        60.0 * told.whole("GRUNNMUR_TRIAL_MINUTES", 60),
        told.whole("GRUNNMUR_TRIAL_MB", 8192),
        told.whole("GRUNNMUR_TRIAL_WORKERS", 2),
    )
    return Bench(estate, folder, environment, leash.Leash(limits, environment, estate), catalogue)
