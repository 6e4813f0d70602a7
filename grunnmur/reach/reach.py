"""The verb: rights and logons in; access, ways of attack and what stops them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from grunnmur.catalogue import attack_moves
from grunnmur.catalogue import rules as rulebook
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.reach import attack, effective, removals, techniques

STEPS = Path(__file__).parent / "steps"
_RULE = "residency-by-reach"


def reach(
    estate: Estate,
    *,
    on: date,
    folders: Iterable[Path] = (),
    budgets: Sequence[int] | None = None,
) -> None:
    """Writes who reaches which patient data, ways of attack, and the fewest removals that stop them.

    `folders` hold the user's own rules, whose parameters are used; `budgets` are in points and ask
    for the best removals within them (without any: a fourth and a half of the complete set's cost).
    """
    steps = Steps(estate.connection, STEPS)
    moves = attack_moves.load()
    techniques.write(estate, moves)
    effective.write(estate, steps, on=on, parameters=_parameters(folders))
    attacked = attack.build(estate, steps, on=on, moves=moves)
    attack.write(estate, steps, attacked)
    removals.write(estate, steps, attacked, budgets)
    estate.write(TABLES["path_step"], steps.text("out_path_step"))
    _note(estate, steps)


def _parameters(folders: Iterable[Path]) -> dict[str, object]:
    """The parameters of the rule about countries, from the user's own rules where they have it."""
    rules = {rule.rule_id: rule for rule in rulebook.load(folders).rules}
    return dict(rules[_RULE].parameters)


def _note(estate: Estate, steps: Steps) -> None:
    """Replaces this verb's own notes."""
    steps.run("reach_note")
    estate.write(
        TABLES["note"],
        "select * from note where source is distinct from 'reach' union all select * from reach_note",
    )
