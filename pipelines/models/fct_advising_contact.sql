-- One advising contact. Steps, outcomes and aid are what people report themselves. is_first marks each person's first
-- contact; there next_days is after how many days a contact on a later day followed (null: none did), and known_days how
-- long that was watched.
with first_contact as (
    select w.person_id, min((a.contacted_on, a.object_id, a.row)) as first
    from accepted_advising_contact a join prep_who w using (object_id, row)
    where w.person_id is not null group by w.person_id
),
came_again as (
    select w.person_id, min(a.contacted_on) as again_on
    from accepted_advising_contact a join prep_who w using (object_id, row)
    join first_contact f on f.person_id = w.person_id
    where a.contacted_on > f.first[1] group by w.person_id
),
watched as (select max(contacted_on) as last_on from accepted_advising_contact)
select a.contacted_on as date, a.mode, coalesce(a.step, 'unknown') as step, coalesce(a.outcome, 'unknown') as outcome,
    a.aid_usd, w.person_id,
    coalesce(f.first = (a.contacted_on, a.object_id, a.row), false) as is_first,
    if(is_first, date_diff('day', a.contacted_on, g.again_on), null)::integer as next_days,
    if(is_first, date_diff('day', a.contacted_on, watched.last_on), null)::integer as known_days,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(a.contacted_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(a.contacted_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    a.object_id
from accepted_advising_contact a
left join prep_who w using (object_id, row)
left join first_contact f on f.person_id = w.person_id
left join came_again g on g.person_id = w.person_id
cross join watched
order by date, a.object_id, a.row
