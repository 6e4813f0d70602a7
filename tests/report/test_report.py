import html.parser
import re
from datetime import date, datetime

import pytest

from grunnmur import query
from grunnmur.report import write_report
from grunnmur.report.report import page
from tests.worlds import world

ON = date(2026, 9, 1)


@pytest.fixture
def estate(tmp_path):
    """Ten clients: seven at A (4 pass, 2 fail, 1 unknown), three at B (all fail)."""
    results = [("a", "P1", 7, 4, 2, 1), ("b", "P2", 3, 0, 3, 0)]
    verdicts = ["pass"] * 4 + ["fail"] * 2 + ["unknown"] + ["fail"] * 3
    return world(
        tmp_path / "run",
        run=[
            {
                "run_id": "r1",
                "on_date": ON,
                "started_at": datetime.fromisoformat("2026-09-01T10:00"),
                "code_version": "1",
                "catalogue_edition": "2026-08",
                "input_digest": "abc",
                "parameters": "{}",
            }
        ],
        organisation=[
            {"organisation_id": "r", "name": "Region <Øst>", "kind": "region"},
            {"organisation_id": "a", "name": "A HF", "kind": "trust"},
            {"organisation_id": "b", "name": "B & C HF", "kind": "trust"},
        ],
        asset=[
            {
                "asset_id": f"c{i}",
                "kind": "client",
                "name": f"pc{i}",
                "status": "active",
                "organisation_id": "a" if i < 7 else "b",
                "platform": "P1" if i < 7 else "P2",
                "product_id": "microsoft:windows",
                "version": "11 23H2",
            }
            for i in range(10)
        ],
        asset_release=[
            {
                "asset_id": f"c{i}",
                "product_id": "microsoft:windows",
                "cycle": "11-23h2",
                "label": "Windows 11 23H2",
                "security_until": date(2026, 11, 10),
                "support": "supported",
            }
            for i in range(10)
        ],
        coverage=[{"asset_kind": "client", "source": "*", "seen": 10, "of": 10, "estimated": 12}],
        source=[
            {
                "source": "cmdb",
                "format": "servicenow",
                "records": 11,
                "claimed": 10,
                "noted": 1,
                "seen_at": datetime.fromisoformat("2026-08-01"),
            }
        ],
        record=[
            {"source": "cmdb", "record_key": f"k{i}", "noun": "asset", "entity_id": f"c{i}"}
            for i in range(10)
        ],
        rule_result=[
            {
                "rule_id": "not-secure",
                "edition": "1",
                "subject_kind": "asset",
                "organisation_id": owner,
                "platform": platform,
                "evaluated": n,
                "passed": p,
                "failed": f,
                "unknown": u,
                "not_applicable": 0,
            }
            for owner, platform, n, p, f, u in results
        ],
        finding=[
            {
                "finding_id": f"f{i}",
                "rule_id": "not-secure",
                "subject_kind": "asset",
                "subject_id": f"c{i}",
                "verdict": verdict,
                "layer": "L2",
                "blocking": True,
            }
            for i, verdict in enumerate(verdicts)
            if verdict != "pass"
        ],
        plan=[
            {
                "plan_id": "p",
                "status": "feasible",
                "cost": 5_000_000,
                "cost_total": 9_000_000,
                "violations": 0,
            }
        ],
        wave=[
            {
                "plan_id": "p",
                "wave_id": f"w{i}",
                "period": i,
                "starts_on": date(2026, 10 + i, 1),
                "ends_on": date(2026, 10 + i, 28),
            }
            for i in range(2)
        ],
        workload=[
            {"workload_id": "x", "organisation_id": "a", "platform": "P1"},
            {"workload_id": "y"},
        ],
        move=[
            {
                "plan_id": "p",
                "workload_id": "x",
                "wave_id": "w0",
                "disposition": "rehost",
                "cost": 1,
            },
            {
                "plan_id": "p",
                "workload_id": "y",
                "wave_id": "w1",
                "disposition": "retire",
                "cost": 2,
            },
        ],
        risk_point=[
            {
                "plan_id": "p",
                "period": i,
                "starts_on": date(2026, 10 + i, 1),
                "exposure": 3e6 - i * 1e6,
                "one_off_nok": 10,
            }
            for i in range(2)
        ],
        note=[
            {"source": "cmdb", "place": "x:1", "code": "no_such_file", "facts": '{"path": "<b>"}'}
        ],
        freeze=[{"starts_on": date(2026, 10, 5), "ends_on": date(2026, 10, 10)}],
    )


