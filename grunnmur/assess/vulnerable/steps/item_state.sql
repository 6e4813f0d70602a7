-- What can be said of each item at all: `known`, or why not.
with listed as (
    select distinct r.item_id
    from reading r semi join ranked_product p on p.product_id = r.cpe
    where r.role <> 'condition'
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
