-- The dates that each file's records are about.
with dated as (
    select object_id, date from fct_visit union all select object_id, date from fct_session
    union all select object_id, date from fct_attendance union all select object_id, date from fct_booking
    union all select object_id, date from fct_response union all select object_id, date from fct_machine_log
    union all select object_id, date from fct_advising_contact union all select object_id, date from fct_training
    union all select object_id, date from fct_loan
)
select object_id, min(date) as first_date, max(date) as last_date from dated group by object_id
