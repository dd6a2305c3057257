-- One answer of one respondent to one question; a question that was not answered has a row too (state).
select a.answered_on as date, a.survey, a.wave, r.respondent, a.question, a.kind, coalesce(a.outcome, 'unknown') as outcome,
    a.state, a.value, a.option,
    coalesce(c.code, 'unknown') as programme, coalesce(p.service, 'unknown') as service,
    coalesce(p.core_program, 'unknown') as core_program, coalesce(a.language, 'unknown') as language,
    w.person_id, k.code_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(a.answered_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(a.answered_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    a.object_id
from accepted_response a
join prep_respondent r on r.survey = a.survey and r.wave = a.wave and r.code = a.respondent
left join prep_codes c on c.list = 'programme' and c.raw = a.programme_code
left join dim_programme p on p.programme = c.code
left join prep_who w using (object_id, row)
left join prep_survey_code k on k.object_id = a.object_id and k.row = a.row and k.survey = a.survey
order by date, a.survey, a.wave, r.respondent, a.question
