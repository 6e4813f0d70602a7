"""`grunnmur reach --out` and `--redact`: the files a map for an attacker is written to, for their owner only."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grunnmur.cli import csv
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.estate import Estate
    from grunnmur.reach.answers.names import Named

_KEY = "pseudonyms.key"
_TABLES = (
    "access", "access_violation", "path_step", "attack_surface", "attack_exposure", "cut", "cut_item", "cut_path",
    "removal_wave",
)  # fmt: skip


def export(here: Shell, opened: "Estate", out: Path, named: "Named | None") -> None:
    """Every table as CSV and the chains as OpenGraph, with the classification beside them."""
    from grunnmur.reach import open_graph

    classification = here.voice("cli_reach_classification")
    # A folder that was there stays as open as it was.
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(out / "CLASSIFICATION.txt", (classification + "\n").encode())
    for name in _TABLES:
        _write_table(opened, out / f"{name}.csv", name, named)
    document = open_graph.document(opened, classification=classification, named=named)
    _write(out / "opengraph.json", json.dumps(document, ensure_ascii=False, indent=1).encode())
    here.hint("cli_reach_written", path=str(out))


def _write_table(opened: "Estate", path: Path, name: str, named: "Named | None") -> None:
    from grunnmur.reach import redact

    relation = opened.table(name)
    columns = relation.columns
    rows = relation.fetchall()
    if named is not None:
        rows = [redact.redacted(named, columns, row) for row in rows]
    _write(path, b"")
    with path.open("wb") as stream:
        csv.write(stream, columns, rows)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)


def pseudonyms(workspace: Path) -> "Named":
    """Names by the workspace's own key, made the first time it is asked for."""
    from grunnmur.reach import redact

    path = workspace / _KEY
    if not path.exists():
        _write(path, secrets.token_bytes(32))
    key = path.read_bytes()
    return lambda noun, entity: redact.pseudonym(key, noun, entity)


@contextmanager
def owner_only() -> Iterator[None]:
    """What is written inside is for its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
