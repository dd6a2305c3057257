-- A meeting: several records of one session code (events export, attendance list) are one; the latest stated value
-- of each column holds. Attended and registered are null where nothing states them: unknown, not 0.
with meeting as (
    select meeting,
        arg_max(programme_code, (object_id, row)) as programme_code,
        arg_max(starts_at, (object_id, row)) filter (starts_at is not null) as starts_at,
        arg_max(ends_at, (object_id, row)) filter (ends_at is not null) as ends_at,
        arg_max(held_on, (object_id, row)) as held_on,
        arg_max(hour, (object_id, row)) filter (hour is not null) as hour,
        coalesce(arg_max(precision, (object_id, row)) filter (starts_at is not null), arg_max(precision, (object_id, row)))
            as precision,
        arg_max(mode, (object_id, row)) filter (mode is not null) as mode,
        arg_max(zone, (object_id, row)) filter (zone is not null) as zone,
        arg_max(language, (object_id, row)) filter (language is not null) as language,
        arg_max(capacity, (object_id, row)) filter (capacity is not null) as capacity,
        arg_max(sessions, (object_id, row)) as sessions,
        bool_or(status = 'cancelled') as cancelled,
        bool_or(status = 'held' or session_code in (select session_code from prep_told)) as held,
        bool_or(one_to_one) as one_to_one,
        max(object_id) as object_id
    from prep_meeting group by meeting
),
people as (
    select meeting,
        sum(count) filter (status = 'attended') as attended,
        bool_or(status in ('attended', 'no-show')) filter (kind = 'person') as list_marked,
        sum(count) filter (kind = 'person' and status in ('registered', 'attended', 'no-show')
            or kind = 'headcount' and status = 'registered') as registered
    from prep_attendance group by meeting
)
select row_number() over (order by m.held_on, m.starts_at, m.meeting)::integer as session_id,
    m.* exclude (cancelled, held),
    -- A list says held or planned; that a meeting was cancelled is said by whoever cancelled it, unless people came. A plan
    -- took place if people came, or if a file that came after its day still has it.
    case when p.attended > 0 then 'held' when m.cancelled then 'cancelled' when m.held then 'held' else 'planned' end
        as status,
    p.registered::integer as registered,
    -- A list on which nobody is marked as come or absent does not say that nobody came.
    case when p.attended > 0 then p.attended when not m.held and not m.cancelled then null
        when p.attended is not null then p.attended when p.list_marked then 0 end::integer as attended
from meeting m left join people p using (meeting)
