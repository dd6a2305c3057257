-- Attendance with the meeting it is of (prep_meeting.sql).
select a.*, coalesce(m.meeting, a.session_code) as meeting
from accepted_attendance a
left join (select session_code, object_id, row, meeting from prep_meeting where meeting != session_code) m
    using (session_code, object_id, row)
