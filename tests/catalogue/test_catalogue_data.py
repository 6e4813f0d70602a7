"""Real feeds nobody here wrote: all of it is read, and counted another way it is as many."""

import csv
import gzip
import itertools
import lzma
from collections import Counter
from datetime import date

import pytest

from grunnmur.catalogue import editions, lifecycle
from grunnmur.catalogue.editions import cycles
from tests.catalogue.publishers import AT, rows

pytestmark = pytest.mark.needs_data

_LINES = 60_000  # of the match table; all 682,140 take half a minute


@pytest.fixture(scope="module")
def edition(tmp_path_factory, data):
    """Advisories, exploited, lifecycle, some CVE records and a part of the match table."""
    carried = tmp_path_factory.mktemp("carried")
    for name in (
        *("vulnerabilities/csaf_advisories.csv.gz", "vulnerabilities/csaf_products.csv.gz"),
        *("vulnerabilities/csaf_vulnerabilities.csv.gz", "vulnerabilities/kev.csv.gz"),
        *("lifecycle/eol_cycles.csv.gz", "lifecycle/eol_products.csv.gz"),
        *("lifecycle/eol_identifiers.csv.gz", "samples/csaf/icsma_raw.tar.xz"),
        "samples/nvd_api2/CVE-2024-1086.json",
    ):
        (carried / name.rpartition("/")[2]).write_bytes((data / name).read_bytes())
    with lzma.open(data / "vulnerabilities" / "nvd_cpe_match.csv.xz", "rt") as table:
        lines = list(itertools.islice(table, _LINES + 1))
    (carried / "match.csv").write_text("".join(lines), encoding="utf-8")
    catalogue = tmp_path_factory.mktemp("catalogue")
    return editions.update(carried, catalogue, on=date(2026, 8, 22), made_at=AT).edition


def table(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_cycle_is_read_and_what_has_no_day_gets_none(edition, data):
    written = Counter(
        row["eol"] if row["eol"] in ("true", "false") else "a day"
        for row in table(data / "lifecycle" / "eol_cycles.csv.gz")
    )

    kept = rows(
        edition,
        "select case when security_until is not null then 'a day' else ended_undated::varchar end, "
        "count(*) from release_cycle group by all",
    )

    assert dict(kept) == dict(written) == {"a day": 7228, "false": 644, "true": 479}


def test_no_product_takes_the_name_of_another(edition, data):
    slugs = {row["product"] for row in table(data / "lifecycle" / "eol_cycles.csv.gz")}

    found = rows(edition, "select count(distinct product_id) from release_cycle")

    assert found == [(len(slugs),)]


def test_the_same_facts_read_as_shipped_change_no_shipped_day(edition):
    shipped = {
        (product.product_id, cycle.cycle): (cycle.version, cycle.security_until)
        for product in lifecycle.load()
        for cycle in product.cycles
    }

    merged = {
        (product.product_id, cycle.cycle): (cycle.version, cycle.security_until)
        for product in cycles.products(edition, lifecycle.load())
        for cycle in product.cycles
    }

    assert {key: merged[key] for key in shipped} == shipped


def test_every_token_of_the_match_table_is_a_row(edition, data):
    with lzma.open(data / "vulnerabilities" / "nvd_cpe_match.csv.xz", "rt", newline="") as stream:
        lines = list(itertools.islice(csv.DictReader(stream), _LINES))
    tokens = Counter(
        "exact" if token[0] == "=" and token[1] not in "*-" else
        "range" if token[0] in "<>" else
        "not_applicable" if token[:2] == "=-" else "any"
        for line in lines for token in line["versions"].split(" ")
    )  # fmt: skip

    kept = rows(edition, "select matches, count(*) from affected where origin = 'nvd' group by all")

    # CPE versions that begin with "-" are versions: told apart by hand
    odd = sum(
        token[:2] == "=-" and token[2:3] not in ("", "~") for line in lines
        for token in line["versions"].split(" ")
    )  # fmt: skip
    assert sum(tokens.values()) > _LINES
    assert dict(kept) == {
        **tokens,
        "exact": tokens["exact"] + odd,
        "not_applicable": tokens["not_applicable"] - odd,
    }


def test_every_advisory_with_its_products_is_there_and_144_are_medical(edition, data):
    advisories = table(data / "vulnerabilities" / "csaf_advisories.csv.gz")
    products = table(data / "vulnerabilities" / "csaf_products.csv.gz")

    ids = {row["advisory"] for row in advisories}
    kept = {name for (name,) in rows(edition, "select advisory_id from advisory")}
    assert ids <= kept
    of_tables = rows(
        edition,
        "select count(*) from advisory_product p join advisory a using (advisory_id) "
        "where a.url is null",  # the tables know no address; the raw documents do
    )[0][0]
    raw = {
        name for (name,) in rows(edition, "select advisory_id from advisory where url is not null")
    }
    assert of_tables == sum(row["advisory"] not in raw for row in products)
    medical = rows(edition, "select count(*) from advisory where medical")[0][0]
    assert medical == len({row["advisory"] for row in advisories if row["medical"] == "1"} | raw)


def test_raw_advisories_say_what_their_transcription_says(edition, data):
    """Two readers, one of a table that somebody else made of the same documents."""
    listed = {
        (row["advisory"], row["product_id"]): row["version"]
        for row in table(data / "vulnerabilities" / "csaf_products.csv.gz")
    }

    raw = rows(
        edition,
        "select advisory_id, product_key, coalesce(p.version, '') from advisory_product p "
        "join advisory a using (advisory_id) where a.url is not null",
    )

    both = [(listed[one, key], version) for one, key, version in raw if (one, key) in listed]
    assert len(both) > 300
    assert [pair for pair in both if pair[0] != pair[1]] == []


def test_every_exploited_vulnerability_is_there(edition, data):
    listed = table(data / "vulnerabilities" / "kev.csv.gz")

    kept = rows(
        edition, "select count(*), count(*) filter (ransomware), max(added_on)::text from exploited"
    )

    known = sum(row["knownRansomwareCampaignUse"] == "Known" for row in listed)
    assert kept == [(1404, known, "2025-08-25")]


def test_a_real_record_says_what_it_says(edition):
    columns = 'origin, product_id, part, matches, start, start_including, "end", end_including'
    found = rows(
        edition,
        f"select {columns} from affected where vulnerability_id = 'CVE-2024-1086' order by place, 1 desc",
    )

    assert found[0] == ("cve", "linux:kernel", None, "range", "3.15", True, "6.8", False)
    assert rows(
        edition,
        "select cvss_score, exploitation, automatable, technical_impact from vulnerability "
        "where vulnerability_id = 'CVE-2024-1086'",
    ) == [(7.8, "active", False, "total")]
