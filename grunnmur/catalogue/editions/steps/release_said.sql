-- What is said now of each release: of files of one day that differ the earliest end, which is disputed then. "Ended" without a day is
-- earliest of all, "not ended" later than any day, and a file that says nothing disputes nothing.
with weighed as (
    select *,
        [case n.eol when 'true' then '0' when 'false' then '9998' when '' then '9999' else n.eol end,
            case n.eoas when 'true' then '0' when 'false' then '9998' when '' then '9999' else n.eoas end,
            case n.eoes when 'true' then '0' when 'false' then '9998' when '' then '9999' else n.eoes end] as ends
    from release_told n
    where n.turn = 1
), told as (
    select *,
        greatest(
            count(distinct nullif(eol, '')) over this, count(distinct nullif(eoas, '')) over this,
            count(distinct nullif(eoes, '')) over this
        ) > 1 as disputed
    from weighed
    window this as (partition by product, cycle)
    qualify row_number() over (partition by product, cycle order by ends, releaseDate, label, codename, wording, lts, discontinued) = 1
)
select
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
    'endoflife.date ' || n.product || ', MIT' as source,
    n.disputed
from told n
join lifecycle_product p on p.slug = n.product
left join lifecycle_version v on v.slug = n.product and v.cycle = n.cycle
