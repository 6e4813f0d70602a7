"""Names as inventories write them."""

from __future__ import annotations

import csv
import gzip
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from grunnmur.catalogue import identifiers, naming
from grunnmur.catalogue.naming import CERTAIN, SEVERAL, UNLISTED, VAGUE, VERSIONLESS

RHEL, SQL, ORACLE = "redhat:enterprise_linux", "microsoft:sql_server", "oracle:database_server"
CITRIX, IOS_XE = "citrix:virtual_apps_and_desktops", "cisco:ios_xe"
WINDOWS, SERVER, EMBEDDED = (
    "microsoft:windows",
    "microsoft:windows_server",
    "microsoft:windows_embedded",
)


@pytest.mark.parametrize(
    ("name", "product_id", "version", "cycle"),
    [
        ("Microsoft Windows Server 2012 R2 (64-bit)", SERVER, "2012 R2", "2012-r2"),
        ("Microsoft Windows Server 2012 R2 Standard 6.3.9600", SERVER, "2012 R2", "2012-r2"),
        ("Windows Server 2019 Standard", SERVER, "2019", "2019"),
        ("Windows Server® 2008 Standard without Hyper-V SP2", SERVER, "2008 SP2", "2008-sp2"),
        ("Microsoft Windows Server 2008 R2 SP1", SERVER, "2008 R2 SP1", "2008-r2-sp1"),
        ("Windows Server 2003 R2 Standard SP2", SERVER, "2003 SP2", "2003-sp2"),
        ("Windows Server, version 1809", SERVER, None, None),
        ("Hyper-V Server 2019", SERVER, "2019", "2019"),
        ("WS2022", SERVER, "2022", "2022"),
        ("w2k8 R2", SERVER, "2008 R2", "2008-r2-sp1"),
        ("Windows 10 Enterprise LTSC 10.0.17763", WINDOWS, "10 1809 LTSC", "10-1809-e-lts"),
        ("Windows 10 Enterprise 2016 LTSB", WINDOWS, "10 1607 LTSC", "10-1607-e-lts"),
        ("Windows 10 IoT Enterprise LTSC 2021", WINDOWS, "10 21H2 LTSC IoT", "10-21h2-iot-lts"),
        ("Windows 10 Pro 22H2", WINDOWS, "10 22H2 Pro", "10-22h2"),
        ("Microsoft Windows 11 Enterprise 10.0.22631", WINDOWS, "11 23H2 Enterprise", "11-23h2-e"),
        ("Windows 10 Enterprise", WINDOWS, "10 Enterprise", None),
        ("Windows 10 IoT Enterprise", WINDOWS, "10", None),
        ("Windows 11 Education 24H2", WINDOWS, "11 24H2 Enterprise", "11-24h2-e"),
        ("Microsoft Windows 7 SP1", WINDOWS, "7 SP1", "7-sp1"),
        ("Win7", WINDOWS, "7", "7-sp1"),
        ("Microsoft Windows XP Professional (32-bit)", WINDOWS, "XP", "5-sp3"),
        ("Windows XP SP2", WINDOWS, "XP", "5-sp3"),
        ("Windows XP Embedded", EMBEDDED, "XP Embedded", "xp-embedded"),
        ("Windows Embedded Standard 7", EMBEDDED, "Standard 7", "standard-7-sp1"),
        ("Windows CE 6.0", EMBEDDED, "CE 6.0", "ce-6.0"),
        ("Red Hat Enterprise Linux 7 (64-bit)", RHEL, "7", "7"),
        ("Red Hat Enterprise Linux Server release 7.9 (Maipo)", RHEL, "7.9", "7"),
        ("CentOS Linux 7 (Core)", "centos:centos", "7", "7"),
        ("CentOS Stream 9", "centos:stream", "9", "9"),
        ("Oracle Linux Server 8.10", "oracle:linux", "8.10", "8"),
        ("SUSE Linux Enterprise Server 15 SP5", "suse:linux_enterprise_server", "15.5", "15.5"),
        ("Ubuntu 22.04.3 LTS", "canonical:ubuntu_linux", "22.04.3", "22.04"),
        ("Debian GNU/Linux 7 (64-bit)", "debian:debian_linux", "7", "7"),
        ("Amazon Linux 2 (64-bit)", "amazon:linux", "2", "2"),
        ("SunOS 5.10", "oracle:solaris", "10", "10"),
        ("AIX 7200-05-03-2148", "ibm:aix", "7.2.5", "7.2.5"),
        ("macOS 12.6 Monterey", "apple:macos", "12.6", "12"),
        ("VMware ESXi 6.7.0 build-14320388", "vmware:esxi", "6.7.0", "6.7"),
        ("VMware vCenter Server 7.0.3", "vmware:vcenter_server", "7.0.3", "7.0"),
        ("PostgreSQL 12.4 (Debian 12.4-1)", "postgresql:postgresql", "12.4", "12"),
        ("Microsoft SQL Server 2016 SP3", SQL, "2016 SP3", "13.0-sp3"),
        ("Oracle Database 19c Enterprise Edition Release 19.3.0.0.0", ORACLE, "19.3.0.0.0", "19"),
        ("Oracle Database 11g Release 2 (11.2.0.4)", ORACLE, "11.2.0.4", "11.2"),
        ("Oracle Database 12c Release 1", ORACLE, "12.1", "12.1"),
        ("Apache Tomcat/8.5.5", "apache:tomcat", "8.5.5", "8.5"),
        ("Apache/2.4.6 (CentOS)", "apache:http_server", "2.4.6", "2.4"),
        ("Microsoft .NET Runtime - 6.0.10 (x64)", "microsoft:.net", "6.0.10", "6"),
        ("Citrix Virtual Apps and Desktops 7 1912 LTSR", CITRIX, "1912", "1912"),
        ("Docker version 20.10.7, build f0df350", "docker:engine", "20.10.7", "20.10"),
        (
            "Cisco IOS Software [Gibraltar], Catalyst L3 Switch (CAT9K_IOSXE), Version 16.12.4",
            IOS_XE, "16.12.4", "16.12",
        ),
        (
            "Cisco NX-OS(tm) n5000, Software (n5000-uk9), Version 7.0(8)N1(1), Compiled 2/20/2016",
            "cisco:nx-os", "7.0(8)N1(1)", None,
        ),
        ("Cisco IOS XR Software (ASR9K), Version 5.3.4[Default]", "cisco:ios_xr", "5.3.4", None),
        ("FortiGate-100F v7.0.5,build0304,220208", "fortinet:fortios", "7.0.5", "7.0"),
        ("BIG-IP VE : Linux 3.10 : BIG-IP software release 14.1.5", "f5:big-ip", "14.1.5", "14.1"),
        ("Linux bigip1.lab 2.6.32-279.19.1.el6.f5.x86_64 #1 SMP Wed Mar 12 2014 x86_64", "f5:big-ip", None, None),
        ("Palo Alto Networks PA-3000 series firewall", "paloaltonetworks:pan-os", None, None),
        ("Juniper SRX240B gsm-fw", "juniper:junos", None, None),
        ("Arista Networks EOS version 4.15.3F running on a DCS-7050TX-128", "arista:eos", "4.15.3F", None),
        ("Aruba JL635A 8325 GL.10.04.2000", "arubanetworks:arubaos-cx", "10.04.2000", None),
        ("ArubaOS (MODEL: Aruba7210), Version 8.2.0.2 (62929)", "arubanetworks:arubaos", "8.2.0.2", None),
        ("SonicWALL TZ 210 (SonicOS Enhanced 5.9.1.6-5o)", "sonicwall:sonicos", "5.9.1.6", None),
        ("Integrated Lights-Out 4 2.50 Sep 23 2016", "hp:integrated_lights-out_4_firmware", "2.50", None),
        ("EdgeSwitch 24-Port 250W, 1.0.1.4720839, Linux 3.6.5", "ui:edgeswitch_firmware", "1.0.1.4720839", None),
    ],
)  # fmt: skip
def test_a_name_says_product_version_and_release(name, product_id, version, cycle):
    found = naming.recognise(name)

    assert (found.product_id, found.version, found.cycle) == (product_id, version, cycle)


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("Windows 10 Enterprise", "10.0 (19045)", (WINDOWS, "10 22H2 Enterprise", "10-22h2")),
        ("Microsoft Windows 10 Pro", "10.0.19045", (WINDOWS, "10 22H2 Pro", "10-22h2")),
        ("windows", "2019", (SERVER, "2019", "2019")),
        ("Windows Server", "10.0.17763", (SERVER, "2019", "2019")),
        ("RedHat", "8.9", (RHEL, "8.9", "8")),
        ("CentOS", "9", ("centos:stream", "9", "9")),
        ("FreeBSD", "13.4-RELEASE", ("freebsd:freebsd", "13.4", "13.4")),
        (
            "Red Hat Enterprise Linux 8",
            "4.18.0-305.el8.x86_64",
            (RHEL, "8", "8"),
        ),
        (
            "Microsoft SQL Server 2016 (64-bit)",
            "13.3.6300.2",
            (SQL, "2016 SP3", "13.0-sp3"),
        ),
        ("Java 8 Update 202 (64-bit)", "8.0.2020.8", ("oracle:jdk", "8.0.2020.8", "8")),
        ("Python 3.7.2 (64-bit)", "3.7.2150.0", ("python:python", "3.7.2", "3.7")),
        ("Python 3.8", "3.8.10150.0", ("python:python", "3.8.10", "3.8")),
        ("Python 3.8", "3.8.150.0", ("python:python", "3.8.0", "3.8")),
        ("PHP 7.2", "7.24", ("php:php", "7.2", "7.2")),
        ("OpenSSL 1.0.2", "1.0.2k", ("openssl:openssl", "1.0.2k", "1.0.2")),
        ("Google Chrome", "120.0.6099.109", ("google:chrome", "120.0.6099.109", "120")),
    ],
)
def test_a_version_beside_the_name_makes_it_more_precise(name, version, expected):
    found = naming.recognise(name, version)

    assert (found.product_id, found.version, found.cycle) == expected


