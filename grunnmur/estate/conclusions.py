"""Tables of what follows from the rest: findings, the plan, the paths."""

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
        text("accepted_by", "who answers for the risk, where it is accepted; the verdict stays"),
        day("accepted_until", "last day the acceptance holds"),
        refer("decision_id", "decision", "the acceptance"),
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
ACCESS = Table(
    "access",
    "Who can reach which patient data: rights, what the logs say, and what could be proven.",
    (
        refer("account_id", "account", "who", key=True),
        refer("data_store_id", "data_store", "which store or copy", key=True),
        flag(
            "could", "whether rights lead there; empty: logged on without a right any source tells"
        ),
        flag("did", "whether the logs show a logon on a thing that gives it; empty: no log of it"),
        flag("provable", "whether a log or a recording would show what was done"),
        refer("organisation_id", "organisation", "the employer"),
        text("country", "works from, ISO 3166 two letters"),
        choice("verdict", "pass fail unknown", "the worst answer of the rules about this pair"),
        text("path_id", "the shortest chain, in `path_step`; empty: no right leads there"),
        whole("steps", "links in the shortest chain"),
        flag("as_operator", "whether a right over infrastructure leads there"),
        choice(
            "approval",
            "valid missing expired undated not_known",
            "the worst of the rights that lead there",
        ),
        day("valid_to", "first day a right in the shortest chain ends; empty: none tells one"),
        whole("logons", "logons seen on things that give it"),
        instant("last_logon_at", "the last of them"),
    ),
)
ACCESS_VIOLATION = Table(
    "access_violation",
    "A pair of identity and data that a rule does not let pass, with what it rests on.",
    (
        text("rule_id", "the rule", key=True),
        refer("account_id", "account", "who", key=True),
        refer("data_store_id", "data_store", "which store or copy", key=True),
        choice("layer", "L1 L2 L3 L4", "law, sector norm, owner's decision, good practice"),
        choice("verdict", "fail unknown", "what the rule answered"),
        text("reason", "why, as a code"),
        refer("person_id", "person", "whose account it is"),
        refer("organisation_id", "organisation", "the employer"),
        text("country", "the country it is about, ISO 3166 two letters"),
        text("path_id", "the shortest chain, in `path_step`"),
    ),
)
PATH_STEP = Table(
    "path_step",
    "A chain, link by link: of rights to data, of moves to a target, or of what proves a cut.",
    (
        text("path_id", "the chain", key=True),
        whole("step", "number of the link, from 1", key=True),
        text("from_kind", "noun of the one that leads on"),
        text("from", "the one that leads on"),
        text("to_kind", "noun of the one that is gained"),
        text("to", "the one that is gained"),
        text("by", "what leads from the one to the other"),
        text("technique", "ATT&CK technique, for moves of an attacker"),
    ),
)
ATTACK_SURFACE = Table(
    "attack_surface",
    "From one class of entries to one class of targets: how many, how far, in how many ways.",
    (
        text("entry_class", "client, medical, internet, supplier", key=True),
        choice("target", "tier0 patient_data", "what is to be reached", key=True),
        whole("entries", "entries of the class"),
        whole("entries_through", "entries a target can be reached from"),
        whole("targets", "targets there are"),
        whole("targets_reached", "targets that can be reached"),
        whole("distance", "moves on the shortest way"),
        number("paths", "shortest ways, from all entries to their nearest target"),
        text("path_id", "one of the shortest, in `path_step`"),
    ),
)
ATTACK_EXPOSURE = Table(
    "attack_exposure",
    "How an attacker who enters through one class of things comes to a thing.",
    (
        text("entry_class", "client, medical, internet, supplier", key=True),
        refer("asset_id", "asset", "the thing", key=True),
        whole("distance", "moves on the shortest way"),
        number("paths", "shortest ways from the entries of the class"),
        flag("onward", "whether a target can be reached from it"),
    ),
)
CUT = Table(
    "cut",
    "A set of removals after which no way is left, or fewer; with a bound no set can beat.",
    (
        text("cut_id", "id", key=True),
        choice("target", "tier0 patient_data any", "what is protected"),
        choice("kind", "complete best", "no way is left, or the best for a budget"),
        choice("counted", "entries targets", "of which as few as can be are left"),
        whole("cost", "what the removals cost", unit="points"),
        whole("bound", "no complete set costs less", unit="points"),
        whole("budget", "what the removals may cost; empty: any", unit="points"),
        whole("entries", "entries from which a target was reached before"),
        whole("left", "entries from which a target is reached after"),
        whole("targets", "targets that were reached before"),
        whole("targets_left", "targets that are reached after"),
        number("left_bound", "no set within the budget leaves fewer of what is counted"),
        flag("possible", "false: a way of nothing removable is left"),
    ),
)
CUT_ITEM = Table(
    "cut_item",
    "A thing to remove.",
    (
        text("cut_id", "the cut", key=True),
        text("item", "id of the removal", key=True),
        text("kind", "right, membership, control, session, opening, patch, host, place"),
        text("through", "what is taken away there: right_admin, generic_all, member…"),
        text("subject_kind", "noun of the one it is done to"),
        text("subject_id", "the one it is done to"),
        text("other_kind", "noun of the other end"),
        text("other_id", "the other end"),
        whole("cost", "what it costs", unit="points"),
        whole("place", "the order to do them in: most entries stopped first, from 1"),
        whole("stops", "entries that lose their last way when it is done in this order"),
        whole("closes", "targets that are no longer reached from then on"),
    ),
)
CUT_PATH = Table(
    "cut_path",
    "The proof of a cut: ways that share no more of any removal than it costs.",
    (
        text("cut_id", "the cut", key=True),
        text("path_id", "the way, in `path_step`", key=True),
        whole("amount", "how much of each removal on it the way uses up", unit="points"),
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
REMOVAL_WAVE = Table(
    "removal_wave",
    "A removal of a cut that the plan does anyway, with the wave that does it first.",
    (
        text("cut_id", "the cut", key=True),
        text("item", "the removal", key=True),
        text("plan_id", "the plan"),
        text("wave_id", "the wave"),
        text("workload_id", "the workload that is moved"),
        text("disposition", "what becomes of it"),
        day("ends_on", "last day of the wave"),
    ),
)
TABLES = (
    FINDING,
    RULE_RESULT,
    ASSET_RELEASE,
    ACCESS,
    ACCESS_VIOLATION,
    PATH_STEP,
    ATTACK_SURFACE,
    ATTACK_EXPOSURE,
    CUT,
    CUT_ITEM,
    CUT_PATH,
    WORKLOAD,
    WORKLOAD_MEMBER,
    PLAN,
    WAVE,
    MOVE,
    RISK_POINT,
    REMOVAL_WAVE,
)
