"""Living with a plan, as a person does on the command line."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from grunnmur import plan
from grunnmur.cli import limits, plan_solve
from grunnmur.cli.main import run
from grunnmur.plan import json_form
from grunnmur.plan.conditions import Freeze, Pin, Precedence, Resource, Slots
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.workload import Disposition
from grunnmur.text import Voice
from tests.plan.problems import problem, workload

COUNT = 6
WAYS = (
    Disposition("rehost", 1, (("s", 8),), one_off=40),
    Disposition("replace", 2, (("s", 4),), 90),
)
LANGUAGES = ("nb", "en")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A problem of three workloads and a plan for it."""
    rows = [
        replace(workload(name, COUNT, *WAYS, exposure=10, platform="P", organisations=("NORTH",)), name=title)
        for name, title in (("app-1", "Journal"), ("app-2", "Laboratorium"), ("app-3", "Arkiv"))
    ]  # fmt: skip
    made = problem(
        *rows,
        count=COUNT,
        resources=(Resource("s", (16,) * COUNT, "skill", "hours"),),
        slots=(Slots("NORTH", (2,) * COUNT),),
        freezes=(Freeze("christmas", (2,), reason="Jul"),),
        precedences=(Precedence("app-1", "app-2", 1),),
        pins=(Pin("pin 1", "app-3", 3, reason="Flyttesjau"),),
    )
    moves = (Move("app-1", "rehost", 0), Move("app-2", "rehost", 1), Move("app-3", "rehost", 3))
    answer = plan.Plan(plan.digest(made), moves, 0, 0, CostParts())
    return _written(tmp_path, made, answer)


