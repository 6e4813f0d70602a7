"""A workspace never holds half a run, whoever kills it and whenever."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grunnmur import pipeline, workspace
from grunnmur.errors import GrunnmurError, NothingUsable, SettingsError, WorkspaceError
from tests.estates import directory, run

_SOURCE = {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]}


def test_a_run_becomes_the_current_one_and_the_one_before_stays(tmp_path: Path) -> None:
    place = directory(tmp_path / "estate", _SOURCE)
    run(place, tmp_path / "workspace")
    run(place, tmp_path / "workspace")

    names = workspace.runs(tmp_path / "workspace")

    assert len(names) == 2
    assert workspace.open_run(tmp_path / "workspace").folder.name == names[1]
    assert workspace.open_run(tmp_path / "workspace", names[0]).count("asset") == 1


def test_everything_is_for_the_owner_only(tmp_path: Path) -> None:
    run(directory(tmp_path / "estate", _SOURCE), tmp_path / "workspace")

    modes = {
        stat.S_IMODE(path.stat().st_mode) & 0o077
        for path in (tmp_path / "workspace" / "runs").rglob("*")
    }

    assert modes == {0}


def test_a_run_that_fails_leaves_the_workspace_as_it_was(tmp_path: Path) -> None:
    run(directory(tmp_path / "estate", _SOURCE), tmp_path / "workspace")
    (tmp_path / "estate" / "a.csv").unlink()

    with pytest.raises(NothingUsable):
        run(tmp_path / "estate", tmp_path / "workspace")

    assert len(workspace.runs(tmp_path / "workspace")) == 1
    assert not list((tmp_path / "workspace" / "runs").glob(".*"))


def test_a_killed_run_leaves_the_last_one_current_and_the_next_cleans_up(tmp_path: Path) -> None:
    rows = [{"key": str(i), "serial": f"SERIAL{i:05}"} for i in range(3000)]
    place = directory(tmp_path / "estate", {"name": "a", "into": "asset", "rows": rows})
    first = run(place, tmp_path / "workspace").folder.name
    code = (
        "from pathlib import Path; from grunnmur import pipeline; import sys\n"
        "if __name__ == '__main__': pipeline.run(Path(sys.argv[1]), Path(sys.argv[2]), until='reconcile')"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(place), str(tmp_path / "workspace")]
    )
    while not list((tmp_path / "workspace" / "runs").glob(".*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert workspace.open_run(tmp_path / "workspace").folder.name == first
    run(place, tmp_path / "workspace")
    assert not list((tmp_path / "workspace" / "runs").glob(".*"))


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    place = workspace.create(tmp_path / "workspace")

    with (
        workspace.new_run(place, "one"),
        pytest.raises(WorkspaceError) as caught,
        workspace.new_run(place, "two"),
    ):
        pass

    assert caught.value.code == "workspace_locked"


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda folder: None, "no_workspace"),
        (
            lambda folder: (folder / "workspace.json").write_text('{"schema_version": 99}'),
            "workspace_version",
        ),
        (lambda folder: (folder / "workspace.json").write_text("{"), "workspace_damaged"),
    ],
)
def test_what_is_no_workspace_of_ours_is_said_so(
    tmp_path: Path, prepare: object, code: str
) -> None:
    prepare(tmp_path)  # type: ignore[operator]

    with pytest.raises(WorkspaceError) as caught:
        workspace.open_run(tmp_path)

    assert caught.value.code == code


def test_a_folder_with_something_else_in_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()

    with pytest.raises(WorkspaceError):
        workspace.create(tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[group\n", "settings_not_toml"),
        ("[group]\n", "settings_no_source"),
        ('[[source]]\nname = "a"\n', "settings_source_lacks"),
        ("[typo]\n", "settings_unknown_part"),
        ('[[source]]\nname="a"\nformat="nmap"\npath="${NOWHERE}/x"\n', "settings_variable_unset"),
        ('[[source]]\nname="a"\nformat="nmap"\npath="x"\n' * 2, "settings_source_twice"),
        (
            '[[source]]\nname="a"\nformat="nmap"\npath="x"\n[controls]\nparameters.nis2 = 24\n',
            "settings_control_values",
        ),
    ],
)
def test_settings_that_mean_nothing_say_where(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "grunnmur.toml").write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        pipeline.run(tmp_path, tmp_path / "workspace", until="collect")

    assert caught.value.code == code
    assert isinstance(caught.value, GrunnmurError)


def test_a_run_made_beside_keeps_the_ids_and_is_taken_over_whole(tmp_path: Path) -> None:
    place = directory(tmp_path / "estate", _SOURCE)
    before = run(place, tmp_path / "workspace")
    home = workspace.open_workspace(tmp_path / "workspace")
    aside = workspace.beside(tmp_path / "aside", before.folder)
    made = run(place, aside.folder)

    adopted = workspace.adopt(home, made.folder)
    again = workspace.adopt(home, made.folder)

    assert home.current() == adopted == again
    assert len(home.runs()) == 2
    ids = "select asset_id from asset"
    assert (
        workspace.open_run(home.folder).connection.execute(ids).fetchall()
        == before.connection.execute(ids).fetchall()
    )
    assert stat.S_IMODE((adopted / "asset.parquet").stat().st_mode) == 0o600
