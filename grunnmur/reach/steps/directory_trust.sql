-- Whose accounts each domain knows: its own, those of domains it trusts, and within a forest those of all that these trust.
with recursive trusted as (
    select distinct to_id as domain_sid, from_id as known_sid, link = 'trusted_by' as goes_on
    from directory_link where link in ('trusted_by', 'trusted_by_filtered')
), known as (
    select domain_sid, known_sid, goes_on from trusted
    union
    select k.domain_sid, t.known_sid, t.goes_on
    from known k join trusted t on t.domain_sid = k.known_sid where k.goes_on and t.goes_on
)
select domain_sid, domain_sid as known_sid from directory_domain
union
select domain_sid, known_sid from known
