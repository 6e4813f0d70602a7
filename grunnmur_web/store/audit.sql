-- The audit log is a chain: each row's hash covers the row and the hash of the one before it. Nobody
-- changes or removes a row, not even who owns the table; `access.audit_broken` finds where it was tried.
create or replace function access.audit_digest(
    entry_id bigint, at timestamptz, actor text, action text, subject_kind text, subject_id text,
    organisation_id text, before jsonb, after jsonb, previous_hash text
) returns text language sql immutable as $$
    select encode(sha256(convert_to(jsonb_build_array(
        entry_id, extract(epoch from at)::text, actor, action, subject_kind, subject_id, organisation_id,
        before, after, previous_hash
    )::text, 'UTF8')), 'hex')
$$;

create or replace function access.audit_chain() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7203912);  -- one writer at a time, so that there is one chain
    new.id := coalesce((select max(id) from web_audit), 0) + 1;
    new.previous_hash := coalesce((select hash from web_audit order by id desc limit 1), '');
    new.hash := access.audit_digest(
        new.id, new.at, new.actor, new.action, new.subject_kind, new.subject_id, new.organisation_id,
        new.before, new.after, new.previous_hash
    );
    return new;
end $$;

create or replace function access.audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only added to';
end $$;

create or replace trigger audit_chain before insert on web_audit
    for each row execute function access.audit_chain();
create or replace trigger audit_stays before update or delete on web_audit
    for each row execute function access.audit_stays();
create or replace trigger audit_stays_whole before truncate on web_audit
    for each statement execute function access.audit_stays();

create or replace function access.audit_broken() returns table (id bigint, reason text) language sql stable as $$
    with chained as (
        select web_audit.*,
            lag(web_audit.hash, 1, '') over (order by web_audit.id) as expected,
            lag(web_audit.id, 1, 0::bigint) over (order by web_audit.id) as before_id
        from web_audit
    )
    select chained.id, case
        when chained.id <> before_id + 1 then 'missing'
        when previous_hash <> expected then 'chain'
        else 'content' end
    from chained
    where chained.id <> before_id + 1
       or previous_hash <> expected
       or hash <> access.audit_digest(
            chained.id, at, actor, action, subject_kind, subject_id, organisation_id, before, after, previous_hash)
    order by chained.id
$$;
