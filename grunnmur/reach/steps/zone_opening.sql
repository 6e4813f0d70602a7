-- From which zone an attacker comes on to which: rules that allow a port one logs on or breaks in through. Where no rule at
-- all is known, every zone is open to every other; so is what stands between a packet filter's zone and any other's.
with allowed as (
    select distinct source_zone_id as from_zone, target_zone_id as to_zone
    from zone_rule
    where action = 'allow' and source_zone_id is not null and target_zone_id is not null
        and (
            ports is null or lower(ports) in ('any', '*', '')
            or list_has_any($opening_ports, list_transform(
                regexp_extract_all(regexp_replace(ports, '\d+\s*-\s*\d+', '', 'g'), '\d+'), lambda x: x::integer))
            or len(list_filter(regexp_extract_all(ports, '\d+\s*-\s*\d+'), lambda span:
                len(list_filter($opening_ports, lambda p: p between split_part(span, '-', 1)::integer
                    and split_part(span, '-', 2)::integer)) > 0)) > 0
        )
        and (protocol is null or lower(protocol) in ('tcp', 'any', 'ip', 'all', '*', ''))
), zones as (
    select m.zone_id, coalesce(z.pillar = 'packet_filter', false) as of_filter
    from (select zone_id from zone union select zone_id from asset_zone where kind = 'zone' and zone_id <> '') m
    left join zone z on z.zone_id = m.zone_id
)
select from_zone, to_zone, 'opening' as through from allowed where from_zone <> to_zone
union all
select a.zone_id, b.zone_id, 'place_unknown'
from zones a, zones b
where a.zone_id <> b.zone_id and (a.of_filter <> b.of_filter or not exists (from zone_rule))
