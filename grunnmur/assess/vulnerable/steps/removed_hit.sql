-- Whether the update removes it: what still holds of the version it leads to remains.
select h.gain, h.situation_id, h.vulnerability_id, h.exploited, h.weight,
    h.mended and (not h.by_version or s.vulnerability_id is null) as removed
from update_hit h left join held_still s on s.gain = h.gain and s.vulnerability_id = h.vulnerability_id
