-- Uploads, and what the worker may, who is the owner. A file for a source changes the whole group's estate:
-- whoever plans for all of it may send one. Of its row people change the state and nothing else; none is removed.
revoke update, delete, truncate on web_upload from grunnmur_web;
grant update (state) on web_upload to grunnmur_web;
alter table web_upload enable row level security;
alter table web_upload force row level security;
drop policy if exists by_planners on web_upload;
create policy by_planners on web_upload using (
    (select access.sees_all('plan'))
    or current_user = (select tableowner from pg_tables where schemaname = 'public' and tablename = 'web_upload')
);
-- Who audits the whole group reads them and changes none.
drop policy if exists by_auditors on web_upload;
create policy by_auditors on web_upload for select using (
    (select access.sees_all('audit')) and (select access.sees_all('read'))
);

-- The worker hands on what was decided to the next run.
drop policy if exists handed_on on web_decision;
create policy handed_on on web_decision for select using (
    current_user = (select tableowner from pg_tables where schemaname = 'public' and tablename = 'web_decision')
);
