"""The secret of the keyed hashes: from IMPACT_SECRET, else from a file that only its owner may read."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import shlex
import stat
from pathlib import Path

from pipelines.problems import Problem, RefusalError

MINIMUM_BYTES = 32


def load_secret(path: Path) -> bytes:
    """The secret, 32 bytes or more; made at `path` (mode 0600) where neither it nor IMPACT_SECRET is there.

    IMPACT_SECRET is read as hexadecimal, else as base64, else as UTF-8 text: the first of these that gives at
    least 32 bytes. RefusalError: `secret_too_short`, `secret_permissions` with the command that mends them.
    """
    given = os.environ.get("IMPACT_SECRET", "").strip()
    if given:
        return _long_enough(_decode(given), "IMPACT_SECRET")
    if not path.exists():
        _make(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        quoted = shlex.quote(str(path))
        raise RefusalError(Problem("secret_permissions", file=path.name, values={"path": quoted}))
    return _long_enough(path.read_bytes(), path.name)


def _decode(text: str) -> bytes:
    try:
        if len(decoded := bytes.fromhex(text)) >= MINIMUM_BYTES:
            return decoded
    except ValueError:
        pass
    try:
        if len(decoded := base64.b64decode(text, validate=True)) >= MINIMUM_BYTES:
            return decoded
    except binascii.Error:
        pass
    return text.encode()


def _long_enough(secret: bytes, place: str) -> bytes:
    if len(secret) < MINIMUM_BYTES:
        raise RefusalError(Problem("secret_too_short", file=place, values={"bytes": len(secret)}))
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(MINIMUM_BYTES))
        try:
            os.link(draft, path)  # fails where another process was first, whose secret then holds
        except FileExistsError:
            return
    finally:
        draft.unlink()
