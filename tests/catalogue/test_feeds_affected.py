"""Which versions a vulnerability concerns: every publisher's way of saying it, in one form."""

import pytest

from tests.catalogue.publishers import match, node, nvd, nvd_page, rows, take_in

_COLUMNS = 'product_id, matches, version, "update", start, start_including, "end", end_including'
_TABLE = (
    *("cve", "config", "node", "operator", "negate", "vulnerable", "part", "vendor", "product"),
    *("sw_edition", "target_sw", "target_hw", "versions"),
)  # fmt: skip


def affected(folder, files, columns=_COLUMNS, where="true"):
    update = take_in(folder, files)
    return rows(update.edition, f"select {columns} from affected where {where} order by place")


def table_row(versions, *, operator="OR", node="0", vulnerable="1", product="thing"):
    return (
        "CVE-1",
        "0",
        node,
        operator,
        "0",
        vulnerable,
        "a",
        "acme",
        product,
        "",
        "",
        "",
        versions,
    )


TOKENS = [
    ("*", ("any", None, None, None, None, None, None)),
    ("=1.2", ("exact", "1.2", None, None, None, None, None)),
    ("=1.2~sp1", ("exact", "1.2", "sp1", None, None, None, None)),
    ("=-", ("not_applicable", None, None, None, None, None, None)),
    ("=-~sp1", ("not_applicable", None, "sp1", None, None, None, None)),
    ("=*~sp1", ("any", None, "sp1", None, None, None, None)),
    (">=1.0;<2.0", ("range", None, None, "1.0", True, "2.0", False)),
    (">1.0;<=2.0", ("range", None, None, "1.0", False, "2.0", True)),
    ("<=3.1", ("range", None, None, None, None, "3.1", True)),
    (r"=12.2\(55\)se", ("exact", "12.2(55)se", None, None, None, None, None)),
    (r"<=0.8\~exp12", ("range", None, None, None, None, "0.8~exp12", True)),
]


@pytest.fixture(scope="module")
def read_tokens(tmp_path_factory):
    """What each token gives: every one of another vulnerability, all in one table."""
    table = [(f"CVE-{place}", *table_row(token)[1:]) for place, (token, _) in enumerate(TOKENS)]
    columns = f"vulnerability_id, {_COLUMNS}"
    found = affected(tmp_path_factory.mktemp("tokens"), {"match.csv": [_TABLE, *table]}, columns)
    return {name: row for name, *row in found}


@pytest.mark.parametrize("place", range(len(TOKENS)), ids=[token for token, _ in TOKENS])
def test_a_token_of_the_match_table_is_a_row(read_tokens, place):
    assert read_tokens[f"CVE-{place}"] == ["acme:thing", *TOKENS[place][1]]


def test_rows_that_must_hold_together_are_one_clause_and_alternatives_are_others(tmp_path):
    table = [
        _TABLE,
        table_row("=1", operator="AND/OR", node="0.0"),
        table_row("*", operator="AND/OR", node="0.1", vulnerable="0", product="system"),
        table_row("=2", operator="AND/OR", node="1.0"),
        table_row("=-", operator="AND/OR", node="1.1", vulnerable="0", product="other"),
        table_row("=3", node="2"),
    ]

    found = affected(tmp_path, {"m.csv": table}, "product, clause, node, joined, vulnerable")

    assert found == [
        ("thing", 0, "0.0", "and", True),
        ("system", 0, "0.1", "and", False),
        ("thing", 1, "1.0", "and", True),
        ("other", 1, "1.1", "and", False),
        ("thing", 2, "2", None, True),
    ]


def test_the_tree_of_the_json_form_is_the_same_as_that_of_the_table(tmp_path):
    running_on = {
        "operator": "AND",
        "nodes": [
            node(match("a:acme:thing", versionStartIncluding="1.0", versionEndExcluding="2.0")),
            node(match("o:acme:system:-", vulnerable=False)),
        ],
    }
    alone = {"nodes": [node(match("a:acme:thing:3.0:sp1"))]}

    found = affected(
        tmp_path,
        {"page.json": nvd_page(nvd("CVE-1", [running_on, alone]))},
        'product_id, clause, node, joined, vulnerable, matches, version, start, "end", "update"',
    )

    assert found == [
        ("acme:thing", 0, "0.0", "and", True, "range", None, "1.0", "2.0", None),
        ("acme:system", 0, "0.1", "and", False, "not_applicable", None, None, None, None),
        ("acme:thing", 1, "0", None, True, "exact", "3.0", None, None, "sp1"),
    ]


