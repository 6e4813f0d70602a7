-- Every reading as an interval of ranks: one version, or all it may be where it says less than CPE would.
-- A version that is not known may be any, "not applicable" too.
with opened as (
    select r.*, r.is_open or s.version is not null as goes_on
    from fresh_reading r
    left join short_version s on s.product = r.product and s.version = r.version and r."update" is null
)
select row_number() over (order by r.item_id, r.product, r.version, r."update", r.role, r.basis, r.goes_on)::integer as reading_id,
    r.item_id, r.product, r.cpe, r.role, r.basis, r.backported, r.goes_on as is_open, k.train, k.update_code,
    if(r.version is null, 0, p.rank) as low,
    case when r.version is null then 999999999999 when r.goes_on then a.rank else p.rank end as high,
    r.version is not null and k.point is null as unread, r.version is not null and r.version <> '-' as versioned
from opened r
left join reading_key k on k.product = r.product and k.version = coalesce(r.version, '') and k."update" = coalesce(r."update", '')
left join reading_rank p on p.product = k.product and p.code = k.point
left join reading_rank a on a.product = k.product and a.code = k.above
