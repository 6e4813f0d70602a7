"""nmap XML: one file for each scanned network, as `nmap -sS -sV -O -oX` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import numpy as np

from grunnmur.example.exports.addresses import short_names
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import texts
from grunnmur.example.world.frame import Column, Frame

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n'
    '<?xml-stylesheet href="file:///usr/bin/../share/nmap/nmap.xsl" type="text/xsl"?>\n'
    "<!-- Nmap 7.94SVN scan initiated {start} as: nmap -sS -sV -O -oX {name}.xml {cidr} -->\n"
    '<nmaprun scanner="nmap" args="nmap -sS -sV -O -oX {name}.xml {cidr}" start="{epoch}" '
    'startstr="{start}" version="7.94SVN" xmloutputversion="1.05">\n'
    '<scaninfo type="syn" protocol="tcp" numservices="1000" services="1-1024"/>\n'
    '<verbose level="0"/>\n<debugging level="0"/>\n'
)
_TAIL = (
    '<runstats><finished time="{end}" timestr="" summary="" elapsed="600" exit="success"/>'
    '<hosts up="{up}" down="{down}" total="{total}"/>\n</runstats>\n</nmaprun>\n'
)
_PORT = (
    '<port protocol="tcp" portid="{}"><state state="open" reason="syn-ack" reason_ttl="128"/>'
    "<service {} /></port>\n"
)
_SEES_HARDWARE = ("client", "medical", "printer", "voice")
_WINDOWS = (
    (
        135,
        'name="msrpc" product="Microsoft Windows RPC" ostype="Windows" method="probed" conf="10"',
    ),
    (445, 'name="microsoft-ds" ostype="Windows" method="probed" conf="10"'),
    (3389, 'name="ms-wbt-server" product="Microsoft Terminal Services" method="probed" conf="10"'),
)
_LINUX = (
    (
        22,
        'name="ssh" product="OpenSSH" version="8.0" method="probed" conf="10"',
    ),
)
_BY_ROLE = {
    "web": (
        443,
        'name="http" product="Microsoft IIS httpd" tunnel="ssl" method="probed" conf="10"',
    ),
    "database": (
        1433,
        'name="ms-sql-s" product="Microsoft SQL Server 2019" method="probed" conf="10"',
    ),
    "directory": (
        389,
        'name="ldap" product="Microsoft Windows Active Directory LDAP" method="probed" conf="10"',
    ),
    "integration": (2575, 'name="hl7" method="table" conf="3"'),
}
_BY_KIND = {
    "controller": (
        443,
        'name="http" product="HP Integrated Lights-Out" tunnel="ssl" method="probed" conf="10"',
    ),
    "printer": (9100, 'name="jetdirect" method="table" conf="3"'),
    "phone": (5060, 'name="sip" method="probed" conf="10"'),
    "pbx": (5060, 'name="sip" product="Asterisk" method="probed" conf="10"'),
    "network": (22, 'name="ssh" product="Cisco SSH" version="1.25" method="probed" conf="10"'),
    "storage": (
        443,
        'name="http" product="NetApp Data ONTAP httpd" tunnel="ssl" method="probed" conf="10"',
    ),
    "medical": (104, 'name="dicom" method="probed" conf="10"'),
    "hypervisor": (
        902,
        'name="vmware-auth" product="VMware Authentication Daemon" method="probed" conf="10"',
    ),
}
_TYPES = {
    "controller": "remote management",
    "printer": "printer",
    "phone": "VoIP phone",
    "pbx": "PBX",
    "network": "switch",
    "storage": "storage-misc",
}
_PROXIES = 23
"""In every so many networks a router answers in the name of all."""
_MACHINES = ("server", "vm", "hypervisor")


def write(desk: Desk) -> Export:
    """One file a scanned network; the three platforms were scanned on three nights."""
    export = Export()
    world = desk.world
    for night, realm in enumerate(sorted(set(world.network["realm"].tolist()))):
        moment = (
            np.datetime64(world.on, "s") - np.timedelta64(1 + night, "D") + np.timedelta64(1, "h")
        )
        networks = np.flatnonzero((world.network["realm"] == realm) & world.network["scanned"])
        found = _answering(desk, realm, moment)
        for network in networks.tolist():
            _one(desk, export, realm=realm, network=network, moment=moment, found=found)
        if len(networks):
            export.sources.append(
                {
                    "name": f"nmap-{realm.lower()}",
                    "format": "nmap",
                    "realm": realm,
                    "platform": realm,
                    "path": f"nmap/{realm.lower()}/*.xml",
                }
            )
    return export


def _answering(desk: Desk, realm: str, moment: np.datetime64) -> dict[int, Column]:
    """Address rows by network: what answers at the moment, in order of address."""
    world = desk.world
    address = world.address
    begun = np.isnat(address["from_at"]) | (address["from_at"] <= moment)
    lasting = np.isnat(address["to_at"]) | (address["to_at"] >= moment)
    asset = world.asset.take(address["asset_row"])
    up = asset["alive"] & asset["scanned"] & (address["realm"] == realm)
    rows = np.flatnonzero(begun & lasting & up)
    rows = rows[np.argsort(address["network_row"][rows], kind="stable")]
    networks, starts = np.unique(address["network_row"][rows], return_index=True)
    parts = np.split(rows, starts[1:])
    return dict(zip(networks.tolist(), parts, strict=True))


def _one(
    desk: Desk,
    export: Export,
    *,
    realm: str,
    network: int,
    moment: np.datetime64,
    found: dict[int, Column],
) -> None:
    world = desk.world
    rows = _one_each(world.address, found.get(network, np.empty(0, dtype=np.int64)))
    assets = world.asset.take(world.address["asset_row"][rows])
    name = f"{realm.lower()}-{network:04d}"
    macs = _hardware(world.address["mac"][rows], world.network["purpose"][network], network)
    start = int(moment.astype(np.int64)) + network % 97 * 60
    stream = desk.stream(network)
    names = _network_names(stream, assets)
    body = _hosts(world.address.take(rows), assets, names, macs, stream, start=start)
    head = _HEAD.format(
        start=str(moment), name=name, cidr=world.network["cidr"][network], epoch=start
    )
    tail = _TAIL.format(end=start + 600, up=len(rows), down=254, total=254 + len(rows))
    path = f"nmap/{realm.lower()}/{name}.xml"
    desk.place(path).write_text(head + "".join(body) + tail, encoding="utf-8", newline="\n")
    export.written.append(
        Written(
            f"nmap-{realm.lower()}",
            path,
            "asset",
            texts(world.address["ip"][rows]),
            world.address["asset_row"][rows],
            marks={
                "mac": macs if network % _PROXIES else [None] * len(rows),
                "fqdn": [n if n and "." in n else None for n in names],
                "host": short_names(names),
            },
            ips=texts(world.address["ip"][rows]),
            realm=realm,
            at=np.datetime64(start, "s"),
        )
    )
    export.tell("asset", "record last_seen network", world.address["asset_row"][rows])
    own_macs = macs if network % _PROXIES else [None] * len(rows)
    known = np.array([bool(n or m) for n, m in zip(names, own_macs, strict=True)], dtype=bool)
    # An address alone does not tell whether a register knows the thing that has it.
    export.tell("asset", "seen", world.address["asset_row"][rows][known])


def _hardware(macs: Column, purpose: str, network: int) -> list[str | None]:
    """Hardware addresses where the scanner stood near; a router may have answered for all."""
    if purpose not in _SEES_HARDWARE or network % 5 == 0 or not len(macs):
        return [None] * len(macs)
    if network % _PROXIES == 0:
        return [f"00:00:0c:9f:f0:{network % 256:02x}"] * len(macs)
    return texts(macs)


def _one_each(address: Frame, rows: Column) -> Column:
    """One row an address: the wire has room for one thing at a time."""
    return rows[np.sort(np.unique(address["ip"][rows].astype(str), return_index=True)[1])]


def _network_names(rng: np.random.Generator, assets: Frame) -> list[str | None]:
    """Names the name service knows; a tenth of the machines have no reverse record."""
    known = (rng.random(len(assets)) < 0.9).tolist()
    return [
        fqdn if fqdn and here else None
        for fqdn, here in zip(texts(assets["fqdn"]), known, strict=True)
    ]


def _hosts(
    address: Frame,
    assets: Frame,
    names: list[str | None],
    macs: list[str | None],
    rng: np.random.Generator,
    *,
    start: int,
) -> Iterator[str]:
    luck = rng.random(len(assets)).tolist()
    rows = zip(
        texts(address["ip"]),
        macs,
        assets.rows("kind", "role", "os_product", "os_kernel_guess", "os_label"),
        names,
        luck,
        strict=True,
    )
    for number, (ip, mac, (kind, role, product, guess, label), name, chance) in enumerate(rows):
        yield (
            f'<host starttime="{start + number}" endtime="{start + number + 40}">'
            f'<status state="up" reason="echo-reply" reason_ttl="127"/>\n'
            f'<address addr="{ip}" addrtype="ipv4"/>\n'
        )
        if mac:
            yield f'<address addr="{mac.upper()}" addrtype="mac"/>\n'
        hostname = f'<hostname name={quoteattr(name)} type="PTR"/>\n' if name else ""
        yield f"<hostnames>\n{hostname}</hostnames>\n<ports>"
        windows = bool(product and product.startswith("microsoft"))
        yield from (_PORT.format(*port) for port in _ports(kind, role, windows=windows))
        yield (
            "</ports>\n"
            + _system(kind, guess, chance)
            + _script(label, name, chance, windows=windows)
        )
        yield '<times srtt="612" rttvar="304" to="100000"/>\n</host>\n'


def _ports(kind: str, role: str | None, *, windows: bool) -> Iterator[tuple[int, str]]:
    if windows:
        yield from _WINDOWS
    elif kind in _MACHINES:
        yield from _LINUX
    if role in _BY_ROLE and kind in _MACHINES:
        yield _BY_ROLE[role]
    if kind in _BY_KIND:
        yield _BY_KIND[kind]


def _system(kind: str, guess: str | None, chance: float) -> str:
    """Sure of servers; of most else two fingerprints fit alike, or one fits badly."""
    if guess is None:
        return ""
    sure = kind in (*_MACHINES, "network", "storage", "controller", "pbx")
    names = (
        [guess] if sure or chance < 0.3 else [guess, "Linux 2.6.32 or Microsoft Windows Phone 7.5"]
    )
    accuracy = 88 + int(chance * 12) if sure else 85 + int(chance * 4)
    kind_of = _TYPES.get(kind, "general purpose")
    matches = "".join(
        f'<osmatch name={quoteattr(name)} accuracy="{accuracy}" line="1">'
        f'<osclass type="{kind_of}" vendor="" osfamily="" accuracy="{accuracy}"/></osmatch>\n'
        for name in names
    )
    return f"<os>{matches}</os>\n"


def _script(label: str | None, name: str | None, chance: float, *, windows: bool) -> str:
    """What old Windows servers tell anyone who asks."""
    if not windows or not label or not name or chance > 0.35 or not _answers_old_smb(label):
        return ""
    plain = label.replace("Microsoft ", "").replace(" (64-bit)", "").replace(" (32-bit)", "")
    return (
        f'<hostscript><script id="smb-os-discovery" output={quoteattr("OS: " + plain)}>'
        f'<elem key="os">{plain}</elem><elem key="server">{name.split(".")[0].upper()}</elem>'
        f'<elem key="fqdn">{name}</elem></script></hostscript>\n'
    )


def _answers_old_smb(label: str) -> bool:
    return any(year in label for year in ("2003", "2008", "2012", "Windows 7", "XP"))
