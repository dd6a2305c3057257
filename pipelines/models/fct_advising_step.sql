-- A step to study in the US that a person has reached, with the day of the first contact at that step or a later one: who
-- is at the visa has been through the others, whether or not a contact was about them. Contacts without a person or a step
-- are not here.
with step as (
    select unnest(['research', 'finance', 'apply', 'visa', 'depart']) as step, unnest(range(1, 6)) as place
),
reached as (
    select c.*, s.step as reached, row_number() over (partition by c.person_id, s.step order by c.date, c.object_id) as number
    from fct_advising_contact c join step own on own.step = c.step join step s on s.place <= own.place
    where c.person_id is not null
)
select date, reached as step, mode, person_id, sex, age_band, age_band_imls, district, occupation, home_language,
    first_time, object_id
from reached where number = 1
order by date, person_id, step
