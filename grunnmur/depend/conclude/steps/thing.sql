-- Every thing with the one application it carries, if it is one, and what kind of caller it makes.
with carried as (
    select asset_id, case when count(distinct application_id) = 1 then min(application_id) end as application_id
    from component group by asset_id
)
select a.asset_id, c.application_id, c.asset_id is not null as carries, a.organisation_id, a.platform,
    case
        when a.kind in ('client', 'phone') then 'people'
        when a.kind in ('medical', 'home_device') then 'device'
        else 'machine'
    end as class
from asset a
left join carried c on c.asset_id = a.asset_id
