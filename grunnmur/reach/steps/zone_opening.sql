-- From which zone an attacker comes on to which. Rules that allow a port one logs on through lead into the zone; any other
-- port, tcp or not, leads up to its front, where a weak service is met and a right can be used. Where no rule at all is
-- known, every zone is open to every other; so is what stands between a packet filter's zone and any other's.
with allowed as (
    select from_zone, to_zone, bool_or(logged_on) as logged_on
    from read_rule where allowed and carries and from_zone <> to_zone group by from_zone, to_zone
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
