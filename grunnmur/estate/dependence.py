"""Tables of what follows from who talks to whom."""

from grunnmur.estate.declare import (
    Table,
    choice,
    flag,
    instant,
    number,
    refer,
    text,
    whole,
)

PERIODS = "daily weekly monthly yearly failover"

PROVIDER_ROLE = Table(
    "provider_role",
    "What an application or a thing is to those who call it, judged by how they call.",
    (
        choice("noun", "application asset", "noun of the one that is called", key=True),
        refer("entity_id", "@noun", "the one that is called", key=True),
        choice("role", "application middleware infrastructure", "what it is to its callers"),
        text(
            "sub_role",
            "integration_engine, database_cluster, gateway, directory, dns, backup, monitoring, scanner…",
        ),
        number("confidence", "0–1"),
        flag("decided", "whether a person said so"),
        whole("consumers", "applications and other things that call it"),
        whole("trusts", "organisations that own those callers"),
        text("facts", "what the role rests on, as JSON"),
    ),
)
SPLIT = Table(
    "split",
    "The shared services to treat apart so that the rest falls into groups of at most a size.",
    (
        text("split_id", "id", key=True),
        whole("group_most", "the most applications a group may have"),
        whole("applications", "applications that depend or are depended on"),
        whole("largest_before", "applications in the largest group with nothing set apart"),
        whole("largest_after", "applications in the largest group left"),
        whole("groups", "groups left, single applications included"),
        whole("cost", "what treating the chosen ones apart weighs", unit="points"),
        whole("bound", "no set that does it weighs less", unit="points"),
        flag("certified", "whether cost and bound are the same"),
    ),
)
SPLIT_ITEM = Table(
    "split_item",
    "A shared service to treat apart, with what that risks.",
    (
        text("split_id", "the split", key=True),
        refer("application_id", "application", "the service", key=True),
        whole("weight", "what treating it apart weighs", unit="points"),
        text("role", "its role: application, middleware, infrastructure"),
        whole("neighbours", "applications that call it or that it calls"),
        whole("trusts", "organisations that own them"),
        whole("critical", "of those, of criticality A"),
        whole("services", "clinical services that stand on it"),
        choice("risk", "high medium low unknown", "what happens if it is handled wrongly"),
        text("reason", "why that risk, as a code"),
    ),
)
UNSEEN = Table(
    "unseen",
    "How likely it is that a dependency of an application was not seen, by how often it is used.",
    (
        refer("application_id", "application", "the one that depends", key=True),
        choice("period", PERIODS, "how often the dependency is used", key=True),
        number(
            "probability",
            "that such a dependency was not seen even once; empty: nothing to judge by",
        ),
        number("watched_hours", "hours in which sensors saw traffic where it lives", unit="hour"),
        number("window_hours", "hours from the first flow seen to the last", unit="hour"),
        number("coverage", "share of such dependencies whose way passes a sensor at all"),
        number("runs", "runs to be expected in the hours watched"),
    ),
)
DEPENDENCY_MATCH = Table(
    "dependency_match",
    "What was declared beside what was observed, for every pair of applications.",
    (
        refer("consumer_id", "application", "the one that needs", key=True),
        refer("provider_id", "application", "the one that is needed", key=True),
        choice("verdict", "confirmed silent undeclared", "both; declared only; observed only"),
        text("declared", "protocols declared"),
        text("observed", "protocols observed"),
        text("period", "how often it is declared to be used"),
        whole("flows", "flows seen"),
        instant("first_seen_at", "first"),
        instant("last_seen_at", "last"),
        number("silent_days", "days watched without a flow until the window's end", unit="day"),
        number("unseen_probability", "of a silent one: that one in use would not have been seen"),
        number("confidence", "of an observed one: 0–1"),
    ),
)
OUTSIDE_CONTACT = Table(
    "outside_contact",
    "Traffic between a thing and addresses on the internet.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        choice("direction", "in out", "who opened: in: the other; out: the thing", key=True),
        text("peer", "the registered network, else the address", key=True),
        text("protocol", "tcp, udp, icmp", key=True),
        whole("port", "port of the one who answered", key=True),
        refer("network_id", "network", "the registered network the addresses lie in"),
        whole("addresses", "addresses there"),
        flag("answered", "whether any of it was answered; empty: not known"),
        whole("flows", "number of flows"),
        whole("bytes", "bytes both ways, as seen", unit="byte"),
        instant("first_seen_at", "first"),
        instant("last_seen_at", "last"),
    ),
)
MEASURE = Table(
    "measure",
    "A figure for the programme and the architects, before the plan and after each of its waves.",
    (
        text("measure", "what is counted, as a code", key=True),
        text("subject_kind", "noun it is counted for: region, clinical_service", key=True),
        text("subject_id", "the one it is counted for; empty: all", key=True),
        whole("period", "after which period of the plan; −1: before it", key=True),
        number("value", "how many"),
        number("of", "of how many"),
    ),
)
TABLES = (PROVIDER_ROLE, SPLIT, SPLIT_ITEM, UNSEEN, DEPENDENCY_MATCH, OUTSIDE_CONTACT, MEASURE)