def test_escaped_names_are_unescaped_whole(tmp_path):
    page = nvd_page(nvd("CVE-1", [{"nodes": [node(match(r"a:per_l:file\:path:1\.0"))]}]))

    found = affected(tmp_path, {"page.json": page}, "product_id, vendor, product, version")

    assert found == [("per_l:file:path", "per_l", "file:path", "1.0")]


def test_explicit_bounds_are_kept_and_override_rows_without_a_product_are_noted(tmp_path):
    header = (
        "cve,source,config,node,operator,negate,vulnerable,part,vendor,product,version,update,"
        "edition,sw_edition,target_sw,target_hw,start_incl,start_excl,end_incl,end_excl"
    )
    table = (
        f"{header}\n"
        "CVE-1,anchore,0,0,OR,0,1,a,acme,thing,*,*,*,*,linux,*,1.0,,,2.0\n"
        "CVE-2,anchore,0,0,OR,0,0,a,null,null,*,*,*,*,*,*,,,,\n"
    )

    update = take_in(tmp_path, {"anchore.csv": table})

    found = rows(update.edition, f"select origin, target_sw, {_COLUMNS} from affected")
    assert found == [
        ("anchore", "linux", "acme:thing", "range", None, None, "1.0", True, "2.0", False)
    ]
    assert [(note.code, note.facts["count"]) for note in update.notes] == [("feed_nameless", 1)]


def cve(*entries):
    return {
        "cveMetadata": {
            "cveId": "CVE-1",
            "state": "PUBLISHED",
            "dateUpdated": "2026-11-01T00:00:00Z",
        },
        "containers": {"cna": {"affected": list(entries)}},
    }


def test_the_status_of_a_cve_records_version_is_that_of_the_first_row_that_matches(tmp_path):
    kernel = {
        "vendor": "Linux",
        "product": "Linux",
        "defaultStatus": "affected",
        "versions": [
            {"version": "6.5", "status": "affected"},
            {"version": "0", "lessThan": "6.5", "status": "unaffected", "versionType": "semver"},
            {"version": "6.6.17", "lessThanOrEqual": "6.6.*", "status": "unaffected"},
        ],
    }

    found = affected(
        tmp_path, {"c.json": cve(kernel)},
        'clause, status, matches, version, start, "end", end_including, scheme',
    )  # fmt: skip

    assert found == [
        (0, "affected", "exact", "6.5", None, None, None, None),
        (0, "unaffected", "range", None, None, "6.5", False, "semver"),
        (0, "unaffected", "range", None, "6.6.17", "6.6.*", True, None),
        (0, "affected", "any", None, None, None, None, None),
    ]


def test_a_range_whose_status_changes_within_is_told_stretch_by_stretch(tmp_path):
    entry = {
        "vendor": "Acme",
        "product": "Thing",
        "versions": [
            {
                "version": "1.0",
                "lessThan": "3.0",
                "status": "affected",
                "changes": [{"at": "2.4", "status": "unaffected"}],
            }
        ],
    }

    found = affected(tmp_path, {"c.json": cve(entry)}, 'status, start, "end", end_including')

    assert found == [("affected", "1.0", "2.4", False), ("unaffected", "2.4", "3.0", False)]


def test_a_cpe_in_a_cve_record_says_the_product_and_its_own_words_are_kept(tmp_path):
    entry = {
        "vendor": "Acme Inc.",
        "product": "The Thing",
        "cpes": ["cpe:2.3:h:acme:thing:*:*:*:*:*:*:*:*"],
        "versions": [{"version": "1.0", "status": "affected"}],
    }

    found = affected(tmp_path, {"c.json": cve(entry)}, "product_id, part, written, version")

    named = ("acme:thing", "h", "Acme Inc. The Thing")
    assert found == [(*named, "1.0"), (*named, None)]  # what is not listed is unknown


