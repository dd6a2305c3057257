"""Tables of exact values as plain HTML: headings with a scope, numbers to the right, scrolled on a phone."""

from __future__ import annotations

import re
from html import escape

import polars as pl
import streamlit as st

NUMBER_LIKE = re.compile(r"^[+\N{MINUS SIGN}]?[\d\s.,%…–+\N{MINUS SIGN}()]*$")


def table_html(frame: pl.DataFrame, caption: str, blanks: tuple[str, ...] = ()) -> str:
    """A frame of text cells as a table; columns that hold only numbers (or `blanks`) are set to the right."""
    right = [is_numeric(frame[name].to_list(), blanks) for name in frame.columns]
    kinds = ["number" if flag else "text" for flag in right]
    head = "".join(
        f"<th scope='col' class='{kind}'>{escape(name)}</th>"
        for name, kind in zip(frame.columns, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td class='{kind}'>{escape(str(cell))}</td>" for cell, kind in zip(row, kinds, strict=True)
        )
        + "</tr>"
        for row in frame.iter_rows()
    )
    return (
        f"<div class='sheet' tabindex='0' role='region' aria-label='{escape(caption, quote=True)}'><table>"
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def is_numeric(cells: list[object], blanks: tuple[str, ...]) -> bool:
    texts = [str(cell) for cell in cells if str(cell) not in blanks]
    return bool(texts) and all(NUMBER_LIKE.match(text) for text in texts)


def show_table(frame: pl.DataFrame, caption: str, blanks: tuple[str, ...] = ()) -> None:
    st.html(table_html(frame, caption, blanks))
