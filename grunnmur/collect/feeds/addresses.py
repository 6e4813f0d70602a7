"""Where publishers put their knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from grunnmur.errors import CollectError


@dataclass(frozen=True, slots=True)
class Addresses:
    """One address a feed. A group with a mirror of its own names that instead.

    `csaf` is the folder that the paths of the publisher's list of changes are relative to.
    """

    endoflife: str = "https://endoflife.date/api/v1/products/full"
    nvd: str = "https://services.nvd.nist.gov/rest/json/cves/2.0"
    kev: str = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
    epss: str = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
    csaf: str = "https://raw.githubusercontent.com/cisagov/CSAF/develop/"

    def __post_init__(self) -> None:
        for name in FEEDS:
            if not getattr(self, name).startswith(("https://", "http://")):
                raise CollectError("feed_address", feed=name, address=getattr(self, name))

    @staticmethod
    def of(given: Mapping[str, str]) -> Addresses:
        """The public addresses with those of `given` in their place. CollectError for other names."""
        for name in given:
            if name not in FEEDS:
                raise CollectError("feed_not_known", feed=name, known=", ".join(FEEDS))
        return Addresses(**given)


FEEDS = tuple(sorted(field.name for field in fields(Addresses)))
