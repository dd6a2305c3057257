-- Attendance without double counting. A list and a headcount of one session are about the same people: those listed
-- count one each, and the headcount keeps what is left over, so that the sum is the greater of the two. A headcount in
-- several formats gives up its people in the order of its rows. A person listed twice at a session counts once.
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
-- Whoever attended had also registered; so a registered headcount includes them.
named as (
    select meeting, count(*) filter (status = 'attended') as attended,
        count(*) filter (status in ('registered', 'attended', 'no-show')) as registered,
        count(*) filter (status = 'no-show') as absent
    from listed where not again group by meeting
),
counted as (
    select a.*, n.attended as named_attended, n.registered as named_registered, n.absent as named_absent,
        coalesce(sum(a.count) over (partition by a.meeting, a.status order by a.object_id, a.row
            rows between unbounded preceding and 1 preceding), 0) as before
    from prep_attended a
    join object o using (object_id)
    left join prep_headcount h on h.meeting = a.meeting and h.status = a.status
    left join named n on n.meeting = a.meeting
    where a.kind = 'headcount' and (h.mapping is null or h.mapping = o.mapping)
)
select object_id, row, meeting, attended_on, kind, status, format, first_time, person_id, 1 as count
from listed where not again
union all
select object_id, row, meeting, attended_on, kind, status, format, first_time, null,
    (count - least(count, greatest(coalesce(case status when 'attended' then named_attended
        when 'registered' then named_registered when 'no-show' then named_absent end, 0) - before, 0)))::integer
from counted
