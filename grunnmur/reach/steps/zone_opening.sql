-- From which zone an attacker comes on to which. Rules that allow a port one logs on through lead into the zone; any other
-- port, tcp or not, leads up to its front, where a weak service is met and a right can be used. A rule that names no zone
-- on one side is about every zone there. Where no rule of a register is known, all its zones are open to each other; so is
-- what stands between a packet filter's zone and any other's. What no rule of a packet filter lets pass between its own
-- zones, it refuses.
with zones as (
    select m.zone_id, coalesce(z.pillar = 'packet_filter', false) as of_filter
    from (select zone_id from zone union select zone_id from asset_zone where kind = 'zone' and zone_id <> '') m
    left join zone z on z.zone_id = m.zone_id
), of_register as (
    select coalesce(list(zone_id order by zone_id), []) as every_zone from zones where not of_filter
), sources as (
    select unnest(if(r.from_zone is null, o.every_zone, [r.from_zone])) as from_zone, r.to_zone, r.logged_on, o.every_zone
    from read_rule r, of_register o
    where r.allowed and r.carries
), spread as (
    select from_zone, unnest(if(to_zone is null, every_zone, [to_zone])) as to_zone, logged_on from sources
), allowed as (
    select from_zone, to_zone, bool_or(logged_on) as logged_on from spread where from_zone <> to_zone group by from_zone, to_zone
)
select from_zone, if(logged_on, 'zone', 'front') as to_kind, to_zone, 'opening' as through from allowed
union all
select a.zone_id, 'zone', b.zone_id, 'rules_unknown'
from zones a, zones b
where a.zone_id <> b.zone_id and (a.of_filter <> b.of_filter or (not a.of_filter and not exists (from register_rule)))
