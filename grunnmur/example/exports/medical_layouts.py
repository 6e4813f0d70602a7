"""How each trust's medical equipment register looks: no two alike, as they were bought apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_BASE = {
    "inventory_no": "Inventarnr",
    "class": "Utstyrstype",
    "vendor": "Produsent",
    "model": "Modell",
    "serial": "Serienr",
    "ward": "Avdeling",
    "location": "Lokalisasjon",
    "purchased": "Anskaffet",
    "price": "Pris",
    "status": "Status",
    "networked": "Nettverk",
    "ip": "IP-adresse",
    "mac": "MAC-adresse",
    "host": "Maskinnavn",
    "os": "Operativsystem",
    "version": "Versjon",
    "software": "Programvare",
    "patched": "Sist oppdatert",
    "policy": "Oppdateringsansvar",
    "isolated": "Isolert til",
    "remote": "Fjerntilgang",
    "importance": "Viktighet",
    "service": "Neste service",
    "contact": "Kontakt leverandør",
    "udi": "UDI-DI",
    "comment": "Merknad",
}
_POLICY_WORDS = ("Godkjent liste", "Leverandør", "Kan ikke oppdateres", "Ukjent")


@dataclass(frozen=True, slots=True)
class Layout:
    """One trust's layout: headings by meaning in their order, and how cells are written."""

    trust: str
    headings: Mapping[str, str]
    file: str = "csv"
    encoding: str = "cp1252"
    delimiter: str = ";"
    day: str = "nb"
    decimal: str = ","
    mac: str = "colon"
    policy: tuple[str, str, str, str] = _POLICY_WORDS
    yes: tuple[str, str] = ("Ja", "Nei")
    above: tuple[str, ...] = ()
    free_text: float = 0.25


def _headings(order: str, **other: str) -> dict[str, str]:
    """The headings named in `order`, in that order; `other` gives this trust's own words."""
    return {name: other.get(name, _BASE[name]) for name in order.split()}


_ALL = " ".join(_BASE)
_SHORT = (
    "inventory_no serial class vendor model ward location status networked mac os patched policy "
    "isolated service comment"
)
LAYOUTS: tuple[Layout, ...] = (
    Layout("OUS", _headings(_ALL, inventory_no="BMD-nr", ward="Post", contact="Leverandørkontakt")),
    Layout(
        "AHUS",
        _headings(_ALL, inventory_no="Anleggsnr", serial="Serienummer"),
        encoding="utf-8-sig",
        free_text=0.2,
    ),
    Layout(
        "SOHF",
        _headings(_ALL, vendor="Fabrikat", model="Type/modell", patched="Siste oppgradering"),
        delimiter="\t",
        mac="dash",
        above=("Medusa utskrift", "Sykehuset Østfold HF - MTA"),
    ),
    Layout(
        "VV",
        _headings(_ALL, inventory_no="Utstyrsnr", ward="Avd.", purchased="Innkjøpsdato"),
        encoding="utf-8",
        mac="dot",
        day="short",
    ),
    Layout(
        "SIV",
        _headings(_SHORT, inventory_no="Inv.nr", serial="S/N", mac="MAC"),
        "xlsx",
        policy=("Liste", "Lev.", "Ingen", "?"),
        yes=("x", "nei"),
    ),
    Layout(
        "STHF",
        _headings(_ALL, inventory_no="Nr", model="Modellbetegnelse"),
        mac="bare",
        free_text=0.4,
    ),
    Layout(
        "SSHF",
        _headings(_ALL, vendor="Leverandør/produsent", isolated="Isolasjon godkjent til"),
        day="iso",
    ),
    Layout(
        "SIHF",
        _headings(_ALL, inventory_no="Utstyrs-ID", serial="Fabrikasjonsnr", location="Sted"),
        policy=("HF etter godkjent liste", "Leverandøren", "Nei", "Ikke avklart"),
        above=("Utstyrsoversikt", "Hentet ut 31.08.2026"),
    ),
    Layout("SUN", _headings(_SHORT, inventory_no="Løpenr"), "xlsx", yes=("JA", "NEI")),
    Layout("SP", _headings(_SHORT)),
    Layout("SA", _headings(_SHORT, inventory_no="Utstyrsnummer"), "xlsx"),
)
BY_TRUST = {layout.trust: layout for layout in LAYOUTS}


def layout_of(trust: str) -> Layout:
    """The trust's layout; one nobody thought of gets the plainest."""
    return BY_TRUST.get(trust) or Layout(trust, _headings(_SHORT))
