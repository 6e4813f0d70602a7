"""Rules that rest on release, patch day and isolation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.assess.judging import ON, counts, verdicts

SERVER = "microsoft:windows_server"
UNSUPPORTED = {
    "kind": "server",
    "product_id": SERVER,
    "version": "2012 R2",
}  # until 10 October 2023
SUPPORTED = {"kind": "server", "product_id": SERVER, "version": "2019"}  # until 9 January 2029
UNLISTED = {"kind": "server", "product_id": SERVER, "version": "1999"}
TODAY, YESTERDAY = ON, ON - timedelta(days=1)


def one(tmp_path, rule_id, asset, device=None, *, on=ON, **tables):
    """The verdict about one asset, or None when it passed or was not asked."""
    devices = [{"asset_id": "a", **device}] if device else []
    rows = {"asset": [{"asset_id": "a", **asset}], "device": devices, **tables}
    return verdicts(tmp_path, rule_id, on=on, **rows).get("a")


def asked(tmp_path, rule_id, asset, device=None, **tables):
    """Whether the rule has anything to say about the asset."""
    devices = [{"asset_id": "a", **device}] if device else []
    rows = {"asset": [{"asset_id": "a", **asset}], "device": devices, **tables}
    return counts(tmp_path, rule_id, **rows)[3] == 0


@pytest.mark.parametrize(
    ("on", "verdict"), [(date(2023, 10, 10), None), (date(2023, 10, 11), "fail")]
)
def test_the_last_supported_day_itself_is_supported(tmp_path, on, verdict):
    assert one(tmp_path, "not-updatable", UNSUPPORTED, on=on) == verdict


def test_paid_support_is_not_support(tmp_path):
    paid_until_october_2026 = {"kind": "vm", "product_id": SERVER, "version": "2012"}

    assert one(tmp_path, "not-updatable", paid_until_october_2026, on=date(2026, 1, 1)) == "fail"


@pytest.mark.parametrize(
    "asset", [UNLISTED, {"kind": "server"}, {"kind": "vm", "product_id": SERVER}]
)
def test_support_of_what_is_not_known_is_unknown(tmp_path, asset):
    assert one(tmp_path, "not-updatable", asset) == "unknown"


def test_a_version_that_may_be_several_releases_is_judged_when_they_agree(tmp_path):
    windows = {"kind": "client", "product_id": "microsoft:windows"}
    asset = [
        {"asset_id": "seven", **windows, "version": "7"},  # every release of 7 ended in 2020
        {"asset_id": "ten", **windows, "version": "10"},  # long-term releases live on
        {"asset_id": "eleven", **windows, "version": "11 25H2"},  # Pro and Enterprise both live
    ]

    assert verdicts(tmp_path, "not-updatable", asset=asset) == {"seven": "fail", "ten": "unknown"}


def test_the_name_says_the_edition_and_the_build_the_release(tmp_path):
    windows = {"kind": "client", "product_id": "microsoft:windows", "version": "10.0.22631"}
    asset = [  # 23H2: Pro ended in November 2025, Enterprise on 10 November 2026
        {"asset_id": "pro", **windows, "os_name": "Microsoft Windows 11 Pro"},
        {"asset_id": "enterprise", **windows, "os_name": "Microsoft Windows 11 Enterprise"},
        {"asset_id": "neither", **windows, "os_name": "Microsoft Windows 11"},
    ]

    found = verdicts(tmp_path, "not-updatable", asset=asset, on=date(2026, 11, 10))

    assert found == {"pro": "fail", "neither": "unknown"}


def test_a_device_nobody_may_patch_cannot_be_updated(tmp_path):
    device = {"patch_policy": "none", "networked": True}

    assert one(tmp_path, "not-updatable", {"kind": "medical"}, device) == "fail"


@pytest.mark.parametrize(
    ("asset", "device"),
    [
        ({"kind": "phone"}, None),
        ({"kind": "printer"}, None),
        ({"kind": "controller"}, None),
        ({**UNSUPPORTED, "status": "retired"}, None),
        ({"kind": "medical"}, {"networked": False, "patch_policy": "none"}),
    ],
)
def test_what_has_no_system_of_its_own_is_not_asked(tmp_path, asset, device):
    assert not asked(tmp_path, "not-updatable", asset, device)


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "fail"),
        ({"isolated_until": YESTERDAY}, "fail"),
        ({"isolated_until": TODAY}, None),
    ],
)
def test_what_is_out_of_support_is_not_secure_unless_isolated(tmp_path, more, verdict):
    assert one(tmp_path, "not-secure", {**UNSUPPORTED, **more}) == verdict


@pytest.mark.parametrize(("days", "verdict"), [(180, None), (181, "fail")])
def test_what_is_supported_is_not_secure_when_not_patched_for_half_a_year(tmp_path, days, verdict):
    patched = {"patched_on": ON - timedelta(days=days)}

    assert one(tmp_path, "not-secure", {**SUPPORTED, **patched}) == verdict


@pytest.mark.parametrize(
    ("asset", "verdict"),
    [
        (SUPPORTED, "unknown"),
        (UNLISTED, "unknown"),
        ({**UNLISTED, "patched_on": TODAY}, "unknown"),
        ({**UNLISTED, "patched_on": ON - timedelta(days=181)}, "fail"),
        ({**UNLISTED, "patched_on": ON - timedelta(days=181), "isolated_until": TODAY}, "unknown"),
    ],
)
def test_security_of_what_is_not_known_is_unknown_unless_it_fails_either_way(
    tmp_path, asset, verdict
):
    assert one(tmp_path, "not-secure", asset) == verdict


def test_a_phone_is_not_asked_whether_it_is_secure(tmp_path):
    assert not asked(tmp_path, "not-secure", {"kind": "phone"})


@pytest.mark.parametrize(
    ("asset", "verdict"),
    [
        ({**SUPPORTED, "patched_on": ON - timedelta(days=90)}, None),
        ({**SUPPORTED, "patched_on": ON - timedelta(days=91)}, "fail"),
        (SUPPORTED, "unknown"),
        ({**UNLISTED, "patched_on": ON - timedelta(days=91)}, "unknown"),
        ({**UNLISTED, "patched_on": TODAY}, None),
    ],
)
def test_patch_age_is_told_apart_from_support(tmp_path, asset, verdict):
    assert one(tmp_path, "patch-age", asset) == verdict


@pytest.mark.parametrize(
    "asset", [UNSUPPORTED, {**SUPPORTED, "kind": "network"}, {"kind": "medical"}]
)
def test_patch_age_is_not_asked_of_what_is_out_of_support_or_no_computer(tmp_path, asset):
    assert not asked(tmp_path, "patch-age", asset)


ON_THE_NETWORK = {"networked": True}
WINDOWS_7 = {"kind": "medical", "product_id": "microsoft:windows", "version": "7 SP1"}
WINDOWS_11 = {"kind": "medical", "product_id": "microsoft:windows", "version": "11 25H2"}


@pytest.mark.parametrize(
    ("asset", "device", "verdict"),
    [
        (WINDOWS_7, {"networked": True}, "fail"),
        ({**WINDOWS_7, "isolated_until": YESTERDAY}, {"networked": True}, "fail"),
        ({**WINDOWS_7, "isolated_until": TODAY}, {"networked": True}, None),
        (WINDOWS_11, {"networked": True}, None),
        (WINDOWS_11, {"networked": True, "patch_policy": "none"}, "fail"),
        ({"kind": "medical"}, {"networked": True, "patch_policy": "vendor"}, None),
        ({"kind": "medical"}, {"networked": True, "patch_policy": "unknown"}, "unknown"),
        ({"kind": "medical"}, {"networked": True}, "unknown"),
        (WINDOWS_7, {"patch_policy": "vendor"}, "unknown"),
    ],
)
def test_a_device_that_cannot_be_patched_must_be_isolated(tmp_path, asset, device, verdict):
    assert one(tmp_path, "unpatchable-not-isolated", asset, device) == verdict


def test_a_device_with_an_address_is_on_the_network(tmp_path):
    address = [{"asset_id": "a", "realm": "", "mac": "", "ip": "10.0.0.1"}]

    assert one(tmp_path, "unpatchable-not-isolated", WINDOWS_7, address=address) == "fail"


@pytest.mark.parametrize(
    ("asset", "device"),
    [
        (WINDOWS_7, {"networked": False}),
        ({**WINDOWS_7, "status": "retired"}, ON_THE_NETWORK),
        (UNSUPPORTED, None),
    ],
)
def test_isolation_is_asked_only_of_devices_in_use_on_the_network(tmp_path, asset, device):
    assert not asked(tmp_path, "unpatchable-not-isolated", asset, device)


@pytest.mark.parametrize(("until", "verdict"), [(TODAY, None), (YESTERDAY, "fail")])
def test_isolation_holds_on_its_last_day(tmp_path, until, verdict):
    assert one(tmp_path, "isolation-expired", {"kind": "vm", "isolated_until": until}) == verdict


def test_isolation_without_a_known_last_day_is_unknown(tmp_path):
    places = {
        "address": [{"asset_id": "a", "realm": "", "mac": "", "ip": "10.0.0.1", "network_id": "n"}],
        "network": [{"network_id": "n", "zone_id": "z"}],
        "zone": [{"zone_id": "z", "pillar": "Isolert"}],
    }

    assert one(tmp_path, "isolation-expired", {"kind": "medical"}, **places) == "unknown"


def test_what_was_never_isolated_is_not_asked_about_isolation(tmp_path):
    assert not asked(tmp_path, "isolation-expired", {"kind": "vm"})


def test_a_release_said_to_have_ended_without_a_day_is_unsupported_from_the_day_it_was_said(
    tmp_path,
):
    solaris = {"kind": "server", "product_id": "x:ended", "version": "1"}

    assert _undated(tmp_path / "later", solaris, ended=True, on=date(2026, 8, 22)) == "fail"
    assert _undated(tmp_path / "before", solaris, ended=True, on=date(2026, 8, 21)) == "unknown"


def test_a_release_with_no_end_announced_is_believed_for_a_year(tmp_path):
    current = {"kind": "server", "product_id": "x:current", "version": "1"}

    assert _undated(tmp_path / "within", current, ended=False, on=date(2027, 8, 22)) is None
    assert _undated(tmp_path / "beyond", current, ended=False, on=date(2027, 8, 23)) == "unknown"


def _undated(folder, asset, *, ended, on):
    from grunnmur.assess import assess
    from tests.assess.judging import rule
    from tests.worlds import world

    cycle = {"cycle": "1", "version": "1", "label": "1", "wording": "{}", "source": "test"}
    known = {"ended_undated": ended, "known_on": date(2026, 8, 22)}
    estate = world(
        folder,
        asset=[{"asset_id": "a", **asset}],
        release_cycle=[{"product_id": asset["product_id"], **cycle, **known}],
    )
    assess(estate, on=on, rules=(rule("not-updatable"),))
    return dict(
        estate.connection.execute("select subject_id, verdict from finding").fetchall()
    ).get("a")
