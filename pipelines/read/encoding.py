"""Which encoding a text file is in: decided over all its bytes, so that no later row can surprise."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.read.raw import Source

CHUNK = 1 << 22
EVIDENCE = 1 << 18
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
WORD = re.compile(
    rb"[A-Za-z\x80\x81\x83\x8a\x8c-\x90\x9a\x9c-\x9f\xa1-\xa3\xa5\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbc-\xff]{2,}"
)
"""Letters of either code page; quotation marks, dashes and signs, the same in both, are left out."""

SIGN = rb"[\x80\x81\x83\x86-\x90\x9a\x9c-\x9f\xa4\xa6\xac\xae\xbc-\xbe]"
SIGN_IN_WORD = re.compile(SIGN + rb"[\xc0-\xff]|[\xc0-\xff]" + SIGN)
"""Signs such as ‡ and ® inside a Cyrillic word: they are letters of MacCyrillic and cp866."""


@dataclass(frozen=True)
class Encoding:
    """A Python codec name and the length of the byte-order mark before the text."""

    codec: str
    mark: int = 0


def text_encoding(source: Source) -> Encoding:
    """The encoding all bytes of the file fit; raises RefusalError naming the line where they stop fitting.

    UTF-8 and UTF-16 (with or without byte-order mark), else Windows-1251 or Windows-1252 by the shape of
    the words.
    """
    with source.path.open("rb") as file:
        head = file.read(1 << 16)
    encoding = _marked_or_wide(head) or Encoding("utf-8")
    if encoding.codec == "utf-8" and b"\0" in head:
        raise source.refusal("not_text")
    broken = _first_failure(source, encoding)
    if broken is None:
        return encoding
    if encoding != Encoding("utf-8"):
        raise source.refusal("wrong_encoding", _line(source, encoding, broken))
    single = _single_byte(_runs(source))
    if single is None:
        raise source.refusal("wrong_encoding", _line(source, encoding, broken))
    broken = _first_failure(source, single)
    if broken is not None:
        raise source.refusal("wrong_encoding", _line(source, single, broken))
    return single


def decoded(source: Source, encoding: Encoding, size: int = CHUNK) -> Iterator[str]:
    """The text in bounded pieces, without byte-order mark."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    with source.path.open("rb") as file:
        file.seek(encoding.mark)
        while chunk := file.read(size):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", True)


def _marked_or_wide(head: bytes) -> Encoding | None:
    """The encoding a byte-order mark states, or UTF-16 by the high bytes of Latin and Cyrillic letters."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            return Encoding(codec, len(mark))
    even, odd = (half.count(0) + half.count(4) for half in (head[0::2], head[1::2]))
    enough = len(head) * 2 // 5
    if odd > enough and even * 20 < odd:
        return Encoding("utf-16-le")
    if even > enough and odd * 20 < even:
        return Encoding("utf-16-be")
    return None


def _first_failure(source: Source, encoding: Encoding) -> int | None:
    """Offset of the first byte that does not fit; None when all do. Zero bytes do not fit one-byte text."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    wide = encoding.codec.startswith("utf-16")
    offset = encoding.mark
    with source.path.open("rb") as file:
        file.seek(offset)
        while True:
            chunk = file.read(CHUNK)
            held = len(decoder.getstate()[0])
            if not wide and (zero := chunk.find(0)) >= 0:
                return offset + zero
            try:
                if wide or held or not chunk.isascii() or not chunk:
                    decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                return max(offset - held + error.start, 0)
            if not chunk:
                return None
            offset += len(chunk)


def _line(source: Source, encoding: Encoding, offset: int) -> int:
    """Line of the file, from 1, in which the byte at `offset` stands."""
    newline = "\n".encode(encoding.codec)
    count, left = 1, offset
    with source.path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            count += chunk.count(newline)
            left -= len(chunk)
    return count


def _runs(source: Source) -> list[bytes]:
    """About 256 KB of the file's runs of letters and bytes above 127 that hold one of these."""
    runs: list[bytes] = []
    size = 0
    with source.path.open("rb") as file:
        while size < EVIDENCE and (chunk := file.read(CHUNK)):
            if not chunk.isascii():
                for match in RUN.finditer(chunk):
                    runs.append(match.group())
                    size += len(match.group())
                    if size >= EVIDENCE:
                        break
    return runs


def _single_byte(runs: list[bytes]) -> Encoding | None:
    """Windows-1251, Windows-1252, or None when most words are of neither shape or are sound UTF-8.

    A Cyrillic word is Cyrillic letters throughout, with a capital only at its start or everywhere (KOI8-R
    has it the other way round); a Latin word has few accented letters among plain ones.
    """
    utf8 = sum(len(run) > 2 and UTF8_LETTER.sub(b"", run).isascii() for run in runs)
    words = [word for run in runs for word in WORD.findall(run) if not word.isascii()]
    cyrillic = sum(map(_is_cyrillic, words))
    latin = sum(map(_is_latin, words))
    inverted = sum(map(_is_inverted, words))
    if utf8 > max(cyrillic, latin) or max(len(words), 10 * inverted) > 2 * (cyrillic + latin):
        return None
    if latin > cyrillic:
        return Encoding("cp1252")
    odd = sum(SIGN_IN_WORD.search(run) is not None for run in runs)
    return None if odd * 20 > len(words) else Encoding("cp1251")


def _is_cyrillic(word: bytes) -> bool:
    text = word.decode("cp1251", "replace")
    if not all("\u0400" <= letter <= "\u052f" for letter in text):
        return False
    return text[1:].islower() or text.isupper()


def _is_inverted(word: bytes) -> bool:
    """A small letter before capitals, as a capitalised word of KOI8-R looks in Windows-1251."""
    text = word.decode("cp1251", "replace")
    return len(text) > 2 and text[0].islower() and text[1:].isupper()


def _is_latin(word: bytes) -> bool:
    text = word.decode("cp1252", "replace")
    if not text.isalpha() or any(letter > "\u017f" for letter in text):
        return False
    plain = sum(letter.isascii() for letter in text)
    return plain * 2 >= len(text) and (text[1:].islower() or text.isupper())
