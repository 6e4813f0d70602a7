-- The removals that stop every way, in order, with the day the plan does them anyway.
select i.place, i.kind, i.through, i.subject_kind, i.subject_id, i.other_kind, i.other_id,
       i.cost, i.stops, i.closes, w.ends_on
from cut_item i
left join removal_wave w on w.cut_id = i.cut_id and w.item = i.item
where i.cut_id = 'cut-any'
order by i.place
