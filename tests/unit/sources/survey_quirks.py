"""What the tests of survey exports share: parts of mappings, and how answers are read back."""

from __future__ import annotations

import polars as pl

LIKERT = """kind = "likert"
scale = [["Strongly disagree"], ["Disagree"], ["Neutral"], ["Agree"], ["Strongly agree"]]"""
SURVEY = '[survey]\ncode = "made_up"\nwave = "immediate"\n'


def answers(file, question: str, column: str = "option") -> list:
    return file["response"].filter(pl.col("question") == question).sort("row", column)[column].to_list()
