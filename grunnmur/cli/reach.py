"""`grunnmur reach`: who can reach patient data, from where, and the fewest removals that stop it."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import reach_about, reach_files, table
from grunnmur.cli.command import command
from grunnmur.cli.reach_about import Namer
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from grunnmur.estate import Estate

_SHOWN = 20
_VIOLATIONS = (
    "select rule_id, layer, verdict, count(distinct account_id), count(distinct data_store_id), count(*) "
    "from access_violation group by all order by all"
)
_SURFACE = (
    "select entry_class, target, entries, entries_through, targets_reached, distance, paths "
    "from attack_surface order by all"
)
_CUTS = """
    select target, if(kind = 'complete', kind, counted), coalesce(budget::varchar, ''), cost,
        "left" || ' / ' || entries, targets_left || ' / ' || targets,
        if(kind = 'complete', bound, ceil(left_bound - 1e-6)::bigint)
    from cut order by target, kind desc, budget, counted
"""
_USE = """
    select case when could then 'right_held' when could is null then 'right_none' else 'right_closed' end as held,
        case when did then 'used' when not did then 'not_used' end as used,
        case when provable then 'provable' when not provable then 'not_provable' end as proven,
        count(distinct account_id), count(distinct data_store_id), count(*)
    from access group by 1, 2, 3 order by 1, 2, 3
"""
_APPROVAL = """
    select o.kind, a.approval, count(distinct a.account_id), count(*), count(*) filter (a.did),
        count(*) filter (a.did is null)
    from access a left join organisation o using (organisation_id) where a.could group by 1, 2 order by 1, 2
"""
_ITEMS = (
    "select i.place, i.kind, i.through, i.subject_kind, i.subject_id, i.other_kind, i.other_id, "
    "i.cost, i.stops, i.closes, w.ends_on "
    "from cut_item i left join removal_wave w on w.cut_id = i.cut_id and w.item = i.item "
    "where i.cut_id = 'cut-any' order by i.place"
)
_DOMAIN = """
    select upper(a.domain) from identifier i join account a on a.account_id = i.entity_id
    where i.noun = 'account' and i.kind = 'sid' and a.domain is not null and starts_with(i.value, ? || '-')
    group by 1 order by count(*) desc, 1 limit 1
