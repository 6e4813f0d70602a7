-- Everything a way of attack may go through, numbered from 0 in a stated order. The front of a zone is told as the zone.
select row_number() over (order by kind, id) - 1 as node, kind, id, if(kind = 'front', 'zone', kind) as noun
from (
    select from_kind as kind, from_id as id from attack_move
    union select to_kind, to_id from attack_move
    union select kind, id from attack_entry
    union select kind, id from attack_target
)
