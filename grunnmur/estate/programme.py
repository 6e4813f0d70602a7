"""Tables a person enters to tell the planner what time, people and money there are."""

from grunnmur.estate.declare import Table, choice, day, number, refer, text, whole

FREEZE = Table(
    "freeze",
    "Days on which nothing may change.",
    (
        refer("organisation_id", "organisation", "the trust; empty is all of them", key=True),
        refer("service_id", "clinical_service", "the service; empty is all of them", key=True),
        day("starts_on", "first day", key=True),
        day("ends_on", "last day", key=True),
        text("reason", "why"),
    ),
)
SKILL_CAPACITY = Table(
    "skill_capacity",
    "Person-days there are of a skill in a month.",
    (
        text("skill", "the skill", key=True),
        day("from_on", "first day of the month it holds from", key=True),
        number("person_days", "person-days a month", unit="person-day"),
    ),
)
CUTOVER_SLOT = Table(
    "cutover_slot",
    "How many cutovers a trust can take in a month.",
    (
        refer("organisation_id", "organisation", "the trust", key=True),
        day("from_on", "first day of the month it holds from", key=True),
        whole("slots", "cutovers a month"),
    ),
)
BUDGET = Table(
    "budget",
    "Money for one-off costs in a year.",
    (
        whole("year", "calendar year", key=True),
        whole("amount_nok", "how much", unit="NOK"),
    ),
)
DEADLINE = Table(
    "deadline",
    "A day something must have moved by.",
    (
        choice(
            "subject_kind", "application asset platform location organisation", "noun", key=True
        ),
        refer("subject_id", "@subject_kind", "what", key=True),
        day("due_on", "the day", key=True),
        choice("hardness", "hard soft", "whether it may be missed at a price"),
        whole("penalty_nok_per_month", "price of a month too late", unit="NOK"),
        text("reason", "why"),
    ),
)
FIXED_COST = Table(
    "fixed_cost",
    "Cost that ends with the last workload of a platform, site or contract.",
    (
        choice("subject_kind", "platform location contract", "noun", key=True),
        refer("subject_id", "@subject_kind", "what", key=True),
        whole("nok_per_month", "cost a month", unit="NOK"),
    ),
)
TABLES = (FREEZE, SKILL_CAPACITY, CUTOVER_SLOT, BUDGET, DEADLINE, FIXED_COST)
