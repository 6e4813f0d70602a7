import duckdb
import pytest

from grunnmur import query
from grunnmur.errors import QueryError
from tests.worlds import world


@pytest.fixture
def estate(tmp_path):
    return world(
        tmp_path / "run",
        asset=[{"asset_id": "a1", "kind": "vm"}, {"asset_id": "a2", "kind": "server"}],
    )


def test_a_question_gives_its_columns_and_rows(estate):
    answer = query.ask(estate, "select asset_id, kind from asset order by 1")

    assert answer.columns == ("asset_id", "kind")
    assert list(answer.rows()) == [("a1", "vm"), ("a2", "server")]


def test_a_table_nobody_wrote_is_empty_not_missing(estate):
    assert query.ask(estate, "select count(*) from contract").first() == 0


@pytest.mark.parametrize(
    "question",
    [
        "copy asset to 'out.csv'",
        "with x as (copy asset to 'out.csv') select * from x",
        "explain analyze copy asset to 'out.csv'",
        "create table t (a int)",
        "attach 'x.db'",
        "set threads = 1",
        "install httpfs",
        "insert into asset values (1)",
    ],
)
def test_nothing_can_be_written(estate, question, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(QueryError) as raised:
        query.ask(estate, question)

    assert raised.value.code in ("query_only_select", "query_syntax", "query_syntax_end")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]


@pytest.mark.parametrize(
    "question",
    [
        "select * from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from '/etc/passwd.csv'",
        "select * from query('select * from read_text(''/etc/passwd'')')",
    ],
)
def test_no_file_but_the_estates_own_can_be_read(estate, question):
    with pytest.raises(QueryError) as raised:
        query.ask(estate, question)

    assert raised.value.code in ("query_no_files", "query_no_table")


def test_a_misspelt_column_is_shown_in_its_place_with_near_names(estate):
    with pytest.raises(QueryError) as raised:
        query.ask(estate, "select asset_id,\n  plattform\nfrom asset")

    assert raised.value.code == "query_no_column"
    assert raised.value.facts["near"][0] == "platform"
    assert raised.value.facts["line"] == 2
    assert raised.value.facts["position"] == 3


def test_a_misspelt_table_gives_near_tables(estate):
    with pytest.raises(QueryError) as raised:
        query.ask(estate, "select * from aset")

    assert raised.value.code == "query_no_table"
    assert "asset" in raised.value.facts["near"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "query_empty"),
        ("select 1; select 2", "query_several"),
        ("select * fro asset", "query_syntax"),
        ("select 'abc", "query_syntax_end"),
        ("select cast(kind as int) from asset", "query_conversion"),
        ("select sum(kind) from asset", "query_failed"),
        ("select summ(1)", "query_no_function"),
    ],
)
def test_each_way_of_going_wrong_has_its_own_code(estate, question, code):
    with pytest.raises(QueryError) as raised:
        list(query.ask(estate, question).rows())

    assert raised.value.code == code


def test_two_questions_at_once_do_not_disturb_each_other(estate):
    one = query.ask(estate, "select asset_id from asset order by 1")
    two = query.ask(estate, "select count(*) from asset")

    assert two.first() == 2
    assert [row[0] for row in one.rows()] == ["a1", "a2"]


def test_the_estates_own_connection_stays_as_it_was(estate):
    query.ask(estate, "select 1")

    assert isinstance(estate.connection, duckdb.DuckDBPyConnection)
    assert estate.table("asset").count("*").fetchall() == [(2,)]
