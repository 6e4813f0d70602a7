"""The command line as a person meets it: words, streams, exit codes."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from grunnmur.cli.main import run
from grunnmur.errors import ProblemError
from grunnmur.pipeline import VERBS as VERBS_OF_THE_SENTENCE
from grunnmur.workspace import SCHEMA_VERSION
from tests.worlds import world

ENGLISH = {"GRUNNMUR_LANGUAGE": "en"}
BOKMAL = {"GRUNNMUR_LANGUAGE": "nb"}
VERBS = (
    "example", "run", "collect", "reconcile", "depend", "assess", "plan", "query", "report",
    "impact", "diff", "score", "notes", "runs",
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    """Two runs: in the second a2 has appeared and a1 has another model."""
    folder = tmp_path / "work"
    claim = {
        "noun": "asset",
        "entity_id": "a1",
        "attribute": "model",
        "source": "cmdb",
        "chosen": True,
    }
    for name, assets in (("r1", ["a1"]), ("r2", ["a1", "a2"])):
        world(
            folder / "runs" / name,
            run=[{"run_id": name, "on_date": date(2026, 9, 1)}],
            asset=[
                {"asset_id": a, "name": a.upper(), "kind": "server", "model": name} for a in assets
            ],
            record=[
                {"source": "cmdb", "record_key": a, "noun": "asset", "entity_id": a} for a in assets
            ],
            source=[
                {"source": "cmdb", "format": "servicenow", "records": 2, "claimed": 1, "noted": 1}
            ],
            evidence=[{**claim, "value": name, "record_key": "1"}],
            application=[{"application_id": "p", "name": "Pas, AS"}],
            component=[{"application_id": "p", "asset_id": "a1"}],
            note=[
                {"source": "cmdb", "place": "x:1", "code": "no_such_file", "facts": '{"path": "y"}'}
            ],
        )
    (folder / "workspace.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION}))
    (folder / "current").write_text("r2\n")
    return folder


def _call(*arguments, environment=ENGLISH):
    return run([str(argument) for argument in arguments], environment)


@pytest.mark.parametrize("environment", [BOKMAL, ENGLISH])
@pytest.mark.parametrize(
    "verb",
    [
        *VERBS,
        "reach",
        "controls",
        "catalogue",
        "collect listen",
        "plan estate",
        "plan solve",
        "plan check",
    ],
)
def test_every_command_has_help_within_80_columns(verb, environment, capsys):
    assert _call(*verb.split(), "--help", environment=environment) == 0

    said = capsys.readouterr()
    assert said.err == ""
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "cli " not in said.out, "a code without words shows itself"


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_help_is_the_same_text_every_time(seed):
    shown = subprocess.run(
        [sys.executable, "-c", "from grunnmur.cli import main; main()", "reach", "--help"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "\n  -h, --help" in shown


def test_help_is_in_the_language_asked_for_anywhere_on_the_line(capsys):
    _call("run", "--help", "--language", "nb")
    assert "Bruk: grunnmur run MAPPE" in capsys.readouterr().out

    _call("--language=en", "run", "--help", environment=BOKMAL)
    assert "Usage: grunnmur run DIR" in capsys.readouterr().out


def test_without_a_command_help_is_shown(capsys):
    assert _call() == 0
    said = capsys.readouterr().out
    assert all(verb in said for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "Did you mean run"),
        (["run", "x"], "--out is missing"),
        (["run"], "DIR is missing"),
        (["run", "x", "--uot", "y"], "Did you mean --out"),
        (["run", "x", "--out", "y", "--until", "z"], "collect, reconcile"),
        (["run", "x", "--out", "y", "--on", "1.13.2026"], "not a date"),
        (["example", "x", "--size", "big"], "a number"),
        (["example", "x", "--size", "0"], "above zero"),
        (["--language", "de"], "nb or en"),
        (["query"], "WORKSPACE is missing"),
    ],
)
def test_misuse_is_said_in_words_and_ends_with_2(arguments, said, capsys):
    assert _call(*arguments) == 2

    streams = capsys.readouterr()
    assert streams.out == ""
    assert said in " ".join(streams.err.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["example", "x", "--seed", "-5"], "--seed is -5; it may be from 0"),
        (["example", "x", "--size", "nan"], "--size is nan; it may be from 0"),
        (["example", "x", "--flow-days", "0"], "--flow-days is 0; it may be from 1"),
        (["example", "x", "--flow-format", "y"], "--flow-format may be one of: zeek, parquet."),
        (["reach", "x", "--budget", "-5"], "--budget is -5; it may be from 0"),
        (["reach", "x", "--budget", "y"], "--budget should be a whole number."),
    ],
)
def test_a_value_an_option_cannot_have_is_told_with_those_it_can(arguments, said, capsys):
    assert _call(*arguments) == 2

    assert said in capsys.readouterr().err


def test_an_error_is_one_sentence_with_what_to_do_next_and_ends_with_1(tmp_path, capsys):
    assert _call("query", tmp_path / "nothing", "select 1") == 1

    streams = capsys.readouterr()
    assert streams.out == ""
    assert "grunnmur run" in " ".join(streams.err.split())


def test_a_disk_that_is_full_is_no_fault_of_the_program(monkeypatch, capsys, tmp_path):
    def full(*_arguments, **_options):
        reason = 'Could not write file "/mnt/x.parquet": No space left on device'
        raise duckdb.IOException(f"IO Error: {reason}")

    monkeypatch.setattr("grunnmur.catalogue.editions.update", full)

    assert _call("catalogue", "update", "--from", tmp_path, "--catalogue", tmp_path / "c") == 1

    said = " ".join(capsys.readouterr().err.split())
    assert "No space left on device (/mnt/x.parquet)" in said
    assert "Traceback" not in said


def test_a_table_is_data_and_goes_to_standard_output(workspace, capsys):
    assert _call("query", workspace, "select asset_id, kind from asset order by 1") == 0

    streams = capsys.readouterr()
    assert [line.split() for line in streams.out.splitlines()][2:] == [
        ["a1", "server"],
        ["a2", "server"],
    ]
    assert streams.err == ""


def test_csv_is_true_to_the_byte(workspace, capfdbinary):
    question = "select name, null as n, '' as e, date '2026-09-01' as d, true as t, 'ø\"' as q "
    question += "from application"

    assert _call("query", workspace, question, "--csv") == 0

    sys.stdout.flush()
    assert (
        capfdbinary.readouterr().out
        == 'name,n,e,d,t,q\n"Pas, AS",,"",2026-09-01,true,"ø"""\n'.encode()
    )


