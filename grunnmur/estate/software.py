"""Tables of software, the applications people use and the data they hold."""

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

PRODUCT = Table(
    "product",
    "A product, named vendor:product in CPE spelling.",
    (
        text("product_id", "vendor:product", key=True),
        text("name", "readable name"),
        choice(
            "kind",
            "os database middleware application firmware hardware library other",
            "what it is",
        ),
    ),
    noun=True,
)
INSTALLATION = Table(
    "installation",
    "A product on a thing.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        refer("product_id", "product", "the product", key=True),
        text("version", "version as the source wrote it", key=True),
    ),
)
DETECTION = Table(
    "detection",
    "What a vulnerability scanner reported.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        refer("product_id", "product", "the product, where the scanner named it", key=True),
        text("vulnerability_id", "CVE or the scanner's own id", key=True),
        text("title", "what the scanner calls it"),
        text("severity", "how bad: critical, high, medium, low or info; else as the scanner says"),
        instant("seen_at", "when"),
    ),
)
APPLICATION = Table(
    "application",
    "What people would call a system.",
    (
        text("application_id", "id", key=True),
        text("name", "name"),
        refer("organisation_id", "organisation", "the trust that owns it"),
        refer("controller_id", "organisation", "data controller of the health data in it"),
        text("owner", "named owner"),
        text("vendor", "maker, as written"),
        refer("supplier_id", "organisation", "who supplies it"),
        text("function", "what it is for"),
        text("platform", "the platform it runs on"),
        choice("criticality", "A B C D", "A: life and health, D: convenience"),
        flag("health_data", "whether it handles health data"),
        choice("scope", "in out unknown", "whether the programme moves it"),
        text("scope_reason", "the rule or decision that set the scope"),
        choice(
            "disposition",
            "retire retain rehost replatform replace consolidate isolate",
            "what is to become of it",
        ),
        choice("status", "active retired unknown", "what the registers say of its life"),
        text("requires", "operating system or platform it needs, as written"),
        whole("users", "number of users"),
    ),
    noun=True,
)
COMPONENT = Table(
    "component",
    "Which things an application runs on.",
    (
        refer("application_id", "application", "the application", key=True),
        refer("asset_id", "asset", "the thing", key=True),
        text("role", "app, database, web, integration, file…"),
    ),
)
USAGE = Table(
    "usage",
    "Who uses an application where.",
    (
        refer("application_id", "application", "the application", key=True),
        refer("organisation_id", "organisation", "the trust", key=True),
        refer("location_id", "location", "the place", key=True),
        whole("users", "number of users"),
    ),
)
INGREDIENT = Table(
    "ingredient",
    "A product an application is built from, as its bill of materials says.",
    (
        refer("application_id", "application", "the application", key=True),
        refer("product_id", "product", "the product", key=True),
        text("version", "version as the bill wrote it", key=True),
    ),
)
CLINICAL_SERVICE = Table(
    "clinical_service",
    "A service to patients that must not stop.",
    (
        text("service_id", "id", key=True),
        text("name", "name"),
    ),
    noun=True,
)
SERVICE_MEMBER = Table(
    "service_member",
    "Applications a clinical service stands on.",
    (
        refer("service_id", "clinical_service", "the service", key=True),
        refer("application_id", "application", "the application", key=True),
        text("redundancy_group", "members of one group stand in for each other"),
    ),
)
DEPENDENCY = Table(
    "dependency",
    "Who needs whom.",
    (
        choice("consumer_kind", "application asset", "noun of the one that needs", key=True),
        refer("consumer_id", "@consumer_kind", "the one that needs", key=True),
        choice("provider_kind", "application asset", "noun of the one that is needed", key=True),
        refer("provider_id", "@provider_kind", "the one that is needed", key=True),
        text("protocol", "HL7v2, SQL, DICOM, tcp…", key=True),
        whole("port", "port", key=True),
        choice("origin", "declared observed", "said by a person or seen on the network", key=True),
        whole("flows", "number of flows"),
        whole("bytes", "bytes", unit="byte"),
        instant("first_seen_at", "first"),
        instant("last_seen_at", "last"),
        text("period", "daily, weekly, monthly…"),
        number("confidence", "0–1"),
        number("unseen_probability", "probability that such a dependency would have stayed unseen"),
    ),
)
DATA_STORE = Table(
    "data_store",
    "A store of data and every copy of it.",
    (
        text("data_store_id", "id", key=True),
        text("name", "name"),
        refer("application_id", "application", "the application it belongs to"),
        refer("asset_id", "asset", "the thing it lies on"),
        choice("kind", "primary replica backup log copy", "what copy it is"),
        refer("replica_of_id", "data_store", "the store it is a copy of"),
        refer("location_id", "location", "where it lies"),
        choice("data_class", "patient personal operational open", "most sensitive content"),
        refer("controller_id", "organisation", "data controller"),
        text("legal_basis", "why it may be held"),
        day("retained_until", "how long it is kept"),
    ),
    noun=True,
)
TABLES = (
    PRODUCT,
    INSTALLATION,
    DETECTION,
    APPLICATION,
    COMPONENT,
    USAGE,
    INGREDIENT,
    CLINICAL_SERVICE,
    SERVICE_MEMBER,
    DEPENDENCY,
    DATA_STORE,
)