def _written(folder: Path, made: plan.Problem, answer: Plan) -> tuple[str, str]:
    (folder / "problem.json").write_bytes(json_form.write(plan.problem_document(made)))
    document = plan.plan_document(answer) | {"problem_digest": plan.digest(made)}
    for name in ("cost", "cost_total", "cost_parts"):
        del document[name]
    checked = plan.check(plan.problem_document(made), document)
    document |= {
        "cost": checked.cost,
        "cost_total": checked.cost_total,
        "cost_parts": checked.cost_parts,
    }
    (folder / "plan.json").write_bytes(json_form.write(document))
    return str(folder / "problem.json"), str(folder / "plan.json")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command in a language: its exit code, and standard output in one line of words."""

    def spoken(*arguments: str, language: str = "en") -> tuple[int, str]:
        code = run(["plan", *arguments], {"GRUNNMUR_LANGUAGE": language})
        written = capsys.readouterr()
        return code, " ".join((written.out + written.err).split())

    return spoken


def test_explain_says_why_and_what_else_would_cost(files, say) -> None:
    code, said = say("explain", *files, "Arkiv")

    assert code == 0
    assert "Arkiv (app-3) moves in 2027-01" in said
    assert "Somebody has decided it (pin 1). Flyttesjau" in said
    # Without the pin it could move in October, three months of 10 earlier.
    assert (
        "The pin pin 1 (Flyttesjau): without it NOK 30 could be saved, by moving in 2026-10" in said
    )
    assert "is not known: the plan has no certificate" in said


def test_explain_as_json_is_all_of_it(files, say) -> None:
    code, said = say("explain", *files, "app-2", "--json")

    found = json.loads(said)
    assert code == 0
    assert len(found["months"]) == COUNT - 1
    assert found["worth"] is None


def test_a_misspelled_workload_is_met_with_what_is_near(files, say) -> None:
    code, said = say("explain", *files, "Jurnal")

    assert code == 2
    assert "Journal" in said


def test_a_bound_that_is_stopped_is_written_as_far_as_it_is_proven(
    files, say, tmp_path, monkeypatch
) -> None:
    from grunnmur.plan import bound

    out, prove = tmp_path / "bound.json", bound.prove

    def stopped(*given, **wanted) -> bound.Certificate:
        signal.raise_signal(signal.SIGINT)
        return prove(*given, **wanted)

    monkeypatch.setattr(bound, "prove", stopped)
    code, _ = say("bound", *files, "--out", str(out))

    assert code == 0
    assert json.loads(out.read_text())["certificate"]
    assert say("check", files[0], str(out))[0] == 0


def test_a_bound_for_a_plan_of_another_problem_is_of_the_problem_at_hand(
    files, say, tmp_path
) -> None:
    document = json.loads(Path(files[0]).read_text())
    other, out = tmp_path / "other.json", tmp_path / "bound.json"
    other.write_text(json.dumps(document | {"pins": []}))

    code, _ = say("bound", str(other), files[1], "--effort", "5", "--out", str(out))

    assert code == 0
    assert say("check", str(other), str(out))[0] == 0


def test_edit_tells_what_breaks_and_writes_what_was_changed(files, say, tmp_path) -> None:
    out = tmp_path / "new.json"

    code, said = say("edit", *files, "--move", "Journal=2026-11", "--out", str(out))

    assert code == 0
    assert "Change: NOK 10." in said
    assert "must wait until 1 period after Journal (app-1) in 1 (2026-11)" in said
    changed = plan.read_plan(json.loads(out.read_text()))
    assert changed.moves[0] == Move("app-1", "rehost", 1)
    assert changed.broken == 1


def test_a_pin_needs_a_problem_to_stand_in(files, say, tmp_path) -> None:
    out, asked = str(tmp_path / "new.json"), str(tmp_path / "asked.json")
    pin = ("--pin", "app-1=2026-10..2026-11", "--out", out)

    assert say("edit", *files, *pin)[0] == 2
    assert say("edit", *files, *pin, "--out-problem", asked)[0] == 0
    assert say("check", asked, out)[0] == 0
    assert json.loads(Path(asked).read_text())["pins"][1]["before"] == 2


def test_a_wave_is_split_and_nothing_asked_is_nothing_done(files, say) -> None:
    together = ("--move", "app-3=2026-11", "--split-wave", "2026-11:2027-02")

    code, said = say("edit", *files, *together)

    assert code == 0
    assert "The wave in 2026-11 is split; to 2027-02: Arkiv (app-3)." in said
    assert say("edit", *files)[0] == 2


def test_what_only_gives_more_room_is_never_dearer_for_want_of_effort(files, say) -> None:
    code, said = say(
        "compare", ":".join(files), "--effort", "1", "--with", "more-money=0.5", "--json"
    )

    cost = next(row for row in json.loads(said)["figures"] if row["code"] == "cost_total")["values"]
    assert code == 0
    assert json.loads(said)["names"][1:] == ["unchanged", "more-money=0.5"]
    assert cost[2] <= cost[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_simulate_tells_dates_costs_and_method(files, say, language) -> None:
    code, said = say("simulate", *files, "--runs", "200", "--capacity", language=language)

    assert code == 0
    assert "P80" in said
    assert "NORTH" in said
    assert "0,80" in said if language == "nb" else "0.80" in said
    assert "tusen" not in said
    assert "thousand" not in said
    assert "?" not in said


def test_scenarios_of_files_with_the_same_name_are_told_apart(files, say, tmp_path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    written = [":".join(files), ":".join(str(other / Path(name).name) for name in files)]
    for name in files:
        (other / Path(name).name).write_bytes(Path(name).read_bytes())

    _, said = say("compare", *written, "--json")

    assert json.loads(said)["names"] == ["plan 1", "plan 2"]


def test_compare_ranks_what_can_be_ranked(files, say, tmp_path) -> None:
    made = plan.read_problem(json.loads(Path(files[0]).read_text()))
    bare = tmp_path / "bare"
    bare.mkdir()
    other = _written(
        bare, replace(made, slots=()), plan.read_plan(json.loads(Path(files[1]).read_text()))
    )

    code, said = say("compare", ":".join(files), ":".join(other))
    both, ranked = say(
        "compare", ":".join(files), files[0], "--effort", "5", "--with", "later-freeze=1"
    )

    assert code == both == 0
    assert "has no limit on cutovers at NORTH" in said
    assert "No order: fewer than two scenarios can be compared on cost." in said
    assert "later-freeze=1" in ranked


@pytest.mark.parametrize(
    ("language", "peak", "lacks"),
    [
        ("nb", "mest brukt nettverk", "har ingen grense for flyttinger hos Nordfjord HF"),
        ("en", "peak use network", "has no limit on cutovers at Nordfjord HF"),
    ],
)
def test_compare_calls_skills_and_trusts_by_their_names(tmp_path, say, language, peak, lacks):
    way = Disposition("rehost", 1, (("network", 8),))
    row = workload("app-1", COUNT, way, organisations=("NORTH",))
    skill = Resource("network", (8,) * COUNT, "skill", "hours")
    limited = Slots("NORTH", (1,) * COUNT, "Nordfjord HF")
    answer = Plan("", (Move("app-1", "rehost", 0),), 0, 0, CostParts())
    scenarios = []
    for name, slots in (("one", (limited,)), ("other", ())):
        (tmp_path / name).mkdir()
        made = problem(row, count=COUNT, resources=(skill,), slots=slots)
        scenarios.append(":".join(_written(tmp_path / name, made, answer)))

    code, said = say("compare", *scenarios, language=language)

    assert code == 0
    assert peak in said
    assert lacks in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_goes_out_and_comes_back(files, say, tmp_path, language) -> None:
    book, back = tmp_path / "plan.xlsx", tmp_path / "back.json"

    assert say("export", *files, "--out", str(book), language=language)[0] == 0
    code, said = say("import", files[0], str(book), "--out", str(back), language=language)

    assert code == 0
    assert "3 av 3" in said if language == "nb" else "3 of 3" in said
    assert json.loads(back.read_text())["moves"] == json.loads(Path(files[1]).read_text())["moves"]


@pytest.mark.parametrize(("ending", "begins"), [("ics", b"BEGIN:VCALENDAR"), ("xml", b"<?xml")])
def test_a_plan_goes_out_in_the_form_the_name_says(files, say, tmp_path, ending, begins) -> None:
    out = tmp_path / f"plan.{ending}"

    assert say("export", *files, "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(begins)
    assert say("export", *files, "--out", str(tmp_path / "plan.doc"))[0] == 2


def test_a_sheet_that_says_half_is_noted_and_not_priced(files, say, tmp_path) -> None:
    sheet = tmp_path / "today.csv"
    sheet.write_text("Navn;Måned\nJournal;2026-10\nUkjent;2026-11\n", encoding="utf-8")

    code, said = say("import", files[0], str(sheet), "--out", str(tmp_path / "today.json"))

    assert code == 0
    assert "1 of 3 workloads has been given a month." in said
    assert "Row 3: “Ukjent” is not in the problem." in said
    assert "cannot be priced" in said


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("solve",), ("--seed", "-1")),
        (("solve",), ("--seconds", "nan")),
        (("solve",), ("--seconds", "-1")),
        (("solve",), ("--effort", "-5")),
        (("solve",), ("--workers", "-3")),
        (("solve",), ("--stability", "9" * 23)),
        (("bound",), ("--effort", "-1")),
        (("bound",), ("--seconds", "nan")),
    ],
)
def test_an_option_that_means_nothing_is_refused_by_name(files, say, command, option) -> None:
    code, said = say(*command, files[0], *option)

    assert code == 2
    assert f"{option[0]} is" in said


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("simulate", ("--own", "nan")),
        ("simulate", ("--team", "-1")),
        ("simulate", ("--seed", "-1")),
        ("edit", ("--split-wave", "2026-10", "--replan", "--seconds", "nan")),
        ("edit", ("--split-wave", "2026-10", "--replan", "--stability", "-1")),
    ],
)
def test_an_option_of_a_plan_that_means_nothing_is_refused(files, say, command, option) -> None:
    code, said = say(command, *files, *option)

    assert code == 2
    assert f"{option[-2]} is" in said


def test_a_search_has_a_limit_in_time_or_in_steps_and_not_both(files, say) -> None:
    code, said = say("solve", files[0], "--seconds", "1", "--effort", "1")

    assert code == 2
    assert "--seconds or --effort" in said


def test_a_file_that_cannot_be_written_is_met_before_the_search(files, say, tmp_path) -> None:
    out = tmp_path / "nowhere" / "plan.json"

    code, said = say("solve", files[0], "--seconds", "600", "--out", str(out))

    assert code == 1
    assert "No such file or directory" in said


def test_looking_whether_a_file_can_be_written_leaves_all_as_it_was(tmp_path) -> None:
    there, new = tmp_path / "there", tmp_path / "new"
    there.write_text("kept")

    limits.require_writable(there)
    limits.require_writable(new)

    assert there.read_text() == "kept"
    assert not new.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_in_the_last_month_is_not_split_into_a_month_after_it(files, say, language) -> None:
    code, said = say("edit", *files, "--split-wave", "2027-03", language=language)

    assert code == 2
    assert "2027-03:" in said


@pytest.fixture
def nothing(tmp_path: Path) -> tuple[str, str]:
    """A problem in which nothing moves, and its plan."""
    made = problem(count=COUNT, resources=(Resource("s", (8,) * COUNT),))
    return _written(tmp_path, made, Plan("", (), 0, 0, CostParts()))


def test_where_nothing_moves_every_command_says_so_or_does_nothing(nothing, say, tmp_path) -> None:
    book, again = str(tmp_path / "plan.xlsx"), str(tmp_path / "again.json")

    assert say("solve", nothing[0], "--effort", "1", "--out", again)[0] == 0
    assert say("check", nothing[0], again)[0] == 0
    assert say("check", *nothing)[0] == 0
    assert say("compare", ":".join(nothing), nothing[0], "--effort", "1")[0] == 0
    assert say("export", *nothing, "--out", book)[0] == 0
    assert "nothing to simulate" in say("simulate", *nothing)[1]
    assert "has no workloads" in say("explain", *nothing, "app-1")[1]


@pytest.mark.parametrize("content", ["[]", '"x"', "[" * 100_000, '{"format": "\\ud800"}'])
@pytest.mark.parametrize("command", ["check", "simulate", "export"])
def test_a_file_that_is_no_plan_is_met_with_a_sentence(files, say, tmp_path, command, content):
    wrong, out = tmp_path / "wrong.json", str(tmp_path / "plan.xlsx")
    wrong.write_text(content)
    more = ("--out", out) if command == "export" else ()

    for pair in ((str(wrong), files[1]), (files[0], str(wrong))):
        code, said = say(command, *pair, *more)

        assert code in (1, 2)
        assert "fault in Grunnmur" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_start_plan_for_another_problem_says_how_much_of_it_there_is(
    files, tmp_path, say, language
) -> None:
    # Of three moves one names a workload that is gone and one a month the plan no longer reaches.
    document = json.loads(Path(files[0]).read_text())
    document["workloads"] = [row for row in document["workloads"] if row["id"] != "app-1"]
    document |= {"periods": document["periods"][:3], "precedences": [], "pins": []}
    for row in (*document["workloads"], *document["resources"], *document["slots"]):
        for name, value in row.items():
            row[name] = value[:3] if isinstance(value, list) and len(value) == COUNT else value
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document))
    out = ("--effort", "0", "--out", str(tmp_path / "new.json"), "--start", files[1])

    said = {name: say("solve", name, *out, language=language) for name in (files[0], str(other))}

    told = {"en": "1 of its 3 moves can be made here", "nb": "1 av dens 3 flyttinger finnes her"}
    assert {code for code, _ in said.values()} == {0}
    assert told[language] in said[str(other)][1]
    assert told[language][5:] not in said[files[0]][1]
    # Where the bound is the cost, it is not told how many per cent cheaper another may be.
    best = {"en": "No plan is cheaper", "nb": "Ingen plan er billigere"}
    assert [best[language] in text for _, text in said.values()] == [True, False]


@pytest.mark.parametrize(("broken", "told"), [(0, ["cli_solve_best"]), (1, ["cli_plan_broken"])])
def test_no_plan_is_said_to_be_the_cheapest_that_breaks_something(broken, told) -> None:
    said: list[str] = []
    here = SimpleNamespace(hint=lambda code, **_: said.append(code), voice=Voice("en"))
    found = Plan("d", (), 5, 5, CostParts(), bound=5, broken=broken)

    plan_solve._tell(here, found)

    assert said == ["cli_plan_cost", *told]
