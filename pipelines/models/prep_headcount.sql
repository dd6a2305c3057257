-- What headcounts say of a session and status. One source may count by format (in the room, online): its rows add up.
-- Two sources that count the same session do not: the one that came last holds.
with by_source as (
    select a.meeting, a.status, o.mapping, sum(a.count)::integer as people, max(a.object_id) as object_id
    from prep_attended a join object o using (object_id)
    where a.kind = 'headcount'
    group by a.meeting, a.status, o.mapping
)
select meeting, status, arg_max(mapping, object_id) as mapping, arg_max(people, object_id) as people
from by_source
where people is not null
group by meeting, status
