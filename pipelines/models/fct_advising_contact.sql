-- One advising contact. Steps, outcomes and aid are what people report themselves.
select a.contacted_on as date, a.mode, coalesce(a.step, 'unknown') as step, coalesce(a.outcome, 'unknown') as outcome,
    a.aid_usd, w.person_id,
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
order by date, a.object_id, a.row
