-- Every application, and why it is not planned, where it is not.
select application_id, name, organisation_id, platform, criticality, disposition, users,
    case when scope = 'out' then 'out_of_scope' when status = 'retired' then 'registered_as_retired' end as left_out,
    coalesce(scope, 'unknown') = 'unknown' as scope_unknown
from application
