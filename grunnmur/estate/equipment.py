"""Tables of things with a plug or an address, and where they stand."""

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

ASSET_KINDS = (
    "server vm cluster hypervisor controller client phone pbx network storage medical gateway "
    "home_device printer other"
)
ORGANISATION = Table(
    "organisation",
    "A legal entity: the region, a trust, a supplier, a partner.",
    (
        text("organisation_id", "id", key=True),
        text("name", "full name"),
        choice("kind", "region trust supplier partner", "what it is to the group"),
        refer("parent_id", "organisation", "the organisation it belongs to"),
        text("country", "ISO 3166 two letters"),
    ),
    noun=True,
)
LOCATION = Table(
    "location",
    "A place: site, building, room, data centre, cloud region.",
    (
        text("location_id", "id", key=True),
        text("name", "name"),
        choice("kind", "site building room data_centre cloud home", "what kind of place"),
        refer("parent_id", "location", "the place it is in"),
        text("country", "ISO 3166 two letters"),
        refer("organisation_id", "organisation", "who runs the place"),
    ),
    noun=True,
)
ASSET = Table(
    "asset",
    "One real thing: server, client, medical device, switch, phone.",
    (
        text("asset_id", "id", key=True),
        choice("kind", ASSET_KINDS, "what it is"),
        text("name", "host name or display name"),
        refer("organisation_id", "organisation", "the trust that owns it"),
        refer("operator_id", "organisation", "who operates it"),
        refer("controller_id", "organisation", "data controller of the health data in it"),
        refer("location_id", "location", "where it stands"),
        text("platform", "the platform it belongs to"),
        text("environment", "prod, test, training, dev"),
        text("role", "what it does: app, database, web, directory, backup…"),
        text("vendor", "maker, as written"),
        text("model", "model, as written"),
        text("os_name", "operating system or firmware, as written"),
        refer("product_id", "product", "operating system or firmware as vendor:product"),
        text("version", "version of the operating system or firmware"),
        day("patched_on", "last day it was patched"),
        choice("criticality", "A B C D", "A: life and health, D: convenience"),
        flag("health_data", "whether it holds or handles health data"),
        choice("scope", "in out unknown", "whether the programme moves it"),
        text("scope_reason", "the rule or decision that set the scope"),
        day("isolated_until", "last day its isolation is approved for"),
        choice("status", "active retired unknown", "what the registers say of its life"),
        text("owner", "person or unit named as owner"),
        day("purchased_on", "day of purchase"),
        instant("first_seen_at", "first time any source saw it"),
        instant("last_seen_at", "last time any source saw it alive"),
    ),
    noun=True,
)
DEVICE = Table(
    "device",
    "What is particular to a medical device.",
    (
        refer("asset_id", "asset", "the device", key=True),
        text("udi_di", "UDI device identifier (names the model)"),
        text("device_class", "class of equipment"),
        text("inventory_no", "the clinical engineering department's number"),
        text("ward", "ward or department"),
        choice("patch_policy", "approved_list vendor none unknown", "who may patch it"),
        text("remote_access", "none, vendor_vpn, central, modem, unknown"),
        choice("clinical_importance", "life_support high medium low", "importance for treatment"),
        day("next_service_on", "next planned service"),
        text("supplier_contact", "who to call"),
        flag("networked", "whether it is on the network"),
        text("software_version", "version of the device's own software, as written"),
    ),
)
SAFETY_NOTICE = Table(
    "safety_notice",
    "What a maker or an authority says of a model: field safety notices, recalls, advisories; a row a statement.",
    (
        text("notice_id", "the notice's own number", key=True),
        text("vendor", "maker, as written", key=True),
        text("model", "model, as written", key=True),
        text("version", "software versions concerned, as written; `*` is every one", key=True),
        text(
            "serial",
            "serial numbers concerned, where the notice names any: one, several with a comma between, or a range",
            key=True,
        ),
        text("vulnerability_id", "the CVE, where it is about one", key=True),
        choice("kind", "fsn recall advisory", "field safety notice, recall or advisory"),
        text("title", "title"),
        day("published_on", "day of publication"),
        choice("remedy", "update mitigation none", "what the maker offers"),
        text("mended_in", "software version that mends it"),
        text("statement", "the maker's statement, as written"),
        day("isolate_from", "isolate from this day, where the maker says so"),
        day("replace_by", "replace by this day, where the maker says so"),
    ),
)
DEVICE_DISCLOSURE = Table(
    "device_disclosure",
    "What a maker answers about a model's security in its own form (MDS2).",
    (
        text("vendor", "maker, as written", key=True),
        text("model", "model, as written", key=True),
        text("version", "software version the form is about, as written; empty: all", key=True),
        text("question", "number of the question: AUDT-1, CSUP-11…", key=True),
        choice("answer", "yes no not_applicable remark", "the answer; `remark`: see the remark"),
        text("remark", "the maker's remark, as written"),
        day("stated_on", "day of the form"),
    ),
)
ASSET_LINK = Table(
    "asset_link",
    "How two things hang together.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        refer("other_id", "asset", "the other thing", key=True),
        choice(
            "relation",
            "hosted_on manages member_of gateway_for backs_up",
            "asset → other",
            key=True,
        ),
    ),
)
NETWORK = Table(
    "network",
    "An address range within one realm.",
    (
        text("network_id", "id", key=True),
        text("realm", "overlapping ranges live in different realms"),
        text("name", "name"),
        text("cidr", "range"),
        whole("vlan", "VLAN number"),
        refer("zone_id", "zone", "security zone"),
        refer("location_id", "location", "where it is"),
    ),
    noun=True,
)
ADDRESS = Table(
    "address",
    "Which thing had which address when.",
    (
        refer("asset_id", "asset", "the thing", key=True),
        text("realm", "realm of the address", key=True),
        text("mac", "hardware address", key=True),
        text("ip", "address", key=True),
        refer("network_id", "network", "the network it is in"),
        instant("from_at", "from when: each spell it had the address is a row", key=True),
        instant("to_at", "to when"),
    ),
)
RESOURCE_CAPACITY = Table(
    "resource_capacity",
    "How much there is of a resource at a place from a day on.",
    (
        text("resource", "hosts, storage_tb, racks, link_mbps, licences…", key=True),
        refer("location_id", "location", "where", key=True),
        day("from_on", "from which day", key=True),
        number("amount", "how much"),
    ),
)
RESOURCE_USE = Table(
    "resource_use",
    "What a thing uses of a resource.",
    (
        text("resource", "the resource", key=True),
        refer("asset_id", "asset", "the thing", key=True),
        number("amount", "how much"),
    ),
)
ZONE = Table(
    "zone",
    "A security zone: pillar × category.",
    (
        text("zone_id", "id", key=True),
        text("name", "name"),
        text("pillar", "clinical, medical, administrative, management, supplier…"),
        text("category", "security category 1–4"),
    ),
    noun=True,
)
ZONE_RULE = Table(
    "zone_rule",
    "What may pass between two zones.",
    (
        refer("source_zone_id", "zone", "from", key=True),
        refer("target_zone_id", "zone", "to", key=True),
        text("protocol", "tcp, udp, any", key=True),
        text("ports", "ports or any", key=True),
        choice("action", "allow deny", "what happens"),
        text("origin", "the rule set it stands in", key=True),
    ),
)
TABLES = (
    ORGANISATION,
    LOCATION,
    ASSET,
    DEVICE,
    SAFETY_NOTICE,
    DEVICE_DISCLOSURE,
    ASSET_LINK,
    NETWORK,
    ADDRESS,
    RESOURCE_CAPACITY,
    RESOURCE_USE,
    ZONE,
    ZONE_RULE,
)
