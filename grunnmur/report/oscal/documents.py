"""The files: what they are called, and what all of them begin with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from grunnmur.estate import Estate
from grunnmur.report import controls
from grunnmur.report.controls import Standing
from grunnmur.report.oscal import catalog, component, names, results
from grunnmur.text import Language, Voice

VERSION = "1.1.3"

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """The run all files speak of."""

    run_id: str
    started_at: str
    code_version: str


def write_oscal(estate: Estate, folder: Path, *, language: Language) -> tuple[Path, ...]:
    """Writes catalogues, component definition and assessment results. Gives the files, sorted."""
    voice = Voice(language)
    run = _run(estate)
    packs = _packs(controls.standings(estate, language=language))
    rules = _rules(estate, language)
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Node] = {}
    for name, pack in packs.items():
        files[name] = _document("catalog", pack[0].pack_title, run, catalog.body(pack, rules))
    files["component-definition.json"] = _document(
        "component-definition",
        voice("oscal_component"),
        run,
        component.body(packs, run.code_version, voice),
    )
    found = results.body(estate, packs, rules, run.run_id, run.started_at, voice)
    files["assessment-results.json"] = _document(
        "assessment-results", voice("oscal_results"), run, found.body, found.parties
    )
    for name, content in files.items():
        written = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (folder / name).write_text(written, encoding="utf-8")
    return tuple(folder / name for name in sorted(files))


def _document(
    kind: str, title: str, run: Run, body: Mapping[str, Any], parties: Iterable[Node] = ()
) -> Node:
    metadata: Node = {
        "title": title,
        "last-modified": run.started_at,
        "version": run.run_id,
        "oscal-version": VERSION,
    }
    if listed := list(parties):
        metadata["parties"] = listed
    return {kind: {"uuid": names.identity(run.run_id, kind, title), "metadata": metadata, **body}}


def _run(estate: Estate) -> Run:
    rows = estate.connection.execute(
        "select run_id, started_at, code_version from run order by started_at desc limit 1"
    ).fetchall()
    run_id, started_at, version = rows[0] if rows else ("unknown", None, None)
    instant = started_at or datetime(1970, 1, 1)  # noqa: DTZ001  # instants of a run are naive UTC
    return Run(run_id, instant.replace(tzinfo=UTC).isoformat(timespec="seconds"), version or "0")


def _packs(standings: Iterable[Standing]) -> dict[str, tuple[Standing, ...]]:
    """The demands of each pack, by the name of its catalogue's file."""
    return {
        f"catalog-{names.token(pack)}-{names.token(version)}.json": tuple(found)
        for (pack, version), found in groupby(standings, lambda one: (one.pack, one.version))
    }


def _rules(estate: Estate, language: Language) -> dict[str, str]:
    """The explanation of every rule that judged."""
    column = {"nb": "explanation_nb", "en": "explanation_en"}[language]
    return dict(
        estate.connection.execute(f"select rule_id, {column} from rule order by rule_id").fetchall()
    )