def test_an_entry_whose_cpe_is_of_another_product_than_its_name_is_noted_and_left_out(tmp_path):
    """.NET 8 is none of the versions before Windows' 10.0.25398.1009 that .NET Framework is mended in."""

    def entry(called, cpe):
        version = {
            "version": "4.8.1",
            "lessThan": "10.0.25398.1009",
            "status": "affected",
            "versionType": "custom",
        }
        return {"vendor": "Microsoft", "product": called, "cpes": [cpe], "versions": [version]}

    framework = "Microsoft .NET Framework 3.5 AND 4.8.1"
    update = take_in(
        tmp_path,
        {
            "c.json": cve(
                entry(framework, "cpe:2.3:a:microsoft:.net:4.8.1:*:*:*:*:*:*:*"),
                entry(framework, "cpe:2.3:a:microsoft:.net_framework:4.8.1:*:*:*:*:*:*:*"),
                entry(".NET 6.0", "cpe:2.3:a:microsoft:.net:6.0.0:*:*:*:*:*:*:*"),
            )
        },
    )

    found = rows(update.edition, "select product_id, written from affected order by all")
    assert [product for product, _ in found] == ["microsoft:.net", "microsoft:.net_framework"]
    assert found[0][1].endswith(".NET 6.0")
    assert [(note.code, note.facts["count"]) for note in update.notes] == [("feed_misnamed", 1)]


def test_two_entries_about_one_product_stay_apart(tmp_path):
    shared = {"vendor": "a", "product": "b", "defaultStatus": "unaffected"}
    first = shared | {"versions": [{"version": "1", "status": "affected"}]}
    second = shared | {"versions": [{"version": "2", "status": "unaffected"}]}

    found = affected(tmp_path, {"c.json": cve(first, second)}, "clause, version, status")

    assert found == [(0, "1", "affected"), (1, "2", "unaffected")]


SPELLINGS = [
    ("< V4.1.3", ("range", None, None, None, "4.1.3", False)),
    ("vers:all/<V4.3.8", ("range", None, None, None, "4.3.8", False)),
    ("<=5.008", ("range", None, None, None, "5.008", True)),
    (">= 1.0 | <= 2.0", ("range", None, "1.0", True, "2.0", True)),
    (">=1.0|<2.0", ("range", None, "1.0", True, "2.0", False)),
    ("All versions < 7.1", ("range", None, None, None, "7.1", False)),
    ("8.0.27 and prior", ("range", None, None, None, "8.0.27", True)),
    ("2016 Update 3", ("exact", "2016 Update 3", None, None, None, None)),
    ("vers:all/*", ("any", None, None, None, None, None)),
    ("All versions", ("any", None, None, None, None, None)),
    ("8.1", ("exact", "8.1", None, None, None, None)),
    ("All versions prior to 4.2", ("range", None, None, None, "4.2", False)),
    ("all prior to 4.2", ("range", None, None, None, "4.2", False)),
    ("2.3.6 and  below", ("range", None, None, None, "2.3.6", True)),
    ("4.0 - 4.2", ("range", None, "4.0", True, "4.2", True)),
    ("versions V4.16 through V5.38", ("range", None, "4.16", True, "5.38", True)),
    ("4.2+", ("range", None, "4.2", True, None, None)),
    ("17.0.12+7", ("exact", "17.0.12+7", None, None, None, None)),
    ("=> 2.1.0, < 3.3.12", ("range", None, "2.1.0", True, "3.3.12", False)),
    ("≤ 4.2", ("range", None, None, None, "4.2", True)),
    ("alle versjoner før 4.2", ("range", None, None, None, "4.2", False)),
    ("versjon 4.2 og eldre", ("range", None, None, None, "4.2", True)),
    ("fra 4.0 til 4.2", ("range", None, "4.0", True, "4.2", True)),
    ("fra og med 4.0", ("range", None, "4.0", True, None, None)),
    ("til og med 4.2", ("range", None, None, None, "4.2", True)),
    ("alle", ("any", None, None, None, None, None)),
    ("4,2", ("unread", "4,2", None, None, None, None)),
    ("1.0 <= 2.0", ("unread", "1.0 <= 2.0", None, None, None, None)),
    ("serial number 26061 and prior", ("unread", "serial number 26061 and prior", *[None] * 4)),
]


@pytest.fixture(scope="module")
def read_spellings(tmp_path_factory):
    """What each spelling gives: every one of another vulnerability, all in one advisory."""
    advisory = [
        ("advisory", "medical", "title", "released", "updated"),
        ("ICSMA-1", "1", "Pump", "2026-01-01", "2026-01-02"),
    ]
    products = "advisory,product_id,vendor,product,version,full_name,cpe\n"
    said = (
        "advisory,cve,cvss,vector,affected_product_ids,fixed_product_ids,remediations,"
        "remediation_text\n"
    )
    for place, (written, _) in enumerate(SPELLINGS):
        products += f'ICSMA-1,P{place},Acme,Pump,"{written}",Acme Pump,\n'
        said += f"ICSMA-1,CVE-{place},9.8,,P{place},,vendor_fix,Update it\n"
    found = affected(
        tmp_path_factory.mktemp("spellings"),
        {"a.csv": advisory, "p.csv": products, "v.csv": said},
        'vulnerability_id, matches, version, start, start_including, "end", end_including',
    )
    return {name: tuple(row) for name, *row in found}


