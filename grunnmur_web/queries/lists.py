"""Which lists there are: what each shows, what narrows and orders it, and who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur_web.store.tallies import FACETS


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one noun, or of another table's rows. `columns` can be chosen, `shown` are shown unless others are.

    `key` names a row, and by its first column the thing that a row is of.
    """

    noun: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    order: str
    key: tuple[str, ...]
    also: tuple[str, ...] = ()
    """What an address may narrow it by besides its facets: values too many to be listed beside it."""
    table: str = ""
    """The declared table its columns are of, where that is called otherwise than the list."""
    right: str = "read"
    """What a person needs to open it. Which rows are seen, the database says."""
    words: str = ""
    """A column of all the words of a row, where the list is searched by that and not by the things it is of."""
    ranks: tuple[tuple[str, str], ...] = ()
    """Columns that are ordered by another: an id by the name it is shown as."""
    source: str = ""
    """Where its rows come from, in SQL, if it is not the noun alone."""
    decided: tuple[str, ...] = ()
    """Columns of the source that narrow it and that people decide on the site: no tally knows them."""
    tallied: bool = True
    """Whether the store has counted it; a list that is counted for each person is short."""
    beside: tuple[str, ...] = ()
    """Columns that say how others are shown: which noun an id is of, which rule a reason is of."""

    @property
    def facets(self) -> tuple[str, ...]:
        """What the list can be narrowed by."""
        return (*self.decided, *FACETS[self.noun])

    @property
    def declared(self) -> str:
        """The declared table that says what its columns are."""
        return self.table or self.noun


LISTINGS: dict[str, Listing] = {
    "asset": Listing(
        "asset",
        (
            "name", "kind", "organisation_id", "location_id", "platform", "environment", "role", "vendor",
            "model", "os_name", "release", "support", "security_until", "patched_on", "criticality",
            "health_data", "scope", "status", "owner", "isolated_until", "last_seen_at", "failed", "unknown",
        ),
        ("name", "kind", "organisation_id", "platform", "release", "support", "security_until",
            "failed"),
        "name",
        ("asset_id",),
        ("release", "mended_by", "role", "location_id", "product_id"),
    ),
    "application": Listing(
        "application",
        (
            "name", "organisation_id", "owner", "vendor", "supplier_id", "function", "platform", "criticality",
            "health_data", "scope", "disposition", "status", "requires", "users", "assets", "failed", "unknown",
        ),
        ("name", "organisation_id", "function", "platform", "criticality", "users", "assets", "failed", "unknown"),
        "name",
        ("application_id",),
        ("supplier_id", "function"),
    ),
    "data_store": Listing(
        "data_store",
        ("name", "kind", "data_class", "application_id", "asset_id", "controller_id", "location_id",
            "legal_basis", "retained_until"),
        ("name", "kind", "data_class", "application_id", "controller_id", "location_id", "retained_until"),
        "name",
        ("data_store_id",),
    ),
    "contract": Listing(
        "contract",
        ("name", "kind", "supplier_id", "customer_id", "application_id", "processor_agreement",
            "change_consent", "transfer_basis", "valid_to"),
        ("name", "kind", "supplier_id", "customer_id", "processor_agreement", "valid_to"),
        "valid_to",
        ("contract_id",),
    ),
    "finding": Listing(
        "finding",
        ("rule_id", "subject_id", "product_id", "verdict", "severity", "acceptance", "layer", "blocking", "aspect",
            "organisation_id", "platform", "reason"),
        ("subject_id", "rule_id", "verdict", "severity", "acceptance", "organisation_id", "platform"),
        "severity",
        ("finding_id",),
        ("supplier_id", "product_id"),
        ranks=(("severity", "severity_rank"),),
        source="""finding left join (
            select subject_id as finding_id, case when ending then 'ending' else 'accepted' end as acceptance
            from accepted_now
        ) as decided using (finding_id)""",
        decided=("acceptance",),
        beside=("subject_kind", "rule_id"),
    ),
    "supplier": Listing(
        "supplier",
        ("name", "kind", "country", "criticality", "applications", "most_critical", "users", "trusts", "failed",
            "unknown", "contracts", "processor_agreement", "without_agreement", "agreement_unknown", "first_end"),
        ("name", "country", "applications", "most_critical", "users", "failed", "contracts", "without_agreement",
            "agreement_unknown", "first_end"),
        "-applications",
        ("organisation_id",),
        table="organisation",
        words="words",
        tallied=False,
    ),
    "update_gain": Listing(
        "update_gain",
        ("product_id", "version", "update_to", "kind", "helped", "assets", "removed", "exploited_removed", "remaining",
            "risk_removed"),
        ("product_id", "version", "update_to", "helped", "removed", "exploited_removed", "remaining", "risk_removed"),
        "-risk_removed",
        ("product_id", "version", "update_to"),
        right="security",
        words="words",
        ranks=(("product_id", "product_name"),),
    ),
    "detection_check": Listing(
        "detection_check",
        ("asset_id", "kind", "vulnerability_id", "scanner_title", "scanner_severity", "scanned_at", "outcome",
            "reason", "exploited", "product_id", "version", "range", "organisation_id", "platform"),
        ("asset_id", "vulnerability_id", "outcome", "reason", "exploited", "product_id"),
        "outcome",
        ("asset_id", "vulnerability_id"),
        ("asset_id", "product_id", "vulnerability_id"),
        right="security",
        words="words",
        ranks=(("asset_id", "asset_name"), ("product_id", "product_name"), ("outcome", "outcome_rank")),
    ),
}  # fmt: skip
