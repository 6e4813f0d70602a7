-- The days on which being mended later changes something for an item, or might among what conditions ask for: between two of them
-- all days are alike.
with dated as (
    select distinct item_id, vuln from item_match where basis = 'release'
    union
    select distinct item_id, vuln from row_match where conditional and hits and basis <> 'version'
)
select distinct d.item_id, unnest([k.not_before, k.published_on, k.published_on + i.mended_days::integer]) as cut_on
from dated d join known_day k using (vuln) join item i using (item_id)
