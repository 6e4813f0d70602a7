-- From which zone an attacker comes on to which. Rules that allow a port one logs on through lead into the zone; any other
-- port, tcp or not, leads up to its front, where a weak service is met and a right can be used. What is not understood of a
-- rule closes nothing: an action, a protocol or ports that cannot be read may be any. Where no rule at all is known, every
-- zone is open to every other; so is what stands between a packet filter's zone and any other's.
with said as (
    select source_zone_id as from_zone, target_zone_id as to_zone, lower(trim(coalesce(protocol, ''))) as protocol,
        trim(regexp_replace(lower(coalesce(ports, '')), '(^|[\s,;])(tcp|udp)[/: ]|[/ ](tcp|udp)\b', '\1', 'g')) as ports
    from zone_rule
    where action is distinct from 'deny' and source_zone_id <> target_zone_id
), allowed as (
    select from_zone, to_zone, bool_or(
        protocol not in ('udp', '17') and (
            not regexp_full_match(ports, '\d{1,5}(\s*[-–:]\s*\d{1,5})?([\s,;]+\d{1,5}(\s*[-–:]\s*\d{1,5})?)*')
            or list_has_any($opening_ports, list_transform(
                regexp_extract_all(regexp_replace(ports, '\d+\s*[-–:]\s*\d+', '', 'g'), '\d+'), lambda x: x::integer))
            or len(list_filter(regexp_extract_all(ports, '\d+\s*[-–:]\s*\d+'), lambda span:
                len(list_filter($opening_ports, lambda p: p between regexp_extract(span, '^\d+')::integer
                    and regexp_extract(span, '\d+$')::integer)) > 0)) > 0
        )) as logged_on
    from said
    where protocol not in ('icmp', '1', 'icmpv6', '58', 'igmp', '2', 'ospf', '89', 'vrrp', '112')
    group by from_zone, to_zone
), zones as (
    select m.zone_id, coalesce(z.pillar = 'packet_filter', false) as of_filter
    from (select zone_id from zone union select zone_id from asset_zone where kind = 'zone' and zone_id <> '') m
    left join zone z on z.zone_id = m.zone_id
)
select from_zone, if(logged_on, 'zone', 'front') as to_kind, to_zone, 'opening' as through from allowed
union all
select a.zone_id, 'zone', b.zone_id, 'place_unknown'
from zones a, zones b
where a.zone_id <> b.zone_id and (a.of_filter <> b.of_filter or not exists (from zone_rule))
