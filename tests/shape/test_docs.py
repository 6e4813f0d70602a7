"""What the code has, the docs say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grunnmur import pipeline
from grunnmur.collect import formats
from grunnmur.estate import TABLES, dictionary

ROOT = Path(__file__).parents[2]


def test_the_data_dictionary_is_what_the_declarations_say() -> None:
    assert (ROOT / "docs" / "nouns.md").read_text(encoding="utf-8") == dictionary.markdown()


def test_every_column_says_what_it_means() -> None:
    assert [
        f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns if not c.description
    ] == []


def test_every_format_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")

    assert [name for name in formats.names() if f"`{name}`" not in text] == []


def test_every_verb_has_its_page_its_tests_and_its_three_sentences() -> None:
    for verb in pipeline.VERBS:
        assert (ROOT / "docs" / "verbs" / f"{verb}.md").is_file(), verb
        assert (ROOT / "tests" / verb).is_dir(), verb
        module = __import__(f"grunnmur.{verb}", fromlist=[verb])
        assert module.__doc__.count(".") >= 3, verb


def test_every_rule_of_the_catalogue_is_tested() -> None:
    tests = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests" / "assess").glob("*.py"))
    rules = [path.stem for path in (ROOT / "grunnmur" / "catalogue" / "rules").glob("*.yaml")]

    assert [rule for rule in rules if rule not in tests] == []


def test_every_shipped_file_kind_is_packaged() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    kinds = {
        path.suffix
        for path in (ROOT / "grunnmur").rglob("*")
        if path.is_file()
        and path.suffix not in (".py", ".pyc", ".typed")
        and "__pycache__" not in path.parts
    }

    assert [kind for kind in sorted(kinds) if f"**/*{kind}" not in text] == []


@pytest.mark.parametrize("name", ["groups", "unseen"])
def test_a_measurement_says_with_what_before_its_peers_are_installed(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stderr
    assert f"usage: {name}.py" in done.stdout
