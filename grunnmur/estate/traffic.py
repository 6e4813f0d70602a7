"""Traffic: every flow as a sensor told it, and what a run keeps of them."""

from grunnmur.estate.declare import Table, flag, instant, text, whole

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
