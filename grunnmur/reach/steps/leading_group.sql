-- Groups that lead to anything at all: those that hold rights, and those that are in such a group. Most groups of a
-- real directory are neither, and nearly all memberships are in those.
with recursive some_group as (
    select distinct group_id from member_of
), onward as (
    select distinct account_id as group_id from privilege
    union
    select entity_id from directory_sid where noun = 'account' and rid in (500, 512, 519)
    union
    select account_id from directory_built_in where number = 'S-1-5-32-544'
    union
    select from_id from directory_control where from_kind = 'account'
    union
    select m.account_id
    from onward l join member_of m on m.group_id = l.group_id
    where m.account_id in (select group_id from some_group)
)
select group_id from onward