@pytest.mark.parametrize(
    ("name", "confidence"),
    [
        ("Windows Server 2019", CERTAIN),
        ("Microsoft Windows 10 (64-bit)", SEVERAL),
        ("VMware ESX 4.1.0 build-260247", UNLISTED),
        ("Ubuntu Linux (64-bit)", VERSIONLESS),
        ("CentOS 4/5 or later (64-bit)", VAGUE),
        ("Windows Server 2016 or later (64-bit)", VAGUE),
        ("Apple Mac OS X 10.8 - 10.8.1", VAGUE),
    ],
)
def test_confidence_falls_with_what_the_name_leaves_open(name, confidence):
    found = naming.recognise(name)

    assert found.confidence == confidence
    assert (found.version is None) == (confidence in (VERSIONLESS, VAGUE))


@pytest.mark.parametrize(
    "name",
    [
        "Linux 3.10 - 4.11",
        "Linux 2.6.13 (embedded)",
        "Other 3.x or later Linux (64-bit)",
        "Microsoft Windows Server 2008 R2 or Windows 8.1",
        "Microsoft Windows Vista SP0 or SP1, Server 2008 SP1, or Windows 7",
        "Microsoft Windows Phone 7.5",
        "Windows 10 Update Assistant",
        "Windows PowerShell 5.1",
        "Microsoft SQL Server 2012 Native Client",
        "PostgreSQL ODBC driver 12",
        "Chumby Internet radio",
        "",
    ],
)
def test_what_is_no_product_is_not_guessed(name):
    assert naming.recognise(name) is None


