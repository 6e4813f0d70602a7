-- Whether anything of the run before is told otherwise in this one, but for new things: a row a reason, none where
-- what is made of the same rows need not be made again. An audience that no thing had would move the numbers of others.
with fresh as (
    from visibility except from ground.visibility
),
seen_before as (
    select distinct organisations from thing_seen anti join fresh using (noun, entity_id)
)
select 'called_otherwise' as reason
where exists ((select * exclude number from ground_thing) except (select * exclude number from thing))
union all
select 'seen_by_fewer' where exists (from ground.visibility except from visibility)
union all
select 'seen_by_more' where exists (from fresh semi join ground.visibility using (noun, entity_id))
    or exists (from fresh semi join ground.entity using (noun, entity_id))
union all
select 'known_before' where exists (
    from (select noun, entity_id from thing except select noun, entity_id from ground_thing)
    semi join ground.entity using (noun, entity_id)
)
union all
select 'other_audiences' where (select count(*) from seen_before) < (select count(*) from audience_set) - 1
