-- Situations the run before did not judge. What concerns a situation follows from what its id is made of, and the edition.
select * from situation_key where situation_id not in (select situation_id from kept_situation)
