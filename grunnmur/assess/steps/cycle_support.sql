-- Whether each release is supported on the day. A day given is the last supported one. Where the source
-- says "ended" or "not ended" without a day, that is believed from the day it was said, for a while.
select product_id, cycle, label, security_until, paid_until,
    case
        when security_until is not null then
            case when $on::date <= security_until then 'supported' else 'unsupported' end
        when ended_undated then
            case when $on::date >= known_on then 'unsupported' else 'unknown' end
        when not ended_undated then
            case when $on::date <= known_on + $undated_days::integer then 'supported' else 'unknown' end
        else 'unknown'
    end as support
from release_cycle
