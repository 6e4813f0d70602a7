select distinct
    p.product_id,
    n.cycle,
    coalesce(v.version, n.cycle) as version,
    replace(
        replace(coalesce(nullif(n.label, ''), coalesce(v.version, n.cycle)), '__RELEASE_CYCLE__', n.cycle),
        '__CODENAME__', coalesce(n.codename, '')
    ) as label,
    try_cast(n.releaseDate as date) as released_on,
    try_cast(n.eoas as date) as active_until,
    try_cast(n.eol as date) as security_until,
    try_cast(n.eoes as date) as paid_until,
    case n.eol when 'true' then true when 'false' then false end as ended_undated,
    n.known_on,
    coalesce(nullif(n.wording, ''), to_json(map_from_entries(list_filter(
        [('discontinued', n.discontinued), ('eoas', n.eoas), ('eoes', n.eoes), ('eol', n.eol), ('lts', n.lts),
            ('releaseDate', n.releaseDate)],
        lambda entry: entry[2] <> ''
    )))::varchar) as wording,
    'endoflife.date ' || n.product || ', MIT' as source
from release_told n
join lifecycle_product p on p.slug = n.product
left join lifecycle_version v on v.slug = n.product and v.cycle = n.cycle
where n.turn = 1