def test_rows_too_wide_for_the_screen_become_blocks_within_80_columns(workspace, capsys):
    assert _call("query", workspace, "select * from asset") == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("row 1")
    assert max(len(line) for line in lines) <= 80


def test_a_wrong_question_is_shown_with_a_mark_under_the_place(workspace, capsys):
    assert _call("query", workspace, "select nme from asset") == 1

    said = capsys.readouterr().err
    assert "“nme”" in said
    line, mark = said.splitlines()[-2:]
    assert line[mark.index("^") :].startswith("nme")


def test_without_sql_the_tables_are_listed(workspace, capsys):
    assert _call("query", workspace) == 0
    assert "asset" in capsys.readouterr().out


def test_another_run_can_be_asked(workspace, capsys):
    _call("query", workspace, "select count(*) from asset", "--run", "r1", "--csv")
    assert capsys.readouterr().out.splitlines()[-1] == "1"

    assert _call("query", workspace, "select 1", "--run", "r9") == 1
    assert "r1, r2" in capsys.readouterr().err


def test_impact_says_what_stops_and_why(workspace, capsys):
    assert _call("impact", workspace, "A1") == 0

    said = capsys.readouterr().out
    assert "asset A1 (a1)" in said
    assert "Pas, AS" in said
    assert "runs on" in said


def test_diff_takes_the_last_two_runs_and_gives_reasons(workspace, capsys):
    assert _call("diff", workspace) == 0

    said = " ".join(capsys.readouterr().out.split())
    assert "From r1 to r2" in said
    assert "asset A2 (a2) new row in cmdb" in said
    assert "A1 (a1), model: r1 → r2 cmdb says so now" in said


def test_diff_gives_one_kind_of_change_as_csv(workspace, capsys):
    assert _call("diff", workspace, "r1", "r2", "--only", "appeared") == 0

    assert capsys.readouterr().out.splitlines()[1] == "asset,a2,A2,row_new,cmdb"


def test_diff_of_a_workspace_with_one_run_says_so(workspace, capsys):
    assert _call("diff", workspace, "--only", "nothing") == 2
    assert "appeared" in capsys.readouterr().err


