-- A person at a session, or the unnamed people of a headcount (prep_attendance.sql). Filter on status: only `attended`
-- rows are attendance instances. is_first marks each person's first attended session, on exactly one row; there next_days
-- is after how many days the person came again on a later day (null: did not), known_days how long that was watched, and
-- services how many different services the person has attended by now.
with first_time_here as (
    select person_id, min((attended_on, object_id, row)) as first
    from prep_attendance where person_id is not null and status = 'attended' group by person_id
),
came_again as (
    select a.person_id, min(a.attended_on) as again_on
    from prep_attendance a join first_time_here f using (person_id)
    where a.status = 'attended' and a.attended_on > f.first[1] group by a.person_id
),
several as (
    select a.person_id, count(distinct p.service) as services
    from prep_attendance a join prep_session s using (meeting)
    join prep_codes c on c.list = 'programme' and c.raw = s.programme_code
    join dim_programme p on p.programme = c.code
    where a.person_id is not null and a.status = 'attended' and p.service != 'unknown' group by a.person_id
),
watched as (select max(attended_on) as last_on from prep_attendance where status = 'attended')
select a.attended_on as date, s.session_id,
    coalesce(c.code, 'unknown') as programme, coalesce(p.service, 'unknown') as service,
    coalesce(p.core_program, 'unknown') as core_program, coalesce(p.theme, 'unknown') as theme,
    coalesce(p.partner, 'unknown') as partner, coalesce(s.mode, 'unknown') as mode,
    coalesce(z.code, s.zone, 'unknown') as zone, coalesce(s.language, p.language, 'unknown') as language,
    a.kind, a.status,
    coalesce(a.format, case s.mode when 'virtual' then 'online' when 'in-person' then 'in-person'
        when 'off-site' then 'in-person' end, 'unknown') as format,
    a.count, a.person_id,
    coalesce(s.one_to_one, false) as one_to_one,
    coalesce(f.first = (a.attended_on, a.object_id, a.row), false) as is_first,
    if(is_first, date_diff('day', a.attended_on, g.again_on), null)::integer as next_days,
    if(is_first, date_diff('day', a.attended_on, watched.last_on), null)::integer as known_days,
    if(is_first, coalesce(v.services, 0), null)::tinyint as services,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(a.attended_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(a.attended_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    stated(a.first_time)::stated_code as first_time,
    a.object_id
from prep_attendance a
left join prep_session s using (meeting)
left join prep_codes c on c.list = 'programme' and c.raw = s.programme_code
left join dim_programme p on p.programme = c.code
left join prep_codes z on z.list = 'zone' and z.raw = s.zone
left join prep_who w on a.kind = 'person' and w.object_id = a.object_id and w.row = a.row
left join first_time_here f on f.person_id = a.person_id and a.status = 'attended'
left join came_again g on g.person_id = a.person_id
left join several v on v.person_id = a.person_id
cross join watched
-- A headcount of a meeting that is still planned says nothing: not unknown, but not yet.
where s.status is distinct from 'planned' or a.status != 'attended'
order by date, a.object_id, a.row
