-- One row when there is an edition of the catalogue to judge by.
select 1 as edition
