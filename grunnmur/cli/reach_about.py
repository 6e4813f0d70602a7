"""`grunnmur reach --about`: one account, person, thing or store, with every pair, its chain and what it rests on."""

from typing import TYPE_CHECKING

from grunnmur.cli import table
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.estate import Estate
    from grunnmur.reach.answers.about import Pair
    from grunnmur.reach.answers.names import Named

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


def show(
    here: Shell,
    opened: "Estate",
    name: str,
    pairs: "tuple[Pair, ...]",
    named: "Named",
    *,
    most: int | None,
) -> None:
    """Prints the pairs of what is called `name`."""
    if not pairs:
        here.out.print()
        here.tell("cli_reach_about_none", name=name)
        return
    here.heading("cli_reach_about_title", name=name)
    headings = tuple(here.voice(f"cli_reach_{heading}") for heading in _HEADINGS)
    shown = [_row(here, opened, pair, named) for pair in pairs[:most]]
    table.show(here, headings, shown)
    if len(pairs) > len(shown):
        here.hint("cli_more_with_all", rows=len(pairs) - len(shown))


def _row(here: Shell, opened: "Estate", pair: "Pair", named: "Named") -> tuple[object, ...]:
    word = here.voice.word
    employer = pair.organisation_id
    return (
        named("account", pair.account_id),
        named("organisation", employer) if employer else word("value", None),
        pair.country or word("value", None),
        named("data_store", pair.data_store_id),
        *(word("value", code) for code in (pair.right, pair.used, pair.provable, pair.approval)),
        pair.valid_to,
        word("verdict", pair.verdict),
        ", ".join(_rule(here, *said) for said in pair.rules) or None,
        _chain(here, opened, pair.path_id, named) if pair.path_id else None,
    )


def _rule(here: Shell, rule: str, verdict: str) -> str:
    """The rule, and that its answer is not known where it is: only what fails is broken."""
    word = here.voice.word
    said = word("rule", rule)
    return said if verdict == "fail" else f"{said} ({word('verdict', verdict)})"


def _chain(here: Shell, opened: "Estate", path_id: str, named: "Named") -> str:
    """A chain in words: kari → member of → Drift → administrator of → journal01."""
    from grunnmur.reach.answers import about

    links = about.chain(opened, path_id)
    said = [named(*links[0].start)] if links else []
    for link in links:
        move = here.voice.word("value", link.by)
        said += [move + (f" ({link.technique})" if link.technique else ""), named(*link.end)]
    return " → ".join(said)
