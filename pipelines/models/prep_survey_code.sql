-- A number for each respondent's own code within its survey, in the order in which codes first came: the keyed hash stays behind.
-- It pairs waves of one survey where the person cannot: an e-mail given once and a code given twice are one code.
with coded as (
    select r.object_id, r.row, r.survey, max(p.code_key) as code_key, min(r.answered_on) as answered_on
    from accepted_response r join accepted_person p using (object_id, row)
    where p.code_key is not null
    group by all
),
numbered as (
    select survey, code_key, row_number() over (order by min((answered_on, object_id, row)))::integer as code_id
    from coded group by survey, code_key
)
select object_id, row, survey, code_id from coded join numbered using (survey, code_key)
