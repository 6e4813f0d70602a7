"""Every code of the verb has words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from grunnmur import plan
from grunnmur.text.sentences import entries

FOLDER = Path(plan.__file__).parent
CODE = re.compile(r"""(?:Note|Violation|Error|_violation|_over)\(\s*"([a-z_]+)\"""")


def test_every_code_has_words_in_both_languages() -> None:
    codes = {
        code
        for path in FOLDER.rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    doubts = re.findall(
        r"'([a-z_]+)'(?: as code)?, c", (FOLDER / "build/steps/doubt.sql").read_text()
    )

    wordless = {
        code for code in {*codes, *doubts} if not {"nb", "en"} <= set(entries().get(code, {}))
    }

    assert len(codes) > 60
    assert wordless == set()


def test_every_condition_that_may_conflict_has_words_in_both_languages() -> None:
    own = re.findall(r'_rule\(workload, "([a-z]+)"', (FOLDER / "windows.py").read_text())
    shared = re.findall(
        r'(?:_stated|limit)\(\s*"([a-z_]+)"', (FOLDER / "search/rules.py").read_text()
    )
    room = re.findall(r'\blimit\(\s*"([a-z_]+)"', (FOLDER / "search/rules.py").read_text())

    assert len({*own, *shared}) > 12
    assert len(room) == 5
    shared += [f"short_{code}" for code in room]
    for code in (*own, *shared, "deadline_reason", "executed"):
        assert {"nb", "en"} <= set(entries().get(f"conflict_{code}", {})), code
