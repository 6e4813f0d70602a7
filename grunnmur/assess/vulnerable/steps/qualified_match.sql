-- Matches in which more than versions counts. Of rows with a status the lowest place of a clause counts; one that only may
-- match leaves it open. A processor or an edition nobody stated does not matter where the record names both or
-- several. `best` orders by truth and then by row, so that the same row is always shown. `said`: the publisher says more than that
-- it does not know.
with first as (
    select item_id, vuln, turn, basis, stated_clause, min(speaks) as speaks,
        arg_min(if(truth < 2, 1, status), place * 4 - truth) as truth, arg_min(row_id, place) as row_id,
        arg_min(status, place * 4 - truth) = 2 as said
    from row_match where hits and not conditional and turn >= 3
    group by item_id, vuln, turn, basis, stated_clause
)
select item_id, vuln, turn, basis, min(speaks) as speaks, max(truth) as truth,
    max(truth * 1000000000 + 999999999 - row_id) as best, bool_or(said) as said
from first where truth > 0
group by item_id, vuln, turn, basis
union all
select m.item_id, m.vuln, m.turn, m.basis, min(m.speaks) as speaks,
    if(
        bool_or(m.plain = 2 and s.target_hw = 'x86') and bool_or(m.plain = 2 and s.target_hw = 'x64')
        or min(s.sw_edition) filter (m.plain = 2 and s.target_hw is null) <> max(s.sw_edition) filter (m.plain = 2 and s.target_hw is null),
        2, max(m.truth)) as truth,
    max(m.plain * 1000000000 + 999999999 - m.row_id) as best, true as said
from row_match m join ranked_row s using (row_id)
where m.hits and not m.conditional and not m.is_simple and m.turn < 3
group by m.item_id, m.vuln, m.turn, m.basis
