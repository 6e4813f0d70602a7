select distinct rule_id, subject_kind, subject_id as found_id, verdict
from finding
where rule_id in (select rule_id from true_finding)
   or subject_kind in (select subject_kind from true_finding)
