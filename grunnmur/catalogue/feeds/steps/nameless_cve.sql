select count(*) as rows, min(cve) as example
from given
where cve = '' or (
    lower(trim(product)) in ('', 'n/a', 'unknown', 'unspecified', '-')
    and not cpe similar to 'cpe:(?:2\.3:|/)[aoh]:(?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+.*'
)
