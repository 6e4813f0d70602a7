-- Notes. Those that tell of ways to patient data, or name what needs the security right, are guarded.
select *,
    source = 'reach' or code = 'password_in_directory'
        or regexp_matches(concat_ws(' ', place, facts), '\b(account|network|zone)-[0-9a-z]') as guarded
from note
