-- Which meeting a record of a session is about. Records of one code are one meeting, from whatever file; but a record
-- that stands for several meetings or a month is a count of its own, and never the same as one of another file.
select *, case when precision = 'month' or coalesce(sessions, 0) != 1 then session_code || '#' || object_id else session_code end as meeting
from accepted_session
