"""Advisories in CSAF: those the publisher's list of changes says are new, each with its digest."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from urllib.parse import urljoin

from grunnmur.collect.feeds.fetch import Web, fetch
from grunnmur.errors import CollectError

LISTS = ("csaf_files/OT/white/changes.csv",)
_PATH = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.json")


def download(
    web: Web, address: str, folder: Path, *, since: str
) -> tuple[str, list[tuple[str, str]]]:
    """Writes the advisories changed after `since`. Gives the newest change, and what is left out.

    Advisories already there are not asked for again.
    """
    newest, left = since, []
    for name in LISTS:
        listed = folder / ".lists" / name.replace("/", "_")
        fetch(web, urljoin(address, name), listed)
        for path, changed in _changes(listed, name):
            if changed <= since:
                continue
            newest = max(newest, changed)
            target = folder / path.replace("/", "_")
            try:
                if not target.exists():
                    _one(web, urljoin(address, path), target)
            except CollectError as error:
                left.append((path, str(error.facts.get("reason", error.code))))
    return newest, left


def _changes(listed: Path, name: str) -> list[tuple[str, str]]:
    """Path and moment of every change. Paths are relative to the list or, as CISA's, to the root."""
    root = name.split("/")[0] + "/"
    within = name.rpartition("/")[0] + "/"
    with listed.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if len(row) >= 2]
    wrong = [row[0] for row in rows if not _PATH.fullmatch(row[0])]
    if wrong or not rows:
        raise CollectError("feed_broken", file=name, reason=wrong[0] if wrong else "no rows")
    return [(row[0] if row[0].startswith(root) else within + row[0], row[1]) for row in rows]


def _one(web: Web, address: str, target: Path) -> None:
    """The advisory, when it is what its digest says."""
    digest = target.with_name(f".{target.name}.sha512")
    fetch(web, f"{address}.sha512", digest)
    said = digest.read_text(encoding="ascii", errors="replace").split()[:1]
    digest.unlink()
    fetch(web, address, target)
    found = hashlib.sha512(target.read_bytes()).hexdigest()
    if said != [found]:
        target.unlink()
        raise CollectError("feed_digest", file=target.name, reason="SHA-512")
