-- Which of two situations is worse, for things of each importance: the lower place.
select s.situation_id, i.importance,
    row_number() over (partition by i.importance order by
        s.verdict = 'affected' desc, s.verdict = 'unknown' desc, s.decisions[i.importance] desc,
        s.exploited desc, s.affected desc, s.situation_id) as place
from situation_summary s cross join (select unnest([1, 2, 3]) as importance) i
