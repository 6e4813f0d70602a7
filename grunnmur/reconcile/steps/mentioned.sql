-- Places and networks that are only mentioned, each once, and organisations that the settings name; with an id of their own.
select noun, trim(min(text)) as name, min(text) as text, lower(trim(text)) as folded,
       noun || '-' || substr(md5(noun || chr(31) || lower(trim(text))), 1, 12) as entity_id
from (select *, regexp_replace(raw, '^\x1f[a-z]+\x1f', '') as text from resolved)
where matches = 0 and not starts_with(raw, chr(31) || 'record')
      and (noun in (select unnest($open))
           or noun = 'organisation' and raw in (select organisation from source_setting))
group by noun, folded
order by all
