-- Whose each subject is and on which platform, for the denominators.
select 'asset' as subject_kind, asset_id as subject_id, organisation_id, platform from asset
union all
select 'application', application_id, organisation_id, platform from application
union all
select 'data_store', d.data_store_id, coalesce(p.organisation_id, a.organisation_id), coalesce(p.platform, a.platform)
from data_store d
left join asset a using (asset_id)
left join application p on p.application_id = d.application_id
union all
select 'contract', c.contract_id, coalesce(c.customer_id, p.organisation_id), p.platform
from contract c left join application p on p.application_id = c.application_id
union all
select 'assessment', s.assessment_id, coalesce(s.organisation_id, p.organisation_id), p.platform
from assessment s left join application p on p.application_id = case when s.subject_kind = 'application' then s.subject_id end
union all
select 'account', c.account_id, p.organisation_id, null
from account c left join person p on p.person_id = c.person_id
union all
select 'network', n.network_id, l.organisation_id, null
from network n left join location l on l.location_id = n.location_id
union all
select 'person', person_id, organisation_id, null from person
union all
select 'location', location_id, organisation_id, null from location
union all
select 'organisation', organisation_id, organisation_id, null from organisation