"""
_NOT_ASSESSED = "select 1 from note where code = 'reach_not_assessed' limit 1"
_SAME = (
    "select 'cli_reach_same_through', entry_class, target, entries_through from attack_surface "
    "union all select 'cli_reach_same_violations', rule_id, verdict, count(*) from access_violation group by all "
    "union all select 'cli_reach_same_cost', target, null, cost from cut where kind = 'complete' order by all"
)
"""What a wave is compared by: the question, what it is about, and a number."""


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("reach", cls=command(say), help=say("cli_reach"), epilog=say("cli_reach_epilog"))
    def reach(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        redact: Annotated[bool, typer.Option("--redact", help=say("cli_reach_redact"))] = False,
        out: Annotated[
            Path | None, typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_reach_out"))
        ] = None,
        budget: Annotated[
            list[int] | None,
            typer.Option(min=0, metavar=say("cli_metavar_number"), help=say("cli_reach_budget")),
        ] = None,
        after_wave: Annotated[
            str | None,
            typer.Option(
                "--after-wave",
                metavar=say("cli_reach_metavar_wave"),
                help=say("cli_reach_after_wave"),
            ),
        ] = None,
        about: Annotated[
            str | None,
            typer.Option(metavar=say("cli_reach_metavar_about"), help=say("cli_reach_about_help")),
        ] = None,
        again: Annotated[bool, typer.Option("--again", help=say("cli_reach_again"))] = False,
        everything: Annotated[bool, typer.Option("--all", help=say("cli_show_all"))] = False,
        run: Annotated[str | None, typer.Option(metavar="ID", help=say("cli_run_id"))] = None,
    ) -> None:
        from grunnmur import pipeline

        opened = estate(workspace, run)
        with reach_files.owner_only(), TemporaryDirectory() as scratch:
            if again or budget or not (opened.folder / "access.parquet").exists():
                pipeline.reach_again(opened, budgets=budget)
            shown = opened
            here.out.print(say("cli_reach_classification"), markup=False, style="bold")
            if after_wave is not None:
                shown = pipeline.reach_after_wave(opened, Path(scratch), after_wave, budgets=budget)
                _compare(here, opened, shown, after_wave)
            named = reach_files.pseudonyms(workspace) if redact else None
            most = 1 << 60 if everything else _SHOWN
            if about is None:
                _show(here, shown, named, most=most)
            else:
                reach_about.show(here, shown, about, partial(_name, shown, named=named), most=most)
            if out is not None:
                reach_files.export(here, shown, out, named)


def _compare(here: Shell, today: "Estate", later: "Estate", wave: str) -> None:
    """What is another after the wave, line by line."""
    before, after = (
        {row[:3]: row[3] for row in one.connection.execute(_SAME).fetchall()}
        for one in (today, later)
    )
    say = here.voice
    rows = [
        (say(code), " – ".join(say.word("value", about) for about in abouts if about), *numbers)
        for (code, *abouts) in sorted({*before, *after}, key=str)
        if (numbers := (before.get((code, *abouts), 0), after.get((code, *abouts), 0))) != (0, 0)
    ]
    names = ("question", "about", "today", "later")
    here.out.print()
    here.out.print(say("cli_reach_compare", wave=wave), markup=False, style="bold")
    table.show(here, tuple(say(f"cli_reach_{name}") for name in names), rows, most=len(rows))


def _show(here: Shell, opened: "Estate", named: Namer | None, *, most: int) -> None:
    say = here.voice
    for title, names, query in (
        ("cli_reach_violations", "rule layer verdict accounts stores pairs", _VIOLATIONS),
        ("cli_reach_use", "right used provable accounts stores pairs", _USE),
        ("cli_reach_approvals", "employer approval accounts pairs used use_unknown", _APPROVAL),
        (
            "cli_reach_surface",
            "entry_class target entries through reached distance paths",
            _SURFACE,
        ),
        (
            "cli_reach_cuts",
            "target stops_what budget_points cost left targets_left bound",
            _CUTS,
        ),
        ("cli_reach_items", "place removal subject other cost stops closes wave", _ITEMS),
    ):
        found = opened.connection.execute(query).fetchall()
        items = title == "cli_reach_items"
        rows = [_item(here, opened, row, named) if items else _row(here, row) for row in found]
        here.out.print()
        here.out.print(say(title), markup=False, style="bold")
        headings = tuple(say(f"cli_reach_{name}") for name in names.split())
        left = table.show(here, headings, rows, most=most)
        if left:
            here.hint("cli_more_with_all", rows=left)
        if items and (unknown := sum(row[1] == "place" for row in found)):
            here.hint("cli_reach_find_out", count=unknown)
    if opened.connection.execute(_NOT_ASSESSED).fetchall():
        here.hint("cli_reach_not_assessed")


def _row(here: Shell, row: tuple[object, ...]) -> tuple[object, ...]:
    """The row in words. Before the first number stand codes, and an empty one is not known."""
    first = next((place for place, cell in enumerate(row) if isinstance(cell, int)), len(row))
    return tuple(
        here.voice.word("value", str(cell) if cell is not None else None)
        if (isinstance(cell, str) and cell) or (cell is None and place < first)
        else cell
        for place, cell in enumerate(row)
    )


def _item(
    here: Shell, opened: "Estate", row: tuple[object, ...], named: Namer | None
) -> tuple[object, ...]:
    place, kind, through, subject_kind, subject_id, other_kind, other_id, *numbers = row
    ends = [
        _name(opened, str(noun), str(entity), named) if entity is not None else ""
        for noun, entity in ((subject_kind, subject_id), (other_kind, other_id))
    ]
    removal = here.voice.word("value", str(kind))
    what = here.voice.word("value", str(through))
    said = f"{removal}: {what}" if kind in ("control", "right") else removal
    return place, said, *ends, *numbers


def _name(opened: "Estate", noun: str, entity: str, named: Namer | None = None) -> str:
    from grunnmur.estate import TABLES

    if named is not None:
        return named(noun, entity)
    if noun == "domain":
        found = opened.connection.execute(_DOMAIN, [entity]).fetchall()
        return str(found[0][0]) if found else entity
    if noun not in TABLES or "name" not in TABLES[noun].by_name:
        return entity
    found = opened.connection.execute(
        f'select name from "{noun}" where "{TABLES[noun].id_column}" = ?', [entity]
    ).fetchall()
    name = str(found[0][0]) if found and found[0][0] else entity
    return name.partition(".")[0] if noun == "asset" else name
