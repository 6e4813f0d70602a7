"""What every connection is like."""

from grunnmur.kit.engine import connect


def test_a_join_hands_no_filter_to_the_scan_beside_it():
    """Such a filter was asked before it was there (decision 036)."""
    connection = connect()
    connection.execute("create table big as select range as k from range(200000)")
    connection.execute("create table small as select range * 7 as k from range(300)")

    plan = connection.execute(
        "explain analyze select count(*) from big join small using (k)"
    ).fetchall()[0][1]

    assert "HASH_JOIN" in plan
    assert "Dynamic Filters" not in plan
