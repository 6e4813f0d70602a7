-- What concerns those products and versions, by situation. Weight is the exploit probability, in whole billionths so that the order
-- of rows does not matter; known exploitation counts as certain. No update came for what was published after the last supported day of a
-- release that has ended; paid extension is its own fact and not counted.
select g.gain, r.situation_id, v.vulnerability_id, v.exploited,
    if(v.exploited, 1000000000, round(coalesce(v.epss, 0) * 1000000000))::bigint as weight, v.basis = 'version' as by_version,
    if(v.basis = 'version', v.mended_in is not null, r.ended_on is null or coalesce(v.published_on <= r.ended_on, false)) as mended
from running r
join changed_gain g on g.product_id = r.product_id and g.version is not distinct from r.version
join situation_vulnerability v using (situation_id)
where v.verdict = 'affected'
