-- Every reading as an interval of ranks: one version, or all it may be where it says less than CPE would.
-- A version that is not known may be any, "not applicable" too.
select row_number() over () as reading_id, r.item_id, r.cpe, r.role, r.basis, r.backported, r.is_open, v.train, u.code as update_code,
    if(r.version is null, 0, v.point) as low,
    case when r.version is null then 999999999999 when r.is_open then v.above else v.point end as high,
    r.version is not null and v.point is null as unread, r.version is not null and r.version <> '-' as versioned
from fresh_reading r
left join version_rank v
    on v.product_id = r.cpe and v.version = r.version and v."update" = coalesce(r."update", '')
left join version_rank u on u.product_id = r.cpe and u.version = '' and u."update" = r."update"
