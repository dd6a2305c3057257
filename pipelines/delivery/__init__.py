"""What runs by itself: pulls, the inbox, reminders, and reports that go to a folder or by e-mail, never twice."""
