"""How long to wait before asking again: as long as the server says, else longer each time, with jitter."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, wait_exponential_jitter

LEAST_WHEN_BUSY = 2.0
"""Seconds after a 429 that names none; what Fabman asks for."""
BACKING_OFF = wait_exponential_jitter(initial=1, max=60, jitter=2)


class AgainError(Exception):
    """A request that may succeed later. `code` is what is said if it never does; `after` what it asked for."""

    def __init__(self, code: str, after: float | None = None, busy: bool = False) -> None:
        super().__init__(code)
        self.code, self.after, self.busy = code, after, busy


def seconds_to_wait(state: RetryCallState) -> float:
    """Seconds before the next attempt; never less than the server asked for."""
    failed = state.outcome.exception() if state.outcome else None
    backing_off = BACKING_OFF(state)
    if not isinstance(failed, AgainError):
        return backing_off
    if failed.after is not None:
        return max(failed.after, LEAST_WHEN_BUSY if failed.busy else 0.0)
    return max(backing_off, LEAST_WHEN_BUSY) if failed.busy else backing_off


def retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for, given as a number or as a date; None where it says none."""
    if text is None:
        return None
    try:
        return max(0.0, float(int(text.strip())))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return None
