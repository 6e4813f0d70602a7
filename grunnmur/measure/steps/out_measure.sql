-- The figures, with of how many it is known.
select 'dependencies_across_platforms' as measure, subject_kind, subject_id, period, platforms as value, platforms_of as of from counted
union all
select 'dependencies_across_trusts', subject_kind, subject_id, period, trusts, trusts_of from counted
union all
select 'functions_run_more_than_once', subject_kind, subject_id, period, count(*) filter (applications > 1), count(*)
from function_run group by subject_kind, subject_id, period
union all
select 'applications_that_do_the_same', subject_kind, subject_id, period,
    coalesce(sum(applications) filter (applications > 1), 0), sum(applications)
from function_run group by subject_kind, subject_id, period