@pytest.mark.parametrize("place", range(len(SPELLINGS)), ids=[text for text, _ in SPELLINGS])
def test_words_where_a_version_should_stand_are_understood_or_stay_unread(read_spellings, place):
    assert read_spellings[f"CVE-{place}"] == SPELLINGS[place][1]


def _by_cisa(told, cisa):
    """What CISA adds of one version to what the publisher tells."""
    record = cve({"vendor": "Acme", "product": "Thing", "versions": told})
    added = {
        "vendor": "acme",
        "product": "thing",
        "versions": [{"version": cisa, "status": "affected"}],
    }
    record["containers"]["adp"] = [
        {"providerMetadata": {"shortName": "CISA-ADP"}, "affected": [added]}
    ]
    return record  # fmt: skip


@pytest.mark.parametrize(
    ("told", "cisa", "expected"),
    [
        ([{"version": "2.0", "lessThan": "2.7.1", "status": "affected"}], "2.7.1", ("range", "2.0", "2.7.1")),
        ([{"version": "< 2.7.1", "status": "affected"}], "2.7.1", ("range", None, "2.7.1")),
        ([{"version": "2.7.1", "lessThan": "2.7.1", "status": "affected"}], "2.7.1", ("unread", None, None)),
        ([{"version": "2.7.1", "status": "unaffected"}], "2.7.1", ("unread", None, None)),
        ([{"version": "2.0", "lessThan": "2.7.1", "status": "affected"}], "2.6", ("exact", None, None)),
        (
            [{"version": "< 2.7.1", "status": "affected"}, {"version": "2.7.1", "status": "affected"}],
            "2.7.1",
            ("exact", None, None),
        ),
    ],
)  # fmt: skip
def test_a_version_cisa_gives_alone_is_not_affected_where_the_publisher_ends_there(
    tmp_path, told, cisa, expected
):
    record = _by_cisa(told, cisa)

    found = affected(tmp_path, {"c.json": record}, 'origin, place, matches, start, "end"')

    assert next(row[2:] for row in found if row[0] == "cisa") == expected


def test_alternatives_in_words_are_a_row_each(tmp_path):
    entry = {
        "vendor": "a",
        "product": "b",
        "versions": [
            {"version": "1.0 | 1.1", "status": "affected"},
            {"version": "V2.1, V2.2 and 2.3", "status": "affected"},
        ],
    }

    found = affected(tmp_path, {"c.json": cve(entry)}, "clause, matches, version")

    assert found[:5] == [(0, "exact", version) for version in ("1.0", "1.1", "2.1", "2.2", "2.3")]


def test_commits_cannot_be_ordered_and_a_product_without_a_name_is_noted(tmp_path):
    kernel = {
        "vendor": "Linux",
        "product": "Linux",
        "versions": [
            {"version": "8284a7", "lessThan": "c60d25", "status": "affected", "versionType": "git"}
        ],
    }
    nothing = {
        "vendor": "n/a",
        "product": "n/a",
        "versions": [{"version": "n/a", "status": "affected"}],
    }

    update = take_in(tmp_path, {"c.json": cve(kernel, nothing)})

    found = rows(update.edition, "select product_id, matches, version, scheme from affected")
    assert found == [("linux:linux", "unread", "8284a7 – c60d25", "git")]
    assert [note.code for note in update.notes] == ["feed_nameless"]


@pytest.mark.parametrize(
    ("versions", "default"),
    [
        ([{"version": "1.0", "status": "affected"}], [("unknown", "any")]),
        ([], [("unknown", "any")]),
        ([{"version": "0", "lessThan": "2.0", "status": "affected"}], []),
        ([{"version": "< 2.0", "status": "affected"}], []),
        ([{"version": "before 2.0", "status": "affected"}], []),
    ],
)
def test_what_an_entry_without_a_default_does_not_list_is_unknown_unless_it_says_where_a_range_ends(
    tmp_path, versions, default
):
    entry = {"vendor": "Acme", "product": "Thing", "versions": versions}

    found = affected(tmp_path, {"c.json": cve(entry)}, "status, matches")

    assert found[len(versions) :] == default
