-- Each identity and store: by right, or seen there without any right a source tells of.
with by_right as (
    select f.id as account_id, t.id as data_store_id, p.steps, p.marks
    from found_pair p
    join access_node f on f.node = p.from_node
    join access_node t on t.node = p.to_node
)
select coalesce(r.account_id, l.account_id) as account_id, coalesce(r.data_store_id, l.data_store_id) as data_store_id,
    r.steps, coalesce(r.marks, 0) as marks, r.account_id is not null as by_right, l.logons, l.last_logon_at
from by_right r
full join (select * from store_logon where height = 0 or (account_id, data_store_id) in (select (account_id, data_store_id) from by_right)) l
    on l.account_id = r.account_id and l.data_store_id = r.data_store_id
