"""The shapes rows come in: which columns they have, which feed they are, which steps read them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns that must be there, columns that may be, and for each table the steps that give it."""

    name: str
    feed: str
    columns: tuple[str, ...]
    optional: tuple[str, ...]
    table: str
    steps: tuple[str, ...]

    def filled(self, rows: pa.Table) -> pa.Table:
        """The rows with every column as text, absent ones empty, and `line`, their number."""
        nothing = pa.array([""] * rows.num_rows, pa.string())
        names = (*self.columns, *self.optional)
        columns = {
            name: rows[name].cast(pa.string()) if name in rows.column_names else nothing
            for name in names
        }
        return pa.table({**columns, "line": pa.array(range(rows.num_rows), pa.int64())})


def _shape(
    name: str, feed: str, table: str, columns: str, optional: str = "", steps: str = ""
) -> Shape:
    return Shape(
        name,
        feed,
        tuple(columns.split()),
        tuple(optional.split()),
        table,
        tuple(steps.split()) or (name,),
    )


_CRITERION = "cve config node operator negate vulnerable part vendor product"
_TARGET = "sw_edition target_sw target_hw"

SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        _shape("nvd_table_affected", "nvd", "affected", f"{_CRITERION} {_TARGET} versions"),
        _shape(
            *("cpe_match_affected", "anchore", "affected"),
            f"source {_CRITERION} version update start_incl start_excl end_incl end_excl",
            f"edition {_TARGET}",
        ),
        _shape(
            *("nvd_record", "nvd", "vulnerability_record"),
            "cve published modified cvss_version cvss_score cvss_vector cwe",
            "status description assigner",
        ),
        _shape(
            *("anchore_record", "anchore", "vulnerability_record"),
            "cve cna reason description",
        ),
        _shape(
            *("cve_affected", "cve", "affected"),
            "cve source vendor product platforms default_status status version version_type "
            "less_than less_than_or_equal cpe",
            steps="spelling version_text cve_affected",
        ),
        _shape(
            *("cve_record", "cve", "vulnerability_record"),
            "cve state assigner published updated cvss_version cvss_score cvss_severity "
            "cvss_vector cvss_source ssvc_exploitation ssvc_automatable ssvc_technical_impact "
            "cwe title description",
        ),
        _shape(
            *("csaf_advisory", "csaf", "advisory"),
            "advisory medical title released updated",
            "publisher sectors exploitation url",
        ),
        _shape(
            *("csaf_product", "csaf", "advisory_product"),
            "advisory product_id vendor product version full_name cpe",
            "platform",
        ),
        _shape(
            *("csaf_vulnerability", "csaf", "advisory_vulnerability"),
            "advisory cve cvss vector affected_product_ids fixed_product_ids remediations "
            "remediation_text",
            "unaffected_product_ids unknown_product_ids",
        ),
        _shape(
            *("kev", "kev", "exploited"),
            "cveID vendorProject product vulnerabilityName dateAdded shortDescription "
            "requiredAction dueDate knownRansomwareCampaignUse",
        ),
        _shape("epss", "epss", "exploit_probability", "cve epss percentile"),
        _shape(
            *("eol_cycle", "endoflife", "eol_cycle"),
            "product cycle eol",
            "label codename releaseDate lts eoas eoes discontinued wording moment",
        ),
        _shape("eol_product", "endoflife", "eol_product", "product title category"),
        _shape("eol_identifier", "endoflife", "eol_identifier", "product type identifier"),
    )
}
