"""`grunnmur catalogue`: editions of what publishers know, and the group's own standard."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, days, table
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grunnmur.catalogue.editions import Update
    from grunnmur.catalogue.standard import Change

_KEY = "GRUNNMUR_NVD_KEY"
_SHOWN = 20
_Estate = Annotated[
    Path | None, arguments.option("cli_metavar_dir", "cli_catalogue_estate", "--estate")
]
_Out = Annotated[Path | None, arguments.option("cli_metavar_workspace", "cli_catalogue_out")]


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command and its sub-commands."""
    catalogues = group(app, here, "catalogue", "cli_catalogue")
    _add_update(catalogues, here)
    _add_list(catalogues, here)
    _add_compare(catalogues, here)


def _add_update(catalogues: typer.Typer, here: Shell) -> None:
    @command(
        catalogues, here, "update", "cli_catalogue_update", epilog="cli_catalogue_update_epilog"
    )
    def update(
        source: Annotated[
            Path | None, arguments.option("cli_metavar_path", "cli_catalogue_from", "--from")
        ] = None,
        catalogue: arguments.Catalogue = None,
        directory: _Estate = None,
        out: _Out = None,
        feed: Annotated[
            list[str] | None, arguments.option("cli_metavar_feed", "cli_catalogue_feed")
        ] = None,
        address: Annotated[
            list[str] | None, arguments.option("cli_metavar_address", "cli_catalogue_address")
        ] = None,
    ) -> None:
        folder = _place(catalogue, directory, out)
        if source is not None and not source.exists():
            raise UsageError("cli_no_file", path=str(source))
        if source is not None:
            found = _take_in(source, folder, _known(feed or []))
            if not found.feeds and not found.notes:
                here.hint("cli_catalogue_nothing_read", path=str(source))
            _show(here, found)
            return
        _show(here, _fetched(here, folder, _known(feed or []), _addresses(address or [])))


def _add_list(catalogues: typer.Typer, here: Shell) -> None:
    say = here.voice

    @command(catalogues, here, "list", "cli_catalogue_list")
    def listed(
        catalogue: arguments.Catalogue = None,
        directory: _Estate = None,
        out: _Out = None,
    ) -> None:
        from grunnmur.catalogue import editions

        folder = _place(catalogue, directory, out)
        current = editions.open_edition(folder)
        found = editions.editions(folder)
        if current is None or not found:
            here.hint("cli_catalogue_none", path=str(folder))
            return
        headings = tuple(say(f"cli_catalogue_{name}") for name in _HEADINGS)
        rows = [
            (f"{'*' if one.name == current.name else ' '} {one.name}", *_feed_cells(feed))
            for one in found
            for feed in one.feeds
        ]
        table.show(here, headings, rows)


