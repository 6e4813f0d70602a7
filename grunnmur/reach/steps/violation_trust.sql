-- People of one trust reach no data that another trust controls.
select 'trust-crossing' as rule_id, account_id, data_store_id, 'L1' as layer,
    case when employer_kind = 'trust' and controller_kind = 'trust' and organisation_id <> controller_id and data_class = 'patient'
        then 'fail' else 'unknown' end as verdict,
    case
        when organisation_id is null then 'employer_not_known'
        when employer_kind is null then 'employer_kind_not_known'
        when controller_id is null then 'controller_not_known'
        when controller_kind is null then 'controller_kind_not_known'
        when data_class is null then 'content_not_known'
        else 'another_trust'
    end as reason,
    person_id, organisation_id, country
from known_pair
where (account_kind is distinct from 'service' or person_id is not null)
    and coalesce(employer_kind, 'trust') = 'trust' and coalesce(controller_kind, 'trust') = 'trust'
    and (organisation_id is null or controller_id is null or organisation_id <> controller_id)