class _Page(html.parser.HTMLParser):
    """Collects every figure, every tag left open, and the headings."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "rect", "polygon", "polyline"})

    def __init__(self, written):
        super().__init__()
        self.figures, self.open, self.headings, self.tags = [], [], [], []
        self.feed(written)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        if "data-query" in given:
            self.figures.append((given["data-query"], given["data-value"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("board", [False, True])
def test_every_number_is_what_its_question_gives(estate, language, board):
    figures = _Page(page(estate, language=language, board=board)).figures

    assert len(figures) > 20
    for question, value in dict.fromkeys(figures):
        row = estate.connection.execute(question).fetchone()
        _assert_same(row[0], value, question)


def test_a_question_of_the_page_can_be_asked_with_query(estate):
    question, value = _Page(page(estate, language="nb", board=True)).figures[0]

    assert str(query.ask(estate, question).first()) == value


@pytest.mark.parametrize("board", [False, True])
def test_a_number_in_the_text_always_carries_its_question(estate, board):
    """Outside figures only headings of time may hold digits: years, quarters, days of the rows."""
    written = page(estate, language="en", board=board)
    body = written.partition("</style>")[2]
    bare = re.sub(r'<span class="n".*?</span>', "", body, flags=re.DOTALL)
    bare = re.sub(
        r"<(details|svg|small|h\d|th|thead|code|title).*?</\1>", "", bare, flags=re.DOTALL
    )
    bare = re.sub(r'<(div class="(feet|axis)").*?</div>', "", bare, flags=re.DOTALL)
    bare = re.sub(r"<p( class=\"explain\")?>[^<]*</p>|<[^>]*>", "", bare, flags=re.DOTALL)

    assert [
        found for found in re.findall(r"\S*\d\S*", bare) if found not in ("10", "Nov", "2026")
    ] == []


@pytest.mark.parametrize(("count", "said"), [(1, "1 move in 1 wave"), (2, "2 moves in 2 waves")])
def test_one_of_what_is_counted_is_told_as_one(tmp_path, count, said):
    planned = world(
        tmp_path / "run",
        plan=[{"plan_id": "p", "status": "proposed", "cost": 1, "cost_total": 1}],
        wave=[
            {
                "plan_id": "p",
                "wave_id": f"w{n}",
                "period": n,
                "starts_on": date(2026, 10 + n, 1),
                "ends_on": date(2026, 10 + n, 28),
            }
            for n in range(count)
        ],
        move=[{"plan_id": "p", "workload_id": f"m{n}", "wave_id": f"w{n}"} for n in range(count)],
    )

    assert said in re.sub("<[^>]*>", "", page(planned, language="en", board=False))


def test_the_page_is_well_formed_with_headings_in_order(estate):
    found = _Page(page(estate, language="nb"))

    assert found.open == []
    assert found.headings[0] == 1
    assert all(
        after - before <= 1
        for before, after in zip(found.headings, found.headings[1:], strict=False)
    )


def test_the_page_needs_nothing_from_elsewhere(estate):
    written = page(estate, language="nb")

    assert "<script" not in written
    assert not re.search(r"""(src|href)=["'](?!#)""", written)
    assert "@import" not in written
    assert "url(http" not in written


def test_words_from_sources_are_escaped(estate):
    written = page(estate, language="nb")

    assert "Region &lt;Øst&gt;" in written
    assert "B &amp; C HF" in written
    assert "<b>." not in written.split("</style>")[1].replace("<b><span", "")


def test_distance_to_standard_is_worked_out_by_hand(estate):
    """Four of ten pass; five fail; one is unknown."""
    figures = dict(_Page(page(estate, language="en")).figures)
    all_of = {
        q.split(" from ")[0]: v
        for q, v in figures.items()
        if "part is not distinct from 'all'" in q and "remarked" in q
    }

    assert float(all_of["select passed_share"]) == pytest.approx(0.4)
    assert float(all_of["select failed_share"]) == pytest.approx(0.5)
    assert float(all_of["select unknown_share"]) == pytest.approx(0.1)


