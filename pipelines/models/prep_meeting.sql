-- Which meeting a record of a session is about. Records of one code are one meeting, from whatever file; but a line of
-- counts (of a month, of several meetings, of a table of counts) is a count of its own, and never the same as another line.
select *, case when precision = 'month' or coalesce(sessions, 0) != 1 or starts_with(session_code, 'count@')
    then concat_ws('#', session_code, object_id, row) else session_code end as meeting
from accepted_session
