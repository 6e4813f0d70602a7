-- One answer a thing and product: of several versions the worst, with the exception that holds longest.
with excepted as (
    select s.asset_id, s.product_id, s.version, s.name,
        max_by(struct_pack(exception_id := e.exception_id, owner := e.owner, expires_on := e.expires_on),
            (e.expires_on, e.exception_id)) as exception
    from standard_subject s
    join standard_excepted e on e.product_id = s.product_id and e.version = s.version and e.name = s.name
    where (e.organisation is null or e.organisation in (s.organisation_id, s.organisation_name))
        and (e.subject is null or e.subject in (s.asset_id, s.asset_name))
    group by all
),
judged as (
    select s.asset_id, s.product_id, s.version, s.name, v.standard_id, v.allowed_until, v.replacement, e.exception,
        if(v.verdict <> 'pass' and e.exception.expires_on >= $on::date, 'pass', v.verdict) as verdict,
        case
            when v.verdict = 'pass' or e.exception is null then v.reason
            when e.exception.expires_on >= $on::date then 'excepted'
            else 'exception_expired'
        end as reason
    from standard_subject s
    join standard_verdict v on v.product_id = s.product_id and v.version = s.version and v.name = s.name
    left join excepted e
        on e.asset_id = s.asset_id and e.product_id = s.product_id and e.version = s.version and e.name = s.name
),
worst as (
    select * from judged
    qualify row_number() over (
        partition by asset_id, product_id
        order by case verdict when 'fail' then 0 when 'unknown' then 1 else 2 end, version, name
    ) = 1
)
select 'asset' as subject_kind, a.asset_id as subject_id, w.product_id as product,
    coalesce(w.verdict, 'not_applicable') as verdict,
    {
        'reason': coalesce(w.reason, 'nothing_decided'),
        'version': nullif(coalesce(nullif(w.version, ''), w.name), ''),
        'standard_id': w.standard_id,
        'allowed_until': w.allowed_until,
        'replacement': w.replacement,
        'exception_id': w.exception.exception_id,
        'owner': w.exception.owner,
        'expires_on': w.exception.expires_on
    } as facts
from asset a
left join worst w on w.asset_id = a.asset_id
order by subject_id, product
