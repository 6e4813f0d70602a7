"""Everything a person may read has words in both languages."""

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
import yaml

import grunnmur
from grunnmur import text
from grunnmur.estate import TABLES
from grunnmur.text import sentences, words

LIBRARY = Path(grunnmur.__file__).parent
ENTRIES = [
    (name, code, entry) for name, entries in sentences.files() for code, entry in entries.items()
]
ERRORS = {
    "GrunnmurError", "SettingsError", "CollectError", "DecisionConflict", "WorkspaceError",
    "EngineError", "QueryError", "ProblemError", "NothingUsable", "UsageError", "Unreadable",
}  # fmt: skip
NOTES = {"Note", "Violation"}


def _places(template):
    return {
        name.split(".")[0].split("[")[0]
        for _, name, _, _ in Formatter().parse(template)
        if name is not None
    }


def _codes(tree):
    """(code, line) of every error and note made with a literal code."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ERRORS | NOTES and node.args and _is_text(node.args[0]):
            yield node.args[0].value, node.lineno
        if name in ERRORS | NOTES | {"note", "complain", "hint"}:
            for keyword in node.keywords:
                if keyword.arg == "code" and _is_text(keyword.value):
                    yield keyword.value.value, node.lineno
        if name in {"note", "complain", "hint"} and node.args and _is_text(node.args[0]):
            yield node.args[0].value, node.lineno


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_word_is_written_twice():
    """Of two the file that comes later would hold, and a code would mean one thing and say another."""
    written = [
        (group, code)
        for path in sorted((LIBRARY / "text").glob("words*.yaml"))
        for group, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for code in entries
    ]

    assert [one for one, count in Counter(written).items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "code", "entry"), ENTRIES, ids=[f"{n}:{c}" for n, c, _ in ENTRIES]
)
def test_a_sentence_has_both_languages_and_the_same_places(name, code, entry):
    assert set(entry) == {"nb", "en"}
    assert all(isinstance(written, str) and written for written in entry.values())
    assert _places(entry["nb"]) == _places(entry["en"])


def test_a_note_ends_as_a_sentence_does():
    """With a stop, or with the fact it leads up to: they are shown one under the other."""
    notes = [(code, entry) for name, code, entry in ENTRIES if name.startswith("notes.")]

    assert notes
    assert [
        (code, language)
        for code, entry in notes
        for language, written in entry.items()
        if not written.rstrip("”»").endswith((".", "?", "}"))
    ] == []


def test_no_code_stands_in_two_files_with_different_words():
    seen = {}
    clashes = []
    for name, code, entry in ENTRIES:
        if seen.setdefault(code, entry) != entry:
            clashes.append((code, name))

    assert clashes == []


def test_no_code_stands_twice_in_one_file():
    folder = LIBRARY / "text"

    for path in sorted(folder.glob("*.yaml")):
        node = yaml.compose(path.read_text(encoding="utf-8"))
        keys = [key.value for key, _ in node.value]
        assert sorted(set(keys)) == sorted(keys), path.name


def test_every_error_and_note_has_words():
    missing = {
        f"{code} ({path.relative_to(LIBRARY)}:{line})"
        for path in LIBRARY.rglob("*.py")
        for code, line in _codes(ast.parse(path.read_text(encoding="utf-8")))
        if code not in sentences.entries()
    }

    assert sorted(missing) == []


def test_everything_the_command_line_says_has_words():
    missing = {
        f"{node.value} ({path.name}:{node.lineno})"
        for path in (LIBRARY / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_text(node)
        and re.fullmatch(r"cli_\w*[a-z]", node.value)
        and node.value not in sentences.entries()
    }

    assert sorted(missing) == []


def test_every_table_and_column_has_words():
    known = words.words()

    assert [
        name for name in TABLES if name not in known["table"] or name not in known["tables"]
    ] == []
    columns = {column.name for table in TABLES.values() for column in table.columns}
    assert sorted(columns - set(known["column"])) == []


def test_every_choice_has_a_word():
    known = words.words()
    choices = {
        choice for table in TABLES.values() for column in table.columns for choice in column.choices
    } - set("ABCD")

    assert sorted(choices - set(known["value"]) - set(known["kind"])) == []


def test_every_word_has_both_languages():
    for group, entries in words.words().items():
        for code, entry in entries.items():
            assert set(entry) == {"nb", "en"}, (group, code)
            assert isinstance(code, str), (group, code)


def test_a_code_without_a_word_shows_itself():
    assert text.word("kind", "space_ship", "nb") == "space ship"


def test_every_reason_of_a_difference_has_words():
    written = "".join(path.read_text() for path in sorted((LIBRARY / "diff" / "sql").glob("*.sql")))
    reasons = set(re.findall(r"(?:then|else) '([a-z_]+)'", written))
    reasons |= set(re.findall(r"'(subject_[a-z]+)'", written)) | {"derived"}

    assert len(reasons) > 20
    assert (
        sorted(f"why_{reason}" for reason in reasons if f"why_{reason}" not in sentences.entries())
        == []
    )


def test_every_link_of_an_impact_has_words():
    written = (LIBRARY / "impact" / "sql" / "support.sql").read_text()
    links = set(re.findall(r"'([a-z_]+)'(?: as reason)?\s+from", written))

    assert len(links) > 8
    assert sorted(link for link in links if f"cli_link_{link}" not in sentences.entries()) == []


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice: the second would silently replace the first's words."""


