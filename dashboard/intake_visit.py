"""What one librarian has in hand on the intake page: in the session only, and gone with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard.intake_process import Job
from pipelines.problems import Problem, RefusalError
from pipelines.upload import private_copy, refuse_unfit, safe_name

KEY = "intake_visit"


@dataclass
class Visit:
    """A file from its drop to its publish. Never in a cache that readers share."""

    number: int = 0
    name: str = ""
    content: bytes = field(default=b"", repr=False)
    sha256: str = ""
    unfit: tuple[Problem, ...] = ()
    mapping: str | None = None  # a corrected mapping, as TOML
    proposal: dict[str, Any] | None = None  # of `impact survey describe`
    confirmed: bool = False
    rehearsal: dict[str, Any] | None = None  # the dry run's report
    published: dict[str, Any] | None = None
    former: str | None = None  # the snapshot before
    job: Job | None = None

    def take(self, name: str, content: bytes) -> None:
        """Have a file in hand; what must not go on is noted in `unfit`."""
        self.name, self.content = safe_name(name), content
        self.sha256 = hashlib.sha256(content).hexdigest()
        try:
            with private_copy(content, self.name) as path:
                refuse_unfit(path, self.name)
        except RefusalError as refusal:
            self.unfit = tuple(refusal.problems)

    def take_dropped(self, key: str) -> None:
        """Have the file in hand that was dropped into the uploader `key`."""
        dropped = st.session_state.get(key)
        if dropped is not None:
            self.take(dropped.name, dropped.getvalue())

    def confirm(self) -> None:
        """The reader's word that the file may be taken in."""
        self.confirmed = True

    def look_again(self, mapping: str | None) -> None:
        """Ask for a new rehearsal under a corrected mapping, or under the one that the headers ask for."""
        self.mapping, self.rehearsal, self.job = mapping, None, None


def current() -> Visit:
    """What is in hand; nothing at first."""
    found = st.session_state.get(KEY)
    if not isinstance(found, Visit):
        found = st.session_state[KEY] = Visit()
    return found


def begin_again() -> None:
    """Let go of the file; the next drop starts from the beginning."""
    st.session_state[KEY] = Visit(number=current().number + 1)
