"""What CPE calls what runs."""

from __future__ import annotations

import pytest

from grunnmur.catalogue import lifecycle
from grunnmur.catalogue.cpe import Spellings

SPELLINGS = Spellings(lifecycle.load())


def read(product, version, written=None):
    return {
        (r.cpe, r.version, r.update)
        for r in SPELLINGS.read(product, version, written)
        if r.role == "affected"
    }


@pytest.mark.parametrize(
    ("product", "version", "written", "reading"),
    [
        ("microsoft:windows", "10 22H2 Pro", "10.0.19045.3803", ("microsoft:windows_10_22h2", "10.0.19045.3803", None)),
        ("microsoft:windows", "10 22H2 Pro", None, ("microsoft:windows_10", "22h2", None)),
        ("microsoft:windows", "7 SP1", "6.1.7601", ("microsoft:windows_7", "-", "sp1")),
        ("microsoft:windows_server", "2012 R2", None, ("microsoft:windows_server_2012", "r2", None)),
        ("microsoft:windows_server", "2008 R2 SP1", None, ("microsoft:windows_server_2008", "r2", "sp1")),
        ("redhat:enterprise_linux", "7.9", None, ("redhat:enterprise_linux", "7.0", None)),
        ("vmware:esxi", "8.0.3 build-24674464", None, ("vmware:esxi", "8.0", "update_3")),
        ("vmware:tools", "12389", None, ("vmware:tools", "12.3.5", None)),
        ("oracle:jdk", "8.0.2020.8", None, ("oracle:jdk", "1.8.0", "update202")),
        ("oracle:jdk", "8.0.600.27", None, ("oracle:jdk", "1.8.0", "update60")),
        ("oracle:jdk", "8.0.50.13", None, ("oracle:jdk", "1.8.0", "update5")),
        ("oracle:jre", "7.0.800", None, ("oracle:jre", "1.7.0", "update80")),
        ("oracle:jdk", "8.0.202", None, ("oracle:jdk", "1.8.0", "update202")),
        ("oracle:jre", "1.8.0_60", None, ("oracle:jre", "1.8.0", "update60")),
        ("oracle:jre", "1.8.0_281", None, ("oracle:jre", "1.8.0", "update281")),
        ("suse:linux_enterprise_server", "15.5", None, ("suse:linux_enterprise_server", "15", "sp5")),
        ("juniper:junos", "15.1R7.9", None, ("juniper:junos", "15.1", "R7")),
        ("juniper:junos", "12.3R11.2", None, ("juniper:junos", "12.3", "R11")),
        ("juniper:junos", "20.4R3-S5.4", None, ("juniper:junos", "20.4", "R3-S5")),
        ("juniper:junos", "15.1X53-D59.4", None, ("juniper:junos", "15.1x53", "D59")),
        ("juniper:junos", "12.1X46-D86", None, ("juniper:junos", "12.1x46", "D86")),
        ("juniper:junos", "22.2R3-S1-J4.1-EVO", None, ("juniper:junos_os_evolved", "22.2", "R3-S1")),
        ("f5:nginx", "1.24.0", None, ("nginx:nginx", "1.24.0", None)),
    ],
)  # fmt: skip
def test_cpe_writes_versions_its_own_way(product, version, written, reading):
    assert reading in read(product, version, written)


def test_a_build_without_its_revision_is_left_open():
    readings = SPELLINGS.read("microsoft:windows", "11 23H2 Pro", "10.0.22631")

    assert {r.version: r.is_open for r in readings if r.cpe == "microsoft:windows_11_23h2"} == {
        "-": False,
        "10.0.22631": True,
    }


def test_a_generic_windows_only_meets_conditions():
    readings = SPELLINGS.read("microsoft:windows_server", "2019", None)

    assert {r.role for r in readings if r.cpe == "microsoft:windows"} == {"condition"}


@pytest.mark.parametrize(
    ("version", "upstream", "backported"),
    [
        ("1.1.1k-9.el8_7", "1.1.1k", True),
        ("9.2p1-2+deb12u3", "9.2p1", True),
        ("1:8.2p1-4ubuntu0.5", "8.2p1", True),
        ("1:7.9p1-10", "7.9p1", True),
        ("7.2.24-1.module_el8.2.0+313+b04d0a66", "7.2.24", True),
        ("2.4.37-47.module+el8.6.0+15654+427eba2e.2", "2.4.37", True),
        ("12.4-1.pgdg120+1", "12.4", False),
        ("1.0.2p-3.49.1", "1.0.2p-3.49.1", False),
        ("1.24.0", "1.24.0", False),
    ],
)
def test_a_distributions_package_may_hold_fixes_its_version_does_not_show(
    version, upstream, backported
):
    (found,) = SPELLINGS.read("nobody:thing", version)

    assert (found.version, found.backported) == (upstream, backported)


@pytest.mark.parametrize(
    ("product", "version", "on_distribution", "backported"),
    [
        ("openssl:openssl", "1.1.1f", True, True),
        ("openssl:openssl", "1.1.1f", False, False),
        ("postgresql:postgresql", "12.4-1.pgdg120+1", True, False),  # the maker's own package
        ("oracle:weblogic_server", "12.2.1", True, False),  # no distribution packages it
    ],
)
def test_a_makers_version_alone_may_be_a_distributions_package(
    product, version, on_distribution, backported
):
    found = SPELLINGS.read(product, version, on_distribution=on_distribution)

    assert {reading.backported for reading in found} == {backported}


@pytest.mark.parametrize(
    ("written", "upstream", "backported"),
    [
        ("5.9p1 Debian 5ubuntu1", "5.9p1", True),
        ("8.9p1 Ubuntu-3ubuntu0.6", "8.9p1", True),
        ("2.4.57 (Debian)", "2.4.57", True),
        ("4.17.12-Debian", "4.17.12", True),
        ("9.16.23-RH", "9.16.23", True),
        ("4.15.13-git.591.ab36-SUSE-oS15.5-x86_64", "4.15.13", True),
        ("5.5.5-10.11.6-MariaDB", "10.11.6-MariaDB", False),
        ("5.5.5-10.11.6-MariaDB-0+deb12u1", "10.11.6", True),
        ("5.5.5", "5.5.5", False),
        ("1.2.3-rhubarb", "1.2.3-rhubarb", False),
    ],
)
def test_a_service_that_answers_may_say_whose_package_it_is(written, upstream, backported):
    (reading,) = SPELLINGS.read("acme:service", written)

    assert (reading.version, reading.backported) == (upstream, backported)
