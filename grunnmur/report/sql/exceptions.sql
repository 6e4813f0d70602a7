-- Exceptions that end within six months of the day judged.
with judged as (select max(on_date) as day from run)
select
    (select count(*) from asset, judged
        where isolated_until >= day and isolated_until < day + interval 6 months
          and status is distinct from 'retired') as isolations,
    (select count(distinct decision_id) from finding, judged
        where accepted_until >= day and accepted_until < day + interval 6 months) as acceptances,
    (select count(distinct decision_id) from finding where accepted_until is not null) as accepted
