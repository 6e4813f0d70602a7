-- Where each account was used from, besides where its person works.
select account_id, country, count(*) as logons from logon where country is not null group by all
