"""One small export of each layout without a real file here, as its system writes it. Nobody in it exists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VEA = {
    "results": [
        {"recordDate_hour_1": "2026-03-03T05:00:00.000Z", "name": "Main door", "sumins": 30, "sumouts": 20},
        {"recordDate_hour_1": "2026-03-03T06:00:00.000Z", "name": "Main door", "sumins": 12, "sumouts": 15},
        {"recordDate_hour_1": "2026-03-03T06:00:00.000Z", "name": "Side door", "sumins": 8, "sumouts": 1},
    ]
}
DOOR_TABLE = """Date,Time,Entrance,In,Out
04.03.2026,10:00,Main door,25,3
04.03.2026,11:00,Main door,broken,9
"""
VEA_TABLE = "recordDate_hour_1,zoneName,sumins,sumouts\n2026-03-05 10:00:00,Main door,7,5\n"
REGISTER = """Date;Gate;Reading
06.03.2026;Main;999999
07.03.2026;Main;Gate Closed
10.03.2026;Main;9776
11.03.2026;Main;9800
12.03.2026;Main;12
13.03.2026;Main;NA
"""
OCCUPANCY = """Date,Time,Zone,People present
03.03.2026,12:00,Makerspace,19
03.03.2026,13:00,Makerspace,21
"""
MONTHS = "Branch,2026-1,2026-02,Total\nAnnex,,400,400\nTotal,,400,400\n"
PROGRAMME_MONTHS = "Programme,2026-1,2026-02\nKnitting circle,12,\n"
MEETINGS = """Programme,Date,Registered,Attended
Chess evening,05.02.2026,12,9
Chess evening,12.02.2026,10,
"""
EVENTBRITE = """Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Event Name,\
Date Attending,Attendee Status
501,2026-02-01,Test,Person 1,person1@example.org,Free,9001,Hackathon,"Feb 14, 2026 at 6:30 PM",Checked In
501,2026-02-01,Test,Person 2,person2@example.org,Free,9002,Hackathon,"Feb 14, 2026 at 6:30 PM",Attending
502,2026-02-02,Test,Person 3,person3@example.org,Free,9003,Hackathon,"Feb 14, 2026 at 6:30 PM",Not Attending
"""
EQUIPMENT = [
    {
        "id": 71, "bookId": "eq_1", "eid": 5, "item_name": "Laptop 1", "groupId": 3, "groupName": "Laptops",
        "fromDate": "2026-03-03T12:00:00+05:00", "toDate": "2026-03-03T14:00:00+05:00",
        "created": "2026-03-02T12:00:00+05:00", "firstName": "Test", "lastName": "Person 1",
        "email": "person1@example.org", "status": "Confirmed", "check_in_status": "Checked In",
    }
]  # fmt: skip
BOOKINGS = """Booking ID,Space,Category,From Date,To Date,Created,Status,Email,First Name
bk1,Study room 1,Rooms,2026-03-03 10:00,2026-03-03 11:30,2026-03-01 09:00,Confirmed,person1@example.org,Test
bk2,Study room 1,Rooms,2026-03-03 12:00,2026-03-03 13:00,2026-03-01 09:00,Cancelled,person2@example.org,Test
"""
EVENTS = """Title,Location,Start Date,Start Time,End Time,Setup,Teardown,Presenter,Event Organizer,Audiences,\
Internal Tags,Confirmed Registrations,Waiting-List Registrations,Cancelled Registrations,\
Anticipated Attendance,Actual Attendance (In-Person),Actual Attendance (Online),Event URL
Poetry night,Conference hall,2026-03-05,18:00,20:00,0,0,Test Person 9,Test Person 9,Adults,x,14,0,1,20,11,,\
https://example.org/1
Exhibition,Conference hall,2026-03-06,All Day Event,,0,0,,,Adults,x,0,0,0,,,,https://example.org/2
"""
APPOINTMENTS = [
    {"id": 1, "userId": 7, "fromDate": "2026-03-04T10:00:00+05:00", "toDate": "2026-03-04T10:30:00+05:00",
     "firstName": "Test", "lastName": "Person 4", "email": "person4@example.org", "location": "Zoom",
     "category": "Application", "cancelled": False},
    {"id": 2, "userId": 7, "fromDate": "2026-03-04T11:00:00+05:00", "toDate": "2026-03-04T11:30:00+05:00",
     "firstName": "Test", "lastName": "Person 5", "email": "person5@example.org", "location": "Room 2",
     "category": "Application", "cancelled": "2026-03-03T09:00:00+05:00"},
]  # fmt: skip
ADVISING = """Date;Mode;Step;Result;Aid in USD;E-mail;Name;Notes
02.03.2026;очно;виза;;;person4@example.org;Test Person 4;wrote a note
02.03.2026;phone;apply;admitted;12000,50;person6@example.org;Test Person 6;
09.03.2026;e-mail;research;;;;Test Person 7;
"""
FABMAN_RESOURCES = [
    {"id": 11, "account": 1, "space": 1, "name": "Laser cutter", "controlType": "machine"},
    {"id": 12, "account": 1, "space": 1, "name": "Test mill", "controlType": "machine"},
]
FABMAN_LOGS = [
    {"id": 1, "resource": 11, "member": 801, "type": "allowed", "createdAt": "2026-03-03T06:00:00Z",
     "stoppedAt": "2026-03-03T08:10:00Z", "idleDurationSeconds": 600, "stopType": "normal",
     "notes": "secret"},
    {"id": 2, "resource": 11, "member": 802, "type": "denied", "reason": "noPermission",
     "createdAt": "2026-03-03T09:00:00Z", "stoppedAt": None},
    {"id": 3, "resource": 12, "member": 801, "type": "allowed", "createdAt": "2026-03-04T06:00:00Z",
     "stoppedAt": "2026-03-04T06:30:00Z", "idleDurationSeconds": 0, "stopType": "automatic"},
    {"id": 4, "resource": 12, "member": None, "type": "reboot", "createdAt": "2026-03-04T06:00:00Z"},
    {"id": 5, "resource": 12, "member": 803, "type": "allowed", "createdAt": "2026-03-05T06:00:00Z",
     "stoppedAt": None, "stopType": None},
]  # fmt: skip
FABMAN_MEMBERS = [
    {"id": 801, "memberNumber": "A1", "firstName": "Test", "lastName": "Person 1", "gender": "female",
     "emailAddress": "person1@example.org", "dateOfBirth": "2008-05-05", "createdAt": "2026-02-01T06:00:00Z",
     "_embedded": {"trainings": [{"id": 1, "date": "2026-02-20", "trainingCourse": 3}]}},
    {"id": 802, "memberNumber": "A2", "firstName": "Test", "lastName": "Person 2", "gender": None,
     "emailAddress": "person2@example.org", "dateOfBirth": None, "createdAt": "2026-02-01T06:00:00Z",
     "_embedded": {"trainings": []}},
]  # fmt: skip
FABMAN_TRAININGS = [
    {"id": 9, "member": 802, "trainingCourse": 3, "date": "2026-02-21", "notes": "secret"},
]
FABMAN_BOOKINGS = [
    {"id": 61, "resource": 11, "member": 801, "fromDateTime": "2026-03-03T11:00:00",
     "untilDateTime": "2026-03-03T13:00:00", "state": "confirmed", "createdAt": "2026-03-01T06:00:00Z"},
]  # fmt: skip
TRAININGS = "Trained on,Training,E-mail,Result\n01.04.2026,Soldering,person3@example.org,certificate\n"
LOANS = """issue_id,borrowernumber,cardnumber,itype,language,issuedate,returndate
1,31,KZ0001,BK,eng,2026-03-03 10:00:00,2026-03-10 11:00:00
2,31,KZ0001,BK,rus,2026-03-03 10:00:00,
3,32,KZ0002,DVD,kaz,2026-03-04 12:00:00,
"""
PATRONS = """borrowernumber,cardnumber,categorycode,dateenrolled,dateofbirth,sex,email
31,KZ0001,ST,2026-01-20,2005-01-01,F,person8@example.org
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:weekly@example.org
DTSTAMP:20260101T000000Z
SUMMARY:Meeting with Test Person 12
CATEGORIES:Makerspace
DTSTART:20260406T130000Z
DTEND:20260406T150000Z
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE:20260413T130000Z
END:VEVENT
END:VCALENDAR
"""
TEXTS = {
    "doors.csv": DOOR_TABLE, "vea.csv": VEA_TABLE, "register.csv": REGISTER, "occupancy.csv": OCCUPANCY,
    "months.csv": MONTHS, "programme-months.csv": PROGRAMME_MONTHS, "meetings.csv": MEETINGS,
    "eventbrite.csv": EVENTBRITE, "bookings.csv": BOOKINGS, "events.csv": EVENTS, "advising.csv": ADVISING,
    "trainings.csv": TRAININGS, "loans.csv": LOANS, "patrons.csv": PATRONS, "calendar.ics": CALENDAR,
}  # fmt: skip
DOCUMENTS: dict[str, Any] = {
    "vea.json": VEA, "equipment.json": EQUIPMENT, "appointments.json": APPOINTMENTS,
    "fabman-resources.json": FABMAN_RESOURCES, "fabman-logs.json": FABMAN_LOGS,
    "fabman-members.json": FABMAN_MEMBERS, "fabman-trainings.json": FABMAN_TRAININGS,
    "fabman-bookings.json": FABMAN_BOOKINGS,
}  # fmt: skip


def write(folder: Path, again: bool = False) -> list[Path]:
    """Every export in `folder`; `again` writes the same records in other bytes, as a later export would."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text + "\n" * again, "utf-8")
    for name, document in DOCUMENTS.items():
        (folder / name).write_text(json.dumps(document, indent=2 if again else None), "utf-8")
    return sorted(folder.iterdir())
