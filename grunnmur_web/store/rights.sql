-- Who is asking, and what the grants let them see. Everything row-level security asks is answered here.
create schema if not exists access;

create table if not exists access.loaded (
    loaded_id bigint generated always as identity primary key,
    run_id text not null,
    schema_name text not null,
    folder text not null,
    loaded_at timestamptz not null default now(),
    seconds double precision,
    row_count bigint,
    is_current boolean not null default false
);
alter table access.loaded add column if not exists layout integer not null default 1;
-- Schemas in which its tables are looked for, its own first; the last has all tables, and numbers the audiences.
alter table access.loaded add column if not exists layers text[];
-- A digest of the code that made its tables.
alter table access.loaded add column if not exists code text;
create unique index if not exists loaded_current on access.loaded (is_current) where is_current;

create or replace function access.person() returns bigint language sql stable as
$$ select nullif(current_setting('grunnmur.person', true), '')::bigint $$;

-- Roles that give a right. An administrator manages people and sees no estate by that, but knows what organisations are
-- called, to give roles for them.
create or replace function access.roles_with(wanted text) returns text[] language sql immutable as
$$ select case wanted
    when 'read' then array['reader', 'owner', 'planner', 'approver', 'security', 'auditor']
    when 'know' then array['reader', 'owner', 'planner', 'approver', 'security', 'auditor', 'administrator']
    when 'security' then array['security', 'auditor']
    when 'decide' then array['owner', 'approver', 'security']
    when 'plan' then array['planner']
    when 'approve' then array['approver']
    when 'audit' then array['auditor', 'administrator']
    when 'administer' then array['administrator']
    else array[]::text[] end $$;

create or replace function access.sees_all(wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (
    select 1 from web_grant
    where user_id = access.person() and organisation_id = '' and role = any(access.roles_with(wanted))
      and (valid_to is null or valid_to >= current_date)
) $$;

create or replace function access.organisations(wanted text) returns setof text
language sql stable security definer set search_path = public, pg_temp as
$$ select organisation_id from web_grant
    where user_id = access.person() and organisation_id <> '' and role = any(access.roles_with(wanted))
      and (valid_to is null or valid_to >= current_date) $$;

create or replace function access.may(wanted text, organisation text) returns boolean language sql stable as
$$ select access.sees_all(wanted) or coalesce(organisation, '') in (select access.organisations(wanted)) $$;

-- Has any grant at all with this right: what everyone who is let in may see.
create or replace function access.let_in(wanted text) returns boolean language sql stable as
$$ select access.sees_all(wanted) or exists (select access.organisations(wanted)) $$;

-- How the tables of a run are laid out, counted up when that changes: a run that was loaded before is not shown
-- until it is loaded anew.
create or replace function access.layout() returns integer language sql immutable as $$ select 7 $$;

-- Which audiences of a run the person sees by a right: a bit each, worked out once a request. Null where another run,
-- or none, is read.
create or replace function access.seen(run text, wanted text) returns bit varying language sql stable as
$$ select case when current_setting('grunnmur.schema', true) = run
    then nullif(current_setting('grunnmur.seen_' || wanted, true), '')::bit varying end $$;

-- Begins a request: says who asks, fixes the run all its questions are answered from, and what of it the person sees.
-- Ends with the transaction, so that a connection handed on knows nobody.
create or replace function access.enter(person bigint, out run_id text, out folder text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    layers text[];
    chosen text;
    wanted text;
    bits text;
begin
    select loaded.run_id, loaded.folder, coalesce(loaded.layers, array[loaded.schema_name])
    into run_id, folder, layers
    from access.loaded where is_current and layout = access.layout();
    chosen := layers[cardinality(layers)];
    perform set_config('grunnmur.person', coalesce(person::text, ''), true);
    perform set_config('grunnmur.schema', coalesce(chosen, ''), true);
    perform set_config('grunnmur.layers', coalesce(array_to_string(layers, ', '), ''), true);
    foreach wanted in array array['read', 'security'] loop
        bits := null;
        if chosen is not null and person is not null then
            execute format(
                'select bit_or(seen)::text from %I.audience where organisation_id in '
                '(select access.organisations($1) union all select ''*'' where access.sees_all($1))', chosen)
            into bits using wanted;
        end if;
        perform set_config('grunnmur.seen_' || wanted, coalesce(bits, ''), true);
    end loop;
end $$;
