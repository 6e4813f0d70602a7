"""Accounts that logged on to things over the network, as the ntlm log saw them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.instants import instant
from grunnmur.collect.zeek.rows import Rows


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """A logon per line that succeeded with a named account; the other lines are counted."""
    rows = Rows(document, heading)
    unused: Counter[str] = Counter()
    for line, row in rows:
        account = row.get("username")
        if account is None:
            unused["logon_without_account"] += 1
        elif row.get("success") != "T":
            unused["logon_refused"] += 1
        else:
            yield _logon(row, account, line, heading.spelling)
    for code, count in sorted(unused.items()):
        yield Note(code, {"rows": count}, row=True)
    yield from rows.notes()


def _logon(row: Mapping[str, str], account: str, line: int, spelling: str) -> Record:
    at = instant(row.get("ts"))
    server = row.get("server_dns_computer_name")
    address = row.get(f"id{spelling}resp_h")
    domain = row.get("domainname")
    values = {
        "account_id": f"{domain}\\{account}" if domain else account,
        "asset_id": reference("fqdn", server) or reference("ip", address),
        "at": at,
    }
    return Record(f"{row.get('uid', line)}:{account}", (Claim("logon", values),), line, at)
