-- Nobody who works, or logs on, outside the countries reaches patient data. Without a basis for transfer that is
-- the law's; with one, the owner's decision. A country that is not known is listed.
with seen as (
    select p.account_id, min(c.country) as country
    from (select distinct account_id from known_pair) p join account_country c using (account_id)
    where not list_contains($countries, c.country) group by p.account_id
), judged as (
    select k.*, coalesce(if(not list_contains($countries, k.country), k.country, null), s.country) as outside,
        if(not list_contains($countries, k.country), 'works_outside', 'logged_on_from_outside') as how
    from known_pair k left join seen s using (account_id)
)
select 'residency-by-reach' as rule_id, j.account_id, j.data_store_id,
    case when outside is not null and b.organisation_id is not null then 'L3' else 'L1' end as layer,
    case when outside is not null and data_class = 'patient' then 'fail' else 'unknown' end as verdict,
    case
        when outside is null then 'country_not_known'
        when data_class is null then 'content_not_known'
        when country is null or list_contains($countries, country) then 'logged_on_from_outside'
        else 'works_outside'
    end as reason,
    j.person_id, j.organisation_id, coalesce(outside, country) as country
from judged j left join transfer_basis b on b.organisation_id = j.organisation_id
where outside is not null or country is null
