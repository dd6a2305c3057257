-- A person's first attendance of a programme after another one: their second, third, fourth or later programme (`place`; 4 is
-- fourth or later), with the service of the programme they had taken up before it (`came_from`). Programmes first attended
-- on one day stand in the order of their codes.
with taken_up as (
    select person_id, programme, min((date, object_id)) as first, any_value(service) as service
    from fct_attendance
    where status = 'attended' and person_id is not null and programme != 'unknown'
    group by person_id, programme
),
ordered as (
    select *, row_number() over own as number, lag(programme) over own as programme_before, lag(service) over own as came_from
    from taken_up window own as (partition by person_id order by first[1], programme)
)
select first[1] as date, programme, service, programme_before, came_from, least(number, 4)::tinyint as place, person_id,
    first[2] as object_id
from ordered where number > 1
order by date, person_id, programme
