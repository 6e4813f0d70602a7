-- What is gone has left the directory.
select * from directory_link
where from_id not in (select value from interim_sid) and to_id not in (select value from interim_sid)
