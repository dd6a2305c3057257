-- A number for each submission, so that codes of respondents stay behind.
select survey, wave, respondent as code, row_number() over (order by survey, wave, min(answered_on), respondent)::integer
    as respondent
from accepted_response group by survey, wave, code
