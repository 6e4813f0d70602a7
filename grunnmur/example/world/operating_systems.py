"""Operating systems and firmware the example runs on, with the last day each is supported.

The days are plain facts, kept here apart from the catalogue on purpose: the truth beside the
example may not rest on what the rules rest on. Support that is paid for extra does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from grunnmur.example.world.frame import Column, column_of


@dataclass(frozen=True, slots=True)
class System:
    """One operating system in one release. `last_supported_on` None: its maker does not say."""

    key: str
    product: str
    cycle: str
    label: str
    version: str
    seen_as: str
    last_supported_on: date | None


def _system(key: str, product: str, cycle: str, label: str, version: str, seen_as: str,
            last_supported: str | None) -> System:  # fmt: skip
    day = date.fromisoformat(last_supported) if last_supported else None
    return System(key, product, cycle, label, version, seen_as, day)


# fmt: off
SYSTEMS: tuple[System, ...] = (
    _system("w2003", "microsoft:windows_server", "2003-sp2", "Microsoft Windows Server 2003 Standard (32-bit)", "5.2.3790", "Microsoft Windows Server 2003 SP2", "2015-07-14"),
    _system("w2008", "microsoft:windows_server", "2008-sp2", "Microsoft Windows Server 2008 (64-bit)", "6.0.6003", "Microsoft Windows Server 2008 SP2", "2020-01-14"),
    _system("w2008r2", "microsoft:windows_server", "2008-r2-sp1", "Microsoft Windows Server 2008 R2 (64-bit)", "6.1.7601", "Microsoft Windows Server 2008 R2 SP1", "2020-01-14"),
    _system("w2012", "microsoft:windows_server", "2012", "Microsoft Windows Server 2012 (64-bit)", "6.2.9200", "Microsoft Windows Server 2012", "2023-10-10"),
    _system("w2012r2", "microsoft:windows_server", "2012-r2", "Microsoft Windows Server 2012 R2 (64-bit)", "6.3.9600", "Microsoft Windows Server 2012 R2", "2023-10-10"),
    _system("w2016", "microsoft:windows_server", "2016", "Microsoft Windows Server 2016 (64-bit)", "10.0.14393", "Microsoft Windows Server 2016", "2027-01-12"),
    _system("w2019", "microsoft:windows_server", "2019", "Microsoft Windows Server 2019 (64-bit)", "10.0.17763", "Microsoft Windows Server 2019", "2029-01-09"),
    _system("w2022", "microsoft:windows_server", "2022", "Microsoft Windows Server 2022 (64-bit)", "10.0.20348", "Microsoft Windows Server 2022", "2031-10-14"),
    _system("w2025", "microsoft:windows_server", "2025", "Microsoft Windows Server 2025 (64-bit)", "10.0.26100", "Microsoft Windows Server 2025", "2034-11-14"),
    _system("rhel7", "redhat:enterprise_linux", "7", "Red Hat Enterprise Linux 7 (64-bit)", "7.9", "Linux 3.10", "2024-06-30"),
    _system("rhel8", "redhat:enterprise_linux", "8", "Red Hat Enterprise Linux 8 (64-bit)", "8.10", "Linux 4.18", "2029-05-31"),
    _system("rhel9", "redhat:enterprise_linux", "9", "Red Hat Enterprise Linux 9 (64-bit)", "9.6", "Linux 5.14", "2032-05-31"),
    _system("centos7", "centos:centos", "7", "CentOS Linux 7 (64-bit)", "7.9.2009", "Linux 3.10", "2024-06-30"),
    _system("ol8", "oracle:linux", "8", "Oracle Linux 8 (64-bit)", "8.10", "Linux 4.18", "2029-07-31"),
    _system("sles12", "suse:linux_enterprise_server", "12.5", "SUSE Linux Enterprise Server 12 SP5 (64-bit)", "12.5", "Linux 4.12", "2024-10-31"),
    _system("sles15", "suse:linux_enterprise_server", "15.7", "SUSE Linux Enterprise Server 15 SP7 (64-bit)", "15.7", "Linux 6.4", "2031-07-31"),
    _system("ubuntu2204", "canonical:ubuntu_linux", "22.04", "Ubuntu Linux 22.04 LTS (64-bit)", "22.04.5", "Linux 5.15", "2027-04-01"),
    _system("ubuntu2404", "canonical:ubuntu_linux", "24.04", "Ubuntu Linux 24.04 LTS (64-bit)", "24.04.2", "Linux 6.8", "2029-05-31"),
    _system("aix", "ibm:aix", "7.1.5", "IBM AIX 7.1", "7.1.5", "IBM AIX 7.1", "2023-04-30"),
    _system("solaris", "oracle:solaris", "11.4", "Oracle Solaris 11.4", "11.4", "Oracle Solaris 11", "2031-11-01"),
    _system("esxi67", "vmware:esxi", "6.7", "VMware ESXi 6.7.0", "6.7.0 build-20497097", "VMware ESXi 6.7", "2022-10-15"),
    _system("esxi70", "vmware:esxi", "7.0", "VMware ESXi 7.0.3", "7.0.3 build-24784741", "VMware ESXi 7.0", "2025-10-02"),
    _system("esxi80", "vmware:esxi", "8.0", "VMware ESXi 8.0.3", "8.0.3 build-24674464", "VMware ESXi 8.0", "2027-10-11"),
    _system("w11-24h2", "microsoft:windows", "11-24h2-e", "Microsoft Windows 11 Enterprise", "10.0.26100", "Microsoft Windows 11", "2027-10-12"),
    _system("w11-23h2", "microsoft:windows", "11-23h2-e", "Microsoft Windows 11 Enterprise", "10.0.22631", "Microsoft Windows 11", "2026-11-10"),
    _system("w10-22h2", "microsoft:windows", "10-22h2", "Microsoft Windows 10 Enterprise", "10.0.19045", "Microsoft Windows 10", "2025-10-14"),
    _system("w10-ltsc21", "microsoft:windows", "10-21h2-e-lts", "Microsoft Windows 10 Enterprise LTSC 2021", "10.0.19044", "Microsoft Windows 10", "2027-01-12"),
    _system("w10-iot21", "microsoft:windows", "10-21h2-iot-lts", "Microsoft Windows 10 IoT Enterprise LTSC 2021", "10.0.19044", "Microsoft Windows 10", "2032-01-13"),
    _system("w10-ltsc19", "microsoft:windows", "10-1809-e-lts", "Microsoft Windows 10 Enterprise LTSC 2019", "10.0.17763", "Microsoft Windows 10", "2029-01-09"),
    _system("w10-ltsb15", "microsoft:windows", "10-1507-e-lts", "Microsoft Windows 10 Enterprise 2015 LTSB", "10.0.10240", "Microsoft Windows 10", "2025-10-14"),
    _system("w7", "microsoft:windows", "7-sp1", "Microsoft Windows 7 Professional SP1", "6.1.7601", "Microsoft Windows 7 SP1", "2020-01-14"),
    _system("wxp", "microsoft:windows", "5-sp3", "Microsoft Windows XP Professional SP3", "5.1.2600", "Microsoft Windows XP SP3", "2014-04-08"),
    _system("wes7", "microsoft:windows_embedded", "standard-7-sp1", "Microsoft Windows Embedded Standard 7 SP1", "6.1.7601", "Microsoft Windows 7 SP1", "2020-10-13"),
    _system("wec7", "microsoft:windows_embedded", "compact-7", "Microsoft Windows Embedded Compact 7", "7.00", "Microsoft Windows Embedded Compact 7", "2021-04-13"),
    _system("macos15", "apple:macos", "15", "Apple macOS 15 Sequoia", "15.6", "Apple macOS 15", None),
    _system("igel", "igel:igel_os", "11", "IGEL OS 11", "11.09.210", "Linux 5.15", None),
    _system("vxworks", "windriver:vxworks", "6.9", "VxWorks 6.9", "6.9.4", "Wind River VxWorks", None),
    _system("qnx", "blackberry:qnx", "7.0", "QNX Neutrino 7.0", "7.0", "QNX 7", None),
    _system("yocto", "linux:embedded", "4.9", "Embedded Linux 4.9", "4.9.88", "Linux 4.9", None),
    _system("iosxe17.3", "cisco:ios_xe", "17.3", "Cisco IOS XE 17.3", "17.3.8a", "Cisco IOS XE 17.X", "2024-07-31"),
    _system("iosxe17.9", "cisco:ios_xe", "17.9", "Cisco IOS XE 17.9", "17.9.6a", "Cisco IOS XE 17.X", "2026-07-29"),
    _system("iosxe17.12", "cisco:ios_xe", "17.12", "Cisco IOS XE 17.12", "17.12.5", "Cisco IOS XE 17.X", "2027-07-28"),
    _system("iosxe17.15", "cisco:ios_xe", "17.15", "Cisco IOS XE 17.15", "17.15.3", "Cisco IOS XE 17.X", "2028-08-09"),
    _system("fortios7.0", "fortinet:fortios", "7.0", "FortiOS 7.0", "7.0.17", "Fortinet FortiOS 7", "2025-09-30"),
    _system("fortios7.4", "fortinet:fortios", "7.4", "FortiOS 7.4", "7.4.8", "Fortinet FortiOS 7", "2028-11-11"),
    _system("panos10.1", "paloaltonetworks:pan-os", "10.1", "PAN-OS 10.1", "10.1.14", "Palo Alto PAN-OS", "2024-12-01"),
    _system("panos11.1", "paloaltonetworks:pan-os", "11.1", "PAN-OS 11.1", "11.1.10", "Palo Alto PAN-OS", "2027-05-03"),
    _system("ontap9.11", "netapp:ontap", "9.11.1", "NetApp ONTAP 9.11.1", "9.11.1P16", "NetApp Data ONTAP 9", "2025-07-31"),
    _system("ontap9.15", "netapp:ontap", "9.15.1", "NetApp ONTAP 9.15.1", "9.15.1P10", "NetApp Data ONTAP 9", "2027-07-31"),
)
# fmt: on
BY_KEY = {system.key: system for system in SYSTEMS}


def columns(keys: Column) -> dict[str, Column]:
    """The columns an asset has of its operating system; a key of None gives nothing known."""
    chosen = [BY_KEY[key] if key is not None else None for key in keys.tolist()]
    return {
        "os_key": keys,
        "os_product": column_of([system and system.product for system in chosen]),
        "cycle": column_of([system and system.cycle for system in chosen]),
        "os_label": column_of([system and system.label for system in chosen]),
        "os_version": column_of([system and system.version for system in chosen]),
        "os_kernel_guess": column_of([system and system.seen_as for system in chosen]),
    }


def last_supported(keys: Column) -> Column:
    """The last supported day of each; NaT where nobody says."""
    days: Sequence[date | None] = [
        BY_KEY[key].last_supported_on if key is not None else None for key in keys.tolist()
    ]
    return np.array(days, dtype="datetime64[D]")
