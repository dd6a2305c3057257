-- From when to when each fact has records; no comparison of periods may reach outside of it. What is planned is no record of
-- what was, and covers nothing.
select 'fct_visit' as table_name, min(date) as first_date, max(date) as last_date, count(*) as rows from fct_visit
union all select 'fct_session', min(date), max(date), count(*) from fct_session where status = 'held'
union all select 'fct_attendance', min(a.date), max(a.date), count(*)
    from fct_attendance a left join fct_session s using (session_id) where s.status is distinct from 'planned'
union all select 'fct_booking', min(date), max(date), count(*) from fct_booking
union all select 'fct_resource_day', min(date), max(date), count(*) from fct_resource_day
union all select 'fct_response', min(date), max(date), count(*) from fct_response
union all select 'fct_machine_log', min(date), max(date), count(*) from fct_machine_log
union all select 'fct_advising_contact', min(date), max(date), count(*) from fct_advising_contact
union all select 'fct_training', min(date), max(date), count(*) from fct_training
union all select 'fct_loan', min(date), max(date), count(*) from fct_loan
union all select 'fct_advising_step', min(date), max(date), count(*) from fct_advising_step
union all select 'fct_downtime', min(date), max(date), count(*) from fct_downtime
union all select 'fct_move', min(date), max(date), count(*) from fct_move
union all select 'fct_return_month', min(date), max(date), count(*) from fct_return_month
union all select 'fct_pair', min(date), max(date), count(*) from fct_pair
