"""Landing: the bytes of an export as they came, under their SHA-256, never edited."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home

CHUNK = 1 << 20


@dataclass(frozen=True)
class Landed:
    """Bytes in the landing area. `name` is the first name they came under, `names` all of them."""

    sha256: str
    name: str
    names: tuple[str, ...]
    size: int
    landed_at: datetime
    """UTC, of the first arrival."""
    path: Path
    is_new: bool = False


def land(path: Path, home: Home, name: str | None = None) -> Landed:
    """The file's bytes in the landing area; `is_new` is false when the same bytes had landed before.

    Streams, and moves the whole file into place in one step: what stands under a SHA-256 is complete.
    Raises RefusalError with one sentence for what cannot be read or stored.
    """
    shown = name or path.name
    try:
        home.landing.mkdir(parents=True, exist_ok=True)
        temporary, digest, size = _copied(path, home.landing, shown)
    except OSError as error:
        raise _refusal(error, shown) from error
    try:
        return _placed(temporary, home, digest, size, shown)
    except OSError as error:
        raise _refusal(error, shown) from error
    finally:
        temporary.unlink(missing_ok=True)


def landed(home: Home, sha256: str) -> Landed:
    """What landed under this SHA-256; raises RefusalError when nothing did."""
    path = _place(home, sha256)
    description = _description(path)
    if not path.is_file() or description is None:
        raise RefusalError(Problem("not_landed", values={"sha256": sha256[:12]}))
    return description


def _copied(path: Path, folder: Path, shown: str) -> tuple[Path, str, int]:
    """A synced copy of the bytes in `folder`, their SHA-256 and their number."""
    # Opening a pipe or a device would wait for a writer, or never end.
    if not stat.S_ISREG(path.stat().st_mode):
        code = "is_a_folder" if path.is_dir() else "not_a_file"
        raise RefusalError(Problem(code, file=shown))
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as incoming:
        handle, temporary = tempfile.mkstemp(prefix=".arriving-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as copy:
                while chunk := incoming.read(CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
                    size += len(chunk)
                copy.flush()
                os.fsync(copy.fileno())
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    return Path(temporary), digest.hexdigest(), size


def _placed(temporary: Path, home: Home, sha256: str, size: int, shown: str) -> Landed:
    path = _place(home, sha256)
    path.parent.mkdir(exist_ok=True)
    known = _description(path) if path.is_file() else None
    if known is not None and path.stat().st_size == size:
        if shown in known.names:
            return known
        described = Landed(sha256, known.name, (*known.names, shown), size, known.landed_at, path)
    else:
        temporary.chmod(0o440)
        # Bytes without a description, after a crash between the two steps, count as not landed and land
        # again.
        described = Landed(sha256, shown, (shown,), size, datetime.now(UTC), path, is_new=True)
        temporary.replace(path)
    _describe(described)
    return described


def _describe(item: Landed) -> None:
    """Writes the description beside the bytes in one step and syncs the folder."""
    content = {
        "sha256": item.sha256,
        "name": item.name,
        "names": list(item.names),
        "size": item.size,
        "landed_at": item.landed_at.isoformat(),
    }
    handle, temporary = tempfile.mkstemp(prefix=".describing-", dir=item.path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(_description_path(item.path))
    finally:
        Path(temporary).unlink(missing_ok=True)
    if os.name == "nt":  # where folders cannot be opened to be synced
        return
    folder = os.open(item.path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _description(path: Path) -> Landed | None:
    try:
        content = json.loads(_description_path(path).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    landed_at = datetime.fromisoformat(content["landed_at"])
    return Landed(
        content["sha256"], content["name"], tuple(content["names"]), content["size"], landed_at, path
    )


def _place(home: Home, sha256: str) -> Path:
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise RefusalError(Problem("not_landed", values={"sha256": "?"}))
    return home.landing / sha256[:2] / sha256


def _description_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _refusal(error: OSError, shown: str) -> RefusalError:
    codes = {
        errno.ENOENT: "file_not_found",
        errno.ENOTDIR: "file_not_found",
        errno.EACCES: "no_permission",
        errno.EPERM: "no_permission",
        errno.EROFS: "no_permission",
        errno.ENOSPC: "disk_full",
        errno.EDQUOT: "disk_full",
    }
    return RefusalError(Problem(codes.get(error.errno or 0, "unreadable_file"), file=shown))
