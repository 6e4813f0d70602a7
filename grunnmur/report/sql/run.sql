select
    run_id, on_date, started_at, input_digest, code_version, catalogue_edition,
    coalesce(
        json_extract_string(parameters, '$.group'),
        (select min_by(name, organisation_id) from organisation where kind = 'region')
    ) as region
from run
order by run_id desc
limit 1
