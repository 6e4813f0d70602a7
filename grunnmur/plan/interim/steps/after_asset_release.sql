-- What is rebuilt runs a release that is supported; which one, no plan says.
select * replace (if(t.effect = 'mended', 'supported', support) as support)
from asset_release r left join interim_thing t on t.noun = 'asset' and t.entity_id = r.asset_id
where t.effect is distinct from 'gone'
