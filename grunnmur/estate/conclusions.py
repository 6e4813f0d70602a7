"""Tables of what follows from the rest: findings, the plan, the paths."""

from grunnmur.estate.declare import Table, choice, day, flag, number, refer, text, whole

FINDING = Table(
    "finding",
    "A rule's fail or unknown for one subject.",
    (
        text("finding_id", "stable id from rule, subject and product", key=True),
        text("rule_id", "the rule"),
        text("subject_kind", "noun of the subject"),
        text("subject_id", "the subject"),
        text("product_id", "the product it is about, where the rule judges products"),
        choice("verdict", "fail unknown", "what the rule answered"),
        text("aspect", "lifecycle, security, privacy, inventory…"),
        choice("layer", "L1 L2 L3 L4", "law, sector norm, owner's decision, good practice"),
        flag("blocking", "whether it stops a wave"),
        choice("severity", "critical high medium low", "how bad"),
        text("facts", "what the verdict rests on, as JSON"),
    ),
)
RULE_RESULT = Table(
    "rule_result",
    "Honest denominators: what each rule looked at and answered.",
    (
        text("rule_id", "the rule", key=True),
        text("edition", "edition of the rule", key=True),
        text("subject_kind", "noun of the subjects", key=True),
        text("organisation_id", "owner of the subjects; empty is unknown", key=True),
        text("platform", "platform of the subjects; empty is unknown", key=True),
        whole("evaluated", "subjects looked at = passed + failed + unknown"),
        whole("passed", "pass"),
        whole("failed", "fail"),
        whole("unknown", "not known"),
        whole("not_applicable", "the rule says nothing of these"),
    ),
)
ASSET_RELEASE = Table(
    "asset_release",
    "The release of its operating system a thing runs, and how long that is supported.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        refer("product_id", "product", "the operating system or firmware"),
        text(
            "cycle", "the release, as the catalogue names it; empty when the version fits several"
        ),
        text("label", "the release, as people say it"),
        day("security_until", "last day of security support"),
        day("paid_until", "last day of paid or otherwise extended support"),
        choice("support", "supported unsupported unknown", "on the day the estate is judged for"),
    ),
)
WORKLOAD = Table(
    "workload",
    "What moves together.",
    (
        text("workload_id", "id", key=True),
        text("name", "name"),
        refer("organisation_id", "organisation", "the trust"),
        text("kind", "application, clients, telephony, network, devices"),
        text("platform", "the platform it leaves"),
    ),
)
WORKLOAD_MEMBER = Table(
    "workload_member",
    "What a workload is made of.",
    (
        text("workload_id", "the workload", key=True),
        text("noun", "noun of the member", key=True),
        text("entity_id", "the member", key=True),
    ),
)
PLAN = Table(
    "plan",
    "A plan, immutable; a new one names its parent.",
    (
        text("plan_id", "id", key=True),
        text("parent_id", "the plan it came from"),
        text("problem_digest", "digest of the problem it answers"),
        text("status", "feasible, infeasible"),
        whole("cost", "avoidable cost", unit="NOK"),
        whole("cost_total", "total cost", unit="NOK"),
        whole(
            "bound", "proven lower bound of the avoidable cost; empty is none proven", unit="NOK"
        ),
        number("gap", "(cost − bound) / cost; empty where there is no bound"),
        whole("violations", "conditions the checker found broken"),
    ),
)
WAVE = Table(
    "wave",
    "One period's moves.",
    (
        text("plan_id", "the plan", key=True),
        text("wave_id", "the wave", key=True),
        whole("period", "period number, from 0"),
        day("starts_on", "first day"),
        day("ends_on", "last day"),
    ),
)
MOVE = Table(
    "move",
    "One workload's cutover.",
    (
        text("plan_id", "the plan", key=True),
        text("workload_id", "the workload", key=True),
        text("wave_id", "the wave"),
        text("disposition", "what becomes of it"),
        whole("cost", "one-off cost", unit="NOK"),
    ),
)
RISK_POINT = Table(
    "risk_point",
    "Exposure that remains after each period of a plan.",
    (
        text("plan_id", "the plan", key=True),
        whole("period", "period number, from 0", key=True),
        day("starts_on", "first day of the period"),
        number("exposure", "exposure that remains, in the planner's NOK a month", unit="NOK"),
        whole("one_off_nok", "one-off cost of the period", unit="NOK"),
    ),
)
TABLES = (
    FINDING,
    RULE_RESULT,
    ASSET_RELEASE,
    WORKLOAD,
    WORKLOAD_MEMBER,
    PLAN,
    WAVE,
    MOVE,
    RISK_POINT,
)
