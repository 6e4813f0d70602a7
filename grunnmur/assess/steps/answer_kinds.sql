-- The kinds of subjects and verdicts in one rule's answer.
select distinct subject_kind, verdict from rule_answer order by all
