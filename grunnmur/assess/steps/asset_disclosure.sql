-- What makers answer about things in use. A form about another software version than the thing's own says nothing of it;
-- a form about a model that is only perhaps this one neither;
-- of several forms the one of that version counts, then the newest.
select u.asset_id, d.question, d.answer, d.remark, d.stated_on,
    d.version is null or lower(trim(d.version)) is not distinct from lower(trim(u.software_version)) as is_of_version
from (
    select a.asset_id, coalesce(a.vendor, '') as vendor, a.model,
        coalesce(v.software_version, if(a.os_name is null and a.product_id is null, a.version, null)) as software_version
    from asset a left join device v using (asset_id)
) u
join disclosure_model m on m.vendor = u.vendor and m.model = u.model and m.doubt is null
join device_disclosure d on d.vendor = m.their_vendor and d.model = m.their_model
where d.version is null or u.software_version is null or lower(trim(d.version)) = lower(trim(u.software_version))
qualify row_number() over (partition by u.asset_id, upper(d.question)
    order by is_of_version desc, d.version is null, d.stated_on desc nulls last, d.answer) = 1
