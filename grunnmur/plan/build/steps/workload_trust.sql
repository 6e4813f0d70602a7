-- The trusts a workload's cutover concerns: who owns it, and who uses it in earnest.
-- Where it is not known how many users a trust has, it counts.
with used as (
    select g.workload_id, u.organisation_id, sum(u.users) as users, bool_or(u.users is null) as any_unknown
    from usage u join grouped_application g using (application_id)
    where u.organisation_id is not null
    group by g.workload_id, u.organisation_id
), weighed as (
    select *, users / nullif(sum(users) over (partition by workload_id), 0) as share from used
), concerned as (
    select workload_id, organisation_id from workload_row where organisation_id is not null
    union
    select workload_id, organisation_id from weighed
    where any_unknown or users >= $users or users > 0 and share >= $share
)
select c.workload_id, c.organisation_id
from concerned c join organisation o using (organisation_id)
where o.kind = 'trust' or o.kind is null
    or not exists (select 1 from concerned d join organisation t using (organisation_id)
                   where d.workload_id = c.workload_id and t.kind = 'trust')
order by all
