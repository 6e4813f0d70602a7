-- Findings with whom they are about. What tells a way in is guarded: it needs a right of its own.
select
    finding.*,
    thing.name as subject_name,
    thing.kind as subject_is,
    thing.organisation_id,
    -- what an account is called by has its domain where others have their platform
    case when finding.subject_kind <> 'account' then thing.platform end as platform,
    list_position(['critical', 'high', 'medium', 'low'], finding.severity) as severity_rank,
    json_extract_string(finding.facts, '$.reason') as reason,
    finding.subject_kind = 'account' or is_guarded(rule.guarded, finding.aspect) as guarded
from finding
left join rule using (rule_id)
left join thing on thing.noun = finding.subject_kind and thing.entity_id = finding.subject_id
