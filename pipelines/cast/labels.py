"""Labels in any language to codes: categories, yes and no, several in a cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

YES = (
    *("yes", "y", "true", "1", "+", "да", "д", "истина", "иә", "ия", "ақиқат"),
    *("✓", "✔", "x", "х", "v"),  # ticked boxes; the second x is Cyrillic
)
NO = ("no", "n", "false", "0", "-", "–", "нет", "н", "ложь", "жоқ", "жок", "жалған")


def compared(text: str) -> str:
    """A label as it is compared: NFKC, case-folded, spaces collapsed, without outer punctuation."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" .,:;!") or text.strip()


def codes_by_label(labels: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Code of each compared label; a code stands for itself."""
    return {compared(text): code for code, texts in labels.items() for text in (code, *texts)}


def yes_no_reader(labels: Mapping[str, tuple[str, ...]]) -> Callable[[str], bool | None]:
    """A function from text to True, False or (neither) None; a mapping's own labels come first."""
    known = {compared(word): True for word in YES} | {compared(word): False for word in NO}
    known |= {label: code == "yes" for label, code in codes_by_label(labels).items()}
    return lambda text: known.get(compared(text))


def splitter(separators: tuple[str, ...], known: Mapping[str, str]) -> Callable[[str], list[str]]:
    """A function that parts a cell into its values.

    A label that itself holds a separator stays whole: at each place the longest known label is taken first.
    """
    marks = [mark.strip() or mark for mark in separators]
    holding = sorted(
        (label for label in known if any(mark in label for mark in marks)), key=len, reverse=True
    )

    def split(text: str) -> list[str]:
        rest, found = text.strip(), []
        while rest:
            folded = rest.casefold()
            whole = next((label for label in holding if folded.startswith(label)), "")
            ends = [place for mark in separators if (place := rest.find(mark, len(whole))) >= 0]
            end = min(ends, default=len(rest))
            mark = next((mark for mark in separators if rest.startswith(mark, end)), "")
            if part := rest[:end].strip():
                found.append(part)
            rest = rest[end + len(mark) :].strip()
        return found

    return split
