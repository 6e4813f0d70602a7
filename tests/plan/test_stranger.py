"""The checker is a stranger to everything that makes plans."""

from __future__ import annotations

import ast
from pathlib import Path

from grunnmur.plan.check import report

ALLOWED = ("grunnmur.errors", "grunnmur.plan.check")


def test_the_checker_imports_nothing_of_ours_but_errors() -> None:
    folder = Path(report.__file__).parent

    for path in sorted(folder.glob("*.py")):
        for name in imported(path):
            assert not name.startswith("grunnmur") or name.startswith(ALLOWED), (path.name, name)


def imported(path: Path) -> list[str]:
    """Names of the modules a file imports."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        if isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
    return names
