-- The thing each claim about a noun, or about a device, speaks of.
select claim, noun as tbl, entity_id from node_entity
union all
select d.claim, 'device', coalesce(case when d.asset_id = chr(31) || 'self' then own.entity_id end, r.entity_id)
from claimed_device d
left join node_entity own on own.claim = d.record and own.noun = 'asset'
left join resolved r on r.noun = 'asset' and r.source = d.source and r.raw = d.asset_id
     and r.file = case when starts_with(d.asset_id, chr(31) || 'record') then d.file else '' end
where coalesce(case when d.asset_id = chr(31) || 'self' then own.entity_id end, r.entity_id) is not null
