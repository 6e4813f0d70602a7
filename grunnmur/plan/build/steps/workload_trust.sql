-- The trusts a workload's cutover concerns: who owns it, and who uses it.
with concerned as (
    select workload_id, organisation_id from workload_row where organisation_id is not null
    union
    select g.workload_id, u.organisation_id
    from usage u join grouped_application g using (application_id)
    where u.organisation_id is not null and coalesce(u.users, 1) > 0
)
select c.workload_id, c.organisation_id
from concerned c join organisation o using (organisation_id)
where o.kind = 'trust' or o.kind is null
    or not exists (select 1 from concerned d join organisation t using (organisation_id)
                   where d.workload_id = c.workload_id and t.kind = 'trust')
order by all
