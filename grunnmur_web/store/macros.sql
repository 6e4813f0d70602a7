-- What a list of few rows is searched by: every word in small letters, a space before each.
create or replace temp macro words_of(written) as
' ' || array_to_string(string_split_regex(lower(written), '[^\pL\pN]+'), ' ');

-- What people call a package of which only the address is known: `pkg:npm/jquery` is jquery (npm). A group of Maven's says who
-- publishes it, and no more.
create or replace temp macro package_called(address) as
url_decode(coalesce(
    nullif(regexp_extract(address, '^pkg:maven/(?:[^@?#]*/)?([^/@?#]+)', 1), '') || ' (maven)',
    nullif(regexp_extract(address, '^pkg:generic/([^@?#]+)', 1), ''),
    nullif(regexp_extract(address, '^pkg:[^/]+/([^@?#]+)', 1), '')
        || ' (' || regexp_extract(address, '^pkg:([^/]+)', 1) || ')',
    address
));

-- What people call a product: by its name, else as its id tells it, where `dell:precision_3660` is dell precision 3660.
create or replace temp macro product_called(name, product_id) as
case
    when name like 'pkg:%' then package_called(name)
    else coalesce(name, replace(
        regexp_replace(regexp_replace(product_id, '^unknown:', ''), ':([^:]*)$', ' \1'), '_', ' '))
end;

-- Whether a rule's findings are guarded. A run that was made before rules said so is as careful as it can be.
create or replace temp macro is_guarded(said, aspect) as coalesce(said, aspect = 'security', true);
