-- Whoever runs infrastructure reaches no patient data by that.
select 'operator-reaches-data' as rule_id, account_id, data_store_id, 'L2' as layer,
    if(data_class = 'patient', 'fail', 'unknown') as verdict,
    if(data_class = 'patient', 'by_infrastructure', 'content_not_known') as reason,
    person_id, organisation_id, country
from known_pair where as_operator and could
