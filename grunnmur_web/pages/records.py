"""Where what others publish of a vulnerability is: a person may follow it, the site itself asks nobody."""

from __future__ import annotations

import re
from urllib.parse import quote

_CVE = re.compile(r"CVE-\d{4}-\d+", re.IGNORECASE)
_OTHERS = re.compile(r"(GHSA|RHSA|GO|PYSEC|RUSTSEC|DSA|DLA|USN|ALSA|RLSA|openSUSE|SUSE)-[\w:.-]+")


def address(name: str) -> str:
    """The public record of a vulnerability; empty for what is no known kind of name."""
    if _CVE.fullmatch(name):
        return f"https://www.cve.org/CVERecord?id={name.upper()}"
    if _OTHERS.fullmatch(name):
        return f"https://osv.dev/vulnerability/{quote(name)}"
    return (
        f"https://www.cisa.gov/news-events/ics-medical-advisories/{name.lower()}"
        if name.startswith("ICSMA-")
        else ""
    )
