-- One meeting, or an aggregate of several (`sessions` says how many). `stated` is false where attendance is unknown.
select s.held_on as date, s.session_id, c.code as programme, p.service, p.core_program, p.theme, p.partner,
    coalesce(s.mode, 'unknown') as mode, coalesce(z.code, s.zone, 'unknown') as zone,
    coalesce(s.language, p.language) as language, s.precision,
    if(s.precision = 'month', null, isodow(s.held_on))::tinyint as weekday, s.hour::tinyint as hour,
    s.starts_at, hours_between(s.starts_at, s.ends_at)::double as hours,
    s.sessions, s.capacity, s.status, coalesce(s.one_to_one, false) as one_to_one,
    s.registered, s.attended, s.attended is not null as stated, s.object_id
from prep_session s
join prep_codes c on c.list = 'programme' and c.raw = s.programme_code
join dim_programme p on p.programme = c.code
left join prep_codes z on z.list = 'zone' and z.raw = s.zone
order by date, session_id
