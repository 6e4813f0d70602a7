"""A plan laid beside the runs to be compared: first read once in a process of its own."""

from __future__ import annotations

import json
import re
import resource
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from grunnmur.errors import GrunnmurError, ProblemError
from grunnmur.kit.solitude import leave_network

FOLDER = "scenarios"
_NAME = re.compile(r"\w[\w -]{0,59}")
_SECONDS, _MEGABYTES = 60, 4096
"""What reading one may cost; a region of 2,500 applications takes a few seconds."""
_SECRET = ("DATABASE_", "GRUNNMUR_", "DJANGO_")


def lay(
    workspace: Path,
    name: str,
    documents: Mapping[str, Iterable[bytes]],
    *,
    environment: Mapping[str, str],
) -> Path:
    """The folder of the scenario, with these documents in it. ProblemError says why it cannot be."""
    wanted = workspace / FOLDER / name
    if not _NAME.fullmatch(name):
        raise ProblemError("scenario_name", name=name)
    if wanted.exists():
        raise ProblemError("scenario_taken", name=name)
    partial = workspace / FOLDER / f".{secrets.token_hex(8)}"
    partial.mkdir(parents=True, mode=0o700)
    try:
        for file, chunks in documents.items():
            with (partial / file).open("xb") as stream:
                stream.writelines(chunks)
        _try(partial, environment)
        partial.rename(wanted)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return wanted


def _try(folder: Path, environment: Mapping[str, str]) -> None:
    """Has it read and priced once, where it can do no harm."""
    clean = {name: value for name, value in environment.items() if not name.startswith(_SECRET)}
    try:
        told = subprocess.run(  # noqa: S603 our own module
            [sys.executable, "-m", "grunnmur_web.uploads.scenario", str(folder)],
            env=clean, timeout=_SECONDS, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ProblemError("site_scenario_not_read") from error
    if told:
        refused = json.loads(told)
        raise ProblemError(refused["code"], **refused["facts"])


def main(folder: Path) -> int:
    """Says nothing where the plan answers the problem, else why not, as JSON. The process's own."""
    leave_network()
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEGABYTES << 20, _MEGABYTES << 20))
    from grunnmur import plan  # starts threads: only once the network is left
    from grunnmur.plan.edit import Editor

    try:
        problem, made = (
            json.loads((folder / name).read_text(encoding="utf-8"))
            for name in ("problem.json", "plan.json")
        )
        Editor(plan.read_problem(problem), plan.read_plan(made)).verdict()
    except GrunnmurError as error:
        sys.stdout.write(json.dumps({"code": error.code, "facts": error.facts}, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