def test_the_release_that_expires_is_there_with_its_assets(estate):
    written = page(estate, language="nb")

    assert "Windows 11 23H2" in written
    assert "10.11.2026" in written


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("board", [False, True])
def test_an_empty_estate_gives_a_page_that_says_so(tmp_path, language, board):
    path = tmp_path / "out" / "report.html"

    write_report(world(tmp_path / "run"), path, language=language, board=board)

    found = _Page(path.read_text(encoding="utf-8"))
    assert found.open == []
    assert {value for _, value in found.figures} <= {"0", ""}


def test_the_same_estate_gives_the_same_bytes(estate):
    assert page(estate, language="nb") == page(estate, language="nb")


def _assert_same(given, shown, question):
    if given is None:
        assert shown == "", question
    elif isinstance(given, date):
        assert given.isoformat()[:10] == shown[:10], question
    elif isinstance(given, str):
        assert given == shown, question
    else:
        assert float(shown) == pytest.approx(float(given)), question


def test_a_rule_of_ones_own_stands_by_its_title_and_its_acceptances_are_counted(tmp_path):
    estate = world(
        tmp_path / "run",
        rule=[{"rule_id": "house", "title_nb": "Husets regel", "title_en": "The house rule"}],
        finding=[
            {
                "finding_id": f"f{i}",
                "rule_id": "house",
                "subject_kind": "asset",
                "subject_id": f"a{i}",
                "verdict": "fail",
                "layer": "L3",
                "accepted_by": "Kari" if i else None,
            }
            for i in range(3)
        ],
    )

    nb, en = (page(estate, language=language) for language in ("nb", "en"))

    assert "Husets regel" in nb
    assert "The house rule" in en
    assert "2" in [value for question, value in _Page(en).figures if "select accepted " in question]


def test_what_is_known_of_vulnerabilities_has_its_tables(tmp_path):
    """Two updates, the weightier first; a scanner that differs, with the reason; a notice; a name nobody knows."""
    gain = {
        "version": "1.0",
        "update_to": "1.9",
        "assets": 7,
        "removed": 3,
        "exploited_removed": 1,
        "remaining": 2,
    }
    estate = world(
        tmp_path / "run",
        update_gain=[
            {**gain, "product_id": "a:light", "risk_removed": 0.5},
            {**gain, "product_id": "a:heavy", "risk_removed": 12.25, "update_to": "latest"},
        ],
        detection_check=[
            {"asset_id": "x", "vulnerability_id": "CVE-2020-1", "outcome": "only_scanner",
             "reason": "version_outside_range"}
        ],
        asset_advisory=[
            {"asset_id": "m", "advisory_id": "FSN-7", "vulnerability_id": "", "kind": "fsn", "verdict": "affected",
             "remedy": "none", "isolate_from": ON, "replace_by": date(2028, 8, 31)}
        ],
        unmatched_name=[{"name": "Odd <tool>", "kind": "installation", "assets": 41, "reason": "unknown"}],
    )  # fmt: skip

    nb, en = (page(estate, language=language) for language in ("nb", "en"))

    assert nb.index("a:heavy") < nb.index("a:light")
    assert "siste oppdatering" in nb
    assert "versjonen er ikke blant de rammede" in nb
    assert "the version is not among those affected" in en
    assert "31.08.2028" in nb
    assert "Odd &lt;tool&gt;" in nb
    assert "41" in [value for question, value in _Page(en).figures if "unmatched_name" in question]
    for question, value in dict.fromkeys(_Page(en).figures):
        _assert_same(estate.connection.execute(question).fetchone()[0], value, question)


def test_a_long_list_says_how_many_more_there_are(tmp_path):
    names = [
        {"name": f"tool {n}", "kind": "installation", "assets": n, "reason": "unknown"}
        for n in range(40)
    ]

    en = page(world(tmp_path / "run", unmatched_name=names), language="en")

    assert "and 25 more" in en
    assert "tool 39" in en
    assert "<code>tool 0</code>" not in en
