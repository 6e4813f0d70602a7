-- Every address, and where every network begins, as a number, with how many bits addresses of its kind have.
-- Link-local addresses of IPv6 are left out: each network has its own.
with written as (
    select distinct ip from address where ip is not null
    union
    select split_part(cidr, '/', 1) from network where cidr is not null
), four as (
    select ip, string_split(ip, '.') as part from written where regexp_full_match(ip, '\d{1,3}(\.\d{1,3}){3}')
), six as (
    select ip, string_split(nullif(split_part(ip, '::', 1), ''), ':') as before, string_split(nullif(split_part(ip, '::', 2), ''), ':') as behind
    from written
    where regexp_full_match(ip, '[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}') and not regexp_matches(ip, '^fe[89ab]') and ip <> '::1'
), hexadecimal as (
    select ip, array_to_string(list_transform(
        coalesce(before, []) || list_transform(range(8 - len(coalesce(before, [])) - len(coalesce(behind, []))), lambda _: '0') || coalesce(behind, []),
        lambda part: lpad(part, 4, '0')), '') as digits
    from six
)
select ip, 32 as width, (((part[1]::bigint * 256 + part[2]::bigint) * 256 + part[3]::bigint) * 256 + part[4]::bigint)::uhugeint as number
from four
union all
select ip, 128, from_hex(digits)::bit::uhugeint from hexadecimal where length(digits) = 32
