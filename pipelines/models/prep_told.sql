-- Meetings that a file said took place, be it one that repeats what was known: a schedule that comes after the day says of the
-- past what it said before of a plan, and its record is then a duplicate. What validation set aside says nothing.
select distinct session_code
from staged_session s anti join quarantined q using (object_id, row)
where status = 'held'