def test_notes_are_sentences(workspace, capsys):
    assert _call("notes", workspace) == 0
    assert "No file matches y" in " ".join(capsys.readouterr().out.split())

    assert _call("notes", workspace, "--code", "no_such_file") == 0
    assert "x:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "written", "known"),
    [("--source", "nobody", "cmdb"), ("--code", "no_such_fil", "no_such_file")],
)
def test_notes_of_what_nobody_knows_are_asked_for_in_vain(
    workspace, capsys, option, written, known
):
    assert _call("notes", workspace, option, written) == 2
    said = capsys.readouterr()
    assert (said.out, known in said.err) == ("", True)


def test_a_kind_of_note_that_a_run_has_none_of_is_no_mistake(workspace, capsys):
    assert _call("notes", workspace, "--code", "logons_not_kept") == 0


@pytest.mark.parametrize("verb", ["query", "notes", "diff"])
def test_a_workspace_whose_first_run_never_ended_says_so(workspace, capsys, verb):
    (workspace / "current").unlink()
    for run_id in ("r1", "r2"):
        (workspace / "runs" / run_id).rename(workspace / "runs" / f".{run_id}")

    assert _call(verb, workspace) == 1
    assert "is finished yet" in " ".join(capsys.readouterr().err.split())


def test_the_help_of_run_names_every_verb(capsys):
    assert run(["run", "--help"], ENGLISH) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ", ".join(VERBS_OF_THE_SENTENCE[:-1]) + f" and {VERBS_OF_THE_SENTENCE[-1]}," in said


def test_runs_are_listed(workspace, capsys):
    assert _call("runs", workspace) == 0
    assert "1 Sep 2026" in capsys.readouterr().out


def test_the_report_is_written_in_the_language(workspace, tmp_path, capsys):
    path = tmp_path / "r.html"

    assert _call("report", workspace, "--out", path, "--language", "nb") == 0

    assert '<html lang="nb"' in path.read_text(encoding="utf-8")
    assert capsys.readouterr().out == ""


def test_a_file_where_a_folder_should_be_is_said_in_words(workspace, tmp_path, capsys):
    (tmp_path / "file").write_text("")

    assert _call("report", workspace, "--out", tmp_path / "file" / "r.html") == 1
    assert "refused" in capsys.readouterr().err


_START = """
import sys
from grunnmur.cli import main
read = sys.stdin.read
class Reader:
    def read(self):
        print("ready", flush=True)
        return read()
sys.stdin = Reader()
main()
"""
"""The command line, telling when it begins to wait for its question."""


def _process(*arguments, **environment):
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", "from grunnmur.cli import main; main()", *map(str, arguments)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_person_who_stops_it_is_told_that_nothing_is_half_written(workspace):
    root = Path(__file__).parents[2]
    started = subprocess.Popen(
        [sys.executable, "-c", _START, "query", str(workspace), "-"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "GRUNNMUR_LANGUAGE": "en"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a shell's background job, which the tests may be, hands on that SIGINT is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert started.stdout.readline() == b"ready\n"

    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)

    assert started.returncode == 130, said.decode()
    assert b"nothing is half-written" in said
    assert b"Traceback" not in said


def test_a_person_who_stops_a_library_has_stopped_it(capsys):
    def stopped(_shell):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as stop:
            raise RuntimeError("Query interrupted") from stop  # as DuckDB does

    assert run(["query", "x"], ENGLISH, build=stopped) == 130
    said = capsys.readouterr().err
    assert "nothing is half-written" in said
    assert "Traceback" not in said


def test_an_error_that_is_its_own_cause_is_told(capsys):
    def failed(_shell):
        error = ProblemError("no_periods")
        raise error from error

    assert run(["query", "x"], ENGLISH, build=failed) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_nothing_is_coloured_without_a_terminal(workspace):
    found = _process("query", workspace, "select kind from asset")

    assert found.returncode == 0
    assert b"\x1b" not in found.stdout + found.stderr


def test_a_reader_that_goes_away_is_no_error(workspace):
    command = f'{sys.executable} -c "from grunnmur.cli import main; main()" query {workspace} '
    command += '"select range from range(2000000)" --csv | head -1'
    root = Path(__file__).parents[2]
    found = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root)},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (found.returncode, found.stdout, found.stderr) == (0, b"range\n", b"")
