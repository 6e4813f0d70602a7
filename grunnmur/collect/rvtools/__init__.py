"""RVTools workbooks: a vCenter's virtual machines, hosts, clusters, network cards and disks.

Every sheet has one reader below. A sheet without one says nothing the tables hold, and is noted
once with the number of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from grunnmur.collect import workbook
from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.rows import Row
from grunnmur.collect.rvtools import hosts, machines, parts
from grunnmur.collect.rvtools.export import Export
from grunnmur.collect.rvtools.survey import Survey, survey
from grunnmur.errors import CollectError

OPTIONS = ("cells",)
_READERS: Mapping[str, Callable[[Row, Survey], Found]] = {
    "vInfo": machines.machine,
    "vHost": hosts.host,
    "vCluster": hosts.cluster,
    "vSource": hosts.management_server,
    "vNetwork": parts.network_card,
    "vDisk": parts.disk,
    "vPartition": parts.partition,
    "vTools": parts.tools,
    "vNIC": parts.host_network_card,
    "vSC_VMK": parts.host_address,
}
_SURELY = frozenset(("vInfo", "vHost", "vCluster", "vNetwork", "vDisk", "vTools", "vDatastore"))
"""Sheet names no other workbook is likely to have; one of them is enough."""


def recognise(document: Document) -> bool:
    """Whether the document is a workbook with sheets RVTools names."""
    names = {name.removeprefix("tab") for name in workbook.sheet_names(document)}
    return bool(names & _SURELY)


def parse(document: Document) -> Iterator[Found]:
    """One record or note a row, sheet by sheet in the workbook's order."""
    export = Export(document)
    if not export.names:
        raise CollectError("workbook_without_sheets")
    surveyed = survey(export)
    for name in export.names:
        reader = _READERS.get(name)
        if reader is None:
            yield from _unused(export, name)
            continue
        for row in export.rows(name):
            yield _heading(row) if row.repeats_headings else reader(row, surveyed)


def _heading(row: Row) -> Note:
    return Note("heading_repeated", {"sheet": row.sheet}, row.line, row=True)


def _unused(export: Export, name: str) -> Iterator[Note]:
    count = sum(1 for _ in export.rows(name))
    if count:
        code = "sheet_about_export" if name == "vMetaData" else "sheet_not_used"
        yield Note(code, {"sheet": name, "rows": count}, row=True)
