"""Tables of knowledge that is not the estate's own: what is known about products."""

from grunnmur.estate.declare import Table, day, flag, refer, text

RELEASE_CYCLE = Table(
    "release_cycle",
    "How long each release is supported, as its source says.",
    (
        refer("product_id", "product", "the product", key=True),
        text("cycle", "the release, as the source names it", key=True),
        text("version", "what a version of this release begins with, as inventories write it"),
        text("label", "the release, as people say it"),
        day("released_on", "day of release"),
        day("active_until", "last day of active support"),
        day("security_until", "last day of security support"),
        day("paid_until", "last day of paid or otherwise extended support"),
        flag("ended_undated", "true: support has ended; false: it has not; both without a day"),
        day("known_on", "day the source said so"),
        text("wording", "the source's own fields, as JSON"),
        text("source", "who says so, which edition, under which licence"),
    ),
)
TABLES = (RELEASE_CYCLE,)
