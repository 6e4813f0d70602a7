-- What people write where a version should stand. What is not understood stays `unread`, never a guess.
with spelt as (
    -- signs and words that mean the same, Norwegian ones among them
    select spelling,
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(regexp_replace(
            regexp_replace(trim(spelling), '\s+', ' ', 'g'),
            '≤|=<', '<=', 'g'), '≥|=>', '>=', 'g'),
            '(?i)(^| )til og med ', '\1through ', 'g'), '(?i)(^| )fra og med ', '\1>=', 'g'),
            '(?i)(^| )(?:f[øo]r|eldre enn|lavere enn|tidligere enn) ', '\1before ', 'g'),
            '(?i) (?:og|eller) (?:alle )?(?:eldre|tidligere|lavere|f[øo]r)( versjoner)?$', ' and earlier'),
            '(?i) (?:og|eller) (?:alle )?(?:nyere|senere|h[øo]yere)( versjoner)?$', ' and later'),
            '(?i)(^| )alle ?', '\1all '), '(?i)(^| )fra (.+) til ', '\1from \2 to '),
            '(?i)(^| )versjon(?:er|en|ene)?( |:|$)', '\1versions\2') as said
    from spelling
),
cleaned as (
    select
        spelling,
        regexp_replace(
            regexp_replace(
                regexp_replace(trim(said), '^vers:[a-z]+/', ''),
                '(?i)^(?:all )?(?:bios |firmware |software |sw |fw )?(?:versions?:? *([<>0-9vV]|before |prior to |earlier than |older than |lower than |below |through |up to |from )|(before |prior to |earlier than |older than |lower than |below ))', '\1\2'
            ),
            '(^|[<>= |,])[vV]([0-9])', '\1\2', 'g'
        ) as said
    from spelt
),
worded as (
    select
        spelling,
        case
            when said similar to '(?i)\S+ (?:and|or) (?:all )?(?:prior|earlier|below|lower|older|previous)(?: versions?| releases?)?'
                then '<=' || split_part(said, ' ', 1)
            when said similar to '(?i)\S+ (?:and|or) (?:all )?(?:later|above|newer|higher)(?: versions?| releases?)?|[0-9][\w.]*\+|(?i)\S+ onwards'
                then '>=' || rtrim(split_part(said, ' ', 1), '+')
            when said similar to '(?i)(?:before|prior to|(?:earlier|older|lower) than|below) \S+'
                then '<' || regexp_extract(said, '(\S+)$', 1)
            when said similar to '(?i)(?:through|up to|up to and including) \S+'
                then '<=' || regexp_extract(said, '(\S+)$', 1)
            when said similar to '(?i)(?:from |between )?[0-9]\S* (?:to|through|up to|-|–|(?:up )?to and including) [0-9vV]\S*'
                then '>=' || regexp_extract(said, '(?i)^(?:from |between )?(\S+)', 1) || ' <=' || regexp_extract(said, '[vV]?(\S+)$', 1)
            when said similar to '[0-9][\w.-]*(?:(?:, | and |, and | or |, or | / |; ?)[0-9][\w.-]*)+'
                then regexp_replace(said, ', and |, or |, | and | or | / |; ?', '|', 'g')
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
