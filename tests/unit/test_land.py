"""Landing keeps the bytes as they came, once, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import land as landing
from pipelines.land import land, landed
from pipelines.problems import RefusalError
from pipelines.settings import Home

CONTENT = "Күні;Аймақ\n01.02.2026;Әуезов\n".encode()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "sign-in.csv"
    path.write_bytes(CONTENT)
    return path


def files(home: Home) -> list[Path]:
    return sorted(path for path in home.landing.rglob("*") if path.is_file())


def code(path: Path, home: Home) -> str:
    with pytest.raises(RefusalError) as caught:
        land(path, home)
    (problem,) = caught.value.problems
    assert problem.message.startswith(path.name)
    return problem.code


def test_the_bytes_stand_unchanged_under_their_checksum(home, export):
    item = land(export, home)
    checksum = hashlib.sha256(CONTENT).hexdigest()
    assert (item.sha256, item.name, item.size, item.is_new) == (checksum, "sign-in.csv", len(CONTENT), True)
    assert item.path == home.landing / checksum[:2] / checksum
    assert item.path.read_bytes() == CONTENT
    assert export.read_bytes() == CONTENT
    assert item.landed_at.utcoffset() is not None
    assert abs((datetime.now(UTC) - item.landed_at).total_seconds()) < 60


def test_landed_bytes_may_not_be_written(home, export):
    assert stat.S_IMODE(land(export, home).path.stat().st_mode) == 0o440


def test_the_same_bytes_are_recognised_and_every_name_is_kept(home, export, tmp_path):
    first = land(export, home)
    again = land(export, home)
    other = tmp_path / "copy of sign-in.csv"
    other.write_bytes(CONTENT)
    renamed = land(other, home)
    uploaded = land(other, home, name="upload.csv")
    assert (again.is_new, renamed.is_new, uploaded.is_new) == (False, False, False)
    assert uploaded.names == ("sign-in.csv", "copy of sign-in.csv", "upload.csv")
    assert uploaded.landed_at == first.landed_at
    assert files(home) == [first.path, first.path.with_name(first.sha256 + ".json")]
    assert landed(home, first.sha256) == uploaded


def test_other_bytes_under_the_same_name_land_beside_them(home, export):
    first = land(export, home)
    export.write_bytes(CONTENT + b"02.02.2026;x\n")
    second = land(export, home)
    assert second.is_new
    assert first.path.read_bytes() == CONTENT


def test_the_description_is_readable_by_people(home, export):
    item = land(export, home, name="Тіркеу.csv")
    text = item.path.with_name(item.sha256 + ".json").read_text("utf-8")
    assert "Тіркеу.csv" in text
    assert set(json.loads(text)) == {"sha256", "name", "names", "size", "landed_at"}


def test_a_copy_that_broke_off_is_never_taken_for_a_landed_one(home, export, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(landing.os, "fsync", full)
        assert code(export, home) == "disk_full"
    assert files(home) == []
    with pytest.raises(RefusalError):
        landed(home, hashlib.sha256(CONTENT).hexdigest())
    assert land(export, home).is_new


def test_bytes_without_a_description_land_again(home, export):
    item = land(export, home)
    item.path.with_name(item.sha256 + ".json").unlink()
    with pytest.raises(RefusalError):
        landed(home, item.sha256)
    assert land(export, home).is_new
    assert landed(home, item.sha256).path.read_bytes() == CONTENT


def test_bytes_cut_short_behind_our_back_land_again(home, export):
    item = land(export, home)
    item.path.chmod(0o640)
    item.path.write_bytes(CONTENT[:5])
    assert land(export, home).is_new
    assert item.path.read_bytes() == CONTENT


def test_what_cannot_be_read_is_refused_in_one_sentence(home, export, tmp_path, monkeypatch):
    assert code(tmp_path / "missing.csv", home) == "file_not_found"
    assert code(export / "below.csv", home) == "file_not_found"
    assert code(tmp_path, home) == "is_a_folder"
    os.mkfifo(tmp_path / "pipe.csv")
    assert code(tmp_path / "pipe.csv", home) == "not_a_file"

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", denied)
    assert code(export, home) == "no_permission"
    assert files(home) == []


def test_what_never_landed_is_not_found(home):
    for checksum in ("0" * 64, "../../etc/passwd", ""):
        with pytest.raises(RefusalError) as caught:
            landed(home, checksum)
        assert caught.value.problems[0].code == "not_landed"


def test_an_empty_file_lands_too(home, tmp_path):
    (tmp_path / "empty.csv").touch()
    assert land(tmp_path / "empty.csv", home).size == 0
