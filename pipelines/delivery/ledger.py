"""What was delivered to whom: noted before it goes out, under a key that goes out once. No address stands here."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Literal

from pipelines.problems import Problem, RefusalError
from pipelines.secret import load_secret
from pipelines.settings import Home
from pipelines.state import open_state

Channel = Literal["folder", "mail"]
Status = Literal["sent", "failed", "uncertain"]


def recipient_key(home: Home, recipient: str) -> str:
    """A keyed hash of an address or folder: tells recipients apart, and names none."""
    text = f"recipient:{recipient.strip().casefold()}".encode()
    return hmac.new(load_secret(home.secret), text, hashlib.sha256).hexdigest()[:32]


def delivery_key(report: str, period: str, channel: Channel, recipient: str) -> str:
    """One report of one period to one recipient: what may go out once."""
    return hashlib.sha256("\n".join((report, period, channel, recipient)).encode()).hexdigest()[:32]


def intend(home: Home, key: str, entry: str, period: str, channel: Channel, recipient: str) -> bool:
    """Note that a delivery is about to go out; true where it may.

    One that was sent may not. A mail that was intended and not ended was cut off between sending and noting:
    it may have arrived, so it becomes uncertain and does not go out by itself. A file is written again.
    """
    with open_state(home) as connection:
        row = connection.execute("select status from delivery where key = ?", [key]).fetchone()
        if row is None:
            connection.execute(
                "insert into delivery (key, entry, period, channel, recipient, status, attempts, intended_at)"
                " values (?, ?, ?, ?, ?, 'intended', 1, ?)",
                [key, entry, period, channel, recipient, _now()],
            )
            return True
        if row[0] == "failed" or (row[0] == "intended" and channel == "folder"):
            connection.execute(
                "update delivery set status = 'intended', attempts = attempts + 1, ended_at = null where key = ?",
                [key],
            )
            return True
        if row[0] == "intended":
            connection.execute(
                "update delivery set status = 'uncertain', ended_at = ?, code = 'cut_off' where key = ?",
                [_now(), key],
            )
        return False


def end(home: Home, key: str, status: Status, code: str | None = None) -> None:
    """Note how a delivery went."""
    with open_state(home) as connection:
        connection.execute(
            "update delivery set status = ?, code = ?, ended_at = ? where key = ?",
            [status, code, _now(), key],
        )


def settle(home: Home, number: int, arrived: bool) -> None:
    """A person's word about an uncertain delivery: it arrived, or it may go out again."""
    status, code = ("sent", "settled") if arrived else ("failed", "settled")
    with open_state(home) as connection:
        changed = connection.execute(
            "update delivery set status = ?, code = ?, ended_at = ? where delivery = ? and status = 'uncertain'",
            [status, code, _now(), number],
        )
        if changed.rowcount != 1:
            raise RefusalError(Problem("delivery_unknown", values={"delivery": number}))


def deliveries(home: Home) -> list[dict[str, Any]]:
    """Every delivery, newest first; recipients as the first digits of their keys."""
    names = (
        "delivery",
        "entry",
        "period",
        "channel",
        "recipient",
        "status",
        "attempts",
        "intended_at",
        "ended_at",
    )
    if not home.state.exists():
        return []
    with open_state(home) as connection:
        rows = connection.execute(
            f"select {', '.join(names)}, code from delivery order by delivery desc"
        ).fetchall()
    found = [dict(zip((*names, "code"), row, strict=True)) for row in rows]
    return [line | {"recipient": line["recipient"][:8]} for line in found]


def is_done(home: Home, entry: str, due_at: str) -> bool:
    """Whether an entry was run well for a moment at which it was due."""
    with open_state(home) as connection:
        sql = "select 1 from schedule_run where entry = ? and due_at = ? and status = 'done'"
        return connection.execute(sql, [entry, due_at]).fetchone() is not None


def note_run(home: Home, entry: str, due_at: str, status: str, code: str | None = None) -> None:
    """Note that an entry began (`running`), or how it ended; a later try takes the place of a failed one."""
    ended = None if status == "running" else _now()
    with open_state(home) as connection:
        connection.execute(
            "insert into schedule_run (entry, due_at, started_at, ended_at, status, code) values (?, ?, ?, ?, ?, ?)"
            " on conflict (entry, due_at) do update set ended_at = excluded.ended_at,"
            " status = excluded.status, code = excluded.code",
            [entry, due_at, _now(), ended, status, code],
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
