-- Of what things run, that which a single update would mend something of, under the product and version that
-- `update_gain` counts it by, with what concerns this very thing.
select
    told.asset_id, mends.product_id, mends.version, mends.update_to, told.version as written_version,
    told.affected, told.exploited, told.decision
from situation as told
join (select distinct situation_id, product_id, version, update_to from mended) as mends
    on mends.situation_id = told.situation_id
