-- How each demand stands, in the whole group or one organisation: the worst of its organisations. One that no
-- result in the organisation speaks of does not apply there; one without rules is not measured anywhere.
with result as (
    select pack, version, control_id,
        arg_max(verdict, list_position(['not_measured', 'not_applicable', 'pass', 'unknown', 'fail'], verdict)) as verdict,
        sum(passed)::bigint as passed, sum(failed)::bigint as failed, sum(accepted)::bigint as accepted,
        sum(unknown)::bigint as unknown, any_value(not_judged) as not_judged
    from control_result
    where $organisation is null or organisation_id = $organisation
    group by pack, version, control_id
), ruled as (
    select pack, version, control_id, list(rule_id order by rule_id) as rules
    from control_rule group by pack, version, control_id
), parameter as (
    select pack, version, control_id,
        list({'id': parameter_id, 'title': if($language = 'nb', title_nb, title_en), 'value': "value"}
            order by parameter_id) as parameters
    from control_parameter group by pack, version, control_id
)
select c.pack, c.version, c.control_id, c.layer, c.clause, c.publisher,
    if($language = 'nb', c.pack_nb, c.pack_en) as pack_title,
    if($language = 'nb', c.group_nb, c.group_en) as group_title,
    if($language = 'nb', c.title_nb, c.title_en) as title,
    if($language = 'nb', c.not_measured_nb, c.not_measured_en) as not_measured,
    coalesce(r.verdict, if(u.rules is null, 'not_measured', 'not_applicable')) as verdict,
    coalesce(r.passed, 0) as passed, coalesce(r.failed, 0) as failed, coalesce(r.accepted, 0) as accepted,
    coalesce(r.unknown, 0) as unknown, u.rules, r.not_judged, p.parameters
from control c
left join result r using (pack, version, control_id)
left join ruled u using (pack, version, control_id)
left join parameter p using (pack, version, control_id)
where $pack is null or c.pack = $pack
order by c.pack, c.version, c.place
