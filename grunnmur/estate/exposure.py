"""Tables of which known vulnerabilities concern what runs, and what would help most."""

from grunnmur.estate.declare import Table, choice, day, flag, number, refer, text, whole

SITUATION = Table(
    "situation",
    "What a thing runs, by situation: things that run the same, patched alike, share one.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        refer("product_id", "product", "the product", key=True),
        text("version", "version as the estate has it", key=True),
        choice("place", "system installation equipment", "where it stands", key=True),
        text("situation_id", "the situation its vulnerabilities stand under", key=True),
        choice("verdict", "affected clear unknown", "whether known vulnerabilities concern it"),
        text("reason", "why it is not known, as a code"),
        whole("affected", "vulnerabilities that concern it"),
        whole("unknown", "vulnerabilities of which that is not known"),
        whole("exploited", "those that concern it and are known to be exploited"),
        choice("decision", "act attend track_closely track", "the most urgent one's decision"),
    ),
)
INGREDIENT_SITUATION = Table(
    "ingredient_situation",
    "What an application is built of, by situation, as its bill of materials says.",
    (
        refer("application_id", "application", "the application", key=True),
        *(c for c in SITUATION.columns if c.name not in ("asset_id", "place")),
    ),
)
SITUATION_VULNERABILITY = Table(
    "situation_vulnerability",
    "Which vulnerabilities concern a situation, with the evidence. Joined with `situation`: each thing's.",
    (
        text("situation_id", "the situation", key=True),
        text("vulnerability_id", "the vulnerability", key=True),
        refer("product_id", "product", "the product"),
        text("version", "version as the estate has it"),
        choice("verdict", "affected unknown", "whether it concerns the situation"),
        text("reason", "why it is not known, as a code"),
        choice("basis", "version release patch_day support_end", "what the verdict rests on"),
        text("range", "the versions concerned, as the publisher says"),
        text("origin", "who says so, separated by a space"),
        flag("conditional", "true: only together with something else that runs there"),
        flag("exploited", "true: known to be exploited (KEV)"),
        number("epss", "probability of exploitation within 30 days; empty: not scored", unit="0–1"),
        number("cvss", "base score; empty: not scored", unit="0–10"),
        day("published_on", "day of publication"),
        choice("exploitation", "none poc active", "SSVC; empty: not known"),
        flag("automatable", "SSVC; empty: not known"),
        choice("technical_impact", "partial total", "SSVC; empty: not known"),
        choice("decision", "act attend track_closely track", "for a thing of medium importance"),
        text("mended_in", "the version that mends it; empty: none named"),
        whole("exploit_point", "SSVC as judged: 2 exploited, 1 a proof or not known, 0 neither"),
        flag("automatic", "SSVC as judged: whether an attack can be automated; not known is yes"),
    ),
    living="situation_id in (from (select situation_id from situation union all "
    "select situation_id from ingredient_situation))",
    living_by=("situation", "ingredient_situation"),
)
UPDATE_GAIN = Table(
    "update_gain",
    "What single updates remove most risk.",
    (
        refer("product_id", "product", "the product", key=True),
        text("version", "the version that runs", key=True),
        text("update_to", "the least version that removes all that a version can remove", key=True),
        whole("assets", "things that run it"),
        whole("removed", "vulnerabilities it removes"),
        whole("exploited_removed", "those known to be exploited"),
        whole(
            "remaining", "vulnerabilities no version is named for, or found when support was over"
        ),
        number(
            "risk_removed", "exploitations expected within 30 days that it removes, over all things"
        ),
    ),
)
DETECTION_CHECK = Table(
    "detection_check",
    "What scanners reported beside what versions tell.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        text("vulnerability_id", "the vulnerability", key=True),
        choice("outcome", "agreed only_scanner only_derived undecided", "who says so"),
        text("reason", "why they differ, as a code"),
        refer("product_id", "product", "the product we derive it from"),
        text("version", "its version"),
        text("range", "the versions concerned"),
        flag("exploited", "true: known to be exploited (KEV)"),
    ),
)
ASSET_ADVISORY = Table(
    "asset_advisory",
    "What makers and authorities say of equipment the estate has: advisories, field safety notices, recalls.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        text("advisory_id", "the advisory or notice", key=True),
        text("vulnerability_id", "the vulnerability; empty: it is about none by number", key=True),
        choice("kind", "fsn recall advisory", "field safety notice, recall or advisory"),
        text("product", "what it calls the thing"),
        text("concerned", "versions concerned, as written"),
        text("software_version", "the thing's own software version, where it is known"),
        choice("verdict", "affected unknown", "unknown where version or serial does not tell"),
        text("reason", "why it is unknown, as a code"),
        choice("remedy", "update mitigation none", "what the maker offers"),
        text("mended_in", "software version that mends it"),
        text("statement", "the maker's statement, as written"),
        day("published_on", "day of publication"),
        day("isolate_from", "isolate from this day: the maker says so, or no update is offered"),
        day("replace_by", "replace by this day: the maker says so, or no update is offered"),
    ),
)
UNMATCHED_NAME = Table(
    "unmatched_name",
    "Names that no product is known for, with how much hangs on them.",
    (
        text("name", "the name, as written", key=True),
        choice("kind", "system installation equipment ingredient", "where it stands", key=True),
        whole("assets", "things that hang on it; for an ingredient, applications"),
        choice(
            "reason",
            "unknown ambiguous not_listed",
            "no product; several; a product nobody writes of",
        ),
        text("candidates", "products it may be, separated by a space"),
    ),
)
TABLES = (
    SITUATION,
    INGREDIENT_SITUATION,
    SITUATION_VULNERABILITY,
    UPDATE_GAIN,
    DETECTION_CHECK,
    ASSET_ADVISORY,
    UNMATCHED_NAME,
)
