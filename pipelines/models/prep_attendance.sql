-- Attendance without double counting. A list and a headcount of one session are about the same people: those listed
-- count one each, and the headcount keeps what is left over, so that the sum is the greater of the two. Where people
-- were counted by format (in the room, online), those listed in a format are taken off its count first, and whoever is
-- then left of the list off the others in order. A person listed twice at a session counts once.
with listed as (
    select a.*, w.person_id,
        w.person_id is not null and row_number() over (
            partition by a.meeting, w.person_id
            -- attended before registered before the rest; the later record first
            order by case a.status when 'attended' then 0 when 'no-show' then 1 when 'registered' then 2 else 3 end,
                a.object_id desc, a.row desc) > 1 as again
    from prep_attended a left join prep_who w using (object_id, row)
    where a.kind = 'person'
),
-- Whoever attended, or did not come, had registered: a headcount of the registered includes them.
named as (
    select meeting, format, case_of as status, count(*) as people
    from (select meeting, format, unnest(case status when 'attended' then ['attended', 'registered']
            when 'no-show' then ['no-show', 'registered'] else [status] end) as case_of
          from listed where not again)
    group by all
),
counted as (
    select a.*,
        coalesce((select sum(n.people) from named n where n.meeting = a.meeting and n.status = a.status), 0) as people,
        least(a.count, if(row_number() over of_format = 1, coalesce(f.people, 0), 0)) as matched
    from prep_attended a
    join object o using (object_id)
    left join prep_headcount h on h.meeting = a.meeting and h.status = a.status
    left join named f on f.meeting = a.meeting and f.status = a.status and f.format = a.format
    where a.kind = 'headcount' and (h.mapping is null or h.mapping = o.mapping)
    window of_format as (partition by a.meeting, a.status, a.format order by a.object_id, a.row)
),
unmatched as (
    select *, count - matched as rest, people - sum(matched) over (partition by meeting, status) as spare,
        coalesce(sum(count - matched) over (partition by meeting, status order by object_id, row, format, count
            rows between unbounded preceding and 1 preceding), 0) as before
    from counted
)
select object_id, row, meeting, attended_on, kind, status, format, first_time, person_id, 1 as count
from listed where not again
union all
select object_id, row, meeting, attended_on, kind, status, format, first_time, null,
    (rest - least(rest, greatest(spare - before, 0)))::integer
from unmatched
