"""Machine code that is kept belongs to the sources it was made of, in every file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grunnmur.plan import machine_code

_CALLER = """
from grunnmur.plan import machine_code
from grunnmur.plan.callee import STEP, compiled, up

@compiled
def twice(x):
    return up(up(x)) + STEP

print(twice(1), twice.stats.cache_hits)
"""
_CALLEE = """
from grunnmur.plan import machine_code

STEP = {step}

def compiled(function):
    return machine_code.kept(function)

@compiled
def up(x):
    return x + {more}
"""


@pytest.fixture
def package(tmp_path):
    """A package of two files of compiled functions, one of which calls the other's."""
    plan = tmp_path / "grunnmur" / "plan"
    plan.mkdir(parents=True)
    for folder in (plan.parent, plan):
        (folder / "__init__.py").touch()
    shutil.copy(machine_code.__file__, plan)
    (plan / "caller.py").write_text(_CALLER)
    _callee(plan, more=1)
    return plan


def _callee(plan, *, more, step=0):
    (plan / "callee.py").write_text(_CALLEE.format(more=more, step=step))


def _run(plan, **environment):
    """What a new process says: the number, and how much machine code it found."""
    return subprocess.run(
        [sys.executable, "-c", "import grunnmur.plan.caller"],
        cwd=plan.parent.parent,
        env={**os.environ, "PYTHONPATH": str(plan.parent.parent), **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()


def _hits(said):
    return said[1] != "Counter()"


def _folders(place):
    return sorted(path.name for path in place.glob("grunnmur-*"))


def test_a_new_process_uses_what_a_changed_callee_and_constant_come_to(package):
    first = _run(package)
    again = _run(package)
    _callee(package, more=10)
    called = _run(package)
    _callee(package, more=10, step=100)

    assert (first[0], again[0], called[0], _run(package)[0]) == ("3", "3", "21", "121")
    assert not _hits(first)
    assert _hits(again)


def test_folders_of_earlier_wordings_go_but_the_last_few(package):
    place = package / "__pycache__"
    place.mkdir(exist_ok=True)
    for age in range(9):
        (place / f"grunnmur-{age}").mkdir()
        os.utime(place / f"grunnmur-{age}", (1e9 - age, 1e9 - age))

    _run(package)

    assert _folders(place)[:3] == ["grunnmur-0", "grunnmur-1", "grunnmur-2"]
    assert len(_folders(place)) == 4


def test_a_folder_a_person_has_set_is_used(package, tmp_path):
    _run(package, NUMBA_CACHE_DIR=str(tmp_path / "mine"))

    assert len(_folders(tmp_path / "mine")) == 1
    assert _folders(package / "__pycache__") == []


def test_without_a_folder_to_write_to_each_process_compiles(package):
    closed = package / "file"
    closed.touch()

    assert _run(package, NUMBA_CACHE_DIR=str(closed))[0] == "3"


def test_what_others_compile_stays_where_they_have_it():
    import numba

    assert os.environ.get("NUMBA_CACHE_DIR", "") == numba.config.CACHE_DIR


def test_every_file_of_compiled_functions_is_among_the_sources():
    root = Path(machine_code.__file__).parent

    assert {"search/book.py", "search/step.py", "bound/kernels.py", "machine_code.py"} <= {
        path.relative_to(root).as_posix()
        for path in machine_code._sources()
        if path.is_relative_to(root)
    }
