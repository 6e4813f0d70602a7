-- What people write where a version should stand. What is not understood stays `unread`, never a guess.
with cleaned as (
    select
        spelling,
        regexp_replace(
            regexp_replace(
                regexp_replace(trim(spelling), '^vers:[a-z]+/', ''),
                '(?i)^(?:all )?(?:bios |firmware |software )?versions?:? *([<>0-9vV])', '\1'
            ),
            '(^|[<>= |,])[vV]([0-9])', '\1\2', 'g'
        ) as said
    from spelling
),
worded as (
    select
        spelling,
        case
            when said similar to '(?i)\S+ (?:and|or) (?:all )?(?:prior|earlier|below|lower|older|previous)(?: versions?)?'
                then '<=' || split_part(said, ' ', 1)
            when said similar to '(?i)\S+ (?:and|or) (?:all )?(?:later|above|newer|higher)(?: versions?)?'
                then '>=' || split_part(said, ' ', 1)
            when said similar to '(?i)(?:before|prior to|earlier than) \S+'
                then '<' || regexp_extract(said, '(\S+)$', 1)
            when said similar to '(?i)(?:through|up to and including) \S+'
                then '<=' || regexp_extract(said, '(\S+)$', 1)
            else said
        end as said
    from cleaned
),
piece as (
    -- "1.0 | 1.1" are alternatives; ">=1.0|<2.0" is one range.
    select
        spelling,
        trim(unnest(
            if(contains(said, '|') and not said similar to '.*[<>].*', string_split(said, '|'), [said])
        )) as said,
        unnest(range(if(
            contains(said, '|') and not said similar to '.*[<>].*', len(string_split(said, '|')), 1
        ))) as turn
    from worded
),
bounded as (
    select
        *,
        regexp_extract(
            said,
            '^(?:(>=|>) *([^<>=|,]+?))? *(?:,|\||and|&)? *(?:(<=|<) *([^<>=|,]+?))? *$',
            ['from_sign', 'from_text', 'to_sign', 'to_text']
        ) as bound,
        said similar to '(?i)r?[0-9][\w.+()~:-]*(?: (?:update|upd\.?|sp|build|patch|hf|hotfix|rev\.?) ?\w[\w.]*)*' as is_version
    from piece
),
judged as (
    -- the pattern stands three times, since one that comes from a column is compiled for every row
    select
        *,
        bound.from_text = '0' or bound.from_text similar to '(?i)r?[0-9][\w.+()~:-]*(?: (?:update|upd\.?|sp|build|patch|hf|hotfix|rev\.?) ?\w[\w.]*)*' as from_is_version,
        bound.to_text similar to '(?i)r?[0-9][\w.+()~:-]*(?: (?:update|upd\.?|sp|build|patch|hf|hotfix|rev\.?) ?\w[\w.]*)*' as to_is_version
    from bounded
)
select
    spelling,
    turn,
    case
        when lower(said) in ('*', 'all', 'any', 'all versions', 'all version') then 'any'
        when is_version then 'exact'
        when (bound.from_sign <> '' or bound.to_sign <> '')
            and (bound.from_sign = '' or from_is_version)
            and (bound.to_sign = '' or to_is_version)
            then 'range'
        else 'unread'
    end as matches,
    case matches when 'exact' then said when 'unread' then spelling end as version,
    if(matches = 'range', nullif(nullif(bound.from_text, ''), '0'), null) as start,
    if(matches = 'range' and start is not null, bound.from_sign = '>=', null) as start_including,
    if(matches = 'range', nullif(bound.to_text, ''), null) as "end",
    if(matches = 'range' and "end" is not null, bound.to_sign = '<=', null) as end_including
from judged
