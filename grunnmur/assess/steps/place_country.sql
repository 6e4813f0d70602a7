-- The country of each place: its own, else that of the nearest place it is in.
with recursive above as (
    select location_id, parent_id, country, 0 as height from location
    union all
    select b.location_id, p.parent_id, p.country, b.height + 1
    from above b join location p on p.location_id = b.parent_id
    where b.country is null and b.height < 20
)
select location_id, any_value(country) as country from above where country is not null group by location_id
