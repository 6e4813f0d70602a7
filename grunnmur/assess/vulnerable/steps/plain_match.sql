-- Matches that need nothing else on the thing. Of rows with a status the lowest place of a clause counts; one
-- that only may match leaves it open. A processor or an edition nobody stated does not matter where the record
-- names both or several. `best` orders by truth and then by row, so that the same row is always shown.
with first as (
    select item_id, vuln, turn, basis, stated_clause,
        arg_min(case when truth < 2 then 1 when status = 'affected' then 2 when status = 'unknown' then 1 else 0 end::bigint, place)
            as truth,
        arg_min(row_id, place) as row_id
    from row_match where hits and not conditional and turn in (3, 4)
    group by item_id, vuln, turn, basis, stated_clause
)
select item_id, vuln, turn, basis, max(truth) as truth, max(truth * 1000000000 + 999999999 - row_id) as best
from first where truth > 0
group by item_id, vuln, turn, basis
union all
select item_id, vuln, turn, basis,
    if(max(plain) = 2 and (
        count(distinct target_hw) filter (plain = 2 and target_hw in ('x86', 'x64')) = 2
        or count(distinct sw_edition) filter (plain = 2 and target_hw is null) > 1
    ), 2, max(truth)) as truth,
    max(plain * 1000000000 + 999999999 - row_id) as best
from row_match where hits and not conditional and turn not in (3, 4)
group by item_id, vuln, turn, basis
