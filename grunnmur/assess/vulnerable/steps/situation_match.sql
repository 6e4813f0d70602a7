-- What concerns each situation that is to be judged. Where only the release is named, the day the thing was last mended decides: an
-- update came with the publication or within `mended_days` of it, and what was mended later holds it; but no day proves it of
-- what was published when updates had ended: that one came nevertheless (paid for, or given) is not known.
with found as (
    select s.situation, m.vuln, m.truth, m.basis, m.row_id, m.origins, m.disputed, false as conditional,
        s.mended_on, s.mended_days, s.updates_until
    from fresh_situation s join item_match m using (item_id)
    union all
    select s.situation, m.vuln, m.truth, m.basis, m.row_id, m.origins, false, true, s.mended_on, s.mended_days,
        s.updates_until
    from fresh_situation s join conditional_match m on m.item_id = s.item_id and m.makeup_id = s.makeup_id
), dated as (
    select f.situation, f.vuln, f.row_id, f.origins, f.disputed, f.conditional,
        case when f.basis <> 'release' or (f.truth = 1 and f.mended_on < k.not_before) then 'version'
             when f.mended_on is null then 'release'
             when f.mended_on >= k.published_on + f.mended_days::integer and f.updates_until < k.published_on then 'support_end'
             else 'patch_day' end as basis,
        case when f.basis <> 'release' then f.truth
             when f.mended_on is null then 1
             when f.mended_on < k.not_before then f.truth
             when k.published_on is null then 1
             when f.mended_on < k.published_on + f.mended_days::integer then 1
             when f.updates_until < k.published_on then 1
             else 0 end as mended
    from found f join known_day k using (vuln)
    where not k.rejected
)
select situation, vuln, max(mended) as truth, bit_or(origins) as origins, bool_and(disputed) as disputed,
    bool_and(conditional) as conditional,
    max(mended * 1000000000 + 999999999 - row_id) as best,
    arg_max(basis, mended * 2 + (not conditional)::integer) as basis
from dated where mended > 0
group by situation, vuln
