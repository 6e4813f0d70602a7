-- A count as nfdump writes it: 1234, or 1.2 M.
create or replace macro scaled(written) as (
  try_cast(regexp_extract(written, '^([\d.]+)', 1) as double)
  * case right(written, 1) when 'K' then 1e3 when 'M' then 1e6 when 'G' then 1e9 when 'T' then 1e12 else 1 end
)::hugeint
