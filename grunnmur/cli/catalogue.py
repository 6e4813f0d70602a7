"""`grunnmur catalogue`: editions of what publishers know, and the group's own standard."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import days, table
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grunnmur.catalogue.editions import Update
    from grunnmur.catalogue.standard import Change

_KEY = "GRUNNMUR_NVD_KEY"
_SHOWN = 20


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command and its sub-commands."""
    say = here.voice
    catalogues = typer.Typer(
        cls=group(say),
        help=say("cli_catalogue"),
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=False,
    )
    app.add_typer(catalogues, name="catalogue")
    _add_update(catalogues, here)
    _add_list(catalogues, here)
    _add_compare(catalogues, here)


def _add_update(catalogues: typer.Typer, here: Shell) -> None:
    say = here.voice

    @catalogues.command(
        "update",
        cls=command(say),
        help=say("cli_catalogue_update"),
        epilog=say("cli_catalogue_update_epilog"),
    )
    def update(
        source: Annotated[
            Path | None,
            typer.Option("--from", metavar=say("cli_metavar_path"), help=say("cli_catalogue_from")),
        ] = None,
        catalogue: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_catalogue_place")),
        ] = None,
        directory: Annotated[
            Path | None,
            typer.Option(
                "--estate", metavar=say("cli_metavar_dir"), help=say("cli_catalogue_estate")
            ),
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_workspace"), help=say("cli_catalogue_out")),
        ] = None,
        feed: Annotated[
            list[str] | None,
            typer.Option(metavar=say("cli_metavar_feed"), help=say("cli_catalogue_feed")),
        ] = None,
        address: Annotated[
            list[str] | None,
            typer.Option(metavar=say("cli_metavar_address"), help=say("cli_catalogue_address")),
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

    @catalogues.command("list", cls=command(say), help=say("cli_catalogue_list"))
    def listed(
        catalogue: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_catalogue_place")),
        ] = None,
        directory: Annotated[
            Path | None,
            typer.Option(
                "--estate", metavar=say("cli_metavar_dir"), help=say("cli_catalogue_estate")
            ),
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_workspace"), help=say("cli_catalogue_out")),
        ] = None,
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
        table.show(here, headings, rows, most=len(rows))


def _add_compare(catalogues: typer.Typer, here: Shell) -> None:
    say = here.voice

    @catalogues.command("compare", cls=command(say), help=say("cli_catalogue_compare"))
    def compare(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        earlier: Annotated[
            Path,
            typer.Argument(metavar=say("cli_metavar_file"), help=say("cli_catalogue_earlier")),
        ],
        later: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_file"), help=say("cli_catalogue_later"))
        ],
        on: Annotated[
            str | None, typer.Option(metavar=say("cli_metavar_date"), help=say("cli_run_on"))
        ] = None,
        everything: Annotated[bool, typer.Option("--all", help=say("cli_show_all"))] = False,
        run: Annotated[str | None, typer.Option(metavar="ID", help=say("cli_run_id"))] = None,
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
        here.out.print(say("cli_catalogue_changes", count=len(changes)), markup=False)
        reasons = rules.read(rules.FOLDER / "standard-departure.yaml").reasons
        rows = [_change(here, change, reasons) for change in changes]
        headings = tuple(say(f"cli_catalogue_{name}") for name in _COMPARED)
        left = table.show(here, headings, rows, most=len(rows) if everything else _SHOWN)
        if left:
            here.hint("cli_more_with_all", rows=left)


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
    here.out.print(say("cli_catalogue_kept", edition=kept), markup=False)
    if any(note.code != "feed_unchanged" for note in found.notes):
        raise typer.Exit(1)
