"""The rules: one YAML file each, shipped and from a user's own folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files
from grunnmur.catalogue.files import CatalogueError

FOLDER = Path(__file__).parent / "rules"
LANGUAGES = ("nb", "en")
LAYERS = ("L1", "L2", "L3", "L4")
SEVERITIES = ("critical", "high", "medium", "low")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the SQL that answers it for every subject.

    The SELECT gives subject_kind, subject_id, product, verdict and facts (a struct). `function`, as
    "module:name", stands in its place where SQL cannot say it. `after` names the verb whose tables it
    judges, when that verb itself comes after assess. `layer` is L1 law, L2 sector norm,
    L3 owner's decision or L4 good practice. What a `guarded` rule tells is of use to an attacker:
    known holes, and ways in. `reasons` are words for the codes in `facts.reason`.
    """

    rule_id: str
    edition: str
    title: Words
    explanation: Words
    aspect: str
    layer: str
    clauses: tuple[str, ...]
    severity: str
    blocking: bool
    subject_kinds: tuple[str, ...]
    parameters: Mapping[str, object]
    select: str | None
    function: str | None
    reasons: Mapping[str, Words]
    file: Path
    after: str | None = None
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that could not be used, and why."""

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that can be used, ordered by id, and the files that cannot."""

    rules: tuple[Rule, ...]
    broken: tuple[BrokenRule, ...] = ()


def load(folders: Iterable[Path] = ()) -> Rulebook:
    """The shipped rules and those of `folders`; of two with the same id, the later one holds."""
    rules: dict[str, Rule] = {}
    broken: list[BrokenRule] = []
    for folder in (FOLDER, *folders):
        if not folder.is_dir():
            broken.append(BrokenRule(folder, "the folder does not exist"))
        for path in sorted(folder.glob("*.yaml")):
            try:
                rule = read(path)
            except CatalogueError as error:
                broken.append(BrokenRule(path, files.reason(error)))
                continue
            rules[rule.rule_id] = rule
    return Rulebook(tuple(rules[rule_id] for rule_id in sorted(rules)), tuple(broken))


def read(path: Path) -> Rule:
    """The rule in a file. Raises CatalogueError saying what is wrong with it."""
    text = files.read(path)
    files.require(
        path, text, "id", "title", "explanation", "aspect", "layer", "severity", "subject_kinds"
    )
    _check(path, text)
    return Rule(
        rule_id=text["id"],
        edition=str(text.get("edition", "1")),
        title=text["title"],
        explanation=text["explanation"],
        aspect=text["aspect"],
        layer=text["layer"],
        clauses=tuple(text.get("clauses") or ()),
        severity=text["severity"],
        blocking=bool(text.get("blocking", False)),
        subject_kinds=tuple(text["subject_kinds"]),
        parameters=dict(text.get("parameters") or {}),
        select=_one_statement(text.get("select")),
        function=text.get("function"),
        reasons=dict(text.get("reasons") or {}),
        file=path,
        after=text.get("after"),
        guarded=bool(text.get("guarded", False)),
    )


def _check(path: Path, text: Mapping[str, Any]) -> None:
    if text["id"] != path.stem:
        raise files.wrong(path, f"the id is {text['id']}, but the file is named {path.stem}")
    if (text.get("select") is None) == (text.get("function") is None):
        raise files.wrong(path, "a rule has either select or function")
    if text["layer"] not in LAYERS:
        raise files.wrong(path, f"layer is one of {', '.join(LAYERS)}, not {text['layer']}")
    if text["severity"] not in SEVERITIES:
        raise files.wrong(
            path, f"severity is one of {', '.join(SEVERITIES)}, not {text['severity']}"
        )
    for words in ("title", "explanation"):
        files.require(path, text[words], *LANGUAGES)


def _one_statement(select: str | None) -> str | None:
    return select.strip().rstrip(";") if select else None
