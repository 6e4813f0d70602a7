"""Traffic: every flow as a sensor told it, and what a run keeps of them."""

from grunnmur.estate.declare import Table, choice, day, flag, instant, refer, text, whole

FLOW_RECORD = Table(
    "flow_record",
    "One flow as a sensor told it. Raw material of a run: read by `depend`, not kept in the workspace.",
    (
        text("realm", "realm of the addresses; empty: the source's"),
        instant("started_at", "first packet"),
        instant("ended_at", "last packet"),
        text("source_ip", "who sent; see `opened`"),
        whole("source_port", "port of the one who sent"),
        text("target_ip", "who was sent to"),
        whole("target_port", "port of the one who was sent to"),
        text("protocol", "tcp, udp, icmp…, as a word in lower case"),
        text("service", "what the sensor recognised in the payload"),
        whole("packets", "packets, both ways if the sensor joins them"),
        whole("bytes", "bytes, both ways if the sensor joins them", unit="byte"),
        whole("flows", "how many flows the record stands for, usually 1"),
        whole("sampled", "one packet in so many was looked at; 1: all; empty: not told"),
        flag("opened", "whether the source opened; no: the target did; empty: not known"),
        flag("answered", "whether the other side answered; empty: not known"),
    ),
)
FLOW = Table(
    "flow",
    "Traffic from a client to a server's port, added up per day, both ends named as of its time.",
    (
        text("realm", "realm of the addresses", key=True),
        text("source_ip", "who opened", key=True),
        text("target_ip", "who answered", key=True),
        text("protocol", "tcp, udp, icmp", key=True),
        whole("port", "port of the one who answered", key=True),
        day("on_date", "which day, UTC", key=True),
        refer("source_id", "asset", "who had the source's address then", key=True),
        refer("target_id", "asset", "who had the target's address then", key=True),
        text("service", "what the sensor recognised"),
        whole("flows", "number of flows"),
        whole("bytes", "bytes both ways, as seen", unit="byte"),
        instant("first_seen_at", "first"),
        instant("last_seen_at", "last"),
        whole("hours", "hours of the day it was seen in, UTC: bit 0 is 00–01, bit 23 is 23–24"),
        flag("answered", "whether the other side answered; empty: not known"),
        whole("sampled", "one packet in so many was looked at; 1: all; empty: not told"),
        choice(
            "direction",
            "opened listening momentary listed peers",
            "how it is known who opened; empty: it is not",
        ),
    ),
)
TABLES = (FLOW,)