def _mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    assert not twice, f"{node.start_mark}: {twice}"
    return {
        loader.construct_object(k): loader.construct_object(v, deep=True) for k, v in node.value
    }


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)


@pytest.mark.parametrize("path", sorted((LIBRARY / "text").glob("*.yaml")), ids=lambda p: p.name)
def test_no_word_stands_twice(path):
    yaml.load(path.read_text(encoding="utf-8"), _Strict)


@pytest.mark.parametrize(
    "other",
    [
        "arbeidslast",
        "beholdning",
        "utrangert",
        "flyttebølge",
        "flytteplass",
        "innholdslist",
        "adgangslist",
    ],
)
def test_one_idea_has_one_name(other):
    """The glossary's: a workload is a «flytteenhet» and the estate «porteføljen», in every sentence."""
    said = [code for _, code, entry in ENTRIES if other in entry["nb"].lower()]

    assert said == []


def test_a_number_and_its_unit_stand_on_one_line():
    """A line never ends between `12 345` and `kr`, or between NOK and its amount."""
    parted = re.compile(r"\} (?:kr|mill|MB|million|s)\b|NOK \{")

    said = [code for _, code, entry in ENTRIES if any(map(parted.search, entry.values()))]

    assert said == []


def test_money_is_told_in_one_way():
    """`123 kr` and `NOK 123` in a sentence, `cost (NOK)` in a heading over bare numbers; never the other language's."""
    entries = {code: entry for _, code, entry in ENTRIES}
    entries |= {
        f"{group}.{code}": entry
        for group, of in words.words().items()
        for code, entry in of.items()
    }
    ours = {code: entry for code, entry in entries.items() if {"nb", "en"} <= entry.keys()}

    other = [
        code
        for code, entry in ours.items()
        if re.search(r"\bNOK\b", entry["nb"]) or re.search(r"\bkr\b", entry["en"])
    ]
    bare = [
        code
        for code, entry in ours.items()
        if any(
            re.search(r", (mill\. kr|kr|NOK( million)?)(/\S+)?$", said) for said in entry.values()
        )
    ]

    assert len(ours) > 1000
    assert (other, bare) == ([], [])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"resource": "storage_tb"}, "lagring (TB)"),
        ('{"resource": "storage_tb"}', "lagring (TB)"),
        ({"resource": "stråling"}, "stråling"),  # of a group's own
        (None, "?"),
        ("[]", "?"),
    ],
)
def test_a_note_calls_a_resource_by_its_word(facts, said):
    expected = f"Ingen kilde sier hva noe bruker av {said}. Kapasiteten er ikke brukt."
    assert text.Voice("nb").note("room_without_use", facts) == expected


def test_formats_are_called_as_people_call_them():
    assert (
        text.Voice("en").formats("cisco, of-another-package")
        == "Cisco configuration, of-another-package"
    )
    assert text.Voice("en").formats(None) == ""