def _add_compare(catalogues: typer.Typer, here: Shell) -> None:
    say = here.voice

    @command(catalogues, here, "compare", "cli_catalogue_compare")
    def compare(
        workspace: arguments.Workspace,
        earlier: Annotated[Path, arguments.argument("cli_metavar_file", "cli_catalogue_earlier")],
        later: Annotated[Path, arguments.argument("cli_metavar_file", "cli_catalogue_later")],
        on: arguments.On = None,
        everything: arguments.Everything = False,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur.catalogue import rules, standard

        opened = estate(workspace, run)
        judged = opened.connection.execute("select max(on_date) from run").fetchall()[0][0]
        changes = standard.compare_standard(
            opened,
            standard.read(earlier),
            standard.read(later),
            on=days.parse(on) if on else judged,
        )
        here.tell("cli_catalogue_changes", count=len(changes))
        reasons = rules.read(rules.FOLDER / "standard-departure.yaml").reasons
        rows = [_change(here, change, reasons) for change in changes]
        headings = tuple(say(f"cli_catalogue_{name}") for name in _COMPARED)
        table.show_first(here, headings, rows, most=None if everything else _SHOWN)


_COMPARED = ("subject", "product", "version", "before", "after", "why")


def _change(
    here: Shell, change: "Change", reasons: "Mapping[str, Mapping[str, str]]"
) -> tuple[object, ...]:
    say = here.voice

    def standing(verdict: str | None, reason: str | None) -> str:
        if verdict is None:
            return "–"
        told = reasons.get(reason or "", {}).get(say.language)
        word = say.word("verdict", verdict)
        return f"{word}: {told}" if told else word

    return (
        *(change.subject_id, change.product_id, change.version),
        standing(change.before, change.before_reason),
        standing(change.after, change.after_reason),
        say(f"cli_catalogue_why_{change.why}", by=change.by),
    )


_HEADINGS = ("edition", "feed_name", "as_of", "loaded_at", "rows")


def _feed_cells(feed: object) -> tuple[object, ...]:
    assert isinstance(feed, dict)
    as_of = datetime.fromisoformat(feed["as_of"]).date() if feed.get("as_of") else None
    loaded_at = datetime.fromisoformat(feed["loaded_at"])
    return feed["feed"], as_of, loaded_at, feed["rows"]


def _place(catalogue: Path | None, directory: Path | None, workspace: Path | None) -> Path:
    from grunnmur.catalogue.editions import place

    folder = place.place(given=catalogue, estate=directory, workspace=workspace)
    if folder is None:
        raise UsageError("cli_catalogue_where")
    return folder


def _addresses(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, address in pairs:
        if not (name and equals and address):
            raise UsageError("cli_catalogue_bad_address", written=name + equals + address)
    return {name: address for name, _, address in pairs}


def _known(wanted: list[str]) -> list[str]:
    from grunnmur.collect import feeds

    for name in wanted:
        if name not in feeds.FEEDS:
            raise UsageError("cli_catalogue_no_feed", feed=name, known=list(feeds.FEEDS))
    return wanted


def _take_in(source: Path, folder: Path, only: list[str]) -> "Update":
    from grunnmur.catalogue import editions

    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return editions.update(source, folder, on=now.date(), made_at=now, only=only)


def _fetched(here: Shell, folder: Path, wanted: list[str], given: dict[str, str]) -> "Update":
    """What came of the network, taken in as if a person had carried it."""
    from dataclasses import replace

    from grunnmur.catalogue.feeds import Note
    from grunnmur.collect import feeds

    downloaded = feeds.download(
        folder / "downloads",
        until_at=datetime.now(UTC).replace(tzinfo=None),
        pause=time.sleep,
        addresses=feeds.Addresses.of(given),
        feeds=wanted or feeds.FEEDS,
        nvd_key=os.environ.get(_KEY),
        progress=lambda feed: here.hint("cli_catalogue_fetching", feed=feed),
    )
    found = _take_in(downloaded.folder, folder, wanted)
    unchanged = {note.place for note in found.notes if note.code == "feed_unchanged"}
    feeds.done(downloaded, {*found.feeds, *unchanged})
    fetched = tuple(Note(code, place, facts) for code, place, facts in downloaded.notes)
    return replace(found, notes=fetched + found.notes)


def _show(here: Shell, found: "Update") -> None:
    """Notes first, then which edition holds. Ends with 1 when something stands in the way."""
    say = here.voice
    for note in found.notes[:_SHOWN]:
        here.err.print(f"  {say(note.code, **note.facts)}", markup=False)
    if len(found.notes) > _SHOWN:
        here.hint("cli_catalogue_more", count=len(found.notes) - _SHOWN)
    if found.feeds and found.edition is not None:
        feeds = ", ".join(found.feeds)
        here.out.print(say("cli_catalogue_new", edition=found.edition.name, feeds=feeds))
        return
    kept = found.edition.name if found.edition is not None else "–"
    here.tell("cli_catalogue_kept", edition=kept)
    if any(note.code != "feed_unchanged" for note in found.notes):
        raise typer.Exit(1)
