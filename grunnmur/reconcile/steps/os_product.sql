-- The operating system's product and version, both from the one claim that won; a version that a person gave with
-- the name stands above it.
select j.entity_id, p.product_id, coalesce(p.decided_version, v.value, p.version) as version
from judged j
join product_name p on p.text = j.value
left join judged v on v.tbl = 'asset' and v.entity_id = j.entity_id and v.attribute = 'version'
     and v.source = j.source and v.record_key = j.record_key
where j.tbl = 'asset' and j.attribute = 'os_name' and j.chosen and p.confidence > 0
qualify row_number() over (partition by j.entity_id order by v.value nulls last) = 1
