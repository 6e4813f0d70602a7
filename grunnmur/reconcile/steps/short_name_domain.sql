-- Short host names that exist in several domains or realms: alone they name nothing.
select short
from node_host
where domain is not null or realm <> ''
group by short
having count(distinct domain) > 1 or count(distinct nullif(realm, '')) > 1
