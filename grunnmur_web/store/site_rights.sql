-- What the site's own role may do with what the site remembers.
grant usage on schema public, access to grunnmur_web;
grant select on access.loaded to grunnmur_web;
grant select, insert, update, delete on all tables in schema public to grunnmur_web;
grant usage on all sequences in schema public to grunnmur_web;
revoke update, delete, truncate on web_decision, web_audit from grunnmur_web;
revoke insert, update, delete on django_migrations from grunnmur_web;

alter table web_decision enable row level security;
alter table web_decision force row level security;
drop policy if exists seen on web_decision;
create policy seen on web_decision for select using (
    case when coalesce(guarded, subject_kind = 'finding')
        then (select access.sees_all('security')) or organisation_id in (select access.organisations('security'))
        else (select access.sees_all('read')) or organisation_id in (select access.organisations('read')) end
);
drop policy if exists decided on web_decision;
create policy decided on web_decision for insert with check (
    access.may(case
        when kind in ('approve', 'send_back') then 'approve'
        when kind in ('pin', 'unpin', 'forbid') then 'plan'
        else 'decide' end, organisation_id)
);

-- A role is given, changed and taken by who administers where it holds; by nobody at all where the directory says so.
-- Not forced: the functions that say who may what read grants as their owner.
alter table web_grant enable row level security;
drop policy if exists seen on web_grant;
create policy seen on web_grant for select using (true);
drop policy if exists given on web_grant;
create policy given on web_grant for insert with check (
    access.may('administer', organisation_id) or (access.person() is null and granted_by = 'directory:')
);
drop policy if exists changed on web_grant;
create policy changed on web_grant for update using (access.may('administer', organisation_id));
drop policy if exists taken on web_grant;
create policy taken on web_grant for delete using (
    access.may('administer', organisation_id) or (access.person() is null and granted_by = 'directory:')
);

-- The log is read by who may audit, and by each trust for its own; what was decided about guarded findings as that is.
alter table web_audit enable row level security;
alter table web_audit force row level security;
drop policy if exists seen on web_audit;
create policy seen on web_audit for select using (
    (((select access.sees_all('audit'))
    or (organisation_id <> '' and organisation_id in (select access.organisations('audit'))))
    and (not coalesce((after ->> 'guarded')::boolean, subject_kind = 'finding')
        or (select access.sees_all('security')) or organisation_id in (select access.organisations('security'))))
    or current_user = (select tableowner from pg_tables where schemaname = 'public' and tablename = 'web_audit')
);
drop policy if exists written on web_audit;
create policy written on web_audit for insert with check (true);

-- Risks that are accepted: the last word on a finding is an acceptance. It `has_ended`, or is among those of `accepted_now`;
-- one that ends within 60 days is `ending`: somebody has to look at it again. Made anew, because they have every column
-- decisions have.
drop view if exists public.accepted_now;
drop view if exists public.accepted_last;
create view public.accepted_last with (security_invoker) as
select *, valid_to < current_date as has_ended from (
    select distinct on (subject_id) * from web_decision
    where subject_kind = 'finding' and kind in ('accept_risk', 'reopen')
    order by subject_id, decided_at desc, id desc
) as last_word
where kind = 'accept_risk';
create view public.accepted_now with (security_invoker) as
select *, valid_to < current_date + 60 as ending from public.accepted_last where not has_ended;
grant select on public.accepted_last, public.accepted_now to grunnmur_web;