def test_a_bare_build_is_told_apart_by_the_kind_of_machine():
    build = "Windows Version 6.3 (Build 9600 Multiprocessor Free)"

    assert naming.recognise(build) is None
    assert naming.recognise(build, kind_hint="server").version == "2012 R2"
    assert naming.recognise(build, kind_hint="client").version == "8.1"


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (
            "cpe:2.3:o:microsoft:windows_server_2012:r2:*:*:*:*:*:*:*",
            (SERVER, "2012 R2", "2012-r2"),
        ),
        ("cpe:/o:microsoft:windows_7::sp1", (WINDOWS, "7 SP1", "7-sp1")),
        (
            "cpe:2.3:o:microsoft:windows_10_1809:10.0.17763.5206:*:*:*:*:*:x64:*",
            (WINDOWS, "10 1809", None),
        ),
        (
            "cpe:2.3:o:redhat:enterprise_linux:7.9:*:*:*:*:*:*:*",
            (RHEL, "7.9", "7"),
        ),
        ("cpe:/a:igor_sysoev:nginx:1.18.0", ("f5:nginx", "1.18.0", "1.18")),
        ("cpe:2.3:a:some\\:one:thing:*:*:*:*:*:*:*:*", ("some:one:thing", None, None)),
        (
            "pkg:maven/org.springframework.boot/spring-boot@2.7.1",
            ("vmware:spring_boot", "2.7.1", "2.7"),
        ),
        ("pkg:npm/%40angular/core@12.0.0", ("@angular:core", "12.0.0", None)),
        ("pkg:pypi/django@4.2?extension=tar.gz", ("pypi:django", "4.2", None)),
    ],
)
def test_cpes_and_package_urls_name_products(identifier, expected):
    found = naming.recognise(identifier)

    assert (found.product_id, found.version, found.cycle) == expected


@pytest.mark.parametrize("identifier", ["cpe:", "cpe:/a", "pkg:", "pkg:npm", "cpe:2.3:a:*:*:*"])
def test_an_identifier_that_names_nothing_is_none(identifier):
    assert naming.recognise(identifier) is None


