-- What may pass between zones, as far as it is understood: an action, a protocol or ports that cannot be read may be any.
-- `logged_on`: by a port one logs on through; `carries`: anything at all that a service could be spoken to by.
with said as (
    select source_zone_id as from_zone, target_zone_id as to_zone, action, lower(trim(coalesce(protocol, ''))) as protocol,
        trim(regexp_replace(lower(coalesce(ports, '')), '(^|[\s,;])(tcp|udp)[/: ]|[/ ](tcp|udp)\b', '\1', 'g')) as ports,
        concat_ws(' ', protocol, ports, coalesce(action, '?')) as written
    from zone_rule
), taken as (
    select *, regexp_full_match(ports, '\d{1,5}(\s*[-–:]\s*\d{1,5})?([\s,;]+\d{1,5}(\s*[-–:]\s*\d{1,5})?)*') as listed,
        protocol in ('icmp', '1', 'icmpv6', '58', 'igmp', '2', 'ospf', '89', 'vrrp', '112') as without_ports,
        regexp_extract_all(ports, '\d+\s*[-–:]\s*\d+') as spans,
        list_transform(regexp_extract_all(regexp_replace(ports, '\d+\s*[-–:]\s*\d+', '', 'g'), '\d+'), lambda one: try_cast(one as integer)) as singles
    from said
)
select from_zone, to_zone, action is distinct from 'deny' as allowed, not without_ports as carries,
    protocol not in ('udp', '17') and (
        not listed
        or list_has_any($opening_ports, singles)
        or len(list_filter(spans, lambda span: len(list_filter($opening_ports, lambda port:
            port between try_cast(regexp_extract(span, '^\d+') as integer) and try_cast(regexp_extract(span, '\d+$') as integer))) > 0)) > 0
    ) as logged_on,
    action is not null and (listed or ports in ('', 'any', '*'))
        and (without_ports or protocol in ('', 'tcp', 'udp', 'any', 'ip', 'all', '*', '6', '17', 'esp', '50', 'ah', '51', 'gre', '47', 'sctp', '132'))
        as understood,
    written
from taken
