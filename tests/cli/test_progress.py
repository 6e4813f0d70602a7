import io

import pytest
from rich.console import Console

from grunnmur.cli.progress import progress
from grunnmur.cli.shell import Shell
from grunnmur.text import Voice


def _shell(*, terminal):
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80, no_color=True, highlight=False)
    return Shell(Voice("en"), console, console), out


def test_without_a_terminal_each_verb_is_one_line_when_done():
    here, out = _shell(terminal=False)

    with progress(here) as report:
        report("collect", "a.csv", 0.1)
        report("collect", "b.csv", 0.9)
        report("reconcile", "", 0.5)

    lines = out.getvalue().splitlines()
    assert [line.split("  ")[0] for line in lines] == ["reading sources", "reconciling"]
    assert all(line.endswith(" s") for line in lines)


def test_on_a_terminal_each_verb_has_a_bar_within_80_columns():
    here, out = _shell(terminal=True)

    with progress(here) as report:
        report("collect", "a-very-long-path/" * 10, 0.5)
        report("reconcile", "x", 1.0)

    assert "reading sources" in out.getvalue()
    assert "reconciling" in out.getvalue()


@pytest.mark.parametrize("terminal", [False, True])
def test_what_is_stopped_is_not_shown_as_done(terminal):
    here, out = _shell(terminal=terminal)

    with pytest.raises(KeyboardInterrupt), progress(here) as report:
        report("collect", "", 0.5)
        raise KeyboardInterrupt

    assert "100" not in out.getvalue()
