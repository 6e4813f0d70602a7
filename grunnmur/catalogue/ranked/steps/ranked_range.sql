-- The versions each row concerns, as the publisher says, and the one that mends it.
select row_id,
    case matches
        when 'any' then concat_ws(' ', 'every version', "update")
        when 'range' then concat_ws(', ',
            if(start is null, null, if(start_including, '>= ', '> ') || start),
            if("end" is null, null, if(end_including, '<= ', '< ') || "end"))
        when 'not_applicable' then concat_ws(' ', 'the release', "update")
        when 'exact' then concat_ws(' ', '=', version, "update")
        else coalesce(version, '?') end || ' (' || product_id || ')' as range,
    if(matches = 'range' and not end_including and "end" not like '%*%', "end", null) as mended_in,
    product_id as cpe
from stated_row
