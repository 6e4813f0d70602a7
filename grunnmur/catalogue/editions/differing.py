"""What two files of one update tell differently of one thing at one moment, and a note says what holds."""

from __future__ import annotations

from collections.abc import Iterable

from grunnmur.catalogue.feeds.reading import Note
from grunnmur.kit.engine import Steps

_PAIRS = 20
"""So many pairs of files get a note each; what the others differ in is counted."""
_CODES = {"endoflife": "feed_releases_differ"}
"""Of most feeds the last file holds; of releases the earliest day of all files."""


def notes(steps: Steps, wanted: Iterable[str], **parameters: object) -> list[Note]:
    """Runs the steps `differing_*` of these names, and gives a note for each two files that differ."""
    found: list[Note] = []
    for name in wanted:
        steps.run(f"differing_{name}", **parameters)
        steps.connection.execute(
            f"create or replace temp view differing_subject as from differing_{name}"
        )
        found += _noted(steps)
    return found


def _noted(steps: Steps) -> list[Note]:
    rows = steps.rows("differing")
    shown = [_note(*row) for row in rows[:_PAIRS]]
    left = rows[_PAIRS:]
    if left:
        count = sum(int(str(row[3])) for row in left)
        facts = {"feed": left[0][0], "files": len(left), "count": count}
        shown.append(Note("feed_more_files_differ", str(left[0][0]), facts))
    return shown


def _note(feed: object, held: object, other: object, count: object, named: object) -> Note:
    assert isinstance(named, list)
    facts = {"feed": feed, "file": held, "other": other, "count": count, "named": ", ".join(named)}
    return Note(_CODES.get(str(feed), "feed_files_differ"), str(held), facts)
