-- What can be said of each item at all: `known`, or why not. A product that publishers only name as what others run on, or only
-- as kin of another, is not listed: nobody writes of what concerns it. Of kin that is mended in place, patch days tell.
with affected_product as (
    select p.product_id from ranked_product p semi join (from ranked_row where vulnerable) s on s.product = p.product
), listed as (
    select distinct r.item_id
    from reading r
    join item i using (item_id)
    semi join affected_product p on p.product_id = r.cpe
    where r.role = 'affected' or (r.role = 'kin' and i.mended_days is not null)
)
select i.item_id,
    case when k.state is not null then k.state
         when not i.recognised then 'name_not_matched'
         when l.item_id is null then 'product_not_listed'
         when i.packaged then 'fixes_carried_back'
         when i.version is null then 'version_not_known'
         else 'known' end as state
from item i
left join listed l on l.item_id = i.item_id
left join kept_item k on k.digest = i.digest
