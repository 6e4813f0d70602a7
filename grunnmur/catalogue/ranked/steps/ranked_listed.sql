-- Versions in an order that only its own system knows, so that others can be placed between them.
select distinct e.product, e.scheme, e.version || coalesce('-' || nullif(e."update", '-'), '') as version, k.point
from endpoint e
join version_key k on k.scheme = e.scheme and k.version = e.version and k."update" = coalesce(e."update", '')
where e.scheme not in ('plain', 'cisco')
