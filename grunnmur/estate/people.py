"""Tables of people, their accounts and rights, and of what was agreed with suppliers."""

from grunnmur.estate.declare import Table, choice, day, flag, instant, refer, text

PERSON = Table(
    "person",
    "A person as far as access and responsibility need it.",
    (
        text("person_id", "id", key=True),
        text("name", "name"),
        refer("organisation_id", "organisation", "employer"),
        text("country", "works from, ISO 3166 two letters"),
        day("ended_on", "last day of the employment"),
    ),
    noun=True,
)
ACCOUNT = Table(
    "account",
    "An account or a group in a directory.",
    (
        text("account_id", "id", key=True),
        refer("person_id", "person", "whose it is"),
        choice("kind", "personal service shared group", "what kind"),
        text("name", "account name"),
        text("domain", "directory domain"),
        flag("enabled", "whether it can log on"),
        instant("last_logon_at", "last logon"),
        day("created_on", "when it was made"),
        flag("privileged", "whether the directory marks it as privileged"),
    ),
    noun=True,
)
_OBJECTS = "principal domain container policy template authority"
MEMBERSHIP = Table(
    "membership",
    "Who is in which group.",
    (
        refer("account_id", "account", "the member", key=True),
        refer("group_id", "account", "the group", key=True),
    ),
)
DIRECTORY_LINK = Table(
    "directory_link",
    "What a directory says leads from one of its objects to another: control lists, containment, policies, trusts.",
    (
        choice(
            "from_kind", _OBJECTS, "what leads on; a principal is an account or a machine", key=True
        ),
        text("from_id", "its SID or GUID, as the directory writes it", key=True),
        choice("to_kind", _OBJECTS, "what is gained", key=True),
        text("to_id", "its SID or GUID", key=True),
        text("link", "generic_all, add_member, contains, trusted_by…", key=True),
        flag("inherited", "whether it is set on a container above and inherited"),
    ),
)
PRIVILEGE = Table(
    "privilege",
    "What an account may do on something.",
    (
        refer("account_id", "account", "the account or group", key=True),
        choice(
            "target_kind", "asset data_store application account", "noun of the target", key=True
        ),
        refer("target_id", "@target_kind", "the target", key=True),
        choice("level", "logon read admin", "how much", key=True),
        text("approved_by", "who approved it"),
        day("valid_to", "last day of the approval"),
        flag("recorded", "whether sessions are recorded"),
        instant("last_used_at", "last use"),
    ),
)
LOGON = Table(
    "logon",
    "An account was seen on a thing.",
    (
        refer("account_id", "account", "who", key=True),
        refer("asset_id", "asset", "where", key=True),
        text("country", "from where, ISO 3166 two letters", key=True),
        instant("at", "when", key=True),
    ),
)
LOGGING = Table(
    "logging",
    "Where a thing's log goes.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        text("kind", "kind of log", key=True),
        refer("target_id", "asset", "where the log goes"),
        day("retained_until", "how long it is kept"),
    ),
)
CONTRACT = Table(
    "contract",
    "An agreement with a supplier.",
    (
        text("contract_id", "id", key=True),
        text("name", "number or title"),
        refer("supplier_id", "organisation", "supplier"),
        refer("customer_id", "organisation", "customer"),
        refer("application_id", "application", "what it covers, when it is an application"),
        text("kind", "maintenance, licence, operations…"),
        flag("processor_agreement", "whether a data processor agreement is in place"),
        flag("change_consent", "whether the supplier needs consent before a change"),
        text("transfer_basis", "basis for transfer out of the EEA"),
        day("valid_to", "last day"),
    ),
    noun=True,
)
SUBPROCESSOR = Table(
    "subprocessor",
    "Who the supplier lets in.",
    (
        refer("contract_id", "contract", "the contract", key=True),
        refer("organisation_id", "organisation", "the sub-processor", key=True),
        text("country", "works from, ISO 3166 two letters", key=True),
    ),
)
ASSESSMENT = Table(
    "assessment",
    "A risk or privacy assessment.",
    (
        text("assessment_id", "id", key=True),
        text("name", "title"),
        choice("kind", "ros dpia", "risk and vulnerability analysis, or privacy impact assessment"),
        choice("subject_kind", "application asset contract", "noun of the subject"),
        refer("subject_id", "@subject_kind", "what was assessed"),
        refer("organisation_id", "organisation", "data controller"),
        day("done_on", "day it was done"),
        text("approved_by", "who in the controller's management approved it"),
        day("decided_on", "day of the decision it is for"),
    ),
    noun=True,
)
TABLES = (
    PERSON,
    ACCOUNT,
    MEMBERSHIP,
    DIRECTORY_LINK,
    PRIVILEGE,
    LOGON,
    LOGGING,
    CONTRACT,
    SUBPROCESSOR,
    ASSESSMENT,
)
