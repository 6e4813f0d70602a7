"""Tables of knowledge that is not the estate's own: what is known about products."""

from grunnmur.estate.declare import (
    Table,
    choice,
    day,
    flag,
    instant,
    number,
    refer,
    text,
    whole,
)

_ORIGINS = "nvd anchore cve cisa csaf"
_AFFECTED_STATUS = "affected unaffected unknown"

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
        day("known_on", "day the source was last known to say so"),
        text("wording", "the source's own fields, as JSON"),
        text("source", "who says so, which edition, under which licence"),
        flag("disputed", "true: two sources name different days, and the earliest is given"),
        day("first_known_on", "day the source was first known to say so", key=True),
        day(
            "superseded_on", "day the source was known to say something else; empty: still says so"
        ),
    ),
)
VULNERABILITY = Table(
    "vulnerability",
    "One known vulnerability, put together from what each origin says (`vulnerability_record`).",
    (
        text("vulnerability_id", "the CVE number, or what the publisher calls it", key=True),
        choice("status", "published rejected", "whether it still stands"),
        day("published_on", "day of publication"),
        day("modified_on", "day of the last change"),
        text("title", "title, where one is given"),
        text("description", "what it is, cut to 400 characters"),
        text("cvss_version", "version of the score: 2.0, 3.0, 3.1 or 4.0"),
        text("cvss_vector", "the score's vector"),
        number("cvss_score", "base score", unit="0–10"),
        choice("severity", "critical high medium low none", "severity by the base score"),
        text("cwe", "kinds of weakness (CWE), separated by a space"),
        text("assigner", "who gave the number"),
        choice("exploitation", "none poc active", "CISA's SSVC: whether it is exploited"),
        flag("automatable", "CISA's SSVC: whether an attack can be automated"),
        choice("technical_impact", "partial total", "CISA's SSVC: what an attacker gains"),
        text("origins", "which origins know it, separated by a space"),
    ),
)
VULNERABILITY_RECORD = Table(
    "vulnerability_record",
    "What each origin says of a vulnerability; empty where it says nothing.",
    (
        text("vulnerability_id", "the CVE number, or what the publisher calls it", key=True),
        choice("origin", _ORIGINS, "who says so", key=True),
        *(column for column in VULNERABILITY.columns if column.name not in (
            "vulnerability_id", "origins"
        )),
    ),
)  # fmt: skip
AFFECTED = Table(
    "affected",
    "Which versions of which products a vulnerability concerns: the publishers' trees, row by row.",
    (
        text("product_id", "vendor:product as in CPE, or made of the names as written", key=True),
        text("vulnerability_id", "the vulnerability", key=True),
        choice("origin", _ORIGINS, "who says so", key=True),
        whole("place", "the row's number within vulnerability and origin", key=True),
        whole("clause", "rows of one clause belong together; any one clause that holds is enough"),
        text("configuration", "the configuration, as the source numbers it"),
        text("node", "the node in the configuration's tree: 0, or 0.1 for the second child of 0"),
        choice("joined", "and or", "how the nodes of a clause combine; empty: there is one node"),
        choice("operator", "and or", "how the criteria of a node combine"),
        flag("negate", "true: the node holds when its criteria do not"),
        whole("criterion", "the criterion within the node; rows of one criterion are alternatives"),
        flag("vulnerable", "true: is itself affected; false: only a condition (running on)"),
        choice("status", _AFFECTED_STATUS, "of a clause's rows that match, the lowest place counts"),
        choice("part", "a o h", "application, operating system or hardware; empty: not said"),
        text("vendor", "vendor as in CPE, unescaped"),
        text("product", "product as in CPE, unescaped"),
        text("written", "vendor and product in the source's own words, where it has any"),
        choice("matches", "any exact range not_applicable unread",
               "which versions: every one, `version`, `start` to `end`, CPE's `-`, or not understood"),
        text("version", "the exact version; the text as written when it is not understood"),
        text("update", "CPE update (sp1); empty: any, `-`: none"),
        text("start", "first version of the range; empty: from the beginning"),
        flag("start_including", "whether the first version itself is in the range"),
        text("end", "last version of the range; empty: no end. `6.6.*` is after every 6.6"),
        flag("end_including", "whether the last version itself is in the range"),
        text("edition", "CPE edition; empty: any"),
        text("sw_edition", "CPE software edition; empty: any"),
        text("target_sw", "CPE target software; empty: any"),
        text("target_hw", "CPE target hardware; empty: any"),
        text("scheme", "how versions compare, where the source says (semver, git, rpm, maven…)"),
    ),
)  # fmt: skip
EXPLOITED = Table(
    "exploited",
    "Vulnerabilities known to be exploited (CISA KEV).",
    (
        text("vulnerability_id", "the vulnerability", key=True),
        text("vendor", "vendor, as written"),
        text("product", "product, as written"),
        text("title", "the vulnerability's name"),
        day("added_on", "day it was added to the list"),
        day("due_on", "day US agencies must have mended it"),
        flag("ransomware", "true: known in ransomware campaigns; empty: not known"),
        text("action", "what is required"),
        text("description", "what it is"),
    ),
)
EXPLOIT_PROBABILITY = Table(
    "exploit_probability",
    "How likely a vulnerability is to be exploited within thirty days (FIRST EPSS).",
    (
        text("vulnerability_id", "the vulnerability", key=True),
        number("probability", "probability of exploitation within 30 days", unit="0–1"),
        number("percentile", "share of all vulnerabilities that are as likely or less", unit="0–1"),
        day("as_of", "day of the score"),
        text("model", "the model's version"),
    ),
)
ADVISORY = Table(
    "advisory",
    "A security advisory (CSAF).",
    (
        text("advisory_id", "the publisher's number", key=True),
        text("title", "title"),
        text("publisher", "who published it"),
        day("published_on", "day of the first edition"),
        day("modified_on", "day of this edition"),
        flag("medical", "true: about medical devices"),
        text("sectors", "sectors concerned, as written"),
        text("exploitation", "what is said of known exploitation, as written"),
        text("url", "where it is published"),
    ),
)
ADVISORY_PRODUCT = Table(
    "advisory_product",
    "A product an advisory names.",
    (
        text("advisory_id", "the advisory", key=True),
        text("product_key", "the product's number within the advisory", key=True),
        text("product_id", "vendor:product, from the CPE or made of the names as written"),
        text("vendor", "vendor, as written"),
        text("product", "product, as written"),
        text("version", "version or range, as written"),
        text("name", "the full name, as written"),
        text("cpe", "CPE, where given"),
        text(
            "platform",
            "what it is a part of or installed on, where the advisory speaks of it there only",
        ),
    ),
)
ADVISORY_VULNERABILITY = Table(
    "advisory_vulnerability",
    "What an advisory says of one vulnerability in one product.",
    (
        text("advisory_id", "the advisory", key=True),
        text("vulnerability_id", "the vulnerability", key=True),
        text("product_key", "the product's number within the advisory", key=True),
        choice("status", "affected fixed unaffected unknown", "what the publisher says"),
        number("cvss_score", "base score given in the advisory", unit="0–10"),
        text("cvss_vector", "vector given in the advisory"),
        text("remedies", "kinds of remedy (vendor_fix, mitigation, workaround, no_fix_planned…)"),
        text("remedy", "the vendor's statement, as written"),
    ),
)
PRODUCT_NAME = Table(
    "product_name",
    "Names that publishers use for a product; what naming learns from.",
    (
        text("product_id", "vendor:product as in CPE", key=True),
        choice(
            "kind",
            "cpe cve csaf kev title alias purl repology",
            "what sort of name it is",
            key=True,
        ),
        text("name", "the name or identifier, as written", key=True),
        choice("part", "a o h", "application, operating system or hardware; empty: not said"),
        text("lifecycle", "the product's name at the lifecycle publisher"),
        whole("uses", "how many rows use it", unit="rows"),
    ),
)
FEED = Table(
    "feed",
    "What the edition is made of: one row a publisher's feed.",
    (
        text("feed", "the feed", key=True),
        text("edition", "the publisher's own edition or day"),
        day("as_of", "day the feed is from, as far as it says"),
        instant("loaded_at", "when it was read into the catalogue"),
        whole("rows", "how many rows it gives the edition", unit="rows"),
        text("digest", "SHA-256 over what was read last"),
    ),
)
STANDARD = Table(
    "standard",
    "What the group has decided to run: one row a decision about a product's versions.",
    (
        text("standard_id", "the entry", key=True),
        text("edition", "the edition of the standard catalogue", key=True),
        refer("product_id", "product", "the product"),
        text("service", "what it is for: server operating system, database…"),
        text("start", "first version; empty: from the beginning"),
        flag("start_including", "whether the first version itself is in"),
        text("end", "last version; empty: no end. `17.*` is after every 17"),
        flag("end_including", "whether the last version itself is in"),
        choice("decision", "allowed forbidden", "what was decided"),
        day("allowed_from", "first day it may be used; empty: not stated"),
        day("allowed_until", "last day it may be used; empty: not stated"),
        text("replacement", "what to run instead"),
        text("reason", "why"),
    ),
)
STANDARD_EXCEPTION = Table(
    "standard_exception",
    "A departure from the standard that somebody answers for until a day.",
    (
        text("exception_id", "the exception", key=True),
        text("edition", "the edition of the standard catalogue", key=True),
        refer("product_id", "product", "the product"),
        text("start", "first version; empty: from the beginning"),
        flag("start_including", "whether the first version itself is in"),
        text("end", "last version; empty: no end"),
        flag("end_including", "whether the last version itself is in"),
        text("organisation", "the organisation it holds for; empty: all"),
        text("subject", "name or id of the one asset or application; empty: all"),
        text("owner", "who answers for it"),
        day("expires_on", "last day it holds"),
        text("reason", "why"),
    ),
)
EDITION_TABLES = (
    VULNERABILITY,
    VULNERABILITY_RECORD,
    AFFECTED,
    EXPLOITED,
    EXPLOIT_PROBABILITY,
    ADVISORY,
    ADVISORY_PRODUCT,
    ADVISORY_VULNERABILITY,
    PRODUCT_NAME,
    FEED,
)
TABLES = (RELEASE_CYCLE, *EDITION_TABLES, STANDARD, STANDARD_EXCEPTION)
