"""ServiceNow lists (CSV or workbook): configuration items of any class, and how they relate.

Headings may be column names or labels. An item's class decides which table it is claimed in; an
item of a class that no table holds is noted, class by class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grunnmur.collect import workbook
from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.rows import Register, headings_of
from grunnmur.collect.servicenow import items, relations
from grunnmur.collect.servicenow.classes import noun_of

OPTIONS = ("cells", "delimiter", "sheet")
_OWN = frozenset(("sys_id", "sys_class_name", "sys_class_path", "sys_updated_on", "sys_created_on"))
_RELATION = frozenset(("parent", "child", "type"))


def recognise(document: Document) -> bool:
    """Whether a CSV file has the names of ServiceNow's own columns."""
    if workbook.is_workbook(document):
        return False  # a workbook's headings are out of sight; its settings must name the format
    headings = headings_of(document)
    relation = headings >= _RELATION and (bool(headings & _OWN) or b"::" in document.head)
    return relation or ("name" in headings and len(headings & _OWN) >= 2)


def parse(document: Document) -> Iterator[Found]:
    """One record or note a row; then which classes and which columns went unused."""
    register = Register(document)
    yield from register.notes()
    if set(register.headings) >= _RELATION:
        yield from relations.parse(register)
        return
    unused: Counter[str] = Counter()
    for row in register.rows():
        if isinstance(row, Note):
            yield row
        elif noun_of(row.text(*items.CLASS) or items.class_from(document.name)) is None:
            unused[row.text(*items.CLASS) or "?"] += 1
        else:
            yield items.item(row, items.class_from(document.name))
    for name, count in sorted(unused.items()):
        yield Note("class_not_used", {"class": name, "rows": count}, row=True)
    if spare := [name for name in register.headings if name and name not in items.COLUMNS]:
        yield Note("columns_not_used", {"headings": ", ".join(spare)})
