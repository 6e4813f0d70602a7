-- Identifiers that identify nothing, whoever carries them: known placeholders, and what is made of one character.
select distinct i.kind, i.value
from written_identifier i
join placeholder p on p.kind = i.kind and p.value = i.value
union
select distinct kind, value
from written_identifier
where (kind = 'serial' and (length(value) < 4 or replace(value, value[1], '') = '' or regexp_matches(value, '^[^A-Z0-9]*$')))
   or (kind = 'mac' and (value in ('00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff') or starts_with(value, '00:00:5e:00:')))
   or (kind = 'uuid' and (replace(replace(value, '-', ''), value[1], '') = '' or starts_with(value, '00000000-0000-0000-0000-0000')))
