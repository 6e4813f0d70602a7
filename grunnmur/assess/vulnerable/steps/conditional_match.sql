-- Items affected together with what else runs there: as sure as the least sure of the clause's nodes.
with clause_truth as (
    select h.makeup_id, h.item_id, h.vuln, h.turn, h.basis, h.best,
        least(h.truth, coalesce(min(m.truth) filter (m.node_no <> h.node_no), 2)) as truth
    from condition_hit h
    left join condition_met m on m.makeup_id = h.makeup_id and m.clause_no = h.clause_no
    group by h.makeup_id, h.item_id, h.vuln, h.turn, h.clause_no, h.node_no, h.basis, h.best, h.truth
), best as (
    select *, max(truth * 10 + (basis = 'version')::integer) over (partition by makeup_id, item_id, vuln) as top
    from clause_truth where truth > 0
)
select makeup_id, item_id, vuln, max(truth) as truth,
    if(max(top) % 10 = 1, 'version', 'release') as basis, bit_or(1 << turn) as origins,
    999999999 - max(best) filter (truth * 10 + (basis = 'version')::integer = top) % 1000000000 as row_id
from best
group by makeup_id, item_id, vuln
