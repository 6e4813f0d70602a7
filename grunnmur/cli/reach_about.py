"""`grunnmur reach --about`: one account, person, thing or store, with every pair, its chain and what it rests on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from grunnmur.cli import table
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.estate import Estate

Namer = Callable[[str, str], str]
"""What a thing of a noun and an id is called."""

_PAIRS = """
    with meant as (
        select 'account' as noun, account_id as id from account a left join person p using (person_id)
        where lower($name) in (lower(account_id), lower(a.name), lower(a.person_id), lower(p.name))
        union
        select 'data_store', data_store_id from data_store d left join asset a using (asset_id)
        where lower($name) in (lower(data_store_id), lower(d.name), lower(d.asset_id), lower(a.name),
            lower(split_part(a.name, '.', 1)))
    )
    select a.account_id, a.organisation_id, a.country, a.data_store_id,
        case when could then 'right_held' when could is null then 'right_none' else 'right_closed' end,
        case when did then 'used' when not did then 'not_used' end,
        case when provable then 'provable' when not provable then 'not_provable' end,
        a.approval, a.valid_to, a.verdict,
        (select string_agg(distinct v.rule_id || ':' || v.verdict, ' ' order by v.rule_id || ':' || v.verdict)
            from access_violation v where v.account_id = a.account_id and v.data_store_id = a.data_store_id),
        a.path_id
    from access a
    where ('account', a.account_id) in (select (noun, id) from meant)
        or ('data_store', a.data_store_id) in (select (noun, id) from meant)
    order by a.verdict = 'pass', a.verdict, a.account_id, a.data_store_id
"""
_KNOWN = """
    select count(*) from (
        select name from account union all select account_id from account
        union all select name from person union all select person_id from person
        union all select name from data_store union all select data_store_id from data_store
        union all select name from asset union all select asset_id from asset
        union all select split_part(name, '.', 1) from asset
    ) where lower(name) = lower($name)
"""
_CHAIN = """
    select from_kind, "from", "by", to_kind, "to", technique from path_step where path_id = $path order by step
"""
_HEADINGS = (
    "account",
    "employer",
    "country",
    "store",
    "right",
    "used",
    "provable",
    "approval",
    "until",
    "verdict",
    "rules",
    "chain",
)


def show(here: Shell, opened: "Estate", name: str, namer: Namer, *, most: int) -> None:
    """Prints the pairs. Raises QueryError where nothing is called that."""
    from grunnmur.errors import QueryError

    say, ask = here.voice, opened.connection.execute
    rows = ask(_PAIRS, {"name": name}).fetchall()
    here.out.print()
    if not rows:
        ((known,),) = ask(_KNOWN, {"name": name}).fetchall()
        if not known:
            raise QueryError("thing_unknown", name=name)
        here.out.print(say("cli_reach_about_none", name=name), markup=False)
        return
    here.out.print(say("cli_reach_about_title", name=name), markup=False, style="bold")
    headings = tuple(say(f"cli_reach_{heading}") for heading in _HEADINGS)
    shown = [_row(here, opened, row, namer) for row in rows[:most]]
    table.show(here, headings, shown, most=len(shown))
    if len(rows) > most:
        here.hint("cli_more_with_all", rows=len(rows) - most)


def _row(
    here: Shell, opened: "Estate", row: tuple[object, ...], namer: Namer
) -> tuple[object, ...]:
    account, employer, country, store, *codes, until, verdict, rules, path = row
    word = here.voice.word
    return (
        namer("account", str(account)),
        namer("organisation", str(employer)) if employer else word("value", None),
        country or word("value", None),
        namer("data_store", str(store)),
        *(word("value", str(code) if code else None) for code in codes),
        until,
        word("verdict", str(verdict)),
        ", ".join(_rule(here, *said.split(":")) for said in str(rules or "").split()) or None,
        chain(here, opened, str(path), namer) if path else None,
    )


def _rule(here: Shell, rule: str, verdict: str) -> str:
    """The rule, and that its answer is not known where it is: only what fails is broken."""
    word = here.voice.word
    said = word("rule", rule)
    return said if verdict == "fail" else f"{said} ({word('verdict', verdict)})"


def chain(here: Shell, opened: "Estate", path: str, namer: Namer) -> str:
    """A chain in words: kari → member of → Drift → administrator of → journal01."""
    steps = opened.connection.execute(_CHAIN, {"path": path}).fetchall()
    said = [namer(str(steps[0][0]), str(steps[0][1]))] if steps else []
    for _, _, by, kind, other, technique in steps:
        move = here.voice.word("value", str(by)) + (f" ({technique})" if technique else "")
        said += [move, namer(str(kind), str(other))]
    return " → ".join(said)
