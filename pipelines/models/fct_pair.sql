-- A person who answered the same scale items of a survey before and after: the mean of the items answered both times. The
-- respondent's own code pairs where both waves of the survey have codes, else the person. Someone with several
-- submissions in one wave is left out: nothing says which of them is meant.
with submission as (
    select survey, wave, respondent, any_value(code_id) as code_id, any_value(person_id) as person_id
    from fct_response where wave in ('before', 'after') group by all
),
coded as (
    select survey from submission where code_id is not null group by survey having count(distinct wave) = 2
),
keyed as (
    select survey, wave, respondent,
        if(survey in (select survey from coded), 'code ' || code_id, 'person ' || person_id) as key
    from submission
),
single as (
    select survey, wave, key, any_value(respondent) as respondent
    from keyed where key is not null group by survey, wave, key having count(*) = 1
),
paired as (
    select survey, key, b.respondent as respondent_before, a.respondent
    from single b join single a using (survey, key) where b.wave = 'before' and a.wave = 'after'
),
gain as (
    select p.survey, p.respondent, avg(b.value) as before, avg(a.value) as after, count(*)::integer as items
    from paired p
    join fct_response b on b.survey = p.survey and b.wave = 'before' and b.respondent = p.respondent_before
    join fct_response a on a.survey = p.survey and a.wave = 'after' and a.respondent = p.respondent
        and a.question = b.question
    where a.kind = 'likert' and b.kind = 'likert' and a.value is not null and b.value is not null
    group by all
),
told as (
    select distinct on (survey, respondent) * from fct_response where wave = 'after'
    order by survey, respondent, question
)
select t.date, g.survey, g.respondent, g.before, g.after, g.after - g.before as gain, g.items,
    t.programme, t.service, t.core_program, t.language, t.person_id, t.sex, t.age_band, t.age_band_imls, t.district,
    t.occupation, t.home_language, t.first_time, t.object_id
from gain g join told t using (survey, respondent)
order by t.date, g.survey, g.respondent
