-- Notices that name no maker or model, so that nothing can be held against them; and how many concern nothing here.
select notice_id as place, 'notice_without_model' as code, to_json({'notice': notice_id})::varchar as facts
from safety_notice where vendor is null or model is null
group by notice_id
union all
select 'safety_notice', 'notices_about_nothing_here',
    to_json({'count': count(distinct notice_id), 'examples': list(distinct notice_id order by notice_id)[:5]})::varchar
from safety_notice n
where vendor is not null and model is not null and not exists (
    from notice_model m join safety_notice o on o.vendor = m.their_vendor and o.model = m.their_model
    where o.notice_id = n.notice_id
)
having count(*) > 0
