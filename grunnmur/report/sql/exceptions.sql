-- Exceptions that end within six months of the day judged.
with judged as (select max(on_date) as day from run)
select
    (select count(*) from asset, judged
        where isolated_until >= day and isolated_until < day + interval 6 months
          and status is distinct from 'retired') as isolations,
    (select count(*) from decision, judged
        where kind = 'accept_risk' and valid_to >= day and valid_to < day + interval 6 months) as acceptances,
    (select count(*) from decision, judged
        where kind = 'accept_risk' and (valid_to is null or valid_to >= day)) as accepted
