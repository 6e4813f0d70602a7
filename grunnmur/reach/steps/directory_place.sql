-- Which domain each object of a directory is of: an account's and a machine's stands in its identifier; a unit is of the
-- domain of what is in it, a policy of that of what it applies to, a template of that of the authority that offers it.
with recursive place as (
    select to_id as id, regexp_extract(to_id, '^(S-1-5-21-\d+-\d+-\d+)-\d+$', 1) as domain_sid
    from directory_link where to_kind = 'principal' and to_id like 'S-1-5-21-%'
    union
    select to_id, to_id from directory_link where to_kind = 'domain'
    union
    select l.from_id, p.domain_sid
    from place p join directory_link l on l.to_id = p.id
    where l.link in ('contains', 'applies_to', 'offered_by', 'issues_for')
)
select id, domain_sid from place where domain_sid <> ''
