-- A book lent.
select l.lent_on as date, l.returned_on, coalesce(l.item_kind, 'unknown') as item_kind,
    coalesce(l.language, 'unknown') as language, w.person_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(l.lent_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(l.lent_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    l.object_id
from accepted_loan l
left join prep_who w using (object_id, row)
order by date, l.object_id, l.row
