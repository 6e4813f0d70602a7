-- Records that name the builds that mend a system: a build outside all of them is clear whatever the release.
select distinct r.item_id, s.vuln
from reading_span r
join item i on i.item_id = r.item_id
join ranked_row s on s.product = r.product
where r.basis = 'version' and r.low > 0 and i.mended_days is not null and s.is_range and s.vulnerable