@pytest.mark.parametrize(
    ("product_id", "version", "name", "cycles"),
    [
        (WINDOWS, "10.0.22631", "Microsoft Windows 11 Enterprise", ("11-23h2-e",)),
        (WINDOWS, "10.0.22631", None, ("11-23h2-e", "11-23h2-w")),
        (SERVER, "6.3.9600", None, ("2012-r2",)),
        (SQL, "13.3.6300.2", None, ("13.0-sp3",)),
        ("vmware:esxi", "6.7.0 build-14320388", None, ("6.7",)),
        ("nobody:nothing", "1", None, ()),
    ],
)
def test_releases_are_found_from_versions_as_sources_write_them(product_id, version, name, cycles):
    assert naming.shipped().cycles(product_id, version, name) == cycles


@pytest.mark.parametrize(
    ("product_id", "version", "said"),
    [
        (WINDOWS, "XP", "XP"),
        ("microsoft:windows_embedded", "XP Embedded", "XP Embedded"),
        ("microsoft:exchange_server", "Subscription Edition", "Subscription Edition"),
        ("nobody:thing", "b.06.18", "b.06.18"),
        (WINDOWS, "Unknown", None),
        ("nobody:thing", "n/a", None),
        ("nobody:thing", "-", None),
        ("nobody:thing", "latest", None),
    ],
)
def test_a_version_without_a_number_is_one_the_catalogue_lists_or_none(product_id, version, said):
    assert naming.shipped().version(product_id, version) == said


def test_an_edition_without_ltsc_is_of_the_general_channel():
    cycles = naming.shipped().cycles(WINDOWS, "10 Enterprise")

    assert "10-22h2" in cycles
    assert "10-21h2-e" in cycles
    assert not [cycle for cycle in cycles if "lts" in cycle or cycle.endswith("-w")]


def test_every_guest_system_of_real_virtual_machines_is_recognised_or_no_product(data):
    names = set(_guest_systems(data / "samples" / "rvtools"))

    unknown = {name for name in names if naming.recognise(name) is None}

    assert len(names) > 20
    assert unknown == {"Other 3.x or later Linux (64-bit)", "Other 2.6.x Linux (64-bit)"}


def test_every_host_of_facter_is_recognised_with_a_release(data):
    found = {name: naming.recognise(*name) for name in _facter_systems(data / "samples" / "facter")}

    listed = {
        name
        for name, recognised in found.items()
        if recognised and recognised.confidence >= SEVERAL
    }

    assert len(found) > 20
    assert {name for name, _ in found.keys() - listed} == {"Archlinux"}


def test_the_identifiers_of_the_lifecycle_source_lead_to_its_products(data):
    from grunnmur.catalogue import files, lifecycle

    selection = files.read(lifecycle.FOLDER.parent / "selection.yaml")["products"]
    with gzip.open(data / "lifecycle" / "eol_identifiers.csv.gz", "rt", encoding="utf-8") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["product"] in selection and row["type"] != "repology"
        ]

    wrong = [
        (row["identifier"], found)
        for row in rows
        if (found := naming.recognise(row["identifier"])) is None
        or found.product_id != selection[row["product"]]["product_id"]
    ]

    assert len(rows) > 400
    assert len(wrong) / len(rows) < 0.03, (
        wrong
    )  # the source gives a few identifiers to two products


def _guest_systems(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.xlsx")):
        book = CalamineWorkbook.from_path(path)
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
            columns = (
                [i for i, head in enumerate(rows[0]) if str(head).startswith("OS acc")]
                if rows
                else []
            )
            yield from (str(row[i]) for row in rows[1:] for i in columns if i < len(row) and row[i])


def _facter_systems(folder: Path) -> Iterator[tuple[str, str]]:
    pattern = re.compile(
        r'"os": \{.*?"name": "([^"]+)".*?"release": \{\s*"full": "([^"]+)"', re.DOTALL
    )
    with tarfile.open(folder / "facterdb_all.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            match = pattern.search(stream.read().decode()) if stream else None
            if match:
                yield match[1], match[2]


@pytest.mark.parametrize(
    ("written", "product", "version"),
    [
        ("acme:thing", "acme:thing", None),
        ("Acme:Thing 2.1", "acme:thing", "2.1"),
        ("cpe:2.3:a:haxx:curl:7.64.0:*:*:*:*:*:*:*", "haxx:curl", "7.64.0"),
        ("cpe:/a:haxx:curl", "haxx:curl", None),
        ("cpe:2.3:a:haxx:curl:*:*:*:*:*:*:*:* 8.1", "haxx:curl", "8.1"),
    ],
)
def test_what_a_person_decides_a_name_to_mean_may_be_written_as_cpe(written, product, version):
    assert identifiers.product_and_version(written) == (product, version)
