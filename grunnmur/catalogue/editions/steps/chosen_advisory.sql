with ranked as (
    select
        *,
        row_number() over (
            partition by advisory_id order by modified_on desc nulls last, told_at desc nulls last, document desc
        ) as turn
    from spoken_advisory
),
whole as (
    select document, bool_or(whole) as whole from new_document where feed = 'csaf' group by all
)
select
    r.advisory_id,
    r.document,
    r.modified_on,
    r.told_at,
    r.has_record,
    w.whole,
    case
        when r.contradictory then 'contradictory'
        when o.modified_on is not null and (r.modified_on is null or r.modified_on < o.modified_on) then 'older'
        else 'taken'
    end as outcome
from ranked r
left join old_advisory o on o.advisory_id = r.advisory_id
left join whole w on w.document = r.document
where r.turn = 1
