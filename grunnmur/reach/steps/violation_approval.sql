-- No person of a supplier reaches patient data without an approval that holds on the day.
select 'approval-missing' as rule_id, account_id, data_store_id, 'L2' as layer,
    case when employer_kind in ('supplier', 'partner') and approval in ('missing', 'expired') and data_class = 'patient'
        then 'fail' else 'unknown' end as verdict,
    case
        when employer_kind is null then 'employer_not_known'
        when approval in ('missing', 'expired') and data_class is null then 'content_not_known'
        else 'approval_' || approval
    end as reason,
    person_id, organisation_id, country
from known_pair
where approval <> 'valid' and coalesce(employer_kind, 'supplier') in ('supplier', 'partner')
    and (account_kind is distinct from 'service' or person_id is not null)
