-- CVE 5 `affected`: one clause an entry and product. The first row that matches says the status; the
-- entry's default status comes last. Commits cannot be ordered without their repository: unread. Where no default is stated it is
-- unknown, as the format has it, but for entries that say where a range ends: their publishers tell so where it is mended.
with entry_row as (
    select
        *,
        if(source = 'cisa-adp', 'cisa', 'cve') as origin,
        coalesce(
            lag(vendor || '|' || product || '|' || platforms || '|' || default_status || '|' || cpe)
                over (partition by cve, source order by line)
                <> vendor || '|' || product || '|' || platforms || '|' || default_status || '|' || cpe,
            true
        ) as opens
    from given
    where cve <> ''
),
numbered as (
    select *, sum(opens::integer) over (partition by cve, source order by line) - 1 as entry
    from entry_row
),
entry_cpe as (
    select distinct origin, cve, entry, regexp_replace(name, '^cpe:(?:2\.3:|/)', '') as name
    from (
        select origin, cve, entry, product as called, unnest(string_split(cpe, ' ')) as name
        from numbered where opens and cpe <> ''
    )
    -- Microsoft gives .NET Framework the CPE of .NET, which has versions of its own: 8.0 would lie before "10.0.25398.1009".
    where not (called ilike '%.net framework%' and name like '%:microsoft:.net:%')
),
entry_product as (
    -- A list of CPEs may be cut off: what lacks a product is left out.
    select distinct
        origin,
        cve,
        entry,
        split_part(name, ':', 1) as part,
        regexp_replace(regexp_extract(name, '^[aoh]:((?:[^:\\]|\\.)+):((?:[^:\\]|\\.)+)', 1), '\\(.)', '\1', 'g') as vendor,
        regexp_replace(regexp_extract(name, '^[aoh]:((?:[^:\\]|\\.)+):((?:[^:\\]|\\.)+)', 2), '\\(.)', '\1', 'g') as product
    from entry_cpe
    where name similar to '[aoh]:(?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+.*'
    union all
    select distinct
        origin,
        cve,
        entry,
        null,
        regexp_replace(lower(trim(vendor)), '[\s_]+', '_', 'g'),
        regexp_replace(lower(trim(product)), '[\s_]+', '_', 'g')
    from numbered
    where opens
        and not cpe similar to 'cpe:(?:2\.3:|/)[aoh]:(?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+.*'
        and lower(trim(product)) not in ('', 'n/a', 'unknown', 'unspecified', '-')
),
clause as (
    select *, row_number() over (
        partition by cve, origin order by entry, part, vendor, product
    ) - 1 as clause
    from entry_product
),
written as (
    select
        n.*,
        n.less_than <> '' or n.less_than_or_equal <> '' as ranged,
        coalesce(nullif(n.less_than, ''), n.less_than_or_equal) as limit_text,
        t.turn,
        t.matches as text_matches,
        t.version as text_version,
        t.start as text_start,
        t.start_including as text_start_including,
        t."end" as text_end,
        t.end_including as text_end_including,
        false as is_default
    from numbered n
    left join version_text t on t.spelling = n.version
    where n.status <> ''
),
limits as (
    -- The first versions that the record's own publisher holds not to be affected, with where the affected ones begin.
    select cve, lower("limit") as "limit",
        if(count(distinct "start") = 1 and count("start") = count(*), any_value("start"), null) as "start"
    from (
        select
            cve,
            case when status = 'unaffected' then text_version when ranged then less_than else text_end end as "limit",
            nullif(case when status = 'unaffected' then "limit" when ranged then version else coalesce(text_start, '0') end, "limit") as "start"
        from written
        where source <> 'cisa-adp'
            and case when status = 'unaffected' then not ranged and text_matches = 'exact'
                     when ranged then less_than not in ('', '*')
                     else text_end is not null and not text_end_including end
    )
    group by all
),
lost as (
    -- CISA's rows that give such a version alone: "before 2.7.1" became "2.7.1". One that the publisher calls affected too is not lost.
    select w.line, w.turn, l."start", l."limit"
    from written w
    join limits l on l.cve = w.cve and l."limit" = lower(w.text_version)
    left join written o
        on o.cve = w.cve and o.source <> 'cisa-adp' and o.status = 'affected' and not o.ranged
        and lower(o.text_version) = lower(w.text_version)
    where w.source = 'cisa-adp' and w.status = 'affected' and not w.ranged and w.text_matches = 'exact' and o.line is null
),
listed as (
    -- What was lost is taken from the publisher, where that says one thing; else it cannot be told which versions CISA means.
    select w.* replace (
            w.ranged or l."start" is not null as ranged,
            coalesce(l."start", w.version) as version,
            if(l."start" is not null, w.text_version, w.less_than) as less_than,
            if(l."start" is not null, w.text_version, w.limit_text) as limit_text
        ),
        l.line is not null and l."start" is null as contradicted
    from written w
    left join lost l on l.line = w.line and l.turn is not distinct from w.turn
),
ended as (
    select distinct source, cve, entry from listed where ranged or text_end is not null
),
stated as (
    from listed
    union all by name
    select n.* replace (coalesce(nullif(n.default_status, ''), 'unknown') as default_status), true as is_default
    from numbered n
    left join ended e on e.source = n.source and e.cve = n.cve and e.entry = n.entry
    where n.opens and (n.default_status in ('affected', 'unknown') or (n.default_status = '' and e.cve is null))
),
read as (
    select
        *,
        case
            when is_default then 'any'
            when contradicted then 'unread'
            when version_type in ('git', 'original_commit') then 'unread'
            when not ranged then coalesce(text_matches, 'unread')
            when limit_text = '*' and version in ('0', '*', '') then 'any'
            when not limit_text similar to '\*|(?:[vVrR]?[0-9][\w.+()~:-]*(?:\.\*)?)' then 'unread'
            when not version similar to '|\*|-|n/a|unspecified|[vVrR]?[0-9][\w.+()~:-]*' then 'unread'
            else 'range'
        end as matches
    from stated
)
select
    c.vendor || ':' || c.product as product_id,
    r.cve as vulnerability_id,
    r.origin,
    row_number() over (
        partition by r.cve, r.origin order by c.clause, r.is_default, r.line, r.turn
    ) - 1 as place,
    c.clause,
    r.entry::varchar as configuration,
    '0' as node,
    null as joined,
    'or' as operator,
    false as negate,
    row_number() over (
        partition by r.cve, r.origin, c.clause order by r.is_default, r.line, r.turn
    ) - 1 as criterion,
    true as vulnerable,
    if(r.is_default, r.default_status, r.status) as status,
    c.part,
    c.vendor,
    c.product,
    trim(r.vendor || ' ' || r.product) as written,
    r.matches,
    case
        when r.matches = 'unread' and r.ranged then r.version || ' – ' || r.limit_text
        when r.matches = 'unread' then coalesce(nullif(r.version, ''), '–')
        when r.matches = 'exact' then r.text_version
    end as version,
    case
        when r.matches <> 'range' then null
        when not r.ranged then r.text_start
        when r.version in ('0', '*', '', '-', 'n/a', 'unspecified') then null
        else regexp_replace(r.version, '^[vV]([0-9])', '\1')
    end as start,
    case
        when start is null then null
        when r.ranged then true
        else r.text_start_including
    end as start_including,
    case
        when r.matches <> 'range' then null
        when not r.ranged then r.text_end
        when r.limit_text = '*' then null
        else regexp_replace(r.limit_text, '^[vV]([0-9])', '\1')
    end as "end",
    case
        when "end" is null then null
        when r.ranged then r.less_than = ''
        else r.text_end_including
    end as end_including,
    case when r.version_type in ('', 'custom', 'original_commit_for_fix') then null else lower(r.version_type) end as scheme
from read r
join clause c on c.cve = r.cve and c.origin = r.origin and c.entry = r.entry
